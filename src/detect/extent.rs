//! How far the value behind a key reaches.

use std::ops::Range;

use crate::validate::person_label::is_given_behind;
use crate::words::sign_behind_type;

use super::lane::is_null;

/// Longest value that is looked at.
pub(super) const LONGEST: usize = 256;

/// Longest value without quotes.
const LONGEST_BARE: usize = 80;

/// The value behind a mark: within quotes, or to the end of the word, of the list item or of the line.
pub(super) fn value_behind(text: &[u8], mark: usize, lines: bool) -> Option<(usize, usize)> {
    let mark = sign_behind_type(text, mark).unwrap_or(mark);
    let mut start = mark + 1;
    while matches!(text.get(start), Some(b' ' | b'\t' | b'>' | b'=' | b':' | b'*')) && start < mark + 16 {
        start += 1;
    }
    if text.get(start) == Some(&b'\\') && matches!(text.get(start + 1), Some(b'"' | b'\'')) {
        start += 1;
    }
    let rest = |start: usize, most: usize| text.get(start..text.len().min(start + most)).unwrap_or(&[]);
    start += first_quote(rest(start, LONGEST_BARE)).unwrap_or(0);
    let (start, len) = match text.get(start)? {
        quote @ (b'"' | b'\'' | b'`') => {
            // Where the quote is an escaped one, so is that which closes it; elsewhere an escaped one closes nothing.
            let is_escaped =
                |at: usize| at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\\');
            let within = is_escaped(start);
            let value = rest(start + 1, LONGEST);
            let closes =
                |(at, b): (usize, &u8)| *b == b'\n' || b == quote && is_escaped(start + 1 + at) == within;
            let end = value.iter().enumerate().position(closes)?;
            let is_quote = value.get(end) == Some(quote);
            (start + 1, end - usize::from(within && is_quote))
        }
        b'%' if !opens_encoded(rest(start, 3)) => return None,
        // A date of Elixir.
        b'~' if rest(start, 3) == b"~D[" => (start + 3, bare_list(rest(start + 3, LONGEST_BARE))?),
        b'[' if opens_numbers(rest(start, 12)) => (start + 1, bare_list(rest(start + 1, LONGEST_BARE))?),
        b'$' if rest(start, 2).get(1).is_some_and(u8::is_ascii_digit) => {
            (start, bare_line(rest(start, LONGEST_BARE)))
        }
        b'{' | b'[' | b'\n' | b'\r' | b',' | b'$' => return None,
        b if b.is_ascii_alphabetic() && list_call(rest(start, LONGEST_CALL)).is_some() => return None,
        b if b.is_ascii_alphabetic()
            && let Some(date) = date_arguments(rest(start, LONGEST_CALL)) =>
        {
            (start + date.start, date.len())
        }
        _ if lines || start > mark + 1 => (start, bare_line(rest(start, LONGEST_BARE))),
        0x80.. if text.get(mark) == Some(&0x9A) => (start, wide_words(rest(start, LONGEST_BARE))),
        _ => (start, bare_words(rest(start, LONGEST_BARE))),
    };
    trimmed(text, start, before_wide_sign(rest(start, len)))
}

/// How much of a value stands before the comma, semicolon or full stop of East Asia.
fn before_wide_sign(value: &[u8]) -> usize {
    const SIGNS: [&str; 4] = ["，", "；", "。", "、"];
    let sign = |at: &usize| {
        let rest = value.get(*at..).unwrap_or(&[]);
        SIGNS.iter().any(|sign| rest.starts_with(sign.as_bytes()))
    };
    memchr::memchr2_iter(0xEF, 0xE3, value).find(sign).unwrap_or(value.len())
}

/// Where the quote of the value stands in a list of one (`["Tilda"]`), in braces (`lastName={"Quist"}`) or in a call that makes
/// its argument a value (`LocalDate.parse("1984-07-19")`). A longer list is a choice as often as not, and other calls ask,
/// translate or declare.
fn first_quote(rest: &[u8]) -> Option<usize> {
    let open = match rest.first()? {
        b'[' | b'{' => 0,
        b if b.is_ascii_alphabetic() => rest.iter().take(LONGEST_CALL).position(|b| !is_callee(b))?,
        _ => return None,
    };
    let (is_open, close) = match rest.get(open)? {
        b'[' => (open == 0, Some(b']')),
        b'{' => (open == 0, Some(b'}')),
        b'(' if list_call(rest).is_some() => (true, Some(b')')),
        b'(' => (makes_a_value(rest.get(..open)?), None),
        _ => return None,
    };
    let inner = rest.get(open + 1..).filter(|_| is_open)?;
    let blanks = inner.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let quote = *inner.get(blanks).filter(|b| matches!(b, b'"' | b'\''))?;
    let value = inner.get(blanks + 1..)?;
    let end = memchr::memchr(quote, value)?;
    let behind = value.get(end + 1..)?.trim_ascii_start().first();
    close.is_none_or(|close| behind == Some(&close)).then_some(open + 1 + blanks)
}

/// Most values of a list that is looked at, and the longest of them. Longer ones are material for inventing people.
const MOST_LISTED: usize = 8;
const LONGEST_LISTED: usize = 48;

/// The length of a call that makes a list of its arguments, up to the first of them.
fn list_call(rest: &[u8]) -> Option<usize> {
    const LISTS: [&[u8]; 6] = [b"c(", b"listOf(", b"List(", b"List.of(", b"Arrays.asList(", b"setOf("];
    LISTS.iter().find(|call| rest.starts_with(call)).map(|call| call.len())
}

/// The values of a short list of two or more behind a mark: `["Maria", "Elena"]`, `c("Maria", "Elena")`. None, if anything else
/// stands in it.
pub(super) fn listed_behind(text: &[u8], mark: usize) -> impl Iterator<Item = (usize, usize)> {
    let inner = text.get(mark + 1..).unwrap_or(&[]);
    let blanks = inner.iter().take(8).take_while(|b| matches!(b, b' ' | b'>')).count();
    let rest = inner.get(blanks..).unwrap_or(&[]);
    let call = list_call(rest);
    let (len, closing) = call.map_or((1, b']'), |len| (len, b')'));
    let open = mark + blanks + len;
    let is_list = (call.is_some() || rest.first() == Some(&b'[')) && {
        let values = || listed_from(text, open + 1).take(MOST_LISTED + 1);
        // Windows show no more of what is behind.
        let behind = |end: usize| text.get(end + 1..text.len().min(end + 1 + LONGEST_LISTED)).unwrap_or(&[]);
        let close = |end: usize| behind(end).trim_ascii_start().first() == Some(&closing);
        (2..=MOST_LISTED).contains(&values().count()) && values().last().is_some_and(|(_, end)| close(end))
    };
    is_list.then(|| listed_from(text, open + 1)).into_iter().flatten()
}

/// Quoted values from `from` on that only commas and blanks part.
fn listed_from(text: &[u8], from: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut at = Some(from);
    std::iter::from_fn(move || {
        let from = at?;
        let rest = text.get(from..text.len().min(from + 2 * LONGEST_LISTED))?;
        let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let quote = *rest.get(blanks).filter(|b| matches!(b, b'"' | b'\''))?;
        let value = rest.get(blanks + 1..)?;
        let len = value.iter().take(LONGEST_LISTED).position(|b| *b == quote || *b == b'\n')?;
        let start = from + blanks + 1;
        let behind = value.get(len + 1..)?;
        let gap = behind.iter().take_while(|b| b.is_ascii_whitespace()).count();
        at = (behind.get(gap) == Some(&b',')).then_some(start + len + 1 + gap + 1);
        (value.get(len) == Some(&quote)).then_some((start, start + len))
    })
}

/// Whether what is called so makes a value of its argument.
fn makes_a_value(callee: &[u8]) -> bool {
    const CALLEES: [&str; 17] = [
        "parse", "of", "date", "datetime", "localdate", "isodate", "to_date", "todate", "parsedate",
        "fromisoformat", "fromiso", "strptime", "moment", "dayjs", "valueof", "some", "just",
    ];
    // Names by themselves say too little here: `z.string("Required")` declares.
    const WHOLE: [&str; 11] = [
        "String::from",
        "Cow::Borrowed",
        "std::string",
        "new String",
        "aws.String",
        "proto.String",
        "pointer.String",
        "ptr.To",
        "Optional.ofNullable",
        "QString",
        "QStringLiteral",
    ];
    let last = callee.rsplit(|b| matches!(b, b'.' | b':' | b' ')).next().unwrap_or(callee);
    CALLEES.iter().any(|name| last.eq_ignore_ascii_case(name.as_bytes()))
        || WHOLE.iter().any(|name| callee == name.as_bytes())
}

/// The `(` of the call whose argument the call that opens at `open` makes: `setBirthday(LocalDate.parse("…"))`.
pub(super) fn outer_call(text: &[u8], open: usize) -> Option<usize> {
    let head = text.get(open.saturating_sub(LONGEST_CALL)..open)?;
    let callee = head.iter().rev().take_while(|b| is_callee(b)).count();
    let outer = open.checked_sub(callee + 1).filter(|outer| text.get(*outer) == Some(&b'('))?;
    makes_a_value(text.get(outer + 1..open)?).then_some(outer)
}

/// Whether a byte may be of what is called: `new Date`, `LocalDate.of`, `std::string`.
fn is_callee(b: &u8) -> bool {
    b.is_ascii_alphabetic() || matches!(b, b'.' | b' ' | b'_' | b':')
}

/// Longest call that makes a date, up to the day.
const LONGEST_CALL: usize = 48;

/// Year, month and day of a value that a call makes: `date(1991, 3, 8)`, `LocalDate.of(1991, Month.MARCH, 8)`, `new Date(1991, 2, 8)`,
/// and `time.Date(1991, time.March, 8, 0, …)` without the time.
fn date_arguments(rest: &[u8]) -> Option<Range<usize>> {
    let open = rest.iter().position(|b| !is_callee(b)).filter(|open| rest.get(*open) == Some(&b'('))?;
    let arguments = rest.get(open + 1..)?;
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let is_month = |part: &[u8]| digits(part) || part.iter().all(|b| b.is_ascii_alphabetic() || *b == b'.');
    let mut len = 0;
    for nth in 0..3 {
        let behind = arguments.get(len..)?;
        let part = behind.get(..behind.iter().position(|b| matches!(b, b',' | b')'))?)?;
        let fits = match (nth, part.trim_ascii_start()) {
            (0, year) => year.len() == 4 && digits(year),
            (1, month) => !month.is_empty() && is_month(month),
            (_, day) => digits(day),
        };
        let is_last = behind.get(part.len()) == Some(&b')');
        if !fits || is_last && nth < 2 {
            return None;
        }
        len += part.len() + usize::from(nth < 2);
    }
    let is_named = arguments.get(..len)?.iter().any(u8::is_ascii_alphabetic);
    let ends = arguments.get(len) == Some(&b')') || is_named || is_time(arguments.get(len + 1..)?);
    ends.then_some(open + 1..open + 1 + len)
}

/// Whether a time of day follows the date in such a call: `0, 0, 0, 0, time.UTC)`.
fn is_time(arguments: &[u8]) -> bool {
    let hour = arguments.trim_ascii_start();
    let digits = hour.iter().take_while(|b| b.is_ascii_digit()).count();
    matches!(digits, 1 | 2) && matches!(hour.get(digits), Some(b',' | b')'))
}

/// Whether a value begins with a byte that is percent-encoded.
fn opens_encoded(rest: &[u8]) -> bool {
    matches!(rest, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// Whether a list begins with a number that has a fraction: `[8.53871, 47.36912]` is one value.
fn opens_numbers(rest: &[u8]) -> bool {
    let inner = rest.get(1..).unwrap_or(&[]).trim_ascii_start();
    let inner = inner.strip_prefix(b"-").unwrap_or(inner);
    let digits = inner.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=3).contains(&digits) && inner.get(digits) == Some(&b'.')
}

/// Up to the end of a list of numbers.
fn bare_list(rest: &[u8]) -> Option<usize> {
    rest.iter()
        .position(|b| !(b.is_ascii_digit() || b" .,-".contains(b)))
        .filter(|end| rest.get(*end) == Some(&b']'))
}

/// The value on the line under a label that has a line of its own, indented like it: forms and letters.
pub(super) fn value_below(text: &[u8], key: usize, mark: usize) -> Option<(usize, usize)> {
    let rest = text.get(mark + 1..text.len().min(mark + 1 + LONGEST_BARE))?;
    let gap = rest.iter().position(|b| !matches!(b, b' ' | b'\r'))?;
    if rest.get(gap) != Some(&b'\n') {
        return None;
    }
    let head = text.get(key.saturating_sub(LONGEST_BARE)..key)?;
    let indent = head.iter().rev().take_while(|b| **b == b' ').count();
    let opens_its_line = head.len() == indent || head.get(head.len() - indent - 1) == Some(&b'\n');
    let line = rest.get(gap + 1..)?;
    let blanks = line.iter().take_while(|b| **b == b' ').count();
    let line = line.get(blanks..)?;
    let whole = line.iter().position(|b| *b == b'\n').unwrap_or(line.len());
    let labelled = line.get(..whole)?.iter().any(|b| matches!(b, b':' | b'=' | b'{' | b'#'));
    let start = mark + 1 + gap + 1 + blanks;
    (opens_its_line && blanks == indent && !labelled).then(|| trimmed(text, start, bare_line(line)))?
}

/// What stands at `start` without blanks and full stops at its end, unless that is nothing.
pub(super) fn trimmed(text: &[u8], start: usize, len: usize) -> Option<(usize, usize)> {
    let value = text.get(start..start + len)?;
    let end = value.iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'.' | b'*')).map(|p| start + p + 1)?;
    (start < end && !is_null(text.get(start..end)?)).then_some((start, end))
}

/// Up to the end of the line, of the sentence or of what is listed.
fn bare_line(rest: &[u8]) -> usize {
    let ends = |(i, b): (usize, &u8)| {
        matches!(
            b,
            b'\n' | b'\r' | b'\t' | b',' | b';' | b'|' | b'<' | b'>' | b'"' | b'}' | b']' | b'(' | b')'
        ) && !is_date_comma(rest, i)
            && !is_pair_comma(rest, i)
            && !is_amount_comma(rest, i)
            && !is_name_comma(rest, i)
            && !is_bracket_of_digit(rest, i)
            || (*b == b' ' && rest.get(i + 1) == Some(&b' '))
            || (*b == b'.' && ends_sentence(rest, i))
    };
    // `(201) 555-0123` begins with what else ends a value.
    let area = match rest {
        [b'(', b'0'..=b'9', ..] => rest.iter().take(8).position(|b| *b == b')').map_or(0, |p| p + 1),
        _ => 0,
    };
    rest.iter().enumerate().skip(area).find(|at| ends(*at)).map_or(rest.len(), |(i, _)| i)
}

/// The comma of `July 19, 1984`.
fn is_date_comma(rest: &[u8], at: usize) -> bool {
    let day = at.checked_sub(1).and_then(|i| rest.get(i)).is_some_and(u8::is_ascii_digit);
    let year = rest.get(at + 2..at + 6).is_some_and(|y| y.iter().all(u8::is_ascii_digit));
    let ends = !rest.get(at + 6).is_some_and(u8::is_ascii_alphanumeric);
    rest.get(at..at + 2) == Some(b", ") && day && year && ends
}

/// The comma of `47.36912, 8.53871`: between two numbers with three decimals or more.
fn is_pair_comma(rest: &[u8], at: usize) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let head = rest.get(..at).unwrap_or(&[]);
    if rest.get(at) != Some(&b',') || !head.last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let number = head.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let has_fraction = |number: &[u8]| {
        let whole = digits(number);
        let fraction = number.get(whole + 1..).unwrap_or(&[]);
        (1..=3).contains(&whole)
            && number.get(whole) == Some(&b'.')
            && fraction.len() >= 3
            && digits(fraction) == fraction.len()
    };
    let tail = rest.get(at + 1..).unwrap_or(&[]).trim_ascii_start();
    let tail = tail.strip_prefix(b"-").unwrap_or(tail);
    let next = tail.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    head.get(at - number..).is_some_and(has_fraction) && tail.get(..next).is_some_and(has_fraction)
}

/// The comma of `Lindqvist, Maria`: between one or two words and a given name. In a sentence a word in lower case
/// goes on behind it.
fn is_name_comma(rest: &[u8], at: usize) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b'-' | b'\'');
    let is_word = |word: &[u8]| word.first().is_some_and(u8::is_ascii_uppercase) && word.iter().all(is_part);
    let Some(given) = rest.get(at..).and_then(|behind| behind.strip_prefix(b", ")) else { return false };
    let len = given.iter().position(|b| !is_part(b)).unwrap_or(given.len());
    let goes_on = matches!(given.get(len..), Some([b' ', b'a'..=b'z', ..]));
    let family = rest.get(..at).unwrap_or(&[]);
    let is_name = family.split(|b| *b == b' ').count() <= 2 && family.split(|b| *b == b' ').all(is_word);
    is_name
        && !goes_on
        && given.get(..len).is_some_and(|given| is_word(given) && is_given_behind(family, given))
}

/// The comma of `95,000`: behind one to three digits or such a comma, and before exactly three.
fn is_amount_comma(rest: &[u8], at: usize) -> bool {
    let digits = |text: &[u8]| text.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let head = rest.get(..at).unwrap_or(&[]);
    let before = head.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    rest.get(at) == Some(&b',') && matches!(before, 1..=3) && digits(rest.get(at + 1..).unwrap_or(&[])) == 3
}

/// Either bracket around a check digit that stands right behind its number: `A123456(3)`.
fn is_bracket_of_digit(rest: &[u8], at: usize) -> bool {
    let open = if rest.get(at) == Some(&b')') { at.checked_sub(2) } else { Some(at) };
    let number = open.and_then(|open| rest.get(open.checked_sub(1)?..open + 3));
    matches!(number, Some([b'0'..=b'9', b'(', b'0'..=b'9' | b'A', b')']))
}

/// Whether the full stop at `at` ends a sentence before another: behind a word that is no initial and no usual short form.
pub(super) fn ends_sentence(rest: &[u8], at: usize) -> bool {
    const SHORT: [&[u8]; 5] = [b"prof", b"dott", b"capt", b"blvd", b"dipl"];
    let next = matches!(rest.get(at + 1..), Some([b' ', b'A'..=b'Z', ..]));
    let head = rest.get(..at).unwrap_or(&[]);
    let word = head.rsplit(|b| matches!(b, b' ' | b'.')).next().unwrap_or(&[]);
    // `13.` is an ordinal in many languages.
    let is_whole = word.len() >= 4 || word.len() > 2 && word.iter().all(u8::is_ascii_digit);
    next && is_whole && !SHORT.iter().any(|short| short.eq_ignore_ascii_case(word))
}

/// A word, or all words up to the next key or the end of the record where records are written so: `city=New York, zip=10001)`.
fn bare_words(rest: &[u8]) -> usize {
    let word = bare_word(rest);
    if rest.get(word) != Some(&b' ') {
        return word;
    }
    let is_part = |b: &u8| {
        b.is_ascii_alphanumeric()
            || *b >= 0x80
            || matches!(b, b' ' | b'.' | b'-' | b'\'' | b'/' | b'+' | b'#')
    };
    let len = rest.iter().position(|b| !is_part(b)).unwrap_or(rest.len());
    let ends = match rest.get(len..) {
        Some([b')' | b']' | b'}', ..]) => true,
        Some([b',', b' ', next @ ..]) => {
            let key = next.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_');
            key.is_some_and(|key| key > 0 && next.get(key) == Some(&b'='))
        }
        _ => false,
    };
    if ends { len } else { word }
}

/// A word of East Asia, and a short one behind a blank that ends its line: the given name of `小林 京助`. Behind a postal mark the address
/// follows, up to the end of the line or the next label.
fn wide_words(rest: &[u8]) -> usize {
    if rest.starts_with("〒".as_bytes()) {
        let line = bare_line(rest);
        let is_label =
            |word: &[u8]| word.contains(&b':') || word.windows(3).any(|sign| sign == "：".as_bytes());
        let words = rest.get(..line).unwrap_or(&[]).split(|b| *b == b' ').take_while(|word| !is_label(word));
        return words.map(|word| word.len() + 1).sum::<usize>().saturating_sub(1);
    }
    let first = bare_words(rest);
    let second = rest.get(first..).and_then(|behind| behind.strip_prefix(b" ")).unwrap_or(&[]);
    let len = second.iter().take_while(|b| **b >= 0x80).count();
    let ends = matches!(second.get(len), None | Some(b'\n' | b'\r'));
    if ends && (3..=9).contains(&len) { first + 1 + len } else { first }
}

fn bare_word(rest: &[u8]) -> usize {
    let ends = |(i, b): (usize, &u8)| {
        b.is_ascii_whitespace()
            || matches!(b, b',' | b';' | b'|' | b'&' | b'<' | b'>' | b'"' | b'\'' | b'}' | b']' | b')')
                && !is_pair_comma(rest, i)
                && !is_bracket_of_digit(rest, i)
    };
    rest.iter().enumerate().find(|at| ends(*at)).map_or(rest.len(), |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<&str> {
        let mark = text.find([':', '=']).unwrap();
        value_behind(text.as_bytes(), mark, false).map(|(s, e)| &text[s..e])
    }

    #[test]
    fn values_end_where_their_notation_says() {
        for (text, expect) in [
            (r#""name": "Jane Doe", "x": 1"#, Some("Jane Doe")),
            (r#"\"name\": \"Jane Doe\", "#, Some("Jane Doe")),
            ("name: Jane Doe\nnext", Some("Jane Doe")),
            ("Attn: Jane Doe  \n", Some("Jane Doe")),
            ("Name: Jane Doe, Boston", Some("Jane Doe")),
            ("Name: Lindqvist, Jennifer A.\n", Some("Lindqvist, Jennifer A")),
            ("NAME: LINDQVIST, JENNIFER  DOB", Some("LINDQVIST, JENNIFER")),
            ("Name: Lindqvist, Jennifer, grade 7", Some("Lindqvist, Jennifer")),
            ("Name: Lindqvist, Robert and Chen", Some("Lindqvist")),
            ("Name: Lindqvist, Boston", Some("Lindqvist")),
            ("Color: red, Jennifer", Some("red")),
            ("Born: July 19, 1984, in Reno", Some("July 19, 1984")),
            ("Unit: 4, 19847", Some("4")),
            ("name=jane&x=1", Some("jane")),
            ("bic: MARKDEFFXXX. I would like", Some("MARKDEFFXXX")),
            ("name: J. R. Doering. She is", Some("J. R. Doering")),
            ("name: Prof. Jane Roe", Some("Prof. Jane Roe")),
            ("name: Dr. Jane Roe", Some("Dr. Jane Roe")),
            ("born: 5. Mai 1980", Some("5. Mai 1980")),
            ("version: 1.5.2", Some("1.5.2")),
            ("salary: 95,000 EUR", Some("95,000 EUR")),
            ("salary: $1,095,000.50, monthly", Some("$1,095,000.50")),
            ("sizes: 10,20,30", Some("10")),
            ("name: $NAME", None),
            ("name=Jane Doe", Some("Jane")),
            ("name = Jane Doe", Some("Jane Doe")),
            ("name => 'Jane'", Some("Jane")),
            ("phone: (72) 200-000", Some("(72) 200-000")),
            ("name: Jane (work)", Some("Jane")),
            ("hkid: A123456(3), x", Some("A123456(3)")),
            ("hkid=A123456(3)&x", Some("A123456(3)")),
            ("size: 12(px)", Some("12")),
            ("geo:47.36912,8.53871 x", Some("47.36912,8.53871")),
            ("at: 47.36912, -8.53871, x", Some("47.36912, -8.53871")),
            ("\"at\": [8.53871, 47.36912]", Some("8.53871, 47.36912")),
            ("at: [1, 2]", None),
            ("at: [1.5, x]", None),
            ("prices: 12.50, 13.50", Some("12.50")),
            ("phone: 201.555.0123, 201.555.0124", Some("201.555.0123")),
            ("tel=%2B12015550123&x", Some("%2B12015550123")),
            ("name=%s", None),
        ] {
            assert_eq!(value(text), expect, "{text}");
        }
    }

    #[test]
    fn names_of_east_asia_may_have_a_blank() {
        for (text, expect) in [
            ("お名前：小林 京助\n電話", "小林 京助"),
            ("姓名：张三 电话：１", "张三"),
            ("姓名：张三 abc", "张三"),
            ("氏名：小林\n", "小林"),
            ("住所：〒150-0000 東京都渋谷区１ ビル4階\n電話", "〒150-0000 東京都渋谷区１ ビル4階"),
            ("住所：〒150-0000 東京都渋谷区１ 電話：1", "〒150-0000 東京都渋谷区１"),
        ] {
            let mark = text.find("：").unwrap() + "：".len() - 1;
            let found = value_behind(text.as_bytes(), mark, false).map(|(s, e)| &text[s..e]);
            assert_eq!(found, Some(expect), "{text}");
        }
    }

    #[test]
    fn values_of_source_code_end_where_their_calls_say() {
        for (text, expect) in [
            ("dob: Date.new(1991, 3, 8) }", Some("1991, 3, 8")),
            ("dob=LocalDate.of(1991,3,8))", Some("1991,3,8")),
            ("born: new Date(1991, 2, 8),", Some("1991, 2, 8")),
            ("dob = LocalDate.of(1991, Month.MARCH, 8)", Some("1991, Month.MARCH, 8")),
            ("dob: time.Date(1991, time.March, 8, 0, 0, 0, 0, time.UTC),", Some("1991, time.March, 8")),
            ("dob: time.Date(1991, 3, 8, 0, 0, 0, 0, time.UTC),", Some("1991, 3, 8")),
            ("at: f(1991, 2, 8, 1234)", Some("f")),
            ("at: f(1991, size, width)", Some("f")),
            ("dob: ~D[1991-03-08],", Some("1991-03-08")),
            ("dob: ~w[a b],", Some("~w[a b")),
            ("lastName: String = \"Quist\"", Some("Quist")),
            ("dob: date = date(1991, 3, 8)", Some("1991, 3, 8")),
            ("lastName: String,", Some("String")),
            ("given = listOf(\"Tilda\")", Some("Tilda")),
            ("given = c(\"Tilda\", \"Elena\")", None),
            ("lastName={\"Quist\"} x", Some("Quist")),
            ("name={\"a\": 1}", None),
            ("at: f(1991, 2)", Some("f")),
            ("at: f(19, 2, 4)", Some("f")),
            ("\"given\": [\"Tilda\"]", Some("Tilda")),
            ("given: [\n  'Tilda'\n]", Some("Tilda")),
            ("gender: [\"Male\", \"Female\"]", None),
            ("born = LocalDate.parse(\"1984-07-19\")", Some("1984-07-19")),
            ("name: String::from(\"Tilda\")", Some("Tilda")),
            ("Name: aws.String(\"Tilda\"),", Some("Tilda")),
            ("name: z.string(\"Required\")", Some("z.string")),
            ("name: Row::from(\"x\")", Some("Row::from")),
            ("name=王建国，男", Some("王建国")),
            ("name: 'Tilda O\\'Quist' }", Some("Tilda O\\'Quist")),
            ("name: f(x, \"y\")", Some("f")),
            ("gender: t(\"male\")", Some("t")),
            ("name: null", None),
            ("name: {", None),
            ("name:", None),
            ("name: \"unclosed\nx", Some("unclosed")),
        ] {
            assert_eq!(value(text), expect, "{text}");
        }
    }

    #[test]
    fn records_as_programs_print_them_have_values_of_several_words() {
        for (text, expect) in [
            ("city=New York, zip=10001)", Some("New York")),
            ("zip=SW9 8ZZ))", Some("SW9 8ZZ")),
            ("city=New York, and more", Some("New")),
            ("user=jane ip=1, zip=2", Some("jane")),
            ("state=sent (ok), zip=2", Some("sent")),
        ] {
            assert_eq!(value(text), expect, "{text}");
        }
    }

    #[test]
    fn short_lists_of_quoted_values_are_told() {
        let listed = |text: &str| -> Vec<String> {
            let mark = text.find([':', '=']).unwrap();
            listed_behind(text.as_bytes(), mark).map(|(s, e)| text[s..e].to_owned()).collect()
        };
        assert_eq!(listed("\"given\": [\"Maria\", \"Elena\"]}"), ["Maria", "Elena"]);
        assert_eq!(listed("given = c(\"Maria\", \"Elena\")"), ["Maria", "Elena"]);
        assert_eq!(listed("given: List.of('Maria', 'Elena');"), ["Maria", "Elena"]);
        assert_eq!(listed("given => [\n  'Maria',\n  'Elena'\n]"), ["Maria", "Elena"]);
        for text in [
            "given: [\"Maria\"]",
            "given: [\"Maria\", f(\"Elena\")]",
            "given: [\"Maria\", \"Elena\"",
            "given: (\"Maria\", \"Elena\")",
            "given = f(\"Maria\", \"Elena\")",
            "given = c(\"Maria\", \"Elena\"]",
            "given: [\"Maria\", 7]",
            "given: ['a','b','c','d','e','f','g','h','i']",
            "given: [",
        ] {
            assert_eq!(listed(text), [""; 0], "{text}");
        }
        let gap = |blanks: usize| format!("given: [\"Maria\", \"Elena\"{}]", " ".repeat(blanks));
        assert_eq!((listed(&gap(40)).len(), listed(&gap(60)).len()), (2, 0), "it ends out of sight");
    }

    #[test]
    fn a_label_may_stand_above_its_value() {
        let below = |text: &str| {
            let mark = text.find(':').unwrap();
            let key = text.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            value_below(text.as_bytes(), key, mark).map(|(s, e)| text[s..e].to_owned())
        };
        for (text, value) in [
            ("Phone:\n555-0123\n\nE-mail:", "555-0123"),
            ("  Name: \r\n  Jane Doe\r\n", "Jane Doe"),
            ("Phone:\n(201) 555-0123, home", "(201) 555-0123"),
        ] {
            assert_eq!(below(text).as_deref(), Some(value), "{text}");
        }
        for text in ["name:\n  first", "name:\n\nx", "name:\nlast: x", "name: x\ny", "- name:\nx", "name:"] {
            assert_eq!(below(text), None, "{text}");
        }
    }
}
