//! From rules, matrix and wishes to a scanner.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use crate::classify::{BUILTIN_MATRICES, Laws, Matrix};
use crate::detect::{COMMON_AGAINST, Engine, Excerpt, MASKS, Options};
use crate::find::FINDERS;
use crate::gate::{AllowList, BaselineKey};
use crate::model::{Band, Catalog, Confidence, DispositionSet, Fault, Labels, NameRecognizer, RuleInfo};
use crate::rules::{Known, Rule, RuleSet};
use crate::validate::validators;

use super::Scanner;
use super::job::Settings;
use super::limits::THREADS;

/// Why a scanner cannot be built: everything that is wrong, not only the first fault.
#[derive(Debug, thiserror::Error)]
#[error("{}", .faults.iter().map(|f| f.render(false)).collect::<Vec<_>>().join("\n"))]
pub struct BuildError {
    /// What is wrong, and where.
    pub faults: Vec<Fault>,
}

impl From<Vec<Fault>> for BuildError {
    fn from(faults: Vec<Fault>) -> Self {
        Self { faults }
    }
}

/// Names that rules may use: finders with their forms, validators, masks.
pub fn known() -> Known<'static> {
    static NAMES: LazyLock<Names> = LazyLock::new(|| Names {
        finders: FINDERS.iter().map(|f| (f.name, f.forms)).collect(),
        validators: validators().map(|(name, ..)| *name).collect(),
        masks: MASKS.iter().map(|(name, _)| *name).collect(),
    });
    Known { finders: &NAMES.finders, validators: &NAMES.validators, masks: &NAMES.masks }
}

struct Names {
    finders: Vec<(&'static str, &'static [&'static str])>,
    validators: Vec<&'static str>,
    masks: Vec<&'static str>,
}

/// What a scanner is built from.
pub struct ScannerBuilder {
    rules: Option<RuleSet>,
    matrix: Option<Matrix>,
    options: Options,
    settings: Settings,
    threads: usize,
}

impl Default for ScannerBuilder {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let (options, settings) = (Options::default(), Settings::default());
        Self { rules: None, matrix: None, options, settings, threads }
    }
}

impl ScannerBuilder {
    /// Uses these rules instead of the built-in ones.
    #[must_use]
    pub fn rules(mut self, rules: RuleSet) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Uses this matrix instead of the default one.
    #[must_use]
    pub fn matrix(mut self, matrix: Matrix) -> Self {
        self.matrix = Some(matrix);
        self
    }

    /// Drops findings below this confidence. The default is medium.
    #[must_use]
    pub fn min_confidence(mut self, least: Confidence) -> Self {
        self.options.min_confidence = least;
        self
    }

    /// Sets which dispositions are returned; findings of others are only counted. The default is what counts: real and role.
    #[must_use]
    pub fn show(mut self, dispositions: DispositionSet) -> Self {
        self.options.show = dispositions;
        self
    }

    /// Treats published test values and reserved ranges as real, even below folders of tests; for demonstrations and tests.
    #[must_use]
    pub fn samples_as_real(mut self, yes: bool) -> Self {
        self.options.samples_as_real = yes;
        self
    }

    /// Puts the raw value into findings instead of the masked one.
    #[must_use]
    pub fn reveal(mut self, yes: bool) -> Self {
        self.options.excerpt = if yes { Excerpt::Raw } else { Excerpt::Masked };
        self
    }

    /// Sets what is worked out for each finding: its value, masked or not (`excerpts`), and its line, column and key
    /// (`places`). The default is both.
    #[must_use]
    pub fn details(mut self, excerpts: bool, places: bool) -> Self {
        if !excerpts {
            self.options.excerpt = Excerpt::None;
        }
        self.options.keys = places;
        self.settings.places = places;
        self
    }

    /// Sets the day for which ages are computed, so that people under 18 are recognised. Without it, nobody is by their age.
    #[must_use]
    pub fn today(mut self, day: Date) -> Self {
        self.options.today = Some(day);
        self
    }

    /// Gives findings a digest by which equal values of one run can be recognised. Off by default.
    #[must_use]
    pub fn digests(mut self, yes: bool) -> Self {
        self.options.digests = yes;
        self
    }

    /// Makes batches describe columns of tables as a whole ([`Batch::columns`](crate::model::Batch)). Off by default, because
    /// it takes a look at every cell.
    #[must_use]
    pub fn columns(mut self, yes: bool) -> Self {
        self.options.columns = yes;
        self
    }

    /// Also asks this recogniser for names of persons in running text.
    #[must_use]
    pub fn names(mut self, recognizer: Arc<dyn NameRecognizer>) -> Self {
        self.options.recognizer = Some(recognizer);
        self
    }

    /// Sets for which documents it is worked out what they are as a whole. The default is for none.
    #[must_use]
    pub fn labels(mut self, labels: Labels) -> Self {
        self.settings.labels = labels;
        self
    }

    /// Sets how many threads scan, limited to 1 to 1024. The default is one per core.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.clamp(1, THREADS);
        self
    }

    /// Limits the bytes that a compressed input may unpack to; the rest is left out and reported. The default is a terabyte.
    #[must_use]
    pub fn max_unpacked(mut self, bytes: u64) -> Self {
        self.settings.budget.bytes = bytes;
        self
    }

    /// Limits how many times its size a compressed input may unpack to, once that is more than 256 MB; the rest is left
    /// out and reported. The default is 1000.
    #[must_use]
    pub fn max_ratio(mut self, times: u64) -> Self {
        self.settings.budget.ratio = times;
        self
    }

    /// Sets whether comments such as `piidar:allow` accept the findings beside them. On by default.
    #[must_use]
    pub fn comments(mut self, yes: bool) -> Self {
        self.settings.acceptance.comments = yes;
        self
    }

    /// Accepts the findings that entries of a configuration name.
    #[must_use]
    pub fn allow(mut self, list: Arc<AllowList>) -> Self {
        self.settings.acceptance.list = Some(list);
        self
    }

    /// Gives findings a digest of type and value that only this key can make.
    #[must_use]
    pub fn baseline_key(mut self, key: Option<BaselineKey>) -> Self {
        self.settings.acceptance.key = key;
        self
    }

    /// Sets the bytes of a window of a large document, for tests: findings do not depend on it.
    #[doc(hidden)]
    #[must_use]
    pub fn window(mut self, bytes: usize) -> Self {
        self.settings.window = bytes.max(1);
        self
    }

    /// Builds the scanner.
    ///
    /// # Errors
    /// All faults of the rules and the matrix.
    pub fn build(self) -> Result<Scanner, BuildError> {
        let rules = self.rules.map_or_else(|| RuleSet::builtin(&known()), Ok)?;
        let matrix = self.matrix.map_or_else(default_matrix, Ok)?;
        let (catalog, names) = (Arc::new(catalog(&rules, &matrix)), rules.names().into());
        let recognizer = self.options.recognizer.clone();
        let mut engine = compile(&rules, catalog, self.options)?;
        let options = Options { min_confidence: Band::Low.floor(), recognizer, ..Options::default() };
        if !rules.left_out.is_empty() || engine.floor > options.min_confidence {
            engine.whole = Some(Box::new(LazyLock::new(Box::new(move || whole(rules, &matrix, options)))));
        }
        Ok(Scanner { engine: Arc::new(engine), settings: self.settings, threads: self.threads, names })
    }
}

impl Scanner {
    /// Ids and info types of all rules, including those that were not chosen.
    pub fn names(&self) -> Arc<[String]> {
        Arc::clone(&self.names)
    }

    /// The least confidence that is reported.
    pub fn min_confidence(&self) -> Confidence {
        self.engine.options.min_confidence
    }
}

fn compile(rules: &RuleSet, catalog: Arc<Catalog>, options: Options) -> Result<Engine, Vec<Fault>> {
    Engine::compile(&rules.rules, catalog, options).map_err(|e| vec![Fault::new("", e.to_string())])
}

/// An engine of these rules and all that come with the program, which cannot be at fault in a build that passed its tests.
fn whole(chosen: RuleSet, matrix: &Matrix, options: Options) -> Option<Engine> {
    let all = chosen.and(RuleSet::builtin(&known()).ok()?);
    let catalog = Arc::new(catalog(&all, matrix));
    compile(&all, catalog, options).ok()
}

fn default_matrix() -> Result<Matrix, Vec<Fault>> {
    let (name, text) = BUILTIN_MATRICES.first().copied().unwrap_or_default();
    Matrix::parse(&format!("rules/matrix/{name}.toml"), text)
}

fn catalog(rules: &RuleSet, matrix: &Matrix) -> Catalog {
    let own_against = rules.rules.iter().flat_map(|r| r.against.iter().chain(&r.other_fields).cloned());
    let against = COMMON_AGAINST.iter().map(|w| (*w).to_owned()).chain(own_against).collect();
    Catalog {
        rules: rules.rules.iter().map(|r| info(r, matrix)).collect(),
        classes: matrix.classes.clone(),
        against,
        profile: matrix.id.clone(),
        rules_hash: rules.hash.clone(),
        matrix_hash: matrix.hash(),
    }
}

fn info(rule: &Rule, matrix: &Matrix) -> RuleInfo {
    let fields = rule.fields.iter().chain(&rule.weak_fields).chain(&rule.labels);
    let (class, by_default) = matrix.class_of(&rule.info_type, &rule.family);
    RuleInfo {
        id: rule.id.clone(),
        info_type: rule.info_type.clone(),
        keywords: rule.keywords.clone(),
        fields: fields.cloned().collect(),
        class,
        by_default,
        laws: Laws::builtin().of(&rule.info_type, &rule.family),
        tells_age: rule.minor,
    }
}
