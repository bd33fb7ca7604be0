//! What a policy's words about retention mean, where they can be read.
//!
//! ```text
//! phrase = [retain] [for] ( duration of service [ (+ | plus) N unit ] | N unit [after anchor] | indefinitely )
//! ```
//! "As long as necessary" is understood too, and says nothing that could be checked.

use crate::model::RetentionRule;

/// Counts from the end of the service to the person or client.
pub(crate) const SERVICE_END: &str = "service-end";
/// Counts from the date of the record itself.
pub(crate) const RECORD_DATE: &str = "record-date";
/// No date can be computed: a person has to look.
pub(crate) const UNSPECIFIED: &str = "unspecified";
/// Kept for ever.
pub(crate) const NEVER: &str = "never";
/// All words for what a period counts from.
pub(crate) const ANCHORS: &[&str] = &[SERVICE_END, RECORD_DATE, UNSPECIFIED, NEVER];

const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// The machine form of a phrase, or `None` if it does not say one clear thing.
pub(crate) fn parse_phrase(text: &str) -> Option<RetentionRule> {
    let tokens = tokens(text)?;
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let words = match words.as_slice() {
        ["retain" | "retained" | "keep" | "kept" | "store" | "stored", rest @ ..] => rest,
        rest => rest,
    };
    let words = match words {
        ["for", rest @ ..] => rest,
        rest => rest,
    };
    match words {
        ["indefinitely" | "forever" | "permanently"] => rule(NEVER, String::new()),
        ["only", "as", "long", "as", "necessary"]
        | ["as", "long", "as", "necessary"]
        | ["shorter", "period"] => rule(UNSPECIFIED, String::new()),
        ["duration", "service"] => rule(SERVICE_END, "P0D".into()),
        ["duration", "service", "+" | "plus", number, unit] => rule(SERVICE_END, period(number, unit)?),
        [number, unit] => rule(RECORD_DATE, period(number, unit)?),
        [number, unit, "after" | "from", event @ ..] => rule(anchor(event)?, period(number, unit)?),
        _ => None,
    }
}

/// Lower-case words, numbers and `+`, without articles and "of". `None` if there is anything else in the text.
fn tokens(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '+' => tokens.push("+".into()),
            c if c.is_ascii_alphanumeric() => {
                let goes_on = c.is_ascii_digit() == last.is_ascii_digit() && last.is_ascii_alphanumeric();
                match tokens.last_mut().filter(|_| goes_on) {
                    Some(token) => token.push(c),
                    None => tokens.push(c.into()),
                }
            }
            c if c.is_whitespace() => {}
            _ => return None,
        }
        last = c;
    }
    tokens.retain(|token| !matches!(token.as_str(), "the" | "of" | "our"));
    Some(tokens)
}

fn rule(after: &str, period: String) -> Option<RetentionRule> {
    Some(RetentionRule { after: after.into(), period })
}

/// An ISO 8601 duration.
fn period(number: &str, unit: &str) -> Option<String> {
    let number = match NUMBERS.iter().position(|word| *word == number) {
        Some(number) => u16::try_from(number).ok()?,
        None if matches!(number, "a" | "an") => 1,
        None => number.parse().ok()?,
    };
    let unit = match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => 'D',
        "week" => 'W',
        "month" => 'M',
        "year" => 'Y',
        _ => return None,
    };
    Some(if number == 0 { "P0D".into() } else { format!("P{number}{unit}") })
}

/// What an event that a period counts from means. Unknown events are not guessed.
fn anchor(event: &[&str]) -> Option<&'static str> {
    match event {
        ["service", "end" | "ends"]
        | ["end", "service" | "contract"]
        | ["contract", "end" | "ends"]
        | ["termination" | "cancellation"]
        | ["termination", "service" | "contract"]
        | ["account", "closure" | "deletion"] => Some(SERVICE_END),
        ["record", "date"]
        | ["date", "record"]
        | ["creation" | "collection" | "recording"]
        | ["date", "creation" | "collection"] => Some(RECORD_DATE),
        _ => None,
    }
}

/// Whether a text is a duration that a calendar can add: `P1Y6M`, `P30D`.
pub(crate) fn is_period(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix('P') else { return false };
    let mut units = "YMWD".chars();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some((_, tail)) = rest.split_at_checked(digits).filter(|_| (1..=4).contains(&digits)) else {
            return false;
        };
        let mut characters = tail.chars();
        let Some(unit) = characters.next() else { return false };
        if !units.any(|u| u == unit) {
            return false;
        }
        rest = characters.as_str();
    }
    text.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phrases_and_their_meaning() {
        for (phrase, class) in [
            ("Retain for the duration of service + 1 year", Some("service-end+P1Y")),
            ("Retain for the duration of service plus one year", Some("service-end+P1Y")),
            ("For the duration of the service +18 months.", Some("service-end+P18M")),
            ("Retain for the duration of service", Some("service-end")),
            ("duration of service", Some("service-end")),
            ("Retain for 5 years", Some("record-date+P5Y")),
            ("Retain for 8 years", Some("record-date+P8Y")),
            ("eight weeks", Some("record-date+P8W")),
            ("a year", Some("record-date+P1Y")),
            ("90 days after termination of the contract", Some("service-end+P90D")),
            ("twelve months after collection", Some("record-date+P12M")),
            ("Retain indefinitely", Some("never")),
            ("Only as long as necessary", Some("unspecified")),
            ("1 year after the audit", None),
            ("5 to 8 years", None),
            ("5 parsecs", None),
            ("99999 years", None),
            ("N/A", None),
            ("", None),
        ] {
            assert_eq!(parse_phrase(phrase).map(|r| r.to_string()).as_deref(), class, "{phrase}");
        }
    }

    #[test]
    fn periods() {
        for good in ["P1Y", "P0D", "P1Y6M", "P2W", "P30D"] {
            assert!(is_period(good), "{good}");
        }
        for bad in ["", "P", "1Y", "P1", "PY", "P1D1Y", "P1H", "P12345D", "P1Y ", "P1é"] {
            assert!(!is_period(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_left(text in "\\PC{0,60}") {
            parse_phrase(&text);
            is_period(&text);
        }

        #[test]
        fn any_number_is_read(
            n in 1u16..5000,
            unit in prop::sample::select(vec![("day", "D"), ("weeks", "W"), ("Months", "M"), ("YEARS", "Y")]),
            retain in prop::sample::select(vec!["", "Retain ", "retain for ", "For "]),
        ) {
            let read = parse_phrase(&format!("{retain}{n} {}", unit.0)).map(|r| r.period);
            prop_assert_eq!(read.clone(), Some(format!("P{n}{}", unit.1)));
            prop_assert!(read.is_some_and(|p| is_period(&p)));
        }
    }
}
