//! User agents: which browser, system and kind of device somebody came with (RFC 9110, section 10.1.5).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;

use super::vicinity::{label_before, trim_end};
use super::{Check, Subject};
use crate::model::Disposition;

/// Points that the line of an access log adds.
pub(super) const IN_ACCESS_LOG: i8 = 42;

/// How far before a value the request of its line may begin, in bytes.
const LINE: usize = 600;

/// Digits of a version at most: years have four.
const LONGEST_VERSION: usize = 4;

/// What a user agent says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Agent<'a> {
    /// Name of the browser or app.
    pub(crate) browser: &'a str,
    /// Its version up to the first dot; empty if it says none, or a longer number than versions are.
    pub(crate) version: &'a str,
    /// Operating system; empty if it says none.
    pub(crate) system: &'static str,
    /// Kind of device.
    pub(crate) device: &'static str,
}

/// Tokens of browsers in the order in which they decide: the later ones stand in the agents of the earlier as well.
static BROWSERS: [(&str, &str); 16] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPiOS/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("YaBrowser/", "Yandex"),
    ("Vivaldi/", "Vivaldi"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("MSIE ", "Internet Explorer"),
];

/// Tokens of operating systems, likewise.
static SYSTEMS: [(&str, &str); 11] = [
    ("Windows", "Windows"),
    ("iPhone OS", "iOS"),
    ("CPU OS", "iPadOS"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Mac OS X", "macOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Tizen", "Tizen"),
    ("KAIOS", "KaiOS"),
    ("Linux", "Linux"),
];

/// Words of programs that no person sits before, in any case.
static MACHINES: [&str; 22] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "facebookexternalhit",
    "headless",
    "monitor",
    "uptime",
    "pingdom",
    "lighthouse",
    "curl/",
    "wget/",
    "python-",
    "go-http-client",
    "java/",
    "postmanruntime",
    "libwww",
    "scrapy",
    "axios/",
    "node-fetch",
    "httpclient",
];

/// Judges a user agent.
pub(crate) fn user_agent(subject: &Subject<'_>) -> Check {
    let value = std::str::from_utf8(subject.value()).unwrap_or_default();
    if !opens_like_one(value) {
        return Check::refuted("no product with a version");
    }
    if is_constant(subject) {
        return Check::refuted("a constant of code");
    }
    if is_machine(value) || is_bare_product(value) {
        return Check::UNPROVEN.but(Disposition::Technical, "a program, not a person");
    }
    if subject.form == "agent" && is_access_log(subject) {
        return Check::UNPROVEN.adjusted(IN_ACCESS_LOG, "in the line of a request");
    }
    Check::UNPROVEN
}

/// Whether the value is that of a constant in code, `const UA = "…"`. In logs and records no blanks stand around the mark, or a quote
/// before it: `ua="…"`, `"ua": "…"`.
fn is_constant(subject: &Subject<'_>) -> bool {
    let before = subject.before(8);
    let is_short = label_before(before).eq_ignore_ascii_case(b"ua");
    let mark = trim_end(before, |b| matches!(b, b' ' | b'"' | b'\''));
    is_short && trim_end(mark, |b| matches!(b, b':' | b'=')).ends_with(b" ")
}

/// `Product/1`: a name, a slash and a version.
fn opens_like_one(value: &str) -> bool {
    let Some((product, rest)) = value.split_once('/') else { return false };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    (2..=40).contains(&product.len())
        && product.starts_with(|c: char| c.is_ascii_alphabetic())
        && product.chars().all(is_name)
        && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a value is the name and the version of a client and nothing of a system or device: `my-client/1.0`. What phones send
/// without a comment is known by name.
fn is_bare_product(value: &str) -> bool {
    let of_phones = ["Dalvik/", "okhttp/", "Mozilla/", "Opera/"].iter().any(|head| value.starts_with(head));
    !of_phones && !value.contains([' ', '(', ';'])
}

fn is_machine(value: &str) -> bool {
    // In lower case, and leftmost first: only such a search takes many bytes at a time.
    static WORDS: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(MACHINES).ok());
    WORDS.as_ref().is_some_and(|words| words.is_match(&value.to_ascii_lowercase()))
}

/// Whether the value is quoted behind a request and its status: `"GET / HTTP/1.1" 200 … "agent"`.
fn is_access_log(subject: &Subject<'_>) -> bool {
    static REQUEST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" HTTP/"));
    let before = subject.before(LINE);
    let line = memchr::memrchr(b'\n', before).map_or(before, |at| before.get(at..).unwrap_or(&[]));
    line.last() == Some(&b'"') && REQUEST.find(line).is_some()
}

/// Reads what a user agent says.
pub(crate) fn read(value: &str) -> Agent<'_> {
    let token = BROWSERS.iter().find_map(|(token, name)| Some((*name, value.split_once(token)?.1)));
    let safari = || {
        value.contains("Safari/").then(|| value.split_once("Version/")).flatten().map(|(_, v)| ("Safari", v))
    };
    let (browser, version) = token.or_else(safari).or_else(|| value.split_once('/')).unwrap_or((value, ""));
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    let version = version.get(..digits).filter(|version| version.len() <= LONGEST_VERSION).unwrap_or("");
    let system = SYSTEMS.iter().find(|(token, _)| value.contains(token)).map_or("", |(_, name)| name);
    Agent { browser, version, system, device: device(value) }
}

fn device(value: &str) -> &'static str {
    let has = |token: &str| value.contains(token);
    match () {
        () if has("iPad") || has("Tablet") || has("Android") && !has("Mobile") && has("Mozilla/") => "tablet",
        () if has("iPhone") || has("Mobile") || has("Android") || has("KAIOS") => "phone",
        () if has("TV") || has("Tizen") => "television",
        () => "desktop",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/121.0";
    const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1";
    const TABLET: &str = "Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36";

    #[test]
    fn browsers_systems_and_devices() {
        for (value, said) in [
            (EDGE, ("Edge", "121", "Windows", "desktop")),
            (PHONE, ("Safari", "17", "iOS", "phone")),
            (TABLET, ("Chrome", "119", "Android", "tablet")),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
                ("Firefox", "115", "Linux", "desktop"),
            ),
            ("okhttp/4.9.0", ("okhttp", "4", "", "desktop")),
        ] {
            let agent = read(value);
            assert_eq!((agent.browser, agent.version, agent.system, agent.device), said, "{value}");
        }
    }

    #[test]
    fn programs_are_nobody_and_words_no_agents() {
        let judged = |value| user_agent(&Subject::alone(value, "field"));
        for person in [EDGE, "okhttp/4.9.0", "Shop/2.1 (iPhone; iOS 17.1)"] {
            assert_eq!(judged(person).disposition, Disposition::Real, "{person}");
        }
        for machine in [
            "curl/8.4.0",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Wget/1.21",
            "my-client/1.0",
        ] {
            assert_eq!(judged(machine).disposition, Disposition::Technical, "{machine}");
        }
        for other in ["", "*", "string", "navigator.userAgent", "text/html", "a/1", "https://example.org/1"] {
            assert_eq!(judged(other).proof, Proof::Refuted, "{other}");
        }
    }

    #[test]
    fn a_request_before_it_speaks_for_it() {
        for (before, adjust) in [
            ("203.0.113.7 - - [x] \"GET / HTTP/1.1\" 200 12 \"-\" \"", IN_ACCESS_LOG),
            ("\"GET / HTTP/1.1\" 200\n\"", 0),
            ("const UA = \"", 0),
        ] {
            let text = format!("{before}{EDGE}\"");
            let subject =
                Subject { text: text.as_bytes(), start: before.len(), end: text.len() - 1, form: "agent" };
            assert_eq!(user_agent(&subject).adjust, adjust, "{before}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "(Mozilla/5.0 |Version/|Safari/|MSIE |\\PC){0,40}") {
            let _ = user_agent(&Subject::alone(&value, "field"));
            let _ = read(&value);
        }
    }
}
