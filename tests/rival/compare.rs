//! The engine and the rival side by side, and the smallest export on which they still differ.

use super::engine::Engine;
use super::export::Export;
use super::judge::Rival;
use super::rule::Rule;
use super::verdict::{Period, Verdict};

/// A set of rules as both know them.
pub struct Court {
    pub engine: Engine,
    pub rival: Rival,
}

/// What both said where they agree: over all there is, and over twelve months.
pub type Agreed = Vec<Verdict>;

impl Court {
    /// What both say, or all that is needed to see how they differ.
    pub fn compare(&self, rule: &Rule, export: &Export) -> Result<Agreed, String> {
        match self.both(rule, export) {
            Ok(agreed) => Ok(agreed),
            Err(_) => {
                let small = self.shrunk(rule, export);
                match self.both(rule, &small) {
                    Err(difference) => Err(format!(
                        "{}\n{}\n{small}\n{difference}",
                        rule.file,
                        rule.head().trim_end()
                    )),
                    Ok(_) => unreachable!("a shrunk export still differs"),
                }
            }
        }
    }

    pub fn both(&self, rule: &Rule, export: &Export) -> Result<Agreed, String> {
        let records = self.engine.load_export(export);
        let id = self.engine.find(&rule.id);
        let periods = Period::both(export.as_at);
        let mut agreed = self.rival.judge(rule, export, &periods);
        if export.headings.is_some() {
            // A narrative of several lines moves the lines of CSV.
            for verdict in &mut agreed {
                verdict.contradictions.clear();
            }
        }
        for (period, expected) in periods.into_iter().zip(&agreed) {
            let mut found = self.engine.judge(&records, &[id], period);
            let mut found = found.remove(&rule.id).unwrap_or_default();
            if export.headings.is_some() {
                found.contradictions.clear();
            }
            if found != *expected {
                let after = period.after.map_or_else(
                    || "all there is".to_owned(),
                    |after| format!("what comes after {after}"),
                );
                return Err(format!(
                    "over {after}\nthe engine:\n{found}the rival:\n{expected}"
                ));
            }
        }
        Ok(agreed)
    }

    /// Takes away tables, rows and fields for as long as the two still differ.
    fn shrunk(&self, rule: &Rule, export: &Export) -> Export {
        let mut small = export.clone();
        loop {
            let smaller = less(&small)
                .into_iter()
                .find(|less| self.both(rule, less).is_err());
            match smaller {
                Some(smaller) => small = smaller,
                None => return small,
            }
        }
    }
}

/// Every export with one thing less, the larger things first.
fn less(export: &Export) -> Vec<Export> {
    let mut all = Vec::new();
    for table in export.tables.keys() {
        if export.tables.len() > 1 {
            let mut less = export.clone();
            less.tables.remove(table);
            all.push(less);
        }
    }
    for (table, rows) in &export.tables {
        for row in 0..rows.len() {
            let mut less = export.clone();
            less.tables.get_mut(table).expect("it is there").remove(row);
            all.push(less);
        }
    }
    for (table, rows) in &export.tables {
        for (place, row) in rows.iter().enumerate() {
            for field in row.keys() {
                let mut less = export.clone();
                less.tables.get_mut(table).expect("it is there")[place].remove(field);
                all.push(less);
            }
        }
    }
    all
}
