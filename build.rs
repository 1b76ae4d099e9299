//! Lists every file under `rules/` so that the whole folder is compiled into the binary: a standard is added by adding its file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files)?;
    files.sort();

    let mut list = String::from("&[\n");
    for file in &files {
        let inside = file
            .strip_prefix(root.join("rules"))
            .map_err(io::Error::other)?;
        let name = inside.to_string_lossy().replace('\\', "/");
        // Where the folder is, the compiler says: a list kept from another checkout would be of that one's files.
        writeln!(
            list,
            "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/rules/{name}")
        )
        .map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("rules.in"), list)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if matches!(
            path.extension().and_then(|e| e.to_str()),
            Some("toml" | "txt" | "csv")
        ) {
            files.push(path);
        }
    }
    Ok(())
}
