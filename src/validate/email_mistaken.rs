//! What looks like an email address and is something else: remotes, credentials, packages, files,
//! algorithm names, units and message identifiers.

use std::sync::LazyLock;

use super::Subject;
use super::email::Address;
use super::vicinity::{ends_fold, label_before, tail, trim_end};
use super::word_table::WordTable;

/// Last labels that are extensions of files or types of systemd units, not top-level domains. Two are in
/// use as such too (`target`, `zip`), but nobody's mail comes from there.
static EXTENSIONS: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "css", "scss", "less", "js", "jsx",
            "ts", "tsx", "mjs", "cjs", "json", "html", "htm", "xml", "yml", "yaml", "toml", "txt", "log",
            "csv", "sql", "java", "class", "jar", "go", "cpp", "hpp", "php", "rb", "exe", "dll", "bin", "gz",
            "tgz", "bz2", "xz", "tar", "ttf", "woff", "woff2", "eot", "mp3", "mp4", "pdf", "docx", "xlsx",
            "lock", "conf", "cfg", "ini", "bak", "tmp", "patch", "diff", "map", "service", "socket", "timer",
            "mount", "automount", "slice", "scope", "swap", "device", "path", "target", "zip",
        ]
        .into_iter(),
    )
});

/// Endings that are both top-level domains and extensions.
static CLASHES: [&[u8]; 9] = [b"sh", b"py", b"rs", b"md", b"pl", b"cc", b"so", b"ps", b"mov"];

/// Names of the identifier of a message.
static ID_LABELS: [&[u8]; 7] =
    [b"message-id", b"message_id", b"messageid", b"message id", b"msgid", b"msg-id", b"msg id"];

/// Further headers before `<…@…>` that hold such identifiers.
static MESSAGE_LABELS: [&[u8]; 4] = [b"in-reply-to", b"references", b"content-id", b"in_reply_to"];

/// Homes of SSH's algorithm and extension names (RFC 4251, section 6: `name@domain`).
static ALGORITHM_DOMAINS: [&[u8]; 3] = [b"openssh.com", b"libssh.org", b"lysator.liu.se"];

/// Words among those names that have neither digit nor hyphen.
static ALGORITHM_WORDS: [&[u8]; 8] =
    [b"zlib", b"eow", b"tun", b"limits", b"fsync", b"hardlink", b"statvfs", b"ping"];

/// What the value is instead, if it is no address.
pub(super) fn mistaken(
    subject: &Subject<'_>,
    address: &Address<'_>,
    known_top: bool,
) -> Option<&'static str> {
    if is_glued(subject, address, known_top) {
        return Some("part of a longer name");
    }
    if is_version(address.domain) {
        return Some("a package and its version");
    }
    if is_file(subject, address, known_top) {
        return Some("a file or unit name");
    }
    if is_algorithm(address) {
        return Some("the name of an SSH algorithm");
    }
    if is_remote_path(subject) && !address.is_consumer() {
        return Some("a remote path");
    }
    if is_of_telephone(subject, address) {
        return Some("a telephone or an extension of an exchange");
    }
    before_it(subject)
}

/// `+494715512317@sip.host`, whose number is found as one, and `sip:204@host`.
fn is_of_telephone(subject: &Subject<'_>, address: &Address<'_>) -> bool {
    let before = subject.before(5);
    address.local.iter().all(u8::is_ascii_digit)
        && match address.local.len() {
            2..=5 => before.ends_with(b"sip:") || before.ends_with(b"sips:"),
            len => len >= 8 && before.ends_with(b"+"),
        }
}

/// What the bytes before the value say.
fn before_it(subject: &Subject<'_>) -> Option<&'static str> {
    let before = *subject.before(1).first()?;
    if is_message_id(subject) {
        return Some("a message identifier");
    }
    match before {
        b'\\' => Some("a pattern"),
        b'$' | b'%' => Some("a template"),
        b'<' | b' ' | b'\n' | b'"' | b'\'' | b',' | b'\t' | b'(' => None,
        _ if is_userinfo(subject) => Some("credentials of a URL"),
        b':' if names_an_identifier(subject) => Some("a message identifier"),
        _ => None,
    }
}

/// Whether the domain was cut out of a longer word: `a@b.de-archive`. Behind a long known ending it may be
/// the next value, as in `a@b.com123-45-6789`.
fn is_glued(subject: &Subject<'_>, address: &Address<'_>, known_top: bool) -> bool {
    let more = match *subject.after(2) {
        [b, ..] if b.is_ascii_alphanumeric() => true,
        [b'-' | b'_', b] => b.is_ascii_alphanumeric(),
        _ => false,
    };
    more && !(known_top && address.top.len() >= 3)
}

/// `1.2.next`, `v1.2.beta`: two numbers at the start of three labels or more.
fn is_version(domain: &[u8]) -> bool {
    let mut labels = domain.split(|b| *b == b'.');
    let (Some(first), Some(second)) = (labels.next(), labels.next()) else { return false };
    let first = first.strip_prefix(b"v").unwrap_or(first);
    let numbers = !first.is_empty() && first.iter().all(u8::is_ascii_digit);
    numbers && second.first().is_some_and(u8::is_ascii_digit) && labels.next().is_some()
}

fn is_file(subject: &Subject<'_>, address: &Address<'_>, known_top: bool) -> bool {
    let top = address.top;
    if !known_top || top.len() > 2 && matches!(top.first(), Some(b't' | b'T' | b'z' | b'Z' | b'm' | b'M')) {
        return EXTENSIONS.contains(top);
    }
    top.len() <= 3
        && matches!(subject.before(1), b"/" | b"\\")
        && CLASHES.iter().any(|e| top.eq_ignore_ascii_case(e))
}

/// `aes256-gcm@openssh.com`; people's names there have neither digits nor hyphens.
fn is_algorithm(address: &Address<'_>) -> bool {
    ALGORITHM_DOMAINS.iter().any(|d| address.domain.eq_ignore_ascii_case(d))
        && (address.local.iter().any(|b| b.is_ascii_digit() || *b == b'-')
            || ALGORITHM_WORDS.contains(&address.local))
}

/// `git@host:group/repository.git`
fn is_remote_path(subject: &Subject<'_>) -> bool {
    let Some(rest) = subject.after(120).strip_prefix(b":") else { return false };
    let ends =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'<' | b'>' | b')' | b',' | b';');
    let path = rest.split(ends).next().unwrap_or(&[]);
    !path.starts_with(b"//") && (path.contains(&b'/') || path.ends_with(b".git"))
}

/// `scheme://user:password@host`: nothing between `://` and `@` can be a path or a query. `mailto://` is
/// a common slip for `mailto:`.
fn is_userinfo(subject: &Subject<'_>) -> bool {
    let run =
        tail(subject.before(160), |b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'<' | b'>' | b'`'));
    let Some(at) = run.windows(3).rposition(|w| w == b"://") else { return false };
    let (scheme, between) = (run.get(..at).unwrap_or(&[]), run.get(at + 3..).unwrap_or(&[]));
    !between.iter().any(|b| matches!(b, b'/' | b'?' | b'#')) && !ends_fold(scheme, b"mailto")
}

/// `Message-ID: <…>`, `References: <…> <…>`, folded or not; without brackets behind the names of an identifier alone.
fn is_message_id(subject: &Subject<'_>) -> bool {
    // What stands between the bracket and the value is the head of the identifier that no address holds.
    let close =
        trim_end(subject.before(80), |b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_{|}~.".contains(&b));
    match close.last() {
        Some(b'<') => is_bracketed_id(subject, subject.before(80).len() - close.len()),
        _ => labels_an_id(subject.before(24)) || is_exims_id(subject.before(24)),
    }
}

/// Whether the `<` that stands `head` bytes before the value opens the identifier of a message.
fn is_bracketed_id(subject: &Subject<'_>, head: usize) -> bool {
    let window = subject.before(900);
    let mut head = window.get(..window.len().saturating_sub(head + 1)).unwrap_or(&[]);
    loop {
        head = trim_end(head, |b| b.is_ascii_whitespace() || b == b',');
        let Some(inner) = head.strip_suffix(b">") else { break };
        let Some(open) = memchr::memrchr(b'<', inner) else { break };
        head = head.get(..open).unwrap_or(&[]);
    }
    let marked = matches!(head.last(), Some(b':' | b'=' | b'"'));
    let label = label_before(head);
    marked && MESSAGE_LABELS.iter().any(|l| ends_fold(label, l)) || labels_an_id(head)
}

/// Whether `head` ends in the name of a message's identifier, and marks or a blank behind it.
fn labels_an_id(head: &[u8]) -> bool {
    let label = trim_end(head, |b| matches!(b, b' ' | b'"' | b'\'' | b':' | b'='));
    ID_LABELS.iter().any(|l| ends_fold(label, l))
}

/// `S=2301 id=…`: the identifier stands behind the size in logs of Exim.
fn is_exims_id(head: &[u8]) -> bool {
    let size = head.strip_suffix(b" id=").and_then(|head| head.rsplit(|b| *b == b' ').next());
    size.and_then(|size| size.strip_prefix(b"S=")).is_some_and(|n| n.iter().all(u8::is_ascii_digit))
}

/// `cid:…` of a mail's parts, `UID:…` of a calendar's entries.
fn names_an_identifier(subject: &Subject<'_>) -> bool {
    let before = subject.before(5);
    ends_fold(before, b"cid:") || matches!(before, [b'U', b'I', b'D', b':'] | [b'\n', b'U', b'I', b'D', b':'])
}

#[cfg(test)]
mod tests {
    use crate::validate::email::email;
    use crate::validate::{Proof, Subject};

    /// What becomes of the values between braces; the braces are taken out first.
    fn proofs(marked: &str) -> Vec<Proof> {
        let text = marked.replace(['{', '}'], "");
        let mut at = 0;
        let mut proofs = Vec::new();
        for part in marked.split_inclusive(['{', '}']) {
            let length = part.trim_end_matches(['{', '}']).len();
            if part.ends_with('}') {
                let subject = Subject { text: text.as_bytes(), start: at, end: at + length, form: "plain" };
                proofs.push(email(&subject).proof);
            }
            at += length;
        }
        proofs
    }

    #[test]
    fn look_alikes_are_refuted() {
        for text in [
            "remote: {git@github.com}:org/repo.git",
            "rsync x {ray@host.firma.de}:/var/backups",
            "DATABASE_URL=postgres://app:{s3cr3t@db.internal}:5432/x",
            "amqp://app:p!{w@mq.firma.de}/v",
            "https://{0123456789abcdef@o123.ingest.sentry.io}/45",
            "ssh://{git@forge.firma.de}/x",
            "Ciphers {aes256-gcm@openssh.com},{chacha20-poly1305@openssh.com}",
            "{zlib@openssh.com}",
            "{logo@2x.png}  {icon@3x.webp}",
            "{logo@1.5x.webp}",
            "{getty@tty1.service}",
            "{user@1000.slice} {wg-quick@wg0.target}",
            "{pkg@v1.2.beta}",
            "{jquery@3.6.min.js}",
            "src/{mod@main.py}",
            "Message-ID: <{20240131.abc@mail.firma.de}>",
            "References: <{a1@mail.firma.de}>\r\n <{b2@mail.firma.de}>",
            "msgid=<{b2@mail.firma.de}>",
            "msg id <{b2@mail.firma.de}>",
            "message_id={b2@mail.firma.de}",
            "\"messageId\": \"{b2@mail.firma.de}\"",
            "Message-ID: <CAK7LQ=M={b2@mail.firma.de}>",
            "In-Reply-To: <a=b={b2@mail.firma.de}>",
            "src=\"cid:{part1.abc@mail.firma.de}\"",
            "BEGIN:VEVENT\nUID:{77-abc@calendar.firma.de}",
            r"\{w+@firma.de}",
            "${USER@firma.de}",
            "{ray@host.de}-archive",
            "{x@foo.tar}-gz",
            "From: <sip:+{494715512317@sip.firma.de}>",
            "<sip:{204@pbx.firma.de}>",
            "P=esmtp S=2301 id={b51e.4@mail.firma.de} T=\"x\"",
        ] {
            assert!(!proofs(text).is_empty(), "{text}");
            assert!(proofs(text).iter().all(|p| *p == Proof::Refuted), "{text}");
        }
    }

    #[test]
    fn addresses_are_kept() {
        for text in [
            "{ray.doe@firma.de}",
            "mailto:{ray.doe@firma.de}",
            "mailto://{ray.doe@firma.de}",
            "https://firma.de/?email={ray.doe@firma.de}",
            "https://firma.de/u/{ray.doe@firma.de}",
            "From: Ray Doe <{ray.doe@firma.de}>",
            "msgid=<b2@x>, to=<{ray.doe@firma.de}>",
            "References: {ray.doe@firma.de}",
            "a message from <{ray.doe@firma.de}>",
            "Message-ID: <x>\nFrom: Ray <{ray.doe@firma.de}>",
            "{ray.doe@firma.de}:443",
            "{ray.doe@firma.de}: hello a/b",
            "{ray.doe@gmail.com}:pass/word",
            "email:{ray.doe@firma.de}",
            "{ray.doe@firma.com}123-45-6789",
            "{ray.doe@firma.de}- call",
            "{ray.doe@163.com}",
            "{djm@openssh.com}",
            "{ray.doe@firma.team}",
            "{ray.doe@firma.museum}",
            "sip:{ray.doe@firma.de}",
            "sip:{2041234567@firma.de}",
            "write to 1+{77@firma.de}",
            "user id={ray.doe@firma.de}",
        ] {
            assert_eq!(proofs(text), [Proof::Proven], "{text}");
        }
    }
}
