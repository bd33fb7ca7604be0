//! The key by which a project tells accepted values from new ones without writing them down.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::model::KeyedDigest;

/// A secret of the project. Who has it can try out values; so it is never written anywhere.
#[derive(Clone)]
pub struct BaselineKey(Hmac<Sha256>);

impl BaselineKey {
    /// Fewer bytes could be tried out.
    pub const LEAST: usize = 16;

    /// A key of these bytes; `None` if they are too few.
    pub fn new(secret: &[u8]) -> Option<Self> {
        let mac = Hmac::<Sha256>::new_from_slice(secret).ok();
        mac.filter(|_| secret.len() >= Self::LEAST).map(Self)
    }

    /// HMAC-SHA-256 (RFC 2104) of type and value, cut to 128 bits.
    pub fn digest(&self, info_type: &str, value: &[u8]) -> KeyedDigest {
        let mut mac = self.0.clone();
        mac.update(info_type.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        let full = mac.finalize().into_bytes();
        let mut digest = KeyedDigest::default();
        digest.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        digest
    }
}

impl std::fmt::Debug for BaselineKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BaselineKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_depend_on_key_type_and_value() {
        let [a, b] = [b"0123456789abcdef", b"0123456789abcdeg"].map(|k| BaselineKey::new(k).unwrap());
        assert_eq!(a.digest("EMAIL_ADDRESS", b"x"), a.digest("EMAIL_ADDRESS", b"x"));
        assert_ne!(a.digest("EMAIL_ADDRESS", b"x"), b.digest("EMAIL_ADDRESS", b"x"));
        assert_ne!(a.digest("EMAIL_ADDRESS", b"x"), a.digest("EMAIL", b"_ADDRESSx"));
        assert_ne!(a.digest("US_SSN", b"x"), a.digest("US_SSN", b"y"));
        assert!(BaselineKey::new(b"too short").is_none());
        assert_eq!(format!("{a:?}"), "BaselineKey(..)");
    }
}
