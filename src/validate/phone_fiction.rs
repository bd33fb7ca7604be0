//! Telephone numbers that are nobody's: ranges that regulators keep for film and print, and typed-in patterns.

/// Why a number is nobody's, if it is: `national` has no trunk prefix; calling code 0 stands for any.
pub(super) fn placeholder(cc: u16, national: &[u8]) -> Option<&'static str> {
    if is_pattern(national) {
        Some("a pattern of digits")
    } else if matches!(cc, 0 | 1) && north_american(national) || reserved(cc, national) {
        Some("reserved for fiction or tests")
    } else {
        None
    }
}

/// One repeated digit, or at least all digits but the last counting up or down.
pub(super) fn is_pattern(digits: &[u8]) -> bool {
    let [first, second, .., last] = *digits else { return false };
    let step = (10 + second - first) % 10;
    if digits.len() < 7 || !matches!(step, 0 | 1 | 9) {
        return false;
    }
    let body = digits.get(..digits.len() - 1).unwrap_or(&[]);
    let steady = body.windows(2).all(|w| matches!(w, [a, b] if (10 + b - a) % 10 == step));
    let ends = body.last().is_some_and(|b| (10 + last - b) % 10 == step);
    steady && (ends || step != 0 && digits.len() > 7)
}

/// 555-0100 to 555-0199 and directory assistance 555-1212 of any area (ATIS-0300115); the ports of the
/// Android emulator; the numbers for which a large SMS provider gives fixed answers.
fn north_american(national: &[u8]) -> bool {
    matches!(
        *national,
        [_, _, _, b'5', b'5', b'5', b'0', b'1', _, _]
            | [_, _, _, b'5', b'5', b'5', b'1', b'2', b'1', b'2']
            | [b'5', b'0', b'0', b'5', b'5', b'5', b'0', b'0', b'0', _]
            | [b'5', b'5', b'5', b'5', b'2', b'1', b'5', b'5', b'5'..=b'8', _]
    )
}

fn reserved(cc: u16, national: &[u8]) -> bool {
    opens_a_range(national)
        && RESERVED.iter().filter(|(code, ..)| cc == 0 || cc == *code).any(|(_, len, ranges)| {
            national.len() == *len && ranges.iter().any(|r| national.starts_with(r.as_bytes()))
        })
}

/// Whether some range of [`RESERVED`], of any country, starts with the first three digits: few numbers do.
fn opens_a_range(national: &[u8]) -> bool {
    let Some(head) = national.first_chunk().filter(|h| h.iter().all(u8::is_ascii_digit)) else {
        return false;
    };
    let head = number(*head);
    OPENINGS.get(head / 64).is_some_and(|bits| bits & 1 << (head % 64) != 0)
}

const fn number([a, b, c]: [u8; 3]) -> usize {
    (a - b'0') as usize * 100 + (b - b'0') as usize * 10 + (c - b'0') as usize
}

/// The first three digits of all ranges, a bit each.
static OPENINGS: [u64; 16] = {
    let mut openings = [0; 16];
    let mut row = 0;
    while row < RESERVED.len() {
        let ranges = RESERVED[row].2;
        let mut at = 0;
        while at < ranges.len() {
            if let [a, b, c, ..] = *ranges[at].as_bytes() {
                let head = number([a, b, c]);
                openings[head / 64] |= 1 << (head % 64);
            }
            at += 1;
        }
        row += 1;
    }
    openings
};

/// Calling code, length, and how national numbers of the range start.
#[rustfmt::skip]
const RESERVED: &[(u16, usize, &[&str])] = &[
    // Ofcom, numbers for use in drama.
    (44, 10, &["1134960", "1144960", "1154960", "1164960", "1174960", "1184960", "1214960", "1314960", "1414960",
        "1514960", "1614960", "2079460", "1914980", "2896496", "2890180", "2920180", "1632960", "7700900", "8081570",
        "9098790", "3069990"]),
    // Bundesnetzagentur, Mitteilung 148/2021: numbers for media.
    (49, 10, &["3023125", "6990009", "4066969", "2214710", "8999998", "17139200", "1729925904", "1729968532",
        "1729973185", "1729973186", "1729980752", "1749091317", "1749464308"]),
    (49, 11, &["176040690", "15228817386", "15228895456", "15254599371"]),
    // Arcep, plan national de numérotation: numéros pour œuvres audiovisuelles.
    (33, 9, &["19900", "26191", "35301", "46571", "53649", "63998"]),
    // ACMA, numbers for use in TV, films and creative works.
    (61, 9, &["25550", "35550", "75550", "85550", "27010", "37010", "77010", "87010", "491570006", "491570156",
        "491570157", "491570158", "491570159", "491570110", "491570313", "491570737", "491571266", "491571491",
        "491571804", "491572549", "491572665", "491572983", "491573770", "491573087", "491574118", "491574632",
        "491575254", "491575789", "491576398", "491576801", "491577426", "491577644", "491578957", "491578148",
        "491578888", "491579212", "491579760", "491579455"]),
    (61, 10, &["1800160401", "1800975707", "1800975708", "1800975709", "1800975710", "1800975711", "1300975707",
        "1300975708", "1300975709", "1300975710", "1300975711"]),
    // PTS, telefonnummer för användning i böcker och film.
    (46, 9, &["7017406", "3139006", "4062804", "8465004"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_these() {
        for (cc, national) in [
            (1, "2015550123"),
            (1, "2125551212"),
            (1, "5005550006"),
            (1, "5555215554"),
            (1, "1234567890"),
            (1, "2345678900"),
            (1, "9999999999"),
            (44, "2079460958"),
            (44, "7700900982"),
            (49, "3023125123"),
            (49, "1713920012"),
            (33, "639981234"),
            (61, "491570006"),
            (46, "701740605"),
            (0, "1234567"),
            (0, "9876543210"),
        ] {
            assert!(placeholder(cc, national.as_bytes()).is_some(), "+{cc} {national}");
        }
    }

    #[test]
    fn somebody_may_have_these() {
        for (cc, national) in [
            (1, "2015550223"),
            (1, "2015560123"),
            (44, "2079461958"),
            (33, "2079460958"),
            (49, "3023126123"),
            (61, "491570007"),
            (0, "123457"),
            (0, ""),
        ] {
            assert!(placeholder(cc, national.as_bytes()).is_none(), "+{cc} {national}");
        }
    }
}
