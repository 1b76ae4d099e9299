//! Each file: what it was taken for, and which of its columns are used.

use crate::model::catalogue::TableId;
use crate::model::file::{File, FileId};
use crate::model::personal::is_personal;
use crate::report::layout::{plural, title, wrapped};

use super::Inspection;

/// What a file gave one table, be it by several kinds of record.
struct Given {
    table: TableId,
    rows: u64,
    rejected: u64,
    used: Vec<String>,
}

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    title(text, "FILES");
    for (number, file) in (0..).zip(&inspection.records.files) {
        let given = given(file);
        let tables: Vec<String> = given
            .iter()
            .map(|given| {
                let left_out = if given.rejected > 0 {
                    format!(" ({} left out)", given.rejected)
                } else {
                    String::new()
                };
                let name = table_name(inspection, given);
                format!("{name} {}{left_out}", plural(given.rows, "row"))
            })
            .collect();
        let tables = if tables.is_empty() {
            String::new()
        } else {
            format!(": {}", tables.join(", "))
        };
        let name = inspection.file_name(FileId(number));
        let line = format!("{name} ({}){tables}", file.kind.name());
        wrapped(text, &line, inspection.width, 2);
        columns(text, inspection, file, &given);
    }
}

fn given(file: &File) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for found in &file.tables {
        let Some(given) = all.iter_mut().find(|given| given.table == found.table) else {
            all.push(Given {
                table: found.table,
                rows: found.rows,
                rejected: found.rejected,
                used: found.used.clone(),
            });
            continue;
        };
        given.rows += found.rows;
        given.rejected += found.rejected;
        for heading in &found.used {
            if !given.used.contains(heading) {
                given.used.push(heading.clone());
            }
        }
    }
    all
}

fn columns(text: &mut String, inspection: &Inspection<'_>, file: &File, given: &[Given]) {
    // Where one file fills several tables, each has columns of its own.
    let several = given.len() > 1;
    for given in given.iter().filter(|given| !given.used.is_empty()) {
        let label = if several {
            format!("used for {}", table_name(inspection, given))
        } else {
            "used".to_owned()
        };
        inspection.item(text, &label, &given.used);
    }
    let (mut personal, mut unused): (Vec<String>, Vec<String>) = file
        .tables
        .iter()
        .flat_map(|found| &found.unused)
        .cloned()
        .partition(|heading| is_personal(heading));
    for headings in [&mut personal, &mut unused] {
        headings.sort();
        headings.dedup();
    }
    inspection.item(text, "not used", &unused);
    inspection.item(text, "never loaded", &personal);
}

fn table_name<'a>(inspection: &Inspection<'a>, given: &Given) -> &'a str {
    &inspection.ruleset.catalogue.table(given.table).name
}
