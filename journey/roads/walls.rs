//! The walls of the house: what a crate may link, and what the ground may not touch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every package's normal dependencies, by name.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--no-deps"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let normal = package["dependencies"].as_array().expect("dependencies").iter();
            let normal = normal.filter(|d| d["kind"].is_null());
            let names = normal.map(|d| d["name"].as_str().expect("a name").to_owned()).collect();
            (package["name"].as_str().expect("a name").to_owned(), names)
        })
        .collect()
}

const GROUND: [&str; 8] =
    ["seats", "crypto", "election", "pollbook", "board", "planning", "calendar", "headquarters"];

/// Our crates that a crate links, and those that these link.
fn ours_below(name: &str) -> BTreeSet<String> {
    let all = dependencies();
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        for dependency in all[&name].iter().filter(|dependency| all.contains_key(*dependency)) {
            if seen.insert(dependency.clone()) {
                open.push(dependency.clone());
            }
        }
    }
    seen
}

#[test]
fn the_verifier_links_only_the_ground() {
    let below = ours_below("verify");
    let strangers: Vec<&String> = below.iter().filter(|name| !GROUND.contains(&name.as_str())).collect();
    assert!(strangers.is_empty(), "verify links {strangers:?}");
}

#[test]
fn the_ground_links_nothing_that_touches_the_world() {
    let all = dependencies();
    let worldly = ["tokio", "sqlx", "axum", "reqwest", "rand", "jiff", "hyper", "std"];
    for name in GROUND {
        let touched: Vec<&String> = all[name].iter().filter(|d| worldly.contains(&d.as_str())).collect();
        // The planner draws from generators that its caller seeds; the crate is for its distributions only.
        let touched: Vec<&&String> =
            touched.iter().filter(|d| !(name == "planning" && ***d == "rand")).collect();
        assert!(touched.is_empty(), "{name} links {touched:?}");
    }
}

#[test]
fn the_ground_has_no_clock_disk_socket_or_randomness_of_its_own() {
    for name in GROUND {
        for file in sources(&root().join("crates").join(name).join("src")) {
            let text = std::fs::read_to_string(&file).expect("a source");
            // Tests may do as they like.
            if file.components().any(|c| c.as_os_str() == "tests") || is_a_test(&file) {
                continue;
            }
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for word in
                ["std::fs", "std::net", "SystemTime", "Instant::now", "rand::rng()", "OsRng", "thread_rng"]
            {
                assert!(!code.contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

#[test]
fn no_door_touches_sql() {
    let all = dependencies();
    for door in ["web", "amin", "station", "door"] {
        assert!(!all[door].contains("sqlx"), "{door} links sqlx");
    }
}

#[test]
fn a_branch_does_not_link_the_headquarters_database() {
    let below = ours_below("station");
    assert!(below.contains("screens") && below.contains("protocol"));
    for headquarters in ["office", "web"] {
        assert!(!below.contains(headquarters), "station links {headquarters}");
    }
}

/// A module that its parent declares for tests alone.
fn is_a_test(file: &Path) -> bool {
    let Some(name) = file.file_stem().and_then(|name| name.to_str()) else { return false };
    let folder = file.parent().expect("a source lies in a folder");
    let parents = [folder.join("lib.rs"), folder.join("mod.rs"), folder.with_extension("rs")];
    let declared = format!("#[cfg(test)]\nmod {name};");
    parents.iter().any(|parent| std::fs::read_to_string(parent).is_ok_and(|text| text.contains(&declared)))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}
