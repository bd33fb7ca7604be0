//! Argentina, Brazil, Chile, the Dominican Republic, Ecuador and Mexico.

use super::verdict::{dated, is_day, judged};
use super::{Check, Compact, Subject, letter_of, value, weighted};
use crate::model::Disposition;
use crate::validate::luhn;

/// Numbers of manuals and generators.
const SAMPLES: [&str; 8] = [
    "52998224725",
    "11144477735",
    "11222333000181",
    "123456785",
    "00113918205",
    "BOXW310820HNERXN09",
    "20123456786",
    "GODE561231GR8",
];

/// Judges a Brazilian CPF: nine digits and two check digits (Receita Federal).
pub(super) fn cpf(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999").filter(|n| !is_one_digit(n)) else {
        return Check::refuted("not eleven digits, or all the same");
    };
    let first = weighted(number.part(0, 9), &[10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10;
    let second = weighted(number.part(0, 10), &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10;
    judged(&number, first == number.digit(9) && second == number.digit(10), &SAMPLES)
}

/// Judges a Brazilian CNPJ of a company: twelve digits and two check digits.
pub(super) fn cnpj(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999999").filter(|n| !is_one_digit(n)) else {
        return Check::refuted("not 14 digits, or all the same");
    };
    let check = |sum: u32| sum * 10 % 11 % 10;
    let first = check(weighted(number.part(0, 12), &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    let second = check(weighted(number.part(0, 13), &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    judged(&number, first == number.digit(12) && second == number.digit(13), &SAMPLES)
}

fn is_one_digit(number: &Compact) -> bool {
    number.all().windows(2).all(|w| w.first() == w.last())
}

/// Judges a Chilean RUT: seven or eight digits and a check digit modulo 11 that may be K (Servicio de Registro Civil).
pub(super) fn rut(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let seven = || Compact::shaped(value, "9999999X");
    let Some(number) = Compact::shaped(value, "99999999X").or_else(seven) else {
        return Check::refuted("not seven or eight digits and a check digit");
    };
    let body = number.part(0, number.all().len() - 1);
    let sum: u32 =
        body.iter().rev().zip([2, 3, 4, 5, 6, 7, 2, 3]).map(|(b, weight)| super::value(*b) * weight).sum();
    let check = letter_of(b"0K987654321", u64::from(sum % 11));
    judged(&number, check == number.letter(body.len()), &SAMPLES)
}

/// Judges a Dominican cédula: eleven digits that fulfil the Luhn check (Junta Central Electoral).
pub(super) fn dominican_cedula(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "99999999999").filter(|n| n.number(0, 11) > 0) {
        Some(number) => judged(&number, luhn::value_holds(number.number(0, 11)), &SAMPLES),
        None => Check::refuted("not eleven digits"),
    }
}

/// Judges an Ecuadorian cédula: province, a digit up to 6, serial and a Luhn check digit (Registro Civil).
pub(super) fn ecuadorian_cedula(subject: &Subject<'_>) -> Check {
    let number = Compact::shaped(subject.value(), "9999999999");
    match number.filter(|n| matches!(n.number(0, 2), 1..=24 | 30 | 50) && n.digit(2) <= 6) {
        Some(number) => judged(&number, luhn::value_holds(number.number(0, 10)), &SAMPLES),
        None => Check::refuted("not ten digits of a province"),
    }
}

/// Judges a Mexican CURP: letters of the names, date of birth, sex, state, consonants, and a check digit (RENAPO).
pub(super) fn curp(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "AAAA999999AAAAAAX9") else {
        return Check::refuted("not the 18 characters of a CURP");
    };
    // The letter that follows N in the Spanish alphabet counts too, so those behind N count one more.
    let count = |(i, b): (u32, &u8)| (18 - i) * (value(*b) + u32::from(*b > b'N'));
    let sum: u32 = (0..).zip(number.part(0, 17)).map(count).sum();
    let is_date = is_day(number.number(4, 2), number.number(6, 2), number.number(8, 2));
    let has_sex = matches!(number.letter(10), Some(b'H' | b'M' | b'X'));
    dated(&number, is_date && has_sex, (10 - sum % 10) % 10 == number.digit(17), &SAMPLES)
}

/// Judges an Argentine CUIT or CUIL: who it is of, the number of the document, a check digit (AFIP).
pub(super) fn cuit(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    let rest = 11 - weighted(number.part(0, 10), &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    let expected = match rest {
        11 => 0,
        10 => 9,
        digit => digit,
    };
    let check = judged(&number, expected == number.digit(10), &SAMPLES);
    match number.number(0, 2) {
        20 | 23..=27 => check,
        30 | 33 | 34 | 50 | 51 | 55 => check.but(Disposition::Role, "number of a company"),
        _ => Check::refuted("neither a person nor a company"),
    }
}

/// Judges a Mexican RFC of a person: letters of the names, date of birth, two characters against doubles and a check
/// character (SAT). Not all that were given out have the right one.
pub(super) fn rfc(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "AAAA999999XXX") else {
        return Check::refuted("not four letters, a date and three characters");
    };
    if !is_day(number.number(4, 2), number.number(6, 2), number.number(8, 2)) {
        return Check::refuted("no date of birth inside");
    }
    // `&` stands between N and O in the alphabet.
    let count = |b: &u8| value(*b) + u32::from(*b >= b'O');
    let sum: u32 =
        number.part(0, 12).iter().map(count).zip((2..=13).rev()).map(|(n, weight)| n * weight).sum();
    let holds = value(number.letter(12).unwrap_or(b'Z')) == (11 - sum % 11) % 11;
    if holds { judged(&number, true, &SAMPLES) } else { Check::UNPROVEN }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn brazilian_numbers() {
        says(
            cpf,
            &[
                ("390.533.447-05", "proven"),
                ("529.982.247-25", "sample"),
                ("529.982.247-26", "failed"),
                ("111.111.111-11", "refuted"),
                ("5299822472", "refuted"),
            ],
        );
        says(
            cnpj,
            &[
                ("16.727.230/0001-97", "proven"),
                ("11.222.333/0001-81", "sample"),
                ("11.222.333/0001-82", "failed"),
                ("1122233300018", "refuted"),
            ],
        );
    }

    #[test]
    fn chilean_numbers() {
        says(
            rut,
            &[
                ("12.531.909-2", "proven"),
                ("12531909-3", "failed"),
                ("76086428-5", "proven"),
                ("1000005-K", "proven"),
                ("12345678-5", "sample"),
                ("12345", "refuted"),
            ],
        );
    }

    #[test]
    fn cedulas() {
        says(
            dominican_cedula,
            &[
                ("224-0002211-1", "proven"),
                ("224-0002211-2", "failed"),
                ("001-1391820-5", "sample"),
                ("00000000000", "refuted"),
            ],
        );
        says(
            ecuadorian_cedula,
            &[
                ("171430710-3", "proven"),
                ("1714307104", "failed"),
                ("2614307103", "refuted"),
                ("1774307103", "refuted"),
            ],
        );
    }

    #[test]
    fn mexican_codes() {
        says(
            curp,
            &[
                ("BOXW310820HNERXN09", "sample"),
                ("BOXW310820HNERXN08", "failed"),
                ("BOXW311320HNERXN09", "refuted"),
                ("BOXW310820QNERXN09", "refuted"),
            ],
        );
    }

    #[test]
    fn argentine_numbers() {
        says(
            cuit,
            &[
                ("20-00000001-9", "proven"),
                ("20-00000001-8", "failed"),
                ("20-12345678-6", "sample"),
                ("30-50001091-2", "organisation"),
                ("40-12345678-6", "refuted"),
                ("20-1234567-6", "refuted"),
            ],
        );
    }

    #[test]
    fn mexican_tax_numbers() {
        says(
            rfc,
            &[
                ("GODE561231GR8", "sample"),
                ("GODE561231GR7", "unproven"),
                ("GODE561331GR8", "refuted"),
                ("GOD561231GR8", "refuted"),
            ],
        );
    }
}
