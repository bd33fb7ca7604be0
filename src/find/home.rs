//! Folders of people: `/home/jane`, `/Users/jane`, `C:\Users\jane`. The span is the login.

use super::{Anchor, Finder, Span, byte, byte_before};

/// One form, `path`.
pub(crate) static HOME: Finder =
    Finder { name: "home", forms: &["path"], anchors: &[], literals: &["/home", "/User", "\\User"], find };

/// Longest login, as of `useradd`, in bytes.
const LONGEST: usize = 32;

/// `at` is the separator before the folder of all homes.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let rest = text.get(at + 1..text.len().min(at + 10 + LONGEST))?;
    let folder = [&b"home"[..], b"Users"].into_iter().find(|folder| rest.starts_with(folder))?;
    let behind = at + 1 + folder.len();
    let separator = byte(text, behind).filter(|b| matches!(b, b'/' | b'\\'))?;
    // In strings a backslash is written twice.
    let twice = separator == b'\\' && byte(text, behind + 1) == Some(b'\\');
    let start = behind + 1 + usize::from(twice);
    let tail = text.get(start..text.len().min(start + LONGEST + 1))?;
    let is_login = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let len = tail.iter().take_while(|b| is_login(b)).count();
    // A full stop may end the sentence.
    let len = len - usize::from(len > 0 && tail.get(len - 1) == Some(&b'.'));
    let opens = tail.first().is_some_and(u8::is_ascii_alphabetic) && is_root(text, at);
    let closes =
        !matches!(byte(text, start + len), Some(b'(' | b'=' | b'%' | b'$' | b'*' | b'{' | b'@' | 0x80..));
    (opens && closes && (2..=LONGEST).contains(&len)).then_some(Span { start, end: start + len, form: 0 })
}

/// Whether a path begins at `at`: with the root, a drive or where another is mounted. Within the path of an address of the web
/// a page may be called `home`.
fn is_root(text: &[u8], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|i| byte(text, i));
    let is_word =
        |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    match byte_before(text, at) {
        Some(b':') => {
            before(2).is_some_and(|b| b.is_ascii_alphabetic()) && !is_word(before(3)) || is_joint(before(2))
        }
        Some(b'\\') => before(2) == Some(b':'),
        Some(b'/') => before(2) == Some(b'/'),
        // `/c/Users`, `/mnt/c/Users`
        Some(b) if b.is_ascii_alphabetic() => before(2) == Some(b'/') && byte(text, at + 1) == Some(b'U'),
        Some(b) => !is_word(Some(b)) && !matches!(b, b'}' | b')' | b']' | b'>' | b'*' | b'~' | 0x80..),
        None => true,
    }
}

/// What may stand before the colon of a list: `PATH=/bin:/home/jane/bin`, `x:/home/jane` of `/etc/passwd`.
fn is_joint(b: Option<u8>) -> bool {
    b.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'"' | b':' | b'/' | b','))
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn logins_are_folders() {
        for (text, login) in [
            ("at /home/jdoe/src/main.rs:7", "jdoe"),
            ("jdoe:x:1000:1000::/home/jdoe:/bin/sh", "jdoe"),
            ("HOME=/Users/jane.doe", "jane.doe"),
            ("\"C:\\Users\\jane_d\\AppData\"", "jane_d"),
            ("\"C:\\\\Users\\\\jane\\\\x\"", "jane"),
            ("file:///home/jane/x", "jane"),
            ("/mnt/c/Users/jane/x", "jane"),
            ("see /home/jane.", "jane"),
            ("PATH=/bin:/home/jane/bin", "jane"),
        ] {
            assert_eq!(find_all(&HOME, text), [(login.to_owned(), "path")], "{text}");
        }
        for text in [
            "https://example.org/home/about",
            "api/Users/7",
            "/home/$USER/x",
            "/home/{user}/x",
            "/home/j",
            "/homes/jane",
            "/UserList/jane",
            "~/home/jane",
            "/home/jane(1)",
            "${ROOT}/home/jane",
        ] {
            assert_eq!(find_all(&HOME, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = find(&text, at, Anchor::Literal);
            let text = [b"/home".as_slice(), &text].concat();
            let _ = find(&text, 0, Anchor::Literal);
        }
    }
}
