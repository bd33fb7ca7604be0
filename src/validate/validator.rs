//! The contract of a validator: a pure function that judges one candidate.

use crate::model::Disposition;

/// A candidate in its surroundings. A validator may look at the bytes around the value, because what
/// stands there (`git@host:path`, `v1.2.3.4`) can refute it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    /// The window that is being searched.
    pub(crate) text: &'a [u8],
    /// First byte of the value in `text`.
    pub(crate) start: usize,
    /// Behind the last byte of the value.
    pub(crate) end: usize,
    /// Which of its finder's forms the value has, such as `dashed`.
    pub(crate) form: &'static str,
}

impl<'a> Subject<'a> {
    /// A value on its own, without surroundings.
    #[cfg(test)]
    pub(crate) fn alone(value: &'a str, form: &'static str) -> Self {
        Self { text: value.as_bytes(), start: 0, end: value.len(), form }
    }

    /// The value itself.
    pub(crate) fn value(&self) -> &'a [u8] {
        self.text.get(self.start..self.end).unwrap_or(&[])
    }

    /// Up to `n` bytes before the value.
    pub(crate) fn before(&self, n: usize) -> &'a [u8] {
        self.text.get(self.start.saturating_sub(n)..self.start).unwrap_or(&[])
    }

    /// Up to `n` bytes behind the value.
    pub(crate) fn after(&self, n: usize) -> &'a [u8] {
        let end = self.text.len().min(self.end.saturating_add(n));
        self.text.get(self.end..end).unwrap_or(&[])
    }
}

/// How far a value is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It cannot be what the rule looks for.
    Refuted,
    /// It fails its checksum, but a field name that asks for it may keep it, low.
    Failed,
    /// Nothing speaks against it, and there is no check that could prove it.
    Unproven,
    /// Structure and check digits hold.
    Proven,
}

/// What a validator says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// How far the value is proven.
    pub(crate) proof: Proof,
    /// Whether it counts as somebody's data.
    pub(crate) disposition: Disposition,
    /// Points to add to the confidence, mostly negative.
    pub(crate) adjust: i8,
    /// Why, in a few words for `explain` and the evidence; empty if there is nothing to say.
    pub(crate) note: &'static str,
}

impl Check {
    /// Proven, and somebody's.
    pub(crate) const PROVEN: Self = Self::real(Proof::Proven);
    /// Not disproved, and somebody's.
    pub(crate) const UNPROVEN: Self = Self::real(Proof::Unproven);

    const fn real(proof: Proof) -> Self {
        Self { proof, disposition: Disposition::Real, adjust: 0, note: "" }
    }

    /// Not what the rule looks for, because of `note`.
    pub(crate) const fn refuted(note: &'static str) -> Self {
        Self { note, ..Self::real(Proof::Refuted) }
    }

    /// Has the shape but fails its check: only a field name keeps it.
    pub(crate) const fn failed(note: &'static str) -> Self {
        Self { note, ..Self::real(Proof::Failed) }
    }

    /// The same with another disposition and the reason for it.
    pub(crate) const fn but(self, disposition: Disposition, note: &'static str) -> Self {
        Self { disposition, note, ..self }
    }

    /// The same with points added (or taken) for a reason.
    pub(crate) const fn adjusted(self, adjust: i8, note: &'static str) -> Self {
        Self { adjust, note, ..self }
    }
}

/// A validator. The same bytes give the same answer, always.
pub(crate) type Validator = fn(&Subject<'_>) -> Check;
