//! Every named check stands on a page of docs/protocol, in the code, and is tripped by a cheat.

use std::path::Path;

fn texts(folder: &str, ending: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut all = String::new();
    for entry in std::fs::read_dir(&folder).expect("the folder is in the repository") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|e| e == ending) && !path.ends_with("README.md") {
            all.push_str(&std::fs::read_to_string(&path).expect("a text"));
        }
    }
    all
}

#[test]
fn every_check_is_specified() {
    let pages = texts("../docs/protocol", "md");
    let missing: Vec<&str> = verify::checks::CHECKS
        .iter()
        .map(|check| check.name)
        .filter(|name| !pages.contains(&format!("`{name}`")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "checks without a page in docs/protocol");
}

#[test]
fn every_check_is_tripped_by_a_cheat() {
    let cheats = texts("cheats", "rs");
    // Refused before a record can hold them; their liars are in crates/crypto and crates/board.
    let elsewhere = [
        "ceremony.transport",
        "ceremony.deal",
        "ceremony.verdict",
        "seal.points",
        "seal.set",
        "mix.points",
        "open.combine",
        "open.table",
    ];
    let missing: Vec<&str> = verify::checks::CHECKS
        .iter()
        .map(|check| check.name)
        .filter(|name| !elsewhere.contains(name) && !cheats.contains(&format!("\"{name}\"")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "checks that no cheat trips");
}
