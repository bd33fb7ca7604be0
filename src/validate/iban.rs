//! International bank account numbers (ISO 13616): what the country prints, and check digits modulo 97.

use super::compact::{Compact, mod_97, value};
use super::{Check, Subject};
use crate::lexicon::iban_parts;
use crate::model::Disposition;

/// Numbers of the registry, of banks' manuals and of test systems.
static SAMPLES: [&str; 20] = [
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "GB82WEST12345698765432",
    "GB33BUKB20201555555555",
    "GB94BARC10201530093459",
    "FR1420041010050500013M02606",
    "FR7630006000011234567890189",
    "ES9121000418450200051332",
    "IT60X0542811101000000123456",
    "NL91ABNA0417164300",
    "BE68539007547034",
    "CH9300762011623852957",
    "AT611904300234573201",
    "PL61109010140000071219812874",
    "SE4550000000058398257466",
    "NO9386011117947",
    "IE29AIBK93115212345678",
    "PT50000201231234567890154",
    "DE75512108001245126199",
    "MT84MALT011000012345MTLCAST001S",
];

/// Judges a bank account number: the country's length and kinds of characters, and a rest of 1 modulo 97.
pub(crate) fn iban(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::read(subject.value()) else {
        return Check::refuted("not a bank account number");
    };
    if !fits(&number) {
        return Check::refuted("not the characters of its country");
    }
    // Check digits are 98 less a rest modulo 97.
    let is_check = matches!(number.number(2, 2), 2..=98);
    let turned = number.part(4, 30).iter().chain(number.part(0, 4)).copied();
    if !is_check || mod_97(turned) != 1 {
        return Check::failed("check digits are wrong");
    }
    if SAMPLES.iter().any(|s| s.as_bytes() == number.all()) || is_hollow(&number) {
        return Check::PROVEN.but(Disposition::Synthetic, "published or made-up number");
    }
    Check::PROVEN
}

/// Whether there are as many digits and letters as the country's numbers have, in their places.
fn fits(number: &Compact) -> bool {
    let parts = number.part(0, 2).first_chunk().and_then(|code| iban_parts(*code));
    let Some(parts) = parts else { return false };
    let is = |kind: u8, b: &u8| match kind {
        b'n' => value(*b) < 10,
        b'a' => value(*b) > 9,
        _ => true,
    };
    let mut at = 4;
    let kinds = parts.iter().all(|part| {
        let here = number.part(at, part.len);
        at += part.len;
        here.len() == part.len && here.iter().all(|b| is(part.kind, b))
    });
    kinds && at == number.all().len() && number.part(2, 2).iter().all(u8::is_ascii_digit)
}

/// Whether nothing but zeros stands behind the check digits.
fn is_hollow(number: &Compact) -> bool {
    number.part(4, 30).iter().all(|b| *b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    fn judged(value: &str) -> (Proof, Disposition) {
        let check = iban(&Subject::alone(value, "compact"));
        (check.proof, check.disposition)
    }

    /// A number of a bank that does not exist, with the right check digits.
    fn made(country: &str, rest: &str) -> String {
        let turned = format!("{rest}{country}00");
        format!("{country}{:02}{rest}", 98 - mod_97(turned.bytes()))
    }

    #[test]
    fn published_numbers_hold() {
        for sample in SAMPLES {
            assert_eq!(judged(sample), (Proof::Proven, Disposition::Synthetic), "{sample}");
        }
    }

    #[test]
    fn structure_and_check_digits() {
        let real = (Proof::Proven, Disposition::Real);
        assert_eq!(judged(&made("DE", "000000010000000001")), real);
        assert_eq!(judged(&made("GB", "ZZZZ00000100000001").to_lowercase()), real);
        assert_eq!(judged(&made("MA", "000000000000000000000001")), real);
        for (value, proof) in [
            ("DE89370400440532013001", Proof::Failed),
            ("DE8937040044053201300", Proof::Refuted),
            ("DE8937040044053201300A", Proof::Refuted),
            ("GB29123460161331926819", Proof::Refuted),
            ("XX29NWBK60161331926819", Proof::Refuted),
            ("", Proof::Refuted),
        ] {
            assert_eq!(judged(value).0, proof, "{value}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_digit_is_noticed(rest in "[0-9]{18}", at in 0usize..18, by in 1u8..10) {
            let number = made("DE", &rest);
            prop_assert_eq!(judged(&number).0, Proof::Proven);
            let mut changed = number.into_bytes();
            changed[at + 4] = b'0' + (changed[at + 4] - b'0' + by) % 10;
            prop_assert_eq!(judged(&String::from_utf8(changed).unwrap()).0, Proof::Failed);
        }
    }
}
