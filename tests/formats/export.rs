//! A small export of another format, and what became of it.

use serde_json::Value;

use crate::command::{Folder, caseready};

/// An export, as at the last day of March 2026.
pub struct Export(Folder);

impl Export {
    /// Files by name and what they hold.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        Self(Folder::with(&files))
    }

    pub fn audit(&self, more: &[&str]) -> Value {
        let folder = self.0.as_argument();
        let audit = [
            "audit",
            &folder,
            "--as-at",
            "2026-03-31",
            "--format",
            "json",
        ];
        caseready(audit.into_iter().chain(more.iter().copied())).json()
    }

    /// The keys of the records of a table of which this does not hold, or cannot be said.
    pub fn but(&self, table: &str, holds: &str) -> Vec<String> {
        let (failed, unknown) = self.judged(table, holds);
        let mut keys = [failed, unknown].concat();
        keys.sort();
        keys
    }

    /// The keys of the records of a table of which this does not hold, and of those of which it cannot be said.
    pub fn judged(&self, table: &str, holds: &str) -> (Vec<String>, Vec<String>) {
        let rule = format!(
            "id = \"ZZ-01\"\ntitle = \"It is so\"\narea = \"recording\"\nseverity = \"low\"\ncertainty = \"fact\"\n\
             force = \"local\"\nsources = [\"local-custom\"]\nwhy = \"It must be.\"\nremedy = \"Put it right.\"\n\
             [subject]\ntable = \"{table}\"\n[check.require]\nholds = {{ {holds} }}\n"
        );
        let rules = Folder::with(&[("standards/zz.toml", rule.as_bytes())]);
        let folder = rules.as_argument();
        let run = self.audit(&["--rules", &folder, "--only", "ZZ-01", "--period", "all"]);
        assert_eq!(run["rules"][0]["status"], "assessed", "{}", run["rules"]);
        let keys = |list: &str| {
            let found = run[list].as_array().expect("a list").iter();
            let key = |finding: &Value| finding["key"].as_str().expect("a key").to_owned();
            let mut keys: Vec<String> = found.map(key).collect();
            keys.sort();
            keys
        };
        (keys("findings"), keys("unknown"))
    }

    /// What was wrong, or read in a way to know of, and how often.
    pub fn problems(&self) -> Vec<(String, u64)> {
        let run = self.audit(&["--only", "DQ"]);
        let problems = run["problems"].as_array().expect("problems");
        problems
            .iter()
            .map(|problem| {
                let message = problem["message"].as_str().expect("a message").to_owned();
                (message, problem["count"].as_u64().expect("a count"))
            })
            .filter(|(message, _)| !message.starts_with("columns not used"))
            .collect()
    }

    pub fn says(&self, message: &str, count: u64) {
        let problems = self.problems();
        let said = problems.contains(&(message.to_owned(), count));
        assert!(said, "{message}: {problems:#?}");
    }

    pub fn inspect(&self) -> String {
        let folder = self.0.as_argument();
        caseready(["inspect", &folder, "--as-at", "2026-03-31"]).stdout
    }
}
