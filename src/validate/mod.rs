//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod birth;
mod calendar;
mod card;
mod card_ranges;
mod device;
mod imei;
mod luhn;
mod number;
mod sim;
mod ssn;
mod validator;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use.
pub(crate) static VALIDATORS: &[(&str, Validator)] = &[
    ("date-of-birth", birth::date_of_birth),
    ("device-id", device::device_id),
    ("iccid", sim::iccid),
    ("imei", imei::imei),
    ("imsi", sim::imsi),
    ("payment-card", card::payment_card),
    ("us-itin", ssn::us_itin),
    ("us-ssn", ssn::us_ssn),
];
