//! The files of this folder and what the code gives: they must agree. Tests of several crates include this file.
//!
//! `VECTORS=write cargo nextest run vectors` writes the files anew, and a diff then shows what changed.

use serde_json::Value;
use std::path::Path;

/// The file must say this; or is made to, if the environment asks for it.
pub(crate) fn agree(name: &str, due: &Value) {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = above.map(|folder| folder.join("vectors")).find(|folder| folder.join("README.md").is_file());
    let path = folder.expect("the repository has this folder").join(name);
    if std::env::var_os("VECTORS").is_some_and(|word| word == "write") {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder to write in");
        let text = serde_json::to_string_pretty(due).expect("a value is JSON") + "\n";
        std::fs::write(&path, text).expect("a file to write");
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("vectors/{name}: {e}"));
    let stands: Value = serde_json::from_str(&stands).expect("JSON");
    assert!(stands == *due, "vectors/{name} is not what this code gives; see vectors/README.md");
}

/// A crime: a structure that must be refused, and the named check that must refuse it.
pub(crate) fn hostile(structure: &str, crime: &str, check: &str, mut evidence: Value) {
    evidence["structure"] = structure.into();
    evidence["crime"] = crime.into();
    evidence["check"] = check.into();
    let name = crime.replace('\'', "").replace(' ', "-");
    agree(&format!("hostile/{structure}-{name}.json"), &evidence);
}

pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
