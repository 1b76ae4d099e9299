//! Waivers: a named person's decision that a standard need not be met for a child until a day.

use serde::Deserialize;
use toml::Spanned;

use crate::model::day::Day;
use crate::rules::plan::RuleId;
use crate::rules::{Diagnostic, Ruleset};

/// The waivers of a run, read from a TOML file of `[[waiver]]` tables.
#[derive(Default)]
pub struct Waivers {
    waivers: Vec<Waiver>,
}

pub struct Waiver {
    pub rule: RuleId,
    /// The child it covers; or the one record, by its key.
    pub child_id: Option<String>,
    pub key: Option<String>,
    /// The last day it covers.
    pub until: Day,
    pub reason: String,
    pub by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverFile {
    #[serde(default)]
    waiver: Vec<WaiverEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverEntry {
    rule: Spanned<String>,
    child_id: Option<String>,
    key: Option<String>,
    until: Spanned<toml::value::Datetime>,
    reason: Spanned<String>,
    by: String,
}

impl Waivers {
    /// Reads a file; every mistake in it is given with its place.
    pub fn read(file: &str, text: &str, ruleset: &Ruleset) -> Result<Self, Vec<Diagnostic>> {
        let say = |span: std::ops::Range<usize>, message: String, label: &str| Diagnostic {
            file: file.to_owned(),
            span,
            message,
            label: label.to_owned(),
            help: None,
        };
        let read: WaiverFile = toml::from_str(text).map_err(|error| {
            vec![say(
                error.span().unwrap_or(0..0),
                error.message().to_owned(),
                "",
            )]
        })?;
        let (mut waivers, mut mistakes) = (Vec::new(), Vec::new());
        for entry in read.waiver {
            let rule = ruleset.find(entry.rule.get_ref());
            if rule.is_none() {
                mistakes.push(say(
                    entry.rule.span(),
                    format!("there is no rule {}", entry.rule.get_ref()),
                    "unknown",
                ));
            }
            let until = entry.until.get_ref().date.and_then(|date| {
                Day::from_ymd(date.year.into(), date.month.into(), date.day.into())
            });
            if until.is_none() {
                mistakes.push(say(
                    entry.until.span(),
                    "expected a date such as 2026-06-30".to_owned(),
                    "the last day it covers",
                ));
            }
            if entry.reason.get_ref().trim().is_empty() {
                mistakes.push(say(
                    entry.reason.span(),
                    "a waiver needs a reason".to_owned(),
                    "say why",
                ));
            }
            if entry.child_id.is_some() == entry.key.is_some() {
                let message =
                    "a waiver names either a child_id or the key of one record".to_owned();
                mistakes.push(say(entry.rule.span(), message, "in this waiver"));
            }
            if let (Some(rule), Some(until)) = (rule, until) {
                let reason = entry.reason.into_inner();
                waivers.push(Waiver {
                    rule,
                    child_id: entry.child_id,
                    key: entry.key,
                    until,
                    reason,
                    by: entry.by,
                });
            }
        }
        if mistakes.is_empty() {
            Ok(Self { waivers })
        } else {
            Err(mistakes)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.waivers.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Waiver> {
        self.waivers.iter()
    }

    /// The waiver that covers a record on the as-at date, if one is live. One that has run out covers nothing.
    pub fn covering(&self, rule: RuleId, child_id: &str, key: &str, as_at: Day) -> Option<&Waiver> {
        self.waivers.iter().find(|waiver| {
            waiver.rule == rule
                && waiver.until >= as_at
                && (waiver.child_id.as_deref().is_some_and(|id| id == child_id)
                    || waiver.key.as_deref().is_some_and(|id| id == key))
        })
    }
}
