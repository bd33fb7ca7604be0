//! Tokens that say where messages of an app go: one installation on one device.

use super::{Check, Subject};

/// Fewest different bytes of a token that was given out: those of manuals are `xxxxxxxx` and the like.
const FEWEST_DIFFERENT: usize = 10;

/// Judges a token of Apple (64 hexadecimal digits or more), Firebase, Expo or web push.
pub(crate) fn push_token(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_text = |b: &u8| b.is_ascii_alphanumeric() || b"-_:/.[]=%?&".contains(b);
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    let is_mixed = has(u8::is_ascii_digit) || has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let is_long = (32..=400).contains(&value.len()) && has(u8::is_ascii_digit);
    if !(is_long || is_mixed && value.ends_with(b"]")) || !value.iter().all(is_text) {
        return Check::refuted("no token of 32 characters or more");
    }
    let token = value.rsplit(|b| *b == b'[').next().unwrap_or(value);
    let mut seen = [false; 256];
    token.iter().for_each(|b| seen[usize::from(*b)] = true);
    if seen.iter().filter(|is_seen| **is_seen).count() < FEWEST_DIFFERENT {
        return Check::refuted("stands for a token");
    }
    Check::UNPROVEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn tokens() {
        let proof = |value: &str| push_token(&Subject::alone(value, "field")).proof;
        for good in [
            "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad",
            "ExponentPushToken[xAbCdEfGhIjKlMnOpQ7rStU]",
            "https://web.push.apple.com/QGx81mvLr0aTz9pWbYc3dEfH",
        ] {
            assert_eq!(proof(good), Proof::Unproven, "{good}");
        }
        let zeros = "0".repeat(64);
        for bad in [
            "string",
            "ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]",
            &zeros,
            "DEVICE_TOKEN_OF_THE_USER_GOES_HERE",
            "",
        ] {
            assert_eq!(proof(bad), Proof::Refuted, "{bad}");
        }
    }
}
