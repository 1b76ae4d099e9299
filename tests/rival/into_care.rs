//! The day on which a child with a plan came into care, where the plan does not say it: worked out from the periods in care.

use super::almanac::Date;
use super::world::{Place, World};

impl<'w> World<'w> {
    /// The first period in care of that child that began while the plan ran, leaving out short breaks and periods that ended before it.
    pub fn came_into_care(&self, plan: Place<'_>) -> Option<Date> {
        let child = self.reported_child(plan);
        if child.is_empty() {
            return None;
        }
        let started = self.own_date(plan, "started_on")?;
        let ended = self.own_date(plan, "ended_on");
        let mut days = Vec::new();
        for period in self.records("care_periods") {
            let status = self.own_text(period, "legal_status").unwrap_or_default();
            let short_break = status == "V3" || status == "V4";
            let over = match (self.own_date(period, "ended_on"), ended) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(left), Some(ended)) => left < ended,
            };
            let in_doubt =
                self.is_garbled(period, "ended_on") || self.is_of_a_strange_status(period);
            if self.reported_child(period) == child && !short_break && !over && !in_doubt {
                days.extend(self.own_date(period, "started_on"));
            }
        }
        let last = ended.unwrap_or(self.as_at);
        days.retain(|day| *day >= started && *day <= last);
        days.into_iter().min()
    }

    /// The first day on which such a child may have come into care, where each period that is doubtful has a day.
    pub fn came_into_care_not_before(&self, plan: Place<'_>, field: &str) -> Option<Date> {
        let cell = self.cell(plan, field);
        if cell.is_some_and(|cell| !self.reads_as_blank(cell)) {
            return None;
        }
        let doubtful = self.doubtful_care(plan).into_iter();
        let days = doubtful.map(|period| self.written_date(period, "started_on"));
        days.min().flatten()
    }

    pub fn may_have_come_into_care(&self, plan: Place<'_>) -> bool {
        !self.doubtful_care(plan).is_empty()
    }

    /// The periods in care of which nobody can say whether they began while the plan ran, lasted, or were short breaks.
    fn doubtful_care(&self, plan: Place<'_>) -> Vec<Place<'w>> {
        let child = self.reported_child(plan);
        let started = self.written_date(plan, "started_on");
        let ended = self.own_date(plan, "ended_on");
        let mut periods = self.places("care_periods");
        periods.retain(|period| {
            let period = *period;
            let status = self.own_text(period, "legal_status");
            let in_doubt = self.is_garbled(period, "started_on")
                || self.is_garbled(period, "ended_on")
                || self.is_of_a_strange_status(period);
            let is_short_break = matches!(status.as_deref(), Some("V3" | "V4"));
            let in_time = match self.written_date(period, "started_on") {
                None => {
                    let home = self.written_date(period, "ended_on");
                    home.is_none_or(|home| started.is_none_or(|started| home >= started))
                }
                Some(came) => {
                    started.is_some_and(|started| came >= started)
                        && ended.is_none_or(|ended| came <= ended)
                        && came <= self.as_at
                }
            };
            let home_again = self
                .own_date(period, "ended_on")
                .is_some_and(|home| ended.is_none_or(|ended| home < ended));
            in_doubt
                && in_time
                && !home_again
                && !is_short_break
                && !child.is_empty()
                && self.reported_child(period) == child
        });
        periods
    }

    fn is_of_a_strange_status(&self, period: Place<'_>) -> bool {
        let field = period.table.field("legal_status").expect("a legal status");
        let status = self.own_text(period, "legal_status");
        self.is_garbled(period, "legal_status")
            || status.is_some_and(|status| !field.values.contains_key(&status))
    }
}
