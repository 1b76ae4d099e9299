//! What reports say of waivers: how many there are of each kind, and how many findings they hold back.

use super::layout::plural;
use super::saved::SavedRun;
use crate::check::outcome::Outcome;
use crate::check::waiver::{EXPIRING_DAYS, State};
use crate::rules::sentence::joined;

/// What a waiver in this state is called.
pub fn in_words(state: State) -> String {
    match state {
        State::Active => "active".to_owned(),
        State::Expiring => format!("expiring within {EXPIRING_DAYS} days"),
        State::Lapsed => "lapsed".to_owned(),
        State::Unused => "covering nothing".to_owned(),
        State::NotJudged => "for standards that were not judged".to_owned(),
    }
}

/// Those of a run, as `counted` says it.
pub fn of_run(run: &SavedRun) -> Option<String> {
    let findings = run.findings.iter();
    let held_back = findings.filter(|finding| finding.outcome == Outcome::Waived);
    counted(
        run.waivers.iter().map(|waiver| waiver.state),
        held_back.count() as u64,
    )
}

/// "3 waivers: 2 active and 1 lapsed; they hold back 5 findings"; nothing where there are none.
pub fn counted(states: impl Iterator<Item = State>, held_back: u64) -> Option<String> {
    let states: Vec<State> = states.collect();
    if states.is_empty() {
        return None;
    }
    let kinds: Vec<String> = State::ALL
        .into_iter()
        .map(|kind| (kind, states.iter().filter(|state| **state == kind).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{count} {}", in_words(kind)))
        .collect();
    let (who, hold) = match states.len() {
        1 => ("it", "holds"),
        _ => ("they", "hold"),
    };
    let back = match held_back {
        0 => "nothing".to_owned(),
        some => plural(some, "finding"),
    };
    Some(format!(
        "{}: {}; {who} {hold} back {back}",
        plural(states.len() as u64, "waiver"),
        joined(&kinds, "and")
    ))
}
