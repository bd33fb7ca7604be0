//! Finders: from an anchor to the span of a candidate, one shape per file. They know no rules and
//! judge no values.

mod abroad;
mod address_block;
mod anchor;
mod birth;
mod british;
mod card_tail;
mod cookie;
mod country;
mod digit_edges;
mod digits;
mod email;
mod encoded;
mod extension;
mod finder;
mod groups;
mod home;
mod iban;
mod ipv4;
mod ipv6;
mod labelled;
mod last_line;
mod login;
mod lower_case;
mod mac;
mod mrz;
mod named_street;
mod person;
mod person_alone;
mod person_apart;
mod person_company;
mod person_cues;
mod person_surname;
mod phone;
mod phone_spaced;
mod phone_wide;
mod pinyin;
mod postal;
mod printed;
mod profile;
mod push_token;
mod recognizer;
mod secret;
mod small_street;
mod spelled;
mod street;
mod street_name;
mod token;
mod tokens;
mod track;
mod unit;
mod upi;
mod user_agent;
mod user_info;
mod uuid;
mod word_list;
mod years_old;

#[cfg(test)]
pub(crate) use anchor::find_all;
pub(crate) use finder::{Anchor, Finder, REACH, Span, byte, byte_before, is_word};
pub(crate) use labelled::is_own_label;
pub(crate) use recognizer::{RECOGNIZER, form_of};

/// Every finder; rules refer to them by name. One row a finder.
pub(crate) static FINDERS: &[&Finder] = &[
    &abroad::ABROAD,
    &birth::BIRTH,
    &british::BRITISH,
    &card_tail::CARD_CODE,
    &card_tail::CARD_EXPIRY,
    &cookie::COOKIE,
    &digits::DIGITS,
    &email::EMAIL,
    &encoded::ENCODED,
    &groups::GROUPS,
    &home::HOME,
    &iban::IBAN,
    &ipv4::IPV4,
    &ipv6::IPV6,
    &labelled::LABELLED,
    &login::LOGIN,
    &mac::MAC,
    &mrz::MRZ,
    &person::PERSON,
    &phone::PHONE,
    &postal::POSTAL,
    &printed::PRINTED,
    &profile::PROFILE,
    &push_token::PUSH_TOKEN,
    &RECOGNIZER,
    &secret::SECRET,
    &spelled::SPELLED,
    &street::STREET,
    &token::TOKEN,
    &track::TRACK,
    &upi::UPI,
    &user_agent::USER_AGENT,
    &user_info::USER_INFO,
    &uuid::UUID,
    &years_old::YEARS_OLD,
];
