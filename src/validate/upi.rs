//! Addresses of the Unified Payments Interface (National Payments Corporation of India). There is nothing to prove.

use super::{Check, Subject};
use crate::model::Disposition;

/// Judges an address by what stands before the `@`.
pub(crate) fn upi(subject: &Subject<'_>) -> Check {
    let local = subject.value().split(|b| *b == b'@').next().unwrap_or(&[]);
    let is = |words: &[&str]| words.iter().any(|w| local.eq_ignore_ascii_case(w.as_bytes()));
    if is(&["root", "admin", "ubuntu", "git", "www-data", "postgres", "ec2-user"]) {
        return Check::refuted("a user of a machine");
    }
    if is(&["name", "user", "username", "yourname", "test", "example", "vpa", "abc", "xyz", "merchant"]) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "name in an example");
    }
    Check::UNPROVEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn names_say_whose_it_is() {
        let check = |value| upi(&Subject::alone(value, "known"));
        assert_eq!(check("jane.roe@ybl"), Check::UNPROVEN);
        assert_eq!(check("name@ybl").disposition, Disposition::Synthetic);
        assert_eq!(check("root@ybl").proof, Proof::Refuted);
    }
}
