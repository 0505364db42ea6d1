//! Fetches the typefaces of pages and printed forms from npm, pinned by `package-lock.json`, into the build folder.
//!
//! Nothing of it is committed. Without npm, or without a network, the crate is built without typefaces and with a
//! warning: pages still work with the reader's own, forms cannot be printed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// What is taken from the packages for one purpose: the file there, the name here.
type Guests = &'static [(&'static str, &'static str)];

/// What browsers are given.
const WEB: Guests = &[
    ("@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2", "vazirmatn-arabic.woff2"),
    ("@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2", "vazirmatn-latin.woff2"),
    ("@fontsource-variable/vazirmatn/LICENSE", "vazirmatn-license.txt"),
];

/// What printed forms are set in.
const PRINT: Guests = &[
    ("vazirmatn/fonts/ttf/Vazirmatn-Regular.ttf", "regular"),
    ("vazirmatn/fonts/ttf/Vazirmatn-Bold.ttf", "bold"),
    // For what machines wrote, and for the arrows that the other one lacks.
    ("dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf", "machine"),
];

fn main() {
    for file in ["package.json", "package-lock.json", "build.rs"] {
        println!("cargo:rerun-if-changed={file}");
    }
    let room = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the build folder"));
    let fetched = fetch(&room);
    if let Err(why) = &fetched {
        println!("cargo:warning=built without typefaces ({why}): pages still work, forms cannot be printed");
    }
    let table = |name: &str, doc: &str, guests: Guests| {
        let guests = if fetched.is_ok() { guests } else { &[] };
        format!("/// {doc}\npub static {name}: &[(&str, &[u8])] = {};\n", table(&room, guests))
    };
    let tables = table("WEB", "Typefaces for browsers, by file name.", WEB)
        + &table("PRINT", "Typefaces for printed forms.", PRINT);
    fs::write(room.join("guests.rs"), tables).expect("the build folder can be written");
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
    match WEB.iter().chain(PRINT).find(|(from, _)| !room.join("node_modules").join(from).is_file()) {
        Some((missing, _)) => Err(format!("the package has no {missing}")),
        None => Ok(()),
    }
}

fn table(room: &Path, guests: Guests) -> String {
    let rows = guests.iter().map(|(from, name)| {
        let path = room.join("node_modules").join(from);
        format!("    ({name:?}, include_bytes!({:?})),\n", path.display().to_string())
    });
    format!("&[\n{}]\n", rows.collect::<String>())
}
