//! Passwords, keys and tokens: told only so far that they can be handed over to a scanner of secrets.

use super::vicinity::{contains_fold, ends_fold, label_before};
use super::{Check, Subject};
use crate::model::Disposition;

/// How keys and tokens of well-known services and the stored forms of passwords begin, as their documentation says.
const PREFIXES: &[&str] = &[
    "AKIA", "ASIA", "AIza", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-",
    "xoxp-", "xoxa-", "xoxr-", "xoxs-", "sk_live_", "rk_live_", "npm_", "pypi-", "hvs.", "eyJ", "$2a$",
    "$2b$", "$2y$", "$5$", "$6$", "$argon2", "pbkdf2_", "{SSHA}",
];

/// Words in what stands for a secret in templates and documentation.
const STAND_INS: &[&str] = &[
    "example", "changeme", "change_me", "placeholder", "your", "xxxx", "password", "passwd", "dummy",
    "sample",
];

/// Shortest key or token, and shortest password, in bytes.
const SHORTEST_TOKEN: usize = 16;
const SHORTEST_PASSWORD: usize = 6;

/// Longest secret that is looked at: a signed token with its claims.
const LONGEST: usize = 1024;

const HAND_OVER: Check =
    Check::UNPROVEN.but(Disposition::Credential, "not personal data: a matter for a scanner of secrets");

/// A secret behind its name or in a URL. Words alone are not believed: code is full of `password = name`.
pub(crate) fn credential(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let in_url = subject.form == "url";
    if subject.form == "pem" {
        return HAND_OVER;
    }
    let secret = if in_url { behind_colon(value) } else { value };
    let shortest = if in_url || is_of_password(subject) { SHORTEST_PASSWORD } else { SHORTEST_TOKEN };
    if !(shortest..=LONGEST).contains(&secret.len()) || !is_secret(secret) {
        return Check::refuted("no password or key");
    }
    HAND_OVER
}

fn behind_colon(info: &[u8]) -> &[u8] {
    info.iter().position(|b| *b == b':').and_then(|colon| info.get(colon + 1..)).unwrap_or(&[])
}

/// Whether the name before the value is that of a password, or there is none, as in a cell.
fn is_of_password(subject: &Subject<'_>) -> bool {
    let label = label_before(subject.before(64));
    label.is_empty() || contains_fold(label, b"pass") || ends_fold(label, b"pwd")
}

fn is_secret(value: &[u8]) -> bool {
    let known = PREFIXES.iter().any(|prefix| value.starts_with(prefix.as_bytes()));
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    let is_written = value.iter().all(|b| b.is_ascii_graphic());
    let is_code = !known && value.iter().any(|b| b"()[]{}<>$\\\"'`;,".contains(b));
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let stand_in = STAND_INS.iter().any(|word| contains_fold(value, word.as_bytes()));
    is_written && !is_code && !stand_in && (known || mixed && !is_number_or_name(value))
}

/// Whether a value with letters and digits is a number, a version or a name of code: `0x1f`, `v1.2.3`, `user.password2`.
fn is_number_or_name(value: &[u8]) -> bool {
    let hex = value.strip_prefix(b"0x").is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let is_joint = |b: &u8| matches!(b, b'.' | b'_' | b'/' | b':' | b'-');
    let joined = value.iter().any(is_joint) && value.iter().all(|b| b.is_ascii_alphanumeric() || is_joint(b));
    let path = value.contains(&b'.')
        && value.split(is_joint).all(|part| part.first().is_some_and(u8::is_ascii_alphabetic));
    hex || joined && (path || digits < 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    fn check(text: &str, value: &str, form: &'static str) -> Check {
        let start = text.find(value).unwrap();
        credential(&Subject { text: text.as_bytes(), start, end: start + value.len(), form })
    }

    #[test]
    fn secrets_are_handed_over() {
        for (text, value, form) in [
            ("password=hunter22", "hunter22", "field"),
            ("hunter22", "hunter22", "field"),
            ("DB_PASSWORD: 'k9!Yz-2p'", "k9!Yz-2p", "field"),
            ("api_key=9f8e7d6c5b4a39281706", "9f8e7d6c5b4a39281706", "field"),
            (
                "access_token = ghp_abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
                "ghp_abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
                "field",
            ),
            ("password_hash: $2b$12$abcdefghijklmnopqrstuv", "$2b$12$abcdefghijklmnopqrstuv", "field"),
            ("postgres://app:s3cr3t@db", "app:s3cr3t", "url"),
            ("-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----", "pem"),
            ("key AKIA0123456789ABCDEF", "AKIA0123456789ABCDEF", "token"),
        ] {
            let check = check(text, value, form);
            assert_eq!(
                (check.proof, check.disposition),
                (Proof::Unproven, Disposition::Credential),
                "{text}"
            );
        }
    }

    #[test]
    fn words_and_code_are_not() {
        for (text, value, form) in [
            ("password=hunter", "hunter", "field"),
            ("password = user.password2", "user.password2", "field"),
            ("private_key: ed25519.Ed25519PrivateKey", "ed25519.Ed25519PrivateKey", "field"),
            ("password = utf8_to_utf16_dup", "utf8_to_utf16_dup", "field"),
            ("password: ${DB_PASS1}", "${DB_PASS1}", "field"),
            ("password = get_pass1()", "get_pass1()", "field"),
            ("password: changeme123", "changeme123", "field"),
            ("password: correct horse 1", "correct horse 1", "field"),
            ("pwd=a1", "a1", "field"),
            ("token: abc123", "abc123", "field"),
            ("secret_key=0x1f2e3d4c5b6a79880011", "0x1f2e3d4c5b6a79880011", "field"),
            ("amqp://guest:guest@mq", "guest:guest", "url"),
            ("http://u:password1@h", "u:password1", "url"),
        ] {
            assert_eq!(check(text, value, form).proof, Proof::Refuted, "{text}");
        }
    }
}
