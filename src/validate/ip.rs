//! IP addresses: the door to the two versions.

use super::{Check, Subject, ipv4, ipv6};

/// Judges an IPv4 or IPv6 address.
pub(crate) fn ip(subject: &Subject<'_>) -> Check {
    if subject.value().contains(&b':') { ipv6::ipv6(subject) } else { ipv4::ipv4(subject) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn both_versions_are_judged() {
        assert_eq!(ip(&Subject::alone("93.184.216.34", "quad")).proof, Proof::Unproven);
        assert_eq!(ip(&Subject::alone("2a02:8071::1", "ipv6")).proof, Proof::Proven);
        for value in ["", "unknown", "1.2.3", "::x", ":"] {
            assert_eq!(ip(&Subject::alone(value, "quad")).proof, Proof::Refuted, "{value}");
        }
    }
}
