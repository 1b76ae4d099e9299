//! Which table a set of headings belongs to. The name of the file decides only between tables that fit alike.

use std::fmt::Write as _;

use crate::model::catalogue::{Catalogue, FieldId, TableId};

/// A heading as it is compared: without surrounding spaces, in lower case.
pub(super) fn heading(text: &str) -> String {
    super::cell::trim(text).to_lowercase()
}

/// The field each heading names.
pub(super) fn fields(
    catalogue: &Catalogue,
    table: TableId,
    headings: &[String],
) -> Vec<Option<FieldId>> {
    headings
        .iter()
        .map(|text| catalogue.table(table).field(&heading(text)))
        .collect()
}

/// The table whose fields these are, or why there is none.
pub(super) fn table(
    catalogue: &Catalogue,
    headings: &[String],
    file: &str,
) -> Result<TableId, String> {
    let matches = |table: TableId| fields(catalogue, table, headings).iter().flatten().count();
    let fits = |table: TableId| {
        let key = &catalogue.table(table).fields[catalogue.table(table).key.index()].name;
        let count = matches(table);
        // A key and two more fields, or nothing but known fields: less could be any list of teams.
        headings.iter().any(|text| heading(text) == *key)
            && (count >= 3 || (count >= 2 && count == headings.len()))
    };
    let fitting: Vec<(TableId, usize)> = catalogue
        .tables()
        .map(|(id, _)| id)
        .filter(|id| fits(*id))
        .map(|id| (id, matches(id)))
        .collect();
    let most = fitting.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let best: Vec<TableId> = fitting
        .iter()
        .filter(|(_, count)| *count == most)
        .map(|(id, _)| *id)
        .collect();
    match best.as_slice() {
        [] => Err(nearest(catalogue, headings)),
        [only] => Ok(*only),
        several => {
            let named = several
                .iter()
                .find(|id| file_stem(file) == catalogue.table(**id).name);
            named.copied().ok_or_else(|| {
                let names: Vec<&str> = several
                    .iter()
                    .map(|id| catalogue.table(*id).name.as_str())
                    .collect();
                format!(
                    "its headings fit {} alike: name the file after its table, for example {}.csv",
                    names.join(" and "),
                    names[0]
                )
            })
        }
    }
}

/// The file's name without folder and endings.
fn file_stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}

/// What a person needs to put the headings right: the nearest table, what it lacks, and what each unknown heading may be.
fn nearest(catalogue: &Catalogue, headings: &[String]) -> String {
    /// Likeness from which a heading is worth proposing as a field's name.
    const ALIKE: f64 = 0.82;
    /// One heading alike is chance.
    const TWO_ALIKE: f64 = 2.0 * ALIKE;
    let alike = |text: &str, field: &str| {
        strsim::jaro_winkler(&heading(text).replace([' ', '-'], "_"), field)
    };
    let score = |table: TableId| -> f64 {
        let fields = &catalogue.table(table).fields;
        let best = |text: &String| {
            fields
                .iter()
                .map(|field| alike(text, &field.name))
                .filter(|value| *value >= ALIKE)
                .fold(0.0, f64::max)
        };
        headings.iter().map(best).sum()
    };
    let table = catalogue
        .tables()
        .map(|(id, _)| (score(id), id))
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.cmp(x)));
    let Some((_, table)) = table.filter(|(score, _)| *score >= TWO_ALIKE) else {
        return "its headings fit no table that caseready knows".to_owned();
    };
    let definition = catalogue.table(table);
    let unknown = headings
        .iter()
        .filter(|text| !text.is_empty() && definition.field(&heading(text)).is_none());
    let unknown: Vec<String> = unknown
        .take(8)
        .map(|text| {
            let fields = definition
                .fields
                .iter()
                .filter(|field| !headings.iter().any(|other| heading(other) == field.name));
            let near = fields
                .map(|field| (alike(text, &field.name), field))
                .max_by(|(a, _), (b, _)| a.total_cmp(b));
            match near.filter(|(value, _)| *value >= ALIKE) {
                Some((_, field)) => format!("{text:?} (is it {}?)", field.name),
                None => format!("{text:?}"),
            }
        })
        .collect();
    let key = &definition.fields[definition.key.index()].name;
    let lacks_key = !headings.iter().any(|text| heading(text) == *key);
    let mut message = format!("its headings are nearest to {}", definition.name);
    if lacks_key {
        let _ = write!(message, ", but there is no {key}");
    }
    if !unknown.is_empty() {
        let _ = write!(message, "; headings that differ: {}", unknown.join(", "));
    }
    message
}
