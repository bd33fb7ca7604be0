//! Rules as data: what a rule file says, and whether it says it well. Knows no engine and no matrix.

mod anchors;
mod known;
mod lint;
mod load;
mod read;
mod rule;
mod slow;

pub(crate) use anchors::{parse, required_digits, required_literals};
pub use known::Known;
pub use load::RuleSet;
pub use rule::{Match, Rule, Strength};

/// Every rule that comes with the program: its id and its text. One row a file.
#[rustfmt::skip]
static BUILTIN: &[(&str, &str)] = &[
    ("advertising-id", include_str!("../../rules/detectors/advertising-id.toml")),
    ("cookie-identifier", include_str!("../../rules/detectors/cookie-identifier.toml")),
    ("date-of-birth", include_str!("../../rules/detectors/date-of-birth.toml")),
    ("device-id", include_str!("../../rules/detectors/device-id.toml")),
    ("email", include_str!("../../rules/detectors/email.toml")),
    ("iccid", include_str!("../../rules/detectors/iccid.toml")),
    ("imei", include_str!("../../rules/detectors/imei.toml")),
    ("imsi", include_str!("../../rules/detectors/imsi.toml")),
    ("ip-address", include_str!("../../rules/detectors/ip-address.toml")),
    ("mac-address", include_str!("../../rules/detectors/mac-address.toml")),
    ("payment-card", include_str!("../../rules/detectors/payment-card.toml")),
    ("person-name", include_str!("../../rules/detectors/person-name.toml")),
    ("phone", include_str!("../../rules/detectors/phone.toml")),
    ("postal-address", include_str!("../../rules/detectors/postal-address.toml")),
    ("us-itin", include_str!("../../rules/detectors/us-itin.toml")),
    ("us-ssn", include_str!("../../rules/detectors/us-ssn.toml")),
];
