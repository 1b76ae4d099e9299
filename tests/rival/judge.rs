//! One rule over one export, as the design has it.

use std::collections::BTreeMap;

use super::agencies::{Agency, attendance, read_agencies};
use super::cadence::cadence;
use super::catalogue::Catalogue;
use super::copies::text;
use super::count::count;
use super::dated::{deadline, duration};
use super::export::Export;
use super::filter::{Held, is_age, takes_blank};
use super::phrases::{PhraseList, read_lists};
use super::rule::Rule;
use super::undated::{order, reference, require, with_doubtful_end, with_grace};
use super::verdict::{Period, Said, Subject, Verdict};
use super::world::{Place, Placed, World};

/// What the rival knows beside the rules.
pub struct Rival {
    pub catalogue: Catalogue,
    pub agencies: Vec<Agency>,
    pub lists: BTreeMap<String, PhraseList>,
}

impl Rival {
    pub fn with(folders_of_phrases: &[&str]) -> Self {
        Self {
            catalogue: Catalogue::read(),
            agencies: read_agencies(),
            lists: read_lists(folders_of_phrases),
        }
    }

    pub fn world<'w>(&'w self, export: &'w Export) -> World<'w> {
        World::of(export, &self.catalogue, &self.lists["placeholders"])
    }

    pub fn judge<'w>(
        &'w self,
        rule: &'w Rule,
        export: &'w Export,
        periods: &[Period],
    ) -> Vec<Verdict> {
        self.judge_in(&self.world(export), rule, periods)
    }

    pub fn judge_in<'w>(
        &self,
        world: &World<'w>,
        rule: &'w Rule,
        periods: &[Period],
    ) -> Vec<Verdict> {
        let mut verdicts: Vec<Verdict> = periods.iter().map(|_| Verdict::default()).collect();
        if !world.can_assess(rule) {
            return verdicts;
        }
        let mut undecided: BTreeMap<String, u64> = BTreeMap::new();
        for place in world.records(&rule.table) {
            match undecided_by(world, rule, place) {
                Some(blank) if blank.is_empty() && was_asked(world, rule, place) => {}
                Some(blank) if blank.is_empty() => continue,
                // Counted once, by the first that the rule asks about.
                Some(mut blank) => {
                    let asked = |path: &String| {
                        let head = rule.head();
                        let bare = head.find(&format!(" {path} = "));
                        bare.or_else(|| head.find(&format!("\"{path}\" = ")))
                    };
                    blank.sort_by_key(asked);
                    let path = if is_age(&blank[0]) {
                        "child.date_of_birth"
                    } else {
                        &blank[0]
                    };
                    *undecided.entry(path.to_owned()).or_default() += 1;
                    continue;
                }
                None => continue,
            }
            let said = self.said(world, rule, place);
            let subject = subject(world, rule, place);
            for (verdict, period) in verdicts.iter_mut().zip(periods) {
                for obligation in &said.obligations {
                    verdict.take(*period, &subject, obligation);
                }
                if let Some(path) = &said.contradiction {
                    verdict.contradict(path, world.line(place));
                }
            }
        }
        for verdict in &mut verdicts {
            verdict.assessed = true;
            verdict.undecided.clone_from(&undecided);
            verdict.sort();
        }
        verdicts
    }

    fn said<'w>(&self, world: &World<'w>, rule: &'w Rule, place: Place<'w>) -> Said {
        let said = match rule.kind.as_str() {
            "require" => require(world, rule, place),
            "deadline" => deadline(world, rule, place),
            "cadence" => cadence(world, rule, place),
            "duration" => duration(world, rule, place),
            "count" => count(world, rule, place),
            "attendance" => attendance(world, rule, place, &self.agencies),
            "text" => text(world, rule, place, &self.lists),
            "order" => order(world, rule, place),
            "reference" => reference(world, rule, place),
            kind => panic!("{kind} is no check"),
        };
        let said = with_grace(world, rule, place, said);
        with_doubtful_end(world, rule, place, said)
    }
}

/// The blank values that alone leave a record out: none of them for a subject, nothing for what is left out anyway.
fn undecided_by<'w>(world: &World<'w>, rule: &'w Rule, place: Place<'w>) -> Option<Vec<String>> {
    let (mut blank, mut strange) = (Vec::new(), Vec::new());
    for (path, test) in &rule.subject_where {
        match world.condition(place, path, test) {
            Held::Yes => {}
            Held::No => return None,
            Held::Blank => blank.push(path.clone()),
            // A code that nobody lists is not one that is left out; one that nobody can read may be.
            Held::Strange
                if test.is_table()
                    && takes_blank(test)
                    && world.ends_in_codes(place, path)
                    && !world.garbled(place, path) => {}
            Held::Strange => strange.push(path.clone()),
        }
    }
    Some(if blank.is_empty() { strange } else { blank })
}

/// Whether a count would have asked on the last day on which the child was owed something, too.
fn was_asked<'w>(world: &World<'w>, rule: &'w Rule, place: Place<'w>) -> bool {
    match world.owed_until(place) {
        Some((_, last)) if rule.kind == "count" && rule.text_of("at").is_none() => {
            undecided_by(&world.on(last), rule, place).is_some_and(|blank| blank.is_empty())
        }
        _ => true,
    }
}

fn subject<'w>(world: &World<'w>, rule: &'w Rule, place: Place<'w>) -> Subject {
    let placed = world.placed(place);
    let placed_by = rule.placed_by.as_deref().or(rule.text_of("at"));
    Subject {
        table: place.table.name.clone(),
        key: world.key(place).unwrap_or_default(),
        child: world.reported_child(place),
        placed,
        is_owed: world.owed_until(place).is_none(),
        placed_by: placed_by.map_or(world.stood(place), |path| {
            world.date(place, path).map_or(Placed::Undated, Placed::On)
        }),
    }
}
