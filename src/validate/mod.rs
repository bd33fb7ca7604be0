//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod address;
mod advertising;
mod age;
mod attributes;
mod bank;
mod birth;
mod calendar;
mod card;
mod card_data;
mod card_ranges;
mod compact;
pub(crate) mod cookie;
pub(crate) mod cookie_names;
mod coordinates;
mod device;
mod document;
mod email;
mod email_mistaken;
mod iban;
mod imei;
mod ip;
mod ipv4;
mod ipv6;
mod luhn;
mod mac;
mod national;
mod number;
mod person;
mod phone;
mod phone_customs;
mod phone_fiction;
mod phone_plan;
mod phone_written;
mod record;
mod sim;
mod ssn;
mod traits;
mod upi;
mod url;
pub(crate) mod user_agent;
mod validator;
mod vicinity;
mod word_table;

pub(crate) use age::minor;
pub(crate) use validator::{Check, Proof, Subject, Validator};

/// A validator by the name that rules use, and the points that it adds to a confidence at most.
pub(crate) type Row = (&'static str, Validator, i8);

/// Every validator, those of national numbers among them.
pub(crate) fn validators() -> impl Iterator<Item = &'static Row> {
    VALIDATORS.iter().chain(national::NATIONAL)
}

/// The validators of this room. One row a validator.
#[rustfmt::skip]
static VALIDATORS: &[Row] = &[
    ("aba-routing", bank::aba_routing, 0),
    ("account-id", attributes::account_id, attributes::MOST),
    ("advertising-id", advertising::advertising_id, 0),
    ("age", attributes::age, attributes::MOST),
    ("bank-account", bank::bank_account, 0),
    ("bic", bank::bic, 0),
    ("biometric", attributes::biometric, attributes::MOST),
    ("card-code", card_data::card_code, 0),
    ("card-expiry", card_data::card_expiry, 0),
    ("card-track", card_data::card_track, 0),
    ("clabe", bank::clabe, 0),
    ("cookie", cookie::cookie, 0),
    ("date-of-birth", birth::date_of_birth, 0),
    ("device-id", device::device_id, 0),
    ("device-trait", attributes::device_trait, attributes::MOST),
    ("driver-licence", document::driver_licence, 0),
    ("email", email::email, 0),
    ("gender", traits::gender, traits::MOST),
    ("health", traits::health, traits::MOST),
    ("iban", iban::iban, 0),
    ("iccid", sim::iccid, 0),
    ("ifsc", bank::ifsc, 0),
    ("imei", imei::imei, 0),
    ("imsi", sim::imsi, 0),
    ("ip", ip::ip, 20),
    ("language", traits::language, traits::MOST),
    ("location", coordinates::precise, coordinates::MOST),
    ("location-coarse", coordinates::coarse, coordinates::MOST),
    ("mac", mac::mac, 0),
    ("marital-status", traits::marital_status, traits::MOST),
    ("minor-sign", attributes::minor_sign, attributes::MOST),
    ("mrz", document::mrz, 0),
    ("national-id", document::national_id, 0),
    ("orientation", traits::orientation, traits::MOST),
    ("page", attributes::page, attributes::MOST),
    ("passport", document::passport, 0),
    ("payment-card", card::payment_card, 20),
    ("person-name", person::person_name, 22),
    ("phone", phone::phone, 0),
    ("message", traits::message, traits::MOST),
    ("phrase", traits::phrase, traits::MOST),
    ("picture", attributes::picture, attributes::MOST),
    ("plate", attributes::plate, attributes::MOST),
    ("politics", traits::politics, traits::MOST),
    ("postal-address", address::postal_address, 37),
    ("race", traits::race, traits::MOST),
    ("religion", traits::religion, traits::MOST),
    ("salary", attributes::salary, attributes::MOST),
    ("tracking-beacon", url::tracking_beacon, 0),
    ("upi", upi::upi, 0),
    ("url-parameter", url::url_parameter, url::MOST),
    ("us-itin", ssn::us_itin, 0),
    ("us-ssn", ssn::us_ssn, 0),
    ("user-agent", user_agent::user_agent, user_agent::IN_ACCESS_LOG),
    ("username", attributes::username, attributes::MOST),
    ("vin", attributes::vin, 0),
    ("visit", attributes::visit, attributes::MOST),
];
