//! Finders: from an anchor to the span of a candidate, one shape per file. They know no rules and
//! judge no values.

mod anchor;
mod cookie;
mod email;
mod finder;
mod ipv4;
mod ipv6;
mod mac;
mod uuid;

#[cfg(test)]
pub(crate) use anchor::find_all;
pub(crate) use finder::{Anchor, Finder, REACH, Span, byte, byte_before, is_word};

/// Every finder; rules refer to them by name.
pub(crate) static FINDERS: &[&Finder] =
    &[&email::EMAIL, &ipv4::IPV4, &ipv6::IPV6, &mac::MAC, &uuid::UUID, &cookie::COOKIE];
