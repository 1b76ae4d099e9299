//! What a check that counts asks, in words.

use crate::model::catalogue::{FieldId, FieldKind, OwnDates};

use super::filter::Test;
use super::path::Via;
use super::plan::{Count, Rule};
use super::sentence::Words;

impl Words<'_> {
    pub(super) fn count(&self, check: &Count, rule: &Rule) -> String {
        let limit = match (check.at_least, check.at_most) {
            (Some(least), Some(most)) if least.to_bits() == most.to_bits() => {
                format!("exactly {least}")
            }
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(0.0)) => "no".to_owned(),
            (None, Some(most)) => format!("no more than {most}"),
            (None, None) => String::new(),
        };
        let most = check.at_most.or(check.at_least).unwrap_or(0.0);
        let times = check
            .per
            .as_ref()
            .map(|path| format!(", times {}", self.path(path)))
            .unwrap_or_default();
        let counted = self.counted(check, most.to_bits() == 1.0_f64.to_bits(), rule);
        format!("{limit} {counted}{times}")
    }

    /// What a count counts, and in which window: "section 47 enquiries of the child in the 12 months to the start of the enquiry".
    fn counted(&self, check: &Count, is_one: bool, rule: &Rule) -> String {
        let table = self.catalogue.table(check.of.table);
        let records = if is_one { &table.one } else { &table.many };
        let those = self.of_those(&check.of_where);
        let whose = match check.of.via {
            Via::Child => " of the child".to_owned(),
            Via::Reference(_) => format!(" of the {}", self.catalogue.table(rule.table).one),
        };
        let window = self.window(check, rule);
        let Some(field) = check.distinct else {
            let by = self.counted_by(check);
            let by = by.map_or_else(String::new, |by| format!(", by {by},"));
            return format!("{records}{whose}{those}{by}{window}");
        };
        let field = self.catalogue.field(check.of.table, field);
        if field.kind == FieldKind::Date {
            return format!("{records}{whose}{those}{window}, those of one day counted once");
        }
        let different = match &field.kind {
            FieldKind::Reference(tables) if !is_one => tables.first().map_or_else(
                || field.words.clone(),
                |table| self.catalogue.table(*table).many.clone(),
            ),
            FieldKind::Reference(tables) => tables.first().map_or_else(
                || field.words.clone(),
                |table| self.catalogue.table(*table).one.clone(),
            ),
            _ => field.words.clone(),
        };
        format!(
            "different {different} among the {}{whose}{those}{window}",
            table.many
        )
    }

    /// "the end of the plan", where records are counted by another date than the one they begin on.
    pub(super) fn counted_by(&self, check: &Count) -> Option<&str> {
        let table = self.catalogue.table(check.of.table);
        let field = check.of.field;
        let begins = match table.dates {
            OwnDates::At(at) => Some(at),
            OwnDates::Span { from, .. } => Some(from),
            OwnDates::None | OwnDates::Of(_) => None,
        };
        let is_other = table.fields[field.index()].kind == FieldKind::Date
            && begins.is_some_and(|own| own != field);
        is_other.then(|| self.field(check.of.table, field))
    }

    /// " in the 3 months to the decision to enter pre-proceedings".
    fn window(&self, check: &Count, rule: &Rule) -> String {
        let subject = rule.table;
        let is_open = |to: FieldId| {
            let mut tests = rule.subject.paths();
            tests.any(|(path, test)| path.ends == [(subject, to)] && *test == Test::Blank)
        };
        let end = match (&check.at, self.catalogue.table(subject).dates) {
            (Some(path), _) => self.path(path),
            (None, OwnDates::At(field)) => self.field(subject, field).to_owned(),
            (None, OwnDates::Span { to, .. }) if is_open(to) => "the as-at date".to_owned(),
            (None, OwnDates::Span { to, .. }) => {
                format!(
                    "{}, or to the as-at date before that",
                    self.field(subject, to)
                )
            }
            (None, OwnDates::Of(_)) => "its own date".to_owned(),
            (None, OwnDates::None) => "the as-at date".to_owned(),
        };
        match (check.window, &check.at) {
            (Some(window), _) => format!(" in the {window} to {end}"),
            (None, Some(_)) => format!(" up to {end}"),
            (None, None) => String::new(),
        }
    }
}
