//! What places a record in time.

use serde::Deserialize;

use super::catalogue::{Field, FieldId, FieldKind, Table, TableId};

/// The date, or pair of dates, that places a record in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OwnDates {
    None,
    At(FieldId),
    /// Open on a day if begun and not ended by then; a blank start is open until its end.
    Span {
        from: FieldId,
        to: FieldId,
    },
    /// Those of the record that this reference leads to; no way along such references comes back.
    Of(FieldId),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatesFile {
    at: Option<String>,
    from: Option<String>,
    to: Option<String>,
    of: Option<String>,
}

impl DatesFile {
    pub(super) fn of(self, fields: &[Field]) -> Result<OwnDates, String> {
        let date = |name: &str| {
            let id = field(fields, name)?;
            match fields[id.index()].kind {
                FieldKind::Date => Ok(id),
                _ => Err(format!("its dates name {name}, which is no date")),
            }
        };
        let reference = |name: &str| {
            let id = field(fields, name)?;
            match fields[id.index()].kind {
                FieldKind::Reference(_) => Ok(id),
                _ => Err(format!(
                    "its dates are those of {name}, which is no reference to another record"
                )),
            }
        };
        Ok(match (self.at, self.from, self.to, self.of) {
            (Some(at), None, None, None) => OwnDates::At(date(&at)?),
            (None, Some(from), Some(to), None) => OwnDates::Span {
                from: date(&from)?,
                to: date(&to)?,
            },
            (None, None, None, Some(of)) => OwnDates::Of(reference(&of)?),
            _ => {
                return Err(
                    "dates must be { at = .. }, { from = .., to = .. } or { of = .. }".to_owned(),
                );
            }
        })
    }
}

fn field(fields: &[Field], name: &str) -> Result<FieldId, String> {
    FieldId::find(fields, name)
        .ok_or_else(|| format!("its dates name {name}, which is none of its fields"))
}

/// What is wrong with a table whose dates are, by one reference or several, its own again.
pub(super) fn lead_back(tables: &[Table], id: TableId) -> Option<String> {
    let table = &tables[id.index()];
    let OwnDates::Of(field) = table.dates else {
        return None;
    };
    let mut ahead = dated_by(table).to_vec();
    let mut seen = Vec::new();
    while let Some(other) = ahead.pop() {
        if other == id {
            let field = &table.fields[field.index()].name;
            return Some(format!(
                "its dates are those of {field}, which lead back to {}",
                table.name
            ));
        }
        if !seen.contains(&other) {
            seen.push(other);
            ahead.extend(dated_by(&tables[other.index()]));
        }
    }
    None
}

/// The tables that a table may take its dates from.
fn dated_by(table: &Table) -> &[TableId] {
    match table.dates {
        OwnDates::Of(field) => match &table.fields[field.index()].kind {
            FieldKind::Reference(tables) => tables,
            _ => &[],
        },
        _ => &[],
    }
}
