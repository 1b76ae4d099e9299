//! Records of a source that has not what a rule needs of them, where another source of the same table has it: the rule is not
//! judged of those, as it would not be if their source stood alone.

use crate::model::catalogue::{FieldId, TableId};
use crate::rules::needs::{Need, needs};
use crate::rules::path::ValuePath;
use crate::rules::plan::Rule;

use super::context::Context;

/// What a rule needs of its subjects and not every source has: of each group so many.
#[derive(Clone, Default)]
pub(super) struct Needed(Vec<(usize, Vec<Place>)>);

/// A field of the subject, and what it leads to where it is a reference on the way.
#[derive(Clone)]
struct Place {
    own: FieldId,
    behind: Option<ValuePath>,
}

impl Place {
    fn is_carried_by_all(&self, rule: &Rule, context: Context<'_>) -> bool {
        let records = context.view.records;
        let ends = self.behind.iter().flat_map(|path| &path.ends);
        let mut fields = ends.copied().chain([(rule.table, self.own)]);
        fields.all(|(table, field)| records.is_carried_by_all(table, field))
    }

    /// What the source of the subject, or of the record that it leads to, has no column for.
    fn missing(&self, rule: &Rule, context: Context<'_>, row: u32) -> Option<(TableId, FieldId)> {
        let view = context.view;
        let lacks = |(table, field, row)| {
            let is_there =
                view.records.is_carried(table, field, row) || !view.is_blank(table, field, row);
            (!is_there).then_some((table, field))
        };
        let behind = || lacks(context.walk(self.behind.as_ref()?, row)?);
        lacks((rule.table, self.own, row)).or_else(behind)
    }
}

impl Needed {
    pub fn new(rule: &Rule, context: Context<'_>) -> Self {
        let place = |path: &ValuePath| {
            let places = path.hops.first().map_or(&path.ends, |hop| &hop.0);
            let own = places.iter().find(|(table, _)| *table == rule.table);
            Some(Place {
                own: own?.1,
                behind: (!path.hops.is_empty()).then(|| path.clone()),
            })
        };
        // What may lie in other tables is no matter of the subject's source.
        let all = |paths: &[ValuePath]| paths.iter().map(place).collect::<Option<Vec<_>>>();
        let group = |need: Need| match need {
            Need::Value(path) => Some((1, vec![place(&path)?])),
            Need::Field(table, own) if table == rule.table => {
                Some((1, vec![Place { own, behind: None }]))
            }
            Need::End(paths) => Some((1, all(&paths)?)),
            Need::Some(count, paths) => Some((count, all(&paths)?)),
            Need::Table(_)
            | Need::Field(..)
            | Need::Related(_)
            | Need::Every(_)
            | Need::Lists(..)
            | Need::Telling(_)
            | Need::Listed(_)
            | Need::Readable(..) => None,
        };
        let needs = needs(rule, context.view.catalogue).into_iter();
        let groups = needs.filter_map(group).filter(|(count, places)| {
            let by_all = |place: &&Place| place.is_carried_by_all(rule, context);
            places.iter().filter(by_all).count() < *count
        });
        Self(groups.collect())
    }

    /// A field that is not there to be judged by.
    pub fn lacking(
        &self,
        rule: &Rule,
        context: Context<'_>,
        row: u32,
    ) -> Option<(TableId, FieldId)> {
        self.0.iter().find_map(|(count, places)| {
            let missing = |place: &Place| place.missing(rule, context, row);
            let lacks = places
                .iter()
                .filter(|place| missing(place).is_none())
                .count()
                < *count;
            places.iter().find_map(missing).filter(|_| lacks)
        })
    }
}
