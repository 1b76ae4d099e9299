//! The project's own shape: imports run one way, folder by folder, and nothing of this machine or of real people is in it.

use std::fs;
use std::path::{Path, PathBuf};

/// Each folder of `src/`, and the folders it may import.
const MAY_IMPORT: [(&str, &[&str]); 7] = [
    ("model", &[]),
    ("load", &["model"]),
    ("rules", &["model"]),
    ("check", &["model", "rules"]),
    ("report", &["model", "rules", "check"]),
    ("demo", &["model"]),
    (
        "cli",
        &["model", "load", "rules", "check", "report", "demo"],
    ),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn source() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let inside = |path: &PathBuf| path.strip_prefix(&root).expect("inside src").to_path_buf();
    found
        .iter()
        .map(|path| {
            (
                inside(path),
                fs::read_to_string(path).expect("source is text"),
            )
        })
        .collect()
}

/// Every folder named after `crate::` in a file, code and comments alike.
fn imports(text: &str) -> Vec<String> {
    let mut named = Vec::new();
    for part in text.split("crate::").skip(1) {
        named.extend(first_names(part));
    }
    named
}

/// The first name of a path, or each first name of a group in braces.
fn first_names(path: &str) -> Vec<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    match path.strip_prefix('{') {
        None => vec![word(path)],
        Some(group) => {
            let (mut depth, mut names, mut start) = (0, Vec::new(), true);
            for (index, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start = true,
                    c if start && !c.is_whitespace() => {
                        names.push(word(&group[index..]));
                        start = false;
                    }
                    _ => {}
                }
            }
            names
        }
    }
}

#[test]
fn imports_run_one_way() {
    let mut checked = 0;
    for (path, text) in source() {
        let folder = path
            .components()
            .next()
            .expect("a folder or file")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == folder) else {
            assert!(
                ["lib.rs", "main.rs"].contains(&folder.as_str()),
                "{folder} is a folder of src that has no place in the one direction"
            );
            continue;
        };
        for import in imports(&text) {
            checked += 1;
            let fine = import == folder || allowed.contains(&import.as_str());
            assert!(
                fine,
                "src/{}: {folder} may not import {import}",
                path.display()
            );
        }
    }
    assert!(
        checked > 100,
        "only {checked} imports were found: the test no longer sees them"
    );
}

#[test]
fn a_wrong_import_would_be_seen() {
    assert_eq!(
        imports("use crate::check::run;\nuse crate::{load, model::day};"),
        ["check", "load", "model"]
    );
}

#[test]
fn no_clock_file_or_thread_is_used_behind_the_edge() {
    for (path, text) in source() {
        if path.starts_with("cli") || path == Path::new("main.rs") {
            continue;
        }
        let named = text.split("std::").skip(1).flat_map(first_names);
        for name in named {
            assert!(
                !["fs", "thread", "env", "process", "net"].contains(&name.as_str()),
                "src/{} uses std::{name}, which belongs to src/cli",
                path.display()
            );
        }
        for word in ["rayon", "Local::now", "SystemTime", "Instant::now"] {
            assert!(
                !text.contains(word),
                "src/{} uses {word}, which belongs to src/cli",
                path.display()
            );
        }
    }
}

#[test]
fn no_file_is_a_drawer() {
    for (path, _) in source() {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            !["util", "utils", "common", "helpers", "misc"].contains(&name.as_str()),
            "src/{}",
            path.display()
        );
    }
}
