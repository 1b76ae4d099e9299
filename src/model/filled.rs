//! Two records that are one: what each of them does not say, the other does.

use super::column::Column;

impl Column {
    /// The first row of each pair takes the value of the second where that [tells more](super::column::Tells).
    pub fn fill_from(&mut self, pairs: &[(u32, u32)]) {
        fn copy<T: Copy>(values: &mut [T], (to, from): (u32, u32)) {
            values[to as usize] = values[from as usize];
        }
        let mut lists: Option<Vec<u32>> = None;
        for &(to, from) in pairs {
            // A list is copied when all of them are told: until then it stands in the row that it comes from.
            let stands = |row: u32| lists.as_ref().map_or(row, |lists| lists[row as usize]);
            let (stands_in, from) = (stands(to), stands(from));
            if self.tells(from) <= self.tells(stands_in) {
                continue;
            }
            match self {
                Self::Id(values) | Self::Code(values) => copy(values, (to, from)),
                Self::Date(values) => copy(values, (to, from)),
                Self::Flag(values) => copy(values, (to, from)),
                Self::Number(values) => copy(values, (to, from)),
                Self::Text(values) => copy(values, (to, from)),
                Self::List { ends, .. } => {
                    let rows = 0..ends.len() as u32;
                    lists.get_or_insert_with(|| rows.collect())[to as usize] = from;
                }
            }
        }
        if let Some(lists) = lists {
            self.keep(&lists);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::catalogue::FieldKind;
    use crate::model::column::Tells;
    use crate::model::day::Day;
    use crate::model::intern::Symbol;
    use crate::model::narratives::{Narratives, Says};

    use super::*;

    /// A column with nothing in row 0, a placeholder in row 1, something unreadable in row 2 and a value in row 3, as far as its
    /// kind has them.
    fn column(kind: &FieldKind) -> Column {
        let mut column = Column::new(kind);
        let mut narratives = Narratives::default();
        column.fill(1);
        match kind {
            FieldKind::Text => column.push_text(narratives.push("n/a", Says::Nothing)),
            FieldKind::Key | FieldKind::Code => column.push_symbol(Symbol(7).as_placeholder()),
            _ => column.fill(2),
        }
        match kind {
            FieldKind::Text => column.push_text(narratives.push("Yes", Says::Unclear)),
            _ => column.mark_unreadable(2),
        }
        match kind {
            FieldKind::Text => column.push_text(narratives.push("Seen at home.", Says::Words)),
            FieldKind::Key | FieldKind::Code => column.push_symbol(Symbol(8)),
            FieldKind::Date => column.push_date(Day::from_ymd(2026, 3, 31)),
            FieldKind::Flag => column.push_flag(false),
            FieldKind::Number => column.push_number(0.0),
            FieldKind::List => {
                column.push_item(Symbol(8));
                column.end_list();
            }
            FieldKind::Reference(_) => unreachable!("not asked for"),
        }
        column
    }

    #[test]
    fn of_several_files_the_one_that_tells_most_counts_in_whatever_order() {
        use FieldKind::{Code, Date, Flag, Key, List, Number, Text};
        for kind in [Text, Date, Flag, Number, Code, Key, List] {
            for pairs in [[(0, 2), (0, 3)], [(0, 3), (0, 2)], [(2, 3), (0, 2)]] {
                let mut column = column(&kind);
                column.fill_from(&pairs);
                assert_eq!(column.tells(0), Tells::Value, "{kind:?}: {pairs:?}");
            }
        }
    }

    #[test]
    fn of_two_files_the_one_that_tells_more_counts_and_no_blank_hides_what_is_written() {
        use FieldKind::{Code, Date, Flag, Key, List, Number, Text};
        for (kind, told) in [
            (Text, vec![0, 1, 2, 3]),
            (Date, vec![0, 0, 2, 3]),
            (Flag, vec![0, 0, 2, 3]),
            (Number, vec![0, 0, 2, 3]),
            (Code, vec![0, 1, 2, 3]),
            (Key, vec![0, 1, 2, 3]),
            (List, vec![0, 0, 2, 3]),
        ] {
            let tells = [
                Tells::Nothing,
                Tells::Placeholder,
                Tells::Unreadable,
                Tells::Value,
            ];
            let of_row = |row: usize| tells[told[row]];
            for to in 0..4 {
                for from in (0..4).filter(|from| *from != to) {
                    let mut column = column(&kind);
                    column.fill_from(&[(to as u32, from as u32)]);
                    let expected = of_row(to).max(of_row(from));
                    assert_eq!(
                        column.tells(to as u32),
                        expected,
                        "{kind:?}: {to} from {from}"
                    );
                }
            }
        }
    }
}
