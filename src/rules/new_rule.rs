//! A rule to begin from: a file that compiles, for one kind of check on one table, with examples to fill in.

use std::fmt::Write as _;

use crate::model::catalogue::{
    Catalogue, Field, FieldKind, OwnDates, Table, TableId, with_article,
};

use super::kind::Kind;

pub struct NewRule<'a> {
    pub id: &'a str,
    /// A key of `areas.toml`.
    pub area: &'a str,
    pub table: TableId,
    pub check: Kind,
}

/// The file's text; an error says what the table lacks for such a check.
pub fn write(rule: &NewRule<'_>, catalogue: &Catalogue) -> Result<String, String> {
    let table = catalogue.table(rule.table);
    let check = check(rule, catalogue).ok_or_else(|| lacking(rule, table))?;
    let mut text = format!(
        "id        = \"{}\"\ntitle     = \"<what it asks, in one line>\"\nshort     = \"<what it measures, in a few words>\"\narea      = \"{}\"\nseverity  = \"medium\"              # critical, high, medium, low\ncertainty = \"prompt\"              # fact: the record shows it; prompt: a person must read it\nforce     = \"local\"\nsources   = [\"local-custom\"]\nwhy       = \"<why it matters to a child>\"\nremedy    = \"<what the team does about it>\"\n\n[subject]\ntable = \"{}\"\n\n[check.{}]\n{check}",
        rule.id,
        rule.area,
        table.name,
        rule.check.name()
    );
    let wanted = [
        "<one that meets it>",
        "<one that does not>",
        "<one on the boundary>",
        "<one that cannot be judged>",
    ];
    for name in wanted {
        let _ = write!(
            text,
            "\n[[example]]\nname  = \"{name}\"\nas_at = 2026-03-31\n{} = [{{ {} }}]\nexpect = {{}} # such as {{ met = 1 }}\n",
            table.name,
            record(table)
        );
    }
    Ok(text)
}

/// The smallest record: its key, its child and the date it begins on.
fn record(table: &Table) -> String {
    let mut cells = vec![format!("{} = \"R1\"", table.fields[table.key.index()].name)];
    if let Some(child) = table.child {
        cells.push(format!("{} = \"C1\"", table.fields[child.index()].name));
    }
    if let Some(begins) = begins(table) {
        cells.push(format!("{begins} = 2026-01-05"));
    }
    cells.join(", ")
}

fn begins(table: &Table) -> Option<&str> {
    match table.dates {
        OwnDates::At(field) | OwnDates::Span { from: field, .. } => {
            Some(&table.fields[field.index()].name)
        }
        OwnDates::None | OwnDates::Of(_) => None,
    }
}

fn ends(table: &Table) -> Option<&str> {
    match table.dates {
        OwnDates::Span { to, .. } => Some(&table.fields[to.index()].name),
        _ => None,
    }
}

/// The keys of the check, with fields of the table that they could speak of; none where it has no such field.
fn check(rule: &NewRule<'_>, catalogue: &Catalogue) -> Option<String> {
    let table = catalogue.table(rule.table);
    let of_kind = |kinds: &[FieldKind]| {
        let mut fields = table.fields.iter();
        fields
            .find(|field| kinds.contains(&field.kind))
            .map(|field| field.name.as_str())
    };
    let dates: Vec<&str> = table
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Date && !field.planned)
        .map(|field| field.name.as_str())
        .collect();
    let until = ends(table).map_or_else(String::new, |end| format!("until = \"{end}\"\n"));
    Some(match rule.check {
        Kind::Require => {
            let field = of_kind(&[
                FieldKind::Text,
                FieldKind::Code,
                FieldKind::Date,
                FieldKind::Flag,
            ])?;
            format!("fields = [\"{field}\"]\n")
        }
        Kind::Deadline => {
            let from = begins(table).or_else(|| dates.first().copied())?;
            let own = dates
                .iter()
                .find(|date| **date != from && Some(**date) != ends(table));
            let to = own
                .map(|date| (*date).to_owned())
                .or_else(|| event(rule.table, catalogue))?;
            format!(
                "from   = \"{from}\"\nto     = \"{to}\"\nwithin = \"10 working days\"\n{}",
                until.replace("until =", "until  =")
            )
        }
        Kind::Cadence => format!(
            "from  = \"{}\"\n{until}event = \"{}\"\nevery = \"6 weeks\"\n",
            begins(table)?,
            event(rule.table, catalogue)?
        ),
        Kind::Duration => format!(
            "from    = \"{}\"\n{}at_most = \"6 months\"\n",
            begins(table)?,
            until.replace("until =", "until   =")
        ),
        Kind::Count => format!(
            "of      = \"{}\"\nwindow  = \"12 months\"\nat_most = 1\n",
            event(rule.table, catalogue)?
        ),
        Kind::Attendance => format!(
            "field  = \"{}\"\nall_of = [\"police\", \"health\"]\n",
            of_kind(&[FieldKind::List])?
        ),
        Kind::Text => format!(
            "field     = \"{}\"\nmin_words = 10\navoid     = [\"placeholders\"]\n",
            of_kind(&[FieldKind::Text])?
        ),
        Kind::Order => {
            let (first, second) = (dates.first()?, dates.get(1)?);
            format!("dates = [\"{first}\", \"{second}\"]\n")
        }
        Kind::Reference => {
            let is_reference = |field: &&Field| matches!(field.kind, FieldKind::Reference(_));
            let reference = table.fields.iter().find(is_reference)?;
            format!("field = \"{}\"\n", reference.name)
        }
    })
}

/// The date of a record that refers to this one, else of a visit to the same child.
fn event(table: TableId, catalogue: &Catalogue) -> Option<String> {
    let refers = |other: &Table| {
        other
            .fields
            .iter()
            .any(|field| matches!(&field.kind, FieldKind::Reference(tables) if *tables == [table]))
    };
    let own_date = |other: &Table| match other.dates {
        OwnDates::At(date) => Some(format!(
            "{}.{}",
            other.name,
            other.fields[date.index()].name
        )),
        _ => None,
    };
    let is_child = table == catalogue.children;
    let mut others = catalogue.tables().map(|(_, other)| other);
    let referring = others.find_map(|other| own_date(other).filter(|_| refers(other)));
    let of_child = catalogue.table(table).child.and_then(|_| {
        let mut others = catalogue.tables().map(|(_, other)| other);
        let visits = others.find(|other| other.name == "visits" && other.child.is_some())?;
        own_date(visits).map(|date| format!("child.{date}"))
    });
    if is_child {
        referring
    } else {
        referring.or(of_child)
    }
}

fn lacking(rule: &NewRule<'_>, table: &Table) -> String {
    let wanted = match rule.check {
        Kind::Attendance => "a list of those who took part",
        Kind::Text => "a narrative",
        Kind::Order => "two dates",
        Kind::Reference => "a reference to another record",
        Kind::Require => "a field to fill in",
        Kind::Cadence | Kind::Count => "a date to count from, or records that belong to it",
        Kind::Deadline | Kind::Duration => "a date to count from",
    };
    let check = with_article(rule.check.name());
    format!("{check} check needs {wanted}, and {} has none", table.name)
}
