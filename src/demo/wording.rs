//! The sentences that narrative is made of, with gaps for the family, the child and the day.

use super::family::Stage;
use super::random::Random;

/// Sentences to choose from, by who can be spoken of in them.
#[derive(Default)]
pub struct List {
    pub sentences: Vec<Vec<Piece>>,
    by_stage: [Vec<u16>; 3],
}

pub enum Piece {
    Words(&'static str),
    Gap(Gap),
}

#[derive(Clone, Copy)]
pub enum Gap {
    Carer,
    Adult,
    Relative,
    Setting,
    Age,
    Day,
    Due,
    Number,
    Nth,
    Concern,
    Support,
    Incident,
    Place,
    Thing,
    Hour,
}

impl Gap {
    fn named(name: &str) -> Self {
        match name {
            "carer" => Self::Carer,
            "adult" => Self::Adult,
            "relative" => Self::Relative,
            "setting" => Self::Setting,
            "age" => Self::Age,
            "day" => Self::Day,
            "due" => Self::Due,
            "n" => Self::Number,
            "nth" => Self::Nth,
            "concern" => Self::Concern,
            "support" => Self::Support,
            "incident" => Self::Incident,
            "place" => Self::Place,
            "thing" => Self::Thing,
            "hour" => Self::Hour,
            _ => panic!("the wording has no gap called {name}"),
        }
    }
}

/// Which children a sentence is for: `^` the unborn, `~` babies, `+` those who speak; none of the three, all.
const MARKS: [char; 3] = ['^', '~', '+'];

impl List {
    fn read(text: &'static str, heading: &str) -> Self {
        let mut list = Self::default();
        let lines = text
            .lines()
            .skip_while(|line| line.strip_prefix('[') != Some(&format!("{heading}]")));
        let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
        for line in lines.filter(|line| !line.is_empty()) {
            let sentence = line.trim_start_matches(MARKS);
            let marks = &line[..line.len() - sentence.len()];
            let index = list.sentences.len() as u16;
            for (stage, mark) in list.by_stage.iter_mut().zip(MARKS) {
                if marks.is_empty() || marks.contains(mark) {
                    stage.push(index);
                }
            }
            list.sentences.push(pieces(sentence));
        }
        assert!(!list.sentences.is_empty(), "the wording has no {heading}");
        list
    }

    pub fn choices(&self, stage: Stage) -> &[u16] {
        &self.by_stage[stage as usize]
    }

    /// A sentence without gaps, as it stands.
    pub fn plain(&self, index: usize) -> &'static str {
        match self.sentences[index % self.sentences.len()].first() {
            Some(Piece::Words(words)) => words,
            _ => "",
        }
    }

    pub fn any(&self, random: &mut Random) -> &'static str {
        self.plain(random.below(self.sentences.len() as u32) as usize)
    }
}

fn pieces(sentence: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((words, after)) = rest.split_once('{') {
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        let (gap, after) = after.split_once('}').unwrap_or((after, ""));
        pieces.push(Piece::Gap(Gap::named(gap)));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// What worries in a family: its codes, and what is said and done about it.
pub struct Concern {
    pub need: &'static str,
    pub category: &'static str,
    pub factors: &'static str,
    pub noun: List,
    pub support: List,
    pub incident: List,
    pub change: List,
    pub action: List,
}

impl Concern {
    fn read(text: &'static str) -> Self {
        let codes = List::read(text, "codes").plain(0);
        let mut codes = codes.split('|');
        let mut code = || codes.next().unwrap_or("");
        Self {
            need: code(),
            category: code(),
            factors: code(),
            noun: List::read(text, "noun"),
            support: List::read(text, "support"),
            incident: List::read(text, "incident"),
            change: List::read(text, "change"),
            action: List::read(text, "action"),
        }
    }
}

/// Every list, by what it is for. `weak` lists are what poor records are made of.
macro_rules! wording {
    ($($file:literal { $($field:ident $heading:literal)+ })+) => {
        pub struct Wording {
            pub concerns: Vec<Concern>,
            $($(pub $field: List,)+)+
        }

        impl Wording {
            pub fn new() -> Self {
                Self {
                    concerns: CONCERNS.iter().map(|text| Concern::read(text)).collect(),
                    $($($field: List::read(include_str!(concat!("wording/", $file)), $heading),)+)+
                }
            }
        }
    };
}

const CONCERNS: [&str; 8] = [
    include_str!("wording/concern/violence.txt"),
    include_str!("wording/concern/neglect.txt"),
    include_str!("wording/concern/drink.txt"),
    include_str!("wording/concern/mind.txt"),
    include_str!("wording/concern/hurt.txt"),
    include_str!("wording/concern/harm-outside.txt"),
    include_str!("wording/concern/disability.txt"),
    include_str!("wording/concern/apart.txt"),
];

/// The concerns that families come with; the two after them belong to paths of their own.
pub const COMMON_CONCERNS: u32 = 6;
pub const HARM_OUTSIDE: usize = 5;
pub const DISABILITY: usize = 6;
pub const APART: usize = 7;

wording! {
    "discussion.txt" {
        reason "reason" rationale "rationale" rationale_weak "rationale-weak" discussion_action "action"
        discussion_action_weak "action-weak" safety "safety" discussion_contingency "contingency" informed "informed"
    }
    "enquiry.txt" { asked "asked" found "found" weighed "weighed" enquiry_ended "ended" enquiry_thin "thin" }
    "assessment.txt" {
        risks "risks" strengths "strengths" needs "needs" history "history" assessment_views "views"
        assessment_views_weak "views-weak" analysis "analysis" abuse "abuse" analysis_weak "analysis-weak" identity "identity"
        overrun "overrun"
    }
    "protection.txt" {
        views "views" views_weak "views-weak" change_weak "change-weak" contingency "contingency"
        contingency_weak "contingency-weak" action_weak "action-weak" owner_weak "owner-weak" owner "owner" delay "delay"
    }
    "need.txt" { need_outcome "outcome" need_contingency "contingency" need_outcome_weak "outcome-weak" need_action "action" }
    "court.txt" {
        legal "legal" court_changes "changes" court_support "support" court_contingency "contingency" progress "progress"
        progress_weak "progress-weak" court_action "action"
    }
    "oversight.txt" {
        reflection "reflection" reflection_weak "reflection-weak" supervision_actions "actions" oversight "oversight" close "close"
        step_up "up" step_down "down" challenge "challenge" threshold "threshold" threshold_none "threshold-nfa"
    }
    "visit.txt" { visit_home "home" visit_care "care" visit_heard "heard" visit_next "next" visit_weak "weak" }
    "care.txt" { target "target" target_weak "target-weak" told "told" risk "risk" keep_safe "keep-safe" activity "activity" }
    "voice.txt" { said "said" said_weak "said-weak" tool "tool" place "place" thing "thing" hour "hour" }
}
