//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod address;
mod advertising;
mod birth;
mod calendar;
mod card;
mod card_ranges;
pub(crate) mod cookie;
pub(crate) mod cookie_names;
mod device;
mod email;
mod email_mistaken;
mod imei;
mod ip;
mod ipv4;
mod ipv6;
mod luhn;
mod mac;
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
mod vicinity;
mod word_table;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use. One row a validator.
#[rustfmt::skip]
pub(crate) static VALIDATORS: &[(&str, Validator)] = &[
    ("advertising-id", advertising::advertising_id),
    ("cookie", cookie::cookie),
    ("date-of-birth", birth::date_of_birth),
    ("device-id", device::device_id),
    ("email", email::email),
    ("iccid", sim::iccid),
    ("imei", imei::imei),
    ("imsi", sim::imsi),
    ("ip", ip::ip),
    ("mac", mac::mac),
    ("payment-card", card::payment_card),
    ("person-name", person::person_name),
    ("phone", phone::phone),
    ("postal-address", address::postal_address),
    ("us-itin", ssn::us_itin),
    ("us-ssn", ssn::us_ssn),
];
