//! CSV for Excel and Power BI: a row for each authority and rule.

use std::io::{self, Write};

use crate::report::saved::Counts;
use crate::report::separated::{begun, safe};
use crate::report::set_here;

use super::{Authorities, Judged, Kept};

const MEASURES: [&str; 25] = [
    "as_at",
    "period_from",
    "period_to",
    "authority",
    "rule",
    "title",
    "area",
    "severity",
    "certainty",
    "force",
    "status",
    "reason",
    "met",
    "not_met",
    "judged",
    "late",
    "missed",
    "overdue",
    "failed",
    "due",
    "unknown",
    "waived",
    "rate",
    "standing",
    "england_rate",
];

impl Authorities<'_> {
    /// A rule that was not assessed has a row without counts, and an authority that could not be judged one row with the reason.
    pub fn measures(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = begun(out, &MEASURES)?;
        for authority in &self.all {
            match &authority.judged {
                Ok(Judged { rules, .. }) => {
                    for rule in rules {
                        rows.write_record(self.row(&authority.name, rule))?;
                    }
                }
                Err(reason) => {
                    let mut row = self.days_and_name(&authority.name);
                    row.resize(10, String::new());
                    row.extend(["not judged".to_owned(), safe(reason)]);
                    row.resize(MEASURES.len(), String::new());
                    rows.write_record(row)?;
                }
            }
        }
        rows.flush()
    }

    fn days_and_name(&self, name: &str) -> Vec<String> {
        let from = self.scope.after.map(|after| after.plus_days(1).to_string());
        let as_at = self.scope.as_at.to_string();
        vec![as_at.clone(), from.unwrap_or_default(), as_at, safe(name)]
    }

    fn row(&self, name: &str, kept: &Kept) -> Vec<String> {
        let rule = self.ruleset.rule(kept.id);
        let reference = &self.ruleset.reference;
        let area = reference.areas.iter().find(|area| area.key == rule.area);
        let (status, reason) = &kept.status;
        let mut row = self.days_and_name(name);
        row.extend([
            safe(&rule.id),
            safe(&set_here::title(rule)),
            safe(area.map_or(&rule.area, |area| &area.title)),
            rule.severity.to_string(),
            rule.certainty.name().to_owned(),
            rule.force.name().to_owned(),
            (*status).to_owned(),
            safe(reason.as_deref().unwrap_or_default()),
        ]);
        if kept.is_assessed {
            let counts = Counts::from(&kept.outcomes).listed();
            row.extend(counts.map(|count| count.to_string()));
            let rate = kept.outcomes.rate().map(|rate| rate.to_string());
            row.extend([rate.unwrap_or_default(), kept.level.name().to_owned()]);
        } else {
            row.extend(std::iter::repeat_n(String::new(), 12));
        }
        let england = reference.benchmark(&rule.id);
        row.push(england.map_or_else(String::new, |england| england.rate.to_string()));
        row
    }
}
