//! Whose part of a run a workbook holds: everybody's, or one team's.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::document::NOT_RECORDED;
use crate::report::saved::{Called, Counts, Finding, Group, NOT_DATED, Rule, SavedRun, Status};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose<'a> {
    Everybody,
    /// None: of what no team is recorded for.
    Team(Option<&'a str>),
}

/// A run as one reader may see it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub run: &'a SavedRun,
    pub whose: Whose<'a>,
}

impl<'a> View<'a> {
    pub(super) fn is_of_a_team(self) -> bool {
        self.whose != Whose::Everybody
    }

    pub(super) fn of(self, findings: &'a [Finding]) -> Vec<&'a Finding> {
        let seen = |finding: &&Finding| match self.whose {
            Whose::Everybody => true,
            Whose::Team(team) => finding.team.as_deref() == team,
        };
        findings.iter().filter(seen).collect()
    }

    /// What can still be acted on.
    pub(super) fn live(self) -> Vec<&'a Finding> {
        let mut findings = self.of(&self.run.findings);
        findings.retain(|finding| finding.live);
        findings
    }

    /// The standards that were assessed, with the counts and the standing that this reader sees; of a team those that it had
    /// anything to do with.
    pub(super) fn standards(self) -> Vec<Standard<'a>> {
        let assessed = self.run.rules.iter();
        let assessed = assessed.filter(|rule| rule.status == Status::Assessed);
        assessed
            .filter_map(|rule| match self.whose {
                Whose::Everybody => Some(Standard {
                    rule,
                    counts: rule.outcomes,
                    rate: rule.rate,
                    called: rule.called(),
                    moves: Some((
                        rule.moving(),
                        rule.halves.iter().map(|half| half.rate).collect(),
                    )),
                }),
                Whose::Team(team) => {
                    let mut groups = by_team(rule);
                    let (_, group) = groups.find(|(name, _)| *name == team)?;
                    Some(Standard::of_group(rule, group))
                }
            })
            .collect()
    }

    /// The teams that are seen, with their measures, and with none those that only findings name.
    pub(super) fn teams(self) -> BTreeMap<Option<&'a str>, Vec<(&'a Rule, &'a Group)>> {
        let mut teams: BTreeMap<Option<&str>, Vec<(&Rule, &Group)>> = BTreeMap::new();
        for rule in self
            .run
            .rules
            .iter()
            .filter(|rule| rule.status == Status::Assessed)
        {
            for (team, group) in by_team(rule) {
                teams.entry(team).or_default().push((rule, group));
            }
        }
        for list in [&self.run.findings, &self.run.upcoming, &self.run.unknown] {
            for finding in list {
                teams.entry(finding.team.as_deref()).or_default();
            }
        }
        if let Whose::Team(team) = self.whose {
            teams.retain(|name, _| *name == team);
        }
        teams
    }

    /// What a finding says. One text may repeat that of another team's child: its key goes to nobody else.
    pub(super) fn message(self, message: &'a str) -> std::borrow::Cow<'a, str> {
        const REPEATS: &str = " repeats that of ";
        match message.split_once(REPEATS) {
            Some((before, _)) if self.is_of_a_team() => {
                format!("{before}{REPEATS}another record").into()
            }
            _ => message.into(),
        }
    }

    pub(super) fn area(self, key: &'a str) -> &'a str {
        let area = self.run.areas.iter().find(|area| area.key == key);
        area.map_or(key, |area| area.title.as_str())
    }

    /// What the workbook's sheets are marked with.
    pub(super) fn marking(self) -> &'static str {
        if self.run.run.pseudonymised {
            "OFFICIAL-SENSITIVE: about individual children, under pseudonyms"
        } else {
            "OFFICIAL-SENSITIVE: contains personal data"
        }
    }
}

/// A standard as one reader sees it.
pub(super) struct Standard<'a> {
    pub rule: &'a Rule,
    pub counts: Counts,
    pub rate: Option<f64>,
    pub called: Called,
    /// The word, and the rates of the halves that it is between.
    pub moves: Option<(&'static str, Vec<Option<f64>>)>,
}

impl<'a> Standard<'a> {
    pub(super) fn of_group(rule: &'a Rule, group: &'a Group) -> Self {
        let moves = group.moves.as_ref();
        Self {
            rule,
            counts: group.outcomes,
            rate: group.rate,
            called: Called::Level(group.standing),
            moves: match moves {
                Some(moves) => Some((moves.direction.name(), moves.halves.clone())),
                None => rule.is_undated().then(|| (NOT_DATED, Vec::new())),
            },
        }
    }
}

/// A rule's measures by team alone.
fn by_team(rule: &Rule) -> impl Iterator<Item = (Option<&str>, &Group)> {
    rule.groups
        .iter()
        .filter_map(|group| match (&group.by[..], &group.name[..]) {
            ([by], [name]) if by == "team" => Some((
                Some(name.as_str()).filter(|name| *name != NOT_RECORDED),
                group,
            )),
            _ => None,
        })
}

/// How many children findings are of.
pub(super) fn children(findings: &[&Finding]) -> u64 {
    let children: BTreeSet<&str> = findings
        .iter()
        .map(|finding| finding.child_id.as_str())
        .filter(|child| !child.is_empty())
        .collect();
    children.len() as u64
}
