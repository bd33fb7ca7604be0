//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod address;
mod person;
mod phone;
mod phone_customs;
mod phone_fiction;
mod phone_plan;
mod phone_written;
mod validator;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use. One row a validator.
#[rustfmt::skip]
pub(crate) static VALIDATORS: &[(&str, Validator)] = &[
    ("person-name", person::person_name),
    ("phone", phone::phone),
    ("postal-address", address::postal_address),
];
