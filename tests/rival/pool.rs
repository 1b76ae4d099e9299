//! What the cells of random exports are filled from: dates, codes, narratives, lists of agencies.

use serde_json::{Value as Json, json};

use super::almanac::Date;
use super::catalogue::{Field, Kind};
use super::dice::Dice;
use super::judge::Rival;
use super::shape::Shape;

/// Days met so far, so that others fall exactly on, just before and just after what they make due.
pub struct Days {
    met: Vec<Date>,
}

impl Days {
    /// Any day, the end of a month, a leap day, or round a bank holiday.
    pub fn new(dice: &mut Dice) -> Self {
        let year = dice.within(2012, 2026);
        let awkward = [
            (2024, 2, 29),
            (2020, 2, 28),
            (2025, 1, 31),
            (2025, 12, 31),
            (2023, 8, 31),
            (2025, 4, 18),
            (2025, 12, 24),
            (2026, 4, 2),
            (2024, 5, 24),
            (2025, 3, 31),
            (2016, 2, 29),
            (2026, 1, 1),
        ];
        let base = if dice.percent(50) {
            Date::new(year, dice.within(1, 12) as u32, dice.within(1, 28) as u32)
        } else {
            let (year, month, day) = *dice.one_of(&awkward);
            Date::new(year, month, day).plus(dice.within(-4, 4))
        };
        Self { met: vec![base] }
    }

    pub fn base(&self) -> Date {
        self.met[0]
    }

    pub fn meet(&mut self, day: Date) {
        self.met.push(day);
    }

    pub fn any(&self, dice: &mut Dice) -> Date {
        if dice.percent(40) {
            self.met[self.met.len() - 1]
        } else {
            *dice.one_of(&self.met)
        }
    }

    /// A day that stands in some relation to one met before.
    pub fn next(&self, dice: &mut Dice, spans: &[String]) -> Date {
        let day = self.any(dice);
        let kind = dice.weighed(&[38, 10, 14, 20, 10, 8]);
        match kind {
            0 | 4 if !spans.is_empty() => {
                let span: &String = dice.one_of(spans);
                let moved = if kind == 0 {
                    day.after(span)
                } else {
                    day.before(span)
                };
                moved.plus(dice.within(-1, 1))
            }
            1 => day,
            2 => day.plus(dice.within(-3, 5)),
            5 => self.base().plus(dice.within(-20, 420)),
            _ => day.plus(dice.within(0, 60)),
        }
    }
}

/// A day as exports write it, mostly in the one way.
pub fn written(dice: &mut Dice, day: Date) -> String {
    let iso = day.to_string();
    match dice.within(0, 40) {
        0 => format!("{}/{}/{}", &iso[8..10], &iso[5..7], &iso[0..4]),
        1 => format!("{iso}T00:00:00"),
        2 => format!(" {iso} 11:14"),
        3 => format!("{}-02-30", &iso[0..4]),
        _ => iso,
    }
}

const NO_VALUE: [&str; 5] = ["n/a", "", "NULL", "-", "#REF!"];

/// A code, a flag or a number: mostly what the rule asks about.
pub fn scalar(dice: &mut Dice, field: &Field, wanted: &[Json]) -> Json {
    let listed: Vec<(&String, &Vec<String>)> = field.values.iter().collect();
    match field.kind {
        Kind::Flag => match dice.weighed(&[36, 30, 20, 8, 6]) {
            0 => json!(true),
            1 => json!(false),
            2 => Json::Null,
            3 if !listed.is_empty() && dice.percent(50) => {
                let (value, spellings) = dice.one_of(&listed);
                let first = spellings.first().unwrap_or(value);
                json!(first)
            }
            3 => json!(dice.one_of(&["Yes", "N", "1", "0"])),
            _ => json!(dice.one_of(&NO_VALUE)),
        },
        Kind::Number => match dice.weighed(&[50, 25, 20, 5]) {
            0 if !wanted.is_empty() => {
                let number = dice.one_of(wanted).as_f64().unwrap_or(1.0);
                json!(number + f64::from(dice.within(-1, 1)))
            }
            0 | 1 => json!(*dice.one_of(&[0.0, 0.5, 1.0, 0.8, 2.0, 1.5, -3.0, 37.0])),
            2 => Json::Null,
            _ => json!(dice.one_of(&NO_VALUE)),
        },
        _ => match dice.weighed(&[62, 14, 6, 4, 10, 4]) {
            0 if !wanted.is_empty() => dice.one_of(wanted).clone(),
            0 | 1 if !listed.is_empty() => json!(dice.one_of(&listed).0),
            2 if !listed.is_empty() => {
                let (value, spellings) = dice.one_of(&listed);
                let spelling = spellings.first().unwrap_or(value);
                json!(spelling.to_uppercase())
            }
            4 => Json::Null,
            5 => json!(dice.one_of(&NO_VALUE)),
            _ => json!(dice.one_of(&["zebra", "team manager", "Managers", "social worker"])),
        },
    }
}

/// A list of agencies, or of codes, with spellings and names that nobody knows.
pub fn list(dice: &mut Dice, field: &Field, wanted: &[Json], rival: &Rival) -> Json {
    if dice.percent(12) {
        return if dice.percent(50) {
            Json::Null
        } else {
            json!(dice.one_of(&NO_VALUE))
        };
    }
    let mut items: Vec<String> = Vec::new();
    for _ in 0..dice.within(1, 5) {
        items.push(if field.name == "agencies" {
            match dice.weighed(&[55, 25, 10, 10]) {
                0 if !wanted.is_empty() => {
                    dice.one_of(wanted).as_str().unwrap_or_default().to_owned()
                }
                0 | 1 => {
                    let agency = dice.one_of(&rival.agencies);
                    let spelling = dice.one_of(&agency.spellings);
                    if dice.percent(30) {
                        spelling.to_uppercase()
                    } else {
                        spelling.clone()
                    }
                }
                2 => (*dice.one_of(&["mother", "solicitor", "conference chair", "n/a"])).to_owned(),
                _ => (*dice.one_of(&[
                    "wizards",
                    "Wizards ",
                    "the guild",
                    "police and health",
                    "police & health",
                    "police/health",
                    "police and wizards",
                    "school and police and hv",
                    "police (DS)",
                    "Police.",
                ]))
                .to_owned(),
            }
        } else {
            scalar(dice, field, wanted)
                .as_str()
                .unwrap_or("21")
                .to_owned()
        });
    }
    if dice.percent(30) {
        json!(items)
    } else {
        json!(items.join(*dice.one_of(&["; ", ",", " | "])))
    }
}

const WORDS: [&str; 24] = [
    "mother",
    "said",
    "the",
    "school",
    "on",
    "Tuesday",
    "he",
    "was",
    "seen",
    "at",
    "home",
    "with",
    "his",
    "sister",
    "and",
    "nan",
    "made",
    "tea",
    "before",
    "bed",
    "they",
    "don\u{2019}t",
    "talk",
    "non-verbal",
];

fn narrative(dice: &mut Dice, words: i32) -> Vec<String> {
    (0..words.max(1))
        .map(|_| (*dice.one_of(&WORDS)).to_owned())
        .collect()
}

/// A narrative: of a length round what the rule asks, a phrase, a copy, or nearly a copy of one before.
pub fn text(dice: &mut Dice, shape: &Shape, before: &mut Vec<String>) -> Json {
    let around = *dice.one_of(&shape.words);
    let text = match dice.weighed(&[26, 14, 10, 16, 18, 6, 10]) {
        1 if !shape.phrases.is_empty() => {
            let phrase = dice.one_of(&shape.phrases).clone();
            match dice.within(0, 14) {
                7 => format!("\u{2022} {}", phrase.replacen(' ', ", ", 1)),
                8 => format!("\u{201c}{phrase}\u{201d}? {}", narrative(dice, 3).join(" ")),
                9 => format!("a) {}", phrase.replace(' ', "  ").replace('-', "\u{2011}")),
                10 => format!("{}{phrase}", narrative(dice, 3).join(" ")),
                11 => format!(
                    "{phrase}ed {}; ({phrase}s)",
                    narrative(dice, around).join(" ")
                ),
                12 => format!(
                    "{} ... {}\n{phrase}!",
                    narrative(dice, 2).join(" "),
                    phrase.replace('\'', "\u{2019}")
                ),
                13 => format!(
                    "{phrase} {phrase} {} {}",
                    dice.one_of(&shape.phrases),
                    narrative(dice, around).join("\t")
                ),
                14 => format!(
                    "{} - {phrase} - {}/{phrase}/",
                    narrative(dice, 4).join(" "),
                    narrative(dice, around).join(" ")
                ),
                0 => phrase,
                1 => format!("- {}.", phrase.to_uppercase()),
                2 => format!("1) {phrase}"),
                3 => format!(
                    "{} {phrase}; {}",
                    narrative(dice, 6).join(" "),
                    narrative(dice, 8).join(" ")
                ),
                4 => format!(
                    "{}. ({phrase})\n{}",
                    narrative(dice, around).join(" "),
                    narrative(dice, 3).join(" ")
                ),
                5 => format!(
                    "{} \u{2013} {phrase}s \u{2013} {}",
                    narrative(dice, 2).join(" "),
                    narrative(dice, around).join(" ")
                ),
                _ => format!(
                    "{},{phrase}\u{2026} {}",
                    narrative(dice, around).join(" "),
                    narrative(dice, 2).join(" ")
                ),
            }
        }
        2 if !shape.phrases.is_empty() => {
            let mut words = about(dice, around);
            for _ in 0..dice.within(1, 4) {
                let place = dice.within(0, words.len() as i32) as usize;
                words.insert(place, dice.one_of(&shape.phrases).clone());
            }
            words.join(*dice.one_of(&[" ", "  ", "\n"]))
        }
        3 if !before.is_empty() => {
            let copy = dice.one_of(before).clone();
            match dice.within(0, 3) {
                0 => copy,
                1 => copy.to_uppercase(),
                2 => copy.replace(' ', ", "),
                _ => format!("({copy}).\n"),
            }
        }
        4 if !before.is_empty() => {
            let copy = dice.one_of(before).clone();
            let mut words: Vec<String> = copy.split(' ').map(str::to_owned).collect();
            for _ in 0..dice.within(1, 3) {
                let place = dice.within(0, words.len() as i32 - 1) as usize;
                match dice.within(0, 2) {
                    0 => "elsewhere".clone_into(&mut words[place]),
                    1 => words.insert(place, "too".to_owned()),
                    _ if words.len() > 1 => drop(words.remove(place)),
                    _ => {}
                }
            }
            if dice.percent(40) {
                words.extend(narrative(dice, 4));
            }
            words.join(" ")
        }
        5 => (*dice.one_of(&["n/a", "", "tbc.", "\u{2013}", "see above", "(none)", "NULL"]))
            .to_owned(),
        6 => return Json::Null,
        _ => about(dice, around).join(" "),
    };
    before.push(text.clone());
    json!(text)
}

/// A word more or less, or many more.
fn about(dice: &mut Dice, words: i32) -> Vec<String> {
    let more = if dice.percent(40) { 40 } else { 1 };
    let words = words + dice.within(-1, more);
    narrative(dice, words)
}
