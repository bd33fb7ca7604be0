//! What stands in URLs: parameters that say who clicked, and the end points of trackers.

use super::address::postal_address;
use super::email::email;
use super::login::is_nobodys;
use super::vicinity::{contains_fold, tail, trim_end};
use super::{Check, Subject};
use crate::lexicon::GIVEN;
use crate::model::Disposition;

/// Points that a personal parameter adds to its name.
const PERSONAL: i8 = 42;

/// The most that validators of this file add.
pub(super) const MOST: i8 = PERSONAL;

/// Judges the value of a parameter. What other rules read in plain is left to them.
pub(crate) fn url_parameter(subject: &Subject<'_>) -> Check {
    if !is_parameter(subject) {
        return Check::refuted("no parameter of a URL");
    }
    let value = subject.value();
    if subject.form != "weak" {
        let is_click =
            value.len() >= 12 && value.iter().any(u8::is_ascii_digit) && value.iter().all(is_token_byte);
        return if is_click {
            Check::UNPROVEN
        } else {
            Check::refuted("too short for an identifier of a click")
        };
    }
    let Some(decoded) = decoded(value) else { return Check::refuted("nothing that had to be encoded") };
    if decoded.contains(&b'@') {
        let inner = email(&Subject { text: &decoded, start: 0, end: decoded.len(), form: "plain" });
        let added = if inner.proof == super::Proof::Refuted { inner.adjust } else { PERSONAL };
        return Check { adjust: added, ..inner };
    }
    let name = parameter(subject);
    if is_phone(&decoded) || is_national(&decoded, name) || is_full_name(&decoded, subject) {
        return Check::UNPROVEN.adjusted(PERSONAL, "encoded as in URLs and forms");
    }
    // A street without a number is everybody's.
    let is_numbered = decoded.iter().any(u8::is_ascii_digit);
    if is_numbered && matches!(name, b"address" | b"addr" | b"street") {
        let inner = postal_address(&Subject { text: &decoded, start: 0, end: decoded.len(), form: "field" });
        return Check { adjust: PERSONAL, ..inner };
    }
    Check::refuted("nothing of a person")
}

/// The name of the parameter.
fn parameter<'a>(subject: &Subject<'a>) -> &'a [u8] {
    let head = trim_end(subject.before(32), |b| b == b'=');
    tail(head, |b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether `?name=` or `&name=` stands before the value.
fn is_parameter(subject: &Subject<'_>) -> bool {
    let Some(head) = subject.before(48).strip_suffix(b"=") else { return false };
    let name = tail(head, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let before = head.get(..head.len() - name.len()).unwrap_or(&[]);
    !name.is_empty() && (matches!(before.last(), Some(b'?' | b'&')) || before.ends_with(b"&amp;"))
}

fn is_token_byte(b: &u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'%' | b'~')
}

/// The value with what is percent-encoded in it and `+` read, if anything is.
fn decoded(value: &[u8]) -> Option<Vec<u8>> {
    let encoded =
        value.windows(3).any(|w| matches!(w, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()));
    // Forms write blanks so; what begins with a plus sign is a number as it stands.
    let has_blanks = value.iter().skip(1).any(|b| *b == b'+');
    let once = |value: &[u8]| percent_encoding::percent_decode(value).collect::<Vec<u8>>();
    // A URL within a URL is encoded twice.
    (encoded || has_blanks).then(|| {
        let plain = value.iter().enumerate().map(|(at, b)| if at > 0 && *b == b'+' { b' ' } else { *b });
        once(&once(&plain.collect::<Vec<u8>>()))
    })
}

/// `07911 448203` under a name for numbers: a trunk 0 or an area code in brackets, in groups.
fn is_national(value: &[u8], name: &[u8]) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    [&b"phone"[..], b"tel", b"mobile", b"telephone"].iter().any(|n| name.eq_ignore_ascii_case(n))
        && (9..=12).contains(&digits)
        && matches!(value.first(), Some(b'0' | b'('))
        && value.iter().all(|b| b.is_ascii_digit() || b"-() ./".contains(b))
}

/// `+12015550123`, however it is parted.
fn is_phone(value: &[u8]) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    value.first() == Some(&b'+')
        && (8..=15).contains(&digits)
        && value.iter().all(|b| b.is_ascii_digit() || b"+-() .".contains(b))
}

/// Two or three capitalised words under a name for names.
fn is_full_name(value: &[u8], subject: &Subject<'_>) -> bool {
    let name = parameter(subject);
    // Titles are written so as well; a blank that is a plus sign is that of any search.
    let is_search = subject.value().contains(&b'+');
    let given = value.split(|b| *b == b' ').next().is_some_and(|word| GIVEN.has(word));
    let is_word = |w: &[u8]| {
        w.first().is_some_and(u8::is_ascii_uppercase) && w.iter().skip(1).all(u8::is_ascii_lowercase)
    };
    let words = value.split(|b| *b == b' ').filter(|w| w.len() >= 2 && is_word(w)).count();
    let all = value.split(|b| *b == b' ').count();
    (given || !is_search)
        && matches!(name, b"name" | b"fullname" | b"full_name" | b"contact" | b"recipient")
        && words == all
        && (2..=3).contains(&all)
        && !is_nobodys(value)
}

/// End points that exist to be told who reads what, as they stand in URLs.
static BEACONS: [&str; 28] = [
    "facebook.com/tr",
    "google-analytics.com/collect",
    "google-analytics.com/g/collect",
    "google-analytics.com/__utm.gif",
    "googleadservices.com/pagead/conversion",
    "doubleclick.net/activity",
    "doubleclick.net/pagead",
    "bat.bing.com/action",
    "px.ads.linkedin.com",
    "t.co/i/adsct",
    "analytics.twitter.com/i/adsct",
    "ct.pinterest.com",
    "tr.snapchat.com",
    "analytics.tiktok.com",
    "list-manage.com/track/open",
    "/wf/open",
    "track.hubspot.com/__ptq.gif",
    "scorecardresearch.com/",
    "pixel.quantserve.com",
    "quantcount.com/",
    "pixel.wp.com/g.gif",
    "mc.yandex.ru/watch",
    "/matomo.php?",
    "/piwik.php?",
    "/track/open",
    "/open.gif?",
    "/pixel.gif?",
    "/beacon.gif?",
];

/// How far from an address its tag may begin or end.
const TAG: usize = 320;

/// Judges the address of a picture or request: an end point of a tracker, or an image of one pixel from elsewhere.
pub(crate) fn tracking_beacon(subject: &Subject<'_>) -> Check {
    let url = subject.value();
    let is_remote = [&b"http://"[..], b"https://", b"//"].iter().any(|scheme| url.starts_with(scheme));
    if !is_remote {
        return Check::refuted("not from elsewhere");
    }
    if BEACONS.iter().any(|beacon| contains_fold(url, beacon.as_bytes())) {
        return Check::UNPROVEN.but(Disposition::Real, "end point of a tracker");
    }
    if is_one_pixel(subject) {
        return Check::UNPROVEN.but(Disposition::Real, "image of one pixel");
    }
    Check::refuted("no beacon")
}

/// Whether the value stands in an `img` or `iframe` of one pixel or none.
fn is_one_pixel(subject: &Subject<'_>) -> bool {
    let head = subject.before(TAG);
    let Some(open) = head.iter().rposition(|b| *b == b'<') else { return false };
    let head = head.get(open + 1..).unwrap_or(&[]);
    let rest = subject.after(TAG);
    let rest = rest.get(..rest.iter().position(|b| *b == b'>').unwrap_or(0)).unwrap_or(&[]);
    let is_image = [&b"img "[..], b"iframe "]
        .iter()
        .any(|tag| head.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag)));
    let has = |attribute: &str| {
        let forms = [
            format!("{attribute}=\"1\""),
            format!("{attribute}=1"),
            format!("{attribute}='1'"),
            format!("{attribute}=\"0\""),
            format!("{attribute}=\"1px\""),
        ];
        [head, rest].iter().any(|part| forms.iter().any(|form| ends_value(part, form.as_bytes())))
    };
    is_image && has("width") && has("height")
}

/// Whether `text` holds `form`, and no digit behind it.
fn ends_value(text: &[u8], form: &[u8]) -> bool {
    text.windows(form.len()).enumerate().any(|(at, w)| {
        w.eq_ignore_ascii_case(form) && !text.get(at + form.len()).is_some_and(u8::is_ascii_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    fn judged(before: &str, value: &str, form: &'static str) -> Check {
        let text = format!("{before}{value}");
        url_parameter(&Subject { text: text.as_bytes(), start: before.len(), end: text.len(), form })
    }

    #[test]
    fn parameters_that_say_who() {
        for (before, value, form) in [
            ("/?a=1&gclid=", "EAIaIQobChMI0e2x12345", "field"),
            ("/?tel=", "%2B12015550123", "weak"),
            ("/?name=", "Jane%20Quist", "weak"),
            ("/?next=%2Fa&amp;email=", "jane%2540mail.example.net", "weak"),
            ("a=1&phone=", "07700+900123", "weak"),
            ("a=1&tel=", "%280117%29+496+0123", "weak"),
            ("a=1&name=", "Maria+Quist", "weak"),
            ("a=1&address=", "14+Larkspur+Lane%2C+Reno", "weak"),
        ] {
            assert_ne!(judged(before, value, form).proof, Proof::Refuted, "{before}{value}");
        }
        assert_eq!(judged("/?email=", "jane%40example.org", "weak").disposition, Disposition::Synthetic);
    }

    #[test]
    fn other_parameters() {
        for (before, value, form) in [
            ("email=", "jane%40mail.test", "weak"),
            ("/?email=", "jane", "weak"),
            ("/?gclid=", "abc", "field"),
            ("/?q=", "Jane%20Quist", "weak"),
            ("/?name=", "two%20words", "weak"),
            ("/?name=", "%ZZ", "weak"),
            ("/?phone=", "iPhone+15+Pro", "weak"),
            ("/?phone=", "12+345+678", "weak"),
            ("/?name=", "Red+Shoes", "weak"),
            ("/?address=", "all+the+way", "weak"),
            ("/?id=", "07700+900123", "weak"),
        ] {
            assert_eq!(judged(before, value, form).proof, Proof::Refuted, "{before}{value}");
        }
    }

    #[test]
    fn beacons() {
        let proof = |text: &str| {
            let start = text.find("src=\"").unwrap() + 5;
            let end = start + text[start..].find('"').unwrap();
            tracking_beacon(&Subject { text: text.as_bytes(), start, end, form: "field" }).proof
        };
        for text in [
            "<img src=\"https://a.example/x\" width=\"1\" height=\"1\">",
            "<IMG HEIGHT=1 WIDTH=1 src=\"//a.example/x\"/>",
            "<script src=\"https://mc.yandex.ru/watch/7\">",
        ] {
            assert_eq!(proof(text), Proof::Unproven, "{text}");
        }
        for text in [
            "<img src=\"https://a.example/x\" width=\"1\" height=\"16\">",
            "<img src=\"/x.gif\" width=\"1\" height=\"1\">",
            "<img src=\"https://a.example/x\"><img width=\"1\" height=\"1\">",
            "<script src=\"https://a.example/x\" width=\"1\" height=\"1\">",
        ] {
            assert_eq!(proof(text), Proof::Refuted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(text in "([<>\"=%&?]|img|width|height|src|1|@|\\PC){0,40}", cut in 0usize..40) {
            let start = text.floor_char_boundary(cut.min(text.len()));
            let subject = Subject { text: text.as_bytes(), start, end: text.len(), form: "weak" };
            let _ = (url_parameter(&subject), tracking_beacon(&subject));
        }
    }
}
