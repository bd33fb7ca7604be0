//! Validators: pure checks of one candidate, one per file. They know nothing but bytes.

mod address;
mod advertising;
pub(crate) mod age;
mod attributes;
mod bank;
mod birth;
pub(crate) mod calendar;
mod card;
mod card_data;
mod card_ranges;
mod compact;
pub(crate) mod cookie;
pub(crate) mod cookie_names;
mod coordinates;
mod credential;
mod device;
mod document;
mod email;
mod email_hidden;
mod email_mistaken;
mod geocode;
mod iban;
mod imei;
mod ip;
mod ipv4;
mod ipv6;
mod login;
mod luhn;
mod mac;
mod meid;
mod national;
mod number;
mod person;
pub(crate) mod person_label;
mod person_mistaken;
mod phone;
mod phone_customs;
mod phone_fiction;
mod phone_plan;
mod phone_written;
mod place;
mod postcode;
mod push;
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

pub(crate) use postcode::{british as british_postcode, canadian as canadian_postcode};
pub(crate) use record::{
    BEFORE as RECORD_BEFORE, BEHIND as RECORD_BEHIND, are_keys_of_persons, keys as record_keys,
};
pub(crate) use validator::{Check, Proof, Subject, Validator};

/// A validator by the name that rules use, and the points that it adds to a confidence at most.
pub(crate) type Row = (&'static str, Validator, Adds);

/// The points that a validator adds to a confidence at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Adds {
    /// By the value itself and what stands next to it.
    pub(crate) value: i8,
    /// By the record around it, in which keys are those of persons ([`record_keys`]). A cell is a text of its own and has none.
    pub(crate) record: i8,
    /// Whether a value that fills a cell may pass at all.
    pub(crate) in_cells: bool,
}

impl Adds {
    /// None.
    pub(crate) const NOTHING: Self = up_to(0);

    /// The most anywhere.
    pub(crate) fn most(self) -> i8 {
        self.value.max(self.record)
    }
}

/// So many, whatever they are given for.
const fn up_to(value: i8) -> Adds {
    Adds { value, record: 0, in_cells: true }
}

/// So many by the record around the value, and so many by the value itself.
const fn by_record(record: i8, value: i8) -> Adds {
    Adds { value, record, in_cells: true }
}

/// So many to what has to stand within a text: nothing that fills a cell passes.
const fn within_text(value: i8) -> Adds {
    Adds { value, record: 0, in_cells: false }
}

/// Every validator, those of national numbers among them.
pub(crate) fn validators() -> impl Iterator<Item = &'static Row> {
    VALIDATORS.iter().chain(national::NATIONAL)
}

/// The validators of this room. One row a validator.
static VALIDATORS: &[Row] = &[
    ("aba-routing", bank::aba_routing, up_to(0)),
    ("account-id", attributes::account_id, by_record(attributes::MOST, 0)),
    ("address-line", address::address_line, up_to(address::OF_AN_ADDRESS)),
    ("advertising-id", advertising::advertising_id, up_to(0)),
    ("age", attributes::age, by_record(attributes::MOST, attributes::IN_YEARS)),
    ("bank-account", bank::bank_account, up_to(0)),
    ("bank-code", bank::bank_code, up_to(0)),
    ("bic", bank::bic, up_to(0)),
    ("biometric", attributes::biometric, by_record(attributes::MOST, 0)),
    ("card-code", card_data::card_code, up_to(0)),
    ("card-expiry", card_data::card_expiry, up_to(0)),
    ("card-expiry-part", card_data::card_expiry_part, up_to(0)),
    ("card-pin", card_data::card_pin, up_to(0)),
    ("card-track", card_data::card_track, up_to(0)),
    ("clabe", bank::clabe, up_to(0)),
    ("cookie", cookie::cookie, up_to(0)),
    ("credential", credential::credential, up_to(0)),
    ("date-of-birth", birth::date_of_birth, up_to(0)),
    ("device-id", device::device_id, up_to(0)),
    ("device-trait", attributes::device_trait, by_record(attributes::MOST, 0)),
    ("driver-licence", document::driver_licence, up_to(0)),
    ("eid", sim::eid, up_to(0)),
    ("email", email::email, up_to(0)),
    ("email-encoded", email_hidden::email_encoded, up_to(0)),
    ("email-hidden", email_hidden::email_hidden, up_to(0)),
    ("email-spelled", email_hidden::email_spelled, up_to(0)),
    ("gender", traits::gender, by_record(traits::MOST, traits::USUAL)),
    ("genetic", traits::genetic, by_record(traits::MOST, traits::USUAL)),
    ("geocode", geocode::geocode, by_record(geocode::MOST, 0)),
    ("handle", email::handle, up_to(0)),
    ("health", traits::health, by_record(traits::MOST, traits::CODED)),
    ("home-folder", login::home_folder, up_to(0)),
    ("iban", iban::iban, up_to(0)),
    ("iccid", sim::iccid, up_to(0)),
    ("ifsc", bank::ifsc, up_to(0)),
    ("imei", imei::imei, up_to(0)),
    ("imsi", sim::imsi, up_to(0)),
    ("ip", ip::ip, up_to(20)),
    ("job", traits::job, by_record(traits::MOST, traits::USUAL)),
    ("language", traits::language, by_record(traits::MOST, traits::USUAL)),
    ("location", coordinates::precise, by_record(coordinates::MOST, 0)),
    ("location-coarse", coordinates::coarse, by_record(coordinates::MOST, 0)),
    ("log-user", login::log_user, up_to(0)),
    ("mac", mac::mac, up_to(0)),
    ("marital-status", traits::marital_status, by_record(traits::MOST, traits::USUAL)),
    ("meid", meid::meid, up_to(0)),
    ("message", traits::message, by_record(traits::MOST, traits::USUAL)),
    ("minor-sign", attributes::minor_sign, by_record(attributes::MOST, 0)),
    ("mrz", document::mrz, up_to(0)),
    ("national-id", document::national_id, up_to(0)),
    ("network-handle", login::network_handle, up_to(0)),
    ("orientation", traits::orientation, by_record(traits::MOST, traits::USUAL)),
    ("own-words", traits::own_words, by_record(traits::MOST, traits::USUAL)),
    ("page", attributes::page, by_record(attributes::MOST, 0)),
    ("passport", document::passport, up_to(0)),
    ("payment-card", card::payment_card, up_to(20)),
    ("person-name", person::person_name, by_record(person_label::OF_RECORD, 22)),
    ("phone", phone::phone, up_to(0)),
    ("phrase", traits::phrase, by_record(traits::MOST, traits::USUAL)),
    ("picture", attributes::picture, by_record(attributes::MOST, 0)),
    ("place", place::place, by_record(traits::MOST, 0)),
    ("plate", attributes::plate, by_record(attributes::MOST, 0)),
    ("politics", traits::politics, by_record(traits::MOST, traits::USUAL)),
    ("postal-address", address::postal_address, up_to(37)),
    ("postcode", postcode::postcode, up_to(0)),
    ("postcode-of-digits", postcode::postcode_of_digits, by_record(traits::MOST, 0)),
    ("profile-link", login::profile_link, up_to(0)),
    ("push-token", push::push_token, up_to(0)),
    ("race", traits::race, by_record(traits::MOST, traits::USUAL)),
    ("religion", traits::religion, by_record(traits::MOST, traits::USUAL)),
    ("salary", attributes::salary, by_record(attributes::MOST, 0)),
    ("salutation", traits::salutation, by_record(traits::MOST, traits::USUAL)),
    ("score", attributes::score, by_record(attributes::MOST, 0)),
    ("set-flag", attributes::set_flag, by_record(attributes::MOST, 0)),
    ("street-name", place::street_name, up_to(0)),
    ("tracking-beacon", url::tracking_beacon, up_to(0)),
    ("union", traits::union, by_record(traits::MOST, traits::USUAL)),
    ("upi", upi::upi, up_to(0)),
    ("url-parameter", url::url_parameter, within_text(url::MOST)),
    ("us-itin", ssn::us_itin, up_to(0)),
    ("us-ssn", ssn::us_ssn, up_to(0)),
    ("user-agent", user_agent::user_agent, up_to(user_agent::IN_ACCESS_LOG)),
    ("username", login::username, by_record(login::MOST, 0)),
    ("vin", attributes::vin, up_to(0)),
    ("visit", attributes::visit, by_record(attributes::MOST, 0)),
];
