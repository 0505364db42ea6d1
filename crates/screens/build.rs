//! Fetches the pages' typeface from npm, pinned by `package-lock.json`, into the build folder.
//!
//! Nothing of it is committed, and nothing of it is needed: without npm, or without a network, the pages are
//! built with the reader's own Persian typeface and a warning.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// What is taken from the packages: the file there, the name here.
const GUESTS: &[(&str, &str)] = &[
    ("@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2", "vazirmatn-arabic.woff2"),
    ("@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2", "vazirmatn-latin.woff2"),
    ("@fontsource-variable/vazirmatn/LICENSE", "vazirmatn-license.txt"),
];

fn main() {
    for file in ["package.json", "package-lock.json", "build.rs"] {
        println!("cargo:rerun-if-changed={file}");
    }
    let room = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the build folder"));
    let table = match fetch(&room) {
        Ok(()) => table(&room),
        Err(why) => {
            println!("cargo:warning=pages are built without the Vazirmatn typeface ({why}); they still work");
            String::from("&[]")
        }
    };
    fs::write(room.join("guests.rs"), table).expect("the build folder can be written");
}

fn fetch(room: &Path) -> Result<(), String> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo names this folder"));
    let copy = |name: &str| fs::copy(here.join(name), room.join(name)).map_err(|e| format!("{name}: {e}"));
    copy("package.json")?;
    copy("package-lock.json")?;
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(room)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => String::from("npm is not installed"),
            _ => format!("npm: {e}"),
        })?;
    if !npm.status.success() {
        return Err(format!("npm ci: {}", npm.status));
    }
    match GUESTS.iter().find(|(from, _)| !room.join("node_modules").join(from).is_file()) {
        Some((missing, _)) => Err(format!("the package has no {missing}")),
        None => Ok(()),
    }
}

fn table(room: &Path) -> String {
    let rows = GUESTS.iter().map(|(from, name)| {
        let path = room.join("node_modules").join(from);
        format!("    ({name:?}, include_bytes!({:?})),\n", path.display().to_string())
    });
    format!("&[\n{}]\n", rows.collect::<String>())
}
