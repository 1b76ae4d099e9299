//! What is written of a visit.

use super::case::Case;
use super::practice;
use super::random::Random;
use super::visit::Visit;

/// Words of a visit's note, and of the poor ones fewer.
const WORDS: usize = 40;

impl Case<'_> {
    /// The note of a visit. Those of the last twelve months are exported.
    pub fn note(&self, visit: Visit, random: &mut Random) -> String {
        let is_told = visit.day >= self.days.as_at.plus_months(-12);
        if !is_told || !visit.seen || random.chance(practice::BLANK) {
            return String::new();
        }
        let lists = self.wording;
        let voice = self.voice(visit.day);
        if !random.chance(practice::NOTE_OWN) {
            return voice.one(&lists.visit_weak, random);
        }
        let seen = if self.journey.care_on(visit.day).is_some() {
            &lists.visit_care
        } else {
            &lists.visit_home
        };
        voice.at_least(
            WORDS,
            &[seen, &lists.visit_heard, &lists.visit_next],
            random,
        )
    }
}
