//! The numbers and lengths of time that a check turns on, which a council may set otherwise; the README lists them.

use crate::model::length::Length;

use super::plan::{Check, Due, Steps};

/// One of them, to be changed.
pub(super) enum Threshold<'c> {
    Length(&'c mut Length),
    /// The first gaps of a cadence.
    Gaps(&'c mut Vec<Length>),
    /// The one step that `steps_for` goes with.
    Step(&'c mut Length),
    Number(&'c mut f64),
    Whole(&'c mut u32),
}

impl Check {
    /// Those that the rule file sets, by its keys.
    pub(super) fn thresholds(&mut self) -> Vec<(&'static str, Threshold<'_>)> {
        fn maybe<'c, T>(
            key: &'static str,
            value: &'c mut Option<T>,
            threshold: fn(&'c mut T) -> Threshold<'c>,
        ) -> Option<(&'static str, Threshold<'c>)> {
            value.as_mut().map(|value| (key, threshold(value)))
        }
        let all = match self {
            Self::Require(check) => vec![maybe("grace", &mut check.grace, Threshold::Length)],
            Self::Deadline(check) => match &mut check.due {
                Due::Within { within, .. } => vec![Some(("within", Threshold::Length(within)))],
                Due::By { notice, .. } => vec![maybe("notice", notice, Threshold::Length)],
            },
            Self::Cadence(check) => {
                let every = Some(("every", Threshold::Length(&mut check.every)));
                match &mut check.steps {
                    Steps::Gaps(gaps) if gaps.is_empty() => vec![every],
                    Steps::Gaps(gaps) => vec![Some(("steps", Threshold::Gaps(gaps))), every],
                    Steps::For { step, time } => vec![
                        Some(("steps", Threshold::Step(step))),
                        Some(("steps_for", Threshold::Length(time))),
                        every,
                    ],
                }
            }
            Self::Duration(check) => {
                vec![Some(("at_most", Threshold::Length(&mut check.at_most)))]
            }
            Self::Count(check) => vec![
                maybe("at_most", &mut check.at_most, Threshold::Number),
                maybe("at_least", &mut check.at_least, Threshold::Number),
                maybe("window", &mut check.window, Threshold::Length),
            ],
            Self::Attendance(check) => {
                vec![maybe("at_least", &mut check.at_least, Threshold::Whole)]
            }
            Self::Text(check) => vec![maybe("min_words", &mut check.min_words, Threshold::Whole)],
            Self::Order(_) | Self::Reference(_) => Vec::new(),
        };
        all.into_iter().flatten().collect()
    }

    /// "6 weeks", "at most 2 in 12 months", "20 words"; nothing where the check turns on no number.
    pub fn threshold(&self) -> Option<String> {
        match self {
            Self::Deadline(check) => match &check.due {
                Due::Within { within, .. } => Some(within.to_string()),
                Due::By { notice, .. } => notice.map(|notice| format!("{notice} before")),
            },
            Self::Cadence(check) => {
                let mut gaps: Vec<String> = match &check.steps {
                    Steps::Gaps(gaps) => gaps.iter().map(Length::to_string).collect(),
                    Steps::For { step, time } => vec![format!("{step} for {time}")],
                };
                gaps.push(check.every.to_string());
                Some(gaps.join(", then "))
            }
            Self::Duration(check) => Some(check.at_most.to_string()),
            Self::Count(check) => {
                let number = match (check.at_least, check.at_most) {
                    (Some(least), Some(most)) if least.to_bits() == most.to_bits() => {
                        least.to_string()
                    }
                    (Some(least), Some(most)) => format!("{least} to {most}"),
                    (Some(least), None) => format!("at least {least}"),
                    (None, Some(most)) => format!("at most {most}"),
                    (None, None) => return None,
                };
                let window = check.window.map(|window| format!(" in {window}"));
                Some(number + &window.unwrap_or_default())
            }
            Self::Text(check) => check.min_words.map(|words| format!("{words} words")),
            Self::Attendance(check) => check.at_least.map(|least| {
                let others = if check.besides.is_empty() {
                    ""
                } else {
                    " other"
                };
                format!("at least {least}{others}")
            }),
            Self::Require(check) => check.grace.map(|grace| grace.to_string()),
            Self::Order(_) | Self::Reference(_) => None,
        }
    }
}
