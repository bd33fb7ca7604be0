//! The names that rules may use for what is written in Rust.

/// Names of finders with their forms, of validators and of masks. This room does not know those who bear
/// them, so they are handed in.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Finders, each with its forms.
    pub finders: &'a [(&'a str, &'a [&'a str])],
    /// Validators.
    pub validators: &'a [&'a str],
    /// Masks.
    pub masks: &'a [&'a str],
}

/// The finder that the engine itself is: values by the name of their column or key, with its forms.
const FIELD: (&str, &[&str]) = ("field", &["field", "label", "weak"]);

impl<'a> Known<'a> {
    /// Every finder, the engine's own among them.
    pub(crate) fn finders(&self) -> impl Iterator<Item = (&'a str, &'a [&'a str])> + use<'a> {
        self.finders.iter().copied().chain([FIELD])
    }

    /// The forms of a finder.
    pub(crate) fn forms(&self, finder: &str) -> Option<&'a [&'a str]> {
        self.finders().find(|(name, _)| *name == finder).map(|(_, forms)| forms)
    }
}
