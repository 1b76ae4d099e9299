//! Two records that are one: what each of them does not say, the other does.

use super::answer::Answer;
use super::column::{Column, UNREADABLE_DAY, UNREADABLE_NUMBER, is_day};
use super::intern::Symbol;

impl Column {
    /// Where the first row of a pair is blank, it takes the value of the second, and where it cannot be read one that can.
    pub fn fill_from(&mut self, pairs: &[(u32, u32)]) {
        fn copy<T: Copy>(
            values: &mut [T],
            pairs: &[(u32, u32)],
            is_value: impl Fn(&T) -> bool,
            is_unreadable: impl Fn(&T) -> bool,
        ) {
            for &(to, from) in pairs {
                let (here, there) = (values[to as usize], values[from as usize]);
                if !is_value(&here) && (!is_unreadable(&here) || is_value(&there)) {
                    values[to as usize] = there;
                }
            }
        }
        match self {
            Self::Id(values) | Self::Code(values) => copy(
                values,
                pairs,
                |value| !value.is_blank(),
                |value| *value == Symbol::UNREADABLE,
            ),
            Self::Date(values) => copy(
                values,
                pairs,
                |value| is_day(*value),
                |value| *value == UNREADABLE_DAY,
            ),
            Self::Flag(values) => copy(
                values,
                pairs,
                |value| value.says().is_some(),
                |value| *value == Answer::Unreadable,
            ),
            Self::Number(values) => copy(
                values,
                pairs,
                |value| !value.is_nan(),
                |value| value.to_bits() == UNREADABLE_NUMBER.to_bits(),
            ),
            Self::Text(values) => copy(
                values,
                pairs,
                |value| !value.is_blank(),
                |value| value.is_unclear(),
            ),
            Self::List { ends, .. } => {
                let mut from: Vec<u32> = (0..ends.len() as u32).collect();
                for &(to, other) in pairs {
                    let here = from[to as usize];
                    if self.is_blank(here) && (!self.is_unreadable(here) || !self.is_blank(other)) {
                        from[to as usize] = other;
                    }
                }
                self.keep(&from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::catalogue::FieldKind;
    use crate::model::day::Day;

    use super::*;

    const BLANK: u32 = 0;
    const UNREADABLE: u32 = 1;
    const READ: u32 = 2;

    #[test]
    fn of_two_files_the_one_that_can_be_read_tells_and_no_blank_hides_what_cannot() {
        let day = Day::from_ymd(2026, 3, 31);
        let column = || {
            let mut column = Column::new(&FieldKind::Date);
            column.fill(1);
            column.mark_unreadable(1);
            column.push_date(day);
            column
        };
        for (to, from, is_unreadable, expected) in [
            (BLANK, UNREADABLE, true, None),
            (UNREADABLE, BLANK, true, None),
            (UNREADABLE, READ, false, day),
            (READ, UNREADABLE, false, day),
        ] {
            let mut column = column();
            column.fill_from(&[(to, from)]);
            assert_eq!(column.is_unreadable(to), is_unreadable, "{to} {from}");
            assert_eq!(column.recorded_date(to), expected, "{to} {from}");
        }
    }
}
