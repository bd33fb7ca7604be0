//! Logins and handles: which are a person's.

use std::sync::LazyLock;

use super::record::OF_A_PERSON;
use super::traits::of_record;
use super::vicinity::label_before;
use super::word_table::WordTable;
use super::{Check, Subject};
use crate::model::Disposition;

/// The most that validators of this file add.
pub(super) const MOST: i8 = OF_A_PERSON;

/// Logins of machines and roles, and what stands in documentation for a login.
#[rustfmt::skip]
static NOBODY: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "root", "admin", "administrator", "user", "username", "guest", "test", "demo", "ubuntu", "ec2-user",
            "runner", "runneradmin", "vagrant", "node", "app", "deploy", "jenkins", "circleci", "travis",
            "www-data", "public", "default", "postgres", "mysql", "oracle", "nobody", "anonymous", "system",
            "service", "daemon", "build", "builder", "ci", "git", "login", "name", "foo", "bar", "example", "me",
            "you", "your-username", "myuser", "someuser", "localhost", "docker", "ftp", "mail", "backup",
            "operator", "support", "info", "bot", "worker", "superuser", "sa", "dbuser", "password", "token",
            "linuxbrew", "circle", "pi", "kali", "student", "shared", "all users", "default user", "travis-ci",
            "null", "none", "nginx", "apache", "httpd", "gdm", "lightdm", "sddm", "zabbix", "nagios", "ansible",
            "hadoop", "hdfs", "hive", "kafka", "elastic", "elasticsearch", "kibana", "grafana", "prometheus",
            "redis", "mongodb", "rabbitmq", "tomcat", "wildfly", "gitlab", "gitlab-runner", "gerrit", "sonar",
            "nexus", "svn", "sync", "bin", "sys", "lp", "news", "uucp", "proxy", "list", "irc", "gnats",
            "messagebus", "sshd", "ntp", "chrony", "postfix", "dovecot", "named", "bind", "dbus", "avahi",
            "polkitd", "centos", "debian", "fedora", "rundeck", "puppet", "chef", "salt", "logstash", "splunk",
            "dd-agent", "newrelic", "cloud-user", "core", "azureuser", "opc", "hduser", "spark", "yarn",
            "zookeeper", "consul", "vault", "nomad", "etcd", "haproxy", "varnish", "squid", "minecraft", "steam",
            "webadmin", "dev", "staging", "prod", "production", "monitor", "monitoring", "replication",
            "replicator", "repl", "rsync", "sftp", "ftpuser", "upload", "scanner", "web", "server",
            "smmsp", "munin", "logcheck", "amavis", "clamav", "debian-exim", "debian-spamd", "mailman",
            "nextcloud", "backuppc", "certbot", "pcp", "rpc", "icinga", "buildkite-agent", "teamcity", "bitnami",
            "rocky", "borg", "deployer", "restic", "gitea", "sysadmin", "games", "kibanaserver", "healthcheck",
            "api-key", "uptime-kuma", "krbtgt", "defaultaccount", "wdagutilityaccount",
        ]
        .into_iter(),
    )
});

/// Parts of logins that only those of programs have: `svc_backup`, `ci-deployer`, `DWM-1`.
const OF_PROGRAMS: [&str; 14] = [
    "svc", "srv", "bot", "ci", "deploy", "deployer", "runner", "exporter", "agent", "service", "terraform",
    "jenkins", "dwm", "umfd",
];

/// Whether a login is that of a machine or a role, or a word for one.
pub(super) fn is_nobodys(login: &[u8]) -> bool {
    NOBODY.contains(login) || is_of_program(login)
}

/// Whether the first or the last of several parts of a login says that a program has it.
fn is_of_program(login: &[u8]) -> bool {
    let is_joint = |b: &u8| matches!(b, b'-' | b'_');
    let says = |part: Option<&[u8]>| {
        part.is_some_and(|part| OF_PROGRAMS.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(part)))
    };
    login.iter().any(is_joint) && (says(login.split(is_joint).next()) || says(login.rsplit(is_joint).next()))
}

/// Whether a login is a name for one in code: `request.user`, `current_user`, `db-user`.
fn names_another(login: &[u8]) -> bool {
    let last = login.rsplit(|b| matches!(b, b'.' | b'_' | b'-')).next().unwrap_or(&[]);
    last.len() < login.len()
        && ["user", "username", "login", "name", "id", "account", "admin"]
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word.as_bytes()))
}

/// A login or handle.
pub(crate) fn username(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let value = value.strip_prefix(b"@").or_else(|| value.strip_prefix(b"live:")).unwrap_or(value);
    let value = without_discriminator(value);
    let is_handle = value.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let camel =
        value.windows(2).any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    let constant = value.contains(&b'_') && value.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    if !is_handle || camel || constant || !(3..=32).contains(&value.len()) || letters < 2 {
        return Check::refuted("no login");
    }
    if is_nobodys(value)
        || names_another(value)
        || value.eq_ignore_ascii_case(label_before(subject.before(48)))
    {
        return Check::refuted("login of nobody");
    }
    of_record(subject)
}

/// A handle under the name of its network. Settings of sites have such names as well, so only columns of people make it one.
pub(crate) fn network_handle(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_setting = [&b"yes"[..], b"no", b"on", b"off", b"enabled", b"disabled"]
        .iter()
        .any(|v| value.eq_ignore_ascii_case(v));
    if is_setting { Check::refuted("no login") } else { username(&Subject { form: "column", ..*subject }) }
}

/// A handle without the four digits that Discord once put behind all: `jane_d42#0420`.
fn without_discriminator(value: &[u8]) -> &[u8] {
    match value {
        [handle @ .., b'#', a, b, c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => handle,
        _ => value,
    }
}

/// A login in a line of a log: where those stand who came or went, or behind `user=`. Records of people say nothing about it:
/// permissions stand there too.
pub(crate) fn log_user(subject: &Subject<'_>) -> Check {
    let before = subject.before(2);
    if subject.form == "came" || before.ends_with(b"=") || before == b"=\"" {
        username(&Subject { form: "log", ..*subject })
    } else {
        Check::refuted("no line of a log")
    }
}

/// A login that is the name of a folder: paths hold it wherever a program ran.
pub(crate) fn home_folder(subject: &Subject<'_>) -> Check {
    let login = subject.value();
    if is_nobodys(login) || names_another(login) {
        return Check::refuted("folder of nobody");
    }
    Check::UNPROVEN
}

/// The name of a page at a network. That of a researcher (ORCID iD) has a check digit (ISO/IEC 7064, MOD 11-2).
pub(crate) fn profile_link(subject: &Subject<'_>) -> Check {
    let name = subject.value();
    if subject.before(10).ends_with(b"orcid.org/") {
        return match name {
            b"0000-0002-1825-0097" | b"0000-0001-2345-6789" => {
                Check::PROVEN.but(Disposition::Synthetic, "the sample of ORCID")
            }
            _ if is_orcid(name) => Check::PROVEN,
            _ => Check::refuted("check digit is wrong"),
        };
    }
    let first = name.split(|b| matches!(b, b'-' | b'_' | b'.')).next().unwrap_or(name).to_ascii_lowercase();
    let stands_for_one =
        ["your", "my", "example", "user", "username", "profile", "name", "handle", "johndoe", "janedoe"]
            .iter()
            .any(|word| word.as_bytes() == first)
            || name.starts_with(b"%")
            || name.windows(2).all(|w| w.first() == w.last());
    if is_nobodys(name) || stands_for_one {
        return Check::refuted("page of nobody");
    }
    Check::UNPROVEN
}

fn is_orcid(name: &[u8]) -> bool {
    if !name.iter().rev().skip(1).all(|b| b.is_ascii_digit() || *b == b'-') {
        return false;
    }
    let digits = name.iter().filter(|b| **b != b'-');
    let Some((check, rest)) = name.split_last().filter(|_| name.len() == 19 && digits.count() == 16) else {
        return false;
    };
    let digits = rest.iter().filter(|b| **b != b'-');
    let sum = digits.fold(0, |sum: u32, b| (sum + u32::from(b.wrapping_sub(b'0'))) * 2 % 11);
    let expected = (12 - sum) % 11;
    u32::from(check.wrapping_sub(b'0')) == expected || expected == 10 && *check == b'X'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    fn is_login(value: &str) -> bool {
        username(&Subject::alone(value, "field")).proof != Proof::Refuted
    }

    #[test]
    fn logins_of_persons() {
        for value in ["jdoe", "@jane.doe", "jane_d42", "jane_d42#0420", "live:jdoe", "agent99", "bot.anna"] {
            assert!(is_login(value), "{value}");
        }
        for value in [
            "root", "getUser", "ab", "jane doe", "1234", "user", "${USER}", "UNICODE_STRING", "Postgres",
            "svc_backup", "DWM-1", "ci-deployer", "KRBTGT",
        ] {
            assert!(!is_login(value), "{value}");
        }
    }

    #[test]
    fn pages_of_persons() {
        let proof = |text: &str, from: usize| {
            let subject = Subject { text: text.as_bytes(), start: from, end: text.len(), form: "page" };
            profile_link(&subject).proof
        };
        assert_eq!(proof("orcid.org/0000-0001-5109-3700", 10), Proof::Proven);
        assert_eq!(proof("orcid.org/0000-0002-1694-233X", 10), Proof::Proven);
        assert_eq!(proof("orcid.org/0000-0001-5109-3701", 10), Proof::Refuted);
        assert_eq!(proof("orcid.org/0000-0001-5109", 10), Proof::Refuted);
        assert_eq!(proof("linkedin.com/in/tilda-quist", 16), Proof::Unproven);
        assert_eq!(proof("linkedin.com/in/your-name", 16), Proof::Refuted);
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "\\PC{0,60}") {
            let _ = is_login(&value);
        }
    }
}
