//! Email addresses: whose they are. Shapes that only look like one are told apart in `email_mistaken`.

use super::email_mistaken::mistaken;
use super::word_table::WordTable;
use super::{Check, Proof, Subject};
use crate::model::Disposition::{Masked, Role, Synthetic, Technical};
use std::sync::LazyLock;

/// The top-level domains in use.
static TLDS: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::parse(include_str!("../../rules/lexicons/tlds.txt")));
/// Domains, and top-level domains, whose addresses are nobody's.
static PLACEHOLDER_DOMAINS: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::parse(include_str!("../../rules/lexicons/placeholder-domains.txt")));
/// Domains at which private people have their mailboxes.
static CONSUMER_DOMAINS: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::parse(include_str!("../../rules/lexicons/consumer-domains.txt")));
/// Local parts of shared mailboxes.
static ROLE_LOCALS: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::parse(include_str!("../../rules/lexicons/role-locals.txt")));
/// Local parts that people make up.
static FAKE_LOCALS: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::parse(include_str!("../../rules/lexicons/fake-locals.txt")));

/// An address in its two parts.
pub(super) struct Address<'a> {
    /// What stands before the `@`.
    pub(super) local: &'a [u8],
    /// What stands behind it.
    pub(super) domain: &'a [u8],
    /// The last label of the domain.
    pub(super) top: &'a [u8],
}

impl<'a> Address<'a> {
    fn split(value: &'a [u8]) -> Option<Self> {
        let at = memchr::memrchr(b'@', value)?;
        let (local, domain) = (value.get(..at)?, value.get(at + 1..)?);
        let top = domain.get(memchr::memrchr(b'.', domain)? + 1..)?;
        (!local.is_empty()).then_some(Self { local, domain, top })
    }

    /// Whether the top-level domain is in use. Those of other scripts are taken on trust.
    pub(super) fn has_known_top(&self) -> bool {
        TLDS.contains(self.top)
            || self.top.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"xn--"))
            || !self.top.is_ascii()
    }

    /// Whether private people have their mailboxes there.
    pub(super) fn is_consumer(&self) -> bool {
        CONSUMER_DOMAINS.contains(self.domain)
    }
}

/// Judges an email address.
pub(crate) fn email(subject: &Subject<'_>) -> Check {
    let Some(address) = Address::split(subject.value()) else { return Check::refuted("not an address") };
    let known = address.has_known_top();
    if let Some(note) = mistaken(subject, &address, known) {
        return Check::refuted(note);
    }
    let check = if known { Check::PROVEN } else { Check::UNPROVEN.adjusted(-35, "unknown top-level domain") };
    whose(subject, &address, check)
}

/// The check with a disposition. The domain decides first: nothing at `example.org` is anybody's.
fn whose(subject: &Subject<'_>, address: &Address<'_>, check: Check) -> Check {
    if PLACEHOLDER_DOMAINS.contains_suffix(address.domain) {
        return check.but(Synthetic, "placeholder domain");
    }
    if is_masked(address.local) {
        return check.but(Masked, "masked local part");
    }
    if is_of_service(address.domain) {
        return check.but(Technical, "account of a service");
    }
    if ROLE_LOCALS.contains(address.local) || is_role_with_suffix(address.local) {
        return check.but(Role, "shared mailbox");
    }
    if is_java_mail(address.local) {
        return check.but(Technical, "message identifier");
    }
    if is_forge(address.domain) {
        return check.adjusted(-40, "no-reply address of a code forge");
    }
    if FAKE_LOCALS.contains(address.local) && address.is_consumer() {
        return check.adjusted(-30, "made-up name at a real provider");
    }
    if subject.before(1) == b"@" {
        return check.adjusted(-30, "behind another sign");
    }
    check
}

/// An account of the Fediverse, `name@host` behind another `@`: whose it is is decided as of a mailbox.
pub(crate) fn handle(subject: &Subject<'_>) -> Check {
    let check =
        email(&Subject { text: subject.value(), start: 0, end: subject.value().len(), form: subject.form });
    match (check.proof, check.disposition) {
        (_, Synthetic) => check.adjusted(0, check.note),
        (Proof::Proven, _) => check,
        _ => Check::refuted("no account"),
    }
}

/// `xxxx` and the like stand for a name that was taken out.
fn is_masked(local: &[u8]) -> bool {
    local.len() >= 3 && local.iter().all(|b| matches!(b, b'x' | b'X' | b'_' | b'.'))
        || local.eq_ignore_ascii_case(b"redacted")
}

/// A role and more: `support+ticket`, `sales-emea`, `noreply2`.
fn is_role_with_suffix(local: &[u8]) -> bool {
    let cut = local.iter().position(|b| matches!(b, b'+' | b'-'));
    if let Some(head) = cut.and_then(|i| local.get(..i)) {
        return ROLE_LOCALS.contains(head) || silent(local);
    }
    silent(local)
}

/// Mailboxes that nobody reads, by how they begin.
fn silent(local: &[u8]) -> bool {
    let may_be = matches!(local.first(), Some(b'n' | b'N' | b'd' | b'D'));
    may_be
        && [&b"no-reply"[..], b"noreply", b"donotreply", b"do-not-reply"]
            .iter()
            .any(|word| local.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

/// `12.7.JavaMail.app`: what the Java mail library makes up for a message's identifier.
fn is_java_mail(local: &[u8]) -> bool {
    memchr::memchr_iter(b'J', local)
        .any(|i| local.get(i..).is_some_and(|rest| rest.starts_with(b"JavaMail.")))
}

/// Where accounts of programs have their names, which look like mailboxes: those of Google Cloud.
fn is_of_service(domain: &[u8]) -> bool {
    const HOME: &[u8] = b"gserviceaccount.com";
    let rest = domain.len().checked_sub(HOME.len()).and_then(|cut| domain.split_at_checked(cut));
    rest.is_some_and(|(owner, home)| {
        home.eq_ignore_ascii_case(HOME) && (owner.is_empty() || owner.ends_with(b"."))
    })
}

/// Addresses that forges give out in place of a person's own; what remains is the login.
fn is_forge(domain: &[u8]) -> bool {
    [&b"users.noreply.github.com"[..], b"users.noreply.gitlab.com", b"noreply.codeberg.org"]
        .iter()
        .any(|d| domain.eq_ignore_ascii_case(d))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Disposition::Real;

    #[test]
    fn whose_an_address_is() {
        for (value, disposition, adjust) in [
            ("ray.doe@firma.de", Real, 0),
            ("ray.doe@FIRMA.Com", Real, 0),
            ("иван@пример.рф", Real, 0),
            ("ray@xn--exmple-cua.xn--p1ai", Real, 0),
            ("dpo@example.org", Synthetic, 0),
            ("ray@sub.Example.COM", Synthetic, 0),
            ("ray@printer.local", Synthetic, -35),
            ("ray@contoso.com", Synthetic, 0),
            ("dpo@firma.de", Role, 0),
            ("Support+17@firma.de", Role, 0),
            ("no-reply-eu@firma.de", Role, 0),
            ("it-desk@firma.de", Role, 0),
            ("italo@firma.de", Real, 0),
            ("test@gmail.com", Real, -30),
            ("john.doe@yahoo.com", Real, -30),
            ("test@firma.de", Real, 0),
            ("xxxx@gmail.com", Masked, 0),
            ("17+ray@users.noreply.github.com", Real, -40),
            ("12.7.JavaMail.app@host.firma.de", Technical, 0),
            ("ray@firma.intranetz", Real, -35),
            ("1234-compute@developer.gserviceaccount.com", Technical, 0),
            ("runner@firma-1.iam.GServiceAccount.com", Technical, 0),
            ("ray@mygserviceaccount.com", Real, 0),
        ] {
            let check = email(&Subject::alone(value, "plain"));
            assert_eq!((check.disposition, check.adjust), (disposition, adjust), "{value}");
            assert_ne!(check.proof, Proof::Refuted, "{value}");
        }
    }

    #[test]
    fn handles_have_a_known_host() {
        let check = |v| handle(&Subject::alone(v, "handle"));
        assert_eq!(check("ray@firma.social").proof, Proof::Proven);
        assert_eq!(check("ray@social.example").disposition, Synthetic);
        assert_eq!(check("ray@firma.intranetz").proof, Proof::Refuted);
    }

    #[test]
    fn a_known_top_level_domain_proves() {
        let proof = |v| email(&Subject::alone(v, "plain")).proof;
        assert_eq!(proof("ray@firma.museum"), Proof::Proven);
        assert_eq!(proof("ray@firma.intranetz"), Proof::Unproven);
        assert_eq!(proof("ray"), Proof::Refuted);
        assert_eq!(proof("ray@host"), Proof::Refuted);
    }

    #[test]
    fn lexicons_are_whole() {
        assert!(TLDS.contains(b"zw") && TLDS.contains(b"aaa") && TLDS.contains(b"zuerich"));
        for (table, word) in [
            (&PLACEHOLDER_DOMAINS, "tempmail.org"),
            (&CONSUMER_DOMAINS, "zoho.com"),
            (&ROLE_LOCALS, "reception"),
            (&FAKE_LOCALS, "bob"),
        ] {
            assert!(table.contains(word.as_bytes()), "{word}");
        }
    }
}
