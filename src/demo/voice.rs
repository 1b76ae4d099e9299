//! What is written for one child on one day: sentences chosen, put together and filled in.

use super::days::Days;
use super::family::{Child, Family};
use super::random::Random;
use super::wording::{Gap, List, Piece, Wording};
use crate::model::day::Day;

const NUMBERS: [&str; 8] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine",
];
const NTH: [&str; 4] = ["second", "third", "fourth", "fifth"];
const AGES: [&str; 18] = [
    "under one",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
];

/// Writes for one child on one day.
pub struct Voice<'a> {
    pub wording: &'a Wording,
    pub days: &'a Days<'a>,
    pub family: &'a Family,
    pub child: &'a Child,
    pub day: Day,
    /// How far back what happened may lie.
    pub back: i32,
}

/// Words that end a sentence's work: at most this many sentences are put together.
const MOST_SENTENCES: usize = 12;

impl Voice<'_> {
    /// Sentences from each list in turn until there are so many words.
    pub fn at_least(&self, words: usize, lists: &[&List], random: &mut Random) -> String {
        let mut text = String::with_capacity(words * 8);
        let mut used = [u16::MAX; MOST_SENTENCES];
        let mut count = 0;
        for turn in 0..MOST_SENTENCES {
            let list = lists[turn % lists.len()];
            let choices = list.choices(self.child.stage(self.day));
            if choices.is_empty() {
                break;
            }
            let mut choice = random.below(choices.len() as u32) as usize;
            let taken = |choice: usize| {
                (0..turn).any(|before| {
                    before % lists.len() == turn % lists.len() && used[before] == choices[choice]
                })
            };
            for _ in 0..choices.len() {
                if !taken(choice) {
                    break;
                }
                choice = (choice + 1) % choices.len();
            }
            used[turn] = choices[choice];
            if !text.is_empty() {
                text.push(' ');
            }
            let from = text.len();
            self.fill(&list.sentences[choices[choice] as usize], &mut text, random);
            capitalised(&mut text, from);
            count += text[from..].split(' ').count();
            if count >= words {
                break;
            }
        }
        text
    }

    /// The sentence of that number for a child of this age, where dates ahead are the one given: actions of one plan differ.
    pub fn nth_of(&self, list: &List, number: usize, due: Day, random: &mut Random) -> String {
        let mut text = String::with_capacity(160);
        let choices = list.choices(self.child.stage(self.day));
        if let Some(choice) = choices.get(number % choices.len().max(1)) {
            for piece in &list.sentences[*choice as usize] {
                match piece {
                    Piece::Words(words) => text.push_str(words),
                    Piece::Gap(Gap::Due) => text.push_str(self.days.spoken(due)),
                    Piece::Gap(gap) => self.gap(*gap, &mut text, random),
                }
            }
        }
        text
    }

    /// One sentence of a list.
    pub fn one(&self, list: &List, random: &mut Random) -> String {
        self.at_least(1, &[list], random)
    }

    fn fill(&self, sentence: &[Piece], text: &mut String, random: &mut Random) {
        for piece in sentence {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Gap(gap) => self.gap(*gap, text, random),
            }
        }
    }

    fn gap(&self, gap: Gap, text: &mut String, random: &mut Random) {
        let concern = &self.wording.concerns[self.family.concern];
        let voice = self.wording;
        match gap {
            Gap::Carer => text.push_str("mother"),
            Gap::Adult => text.push_str(self.family.adult),
            Gap::Relative => text.push_str(self.family.relative),
            Gap::Setting => text.push_str(match self.child.age(self.day) {
                ..0 => "the midwife",
                0..=1 => "the health visitor",
                2..=3 => "the nursery",
                _ => "the school",
            }),
            Gap::Age => match self.child.age(self.day) {
                ..0 => text.push_str("not yet born"),
                0 => text.push_str("a few months old"),
                age => {
                    text.push_str("aged ");
                    text.push_str(AGES[age.clamp(0, 17) as usize]);
                }
            },
            Gap::Day => {
                let day = self.day.plus_days(-random.between(1, self.back.max(1)));
                text.push_str(self.days.spoken(day));
            }
            Gap::Due => {
                let day = self.days.working(self.day.plus_days(random.between(5, 40)));
                text.push_str(self.days.spoken(day.max(self.day.plus_days(2))));
            }
            Gap::Number => text.push_str(random.one_of(&NUMBERS)),
            Gap::Nth => text.push_str(random.one_of(&NTH)),
            Gap::Concern => text.push_str(concern.noun.any(random)),
            Gap::Support => text.push_str(concern.support.plain(self.family.support)),
            Gap::Incident => {
                let choices = concern.incident.choices(self.child.stage(self.day));
                let choice = choices[random.below(choices.len() as u32) as usize];
                self.fill(&concern.incident.sentences[choice as usize], text, random);
            }
            Gap::Place => text.push_str(voice.place.any(random)),
            Gap::Thing => text.push_str(
                voice
                    .thing
                    .plain(self.child.thing + random.below(3) as usize),
            ),
            Gap::Hour => text.push_str(voice.hour.any(random)),
        }
    }
}

/// A sentence may begin with somebody who is written small.
fn capitalised(text: &mut String, from: usize) {
    let first = text[from..].char_indices().next();
    if let Some((_, letter)) = first.filter(|(_, letter)| letter.is_ascii_lowercase()) {
        text.replace_range(
            from..=from,
            letter.to_ascii_uppercase().encode_utf8(&mut [0; 4]),
        );
    }
}
