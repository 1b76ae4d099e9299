//! How a due date was counted.

use std::fmt::Write as _;

use crate::check::follow::Said;
use crate::model::calendar::Calendar;
use crate::model::day::Day;
use crate::model::length::{Length, Unit};
use crate::rules::plan::{Check, Due, Rule};
use crate::rules::sentence::capitalised;

use crate::report::layout::wrapped;
use crate::report::message::days;

/// The length of time that led to a due date.
pub(super) fn length(rule: &Rule, said: &Said<'_>, calendar: &Calendar) -> Option<Length> {
    match &rule.check {
        Check::Deadline(check) => match &check.due {
            Due::Within { within, .. } => Some(*within),
            Due::By { .. } => None,
        },
        Check::Cadence(check) => {
            let (from, due) = (said.counted_from?, said.due?);
            let mut allowed = check.steps.lengths().iter().chain([&check.every]);
            allowed
                .find(|length| length.after(from, calendar) == due)
                .copied()
        }
        Check::Duration(check) => Some(check.at_most),
        _ => None,
    }
}

/// How a due date was counted; of working days, every day that was passed over.
pub(super) fn counted(
    text: &mut String,
    from: Day,
    due: Day,
    length: Length,
    calendar: &Calendar,
    width: usize,
) {
    let line = format!(
        "{} from {} is {}.",
        capitalised(&length.to_string()),
        from.in_words_with_weekday(),
        due.in_words_with_weekday()
    );
    wrapped(text, &line, width, 0);
    if length.unit != Unit::WorkingDays {
        return;
    }
    let span = (from.number() + 1)..=due.number();
    let skipped: Vec<Day> = span
        .map(Day::from_number)
        .filter(|day| !calendar.is_working_day(*day))
        .collect();
    let holidays: Vec<String> = skipped
        .iter()
        .filter_map(|day| {
            calendar
                .holiday(*day)
                .map(|name| format!("{} ({name})", day.in_words_with_weekday()))
        })
        .collect();
    let weekends = skipped.len() - holidays.len();
    let mut line = format!("Not counted: {} of weekends", days(Some(weekends as i32)));
    if !holidays.is_empty() {
        let _ = write!(line, "; {}", holidays.join("; "));
    }
    wrapped(text, &format!("{line}."), width, 0);
    let working: Vec<String> = ((from.number() + 1)..=due.number())
        .map(Day::from_number)
        .filter(|day| calendar.is_working_day(*day))
        .map(short)
        .collect();
    if working.len() <= 45 {
        wrapped(
            text,
            &format!("Working days: {}.", working.join(", ")),
            width,
            2,
        );
    }
}

/// "Mon 10 Nov" is enough inside one line of days.
fn short(day: Day) -> String {
    let words = day.in_words_with_weekday();
    let mut parts = words.split(' ');
    let (weekday, number, month) = (
        parts.next().unwrap_or(""),
        parts.next().unwrap_or(""),
        parts.next().unwrap_or(""),
    );
    format!(
        "{} {number} {}",
        &weekday[..3.min(weekday.len())],
        &month[..3.min(month.len())]
    )
}
