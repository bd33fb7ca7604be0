//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod advertising;
pub(crate) mod cookie;
pub(crate) mod cookie_names;
mod email;
mod email_mistaken;
mod ip;
mod ipv4;
mod ipv6;
mod mac;
mod validator;
mod vicinity;
mod word_table;

pub(crate) use validator::{Check, Proof, Subject, Validator};

/// Every validator by the name that rules use.
pub(crate) static VALIDATORS: &[(&str, Validator)] = &[
    ("email", email::email),
    ("ip", ip::ip),
    ("mac", mac::mac),
    ("advertising-id", advertising::advertising_id),
    ("cookie", cookie::cookie),
];
