//! The dirt of exports, quirk by quirk: `quirks/table.txt` says of each which test shows what becomes of it.

#[path = "quirks/files.rs"]
mod files;
#[path = "quirks/headings.rs"]
mod headings;
#[path = "quirks/marks.rs"]
mod marks;
#[path = "quirks/meaning.rs"]
mod meaning;
#[path = "quirks/names.rs"]
mod names;
#[path = "quirks/old_excel.rs"]
mod old_excel;
#[path = "quirks/own.rs"]
mod own;
#[path = "quirks/rows.rs"]
mod rows;
#[path = "quirks/values.rs"]
mod values;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A line of the table.
struct Quirk {
    what: &'static str,
    /// "`cells::lists_are_read_as_codes`".
    test: &'static str,
    /// What of the fixture, or of what must come of it, shows the quirk: it stands in the test.
    shown_by: &'static str,
}

fn table() -> Vec<Quirk> {
    let lines = include_str!("quirks/table.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut cells = line.splitn(3, " | ").map(str::trim);
            let mut cell = || {
                cells
                    .next()
                    .unwrap_or_else(|| panic!("three cells: {line}"))
            };
            Quirk {
                what: cell(),
                test: cell(),
                shown_by: cell(),
            }
        })
        .collect()
}

fn source(module: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(module.replace("::", "/"))
        .with_extension("rs");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text of a test, if there is one of this name that is run.
fn body<'s>(source: &'s str, name: &str) -> Option<&'s str> {
    let start = source.find(&format!("#[test]\nfn {name}()"))?;
    let end = source[start..].find("\n}\n")?;
    Some(&source[start..start + end])
}

#[test]
fn every_quirk_has_a_test_that_shows_it() {
    let mut wrong = Vec::new();
    for Quirk {
        what,
        test,
        shown_by,
    } in table()
    {
        let (module, name) = test.rsplit_once("::").expect("a module and a test");
        match body(&source(module), name) {
            None => wrong.push(format!("{what}: there is no test {test}")),
            Some(body) if !body.contains(shown_by) => {
                wrong.push(format!("{what}: {test} has no {shown_by}"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_of_quirks_stands_in_the_table() {
    let named: BTreeSet<&str> = table().iter().map(|quirk| quirk.test).collect();
    let mut tests = 0;
    for module in [
        "files", "headings", "meaning", "names", "own", "rows", "values",
    ] {
        let module = format!("quirks::{module}");
        for after in source(&module).split("#[test]\nfn ").skip(1) {
            let name = after.split('(').next().unwrap_or_default();
            let test = format!("{module}::{name}");
            assert!(named.contains(test.as_str()), "{test} is in no line");
            tests += 1;
        }
    }
    assert!(tests > 25, "only {tests} tests were found");
}

#[test]
fn a_test_that_is_not_there_would_be_seen() {
    let source = "#[test]\nfn one() {\n    \"a\";\n}\n\nfn two() {\n}\n";
    assert_eq!(body(source, "one"), Some("#[test]\nfn one() {\n    \"a\";"));
    assert_eq!(body(source, "two"), None);
    assert_eq!(body(source, "on"), None);
}
