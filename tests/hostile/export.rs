//! An export with hostile text wherever a person may type, made from the catalogue itself, and the settings to audit it with.

use std::fmt::Write as _;

use caseready::model::catalogue::{Field, FieldKind, OwnDates, Table};
use caseready::model::day::Day;
use caseready::rules::Ruleset;

use super::texts::{LONG_NOTE, NARRATIVE, texts};
use crate::command::Folder;

pub struct Made {
    pub folder: Folder,
    /// Fields that hold narratives.
    pub narratives: usize,
    pub bytes: usize,
}

/// The table that is written as JSON: a CSV file with a null character near its beginning is taken for no text.
const IN_JSON: &str = "visits";
/// The record whose narratives are each of a megabyte.
const LONG: usize = 5;

/// Every table with every field, a record for each text: its key and child are that text, and so is whatever else is typed.
pub fn export() -> Made {
    let ruleset = Ruleset::carried().unwrap_or_else(|_| panic!("the rules carried are whole"));
    let texts = texts();
    let mut made = Made {
        folder: Folder::new(),
        narratives: 0,
        bytes: 0,
    };
    for (number, (_, table)) in ruleset.catalogue.tables().enumerate() {
        let is_note = |field: &&Field| field.kind == FieldKind::Text;
        made.narratives += table.fields.iter().filter(is_note).count();
        let mut headings: Vec<String> = table
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect();
        if let Some(renamed) = headings
            .iter_mut()
            .find(|name| table.name == IN_ALIAS.0 && **name == IN_ALIAS.1)
        {
            *renamed = alias(&texts);
        }
        // By the semicolons of a first line it is told what stands between cells, by a null that a file is no text.
        let heading = texts[number % texts.len()].replace(['\0', ';'], "");
        headings.push(format!("{heading} column"));
        let rows = texts
            .iter()
            .enumerate()
            .map(|(row, text)| record(table, row, text));
        let (bytes, ending) = if table.name == IN_JSON {
            (in_json(&headings, rows), "json")
        } else {
            (in_csv(&headings, rows), "csv")
        };
        made.bytes += bytes.len();
        let name = file_name(&texts, number);
        made.folder
            .write(&format!("export/{name}{}.{ending}", table.name), &bytes);
    }
    settings(&made.folder, &texts);
    made
}

fn record(table: &Table, row: usize, text: &str) -> Vec<String> {
    let cells = table.fields.iter().enumerate();
    let cells = cells.map(|(place, field)| match field.kind {
        FieldKind::Text if row == LONG => format!("{NARRATIVE} {}", "note ".repeat(LONG_NOTE / 5)),
        _ => cell(table, field, (row, place), text),
    });
    cells.chain([text.to_owned()]).collect()
}

fn in_csv(headings: &[String], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(headings).expect("headings");
    for row in rows.filter(|row| !row.iter().any(|cell| cell.contains('\0'))) {
        file.write_record(row).expect("a row");
    }
    file.into_inner().expect("a file")
}

fn in_json(headings: &[String], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let object = |row: Vec<String>| -> serde_json::Map<String, serde_json::Value> {
        let cells = row.into_iter().map(Into::into);
        headings.iter().cloned().zip(cells).collect()
    };
    let rows: Vec<_> = rows.map(object).collect();
    serde_json::to_vec(&rows).expect("JSON")
}

fn cell(table: &Table, field: &Field, (row, place): (usize, usize), text: &str) -> String {
    // Some of the sets that are closed hold what they do not list.
    let listed = |values: &[String]| match values {
        [] => text.to_owned(),
        _ if row % 4 == 0 => text.to_owned(),
        values => values[(row + place) % values.len()].clone(),
    };
    match field.kind {
        FieldKind::Key | FieldKind::Reference(_) => text.to_owned(),
        FieldKind::Text => format!("{text} {NARRATIVE} {text}"),
        FieldKind::Code => listed(&field.values),
        FieldKind::List => format!(
            "{};{}",
            listed(&field.values),
            text.replace([';', '|', ','], " ")
        ),
        FieldKind::Flag => ["yes", "no", "", text][(row + place) % 4].to_owned(),
        FieldKind::Number => ["3", text][row % 2].to_owned(),
        FieldKind::Date => {
            let is_end = matches!(table.dates, OwnDates::Span { to, .. } if to.index() == place);
            if is_end && row % 3 > 0 || row % 7 == 6 {
                // Where one in five cannot be read, what hangs on the day is not judged.
                let is_typed = row % if is_end { 8 } else { 2 } == 0;
                return if is_typed {
                    text.to_owned()
                } else {
                    String::new()
                };
            }
            let first = if place < 2 && table.name == "children" {
                "2014-01-05"
            } else {
                "2025-05-05"
            };
            let first = Day::parse_iso(first).expect("a day");
            first.plus_days((row * 6 + place * 5) as i32).to_string()
        }
    }
}

/// A list that nobody knows, with a column for each text.
pub fn unknown() -> Vec<u8> {
    let texts = texts();
    let headings: Vec<String> = texts
        .iter()
        .map(|text| format!("{text} of it").replace('\0', ""))
        .collect();
    let row: Vec<String> = headings
        .iter()
        .map(|heading| format!("{NARRATIVE} {heading}"))
        .collect();
    in_csv(&headings, std::iter::once(row))
}

/// As hostile as file systems allow.
fn file_name(texts: &[String], number: usize) -> String {
    let text: String = texts[number % texts.len()].chars().take(40).collect();
    text.replace(['/', '\0', '\\'], "_")
}

/// A table and a field whose column goes by a hostile heading, which the settings name.
const IN_ALIAS: (&str, &str) = ("cin_plans", "started_on");

fn alias(texts: &[String]) -> String {
    texts
        .iter()
        .take(9)
        .map(|text| text.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

fn settings(folder: &Folder, texts: &[String]) {
    let text = |number: usize| quoted(&format!("{} decided", texts[number % texts.len()]));
    let mut config = format!(
        "[[aliases]]\nlist = \"{}\"\nheadings = {{ {} = [{}] }}\n",
        IN_ALIAS.0,
        IN_ALIAS.1,
        quoted(&alias(texts))
    );
    let mut waivers = String::new();
    for (number, rule) in ["PP-05", "CP-10", "SD-02", "CP-14", "AS-01", "PP-06"]
        .into_iter()
        .enumerate()
    {
        let _ = write!(
            config,
            "[rules.{rule}]\nseverity = \"low\"\nreason = {}\n",
            text(number * 7)
        );
    }
    for (number, child) in texts.iter().enumerate() {
        let until = ["2026-12-31", "2026-01-31"][number % 2];
        let _ = write!(
            waivers,
            "[[waiver]]\nrule = \"CP-10\"\nchild_id = {}\nuntil = {until}\nreason = {}\nby = {}\n",
            quoted(child.trim()),
            text(number),
            text(number + 1)
        );
    }
    folder.write("settings.toml", config.as_bytes());
    folder.write("waivers.toml", waivers.as_bytes());
    let rule = include_str!("../../fixtures/local-rules/standards/seen-alone.toml");
    for (number, hostile) in texts.iter().enumerate() {
        let id = format!("\"ZZ-{number:02}\"");
        let told = quoted(hostile);
        let lines = rule.lines().map(|line| match line.split_once('=') {
            Some((key, _)) if key.trim() == "id" => format!("id = {id}\n"),
            Some((key, _)) if ["title", "why", "remedy"].contains(&key.trim()) => {
                format!("{key} = {told}\n")
            }
            _ => format!("{line}\n"),
        });
        let text: String = lines.collect();
        folder.write(
            &format!("rules/standards/hostile-{number}.toml"),
            text.as_bytes(),
        );
    }
}

/// A string as TOML writes it, whatever is in it.
fn quoted(text: &str) -> String {
    let letter = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => letter.to_string(),
        _ => format!("\\U{:08x}", u32::from(letter)),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}
