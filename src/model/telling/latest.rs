//! Rows of which the latest of each key is the record.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{Telling, Told, note, origins};
use crate::model::catalogue::{Catalogue, TableId};
use crate::model::day::Day;
use crate::model::problem::ProblemSeverity;
use crate::model::records::Records;

pub(super) fn join(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    told: &[Told],
    gone: &mut [bool],
) {
    let definition = catalogue.table(table);
    let Some(keys) = records.column(table, definition.key) else {
        return;
    };
    let origins = origins(records, table);
    let mut latest: HashMap<(u32, u32), (u32, Option<Day>), FixedState> = HashMap::default();
    let mut older = Vec::new();
    for told in told {
        let Telling::Latest(days) = &told.telling else {
            continue;
        };
        for (row, &day) in told.rows.clone().zip(days) {
            let key = keys.id(row);
            if key.is_blank() {
                continue;
            }
            let kept = latest
                .entry((origins[row as usize], key.0))
                .or_insert((row, day));
            if kept.0 == row {
                continue;
            }
            // Of one day the row that stands last, as rows are written in order.
            if day >= kept.1 {
                older.push(kept.0);
                *kept = (row, day);
            } else {
                older.push(row);
            }
        }
    }
    older.sort_unstable();
    for row in &older {
        gone[*row as usize] = true;
    }
    note(records, table, ProblemSeverity::Note, &older, |count| {
        let name = &definition.name;
        match count {
            1 => format!(
                "1 row tells of a record of {name} that a later one tells of too: the latest is read"
            ),
            count => format!(
                "{count} rows tell of records of {name} that later ones tell of too: the latest of each is read"
            ),
        }
    });
}
