//! Records of a source that has not what a rule needs of them, where another source of the same table has it: the rule is not
//! judged of those, as it would not be if their source stood alone.

use crate::model::catalogue::FieldId;
use crate::rules::needs::{Need, needs};
use crate::rules::path::ValuePath;
use crate::rules::plan::Rule;

use super::context::Context;

/// Fields of its subjects that a rule needs and not every source has: of each group so many.
#[derive(Clone, Default)]
pub(super) struct Needed(Vec<(usize, Vec<FieldId>)>);

impl Needed {
    pub fn new(rule: &Rule, context: Context<'_>) -> Self {
        let own = |path: &ValuePath| {
            let places = path.hops.first().map_or(&path.ends, |hop| &hop.0);
            let own = places.iter().find(|(table, _)| *table == rule.table);
            own.map(|(_, field)| *field)
        };
        // What may lie in other tables is no matter of the subject's source.
        let all_own = |paths: &[ValuePath]| paths.iter().map(own).collect::<Option<Vec<_>>>();
        let group = |need: Need| match need {
            Need::Value(path) => Some((1, vec![own(&path)?])),
            Need::Field(table, field) if table == rule.table => Some((1, vec![field])),
            Need::End(paths) => Some((1, all_own(&paths)?)),
            Need::Some(count, paths) => Some((count, all_own(&paths)?)),
            Need::Table(_)
            | Need::Field(..)
            | Need::Related(_)
            | Need::Every(_)
            | Need::Telling(_) => None,
        };
        let records = context.view.records;
        let needs = needs(rule, context.view.catalogue).into_iter();
        let groups = needs.filter_map(group).filter(|(count, fields)| {
            let by_all = |field: &&FieldId| records.is_carried_by_all(rule.table, **field);
            fields.iter().filter(by_all).count() < *count
        });
        Self(groups.collect())
    }

    /// A field that is not there to be judged by.
    pub fn lacking(&self, rule: &Rule, context: Context<'_>, row: u32) -> Option<FieldId> {
        let view = context.view;
        let is_there = |field: &&FieldId| {
            view.records.is_carried(rule.table, **field, row)
                || !view.is_blank(rule.table, **field, row)
        };
        self.0.iter().find_map(|(count, fields)| {
            let lacks = fields.iter().filter(is_there).count() < *count;
            let missing = fields.iter().find(|field| !is_there(field));
            missing.copied().filter(|_| lacks)
        })
    }
}
