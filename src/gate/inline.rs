//! Comments that accept what stands beside them: `piidar:allow`, `piidar:allow(PHONE_NUMBER) reason`.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::allow::names;
use crate::model::RuleInfo;

/// What such a comment begins with.
const MARK: &[u8] = b"piidar:allow";

/// How far a comment reaches within its line or into the next: a document may be one line.
const REACH: usize = 1024;

/// Digits that a reason may hold: those of a ticket, not those of a telephone.
const MOST_DIGITS: usize = 6;

/// A comment that accepts findings.
#[derive(Debug)]
pub(crate) struct Mark {
    /// Its first byte.
    pub(crate) start: usize,
    /// What findings have to touch.
    covers: Range<usize>,
    /// Where its reason stands.
    reason_at: Range<usize>,
    /// Info types or rules; all if there are none.
    pub(crate) types: Vec<String>,
    /// Why, in its author's words.
    reason: Arc<str>,
    /// How many findings it has accepted.
    pub(crate) used: u64,
}

/// The comments in a text. Where it is rows of a table, what stands alone on a line does not reach the next.
pub(crate) fn marks(text: &[u8], is_table: bool) -> Vec<Mark> {
    memmem::find_iter(text, MARK).filter_map(|at| mark(text, at, is_table)).collect()
}

/// Those of the comments, by ascending start, that may reach a finding: all others are too far away.
pub(crate) fn near<'m>(marks: &'m mut [Mark], found: &Range<usize>) -> &'m mut [Mark] {
    let first = marks.partition_point(|mark| mark.start + MARK.len() + 2 * REACH < found.start);
    let count = marks.iter().skip(first).take_while(|mark| mark.start < found.end + REACH).count();
    marks.get_mut(first..first + count).unwrap_or_default()
}

fn mark(text: &[u8], start: usize, is_table: bool) -> Option<Mark> {
    let before = text.get(start.saturating_sub(REACH)..start)?;
    let line = start - before.len() + memchr::memrchr(b'\n', before).map_or(0, |n| n + 1);
    let own_end = line_end(text, start);
    let after = start + MARK.len();
    let (types, reason_from) = types(text.get(after..own_end)?)?;
    let leader = text.get(line..start)?;
    // Between backticks it is written about, not used; as the end of a word it is something else.
    if leader.last().is_some_and(|b| *b == b'`' || b.is_ascii_alphanumeric()) {
        return None;
    }
    // What stands in quotes is data, whatever is around it.
    let is_sign = |b: &u8| !b.is_ascii_alphanumeric() && !matches!(b, b'"' | b'\'');
    let stands_alone = !is_table && (leader.iter().all(is_sign) || is_word_of_comments(leader));
    let end = if stands_alone { line_end(text, own_end + 1) } else { own_end };
    let reason_at = after + reason_from..own_end;
    let reason = reason(text.get(reason_at.clone())?);
    Some(Mark { start, covers: line..end, reason_at, types, reason: reason.into(), used: 0 })
}

/// Whether a line begins with the word that comments begin with in Basic, batch files and M4.
fn is_word_of_comments(leader: &[u8]) -> bool {
    let word = leader.trim_ascii();
    let word = word.strip_prefix(b"@").unwrap_or(word);
    [&b"rem"[..], b"dnl"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The end of the line that `from` is in.
fn line_end(text: &[u8], from: usize) -> usize {
    let from = from.min(text.len());
    let near = text.get(from..(from + REACH).min(text.len())).unwrap_or(&[]);
    from + memchr::memchr(b'\n', near).unwrap_or(near.len())
}

/// The names in brackets, and where the reason begins. `None` if the word goes on, or a bracket does not close.
fn types(rest: &[u8]) -> Option<(Vec<String>, usize)> {
    match rest.first() {
        Some(b'(') => {
            let close = memchr::memchr(b')', rest)?;
            let list = std::str::from_utf8(rest.get(1..close)?).ok()?;
            let types = list.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
            let types: Vec<String> = types.collect();
            // Brackets with nothing in them narrow it to nothing.
            (!types.is_empty()).then_some((types, close + 1))
        }
        Some(b) if b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-') => None,
        _ => Some((Vec::new(), 0)),
    }
}

/// The words after the mark, without what closes a comment. Quotes and brackets end it: after them other data begins.
fn reason(rest: &[u8]) -> String {
    let text = String::from_utf8_lossy(rest);
    let end = ["*/", "-->", "--%>", "#}", "\"", "`", "<", "{", "}", "\t"];
    let cut = end.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let reason = text.get(..cut).unwrap_or("").trim_matches([' ', ':', '\r', '\'', ',', ';']);
    if may_hold_a_value(reason) { String::new() } else { reason.to_owned() }
}

/// Whether more than words stands in a reason. Reports tell reasons, and not every value in one is found as such.
pub(super) fn may_hold_a_value(reason: &str) -> bool {
    reason.contains('@') || reason.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS
}

impl Mark {
    /// Whether it accepts what a rule found here.
    pub(crate) fn accepts(&self, found: &Range<usize>, rule: &RuleInfo) -> bool {
        found.start < self.covers.end
            && self.covers.start < found.end
            && (self.types.is_empty() || names(&self.types, rule))
    }

    /// Counts a finding that it accepts, and gives the reason.
    pub(crate) fn accept(&mut self) -> Arc<str> {
        self.used += 1;
        Arc::clone(&self.reason)
    }

    /// Leaves the reason out if a value stands in it: reports tell reasons.
    pub(crate) fn hide(&mut self, found: &Range<usize>) {
        if found.start < self.reason_at.end && self.reason_at.start < found.end {
            self.reason = Arc::from("");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rule() -> RuleInfo {
        RuleInfo { id: "phone".into(), info_type: "PHONE_NUMBER".into(), ..RuleInfo::default() }
    }

    /// Whether the X in a text is accepted, and for what reason.
    fn accepted(text: &str) -> Option<String> {
        let at = text.find('X').unwrap();
        let mut marks = marks(text.as_bytes(), false);
        let mark = marks.iter_mut().find(|m| m.accepts(&(at..at + 1), &rule()))?;
        Some(mark.accept().to_string())
    }

    #[test]
    fn a_comment_accepts_its_line_and_one_that_stands_alone_the_next() {
        for (text, reason) in [
            ("a = X # piidar:allow", ""),
            ("a = X // piidar:allow(PHONE_NUMBER) our own desk", "our own desk"),
            ("# piidar:allow(phone, EMAIL_ADDRESS): printed on our page\na = X\n", "printed on our page"),
            ("<!-- piidar:allow the page of samples -->\r\n<p>X</p>", "the page of samples"),
            ("/* piidar:allow sample */\nX", "sample"),
            ("@REM piidar:allow sample\nX", "sample"),
            ("  dnl piidar:allow sample\nX", "sample"),
            ("{\"phone\": \"X\", \"note\": \"piidar:allow\", \"a\": \"b\"}", ""),
        ] {
            assert_eq!(accepted(text).as_deref(), Some(reason), "{text}");
        }
        for text in [
            "a = X\n# piidar:allow\n",
            "b = 1 # piidar:allow\na = X",
            "# piidar:allow\n\na = X",
            "a = X # piidar:allow(EMAIL_ADDRESS)",
            "a = X # piidar:allowed",
            "Write `piidar:allow` behind X",
            "a = X # piidar:allow(PHONE_NUMBER",
            "a = X # piidar:allow()",
            "remark piidar:allow\nX",
            "10 REM piidar:allow\nX",
            "a = X # xpiidar:allow",
            "  \"piidar:allow\",\n  \"X\"",
        ] {
            assert_eq!(accepted(text), None, "{text}");
        }
    }

    #[test]
    fn a_comment_reaches_only_so_far_in_an_endless_line() {
        let far = format!("X{}piidar:allow", " ".repeat(REACH));
        assert_eq!(accepted(&far), None);
        let near = format!("X{}piidar:allow", " ".repeat(REACH - 1));
        assert!(accepted(&near).is_some());
    }

    proptest! {
        #[test]
        fn comments_reach_over_bytes_of_the_text_and_no_further(
            before in prop::collection::vec(any::<u8>(), 0..40),
            after in prop::collection::vec(any::<u8>(), 0..40),
            is_table: bool,
        ) {
            let text = [&before[..], MARK, &after].concat();
            for mark in marks(&text, is_table) {
                prop_assert!(mark.covers.contains(&mark.start) && mark.covers.end <= text.len());
                prop_assert!(mark.reason_at.start <= mark.reason_at.end && mark.reason_at.end <= text.len());
            }
        }
    }

    proptest! {
        #[test]
        fn comments_that_are_not_near_reach_nothing(
            parts in prop::collection::vec((0usize..4, 1usize..1500), 1..12),
            at in 0usize..9000,
        ) {
            let part = |(kind, long)| match kind {
                0 => MARK.to_vec(),
                1 => b"\n".to_vec(),
                2 => b"# piidar:allow(phone) our desk\n".to_vec(),
                _ => vec![b' '; long],
            };
            let text = parts.into_iter().flat_map(part).collect::<Vec<_>>();
            let found = at..at + 20;
            let mut all = marks(&text, false);
            let reach = |marks: &[Mark]| -> Vec<usize> {
                let reaching = marks.iter().filter(|mark| mark.accepts(&found, &rule()));
                reaching.map(|mark| mark.start).collect()
            };
            let expected = reach(&all);
            prop_assert_eq!(reach(near(&mut all, &found)), expected);
        }
    }

    #[test]
    fn in_a_table_a_comment_accepts_its_own_row_only() {
        let text = b"# piidar:allow\nX";
        assert!(!marks(text, true)[0].accepts(&(15..16), &rule()));
    }

    #[test]
    fn a_reason_that_holds_a_value_is_left_out() {
        let reason = |text: &str| marks(text.as_bytes(), false).remove(0).accept().to_string();
        assert_eq!(reason("x # piidar:allow see DESK-12345"), "see DESK-12345");
        assert_eq!(reason("x # piidar:allow call 201-555-0123 first"), "");
        assert_eq!(reason("x # piidar:allow mail jane@example.org"), "");
        let mut mark = marks(b"x # piidar:allow Jane Roe", false).remove(0);
        mark.hide(&(17..25));
        assert_eq!(&*mark.accept(), "");
    }
}
