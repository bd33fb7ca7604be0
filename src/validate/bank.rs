//! Numbers of banks and of accounts: ABA routing numbers, BIC, IFSC, CLABE, codes of branches, and account numbers by their length alone.

use super::compact::{Compact, weighted};
use super::{Check, Subject};
use crate::model::Disposition;

/// Routing numbers of test systems and manuals.
static ROUTINGS: [&str; 5] = ["110000000", "122105155", "021000021", "011401533", "123456780"];

/// Judges an ABA routing number: a Federal Reserve district, and digits weighted 3, 7 and 1.
pub(crate) fn aba_routing(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999") else {
        return Check::refuted("not nine digits");
    };
    let is_district = matches!(number.number(0, 2), 0..=12 | 21..=32 | 61..=72 | 80);
    if !is_district || number.number(0, 9) == 0 {
        return Check::refuted("no district of the Federal Reserve");
    }
    if !weighted(number.all(), &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10) {
        return Check::failed("check digit is wrong");
    }
    sampled(&number, &ROUTINGS, Check::PROVEN)
}

fn sampled(number: &Compact, samples: &[&str], check: Check) -> Check {
    let published = samples.iter().any(|s| s.as_bytes() == number.all());
    if published || number.is_made_up() {
        check.but(Disposition::Synthetic, "published or made-up number")
    } else {
        check
    }
}

/// Judges an account number: 4 to 17 digits, perhaps behind letters of the bank.
pub(crate) fn bank_account(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::read(subject.value()) else { return Check::refuted("not an account number") };
    let letters = number.all().iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let digits = number.part(letters, 34);
    if letters > 4 || !(4..=20).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Check::refuted("not 4 to 20 digits");
    }
    if is_round(digits) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "a round number");
    }
    sampled(&number, &["000123456789"], Check::UNPROVEN)
}

/// `1000000001`: nothing but zeros between the first and the last of eight digits or more.
fn is_round(digits: &[u8]) -> bool {
    let [_, between @ .., _] = digits else { return false };
    between.len() >= 6 && between.iter().all(|b| *b == b'0')
}

/// Judges the code of a bank or branch: five to nine digits in groups as some country prints them (`20-41-15`, `062-948`).
/// Behind a word, digits in one piece may as well be those of an account.
pub(crate) fn bank_code(subject: &Subject<'_>) -> Check {
    let is_split = matches!(subject.value(), [_, _, b'-', _, _, b'-', _, _] | [_, _, _, b'-', _, _, _]);
    match Compact::read(subject.value()).filter(|code| code.all().iter().all(u8::is_ascii_digit)) {
        Some(code)
            if (5..=9).contains(&code.all().len())
                && code.number(0, 9) > 0
                && (is_split || subject.form != "labelled") =>
        {
            sampled(&code, &[], Check::UNPROVEN)
        }
        _ => Check::refuted("not five to nine digits"),
    }
}

/// Judges a Mexican CLABE: 17 digits and a check digit (Asociación de Bancos de México).
pub(crate) fn clabe(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999999999999") else {
        return Check::refuted("not 18 digits");
    };
    let count = |(i, weight): (usize, u32)| number.digit(i) * weight % 10;
    let sum: u32 = (0..17).zip([3, 7, 1].into_iter().cycle()).map(count).sum();
    if (10 - sum % 10) % 10 != number.digit(17) {
        return Check::failed("check digit is wrong");
    }
    sampled(&number, &["032180000118359719", "002010077777777771"], Check::PROVEN)
}

/// Codes of manuals and test systems.
static BICS: [&str; 5] = ["DEUTDEFF", "DEUTDEFF500", "BANKDEFF", "ABCDUS33", "TESTUS33"];

/// Words that have the shape of a code, and a country in its place.
static WORDS: [&str; 20] = [
    "ALLOCATE", "BUSINESS", "CALLBACK", "CONTINUE", "CREDITOR", "CUSTOMER", "DATABASE", "DELIVERY",
    "DOCUMENT", "ELECTRIC", "LANGUAGE", "PLATFORM", "POSTGRES", "PROPERTY", "REGISTER", "REQUIRED",
    "SETTINGS", "TEMPLATE", "TERMINAL", "USERNAME",
];

/// Judges a BIC (ISO 9362): four letters of the bank, a country, a place and perhaps a branch.
pub(crate) fn bic(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let branch = || Compact::shaped(value, "AAAAAAXXXXX");
    let code = Compact::shaped(value, "AAAAAAXX").or_else(branch).filter(|c| c.all() == value);
    let is_word = |c: &Compact| WORDS.iter().any(|w| w.as_bytes() == c.all());
    match code.filter(|c| is_country(c.part(4, 2)) && !is_word(c)) {
        // A 0 in the last place of eight is for tests.
        Some(code) if code.letter(7) == Some(b'0') || BICS.iter().any(|s| s.as_bytes() == code.all()) => {
            Check::UNPROVEN.but(Disposition::Synthetic, "code for tests")
        }
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("not a bank, a country and a place"),
    }
}

/// Countries and territories with a code of two letters (ISO 3166-1), and Kosovo.
const COUNTRIES: &[u8] = b"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

fn is_country(code: &[u8]) -> bool {
    COUNTRIES.chunks(2).any(|country| country == code)
}

/// Judges an Indian branch code (Reserve Bank of India): four letters, a zero, six letters or digits.
pub(crate) fn ifsc(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "AAAAXXXXXXX").filter(|c| c.letter(4) == Some(b'0')) {
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("not four letters, a zero and six characters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{Proof, Validator};

    fn says(validator: Validator, cases: &[(&str, Proof, Disposition)]) {
        for (value, proof, disposition) in cases {
            let check = validator(&Subject::alone(value, ""));
            assert_eq!((check.proof, check.disposition), (*proof, *disposition), "{value}");
        }
    }

    use Disposition::{Real, Synthetic};
    use Proof::{Failed, Proven, Refuted, Unproven};

    #[test]
    fn routing_numbers() {
        says(
            aba_routing,
            &[
                ("011000015", Proven, Real),
                ("121000358", Proven, Real),
                ("021000021", Proven, Synthetic),
                ("021000022", Failed, Real),
                ("000000000", Refuted, Real),
                ("501000015", Refuted, Real),
                ("01100001", Refuted, Real),
            ],
        );
    }

    #[test]
    fn accounts() {
        says(
            bank_account,
            &[
                ("0532013000", Unproven, Real),
                ("ABC0532013000", Unproven, Real),
                ("123456789", Unproven, Synthetic),
                ("checking", Refuted, Real),
                ("jane.roe", Refuted, Real),
                ("123", Refuted, Real),
            ],
        );
        says(
            clabe,
            &[
                ("032180000118359719", Proven, Synthetic),
                ("032180000118359718", Failed, Real),
                ("000000000000000013", Proven, Real),
                ("03218000011835971", Refuted, Real),
            ],
        );
    }

    #[test]
    fn codes_of_banks() {
        says(
            bic,
            &[
                ("AAAADEZZXXX", Unproven, Real),
                ("DEUTDEFF", Unproven, Synthetic),
                ("AAAADEZ0", Unproven, Synthetic),
                ("DOCUMENT", Refuted, Real),
                ("DATABASE", Refuted, Real),
                ("deutdeff", Refuted, Real),
                ("DEUTDEF", Refuted, Real),
            ],
        );
        says(
            ifsc,
            &[("HDFC0001234", Unproven, Real), ("HDFC1001234", Refuted, Real), ("HDFC000123", Refuted, Real)],
        );
    }

    #[test]
    fn codes_of_branches() {
        let proof = |value, form| bank_code(&Subject::alone(value, form)).proof;
        for good in ["20-41-15", "204115", "062-948", "10070024", "00412"] {
            assert_eq!(proof(good, "field"), Unproven, "{good}");
        }
        for bad in ["2041", "1234567890", "20-41-1A", "000000", ""] {
            assert_eq!(proof(bad, "field"), Refuted, "{bad}");
        }
        assert_eq!((proof("20-41-15", "labelled"), proof("55779911", "labelled")), (Unproven, Refuted));
    }

    #[test]
    fn round_numbers_are_nobodys() {
        for (value, disposition) in
            [("1000000001", Synthetic), ("50000000", Synthetic), ("1000200001", Real), ("10001", Real)]
        {
            assert_eq!(bank_account(&Subject::alone(value, "field")).disposition, disposition, "{value}");
        }
    }
}
