//! What each output may hold, whatever it is made from: judged by a reader of its own form, and never by the report's own words.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use quick_xml::events::Event;
use serde_json::Value;

use super::texts::{NARRATIVE, is_unseen};
use crate::hosted::{junit_schema, sarif_mistakes, tables_are_whole};

/// What holds of every output that is text: nothing of a narrative, and nothing that is not seen but the ends of lines.
#[track_caller]
pub fn text(name: &str, text: &str) {
    told_nothing(name, text);
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(found) = line.chars().find(|letter| is_unseen(*letter)) {
            panic!("{name}: {found:?} in {}", start_of(line));
        }
    }
}

#[track_caller]
fn told_nothing(name: &str, text: &str) {
    let found = text.find(NARRATIVE);
    assert!(
        found.is_none(),
        "{name} tells of a narrative: {}",
        start_of(&text[found.unwrap_or(0)..])
    );
}

fn start_of(text: &str) -> String {
    text.chars().take(200).collect()
}

/// A page as it goes to a pipe: no line that the log of a hosted job takes for a command.
#[track_caller]
pub fn page(name: &str, page: &str) {
    text(name, page);
    for line in page.lines() {
        assert!(
            !line.trim_start().starts_with("::") && !line.contains("##["),
            "{name}: {line}"
        );
    }
}

/// A page as it goes to a terminal: with colours, and none but our own.
#[track_caller]
pub fn coloured(name: &str, coloured: &str) {
    let mut plain = String::new();
    let mut parts = coloured.split('\u{1b}');
    plain.push_str(parts.next().unwrap_or_default());
    let mut count = 0;
    for part in parts {
        let ours = ["[1m", "[31m", "[0m"]
            .into_iter()
            .find(|style| part.starts_with(style));
        let ours = ours.unwrap_or_else(|| panic!("{name}: not ours: {:?}", start_of(part)));
        plain.push_str(&part[ours.len()..]);
        count += 1;
    }
    assert!(count > 1, "{name} has no colours");
    page(name, &plain);
}

#[track_caller]
pub fn json(name: &str, document: &str) -> Value {
    text(name, document);
    serde_json::from_str(document).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Cells that no spreadsheet takes for a formula, each row on one line.
#[track_caller]
pub fn csv(name: &str, table: &str) {
    let rows = table.strip_prefix('\u{feff}').expect("a mark");
    text(name, rows);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(rows.as_bytes());
    let mut count = 0;
    for row in reader.records() {
        let row = row.unwrap_or_else(|error| panic!("{name}: {error}"));
        count += 1;
        for cell in &row {
            let seen = cell.trim_start();
            assert!(
                !seen.starts_with(['=', '+', '-', '@', '\u{ff1d}']),
                "{name}: {}",
                start_of(cell)
            );
            assert!(
                cell.chars().count() <= 32_767,
                "{name}: more than a cell holds"
            );
        }
    }
    assert_eq!(rows.matches('\n').count(), count, "{name}: a row is a line");
}

#[track_caller]
pub fn markdown(name: &str, shown: &str) {
    page(name, shown);
    tables_are_whole(shown);
    assert!(shown.len() < 1_048_576, "{name}: {} bytes", shown.len());
    let ours = ["<details>", "</details>", "<summary>", "</summary>"];
    let rest = ours
        .iter()
        .fold(shown.to_owned(), |rest, tag| rest.replace(tag, ""));
    let rest = rest.replace("\\\\", "").replace("\\]", "");
    for active in ["<", "](", "https://", "www.", "@"] {
        let found = rest.find(active);
        assert!(
            found.is_none(),
            "{name}: {active} in {}",
            start_of(&rest[found.unwrap_or(0)..])
        );
    }
    for line in rest.lines() {
        assert!(!line.replace("\\`", "").contains('`'), "{name}: {line}");
    }
}

const ELEMENTS: [&str; 53] = [
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer",
    "h1", "h2", "h3", "h4", "p", "a", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "strong",
    "em", "code", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "details",
    "summary", "svg", "rect", "path", "circle", "line", "text", "g", "polyline", "script", "abbr",
    "small", "time", "bdi", "article", "figure",
];

/// HTML in which every element is closed, is one of ours, and does nothing.
#[track_caller]
pub fn html(name: &str, html: &str) {
    text(name, html);
    let mut open: Vec<&str> = Vec::new();
    let mut scripts = 0;
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let (tag, behind) = tag
            .split_once('>')
            .unwrap_or_else(|| panic!("{name}: {}", start_of(tag)));
        rest = behind;
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop(),
                Some(closed),
                "{name}: before {}",
                start_of(rest)
            );
            continue;
        }
        let is_closed = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            ELEMENTS.contains(&element),
            "{name}: an element {}",
            start_of(tag)
        );
        // Split by quotes, every other part is a value.
        let mut parts = attributes.split('"');
        while let Some(names) = parts.next() {
            for attribute in names.split_whitespace() {
                let attribute = attribute.trim_end_matches('=');
                let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
                assert!(attribute.chars().all(is_name), "{name}: {tag}");
                assert!(
                    !attribute.starts_with("on")
                        && !["src", "style", "srcset"].contains(&attribute),
                    "{name}: {tag}"
                );
            }
            let value = parts.next().unwrap_or_default();
            let is_address = names.trim_end().ends_with("href=");
            assert!(
                !is_address || value.starts_with('#') || value.starts_with("https://"),
                "{name}: {tag}"
            );
        }
        match element {
            "meta" | "br" => {}
            "style" | "script" => {
                let (_, behind) = rest.split_once(&format!("</{element}>")).expect("closed");
                rest = behind;
                scripts += usize::from(element == "script");
            }
            _ if is_closed => {}
            _ => open.push(element),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
    assert_eq!(scripts, 1, "{name}");
}

#[track_caller]
pub fn sarif(name: &str, log: &str) {
    page(name, log);
    assert!(!log.contains(&"long ".repeat(250)), "{name}: not cut");
    let mistakes = sarif_mistakes(log);
    assert!(mistakes.is_empty(), "{name}: {mistakes:#?}");
    let log: Value = serde_json::from_str(log).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(!results.is_empty(), "{name}");
    for result in results {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let uri = uri.as_str().expect("an address");
        let is_plain =
            |letter: char| letter.is_ascii_alphanumeric() || "-._~/()!',%".contains(letter);
        assert!(
            uri.chars().all(is_plain) && !uri.starts_with('/'),
            "{name}: {uri}"
        );
        let said = result["message"]["text"].as_str().expect("a message");
        assert!(
            !said.replace("\\]", "").contains("]("),
            "{name}: a link in {said}"
        );
    }
}

#[track_caller]
pub fn junit(name: &str, document: &str) {
    page(name, document);
    let suites = junit_schema::read(document);
    let mistakes = junit_schema::mistakes(&suites);
    assert!(mistakes.is_empty(), "{name}: {mistakes:#?}");
    assert_eq!(
        suites.all("testcase").len(),
        suites.number("tests"),
        "{name}"
    );
}

/// Our own commands, each on a line of its own, and nothing else that is one.
#[track_caller]
pub fn github(name: &str, commands: &str) {
    text(name, commands);
    let (mut annotations, mut groups) = (0, 0);
    for line in commands.lines() {
        let Some(command) = line.trim_start().strip_prefix("::") else {
            assert!(!line.contains("##["), "{name}: {line}");
            continue;
        };
        let (command, said) = command
            .split_once("::")
            .unwrap_or_else(|| panic!("{name}: {line}"));
        let (kind, properties) = command.split_once(' ').unwrap_or((command, ""));
        match kind {
            "error" | "warning" | "notice" => {
                annotations += 1;
                for property in properties.split(',') {
                    let (key, _) = property
                        .split_once('=')
                        .unwrap_or_else(|| panic!("{name}: {line}"));
                    assert!(["file", "line", "title"].contains(&key), "{name}: {line}");
                }
            }
            "group" | "endgroup" => groups += 1,
            _ => panic!("{name}: {line}"),
        }
        let stray = said
            .replace("%25", "")
            .replace("%0A", "")
            .replace("%0D", "");
        assert!(!stray.contains('%'), "{name}: {line}");
    }
    assert!((1..=10).contains(&annotations), "{name}: {annotations}");
    assert!(groups == 0 || groups == 2, "{name}");
}

/// Parts that are well formed and lead nowhere; cells that are texts and numbers.
#[track_caller]
pub fn workbook(path: &Path) -> BTreeSet<String> {
    let name = path.display().to_string();
    let mut archive = zip::ZipArchive::new(File::open(path).expect("the file")).expect("a zip");
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let part_name = part.name().expect("a name").into_owned();
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("text");
        told_nothing(&format!("{name} {part_name}"), &xml);
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    let element = start.name().as_ref().to_owned();
                    assert!(
                        !["f", "script", "externalLink"].contains(&element.as_str()),
                        "{name} {part_name}: {element}"
                    );
                }
                Ok(_) => {}
                Err(error) => panic!("{name} {part_name}: {error}"),
            }
        }
        assert!(
            !xml.contains("TargetMode=\"External\""),
            "{name} {part_name}"
        );
    }
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let mut cells = BTreeSet::new();
    for (sheet, range) in book.worksheets() {
        for (_, _, cell) in range.used_cells() {
            let cell = cell.to_string();
            let hidden = |letter: char| is_unseen(letter) && !matches!(letter, '\n' | '\t');
            assert!(
                !cell.contains(hidden),
                "{name} {sheet}: {}",
                start_of(&cell)
            );
            cells.insert(cell);
        }
    }
    cells
}
