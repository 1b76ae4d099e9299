//! The team and the worker of an obligation.

use crate::model::catalogue::{FieldId, FieldKind, Table, TableId};
use crate::model::column::Column;
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

impl Who {
    const fn is_complete(self) -> bool {
        !self.team.is_blank() && !self.worker.is_blank()
    }

    /// Takes what is still blank from another.
    fn fill(&mut self, other: Self) {
        if self.team.is_blank() {
            self.team = other.team;
        }
        if self.worker.is_blank() {
            self.worker = other.worker;
        }
    }
}

/// Who was the allocated social worker of each child, and when; the same whatever the as-at date.
#[derive(Default)]
pub struct Allocated {
    /// By table, the references along which a record's team is looked for: not those to its child, team or worker.
    leads_on: Vec<Vec<FieldId>>,
    /// The allocations of child `c` are `held[starts[c]..starts[c + 1]]`, in the order they began; of one day, in that of their
    /// keys.
    starts: Vec<u32>,
    held: Vec<Held>,
}

#[derive(Clone, Copy)]
struct Held {
    /// Before anything that is known where there is none.
    from: Option<Day>,
    /// Still held where there is none.
    to: Option<Day>,
    who: Who,
}

/// The team and worker of a record, and of the allocation behind it.
#[derive(Clone, Copy)]
pub struct Allocations<'a> {
    context: Context<'a>,
    allocated: &'a Allocated,
}

/// A record whose team and worker are asked for.
#[derive(Clone, Copy)]
pub struct Subject {
    pub table: TableId,
    pub row: u32,
    pub child: Symbol,
    pub placed: Placed,
}

impl Subject {
    /// `placed` by the record's own dates.
    pub fn new(context: Context<'_>, table: TableId, row: u32, placed: Placed) -> Self {
        let view = &context.view;
        Self {
            table,
            row,
            child: view.records.child_of(view.catalogue, table, row),
            placed,
        }
    }
}

/// The role, as the catalogue writes it, of the worker who holds a child's case.
const ALLOCATED: &str = "allocated social worker";
/// How far a record's team is looked for along the records it refers to.
const FURTHEST: u32 = 3;

impl Allocated {
    pub fn new(context: Context<'_>) -> Self {
        let tables = context.view.catalogue.tables();
        let leads_on = |table: &Table| {
            let people = [table.child, table.team, table.worker];
            let is_reference = |field: &FieldId| {
                matches!(table.fields[field.index()].kind, FieldKind::Reference(_))
            };
            let fields = table.field_ids().filter(is_reference);
            fields
                .filter(|field| !people.contains(&Some(*field)))
                .collect()
        };
        Self {
            leads_on: tables.map(|(_, table)| leads_on(table)).collect(),
            ..Self::read(context).unwrap_or_default()
        }
    }

    /// Nothing where there is no table of allocations.
    fn read(context: Context<'_>) -> Option<Self> {
        let view = &context.view;
        let table = view.catalogue.allocations?;
        let column = |name| {
            let field = view.catalogue.table(table).field(name)?;
            view.column(table, field)
        };
        let (role, from, to) = (column("role")?, column("started_on")?, column("ended_on"));
        let (team, worker) = (column("team"), column("worker_id"));
        let social_worker = view.records.codes.find(ALLOCATED)?;
        let by_child = context.grouped.by_child(table)?;
        let mut allocated = Self::default();
        for child in 0..by_child.groups() {
            allocated.starts.push(allocated.held.len() as u32);
            let mut rows = by_child.rows(child).to_vec();
            rows.retain(|&row| role.code(row) == social_worker);
            rows.sort_unstable_by(|&one, &other| {
                let on = |row| from.recorded_date(row);
                on(one)
                    .cmp(&on(other))
                    .then_with(|| context.by_key(table, one, other))
            });
            for row in rows {
                let id =
                    |column: Option<&Column>| column.map_or(Symbol::BLANK, |column| column.id(row));
                allocated.held.push(Held {
                    from: from.recorded_date(row),
                    to: to.and_then(|to| to.recorded_date(row)),
                    who: Who {
                        team: id(team),
                        worker: id(worker),
                    },
                });
            }
        }
        allocated.starts.push(allocated.held.len() as u32);
        Some(allocated)
    }

    /// The newest allocation of a social worker to the child that is open on the day; of two that began on one day, the one whose
    /// key comes later.
    fn on(&self, child: Symbol, day: Day) -> Option<Who> {
        let end = *self.starts.get(child.index() + 1)?;
        let held = &self.held[self.starts[child.index()] as usize..end as usize];
        let open = |held: &&Held| {
            held.from.is_none_or(|from| from <= day) && held.to.is_none_or(|to| to > day)
        };
        Some(held.iter().rev().find(open)?.who)
    }
}

impl<'a> Allocations<'a> {
    pub const fn new(context: Context<'a>, allocated: &'a Allocated) -> Self {
        Self { context, allocated }
    }

    /// For a record with one date, its own team; for a span, that of the allocated social worker on `day`, then its own; then
    /// that of the record it refers to.
    pub fn of(&self, subject: Subject, day: Day) -> Who {
        self.along(subject, day, FURTHEST)
    }

    fn along(&self, subject: Subject, day: Day, further: u32) -> Who {
        let Subject {
            table,
            row,
            child,
            placed,
        } = subject;
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
        let allocated = self.allocated.on(child, day).filter(|_| !child.is_blank());
        let has_one_date = matches!(placed, Placed::On(_));
        if let Some(allocated) = allocated.filter(|_| !has_one_date) {
            who = allocated;
        }
        let own_if_key = |of: Option<TableId>, field| {
            if of == Some(table) {
                own(Some(definition.key))
            } else {
                own(field)
            }
        };
        who.fill(Who {
            team: own_if_key(view.catalogue.teams, definition.team),
            worker: own_if_key(view.catalogue.workers, definition.worker),
        });
        for field in &self.allocated.leads_on[table.index()] {
            if further == 0 || who.is_complete() {
                break;
            }
            if let Target::Row(other, other_row) =
                view.records.target(view.catalogue, table, *field, row)
            {
                let placed = view.placed(other, other_row);
                let other = Subject::new(self.context, other, other_row, placed);
                who.fill(self.along(other, day, further - 1));
            }
        }
        // The last record that it refers to is its child, whose team is that of the allocated social worker.
        if let Some(allocated) = allocated {
            who.fill(allocated);
        }
        who
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
