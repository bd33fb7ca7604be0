//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use piidar::model::Confidence;

/// Finds personal data in source trees, files, logs and dumps, and says how sensitive each finding is and how long it
/// may be kept. Nothing leaves the machine, and values are masked in every report.
#[derive(Debug, Parser)]
#[command(name = "piidar", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  new findings that --fail-on or piidar.toml forbids
  2  wrong usage or configuration, or a report that could not be written
  3  something could not be scanned (see --allow-incomplete)";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scan files and folders
    #[command(after_help = EXIT_CODES)]
    Scan(Box<Scan>),
    /// Show what is looked for, and check rules
    #[command(subcommand)]
    Rules(Rules),
    /// Show, check and import classification matrices
    #[command(subcommand)]
    Matrix(super::matrix::Command),
    /// Explain one line: each candidate, what counted, and why it is reported or not
    Explain(Explain),
    /// Accept what is found today, so that only new findings count
    #[command(subcommand)]
    Baseline(Baseline),
    /// Write a piidar.toml for this repository, and its baseline
    Init(Init),
    /// Show the configuration in use, or the schema of its file
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page
    Man {
        /// Write a page for each command into this folder, instead of one page to standard output
        #[arg(long)]
        dir: Option<PathBuf>,
    },
}

/// Which rules and which matrix.
#[derive(Debug, Default, Args)]
pub(crate) struct Knowledge {
    /// Add the rules of a folder (*.toml); one with the id of a built-in rule replaces it
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    /// Classify by this matrix: a name (`piidar matrix list`) or a file
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) matrix: Option<String>,
}

/// The model for names in prose. Hidden where it is not built in, so that help offers nothing that only fails.
#[derive(Debug, Default, Args)]
pub(crate) struct NamesModel {
    /// Find names in prose with a model of your own: a folder with model.onnx, tokenizer.json and config.json
    #[arg(long, value_name = "DIR", hide = cfg!(not(feature = "ner-onnx")))]
    pub(crate) names_model: Option<PathBuf>,
    /// The shared library of ONNX Runtime that runs the model [default: ORT_DYLIB_PATH, or where the system looks]
    #[arg(long, value_name = "FILE", requires = "names_model", hide = cfg!(not(feature = "ner-onnx")))]
    pub(crate) onnx_runtime: Option<PathBuf>,
}

/// Where the configuration is.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Project")]
pub(crate) struct ConfigArgs {
    /// Use this configuration [default: the nearest piidar.toml, from the current folder upward]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
    /// Ignore comments such as `piidar:allow`
    #[arg(long)]
    pub(crate) no_inline: bool,
}

/// Where the baseline is.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Project")]
pub(crate) struct BaselineArgs {
    /// Use this baseline of accepted findings [default: .piidar-baseline.jsonl beside piidar.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Use no baseline
    #[arg(long, conflicts_with = "baseline")]
    pub(crate) no_baseline: bool,
}

/// Which findings count.
#[derive(Debug, Default, Args)]
pub(crate) struct Choice {
    /// Report findings of at least this confidence: low (30), medium (60), high (85) or a number [default: medium]
    #[arg(long, value_name = "LEVEL", value_parser = confidence)]
    pub(crate) min_confidence: Option<Confidence>,
    /// Look only for these types or rules (several: a,b,c)
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) types: Vec<String>,
    /// Do not look for these types or rules
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    pub(crate) exclude_type: Vec<String>,
    /// Also show findings that do not count: synthetic, technical, masked, credential, known (in the baseline), suppressed or all
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) show: Vec<Show>,
    /// Treat published test values and reserved ranges as real, even below folders of tests; for demonstrations and tests
    #[arg(long)]
    pub(crate) samples_as_real: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Files and folders; - is standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) knowledge: Knowledge,
    #[command(flatten)]
    pub(crate) model: NamesModel,
    /// Also scan what .gitignore and .piidarignore leave out
    #[arg(long, conflicts_with = "scope")]
    pub(crate) no_ignore: bool,
    /// Follow symbolic links
    #[arg(long, conflicts_with = "scope")]
    pub(crate) follow: bool,
    /// Use this many threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    // Each of these has its own heading, under which everything that follows it would be listed.
    #[command(flatten)]
    pub(crate) git: Git,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    pub(crate) limits: Limits,
    #[command(flatten)]
    pub(crate) gate: GateArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) baseline: BaselineArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Git")]
pub(crate) struct Git {
    /// Scan what is staged for the next commit, as it is in the index; PATHs limit this and the following
    #[arg(long, group = "scope")]
    pub(crate) staged: bool,
    /// Scan what changed between two commits; only findings on added lines fail
    #[arg(long, value_name = "BASE..HEAD", group = "scope", value_parser = range)]
    pub(crate) diff: Option<String>,
    /// Scan what changed since the current branch left this branch or commit, such as origin/main
    #[arg(long, value_name = "REV", group = "scope")]
    pub(crate) diff_base: Option<String>,
    /// Scan every version of every file that the commits of a range introduced [default: all branches and tags]
    #[arg(long, value_name = "RANGE", group = "scope", num_args = 0..=1, require_equals = true)]
    pub(crate) history: Option<Option<String>>,
    /// Also scan the messages of commits and tags, and authors, committers and taggers
    #[arg(long, requires = "history", conflicts_with_all = ["staged", "diff", "diff_base"])]
    pub(crate) messages: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// What goes to standard output [default: human; summary with -o]
    #[arg(long, value_name = "FORMAT", value_parser = format_names())]
    pub(crate) format: Option<String>,
    /// Also write a report to a file, in the format of its extension unless one is named (jsonl:FILE); - is standard output
    #[arg(short, long, value_name = "[FORMAT:]FILE")]
    pub(crate) output: Vec<String>,
    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,
    /// Use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Put raw values into reports; refused where CI is set, unless given as --show-values=force
    #[arg(long, value_name = "force", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub(crate) show_values: Option<Reveal>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Exit code")]
pub(crate) struct GateArgs {
    /// Exit with 1 if something of at least this sensitivity is found
    #[arg(long, value_name = "SENSITIVITY")]
    pub(crate) fail_on: Option<FailLevel>,
    /// Exit with 0 even if something could not be scanned
    #[arg(long)]
    pub(crate) allow_incomplete: bool,
    /// Exit with 3 if anything was not scanned, even if it is ignored or of an unsupported kind
    #[arg(long)]
    pub(crate) strict_coverage: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct Limits {
    /// Unpack at most this much of a compressed input, such as 500M or 2T [default: 1T]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) max_unpacked: Option<u64>,
    /// Unpack at most N times the size of a compressed input, once that is more than 256M [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_ratio: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reveal {
    #[value(hide = true)]
    Yes,
    Force,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Show {
    Synthetic,
    Technical,
    Masked,
    Credential,
    Known,
    Suppressed,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailLevel {
    Low,
    Medium,
    High,
    VeryHigh,
    Any,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// List all rules
    List {
        #[command(flatten)]
        knowledge: Knowledge,
    },
    /// Show one rule as a file
    Show {
        /// Id of the rule, such as us-ssn
        id: String,
        #[command(flatten)]
        knowledge: Knowledge,
    },
    /// Describe all types of data that are looked for, as Markdown
    Doc {
        #[command(flatten)]
        knowledge: Knowledge,
    },
    /// Check all rules and run their examples
    Check {
        #[command(flatten)]
        knowledge: Knowledge,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Baseline {
    /// Accept everything that is found now; there must be no baseline yet
    Create(BaselineScan),
    /// Accept everything that is found now, instead of what was accepted in the same files before
    Update(BaselineScan),
    /// Say what is new, and which accepted findings are gone; exit with 1 if there are any
    Check(BaselineScan),
    /// Drop what is no longer found; accept nothing new
    Prune(BaselineScan),
}

impl Baseline {
    /// What to scan.
    pub(crate) const fn scan(&self) -> &BaselineScan {
        match self {
            Self::Create(scan) | Self::Update(scan) | Self::Check(scan) | Self::Prune(scan) => scan,
        }
    }
}

/// A scan for the baseline. It looks at everything that a scan of the same paths reports.
#[derive(Debug, Default, Args)]
pub(crate) struct BaselineScan {
    /// Files and folders [default: the folder of the configuration]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Accept findings of at least this confidence; use that of your scans [default: medium]
    #[arg(long, value_name = "LEVEL", value_parser = confidence)]
    pub(crate) min_confidence: Option<Confidence>,
    /// Treat published test values and reserved ranges as real, even below folders of tests; for demonstrations and tests
    #[arg(long)]
    pub(crate) samples_as_real: bool,
    #[command(flatten)]
    pub(crate) knowledge: Knowledge,
    #[command(flatten)]
    pub(crate) model: NamesModel,
    /// Also scan what .gitignore and .piidarignore leave out
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Follow symbolic links
    #[arg(long)]
    pub(crate) follow: bool,
    /// Use this many threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    /// Use this baseline [default: .piidar-baseline.jsonl beside piidar.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder [default: the current one]
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// Ask nothing: write the configuration and the baseline
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Write no baseline
    #[arg(long)]
    pub(crate) no_baseline: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the JSON Schema of piidar.toml
    Schema,
    /// Check the configuration, and say what it amounts to
    Check {
        #[command(flatten)]
        config: ConfigArgs,
        #[command(flatten)]
        knowledge: Knowledge,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The line, such as src/main.rs:42
    #[arg(value_name = "FILE:LINE")]
    pub(crate) place: String,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) knowledge: Knowledge,
    #[command(flatten)]
    pub(crate) model: NamesModel,
    /// Show raw values; refused where CI is set, unless given as --show-values=force
    #[arg(long, value_name = "force", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pub(crate) show_values: Option<Reveal>,
    /// Use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

fn confidence(word: &str) -> Result<Confidence, String> {
    Confidence::parse(word).ok_or_else(|| "expected low, medium, high or a number from 0 to 100".to_owned())
}

/// A range of revisions, which `HEAD` ends where nothing else does. A beginning that is left out is one that a script did not
/// set: nothing would be scanned, and all would be well.
fn range(word: &str) -> Result<String, String> {
    let sides = word.split_once("...").or_else(|| word.split_once(".."));
    let begins = sides.is_some_and(|(base, _)| !base.is_empty());
    if begins { Ok(word.to_owned()) } else { Err("expected a range, as in main..HEAD".to_owned()) }
}

/// Threads, within reason: each costs a few megabytes, and no machine has more cores.
fn threads(word: &str) -> Result<usize, String> {
    let number = word.parse().ok().filter(|n| (1..=1024).contains(n));
    number.ok_or_else(|| "expected a number from 1 to 1024".to_owned())
}

/// Bytes, with a letter for a power of 1024.
fn size(word: &str) -> Result<u64, String> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match word.get(digits.len()..).unwrap_or("").to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" => 10,
        "m" | "mb" => 20,
        "g" | "gb" => 30,
        "t" | "tb" => 40,
        _ => 64,
    };
    let bytes = digits.parse().ok().and_then(|n: u64| n.checked_mul(1u64.checked_shl(shift)?));
    bytes.filter(|n| *n > 0).ok_or_else(|| "expected a number of bytes, such as 500M or 2G".to_owned())
}

fn format_names() -> clap::builder::PossibleValuesParser {
    piidar::report::FORMATS
        .iter()
        .map(|f| clap::builder::PossibleValue::new(f.name).help(f.about))
        .collect::<Vec<_>>()
        .into()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn confidences_are_words_or_numbers() {
        assert_eq!(confidence("high"), Ok(Confidence::new(85)));
        assert_eq!(confidence("70"), Ok(Confidence::new(70)));
        assert!(confidence("101").is_err() && confidence("sure").is_err());
    }

    #[test]
    fn ranges_begin_somewhere() {
        assert!(range("main..HEAD").is_ok() && range("a...b").is_ok() && range("HEAD~1..").is_ok());
        for no in ["..HEAD", "...HEAD", "main", "", ".."] {
            assert!(range(no).is_err(), "{no}");
        }
    }

    #[test]
    fn threads_are_within_reason() {
        assert_eq!(threads("2"), Ok(2));
        for no in ["0", "1025", "100000", "-1", "two"] {
            assert!(threads(no).is_err(), "{no}");
        }
    }

    #[test]
    fn sizes_have_a_unit_or_none() {
        assert_eq!(size("4096"), Ok(4096));
        assert_eq!(size("2k"), Ok(2048));
        assert_eq!(size("1T"), Ok(1 << 40));
        assert_eq!(size("3GB"), Ok(3 << 30));
        for no in ["", "0", "-1", "G", "2X", "1.5G", "99999999999T", "2 G"] {
            assert!(size(no).is_err(), "{no}");
        }
    }
}
