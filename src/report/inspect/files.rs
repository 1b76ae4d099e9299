//! Each file: what it was taken for, and which of its columns are used.

use crate::model::file::{File, FileTable};
use crate::model::layout::is_personal;
use crate::report::layout::{plural, title, wrapped};

use super::Inspection;

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    title(text, "FILES");
    for file in &inspection.records.files {
        let tables: Vec<String> = file
            .tables
            .iter()
            .map(|found| {
                let left_out = if found.rejected > 0 {
                    format!(" ({} left out)", found.rejected)
                } else {
                    String::new()
                };
                let name = table_name(inspection, found);
                format!("{name} {}{left_out}", plural(found.rows, "row"))
            })
            .collect();
        let tables = if tables.is_empty() {
            String::new()
        } else {
            format!(": {}", tables.join(", "))
        };
        wrapped(
            text,
            &format!("{} ({}){tables}", file.name, file.kind.name()),
            inspection.width,
            2,
        );
        columns(text, inspection, file);
    }
}

fn columns(text: &mut String, inspection: &Inspection<'_>, file: &File) {
    // Where one file fills several tables, each has columns of its own.
    let several = file.tables.len() > 1;
    for found in file.tables.iter().filter(|found| !found.used.is_empty()) {
        let label = if several {
            format!("used for {}", table_name(inspection, found))
        } else {
            "used".to_owned()
        };
        inspection.item(text, &label, &found.used);
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

fn table_name<'a>(inspection: &Inspection<'a>, found: &FileTable) -> &'a str {
    &inspection.ruleset.catalogue.table(found.table).name
}
