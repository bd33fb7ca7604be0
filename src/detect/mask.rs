//! What reports may show of a value: enough to recognise it, never enough to have it.

use crate::model::readable;
use crate::validate::user_agent;

/// How a value is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// `j***@e******.com`
    Email,
    /// Digits but the last two.
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
        Mask::Last2 => keep_last(&value, 2, char::is_numeric),
        Mask::Last4 => keep_last(&value, 4, char::is_alphanumeric),
        Mask::Ip => ip(&value),
        Mask::Mac => mac(&value),
        Mask::Initials => initials(&value),
        Mask::Address => shape(&value),
        Mask::Year => year(&value),
        Mask::Place => place(&value),
        Mask::Agent => agent(&value),
        Mask::All => STARS.to_owned(),
    };
    if let Some((end, _)) = masked.char_indices().nth(LONGEST) {
        masked.truncate(end);
    }
    if value.is_empty() || masked.contains(value.as_ref()) { STARS.to_owned() } else { masked }
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
        let groups: Vec<&str> = value.split(':').take(3).collect();
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
        if c.is_ascii_hexdigit() && of_device { 'x' } else { c }
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

/// A run of four digits that is a year stays; every other digit and letter goes.
fn year(value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let starts = |i: usize| {
        (0..4).all(|n| digit(i + n))
            && !(i > 0 && digit(i - 1))
            && (!digit(i + 4) || chars.len() == 8)
            && matches!(chars.get(i..i + 2), Some(['1', '9'] | ['2', '0']))
    };
    let at = (0..chars.len()).find(|i| starts(*i));
    let cover = |(i, c): (usize, &char)| {
        let kept = at.is_some_and(|at| (at..at + 4).contains(&i));
        if c.is_alphanumeric() && !kept { '*' } else { *c }
    };
    chars.iter().enumerate().map(cover).collect()
}

/// Every number to its first decimal.
fn place(value: &str) -> String {
    let mut behind_point = None;
    let cover = |c: char| {
        behind_point = match (c, behind_point) {
            ('.', _) => Some(0),
            (c, Some(n)) if c.is_ascii_digit() => Some(n + 1),
            _ => None,
        };
        if behind_point.is_some_and(|n| n > 1) { '*' } else { c }
    };
    covered(value, cover)
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
            (Mask::Last4, "4111 1111 1111 1111", "**** **** **** 1111"),
            (Mask::Last4, "078-05-1120", "***-**-1120"),
            (Mask::Ip, "93.184.216.34", "93.184.x.x"),
            (Mask::Ip, "2001:db8:1:2::3", "2001:db8:1:x"),
            (Mask::Mac, "00:00:5E:00:53:2A", "00:00:5E:xx:xx:xx"),
            (Mask::Initials, "Jane Doe", "J*** D***"),
            (Mask::Initials, "A", "****"),
            (Mask::Address, "12 Main St", "## **** **"),
            (Mask::Year, "1980-03-12", "1980-**-**"),
            (Mask::Year, "12 March 1980", "** ***** 1980"),
            (Mask::Year, "19800312", "1980****"),
            (Mask::Year, "12/03/80", "**/**/**"),
            (Mask::Place, "47.36912, -8.5", "47.3****, -8.5"),
            (Mask::Place, "47", "****"),
            (Mask::Agent, "Mozilla/5.0 (X11; Linux x86_64) Firefox/115.0", "Firefox 115 Linux desktop"),
            (Mask::All, "secret", "****"),
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
