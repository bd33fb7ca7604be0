//! Addresses hidden from harvesters: by a network in front of a site, each byte XORed with the first, in hex; by hand, with words
//! for the signs; or percent-encoded.

use percent_encoding::percent_decode;

use super::email::email;
use super::{Check, Subject};

/// Longest address that is read (RFC 5321, section 4.5.3.1.3), in bytes.
const LONGEST: usize = 254;

/// An address in the notation of Cloudflare's `data-cfemail`. Whose it is is decided as of any other.
pub(crate) fn email_hidden(subject: &Subject<'_>) -> Check {
    match decoded(subject.value()) {
        Some(address) => email(&Subject { text: &address, start: 0, end: address.len(), form: subject.form }),
        None => Check::refuted("no hidden address"),
    }
}

/// An address whose `@` and dots are words. Whose it is is decided as of any other.
pub(crate) fn email_spelled(subject: &Subject<'_>) -> Check {
    let address = joined(subject.value());
    email(&Subject { text: &address, start: 0, end: address.len(), form: subject.form })
}

/// An address whose `@` is percent-encoded. Whose it is is decided as of any other.
pub(crate) fn email_encoded(subject: &Subject<'_>) -> Check {
    let address: Vec<u8> = percent_decode(subject.value()).collect();
    let top = address.rsplit(|b| *b == b'.').next().unwrap_or(&[]);
    // Names of files are written so as well, and many of their endings are top-level domains by now.
    if top.len() > 2 && ![&b"com"[..], b"org", b"net", b"edu", b"gov", b"mil"].contains(&top) {
        return Check::refuted("as likely the name of a file");
    }
    email(&Subject { text: &address, start: 0, end: address.len(), form: subject.form })
}

/// `name [at] example [dot] com` as it is meant.
fn joined(value: &[u8]) -> Vec<u8> {
    let words = value.split(|b| b" []{}()".contains(b)).filter(|word| !word.is_empty());
    let sign = |word: &[u8]| match word.to_ascii_lowercase().as_slice() {
        b"at" => b"@".to_vec(),
        b"dot" => b".".to_vec(),
        other => other.to_vec(),
    };
    words.flat_map(sign).collect()
}

fn decoded(value: &[u8]) -> Option<Vec<u8>> {
    let (pairs, rest) = value.as_chunks::<2>();
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    let (key, hidden) = pairs.split_first()?;
    let key = byte(key)?;
    let fits = rest.is_empty() && hidden.len() <= LONGEST;
    fits.then(|| hidden.iter().map(|pair| Some(byte(pair)? ^ key)).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Disposition;
    use crate::validate::Proof;

    #[test]
    fn hidden_addresses_are_read() {
        let check = email_hidden(&Subject::alone("5a33343c351a3f223b372a363f74393537", "field"));
        assert_eq!((check.proof, check.disposition), (Proof::Proven, Disposition::Synthetic));
        for value in
            ["", "5a", "5a3", "5a33343c35", "5a33343c351a3f223b372a363f7439353", "zz33343c351a3f223b372a36"]
        {
            assert_eq!(email_hidden(&Subject::alone(value, "field")).proof, Proof::Refuted, "{value}");
        }
    }

    #[test]
    fn words_for_signs_are_read() {
        for (value, address) in [
            ("name [at] example [dot] com", "name@example.com"),
            ("jane.roe(at)mail(dot)example.org", "jane.roe@mail.example.org"),
            ("Jane at example dot com", "jane@example.com"),
        ] {
            assert_eq!(joined(value.as_bytes()), address.as_bytes(), "{value}");
        }
        let check = |value| email_spelled(&Subject::alone(value, "spelled"));
        assert_eq!(check("name [at] example [dot] com").disposition, Disposition::Synthetic);
        assert_eq!(check("jane [at] widgets [dot] io").proof, Proof::Proven);
        assert_eq!(check("look [at] this.thing").proof, Proof::Unproven);
    }

    proptest::proptest! {
        #[test]
        fn what_was_hidden_comes_back(address in "[a-z]{1,9}@[a-z]{1,9}\\.org", key in 0u8..) {
            let hidden: String = address.bytes().map(|b| format!("{:02x}", b ^ key)).collect();
            proptest::prop_assert_eq!(decoded(format!("{key:02X}{hidden}").as_bytes()), Some(address.into_bytes()));
        }
    }
}
