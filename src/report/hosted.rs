//! What reports for hosted systems share: where records are, said without this machine's folders; text that cannot deceive; and
//! what each rule comes to. Without pseudonyms they may carry no more of a case than rule, file and row.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::grouped;
use super::saved::{Counts, Finding, Rule, SavedRun};
use super::told_first::{self, Shown};
use crate::check::outcome::{Outcome, one_decimal};
use crate::model::masking::cut;
use crate::model::unseen::on_one_line;
use crate::rules::plan::Certainty;

/// Letters of a value, or of a sentence, that are shown.
const SHOWN: usize = 1000;
/// Rows that are named before the rest are counted.
const ROWS_NAMED: usize = 12;

/// A run as hosted systems may be told of it.
pub struct Hosted<'a> {
    pub run: &'a SavedRun,
    /// By id.
    pub rules: Vec<OfRule<'a>>,
    /// Files by the names that tell them apart, where a path would name this machine's folders.
    outside: BTreeMap<&'a str, String>,
}

/// A rule, and what was found under it.
pub struct OfRule<'a> {
    pub rule: &'a Rule,
    /// That can still be acted on.
    pub live: Vec<&'a Finding>,
    pub past: Vec<&'a Finding>,
    pub waived: u64,
    pub due: u64,
    pub unknown: u64,
}

impl OfRule<'_> {
    /// A person must read the case to judge it.
    pub fn is_prompt(&self) -> bool {
        self.rule.certainty == Certainty::Prompt
    }

    /// How many children a live finding is about; some are about a worker or a team.
    pub fn children(&self) -> u64 {
        children(self.live.iter().copied())
    }

    /// "68% of 74 met"; nothing where none was judged.
    pub fn rate(&self) -> Option<String> {
        let rate = one_decimal(self.rule.rate?);
        let judged = grouped(self.rule.outcomes.judged());
        Some(format!("{rate}% of {judged} met"))
    }

    /// "2 to act on now, 5 past, 1 cannot be judged".
    pub fn counts(&self) -> String {
        let parts = [
            (self.live.len() as u64, "to act on now"),
            (self.past.len() as u64, "past"),
            (self.unknown, "cannot be judged"),
            (self.waived, "waived"),
        ];
        let said = parts.iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = said
            .map(|(count, words)| format!("{} {words}", grouped(*count)))
            .collect();
        if said.is_empty() {
            "nothing to act on".to_owned()
        } else {
            said.join(", ")
        }
    }
}

impl<'a> Hosted<'a> {
    pub fn of(run: &'a SavedRun) -> Self {
        let mut rules: Vec<OfRule<'a>> = run.rules.iter().map(none_of).collect();
        for finding in &run.findings {
            let Some(place) = run.place_of(&finding.rule) else {
                continue;
            };
            let of_rule = &mut rules[place];
            if finding.live {
                of_rule.live.push(finding);
            } else if finding.outcome != Outcome::Waived {
                of_rule.past.push(finding);
            }
        }
        Self {
            run,
            rules,
            outside: outside(run.inputs.iter().map(|input| input.file.as_str())),
        }
    }

    /// A file's path from where the audit ran, with `/` between folders. Of a file that lies elsewhere no more than tells it from
    /// the others: the folders above may hold a user's name.
    pub fn path(&self, file: &str) -> String {
        if let Some(name) = self.outside.get(file) {
            return plain(name);
        }
        let path = slashed(file);
        let inside = path.strip_prefix("./").unwrap_or(&path);
        let shown = if is_outside(&path) {
            last_name(&path)
        } else {
            inside
        };
        plain(shown)
    }

    /// "plans.csv, rows 3, 14 and 27", file after file, the later ones counted.
    pub fn rows(&self, findings: &[&Finding]) -> String {
        let mut files: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for finding in findings {
            files.entry(&finding.file).or_default().push(finding.row);
        }
        let mut left = ROWS_NAMED;
        let mut said = Vec::new();
        for (file, mut rows) in files {
            rows.sort_unstable();
            rows.dedup();
            let named: Vec<String> = rows.iter().take(left).map(u32::to_string).collect();
            if named.is_empty() {
                break;
            }
            left -= named.len();
            let more = match rows.len() - named.len() {
                0 => String::new(),
                more => format!(" and {} more", grouped(more as u64)),
            };
            let word = if rows.len() == 1 { "row" } else { "rows" };
            said.push(format!(
                "{}, {word} {}{more}",
                self.path(file),
                named.join(", ")
            ));
        }
        said.join("; ")
    }

    /// What of the files comes before all else. Without pseudonyms no words that may quote a record.
    pub fn told_first(&self) -> Vec<String> {
        let shown = Shown {
            file: &|file| self.path(file),
            words: self.run.run.pseudonymised,
            pseudonymised: self.run.run.pseudonymised,
        };
        let lines = told_first::of_run(self.run, &shown);
        lines.iter().map(|line| plain(line)).collect()
    }

    /// "England 2026.1, as at 31 March 2026".
    pub fn standards(&self) -> String {
        let about = &self.run.run;
        format!(
            "{} {}, as at {}",
            plain(&about.standards.name),
            plain(&about.standards.version),
            about.as_at.in_words()
        )
    }
}

const fn none_of(rule: &Rule) -> OfRule<'_> {
    let Counts {
        waived,
        due,
        unknown,
        ..
    } = rule.outcomes;
    OfRule {
        rule,
        live: Vec::new(),
        past: Vec::new(),
        waived,
        due,
        unknown,
    }
}

pub fn children<'a>(findings: impl Iterator<Item = &'a Finding>) -> u64 {
    let ids = findings.map(|finding| finding.child_id.as_str());
    let ids: BTreeSet<&str> = ids.filter(|id| !id.is_empty()).collect();
    ids.len() as u64
}

/// What became of an obligation, said without anything of the case.
pub const fn outcome_in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::Late => "done late",
        Outcome::Missed => "not done, and it no longer can be",
        Outcome::Overdue => "overdue, and still to be done",
        Outcome::Failed => "not met",
        Outcome::Due => "not done yet, and not yet due",
        Outcome::Unknown => "cannot be judged from what is recorded",
        Outcome::Waived => "not met, and covered by a waiver",
    }
}

/// A text on one line and of no great length, with what cannot be seen in it named. Nothing in it is taken for a command by the log
/// of a hosted job: the older kind is obeyed anywhere in a line, the newer at its beginning.
pub fn plain(text: &str) -> String {
    // One letter more than is shown, so that what is cut is seen to be cut.
    let end = text.char_indices().nth(SHOWN + 1);
    let text = end.map_or(text, |(end, _)| &text[..end]);
    let line = on_one_line(text).replace("##[", "# #[");
    let line = line.trim();
    match line.strip_prefix("::") {
        Some(rest) => cut(&format!(": :{rest}"), SHOWN),
        None => cut(line, SHOWN),
    }
}

/// A path that says where on this machine, or beside the folder of the run, something is.
fn is_outside(path: &str) -> bool {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    let goes_up = path.split('/').any(|part| part == "..");
    path.starts_with('/') || path.starts_with('~') || has_drive || goes_up
}

/// Each file that lies outside by its last name, or where several have that name by its path below the folder that they share.
fn outside<'a>(files: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let elsewhere: BTreeMap<&str, String> = files
        .map(|file| (file, slashed(file)))
        .filter(|(_, path)| is_outside(path))
        .collect();
    let named_so = |name: &str| {
        let paths = elsewhere.values();
        paths.filter(|path| last_name(path) == name).count()
    };
    let folders = elsewhere.values().map(|path| folder(path).to_owned());
    let shared = folders.reduce(|one, other| shared_start(&one, &other));
    let shared = shared.unwrap_or_default();
    let named = elsewhere.iter().map(|(file, path)| {
        let name = last_name(path);
        let shown = match path.strip_prefix(&shared) {
            Some(below) if named_so(name) > 1 => below,
            _ => name,
        };
        (*file, shown.to_owned())
    });
    named.collect()
}

fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// With its last `/`.
fn folder(path: &str) -> &str {
    &path[..path.len() - last_name(path).len()]
}

/// The folders that two paths begin with.
fn shared_start(one: &str, other: &str) -> String {
    let pairs = one.split_inclusive('/').zip(other.split_inclusive('/'));
    let same = pairs.take_while(|(a, b)| a == b);
    same.map(|(part, _)| part).collect()
}
