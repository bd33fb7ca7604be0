//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod address;
mod person;
mod validator;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use.
pub(crate) static VALIDATORS: &[(&str, Validator)] =
    &[("person-name", person::person_name), ("postal-address", address::postal_address)];
