//! Fetches the typefaces of printed forms from npm, pinned by `package-lock.json`, into the build folder.
//!
//! Nothing of it is committed. Without npm, or without a network, the crate is built without a typeface, and
//! asking for a form answers what to install.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// What is taken from the packages: the file there, the name here.
const GUESTS: &[(&str, &str)] = &[
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
    let table = match fetch(&room) {
        Ok(()) => table(&room),
        Err(why) => {
            println!("cargo:warning=forms cannot be printed: built without their typefaces ({why})");
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
