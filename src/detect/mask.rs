//! What reports may show of a value: enough to recognise it, never enough to have it.

use crate::model::readable;
use crate::validate::user_agent;

use super::lane::says_redacted;

/// How a value is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// `j***@e******.com`
    Email,
    /// Letters and digits but the last two.
    Last2,
    /// Letters and digits but the last four.
    Last4,
    /// `93.184.x.x`; of IPv6 the first 48 bits.
    Ip,
    /// The manufacturer's half.
    Mac,
    /// First letters.
    Initials,
    /// The shape only.
    Address,
    /// The year only.
    Year,
    /// Degrees to one decimal: eleven kilometres.
    Place,
    /// Browser, system and kind of device.
    Agent,
    /// Nothing.
    All,
    /// What was redacted already, or a digest or token in the place of a value: nobody knows how well. The last four characters
    /// of all, covers included. No rule names it.
    Redacted,
}

/// Every mask by the name that rules use.
pub(crate) static MASKS: &[(&str, Mask)] = &[
    ("email", Mask::Email),
    ("last2", Mask::Last2),
    ("last4", Mask::Last4),
    ("ip", Mask::Ip),
    ("mac", Mask::Mac),
    ("initials", Mask::Initials),
    ("address", Mask::Address),
    ("year", Mask::Year),
    ("place", Mask::Place),
    ("agent", Mask::Agent),
    ("all", Mask::All),
];

const STARS: &str = "****";

/// Characters of a masked value at most.
const LONGEST: usize = 60;

/// The masked form of `value`. It never contains the value.
pub(crate) fn mask(how: Mask, value: &[u8]) -> String {
    let value = readable(value);
    let mut masked = match how {
        Mask::Email => email(&value),
        Mask::Last2 => keep_last(&value, 2, char::is_alphanumeric),
        Mask::Last4 => keep_last(&value, 4, char::is_alphanumeric),
        Mask::Ip => ip(&value),
        Mask::Mac => mac(&value),
        Mask::Initials => initials(&value),
        Mask::Address => shape(&value),
        Mask::Year => year(&value),
        Mask::Place => place(&value),
        Mask::Agent => agent(&value),
        Mask::All => STARS.to_owned(),
        Mask::Redacted if says_redacted(value.as_bytes()) => return value.into_owned(),
        Mask::Redacted => keep_last(&value, 4, |c| c.is_alphanumeric() || matches!(c, '*' | '#')),
    };
    if let Some((end, _)) = masked.char_indices().nth(LONGEST) {
        masked.truncate(end);
    }
    let is_covered = how == Mask::Redacted && masked.bytes().any(|b| b == b'*');
    let tells = masked.contains(value.as_ref()) && !is_covered;
    if value.is_empty() || tells { STARS.to_owned() } else { masked }
}

/// The value with every character covered as `cover` says, mostly by one as long.
fn covered(value: &str, cover: impl FnMut(char) -> char) -> String {
    let mut masked = String::with_capacity(value.len());
    masked.extend(value.chars().map(cover));
    masked
}

fn email(value: &str) -> String {
    let Some((local, domain)) = value.rsplit_once('@') else { return STARS.to_owned() };
    let tld = domain.rsplit_once('.').map_or("", |(_, tld)| tld);
    [first(local), "***@", first(domain), "******.", tld].concat()
}

/// The first character.
fn first(text: &str) -> &str {
    text.chars().next().and_then(|c| text.get(..c.len_utf8())).unwrap_or("")
}

/// Stars for every character that `counts`, except the last `n` of them and never more than half.
fn keep_last(value: &str, n: usize, counts: impl Fn(char) -> bool) -> String {
    let total = value.chars().filter(|c| counts(*c)).count();
    let hide = total - n.min(total / 2);
    let mut seen = 0;
    let cover = |c: char| {
        let counted = counts(c);
        seen += usize::from(counted);
        if counted && seen <= hide { '*' } else { c }
    };
    covered(value, cover)
}

fn ip(value: &str) -> String {
    if value.contains(':') {
        // Groups of zeros that are left out may be any number: what stands behind them is the device's.
        let told = value.find("::").map_or(value, |gap| value.get(..=gap).unwrap_or(""));
        let groups: Vec<&str> = told.split(':').take(3).collect();
        return format!("{}:x", groups.join(":"));
    }
    let octets: Vec<&str> = value.split('.').take(2).map(|octet| octet.trim_matches(['[', ']'])).collect();
    format!("{}.x.x", octets.join("."))
}

fn mac(value: &str) -> String {
    // Octets may lack their leading zeros.
    let in_octets = value.matches([':', '-']).count() == 5;
    let (mut hex, mut parts) = (0, 0);
    let cover = |c: char| {
        hex += usize::from(c.is_ascii_hexdigit());
        parts += usize::from(matches!(c, ':' | '-'));
        let of_device = if in_octets { parts > 2 } else { hex > 6 };
        let is_other = c.is_alphanumeric() && !c.is_ascii_hexdigit();
        if is_other || c.is_ascii_hexdigit() && of_device { 'x' } else { c }
    };
    covered(value, cover)
}

fn initials(value: &str) -> String {
    let mut masked = String::with_capacity(value.len() + "***".len());
    for word in value.split_whitespace() {
        masked.push_str(if masked.is_empty() { "" } else { " " });
        masked.push_str(first(word));
        masked.push_str("***");
    }
    masked
}

fn shape(value: &str) -> String {
    let cover = |c: char| match c {
        c if c.is_ascii_digit() => '#',
        c if c.is_alphanumeric() => '*',
        '\n' | '\r' | '\t' => ' ',
        c => c,
    };
    covered(value, cover)
}

/// A run of four digits that is a year stays; every other digit and letter goes. Of eight digits in a row the first four are
/// one only if a month follows: `20031980` begins with a day.
fn year(value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let month = |i: usize| matches!(chars.get(i..i + 2), Some(['0', '1'..='9'] | ['1', '0'..='2']));
    let starts = |i: usize| {
        (0..4).all(|n| digit(i + n))
            && !(i > 0 && digit(i - 1))
            && (!digit(i + 4) || chars.len() == 8 && month(i + 4))
            && matches!(chars.get(i..i + 2), Some(['1', '9'] | ['2', '0']))
    };
    let at = (0..chars.len()).find(|i| starts(*i));
    let cover = |(i, c): (usize, &char)| {
        let kept = at.is_some_and(|at| (at..at + 4).contains(&i));
        if c.is_alphanumeric() && !kept { '*' } else { *c }
    };
    chars.iter().enumerate().map(cover).collect()
}

/// Two numbers to their first decimals and no more than the degrees that a place can have, and letters alone, such as `N`.
/// What else stands there is no place: a third number would be its seconds.
fn place(value: &str) -> String {
    let mut masked = String::with_capacity(value.len());
    let mut numbers = 0;
    for run in value.split_inclusive(|c: char| !c.is_alphanumeric() && c != '.') {
        let letters = run.chars().filter(|c| c.is_alphabetic()).count();
        numbers += usize::from(run.contains(|c: char| c.is_numeric()));
        let (mut whole, mut decimals, mut points) = (0, 0, 0);
        masked.extend(run.chars().map(|c| {
            points += usize::from(c == '.');
            *(if points == 0 { &mut whole } else { &mut decimals }) += usize::from(c.is_numeric());
            let is_shown = numbers <= 2 && whole <= 3 && decimals <= 1;
            let is_kept = if c.is_numeric() { is_shown } else { !c.is_alphabetic() || letters == 1 };
            if is_kept { c } else { '*' }
        }));
    }
    masked
}

fn agent(value: &str) -> String {
    let agent = user_agent::read(value);
    let words = [agent.browser, agent.version, agent.system, agent.device];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn masks_show_the_minimum() {
        for (how, value, masked) in [
            (Mask::Email, "jane@example.com", "j***@e******.com"),
            (Mask::Last2, "+44 20 7946 0958", "+** ** **** **58"),
            (Mask::Last2, "０２０ 7946 0958", "*** **** **58"),
            (Mask::Last2, "Jane Doe 5", "**** **e 5"),
            (Mask::Last4, "4111 1111 1111 1111", "**** **** **** 1111"),
            (Mask::Last4, "078-05-1120", "***-**-1120"),
            (Mask::Ip, "93.184.216.34", "93.184.x.x"),
            (Mask::Ip, "2001:db8:1:2::3", "2001:db8:1:x"),
            (Mask::Ip, "2001:db8::abcd:3", "2001:db8::x"),
            (Mask::Ip, "2001::abcd:1234", "2001::x"),
            (Mask::Ip, "::ffff:93.184.216.34", "::x"),
            (Mask::Ip, "[2001:db8::3]", "[2001:db8::x"),
            (Mask::Mac, "00:00:5E:00:53:2A", "00:00:5E:xx:xx:xx"),
            (Mask::Mac, "made of Jane Doe", "xade xf xaxe xxx"),
            (Mask::Initials, "Jane Doe", "J*** D***"),
            (Mask::Initials, "A", "****"),
            (Mask::Address, "12 Main St", "## **** **"),
            (Mask::Year, "1980-03-12", "1980-**-**"),
            (Mask::Year, "12 March 1980", "** ***** 1980"),
            (Mask::Year, "19800312", "1980****"),
            (Mask::Year, "12/03/80", "**/**/**"),
            (Mask::Year, "20031980", "********"),
            (Mask::Year, "19801303", "********"),
            (Mask::Place, "47.36912, -8.5", "47.3****, -8.5"),
            (Mask::Place, "47", "****"),
            (Mask::Place, "47.36912N, 8.541E", "47.3****N, 8.5**E"),
            (Mask::Place, "47 22 10.25 N 8 32 30.75 E", "47 22 **.** N * ** **.** E"),
            (Mask::Place, "473691234, 85412345", "473******, 854*****"),
            (Mask::Place, "Jane 47.36912 Doe", "**** 47.3**** ***"),
            (Mask::Place, "219.64.8321", "219.6*.****"),
            (Mask::Agent, "Mozilla/5.0 (X11; Linux x86_64) Firefox/115.0", "Firefox 115 Linux desktop"),
            (Mask::Agent, "client/219648321", "client desktop"),
            (Mask::All, "secret", "****"),
            (Mask::Redacted, "**** **** **** 1111", "**** **** **** 1111"),
            (Mask::Redacted, "411111******1111", "************1111"),
            (Mask::Redacted, "***Jane***", "******e***"),
            (Mask::Redacted, "[REDACTED]", "[REDACTED]"),
            (Mask::Redacted, "j***", "****"),
            (Mask::Redacted, "tok_1a2b3c4d5e6f7a8b", "***_************7a8b"),
        ] {
            assert_eq!(mask(how, value.as_bytes()), masked, "{value}");
        }
    }

    #[test]
    fn letters_of_old_encodings_are_letters() {
        assert_eq!(mask(Mask::Address, b"112 rue des \xc9rables"), "### *** *** *******");
        assert_eq!(mask(Mask::Initials, b"\xc9lise Gar\xe7on"), "É*** G***");
    }

    proptest! {
        #[test]
        fn a_mask_never_contains_the_value(value in ".*[a-zA-Z0-9].*") {
            for (name, how) in MASKS {
                let masked = mask(*how, value.as_bytes());
                prop_assert!(!masked.contains(&value), "{name}: {masked}");
                prop_assert!(masked.chars().count() <= LONGEST);
            }
        }

        #[test]
        fn any_bytes_can_be_masked(value in proptest::collection::vec(any::<u8>(), 0..80)) {
            for (_, how) in MASKS {
                mask(*how, &value);
            }
        }
    }
}
