//! Values that go on where others end: addresses and user agents have commas, semicolons and brackets within.

use super::extent::ends_sentence;

/// Longest value of this kind.
const LONGEST: usize = 200;

/// Longest name of another value behind a separator.
const LONGEST_KEY: usize = 24;

/// Where the value that begins at `start` really ends, if it goes on behind `end`: with its line, or where the next key begins.
/// `lines` says that no blank need part it from its key. `None` if it does not go on, is in quotes or code, or if no blank
/// parts it from its label.
pub(super) fn line_end(text: &[u8], start: usize, end: usize, lines: bool) -> Option<usize> {
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    let is_apart = before.is_some_and(|b| matches!(b, b' ' | b'\t') || lines && matches!(b, b'=' | b':'));
    let opens = text.get(start).is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b >= 0x80);
    if !is_apart || !opens {
        return None;
    }
    let rest = text.get(end..text.len().min(start + LONGEST))?;
    let stop = (0..rest.len()).find(|at| ends(rest, *at)).unwrap_or(rest.len());
    let more = rest.get(..stop)?;
    let is_code =
        more.iter().any(|b| b"[]{}\\=`_".contains(b)) || more.windows(2).any(|w| w == b"::" || w == b"()");
    let kept = more.iter().rposition(|b| !matches!(b, b' ' | b',' | b';' | b'.' | b'*' | b'-'))? + 1;
    (!is_code).then_some(end + kept)
}

/// Whether the value ends before the byte at `at`.
fn ends(rest: &[u8], at: usize) -> bool {
    let behind = rest.get(at + 1..).unwrap_or(&[]);
    match rest.get(at) {
        Some(b'\n' | b'\r' | b'\t' | b'|' | b'<' | b'"') => true,
        Some(b' ') => behind.first() == Some(&b' '),
        Some(b',' | b';') => opens_key(behind) || is_aside(behind) || tells_contact(behind),
        Some(b'(') => is_aside(behind),
        Some(b'.') => opens_key(behind) || tells_contact(behind) || ends_sentence(rest, at),
        Some(b'-') => tells_contact(behind),
        _ => false,
    }
}

/// Whether the part of a value would be words of a sentence: it begins small, and has neither a number nor a name.
fn is_aside(behind: &[u8]) -> bool {
    let part = behind.split(|b| b",;)\n\r".contains(b)).next().unwrap_or(&[]).trim_ascii_start();
    let is_name = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b >= 0x80;
    part.first().is_some_and(u8::is_ascii_lowercase)
        && !part.iter().any(is_name)
        && behind.get(part.len()) != Some(&b';')
}

/// Whether a telephone or mailbox follows a separator and a blank, as they stand behind addresses without a colon: `, Tel. 030 …`.
fn tells_contact(behind: &[u8]) -> bool {
    const WORDS: [&str; 17] = [
        "tel", "tél", "phone", "ph", "mobile", "mob", "mobil", "cell", "fax", "telefon", "telefono",
        "teléfono", "handy", "tlf", "puh", "email", "e-mail",
    ];
    let Some(part) = behind.strip_prefix(b" ") else { return false };
    let opens = |word: &&str| {
        let head = part.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()));
        head && matches!(part.get(word.len()), Some(b'.' | b' ' | b':'))
    };
    WORDS.iter().any(opens)
}

/// Whether what follows a separator is the name of another value: a few words and `:` or `=`.
fn opens_key(behind: &[u8]) -> bool {
    let words =
        behind.iter().take(LONGEST_KEY).take_while(|b| b.is_ascii_alphabetic() || b" _-".contains(b)).count();
    match behind.get(words..) {
        Some([b'=', ..]) => words > 0,
        Some([b':', next, ..]) => words > 0 && matches!(next, b' ' | b'\t' | b'\n' | b'"'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole<'a>(line: &'a str, cut: &str) -> Option<&'a str> {
        let start = line.find(cut).unwrap();
        line_end(line.as_bytes(), start, start + cut.len(), false).map(|end| &line[start..end])
    }

    #[test]
    fn values_go_on_to_the_end_of_the_line_or_the_next_key() {
        for (line, cut, value) in [
            ("Address: Via Roma 5, 00100 Roma (RM)\nPhone: 1", "Via Roma 5", "Via Roma 5, 00100 Roma (RM)"),
            ("Address: Via Roma 5, Roma, phone: 555", "Via Roma 5", "Via Roma 5, Roma"),
            ("address: Rua Azul 3; Porto; tel=5", "Rua Azul 3", "Rua Azul 3; Porto"),
            ("Address: Rua Azul 3, Porto. ", "Rua Azul 3", "Rua Azul 3, Porto"),
            ("Address: Rua Azul 3, Porto. We met", "Rua Azul 3", "Rua Azul 3, Porto"),
            ("Address: 5 Main St, St. Louis, MO 63101. Call", "5 Main St", "5 Main St, St. Louis, MO 63101"),
            ("Address: 5 Main St, Ames (at home)", "5 Main St", "5 Main St, Ames"),
            ("Address: 5 Main St, Ames, ring twice", "5 Main St", "5 Main St, Ames"),
            ("Address: 5 Main St, apt 3, Ames", "5 Main St", "5 Main St, apt 3, Ames"),
            ("Adresse: Ring 9, 3970 Retz, Tel. 1", "Ring 9", "Ring 9, 3970 Retz"),
            ("Address: 5 Main St, Ames - Ph 1", "5 Main St", "5 Main St, Ames"),
            ("Address: 5 Main St, Tell City", "5 Main St", "5 Main St, Tell City"),
            ("UA: Opera/8 (compatible; MSIE 6)", "Opera/8", "Opera/8 (compatible; MSIE 6)"),
            ("UA: Mozilla/5.0 (X11; rv:9.0) Gecko\r\n", "Mozilla/5.0", "Mozilla/5.0 (X11; rv:9.0) Gecko"),
        ] {
            assert_eq!(whole(line, cut), Some(value), "{line}");
        }
    }

    #[test]
    fn values_of_settings_need_no_blank_before_them() {
        let line = "home=Via Roma 5, Roma\n";
        assert_eq!(line_end(line.as_bytes(), 5, 15, true), Some(line.len() - 1));
        assert_eq!(line_end(line.as_bytes(), 5, 15, false), None);
        let quoted = "home=\"Via Roma 5\", Roma\n";
        assert_eq!(line_end(quoted.as_bytes(), 6, 16, true), None);
    }

    #[test]
    fn values_that_end_and_code_do_not_go_on() {
        for (line, cut) in [
            ("Address: Via Roma 5\nRoma", "Via Roma 5"),
            ("Address: Via Roma 5, \n", "Via Roma 5"),
            ("address: \"Via Roma 5\", Roma", "Via Roma 5"),
            ("$addr:127.0.0.1:200 /dev/null,fork", "127.0.0.1"),
            ("address: base, 5, 6", "base"),
            ("address: Buffer, size_of(x)", "Buffer"),
            ("address: Addr, Vec::new()", "Addr"),
            ("Address: Via Roma 5  Roma", "Via Roma 5"),
        ] {
            assert_eq!(whole(line, cut), None, "{line}");
        }
    }
}
