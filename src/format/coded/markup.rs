//! Text with tags in it.

use crate::format::escapes::ENTITIES;
use crate::format::plain::Plain;
use crate::format::tag::{self, Next};

/// Elements before or after which a line ends.
const LINES: [&str; 9] = ["br", "p", "/p", "div", "/div", "li", "/li", "hr", "/ul"];

/// Appends a text that stands at `base` without the tags in it.
pub(in crate::format) fn read_markup(written: &[u8], base: usize, out: &mut Plain) {
    let mut at = 0;
    while at < written.len() {
        let next = tag::next(written, at, true);
        let end = if let Next::Tag(tag) = next { tag.start } else { written.len() };
        read_entities(written.get(..end).unwrap_or(written), at, base, out);
        at = end;
        if let Next::Tag(tag) = next {
            let meant: &[u8] = if tag.is(&LINES) { b"\n" } else { b"" };
            out.put(meant, base + tag.start, tag.end - tag.start);
            at = tag.end;
        }
    }
}

/// Appends what follows `done` in a text without tags.
fn read_entities(written: &[u8], mut done: usize, base: usize, out: &mut Plain) {
    while let Some((at, len, meant)) = ENTITIES.next(written, done) {
        out.copy(written.get(done..at).unwrap_or(&[]));
        out.put(meant.encode_utf8(&mut [0; 4]).as_bytes(), base + at, len);
        done = at + len;
    }
    out.copy(written.get(done..).unwrap_or(&[]));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text means, and with what the part of it is written that is `part`.
    #[track_caller]
    fn check(written: &str, expect: &str, part: &str, place: &str) {
        let mut out = Plain::default();
        read_markup(written.as_bytes(), 0, &mut out);
        let text = String::from_utf8(out.text.clone()).unwrap();
        let at = text.find(part).unwrap();
        assert_eq!((&*text, &written[out.written(at..at + part.len())]), (expect, place), "{written}");
    }

    #[test]
    fn tags_are_nothing_and_some_end_lines() {
        check("Tilda <b>Quist</b>", "Tilda Quist", "Quist", "Quist");
        check("12 Main St<br/>Springfield", "12 Main St\nSpringfield", "St\nSpring", "St<br/>Spring");
        check("Til<wbr>da&nbsp;&lt;x&gt; &amp; <!-- <b> -->co", "Tilda <x> & co", "<x>", "&lt;x&gt;");
        check("1 < 2 <", "1 < 2 <", "2", "2");
    }
}
