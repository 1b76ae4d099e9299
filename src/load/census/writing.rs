//! What was gathered of a child, written as records of our tables, with keys and references made from where each stands.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use crate::load::TableContents;
use crate::load::builder::{Context, TableBuilder};
use crate::load::cell::{self, Cell};
use crate::model::catalogue::{Field, OwnDates, TableId};
use crate::model::day::Day;
use crate::model::file::FileId;
use crate::model::problem::Problem;

use super::layout::{self, Fate};
use super::reading::{Draft, Referral};
use super::reviews::EarlierReviews;

pub(super) struct Writing<'c> {
    context: &'c Context<'c>,
    file: FileId,
    builders: BTreeMap<TableId, TableBuilder<'c>>,
    /// How many records there are of a table, a child and a day: a file made of several returns may hold a child twice.
    numbers: HashMap<String, u32, FixedState>,
    /// Names of the elements that the file has.
    met: BTreeSet<String>,
    earlier: EarlierReviews,
    child_id: String,
}

impl<'c> Writing<'c> {
    pub fn new(context: &'c Context<'c>, file: FileId) -> Self {
        Self {
            context,
            file,
            builders: BTreeMap::new(),
            numbers: HashMap::default(),
            met: BTreeSet::new(),
            earlier: EarlierReviews::default(),
            child_id: String::new(),
        }
    }

    pub fn met(&mut self, name: &str) {
        if !self.met.contains(name) {
            self.met.insert(name.to_owned());
        }
    }

    pub fn has(&self, element: &str) -> bool {
        self.met.contains(element)
    }

    /// The last day of the census year.
    pub fn ends_on(&mut self, day: Option<Day>) {
        self.earlier.year_begins = day.map(|day| day.plus_months(-12).plus_days(1));
    }

    pub fn has_referrals(&self) -> bool {
        let table = self.context.catalogue.find("referrals");
        table.is_some_and(|table| self.builders.contains_key(&table))
    }

    pub fn reviews_of_earlier_years(&self) -> Option<Problem> {
        self.earlier.problem()
    }

    pub fn child(&mut self, child: &Draft, referrals: &[Referral]) {
        child.value(Fate::Identifier).clone_into(&mut self.child_id);
        let id = self.child_id.clone();
        self.write(child, &id, &[]);
        for referral in referrals {
            self.referral(referral);
        }
    }

    /// Counts a child that is not written.
    pub fn reject(&mut self) {
        if let Some(builder) = self.builder("children") {
            builder.reject();
        }
    }

    fn referral(&mut self, referral: &Referral) {
        let referral_key = self.key(&referral.draft);
        self.write(&referral.draft, &referral_key, &[]);
        let records: Vec<(&Draft, String)> = referral
            .records
            .iter()
            .map(|record| (record, self.key(record)))
            .collect();
        // "Child protection plan shown as starting a different day to the initial conference" is an error of the return (rule
        // 2885), so that the day tells which conference made which plan.
        let plan_begun_on = |day: &str| {
            records
                .iter()
                .filter(|_| !day.is_empty())
                .find(|(record, _)| record.table == "cp_plans" && started_on(record) == day)
                .map_or("", |(_, key)| key)
        };
        let mut made_on: Vec<(&str, String)> = Vec::new();

        let transfer = referral.draft.value(Fate::ConferenceHeld);
        if !transfer.is_empty() {
            let conference = initial_conference(&referral.draft, true);
            let plan = plan_begun_on(transfer);
            made_on.push((transfer, self.conference(&conference, &[("plan_id", plan)])));
        }
        for (record, key) in &records {
            let references = [("referral_id", referral_key.as_str())];
            match record.table {
                // Written once their conferences have keys.
                "cp_plans" => {}
                "s47_enquiries" => {
                    self.write(record, key, &references);
                    let held = record.value(Fate::ConferenceHeld);
                    let due = record.value(Fate::ConferenceDue);
                    if !held.is_empty() || (!due.is_empty() && !needs_none(record)) {
                        let conference = initial_conference(record, false);
                        let references =
                            [("s47_id", key.as_str()), ("plan_id", plan_begun_on(held))];
                        made_on.push((held, self.conference(&conference, &references)));
                    }
                }
                "pre_proceedings" => {
                    self.write(record, key, &[]);
                    self.proceedings(record);
                }
                _ => self.write(record, key, &references),
            }
        }
        for (plan, key) in records
            .iter()
            .filter(|(record, _)| record.table == "cp_plans")
        {
            let made = made_on.iter().find(|(day, _)| *day == started_on(plan));
            let made = made.map_or("", |(_, conference)| conference);
            let references = [
                ("referral_id", referral_key.as_str()),
                ("conference_id", made),
            ];
            self.write(plan, key, &references);
            let held = plan.reviews.iter().map(|(held, _)| held.as_str());
            self.earlier.plan(started_on(plan), held);
            for (held, line) in &plan.reviews {
                let mut review = Draft::new("conferences", *line);
                review.values = vec![
                    (Fate::Field("kind"), "review".to_owned()),
                    (Fate::Field("held_on"), held.clone()),
                ];
                self.conference(&review, &[("plan_id", key)]);
            }
        }
    }

    /// Writes a conference and gives its key.
    fn conference(&mut self, conference: &Draft, references: &[(&'static str, &str)]) -> String {
        let key = self.key(conference);
        self.write(conference, &key, references);
        key
    }

    /// An application to the court is the beginning of proceedings.
    fn proceedings(&mut self, pre_proceedings: &Draft) {
        let applied = pre_proceedings.value(Fate::Field("application_on"));
        if applied.is_empty() {
            return;
        }
        let mut proceedings = Draft::new("proceedings", pre_proceedings.line);
        proceedings
            .values
            .push((Fate::Field("issued_on"), applied.to_owned()));
        let key = self.key(&proceedings);
        self.write(&proceedings, &key, &[]);
    }

    /// A key made from the child and the day of the record, so that what two returns tell of is one record; with its number among
    /// the records of that day.
    fn key(&mut self, draft: &Draft) -> String {
        let catalogue = self.context.catalogue;
        let definition = catalogue
            .find(draft.table)
            .map(|table| catalogue.table(table));
        let day = definition.map_or("", |definition| match definition.dates {
            OwnDates::At(field) | OwnDates::Span { from: field, .. } => {
                draft.field(&definition.fields[field.index()].name)
            }
            OwnDates::Of(_) | OwnDates::None => "",
        });
        let day = match cell::date(day) {
            Cell::Value(day) => day.day().to_string(),
            _ => "undated".to_owned(),
        };
        let key = format!("{}/{}/{day}", self.child_id, draft.table);
        let number = self.numbers.entry_ref(key.as_str()).or_default();
        *number += 1;
        match number {
            1 => key,
            number => format!("{key}/{number}"),
        }
    }

    fn write(&mut self, draft: &Draft, key: &str, references: &[(&'static str, &str)]) {
        let child_id = self.child_id.clone();
        let context = self.context;
        let Some(builder) = self.builder(draft.table) else {
            return;
        };
        let table = context.catalogue.table(builder.table());
        builder.begin(draft.line);
        builder.set(table.key, key);
        if let Some(field) = table.child {
            builder.set(field, &child_id);
        }
        let mut set = |name: &str, value: &str| {
            if let Some(field) = table.field(name) {
                builder.set(field, value);
            }
        };
        for (name, value) in references {
            set(name, value);
        }
        for (fate, value) in &draft.values {
            match fate {
                Fate::Field(name) => set(name, value),
                Fate::Reversed(name) => set(name, &reversed(value)),
                _ => {}
            }
        }
        for fate in [Fate::Listed("factors"), Fate::Disability] {
            let values: Vec<&str> = draft
                .values
                .iter()
                .filter(|(other, _)| *other == fate)
                .map(|(_, value)| value.as_str())
                .collect();
            match fate {
                Fate::Listed(name) => set(name, &values.join(";")),
                _ => {
                    let field = table.field("disabled");
                    let field = field.map(|field| &table.fields[field.index()]);
                    set(
                        "disabled",
                        field.map_or("", |field| telling(&values, field, context)),
                    );
                }
            }
        }
    }

    /// The builder of a table, with every field that the census can carry headed.
    fn builder(&mut self, table: &'static str) -> Option<&mut TableBuilder<'c>> {
        let context = self.context;
        let id = context.catalogue.find(table)?;
        Some(self.builders.entry(id).or_insert_with(|| {
            let mut builder = TableBuilder::new(context, id, self.file);
            let definition = context.catalogue.table(id);
            let key = if table == "children" { "LAchildID" } else { "" };
            builder.head(definition.key, key);
            if let Some(child) = definition.child {
                builder.head(child, "LAchildID");
            }
            let mut headings = layout::headings(table);
            // Of two elements of one field, that of this file's year.
            headings.sort_by_key(|(_, heading)| !self.met.contains(*heading));
            for (field, heading) in headings {
                if let Some(field) = definition.field(field) {
                    builder.head(field, heading);
                }
            }
            builder
        }))
    }

    pub fn finish(mut self, year: Option<i32>) -> Vec<TableContents> {
        for table in layout::always(year) {
            self.builder(table);
        }
        let met = self.met;
        let catalogue = self.context.catalogue;
        let tables = self.builders.into_values().map(|builder| {
            let (partial, mut table, problems) = builder.finish();
            let is_there = |element: &&str| table.rows > 0 && met.contains(*element);
            let used = table.used.iter().flat_map(|heading| heading.split(", "));
            table.used = used.filter(is_there).map(str::to_owned).collect();
            let aside = layout::left_aside(&catalogue.table(table.table).name);
            table.unused = aside
                .filter(|element| met.contains(*element))
                .map(str::to_owned)
                .collect();
            (partial, table, problems)
        });
        tables.collect()
    }
}

fn started_on(record: &Draft) -> &str {
    record.value(Fate::Field("started_on"))
}

/// The initial conference that an enquiry led to, or that was held because a child moved in.
fn initial_conference(of: &Draft, transfer_in: bool) -> Draft {
    let mut draft = Draft::new("conferences", of.line);
    let fields = [
        ("kind", "initial"),
        ("transfer_in", if transfer_in { "yes" } else { "no" }),
        ("due_on", of.value(Fate::ConferenceDue)),
        ("held_on", of.value(Fate::ConferenceHeld)),
    ];
    draft.values = fields
        .map(|(field, value)| (Fate::Field(field), value.to_owned()))
        .to_vec();
    draft
}

/// Whether an enquiry says that it calls for no conference.
fn needs_none(enquiry: &Draft) -> bool {
    cell::answer(enquiry.value(Fate::Reversed("conference_required"))) == Some(true)
}

/// "Not required" turned round. What is neither stays as it is, to be reported.
fn reversed(flag: &str) -> String {
    match cell::answer(flag) {
        Some(true) => "no".to_owned(),
        Some(false) => "yes".to_owned(),
        None => flag.to_owned(),
    }
}

/// The code that says whether a child is disabled: any kind of disability before "none", whichever is named first, and what is
/// neither before "none" too, so that it is reported.
fn telling<'v>(codes: &[&'v str], field: &Field, context: &Context<'_>) -> &'v str {
    let rank = |code: &&&str| match cell::flag(code, field, &context.catalogue.codes) {
        Cell::Value(true) => 0,
        Cell::Value(false) => 2,
        _ => 1,
    };
    codes.iter().min_by_key(rank).copied().unwrap_or("")
}
