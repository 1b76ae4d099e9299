//! A reference leads to a record.

use crate::model::catalogue::TableId;
use crate::model::records::Target;
use crate::rules::plan::Reference;

use super::context::Context;
use super::obligation::{Detail, Obligation, Sink};
use super::outcome::Outcome;

pub(super) fn judge<'p>(
    check: &'p Reference,
    context: Context<'_>,
    table: TableId,
    row: u32,
    sink: &mut impl Sink<'p>,
) {
    let view = &context.view;
    sink.obligation(
        row,
        match view.records.target(view.catalogue, table, check.field, row) {
            Target::Blank => Obligation::unknown(Detail::NoReference),
            Target::Unreadable => {
                Obligation::unknown(Detail::UnreadableReference(table, check.field))
            }
            Target::NoTable => Obligation::unknown(Detail::NoTable),
            Target::Nowhere => Obligation::undated(Outcome::Failed, Detail::Nowhere),
            Target::Several => Obligation::undated(Outcome::Failed, Detail::Several),
            Target::Row(..) => Obligation::undated(Outcome::Met, Detail::None),
        },
    );
}
