//! Runs the real binary from the project's root, as a person or a job would.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use serde_json::Value;

pub struct Output {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Output {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }
}

/// What a run says of one rule.
pub fn rule<'r>(run: &'r Value, id: &str) -> &'r Value {
    let mut rules = run["rules"].as_array().expect("rules").iter();
    let found = rules.find(|rule| rule["id"] == id);
    found.unwrap_or_else(|| panic!("{id} is not in the run"))
}

/// What an audit of a folder's `export` says as at 31 March 2026.
pub fn audited(folder: &Folder, options: &[&str]) -> Value {
    audited_file(&folder.file("export"), options)
}

/// The same of any file or folder.
pub fn audited_file(export: &str, options: &[&str]) -> Value {
    let arguments = ["audit", export, "--as-at", "2026-03-31", "--format", "json"];
    caseready([&arguments[..], options].concat()).json()
}

/// `caseready` with these arguments, as at 80 columns and without colour.
pub fn caseready<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Output {
    caseready_with(arguments, &[])
}

pub fn caseready_with<'a>(
    arguments: impl IntoIterator<Item = &'a str>,
    variables: &[(&str, &str)],
) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_caseready"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLUMNS", "80")
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("GITHUB_STEP_SUMMARY")
        .envs(variables.iter().copied())
        .output()
        .expect("the binary runs");
    Output {
        code: output.status.code().expect("it exits"),
        stdout: String::from_utf8(output.stdout).expect("it prints UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("it prints UTF-8"),
    }
}

/// A folder of its own that goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "caseready-test-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a temporary folder");
        Self(folder)
    }

    /// With these files in it.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self::new();
        for (name, bytes) in files {
            folder.write(name, bytes);
        }
        folder
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file is written");
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A file in it, as an argument.
    pub fn file(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    pub fn as_argument(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
