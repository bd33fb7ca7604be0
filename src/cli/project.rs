//! What the project says: its configuration, where it is, and what it has accepted before.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use piidar::Tracked;
use piidar::classify::Matrix;
use piidar::gate::{Accepted, AllowList, Baseline, BaselineKey, Config, Root};
use piidar::model::Fault;
use piidar::rules::RuleSet;

use super::args::{BaselineArgs, ConfigArgs};
use super::home::Home;
use super::{Faults, terminal};

/// Name of the configuration.
pub(crate) const CONFIG: &str = "piidar.toml";

/// Name of the baseline.
pub(crate) const BASELINE: &str = ".piidar-baseline.jsonl";

/// The variable that holds the key of the baseline.
pub(crate) const KEY: &str = "PIIDAR_BASELINE_KEY";

/// Documents that are not there.
#[derive(Default)]
pub(crate) struct Absent {
    /// They were deleted or moved.
    pub(crate) gone: BTreeSet<String>,
    /// The repository keeps them, and a sparse checkout leaves them out.
    pub(crate) withheld: BTreeSet<String>,
}

/// A project.
pub(crate) struct Project {
    /// What its configuration says.
    pub(crate) config: Config,
    /// The configuration's path as shown, if there is one.
    pub(crate) file: Option<String>,
    /// The folder that its paths are counted from, as a person would write it; empty for the current one.
    near: PathBuf,
    /// The same from the root of the file system.
    folder: PathBuf,
    /// The repository around it.
    home: Home,
    /// Whether the command line names the configuration.
    asked: bool,
    /// The same as the gate needs it.
    pub(crate) root: Root,
    /// What it accepts by hand.
    pub(crate) allowed: Arc<AllowList>,
    /// What is odd about the configuration.
    pub(crate) warnings: Vec<Fault>,
}

impl Project {
    /// The project that the current folder lies in.
    pub(crate) fn find(args: &ConfigArgs) -> anyhow::Result<Self> {
        let current = std::env::current_dir().context("the current folder is not there")?;
        let path = match &args.config {
            Some(path) => Some(path.clone()),
            None if args.no_config => None,
            None => nearest(&current),
        };
        let near = path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let near = near.strip_prefix(".").unwrap_or(near).to_owned();
        let folder = current.join(&near);
        let (home, asked) = (Home::around(&current, &folder), args.config.is_some());
        let (mut config, warnings) = match &path {
            Some(path) => read(path, |faults| home.tellable(asked, faults))?,
            None => (Config::default(), Vec::new()),
        };
        config.no_inline |= args.no_inline;
        let root = Root::new(&current, &folder);
        let allowed = AllowList { entries: std::mem::take(&mut config.allow), root: root.clone() };
        let file = path.map(|path| path.display().to_string());
        Ok(Self { config, file, near, folder, home, asked, root, allowed: Arc::new(allowed), warnings })
    }

    /// Faults of the configuration, or of a file that it or the command line (`asked`) names, as they may be told.
    pub(crate) fn tellable(&self, asked: bool, faults: Vec<Fault>) -> Vec<Fault> {
        self.home.tellable(asked, faults)
    }

    /// What the configuration names and does not exist, as it may be told.
    pub(crate) fn unknown(&self, rules: &RuleSet, matrix: &Matrix) -> Vec<Fault> {
        let known = rules.rules.iter().map(|rule| (rule.id.as_str(), rule.info_type.as_str()));
        self.tellable(self.asked, self.config.unknown(known, &matrix.classes))
    }

    /// Whether the configuration says what must not be found.
    pub(crate) fn states_policy(&self) -> bool {
        self.config.states_policy || !self.config.zones.is_empty()
    }

    /// A path of the configuration, from where it lies.
    pub(crate) fn path(&self, named: &str) -> PathBuf {
        self.near.join(named)
    }

    /// The folder, to be scanned.
    pub(crate) fn whole(&self) -> PathBuf {
        if self.near.as_os_str().is_empty() { ".".into() } else { self.near.clone() }
    }

    /// Where the baseline is or would be.
    pub(crate) fn baseline_path(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| self.near.join(BASELINE), Path::to_owned)
    }

    /// What was accepted before, ready to judge by.
    pub(crate) fn baseline(&self, args: &BaselineArgs) -> anyhow::Result<Option<Baseline>> {
        if args.no_baseline {
            return Ok(None);
        }
        let path = self.baseline_path(args.baseline.as_deref());
        let accepted = match self.accepted(args.baseline.as_deref())? {
            None if args.baseline.is_none() => return Ok(None),
            None => bail!("{}: there is no baseline; `piidar baseline create` makes one", path.display()),
            Some(accepted) => accepted,
        };
        Ok(Some(self.in_use(accepted)?))
    }

    /// The baseline at `named` or where it would be; `None` if there is none.
    pub(crate) fn accepted(&self, named: Option<&Path>) -> anyhow::Result<Option<Accepted>> {
        accepted(&self.baseline_path(named), |faults| self.tellable(named.is_some(), faults))
    }

    /// A baseline ready to judge by.
    pub(crate) fn in_use(&self, accepted: Accepted) -> anyhow::Result<Baseline> {
        match (accepted.is_keyed(), key()?.is_some()) {
            (true, false) => bail!("the baseline was made with a key, and {KEY} is not set"),
            (false, true) if accepted.findings() > 0 => bail!(
                "{KEY} is set, but the baseline holds no digests of values; `piidar baseline update` adds them"
            ),
            _ => {}
        }
        let gone = self.absent(&accepted).gone;
        Ok(Baseline::new(accepted, self.root.clone(), gone))
    }

    /// The documents that a baseline names and that do not exist.
    pub(crate) fn absent(&self, accepted: &Accepted) -> Absent {
        let mut absent = Absent::default();
        let tracked = LazyCell::new(|| Tracked::around(&self.folder).ok().flatten());
        for path in accepted.paths() {
            let container = path.split_once('!').map_or(path, |(container, _)| container);
            let place = self.folder.join(container);
            // What one may not look for is not gone.
            if matches!(place.try_exists(), Ok(false)) {
                let is_withheld = tracked.as_ref().is_some_and(|tracked| tracked.withholds(&place));
                let list = if is_withheld { &mut absent.withheld } else { &mut absent.gone };
                list.insert(path.to_owned());
            }
        }
        absent
    }

    /// Whether everything that the project is about lies below `path`.
    pub(crate) fn is_within(&self, path: &Path) -> bool {
        let full = |path: &Path| std::fs::canonicalize(path).ok();
        full(path).zip(full(&self.folder)).is_some_and(|(path, folder)| folder.starts_with(path))
    }

    /// Says what is odd, on standard error.
    pub(crate) fn warn(&self) {
        for warning in &self.warnings {
            say(&warning.render_warning(terminal::colors_on_stderr()));
        }
    }
}

/// Writes a line to standard error. There is nowhere to go if it is closed.
pub(crate) fn say(line: &str) {
    _ = writeln!(io::stderr().lock(), "{line}");
}

/// The day by which entries expire: that of the clock, whatever reports are told.
fn today() -> jiff::civil::Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The nearest configuration, from `folder` upward as far as the repository goes.
fn nearest(folder: &Path) -> Option<PathBuf> {
    for (level, folder) in folder.ancestors().enumerate() {
        // Anything of that name: a folder or a dangling link is a fault, not a project without a configuration.
        if folder.join(CONFIG).symlink_metadata().is_ok() {
            // Shown as a person would write it.
            let up: PathBuf = std::iter::repeat_n("..", level).collect();
            return Some(up.join(CONFIG));
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

/// Bytes that a configuration may have.
const MOST: u64 = 1 << 20;

fn read(path: &Path, tellable: impl Fn(Vec<Fault>) -> Vec<Fault>) -> anyhow::Result<(Config, Vec<Fault>)> {
    let shown = path.display().to_string();
    let meta = std::fs::metadata(path).with_context(|| format!("cannot read {shown}"))?;
    if !meta.is_file() || meta.len() > MOST {
        bail!("{shown} is not a configuration: it is not a file, or it is larger than 1 MiB");
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let parsed = Config::parse(&shown, &text, today());
    let (config, warnings) = parsed.map_err(|faults| Faults(tellable(faults)))?;
    Ok((config, tellable(warnings)))
}

/// Bytes that a baseline may have: millions of entries.
const MOST_ACCEPTED: u64 = 256 << 20;

/// The baseline in a file; `None` if there is no such file.
fn accepted(path: &Path, tellable: impl Fn(Vec<Fault>) -> Vec<Fault>) -> anyhow::Result<Option<Accepted>> {
    let shown = path.display().to_string();
    // A repository may bring a link to what never ends.
    if path.metadata().is_ok_and(|meta| !meta.is_file() || meta.len() > MOST_ACCEPTED) {
        bail!("{shown} is not a baseline: it is not a file, or it is larger than 256 MiB");
    }
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let parsed = Accepted::parse(&shown, &text);
            Ok(Some(parsed.map_err(|faults| Faults(tellable(faults)))?))
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("cannot read {shown}")),
    }
}

/// The key of the baseline, if there is one.
pub(crate) fn key() -> anyhow::Result<Option<BaselineKey>> {
    let Some(secret) = std::env::var_os(KEY).filter(|secret| !secret.is_empty()) else { return Ok(None) };
    let key = BaselineKey::new(secret.as_encoded_bytes());
    let key = key
        .with_context(|| format!("{KEY} is too short for a key: give at least {} bytes", BaselineKey::LEAST));
    key.map(Some)
}
