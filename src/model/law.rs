//! What laws say of a kind of data.

/// Facts of law, to be looked up from a report. What is not stated is empty or `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LawFacts {
    /// Class under the GDPR: `P`, `9`, `10` or `none`.
    pub gdpr: String,
    /// Articles of the GDPR with rules of their own for it.
    pub articles: Vec<u8>,
    /// Letters of Cal. Civ. Code 1798.140(v)(1), by commas.
    pub ccpa: String,
    /// Whether it is sensitive personal information under 1798.140(ae).
    pub spi: Option<bool>,
    /// Letters of 45 CFR 164.514(b)(2)(i), by commas.
    pub hipaa: String,
    /// Whether PCI DSS has rules for it.
    pub pci: Option<bool>,
}
