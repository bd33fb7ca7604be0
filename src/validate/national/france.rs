//! France: the number of the national register of persons (NIR, INSEE) and the tax number (SPI).

use super::verdict::judged;
use super::{Check, Compact, Subject, number};

/// The number on specimens of the card, with its key.
const SAMPLES: [&str; 2] = ["151024610204325", "255081416802538"];

/// Judges a NIR: sex, year, month, department, commune, order and a key of two digits.
pub(super) fn nir(subject: &Subject<'_>) -> Check {
    let Some(nir) = Compact::shaped(subject.value(), "999999X99999999") else {
        return Check::refuted("not the 15 characters of a NIR");
    };
    let sex = matches!(nir.letter(0), Some(b'1'..=b'4' | b'7' | b'8'));
    let month = matches!(nir.number(3, 2), 1..=12 | 20..=42 | 50..=99);
    match department(&nir) {
        Some(department) if sex && month => {
            // The two letters of Corsica count as 19 and 18.
            let digits = nir.number(0, 5) * 100_000_000 + department * 1_000_000 + nir.number(7, 6);
            judged(&nir, 97 - digits % 97 == nir.number(13, 2), &SAMPLES)
        }
        _ => Check::refuted("not a sex, month or department of a NIR"),
    }
}

fn department(nir: &Compact) -> Option<u64> {
    match nir.part(5, 2) {
        b"2A" => Some(19),
        b"2B" => Some(18),
        digits if digits.iter().all(u8::is_ascii_digit) => {
            Some(number(digits)).filter(|n| matches!(n, 1..=95 | 97..=99))
        }
        _ => None,
    }
}

/// Judges a tax number: 13 digits, the last three are the first ten modulo 511.
pub(super) fn spi(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "9999999999999").filter(|n| n.digit(0) < 4) {
        Some(spi) => judged(&spi, spi.number(0, 10) % 511 == spi.number(10, 3), &[]),
        None => Check::refuted("not 13 digits from 0, 1, 2 or 3"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn social_security_numbers() {
        says(
            nir,
            &[
                ("2 95 10 99 126 111 93", "proven"),
                ("295109912611193", "proven"),
                ("253072B07300470", "proven"),
                ("295109912611194", "failed"),
                ("185057800608436", "failed"),
                ("255081416802538", "sample"),
                ("595109912611193", "refuted"),
                ("295139912611193", "refuted"),
                ("295109612611193", "refuted"),
                ("2951099126111", "refuted"),
            ],
        );
    }

    #[test]
    fn tax_numbers() {
        says(
            spi,
            &[
                ("3023217600053", "proven"),
                ("30 23 217 600 053", "proven"),
                ("3023217600054", "failed"),
                ("4023217600053", "refuted"),
            ],
        );
    }
}
