//! What a saved run says in one of a few words, or as a day, read back as what the words stand for; any other is refused.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::check::exit::Exit;
use crate::check::outcome::Outcome;
use crate::check::standing::{Direction, Level};
use crate::check::waiver::{Covered, State};
use crate::model::day::Day;
use crate::model::problem::{First, ProblemSeverity};
use crate::rules::plan::{Certainty, Force, Severity};
use crate::rules::sentence::joined;

/// That of all these which has the name.
fn by_name<'de, D: Deserializer<'de>, T: Copy>(
    deserializer: D,
    what: &str,
    all: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> &'static str,
) -> Result<T, D::Error> {
    let word = String::deserialize(deserializer)?;
    let mut names = Vec::new();
    for one in all {
        if name(one) == word {
            return Ok(one);
        }
        names.push(name(one).to_owned());
    }
    let names = joined(&names, "and");
    Err(D::Error::custom(format!(
        "{word:?} is no {what}: those are {names}"
    )))
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = Self::parse_iso(&text);
        day.ok_or_else(|| D::Error::custom(format!("{text:?} is no day such as 2026-03-31")))
    }
}

impl<'de> Deserialize<'de> for Exit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = u8::deserialize(deserializer)?;
        let exit = Self::ALL.into_iter().find(|exit| exit.code() == code);
        exit.ok_or_else(|| D::Error::custom(format!("{code} is no exit code of an audit")))
    }
}

impl<'de> Deserialize<'de> for Severity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Self::ALL.map(|(_, severity)| severity);
        by_name(deserializer, "severity", all, Self::name)
    }
}

impl<'de> Deserialize<'de> for Certainty {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Self::ALL.map(|(_, certainty)| certainty);
        by_name(deserializer, "certainty", all, Self::name)
    }
}

impl<'de> Deserialize<'de> for Force {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Self::ALL.map(|(_, force)| force);
        by_name(deserializer, "force of a standard", all, Self::name)
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "standing", Self::ALL, Self::name)
    }
}

impl<'de> Deserialize<'de> for Direction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "direction", Self::ALL, Self::name)
    }
}

impl<'de> Deserialize<'de> for Outcome {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "outcome", Self::ALL, Self::name)
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "state of a waiver", Self::ALL, Self::name)
    }
}

/// From the two keys that the document has of it.
impl<'de> Deserialize<'de> for Covered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Keys {
            child_id: Option<String>,
            key: Option<String>,
        }
        let keys = Keys::deserialize(deserializer)?;
        let covered = Self::of(keys.child_id, keys.key);
        covered
            .ok_or_else(|| D::Error::custom("a waiver names neither a child nor a record, or both"))
    }
}

impl<'de> Deserialize<'de> for ProblemSeverity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(deserializer, "severity of a problem", Self::ALL, Self::name)
    }
}

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_name(
            deserializer,
            "reason to say a problem first",
            Self::ALL,
            Self::name,
        )
    }
}
