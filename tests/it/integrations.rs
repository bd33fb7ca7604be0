//! What pipelines run: the steps of the GitHub Action and the script of the job for GitLab, run as they would be there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::support::{Folder, Run, run, search_path};

/// Somebody, by a domain that is not kept for examples.
const LEAK: &str = "mail to jane@acme-industries.org\n";

/// Texts that are commands to a shell that reads them as its own.
const HOSTILE: [&str; 4] =
    ["\"; touch pwned; #", "$(touch pwned)", "`touch pwned`", "'\ntouch pwned\n'; touch pwned; '"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml<T: for<'de> Deserialize<'de>>(file: &str) -> T {
    serde_saphyr::from_str(&std::fs::read_to_string(root().join(file)).unwrap()).unwrap()
}

/// The folder of the program.
fn bin() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_piidar")).parent().unwrap()
}

#[derive(Deserialize)]
struct Action {
    inputs: BTreeMap<String, Input>,
    runs: Runs,
}

#[derive(Deserialize)]
struct Input {
    default: String,
}

#[derive(Deserialize)]
struct Runs {
    using: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    shell: String,
    #[serde(default)]
    env: BTreeMap<String, String>,
    run: String,
}

impl Action {
    fn read() -> Self {
        let action: Self = yaml("action.yml");
        assert_eq!(action.runs.using, "composite");
        action
    }

    /// An expression as the service would put it in: one input and nothing else is what the action uses.
    fn value(&self, expression: &str, given: &[(&str, &str)]) -> String {
        let name = expression.strip_prefix("${{ inputs.").and_then(|e| e.strip_suffix(" }}"));
        let name = name.unwrap_or_else(|| panic!("{expression} is no input"));
        let given = given.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| self.inputs[name].default.clone())
    }

    /// Runs a step in the `work` folder of `folder`, as a runner does.
    fn step(&self, number: usize, folder: &Folder, first: &Path, given: &[(&str, &str)]) -> Run {
        let step = &self.runs.steps[number];
        assert_eq!(step.shell, "bash");
        let script = folder.file("step.sh", &step.run);
        let at = |name| folder.path().join(name);
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(script).current_dir(at("work"));
        bash.env("CI", "true").env("PATH", search_path(first)).env("RUNNER_TEMP", at("temp"));
        bash.env("GITHUB_ACTION_PATH", root()).env("GITHUB_PATH", at("path"));
        bash.env("GITHUB_OUTPUT", at("output")).env("GITHUB_STEP_SUMMARY", at("summary"));
        bash.envs(step.env.iter().map(|(name, value)| (name, self.value(value, given))));
        run(&mut bash)
    }
}

/// What a runner gives a job: folders, and a summary that an earlier command has begun.
fn job(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.file("summary", "before\n");
    folder.file("temp/left", "");
    folder.file("work/clean.txt", "nothing\n");
    for (name, text) in files {
        folder.file(&format!("work/{name}"), text);
    }
    folder
}

#[test]
fn the_action_tells_and_stops_a_leak() {
    let folder = job(&[("a.txt", LEAK)]);
    let run = Action::read().step(1, &folder, bin(), &[]).quiet(1);
    assert!(run.out().starts_with("::error title=EMAIL_ADDRESS,file=a.txt,line=1,col=9::"), "{}", run.out());
    assert_eq!(folder.read("output"), "exit-code=1\n");
    assert!(folder.read("summary").starts_with("before\n## piidar\n\n**1 finding in 1 of "));
    let sarif: Value = serde_json::from_str(&folder.read("work/piidar.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn the_action_lets_a_clean_tree_pass() {
    let folder = job(&[]);
    Action::read().step(1, &folder, bin(), &[]).quiet(0);
    assert_eq!(folder.read("output"), "exit-code=0\n");
    assert!(folder.read("summary").contains("**No personal data found in "));
    assert!(folder.path().join("work/piidar.sarif").exists());
}

#[test]
fn inputs_of_the_action_reach_the_scan() {
    let folder = job(&[("a/a.txt", LEAK), ("b c/b.txt", LEAK), ("d.txt", LEAK)]);
    let action = Action::read();
    let given = [
        ("paths", "a\nb c\n"),
        ("fail-on", "very-high"),
        ("args", "--type=EMAIL_ADDRESS\n--threads=1\n"),
        ("sarif-file", "out.json"),
    ];
    let run = action.step(1, &folder, bin(), &given).quiet(0);
    assert_eq!(run.out().lines().count(), 2, "{}", run.out());
    assert!(folder.path().join("work/out.json").exists());
    action.step(1, &folder, bin(), &[("fail-on", "much")]).fault(&["--fail-on"]);
    assert!(folder.read("output").ends_with("exit-code=2\n"));
}

#[test]
fn without_an_input_the_configuration_decides() {
    let folder = job(&[("a.txt", LEAK), ("piidar.toml", "[policy]\nfail_on = \"very-high\"\n")]);
    Action::read().step(1, &folder, bin(), &[]).quiet(0);
    let here = Folder::new();
    here.file("a.txt", LEAK);
    here.file("piidar.toml", "[policy]\nfail_on = \"very-high\"\n");
    Job::read().run(&here, &[]).quiet(0);
}

#[test]
fn no_input_of_the_action_is_run() {
    let action = Action::read();
    for step in &action.runs.steps {
        assert!(!step.run.contains("${{"), "an expression would become a part of the script");
    }
    for input in action.inputs.keys() {
        for text in HOSTILE {
            let folder = job(&[]);
            action.step(1, &folder, bin(), &[(input, text)]);
            assert!(!folder.path().join("work/pwned").exists(), "{input}: {text}");
        }
    }
}

/// The step that gets the program, with a `cargo` that only says what it was told.
#[test]
fn the_action_builds_what_is_not_there() {
    let action = Action::read();
    let folder = job(&[]);
    let there = action.step(0, &folder, bin(), &[]).quiet(0);
    assert!(there.out().ends_with("piidar\n") && !folder.path().join("path").exists());

    let cargo = folder.file("bin/cargo", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    executable(&cargo);
    let mut path = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect::<Vec<_>>();
    path.retain(|p| !p.join("piidar").exists());
    let script = folder.file("step.sh", &action.runs.steps[0].run);
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(script);
    path.insert(0, folder.path().join("bin"));
    bash.env("PATH", std::env::join_paths(path).unwrap()).env("RUNNER_TEMP", "/temp");
    bash.env("GITHUB_ACTION_PATH", "/action").env("GITHUB_PATH", folder.path().join("path"));
    let built = run(&mut bash).quiet(0);
    assert_eq!(built.out(), "install\n--locked\n--root\n/temp/piidar\n--path\n/action\n");
    assert_eq!(folder.read("path"), "/temp/piidar/bin\n");
}

fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[derive(Deserialize)]
struct GitLab {
    piidar: Job,
}

#[derive(Deserialize)]
struct Job {
    variables: BTreeMap<String, String>,
    script: Vec<String>,
    artifacts: Artifacts,
}

#[derive(Deserialize)]
struct Artifacts {
    when: String,
    reports: BTreeMap<String, String>,
}

impl Job {
    fn read() -> Self {
        yaml::<GitLab>("ci/gitlab.yml").piidar
    }

    /// Runs the script as a runner does: its parts one after the other in one shell, until one fails.
    fn run(&self, folder: &Folder, given: &[(&str, &str)]) -> Run {
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", &self.script.join("\n")]).current_dir(folder.path());
        shell.env("CI", "true").env("PATH", search_path(bin()));
        shell.envs(&self.variables).envs(given.iter().copied());
        run(&mut shell)
    }
}

#[test]
fn the_job_for_gitlab_writes_its_artifacts() {
    let job = Job::read();
    assert_eq!(job.artifacts.when, "always");
    for (text, code, findings) in [(LEAK, 1, 1), ("nothing\n", 0, 0)] {
        let folder = Folder::new();
        folder.file("a.txt", text);
        assert_eq!(job.run(&folder, &[]).quiet(code).out().contains("a.txt"), findings > 0);
        let report =
            |kind| -> Value { serde_json::from_str(&folder.read(&job.artifacts.reports[kind])).unwrap() };
        assert_eq!(report("codequality").as_array().unwrap().len(), findings);
        assert_eq!(report("sast")["vulnerabilities"].as_array().unwrap().len(), findings);
    }
}

#[test]
fn variables_of_the_job_reach_the_scan_and_are_not_run() {
    let job = Job::read();
    let folder = Folder::new();
    folder.file("a b/a.txt", LEAK);
    folder.file("c/*.txt", LEAK);
    folder.file("d.txt", LEAK);
    let given = [
        ("PIIDAR_PATHS", "a b\nc/*.txt"),
        ("PIIDAR_FAIL_ON", "very-high"),
        ("PIIDAR_ARGS", "--threads=1\n--no-progress"),
    ];
    let run = job.run(&folder, &given).quiet(0);
    assert!(run.out().ends_with("2 findings in 2 of 2 files (66 B)\n"), "{}", run.out());
    for name in job.variables.keys() {
        for text in HOSTILE {
            job.run(&folder, &[(name, text)]);
            assert!(!folder.path().join("pwned").exists(), "{name}: {text}");
        }
    }
}
