//! What every match of a pattern must contain: literals or a run of digits. The engine runs a pattern only
//! where one of them stands; a pattern without any is slow, because it must be tried everywhere.

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// More literals than this are no help: the search for them costs more than the pattern.
const MOST_LITERALS: usize = 64;
/// Shorter literals stand everywhere.
const SHORTEST_LITERAL: usize = 2;
/// Longer ones are cut by starting a new one.
const LONGEST_LITERAL: usize = 128;
/// Classes of more characters are not spelt out.
const LARGEST_CLASS: usize = 4;

/// Reads a pattern as the engine does: on bytes, with Unicode classes unless it says `(?-u)`.
pub(crate) fn parse(pattern: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern).map_err(Box::new)
}

/// Compiles a pattern: `^` and `$` are the ends of a line, however lines end.
pub(crate) fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).multi_line(true).crlf(true).size_limit(1 << 22).build()
}

/// Literals, ASCII letters in lower case, of which every match contains at least one if its own ASCII
/// letters are lowered. `None` if there are no such literals of at least two bytes, or too many.
pub(crate) fn required_literals(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let words = Words::of(hir).best()?;
    let mut literals: Vec<Vec<u8>> = Vec::new();
    let mut sorted = words;
    sorted.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    for word in sorted {
        // Who contains a shorter one is found with it.
        if !literals.iter().any(|l| word.windows(l.len()).any(|w| w == l)) {
            literals.push(word);
        }
    }
    Some(literals)
}

/// What is known of the matches of a part of a pattern.
#[derive(Default)]
struct Words {
    /// Everything that the part can match, if that is not much.
    exact: Option<Vec<Vec<u8>>>,
    /// One of these is in every match.
    required: Option<Vec<Vec<u8>>>,
}

impl Words {
    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::exactly(vec![Vec::new()]),
            HirKind::Literal(literal) => Self::exactly(vec![literal.0.to_ascii_lowercase()]),
            HirKind::Class(class) => Self { exact: spell_out(class), required: None },
            HirKind::Repetition(repetition) => Self::repeated(repetition),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Concat(parts) => Self::in_a_row(parts.iter().map(Self::of)),
            HirKind::Alternation(parts) => Self::either(parts),
        }
    }

    fn exactly(words: Vec<Vec<u8>>) -> Self {
        Self { exact: Some(words), required: None }
    }

    /// The literals to look for: those that are known of the inside, or all that it can be.
    fn best(self) -> Option<Vec<Vec<u8>>> {
        better(self.required, self.exact.filter(|words| is_useful(words)))
    }

    fn repeated(repetition: &Repetition) -> Self {
        let inner = Self::of(&repetition.sub);
        match (repetition.min, repetition.max) {
            (0, Some(1)) => {
                let with_empty = |words: Vec<Vec<u8>>| union(words, vec![Vec::new()]);
                Self { exact: inner.exact.and_then(with_empty), required: None }
            }
            (0, _) => Self::default(),
            (min, max) => {
                let times = usize::try_from(min).unwrap_or(usize::MAX).min(LONGEST_LITERAL);
                let copies = (0..times).map(|_| Self { exact: inner.exact.clone(), required: None });
                let row = Self::in_a_row(copies);
                let exact = row.exact.clone().filter(|_| max == Some(min) && times == min as usize);
                Self { exact, required: better(inner.required, row.best()) }
            }
        }
    }

    /// Parts that follow one another: as long as all are known exactly their words are joined, and where that
    /// ends the best stretch is kept.
    fn in_a_row(parts: impl Iterator<Item = Self>) -> Self {
        let mut run = vec![Vec::new()];
        let mut required = None;
        let mut whole = true;
        for part in parts {
            required = better(required, part.required);
            match part.exact.as_ref().and_then(|words| product(&run, words)) {
                Some(longer) => run = longer,
                None => {
                    whole = false;
                    let stretch = std::mem::replace(&mut run, part.exact.unwrap_or(vec![Vec::new()]));
                    required = better(required, Some(stretch).filter(|words| is_useful(words)));
                }
            }
        }
        if whole {
            return Self { exact: Some(run), required };
        }
        Self { exact: None, required: better(required, Some(run).filter(|words| is_useful(words))) }
    }

    fn either(parts: &[Hir]) -> Self {
        let mut parts = parts.iter().map(Self::of);
        let Some(first) = parts.next() else { return Self::default() };
        let mut exact = first.exact.clone();
        let mut best = first.best();
        for part in parts {
            exact = exact.zip(part.exact.clone()).and_then(|(a, b)| union(a, b));
            best = best.zip(part.best()).and_then(|(a, b)| union(a, b));
        }
        Self { exact, required: best }
    }
}

/// The characters of a small class, lower-cased; none of a large one.
fn spell_out(class: &Class) -> Option<Vec<Vec<u8>>> {
    let size: usize = match class {
        Class::Unicode(class) => class.iter().map(|r| r.len()).sum(),
        Class::Bytes(class) => class.iter().map(|r| r.len()).sum(),
    };
    if size == 0 || size > 2 * LARGEST_CLASS {
        return None;
    }
    let mut words: Vec<Vec<u8>> = match class {
        Class::Unicode(class) => {
            let characters = class.iter().flat_map(|r| r.start()..=r.end());
            characters.map(|c| c.to_ascii_lowercase().to_string().into_bytes()).collect()
        }
        Class::Bytes(class) => {
            let bytes = class.iter().flat_map(|r| r.start()..=r.end());
            bytes.map(|b| vec![b.to_ascii_lowercase()]).collect()
        }
    };
    words.sort();
    words.dedup();
    (words.len() <= LARGEST_CLASS).then_some(words)
}

fn is_useful(words: &[Vec<u8>]) -> bool {
    !words.is_empty() && words.iter().all(|word| word.len() >= SHORTEST_LITERAL)
}

/// The set with the longest shortest literal; of equals the smaller.
fn better(a: Option<Vec<Vec<u8>>>, b: Option<Vec<Vec<u8>>>) -> Option<Vec<Vec<u8>>> {
    let worth = |words: &Vec<Vec<u8>>| {
        (words.iter().map(Vec::len).min().unwrap_or(0), std::cmp::Reverse(words.len()))
    };
    match (a, b) {
        (Some(a), Some(b)) => Some(if worth(&b) > worth(&a) { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn product(heads: &[Vec<u8>], tails: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
    let longest = |words: &[Vec<u8>]| words.iter().map(Vec::len).max().unwrap_or(0);
    if heads.len() * tails.len() > MOST_LITERALS || longest(heads) + longest(tails) > LONGEST_LITERAL {
        return None;
    }
    let mut words: Vec<Vec<u8>> =
        heads.iter().flat_map(|head| tails.iter().map(|tail| [&head[..], &tail[..]].concat())).collect();
    words.sort();
    words.dedup();
    Some(words)
}

fn union(mut a: Vec<Vec<u8>>, b: Vec<Vec<u8>>) -> Option<Vec<Vec<u8>>> {
    a.extend(b);
    a.sort();
    a.dedup();
    (a.len() <= MOST_LITERALS).then_some(a)
}

/// A number such that every match contains a run of at least as many ASCII digits. (`\d` is all of Unicode's
/// digits and does not count; `[0-9]` does.)
pub(crate) fn required_digits(hir: &Hir) -> usize {
    Digits::of(hir).best
}

/// Least numbers of digits over all matches of a part of a pattern.
#[derive(Clone, Copy, Default)]
struct Digits {
    /// The part matches nothing but digits, so runs go on through it.
    only: bool,
    /// At the start.
    head: usize,
    /// At the end.
    tail: usize,
    /// Somewhere.
    best: usize,
}

impl Digits {
    /// Nothing but digits, at least `n`.
    fn only(n: usize) -> Self {
        Self { only: true, head: n, tail: n, best: n }
    }

    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::only(0),
            HirKind::Literal(literal) => {
                let digit = |b: &u8| Self { only: true, ..Self::only(1) }.when(b.is_ascii_digit());
                literal.0.iter().map(digit).fold(Self::only(0), Self::then)
            }
            HirKind::Class(class) => Self::only(1).when(is_digits(class)),
            HirKind::Repetition(repetition) => Self::repeated(repetition),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Concat(parts) => parts.iter().map(Self::of).fold(Self::only(0), Self::then),
            HirKind::Alternation(parts) => parts.iter().map(Self::of).reduce(Self::or).unwrap_or_default(),
        }
    }

    fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::default() }
    }

    fn repeated(repetition: &Repetition) -> Self {
        let inner = Self::of(&repetition.sub);
        let min = usize::try_from(repetition.min).unwrap_or(usize::MAX);
        match min {
            _ if inner.only => Self::only(inner.best.saturating_mul(min)),
            0 => Self::default(),
            1 => inner,
            _ => inner.then(inner),
        }
    }

    fn then(self, next: Self) -> Self {
        Self {
            only: self.only && next.only,
            head: if self.only { self.best.saturating_add(next.head) } else { self.head },
            tail: if next.only { next.best.saturating_add(self.tail) } else { next.tail },
            best: self.best.max(next.best).max(self.tail.saturating_add(next.head)),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            only: self.only && other.only,
            head: self.head.min(other.head),
            tail: self.tail.min(other.tail),
            best: self.best.min(other.best),
        }
    }
}

fn is_digits(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => {
            !class.ranges().is_empty()
                && class.iter().all(|r| r.start().is_ascii_digit() && r.end().is_ascii_digit())
        }
        Class::Bytes(class) => {
            !class.ranges().is_empty()
                && class.iter().all(|r| r.start().is_ascii_digit() && r.end().is_ascii_digit())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn literals(pattern: &str) -> Option<Vec<String>> {
        let found = required_literals(&parse(pattern).unwrap())?;
        Some(found.iter().map(|l| String::from_utf8_lossy(l).into_owned()).collect())
    }

    #[test]
    fn literals_that_every_match_has() {
        for (pattern, expected) in [
            ("sk_live_[a-z0-9]{24}", &["sk_live_"][..]),
            ("[0-9]+(?:GB|IE)[A-Z]{4}", &["gb", "ie"]),
            ("(?i-u)passport", &["passport"]),
            ("(?-u)[Dd]ev[-_]?id", &["devid", "dev-id", "dev_id"]),
            ("(?:abc|abcd)+x", &["abc"]),
            ("x?abc[0-9]*defg", &["defg"]),
            ("(?:ab){2}", &["abab"]),
            ("\\bid: ?[0-9]", &["id:"]),
        ] {
            let expected: Vec<String> = expected.iter().map(|s| s.to_string()).collect();
            assert_eq!(literals(pattern), Some(expected), "{pattern}");
        }
        for pattern in ["[a-z]+@[a-z]+", "(?:abc|[0-9]+)", "(?:abc)?x", "a", "(?:abc)*", "abc|"] {
            assert_eq!(literals(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn a_letter_with_a_relative_beyond_ascii_is_spelt_both_ways() {
        // U+212A is a `k` and U+017F an `s` to a pattern that ignores case.
        assert_eq!(literals("(?i)uk"), Some(vec!["uk".into(), "u\u{212a}".into()]));
        assert!(literals("(?i)ssn").unwrap().contains(&"ssn".to_owned()));
    }

    #[test]
    fn digits_that_every_match_has() {
        let digits = |pattern| required_digits(&parse(pattern).unwrap());
        for (pattern, expected) in [
            ("[0-9]{9}", 9),
            ("[0-9]{3}-[0-9]{2}-[0-9]{4}", 4),
            ("[2-9][0-9]{3}(?: ?[0-9]{4}){2}", 4),
            ("[2-9][0-9]{3}[0-9]{4}?x", 8),
            ("12[0-9]+a", 3),
            ("(?:[0-9]{4}|a[0-9]{6})", 4),
            ("(?:[0-9]a[0-9]{2}){2}", 3),
            ("[0-9]*", 0),
            ("\\d{9}", 0),
            ("(?-u)\\d{9}", 9),
            ("[0-9a]{9}", 0),
            ("a", 0),
        ] {
            assert_eq!(digits(pattern), expected, "{pattern}");
        }
    }

    /// Patterns of all kinds, from parts.
    fn patterns() -> impl Strategy<Value = String> {
        let leaf = prop::sample::select(vec![
            "ab", "xyz", "1", "42", "[0-9]", "[ab]", "[a-d]", "[0-3]", "é", "", "\\b", "(?i:ks)", ".", "[^a]",
        ]);
        leaf.prop_map(String::from).prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                prop::collection::vec(inner.clone(), 1..4).prop_map(|p| format!("(?:{})", p.join("|"))),
                (inner.clone(), 0u8..3, 0u8..3).prop_map(|(p, a, b)| format!("(?:{p}){{{a},{}}}", a + b)),
                inner.clone().prop_map(|p| format!("(?:{p})+")),
                inner.prop_map(|p| format!("({p})?")),
            ]
        })
    }

    fn longest_run(text: &[u8]) -> usize {
        text.split(|b| !b.is_ascii_digit()).map(<[u8]>::len).max().unwrap_or(0)
    }

    /// Texts that `pattern` matches, and the pattern.
    fn pattern_and_text() -> impl Strategy<Value = (String, String)> {
        patterns().prop_flat_map(|pattern| {
            // Look-arounds have no texts of their own, so the text is made from the pattern without them.
            let plain = pattern.replace("\\b", "");
            let text = proptest::string::string_regex(&plain).unwrap();
            (Just(pattern), text)
        })
    }

    proptest! {
        #[test]
        fn every_match_has_what_is_required((pattern, text) in pattern_and_text()) {
            let hir = parse(&pattern).unwrap();
            let regex = Regex::new(&pattern).unwrap();
            for found in regex.find_iter(text.as_bytes()) {
                let found = found.as_bytes().to_ascii_lowercase();
                if let Some(literals) = required_literals(&hir) {
                    let has = |l: &Vec<u8>| found.windows(l.len()).any(|w| w == l);
                    prop_assert!(literals.iter().any(has), "{pattern} {found:?} {literals:?}");
                    prop_assert!(literals.iter().all(|l| l.len() >= 2) && literals.len() <= 64);
                }
                prop_assert!(longest_run(&found) >= required_digits(&hir), "{pattern} {found:?}");
            }
        }

        #[test]
        fn no_pattern_is_too_much(pattern in "[\\PC]{0,30}") {
            if let Ok(hir) = parse(&pattern) {
                required_literals(&hir);
                required_digits(&hir);
            }
        }
    }
}
