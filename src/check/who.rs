//! The team and the worker of an obligation.

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::records::Target;
use crate::model::view::Placed;

use super::context::Context;

/// Ids of the `teams` and `workers` tables; blank is "not recorded".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Who {
    pub team: Symbol,
    pub worker: Symbol,
}

/// What finds the allocated social worker of a child on a day.
pub struct Allocations<'a> {
    context: Context<'a>,
    table: Option<Fields>,
    social_worker: Symbol,
}

struct Fields {
    table: TableId,
    role: FieldId,
    from: FieldId,
    to: FieldId,
    team: FieldId,
    worker: FieldId,
}

/// The role, as the catalogue writes it, of the worker who holds a child's case.
const ALLOCATED: &str = "allocated social worker";
/// How far a record's team is looked for along the records it refers to.
const FURTHEST: u32 = 3;

impl<'a> Allocations<'a> {
    pub fn new(context: Context<'a>) -> Self {
        let catalogue: &Catalogue = context.view.catalogue;
        let table = catalogue.allocations.and_then(|table| {
            let field = |name| catalogue.table(table).field(name);
            Some(Fields {
                table,
                role: field("role")?,
                from: field("started_on")?,
                to: field("ended_on")?,
                team: field("team")?,
                worker: field("worker_id")?,
            })
        });
        let social_worker = context
            .view
            .records
            .codes
            .find(ALLOCATED)
            .unwrap_or(Symbol::BLANK);
        Self {
            context,
            table,
            social_worker,
        }
    }

    /// For a record with one date, its own team; for a span, that of the allocated social worker on `day`, then its own; then
    /// that of the record it refers to.
    pub fn of(&self, table: TableId, row: u32, day: Day) -> Who {
        self.along(table, row, day, FURTHEST)
    }

    fn along(&self, table: TableId, row: u32, day: Day, further: u32) -> Who {
        let view = &self.context.view;
        let definition = view.catalogue.table(table);
        let own = |field: Option<FieldId>| {
            field
                .and_then(|field| view.column(table, field))
                .map_or(Symbol::BLANK, |column| column.id(row))
        };
        let mut who = Who {
            team: Symbol::BLANK,
            worker: Symbol::BLANK,
        };
        let child = view.records.child_of(view.catalogue, table, row);
        let has_one_date = matches!(view.placed(table, row), Placed::On(_));
        if let Some(allocated) = self.allocated(child, day).filter(|_| !has_one_date) {
            who = allocated;
        }
        let own_if_key = |of: Option<TableId>, field| {
            if of == Some(table) {
                own(Some(definition.key))
            } else {
                own(field)
            }
        };
        fill(
            &mut who.team,
            own_if_key(view.catalogue.teams, definition.team),
        );
        fill(
            &mut who.worker,
            own_if_key(view.catalogue.workers, definition.worker),
        );
        for field in definition.field_ids().filter(|_| further > 0) {
            let is_person =
                [definition.child, definition.team, definition.worker].contains(&Some(field));
            if is_person
                || !matches!(
                    definition.fields[field.index()].kind,
                    FieldKind::Reference(_)
                )
            {
                continue;
            }
            if let Target::Row(other, other_row) =
                view.records.target(view.catalogue, table, field, row)
            {
                let theirs = self.along(other, other_row, day, further - 1);
                fill(&mut who.team, theirs.team);
                fill(&mut who.worker, theirs.worker);
            }
        }
        // The last record that it refers to is its child, whose team is that of the allocated social worker.
        if let Some(allocated) = self.allocated(child, day) {
            fill(&mut who.team, allocated.team);
            fill(&mut who.worker, allocated.worker);
        }
        who
    }

    /// The newest allocation of a social worker to the child that is open on the day.
    fn allocated(&self, child: Symbol, day: Day) -> Option<Who> {
        let fields = self.table.as_ref()?;
        let view = &self.context.view;
        let rows = self
            .context
            .grouped
            .by_child(fields.table)?
            .rows(if child.is_blank() {
                return None;
            } else {
                child.0
            });
        let open = rows.iter().copied().filter_map(|row| {
            let is_social_worker = view
                .column(fields.table, fields.role)
                .is_some_and(|column| column.code(row) == self.social_worker);
            let from = view.date(fields.table, fields.from, row)?;
            let ended = view.date(fields.table, fields.to, row);
            (is_social_worker && from <= day && ended.is_none_or(|ended| ended > day))
                .then_some((from, row))
        });
        let (_, row) = open.max()?;
        let id = |field| {
            view.column(fields.table, field)
                .map_or(Symbol::BLANK, |column| column.id(row))
        };
        Some(Who {
            team: id(fields.team),
            worker: id(fields.worker),
        })
    }

    /// The district that a team belongs to.
    pub fn district(context: Context<'_>, team: Symbol) -> Symbol {
        let view = &context.view;
        let Some(teams) = view.catalogue.teams else {
            return Symbol::BLANK;
        };
        let row = Some(team)
            .filter(|team| !team.is_blank())
            .and_then(|team| view.records.row_of_key(teams, team));
        let column = view
            .catalogue
            .table(teams)
            .field("district")
            .and_then(|field| view.column(teams, field));
        row.zip(column)
            .map_or(Symbol::BLANK, |(row, column)| column.code(row))
    }
}

fn fill(mine: &mut Symbol, theirs: Symbol) {
    if mine.is_blank() {
        *mine = theirs;
    }
}
