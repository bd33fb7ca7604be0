//! The model that finds names in prose, if the user gives one.

use anyhow::Result;
use piidar::ScannerBuilder;

use super::Faults;
use super::args::NamesModel;

/// Asks the model for names as well, if there is one.
#[cfg(feature = "ner-onnx")]
pub(crate) fn with_names(builder: ScannerBuilder, model: &NamesModel) -> Result<ScannerBuilder> {
    use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
    use std::path::PathBuf;
    use std::sync::Arc;

    let Some(folder) = &model.names_model else { return Ok(builder) };
    let named = || std::env::var_os("ORT_DYLIB_PATH").filter(|path| !path.is_empty()).map(PathBuf::from);
    let runtime = model.onnx_runtime.clone().or_else(named);
    let runtime = runtime.unwrap_or_else(|| format!("{DLL_PREFIX}onnxruntime{DLL_SUFFIX}").into());
    let names = piidar::ner::OnnxNames::load(folder, &runtime).map_err(|fault| Faults(vec![fault]))?;
    Ok(builder.names(Arc::new(names)))
}

/// Says that this build knows no models, if there is one.
#[cfg(not(feature = "ner-onnx"))]
pub(crate) fn with_names(builder: ScannerBuilder, model: &NamesModel) -> Result<ScannerBuilder> {
    let Some(folder) = &model.names_model else { return Ok(builder) };
    let fault = piidar::model::Fault::new(folder.display().to_string(), "this build cannot run models")
        .help("build it with support for them: cargo install --path . --features ner-onnx");
    Err(Faults(vec![fault]).into())
}
