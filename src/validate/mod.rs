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

/// Every validator by the name that rules use, and the points that it adds to a confidence at most. One row a
/// validator.
#[rustfmt::skip]
pub(crate) static VALIDATORS: &[(&str, Validator, i8)] = &[
    ("advertising-id", advertising::advertising_id, 0),
    ("cookie", cookie::cookie, 0),
    ("date-of-birth", birth::date_of_birth, 0),
    ("device-id", device::device_id, 0),
    ("email", email::email, 0),
    ("iccid", sim::iccid, 0),
    ("imei", imei::imei, 0),
    ("imsi", sim::imsi, 0),
    ("ip", ip::ip, 20),
    ("mac", mac::mac, 0),
    ("payment-card", card::payment_card, 20),
    ("person-name", person::person_name, 10),
    ("phone", phone::phone, 0),
    ("postal-address", address::postal_address, 17),
    ("us-itin", ssn::us_itin, 0),
    ("us-ssn", ssn::us_ssn, 0),
];
