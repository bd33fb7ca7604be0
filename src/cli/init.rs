//! `piidar init`: a configuration for the repository at hand, and its baseline.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::{ConfigArgs, Init};
use super::file::write_whole;
use super::project::{BASELINE, CONFIG, Project};
use super::terminal::shown;
use super::{Exit, baseline};

/// Names of folders whose values should be invented ones.
const TESTS: &[&str] =
    &["test", "tests", "spec", "specs", "__tests__", "testdata", "fixtures", "e2e", "examples", "benches"];

/// Names of folders that people read.
const DOCS: &[&str] = &["doc", "docs", "documentation", "man"];

/// Names of folders in which data lies.
const DUMPS: &[&str] = &["dump", "dumps", "backup", "backups", "seed", "seeds", "export", "exports"];

/// Writes the files that the user agrees to.
pub(crate) fn run(args: &Init) -> anyhow::Result<Exit> {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let config = folder.join(CONFIG);
    let shown = shown(&config);
    if config.symlink_metadata().is_ok() {
        bail!("{shown} already exists");
    }
    let can_ask = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !args.yes && !can_ask {
        bail!("there is no terminal to ask on; --yes takes the defaults");
    }
    let names = folders(&folder)?;
    if !args.yes && !agrees(&format!("Write {shown}?"))? {
        return Ok(Exit::Pass);
    }
    let mut file = std::fs::File::create_new(&config).with_context(|| format!("cannot write {shown}"))?;
    file.write_all(text(&names).as_bytes()).with_context(|| format!("cannot write {shown}"))?;
    writeln!(io::stdout().lock(), "{shown}: written. Read it, and change what does not fit.")?;
    if !args.no_baseline
        && (args.yes || agrees("Accept what is found today, so that only new findings count?")?)
    {
        let here = ConfigArgs { config: Some(config), ..ConfigArgs::default() };
        baseline::create(&Project::find(&here)?)?;
        merge_by_line(&folder)?;
    }
    writeln!(io::stdout().lock(), "Next: `piidar scan` says what is new; commit these files.")?;
    Ok(Exit::Pass)
}

/// Names of the folders in a folder, sorted.
fn folders(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let is_folder = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let folders = entries.filter_map(Result::ok).filter(is_folder);
    let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// The configuration for a repository with these folders.
fn text(names: &[String]) -> String {
    let mut text = String::from(
        "# What this project expects of a scan for personal data by piidar.\n\
         # `piidar config check` says what it amounts to, `piidar config schema` what it may contain.\n\n\
         [policy]\n\
         # A finding of at least this sensitivity fails the scan: low, medium, high, very-high, any or none.\n\
         fail_on = \"high\"\n",
    );
    let zones = [
        (TESTS, "any", "Only invented values: anything that may be somebody's fails."),
        (DOCS, "medium", "At most data of low sensitivity."),
        (DUMPS, "very-high", "Data lies here, but nothing of very high sensitivity."),
    ];
    for (known, fail_on, why) in zones {
        let paths: Vec<_> =
            names.iter().filter(|name| known.contains(&name.to_lowercase().as_str())).collect();
        if !paths.is_empty() {
            let paths: Vec<_> = paths.iter().map(|name| format!("{:?}", format!("/{name}/**"))).collect();
            // Writing to a string does not fail.
            _ = write!(
                text,
                "\n# {why}\n[[zone]]\npaths = [{}]\nfail_on = \"{fail_on}\"\n",
                paths.join(", ")
            );
        }
    }
    text.push_str(
        "\n# Findings that are no leak. An entry needs a reason; `owner` and `expires` (a date) are worth giving.\n\
         # In `values`, # is a digit, ? one character and * any number of them.\n\
         # [[allow]]\n\
         # types = [\"EMAIL_ADDRESS\"]\n\
         # domains = [\"our-company.example\"]\n\
         # reason = \"our own shared mailboxes\"\n\
         # expires = 2030-12-31\n",
    );
    text
}

/// Has git merge versions of the baseline line by line, where there is a repository.
fn merge_by_line(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(".gitattributes");
    let line = format!("{BASELINE} merge=union");
    // A link may lead out of the repository, or to what never ends.
    let is_other = path.symlink_metadata().is_ok_and(|meta| !meta.is_file());
    if is_other || !folder.join(".git").exists() {
        return Ok(());
    }
    // What stands there already stays, whatever it is written in.
    let mut text = match std::fs::read(&path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read.with_context(|| format!("cannot read {}", path.display()))?,
    };
    if text.split(|b| *b == b'\n').any(|known| known.trim_ascii() == line.as_bytes()) {
        return Ok(());
    }
    let gap = if text.is_empty() || text.ends_with(b"\n") { "" } else { "\n" };
    text.extend_from_slice(format!("{gap}{line}\n").as_bytes());
    write_whole(&path, &text)?;
    writeln!(io::stdout().lock(), "{}: versions of the baseline merge line by line.", shown(&path))?;
    Ok(())
}

/// How often a question is asked.
const TIMES: usize = 3;

/// Asks on the terminal.
fn agrees(question: &str) -> anyhow::Result<bool> {
    ask(question, &mut io::stdin().lock(), &mut io::stdout().lock())
}

/// Asks until there is an answer: an empty one is a yes, as the question says. Whoever quits, ends the input or gives no
/// answer that is one has not agreed.
fn ask(question: &str, input: &mut impl BufRead, out: &mut impl Write) -> anyhow::Result<bool> {
    for _ in 0..TIMES {
        write!(out, "{question} [Y/n/q] ")?;
        out.flush()?;
        let mut answer = String::new();
        if input.read_line(&mut answer)? == 0 {
            return Ok(false);
        }
        match answer.trim().to_lowercase().as_str() {
            "" | "y" | "yes" => return Ok(true),
            "n" | "no" | "q" | "quit" => return Ok(false),
            _ => writeln!(out, "Please answer y (yes), n (no) or q (quit).")?,
        }
    }
    writeln!(out, "No answer, so nothing was done.")?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_become_zones() {
        let names = ["docs", "src", "Tests", "a\"b"].map(str::to_owned);
        let text = text(&names);
        let today = jiff::civil::Date::constant(2026, 1, 1);
        let (config, warnings) = piidar::gate::Config::parse(CONFIG, &text, today).unwrap();
        assert!(warnings.is_empty());
        let zones: Vec<_> = config.zones.iter().map(|zone| zone.name.as_str()).collect();
        assert_eq!(zones, ["/Tests/**", "/docs/**"]);
        assert!(
            config.zones[0].paths.matches("Tests/a.txt") && !config.zones[0].paths.matches("src/Tests/a.txt")
        );
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        let agreed = |typed: &str| ask("Write?", &mut typed.as_bytes(), &mut Vec::new()).unwrap();
        for yes in ["\n", "y\n", "YES\n", " y \n", "maybe\ny\n", "yep\nx\n\n"] {
            assert!(agreed(yes), "{yes:?}");
        }
        for no in ["", "n\n", "No\n", "q\n", "quit\ny\n", "maybe\n", "a\nb\nc\ny\n"] {
            assert!(!agreed(no), "{no:?}");
        }
    }
}
