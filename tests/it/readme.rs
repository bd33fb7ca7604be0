//! The output that the README shows is what the program prints.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::run;

const COMMAND: &str = "$ cargo run --release -- scan --samples-as-real fixtures\n";

/// What the README shows of the first scan, in stretches: `…` and empty lines stand for what it leaves out.
fn shown(readme: &str) -> Vec<Vec<&str>> {
    let (_, behind) = readme.split_once(COMMAND).unwrap();
    let (output, _) = behind.split_once("```").unwrap();
    let lines: Vec<_> = output.lines().collect();
    let stretches = lines.split(|line| matches!(line.trim(), "" | "…")).map(<[_]>::to_vec);
    stretches.filter(|stretch| !stretch.is_empty()).collect()
}

#[test]
fn the_first_scan_gives_what_the_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_piidar"));
    command.env_remove("CI").current_dir(root).stdin(Stdio::null());
    let run = run(command.args(["scan", "--samples-as-real", "fixtures"])).quiet(0);
    let printed: Vec<_> = run.out().lines().collect();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let stretches = shown(&readme);
    assert!(stretches.len() > 3, "{stretches:?}");
    let mut from = 0;
    for stretch in &stretches {
        let mut windows = printed[from..].windows(stretch.len());
        let at = windows.position(|window| window == stretch.as_slice());
        let at = at.unwrap_or_else(|| panic!("README.md shows what is not printed:\n{}", stretch.join("\n")));
        from += at + stretch.len();
    }
}
