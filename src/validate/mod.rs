//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod phone;
mod phone_customs;
mod phone_fiction;
mod phone_plan;
mod phone_written;
mod validator;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use.
pub(crate) static VALIDATORS: &[(&str, Validator)] = &[("phone", phone::phone)];
