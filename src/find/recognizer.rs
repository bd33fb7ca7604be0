//! Names that a recogniser sees, such as a model of the user. Nothing wakes this finder: the engine asks the recogniser
//! itself, and rules give its two forms their points as they do for every other finder.

use super::{Anchor, Finder, Span};

pub(crate) static RECOGNIZER: Finder =
    Finder { name: "recognizer", forms: &["sure", "doubtful"], anchors: &[], literals: &[], find: never };

/// [`Span::form`] of a name of that certainty.
pub(crate) fn form_of(certainty: f32) -> u8 {
    // What is no number is no certainty either.
    if certainty >= SURE { 0 } else { 1 }
}

/// Probability from which a model is taken at its word: below, those that are public mistake one name in three or more.
const SURE: f32 = 0.9;

fn never(_: &[u8], _: usize, _: Anchor) -> Option<Span> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_decides_on_the_form() {
        let name = |certainty| RECOGNIZER.forms[usize::from(form_of(certainty))];
        assert_eq!([name(1.0), name(0.9)], ["sure"; 2]);
        assert_eq!([name(0.89), name(0.0), name(f32::NAN)], ["doubtful"; 3]);
    }
}
