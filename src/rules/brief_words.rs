//! What a message says of records: how many, of which kind, and when. The rule's own sentence says the rest.

use crate::model::catalogue::{FieldKind, OwnDates, TableId};
use crate::model::day::Day;

use super::filter::{Condition, Filter, Literal, Operand, Test};
use super::plan::Count;
use super::sentence::{Words, joined};

impl Words<'_> {
    /// "3 placements in the 12 months to 31 March 2026", "no open allocation (independent reviewing officer)". `end` is the day on
    /// which the time counted ends; without it only its length is said.
    pub fn counted_in_brief(&self, check: &Count, found: u32, end: Option<Day>) -> String {
        let table = self.catalogue.table(check.of.table);
        let conditions = &check.of_where.conditions;
        let asks_open = |condition| self.asks_open(condition, check.of.table);
        let open = if conditions.iter().any(asks_open) {
            "open "
        } else {
            ""
        };
        let number = match found {
            0 => "no".to_owned(),
            found => found.to_string(),
        };
        let those = self.those_in_brief(&check.of_where, check.of.table);
        let when = match (check.window, end) {
            (Some(window), Some(end)) => format!(" in the {window} to {}", end.in_words()),
            (Some(window), None) => format!(" in {window}"),
            (None, Some(end)) if check.at.is_some() => format!(" up to {}", end.in_words()),
            (None, _) => String::new(),
        };
        let records = if found > 1 { &table.many } else { &table.one };
        let Some(field) = check.distinct else {
            let by = self.counted_by(check);
            let by = by.map_or_else(String::new, |by| format!(" (by {by})"));
            return format!("{number} {open}{records}{those}{by}{when}");
        };
        let field = self.catalogue.field(check.of.table, field);
        if field.kind == FieldKind::Date {
            return format!("{number} {open}{records}{those}{when}, those of one day counted once");
        }
        let different = match &field.kind {
            FieldKind::Reference(tables) => tables.first().map(|table| {
                let table = self.catalogue.table(*table);
                if found > 1 {
                    format!("different {}", table.many)
                } else {
                    table.one.clone()
                }
            }),
            _ => None,
        };
        let different = different.unwrap_or_else(|| format!("different: {},", field.words));
        format!(
            "{number} {different} among the {open}{}{those}{when}",
            table.many
        )
    }

    /// " (dental check)", " (where the child is seen)". Which records would not do is not worth saying, nor is the field that a kind
    /// stands in.
    pub fn those_in_brief(&self, filter: &Filter, table: TableId) -> String {
        let mut kinds = Vec::new();
        let mut others = Filter::default();
        for condition in &filter.conditions {
            match (&condition.of, &condition.test) {
                (_, Test::Not(_)) => {}
                _ if self.asks_open(condition, table) => {}
                (Operand::Value(path), Test::Is(literals))
                    if path.kind == FieldKind::Code && path.hops.is_empty() =>
                {
                    let field = self.catalogue.field(path.ends[0].0, path.ends[0].1);
                    let kind = |literal: &Literal| match literal {
                        Literal::Code(symbol) => {
                            let code = self.catalogue.codes.text(*symbol);
                            field.label(code).unwrap_or(code).to_owned()
                        }
                        other => self.literal(other, path),
                    };
                    let named: Vec<String> = literals.iter().map(kind).collect();
                    kinds.push(joined(&named, "or"));
                }
                _ => others.conditions.push(condition.clone()),
            }
        }
        let others = self.filter(&others);
        if !others.is_empty() {
            kinds.push(format!("where {others}"));
        }
        if kinds.is_empty() {
            String::new()
        } else {
            format!(" ({})", kinds.join(", "))
        }
    }

    /// Whether a condition asks that the record's own time has not ended.
    fn asks_open(&self, condition: &Condition, table: TableId) -> bool {
        let OwnDates::Span { to, .. } = self.catalogue.table(table).dates else {
            return false;
        };
        condition.test == Test::Blank
            && matches!(&condition.of, Operand::Value(path) if path.hops.is_empty() && path.ends == [(table, to)])
    }
}
