//! Usual values of fields that describe a person: `rules/lexicons/traits.txt`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// By kind, the values in lower case.
static TRAITS: LazyLock<FxHashMap<&'static str, FxHashSet<&'static str>>> =
    LazyLock::new(|| parse(include_str!("../../rules/lexicons/traits.txt")));

/// No value is longer, in bytes.
const LONGEST: usize = 48;

/// Whether `value` is a usual one of `kind`, in any case.
pub(crate) fn is_trait(kind: &str, value: &str) -> bool {
    value.len() <= LONGEST
        && TRAITS.get(kind).is_some_and(|values| values.contains(value.to_lowercase().as_str()))
}

fn parse(list: &'static str) -> FxHashMap<&'static str, FxHashSet<&'static str>> {
    let mut traits: FxHashMap<_, FxHashSet<_>> = FxHashMap::default();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some((kind, values)) = line.split_once(": ") {
            traits.entry(kind).or_default().extend(values.split(", "));
        }
    }
    traits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_belong_to_their_kind() {
        for (kind, value) in
            [("gender", "F"), ("religion", "Hindu"), ("blood", "AB+"), ("gender", "Männlich")]
        {
            assert!(is_trait(kind, value), "{kind}: {value}");
        }
        for (kind, value) in
            [("orientation", "landscape"), ("race", "condition"), ("nothing", "f"), ("race", "")]
        {
            assert!(!is_trait(kind, value), "{kind}: {value}");
        }
    }

    #[test]
    fn the_list_is_lower_case_and_short() {
        for value in TRAITS.values().flatten() {
            assert!(
                value.to_lowercase() == **value && value.len() <= LONGEST && value.trim() == *value,
                "{value}"
            );
        }
    }
}
