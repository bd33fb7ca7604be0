//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod address;
mod birth;
mod calendar;
mod card;
mod card_ranges;
mod device;
mod imei;
mod luhn;
mod number;
mod person;
mod phone;
mod phone_customs;
mod phone_fiction;
mod phone_plan;
mod phone_written;
mod sim;
mod ssn;
mod validator;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use. One row a validator.
#[rustfmt::skip]
pub(crate) static VALIDATORS: &[(&str, Validator)] = &[
    ("date-of-birth", birth::date_of_birth),
    ("device-id", device::device_id),
    ("iccid", sim::iccid),
    ("imei", imei::imei),
    ("imsi", sim::imsi),
    ("payment-card", card::payment_card),
    ("person-name", person::person_name),
    ("phone", phone::phone),
    ("postal-address", address::postal_address),
    ("us-itin", ssn::us_itin),
    ("us-ssn", ssn::us_ssn),
];
