//! Verbs for tests of the program: a folder of its own, a run of the binary, and what came of it.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use piidar::model::Batch;
use piidar::{Scanner, Sources};
use serde_json::Value;

/// Nothing that ends by itself takes this long, even on a busy machine; it keeps a hang from holding up the suite.
const HANG: Duration = Duration::from_secs(120);

/// What Git tells its hooks; the tests may be run by one.
pub const HOOK: [&str; 3] = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"];

/// A folder that goes away with its test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, and the folders above it.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Names of what lies in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program, to be run in this folder.
    pub fn piidar(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piidar"));
        // What decides is on the command line, whoever runs the tests.
        command.env_remove("CI").env_remove("NO_COLOR").current_dir(self.path()).args(args);
        HOOK.iter().for_each(|name| _ = command.env_remove(name));
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        run(&mut self.piidar(args))
    }

    /// A scan of everything in the folder with a report for programs.
    pub fn scan(&self, args: &[&str]) -> Run {
        self.run(&[&["scan", ".", "--format", "jsonl"], args].concat())
    }
}

/// Git in a folder, as it is on no machine in particular.
pub fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    // Git tells its hooks where they are; a test that runs in one must not take that for its own.
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "CI"] {
        git.env_remove(name);
    }
    git.args(["-c", "user.name=Test", "-c", "user.email=test@example.org"]);
    git
}

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: String,
}

impl Run {
    pub fn out(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    /// Expects this exit code and nothing on standard error; with 1 what must be there, the policy that does not hold.
    #[track_caller]
    pub fn quiet(self, code: i32) -> Self {
        let told = |line: &str| line.contains("against the policy") || line.starts_with("help: ");
        let err = if code == 1 { self.err.lines().find(|line| !told(line)) } else { self.err.lines().next() };
        assert_eq!((self.code, err), (Some(code), None), "{}", String::from_utf8_lossy(&self.out));
        assert!(code != 1 || self.err.contains("against the policy"), "{:?}", self.err);
        self
    }

    /// Expects a fault of the command line or of its surroundings that says all of `words`.
    #[track_caller]
    pub fn fault(self, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(2), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is missing in {:?}", self.err);
        }
        self
    }

    /// The lines of a report for programs.
    pub fn lines(&self) -> Vec<Value> {
        lines(self.out())
    }

    pub fn of_kind(&self, kind: &str) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line["kind"] == kind).collect()
    }

    pub fn findings(&self) -> Vec<Value> {
        self.of_kind("finding")
    }

    /// Path and reason of everything that was not completely scanned.
    pub fn left(&self) -> Vec<(String, String)> {
        let word = |v: &Value| v.as_str().unwrap().to_owned();
        self.of_kind("coverage").iter().map(|c| (word(&c["path"]), word(&c["reason"]))).collect()
    }

    pub fn summary(&self) -> Value {
        self.of_kind("summary").pop().expect("the report has no summary")
    }
}

/// The values of a report of one JSON object a line.
pub fn lines(report: &str) -> Vec<Value> {
    report.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Runs to the end.
pub fn run(command: &mut Command) -> Run {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    finish(child)
}

/// All batches of a scan of `path` by the library.
pub fn batches(scanner: &Scanner, path: &Path) -> Vec<Batch> {
    let sources = Sources { paths: vec![path.to_owned()], ..Sources::default() };
    let mut all = Vec::new();
    let result = scanner.run(&sources, &AtomicBool::new(false), |batch| {
        all.push(batch);
        Ok(())
    });
    result.unwrap();
    all
}

/// Waits for a program whose outputs are pipes.
pub fn finish(mut child: Child) -> Run {
    let out = child.stdout.take().map(drain);
    let err = child.stderr.take().map(drain);
    let status = wait(&mut child);
    let bytes = |reader: Option<thread::JoinHandle<Vec<u8>>>| reader.map(|r| r.join().unwrap());
    let err = String::from_utf8_lossy(&bytes(err).unwrap_or_default()).into_owned();
    Run { code: status.code(), out: bytes(out).unwrap_or_default(), err }
}

fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// Waits until the program ends; one that hangs is ended and fails the test.
pub fn wait(child: &mut Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > HANG {
            child.kill().unwrap();
            panic!("the program hangs");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// The search path of programs with a folder before it.
pub fn search_path(first: &Path) -> OsString {
    let rest = std::env::var_os("PATH").unwrap();
    std::env::join_paths([first.to_owned()].into_iter().chain(std::env::split_paths(&rest))).unwrap()
}

/// The folder with material that several repositories share, where it is at hand.
pub fn shared(below: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(below);
    if !path.exists() {
        eprintln!("skipped: {} is not here", path.display());
    }
    path.exists().then_some(path)
}
