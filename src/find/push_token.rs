//! Tokens of push messages, whose makers begin all of theirs alike.

use super::{Anchor, Finder, Span, byte_before};

/// What Firebase begins the second half of a token with.
const FIREBASE: &str = "APA91b";

/// Finds what begins like a token of Firebase (with the installation before it), of Expo, or like an address of web push.
pub(crate) static PUSH_TOKEN: Finder = Finder {
    name: "push-token",
    forms: &["firebase", "expo", "endpoint"],
    anchors: &[],
    literals: &[
        FIREBASE,
        "ExponentPushToken",
        "ExpoPushToken",
        "https://fcm.googleapis.com/fcm/send",
        "https://updates.push.services.mozilla.com/wpush",
        "https://web.push.apple.com",
    ],
    find,
};

/// Fewest bytes of a token, and of one of Firebase.
const FEWEST: usize = 20;
const FEWEST_OF_FIREBASE: usize = 100;

/// Most bytes of a token.
const MOST: usize = 400;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let rest = text.get(at..text.len().min(at + MOST))?;
    let literal = PUSH_TOKEN.literals.iter().find(|literal| rest.starts_with(literal.as_bytes()))?;
    let behind = at + literal.len();
    if literal.ends_with("PushToken") {
        let inner = rest.get(literal.len()..)?.strip_prefix(b"[")?;
        let len = run(inner);
        let is_whole = len >= FEWEST && inner.get(len) == Some(&b']');
        return is_whole.then_some(Span { start: at, end: behind + len + 2, form: 1 });
    }
    let token = run(rest.get(literal.len()..)?);
    let end = behind + token;
    if *literal == FIREBASE {
        return (token >= FEWEST_OF_FIREBASE).then(|| Span { start: installation(text, at), end, form: 0 });
    }
    (token >= FEWEST).then_some(Span { start: at, end, form: 2 })
}

/// How many bytes from the first on are those of tokens.
fn run(text: &[u8]) -> usize {
    let is_token = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b':' | b'=');
    text.iter().take_while(is_token).count()
}

/// Where the installation begins that stands before `:APA91b`, or that itself.
fn installation(text: &[u8], at: usize) -> usize {
    let Some(colon) = at.checked_sub(1).filter(|_| byte_before(text, at) == Some(b':')) else { return at };
    let is_token = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let head = text.get(colon.saturating_sub(40)..colon).unwrap_or(&[]);
    let len = head.iter().rev().take_while(is_token).count();
    if len >= 8 { colon - len } else { at }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_of_each_maker() {
        let firebase = format!("dK3mabcQ9dFgh:APA91b{}", "aB3_-".repeat(25));
        let expo = "ExponentPushToken[xAbCdEfGhIjKlMnOpQ7rStU]";
        let apple = "https://web.push.apple.com/QGx81mvLr0aTz9pWbYc3dEfH";
        for (text, value, form) in [
            (format!("token={firebase}\n"), firebase.as_str(), "firebase"),
            (format!("\"{expo}\","), expo, "expo"),
            (format!("{{\"endpoint\":\"{apple}\"}}"), apple, "endpoint"),
        ] {
            let found = find_all(&PUSH_TOKEN, &text);
            assert_eq!(found, [(value.to_owned(), form)], "{text}");
        }
        for text in [
            "APA91bShort",
            "ExpoPushToken[abc]",
            "ExponentPushToken[abcdefghijklmnopqrstuvw",
            "https://web.push.apple.com/",
        ] {
            assert_eq!(find_all(&PUSH_TOKEN, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(head in "\\PC{0,50}", literal in 0usize..6, tail in "\\PC{0,50}") {
            let text = format!("{head}{}{tail}", PUSH_TOKEN.literals[literal]);
            for (at, _) in text.char_indices() {
                if let Some(span) = find(text.as_bytes(), at, Anchor::Literal) {
                    prop_assert!(span.start < span.end && span.end <= text.len());
                }
            }
        }
    }
}
