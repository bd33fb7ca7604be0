//! Settings of one key per line: TOML (toml.io, 1.0), INI, `.env` and Java's properties. Sections and dotted keys are steps of a
//! path; what TOML writes in brackets over several lines is read as JSON is.

use super::by_line::{ByLine, Grammar, closing_quote};
use super::escapes::{self, BACKSLASH};
use super::json::Walker;
use super::notation::{Notation, Walk, has_ending};
use super::path::{LONGEST, written};

/// TOML.
pub(super) const TOML: Notation =
    Notation::new(|path, _| has_ending(path, &["toml"]), || Settings::begin(Dialect::Toml))
        .escaped(&BACKSLASH);

/// INI and what is like it. `.conf` may be anything, and is INI if it has sections.
pub(super) const INI: Notation = Notation::new(
    |path, head| {
        has_ending(path, &["ini", "cfg", "gitconfig", "editorconfig"])
            || has_ending(path, &["conf"]) && head.split(|b| *b == b'\n').any(is_section)
    },
    || Settings::begin(Dialect::Ini),
)
.of_lines();

/// Variables of an environment.
pub(super) const ENV: Notation = Notation::new(
    |path, _| {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        has_ending(path, &["env", "envrc"]) || name.starts_with(".env.")
    },
    || Settings::begin(Dialect::Env),
)
.escaped(&BACKSLASH)
.of_lines();

/// Properties, as `java.util.Properties` reads them.
pub(super) const PROPERTIES: Notation =
    Notation::new(|path, _| has_ending(path, &["properties"]), || Settings::begin(Dialect::Properties))
        .escaped(&escapes::PROPERTIES)
        .of_lines();

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Toml,
    Ini,
    Env,
    Properties,
}

/// A key, or an array.
type Step = Option<Box<[u8]>>;

/// Where in settings we are.
#[derive(Clone)]
struct Settings {
    dialect: Dialect,
    /// The section.
    section: Vec<Step>,
    /// The last section that is one of several of its name.
    array: Vec<Step>,
    /// The key of the line, or of the line before that goes on.
    key: Vec<Step>,
    open: Open,
    in_comment: bool,
}

/// A value that goes on in the next line.
#[derive(Clone)]
enum Open {
    Nothing,
    /// Text between three of these quotes.
    Text(u8),
    /// Brackets.
    Brackets(Box<Walker>),
    /// A line that ended with a backslash.
    Line,
}

impl Grammar for Settings {
    fn line(&mut self, line: &[u8]) {
        self.in_comment = false;
        let text = line.trim_ascii_start();
        if self.goes_on(line) {
            return self.go_on(text);
        }
        self.open = Open::Nothing;
        match text {
            [] => {}
            [b'#', ..] => self.in_comment = true,
            [b';', ..] => self.in_comment = self.dialect == Dialect::Ini,
            [b'!', ..] if self.dialect == Dialect::Properties => self.in_comment = true,
            [b'[', ..] if matches!(self.dialect, Dialect::Toml | Dialect::Ini) => self.section(text),
            _ => self.assignment(text, text.len() < line.len()),
        }
    }

    /// What stands before the value is read as if one letter of it followed.
    fn path(&self, begun: &[u8]) -> Option<String> {
        let mut here = self.clone();
        here.line(&[begun, b"x"].concat());
        if here.in_comment || here.key.is_empty() {
            return None;
        }
        let steps = here.section.iter().chain(&here.key).map(Option::as_deref);
        match &here.open {
            Open::Brackets(walker) => Some(written(steps.chain(walker.steps()?), walker.is_at_key())),
            _ => Some(written(steps, false)),
        }
    }
}

impl Settings {
    fn begin(dialect: Dialect) -> Box<dyn Walk> {
        let (section, array, key) = (Vec::new(), Vec::new(), Vec::new());
        ByLine::begin(Self { dialect, section, array, key, open: Open::Nothing, in_comment: false })
    }

    /// Whether a line belongs to the value before it. Brackets that are never closed end where a line begins a key.
    fn goes_on(&self, line: &[u8]) -> bool {
        match self.open {
            Open::Nothing => false,
            Open::Text(_) | Open::Line => true,
            Open::Brackets(_) => {
                let is_key = line.first().is_some_and(u8::is_ascii_alphabetic);
                !(line.starts_with(b"[[") || is_key && assigned(line, self.dialect).is_some())
            }
        }
    }

    fn go_on(&mut self, text: &[u8]) {
        match &mut self.open {
            Open::Nothing => {}
            Open::Text(quote) => {
                if memchr::memmem::find(text, &[*quote; 3]).is_some() {
                    self.open = Open::Nothing;
                }
            }
            Open::Line => self.open = if is_continued(text) { Open::Line } else { Open::Nothing },
            Open::Brackets(walker) => {
                let comment =
                    memchr::memmem::find(text, b" #").or_else(|| text.starts_with(b"#").then_some(0));
                self.in_comment = comment.is_some();
                // Not a line of its own: those may begin new documents.
                walker.walk(b"\n ");
                walker.walk(text.get(..comment.unwrap_or(text.len())).unwrap_or(&[]));
                if !walker.is_open() {
                    self.open = Open::Nothing;
                }
            }
        }
    }

    /// The head of a section. Those of what is within one of several name it first.
    fn section(&mut self, text: &[u8]) {
        self.key.clear();
        let name = text.strip_prefix(b"[").unwrap_or(text);
        let inner = name.strip_prefix(b"[").filter(|_| self.dialect == Dialect::Toml);
        let name = inner.unwrap_or(name);
        let end = memchr::memchr(b']', name).unwrap_or(name.len());
        self.section = self.steps(name.get(..end).unwrap_or(&[]));
        if inner.is_some() {
            self.array.clone_from(&self.section);
            self.section.push(None);
        } else if !self.array.is_empty() && self.section.starts_with(&self.array) {
            self.section.insert(self.array.len(), None);
        }
    }

    /// A key and what follows it. An indented line without a key belongs to the key before.
    fn assignment(&mut self, text: &[u8], is_indented: bool) {
        let exported = text.strip_prefix(b"export ").filter(|_| self.dialect == Dialect::Env);
        let text = exported.unwrap_or(text);
        let Some((name, value)) = assigned(text, self.dialect) else {
            if !is_indented || self.dialect != Dialect::Ini {
                self.key.clear();
            }
            return;
        };
        self.key = self.steps(name);
        let goes_on = matches!(self.dialect, Dialect::Properties | Dialect::Env) && is_continued(value);
        match value.trim_ascii_start() {
            _ if goes_on => self.open = Open::Line,
            value if self.dialect == Dialect::Toml => self.toml_value(value),
            _ => {}
        }
    }

    fn toml_value(&mut self, value: &[u8]) {
        match value {
            [a @ (b'"' | b'\''), b, c, rest @ ..] if a == b && b == c => {
                if memchr::memmem::find(rest, &[*a; 3]).is_none() {
                    self.open = Open::Text(*a);
                }
            }
            [quote @ (b'"' | b'\''), rest @ ..] => {
                let behind = closing_quote(rest, *quote).and_then(|end| rest.get(end + 1..));
                self.in_comment = behind.is_some_and(|rest| rest.contains(&b'#'));
            }
            [b'[' | b'{', ..] => {
                self.open = Open::Brackets(Box::default());
                self.go_on(value);
            }
            _ => self.in_comment = value.contains(&b'#'),
        }
    }

    /// The steps of a key or of a section's name.
    fn steps(&self, name: &[u8]) -> Vec<Step> {
        match self.dialect {
            Dialect::Env => vec![Some(name.into())],
            Dialect::Ini if name.contains(&b' ') => vec![Some(name.into())],
            _ => dotted(name),
        }
    }
}

/// The steps of `a."b.c".d[0]`.
fn dotted(name: &[u8]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = name.trim_ascii();
    while !rest.is_empty() {
        let (part, behind) = match rest {
            [quote @ (b'"' | b'\''), inner @ ..] => {
                let end = closing_quote(inner, *quote).unwrap_or(inner.len());
                (inner.get(..end), inner.get(end + 1..))
            }
            _ => {
                let end = memchr::memchr(b'.', rest).unwrap_or(rest.len());
                (rest.get(..end), rest.get(end..))
            }
        };
        let part = part.unwrap_or(&[]).trim_ascii();
        let (name, is_array) = without_index(part);
        steps.push(Some(name.into()));
        steps.extend(is_array.then_some(None));
        let behind = behind.unwrap_or(&[]).trim_ascii_start();
        rest = behind.strip_prefix(b".").unwrap_or(&[]).trim_ascii_start();
    }
    steps
}

/// A part of a dotted key without the number in brackets after it, and whether there was one.
fn without_index(part: &[u8]) -> (&[u8], bool) {
    let index = || {
        let inner = part.strip_suffix(b"]")?;
        let open = memchr::memrchr(b'[', inner)?;
        let is_number = inner.get(open + 1..)?.iter().all(u8::is_ascii_digit);
        part.get(..open).filter(|_| is_number)
    };
    index().map_or((part, false), |name| (name, true))
}

/// The key that a line begins with, and what comes after its mark.
fn assigned(text: &[u8], dialect: Dialect) -> Option<(&[u8], &[u8])> {
    let mark = match (text, dialect) {
        ([quote @ (b'"' | b'\''), inner @ ..], Dialect::Toml) => {
            let end = closing_quote(inner, *quote)? + 2;
            end + memchr::memchr(b'=', text.get(end..)?)?
        }
        (_, Dialect::Toml | Dialect::Env) => memchr::memchr(b'=', text)?,
        (_, Dialect::Ini | Dialect::Properties) => memchr::memchr2(b'=', b':', text)?,
    };
    let name = text.get(..mark)?.trim_ascii_end();
    let is_name = !name.is_empty() && name.len() <= LONGEST && (dialect != Dialect::Env || is_variable(name));
    is_name.then_some((name, text.get(mark + 1..)?))
}

fn is_variable(name: &[u8]) -> bool {
    name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

/// Whether a line goes on in the next: it ends with a backslash that none takes the meaning of.
fn is_continued(line: &[u8]) -> bool {
    line.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

fn is_section(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    line.len() > 2 && line.starts_with(b"[") && line.ends_with(b"]")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The path at the `^`, which is left out of the text.
    fn path(dialect: Dialect, text: &str) -> Option<String> {
        let mut walker = Settings::begin(dialect);
        walker.walk(text.split('^').next().unwrap().as_bytes());
        walker.path()
    }

    #[test]
    fn toml() {
        for (text, expect) in [
            ("a = ^1", Some("a")),
            ("a = \"^x\"", Some("a")),
            ("a.b . c = ^1", Some("a.b.c")),
            ("[x]\na = ^1", Some("x.a")),
            ("[x.\"y.z\"]\n'odd key' = ^1", Some("x[\"y.z\"][\"odd key\"]")),
            ("[[users]]\nemail = ^1", Some("users[].email")),
            ("[[users]]\n[users.home]\nphone = ^1", Some("users[].home.phone")),
            ("[[users]]\n[usersx]\nphone = ^1", Some("usersx.phone")),
            ("a = [\"x\", ^1]", Some("a[]")),
            ("a = { b = 1, c.d = ^2 }", Some("a[\"c.d\"]")),
            ("a = [\n  { name = \"x\", mail = \"^y\" },\n]\n", Some("a[].mail")),
            ("a = [\n  1, # it's\n]\nb = ^1", Some("b")),
            ("a = [\n  1\nb = ^1", Some("b")),
            ("a = \"\"\"\n[x]\nb = ^1\n\"\"\"", Some("a")),
            ("a = '''\nx'''\nb = ^1", Some("b")),
            ("a = \"x # ^y\"", Some("a")),
            ("a = 1 # ^y", None),
            ("# a = ^1", None),
            ("^x", None),
            ("[a]\n^x", None),
        ] {
            assert_eq!(path(Dialect::Toml, text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn ini_env_and_properties() {
        use Dialect::{Env, Ini, Properties};
        for (dialect, text, expect) in [
            (Ini, "[database]\nuser = ^x", Some("database.user")),
            (Ini, "[a.b]\nFull Name: ^x", Some("a.b[\"Full Name\"]")),
            (Ini, "[user]\n\temail = ^x", Some("user.email")),
            (Ini, "[a]\nto = x\n  ^y", Some("a.to")),
            (Ini, "[a]\nto = x\n^y", None),
            (Ini, "; a = ^x", None),
            (Ini, "[branch \"x\"]\na = ^x", Some("[\"branch \\\"x\\\"\"].a")),
            (Env, "ADMIN_EMAIL=^x", Some("ADMIN_EMAIL")),
            (Env, "export A=\"^x\"", Some("A")),
            (Env, "say hello to=^x", None),
            (Env, "#A=^x", None),
            (Properties, "a.b.c=^x", Some("a.b.c")),
            (Properties, "users[0].mail: ^x", Some("users[].mail")),
            (Properties, "a=x,\\\n  ^y", Some("a")),
            (Properties, "a=x\\\\\n^y", None),
            (Properties, "! a=^x", None),
        ] {
            assert_eq!(path(dialect, text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn members_are_known_by_name() {
        assert!((TOML.claims)("a/Cargo.toml", b"") && (PROPERTIES.claims)("x.properties", b""));
        assert!((ENV.claims)(".env", b"") && (ENV.claims)("a/.env.local", b"") && !(ENV.claims)("env", b""));
        assert!(
            (INI.claims)("a.conf", b"# x\n[section]\na=1\n") && !(INI.claims)("nginx.conf", b"http {\n}\n")
        );
    }

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in "([ab.=:\"'{}\\[\\],#; \n\\\\]| = |\"\"\"|\r\n){0,60}", cut in 1usize..9) {
            for dialect in [Dialect::Toml, Dialect::Ini, Dialect::Env, Dialect::Properties] {
                let (mut whole, mut parts) = (Settings::begin(dialect), Settings::begin(dialect));
                whole.walk(text.as_bytes());
                text.as_bytes().chunks(cut).for_each(|chunk| parts.walk(chunk));
                prop_assert_eq!(whole.path(), parts.path());
            }
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut walker = Settings::begin(Dialect::Toml);
            walker.walk(&bytes);
            let _ = walker.path();
        }
    }
}
