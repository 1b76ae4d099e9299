//! `caseready rules new`: begins a rule of a council's own.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::check::exit::Exit;
use crate::model::mistyped::{did_you_mean, nearest};
use crate::rules::Examples;
use crate::rules::new_rule::{NewRule, write};

use super::arguments::{NewRuleArguments, RulesFolder};
use super::{files, output, session};

/// Where rules are written if no folder is named.
const FOLDER: &str = "local-rules";

pub fn new_rule(arguments: &NewRuleArguments) -> anyhow::Result<Exit> {
    let folder = arguments
        .folder
        .rules
        .clone()
        .unwrap_or_else(|| PathBuf::from(FOLDER));
    let known = RulesFolder {
        rules: files::has_rule_files(&folder).then(|| folder.clone()),
    };
    let ruleset = session::ruleset(&known, Examples::PassedOver)?;
    let id = arguments.id.to_ascii_uppercase();
    let parts = id.split_once('-').filter(|(group, number)| {
        group.len() >= 2
            && group
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
            && number.len() >= 2
            && number.chars().all(|digit| digit.is_ascii_digit())
    });
    if parts.is_none() {
        bail!(
            "{:?} is not the id of a rule: write two letters or more, a hyphen and a number of two digits, such as LO-01",
            arguments.id
        );
    }
    if let Some(other) = ruleset.find(&id) {
        bail!("{id} is taken: {}", ruleset.rule(other).title);
    }
    let tables: Vec<&str> = ruleset
        .catalogue
        .tables()
        .map(|(_, table)| table.name.as_str())
        .collect();
    let Some(table) = ruleset.catalogue.find(&arguments.table) else {
        bail!(
            "there is no table {:?}{}",
            arguments.table,
            near(&arguments.table, &tables)
        );
    };
    let areas = ruleset.reference.area_keys();
    if !areas.contains(&arguments.area.as_str()) {
        bail!(
            "there is no area {:?}{}",
            arguments.area,
            near(&arguments.area, &areas)
        );
    }
    let rule = NewRule {
        id: &id,
        area: &arguments.area,
        table,
        check: arguments.check,
    };
    let text = write(&rule, &ruleset.catalogue).map_err(anyhow::Error::msg)?;
    let inside = folder.join("standards").join(&arguments.area);
    let path = inside.join(format!("{}.toml", id.to_ascii_lowercase()));
    if path.exists() {
        bail!("{}: the file is already there", files::shown(&path));
    }
    files::make_folder(&inside)?;
    files::write_whole(&path, |out| out.write_all(text.as_bytes()))?;
    output::print(&next(&path, &folder))?;
    Ok(Exit::Clear)
}

/// The nearest of these names, or all of them.
pub(super) fn near(typed: &str, names: &[&str]) -> String {
    match nearest(typed, names.iter().copied()) {
        Some(near) => format!("; {}", did_you_mean(near)),
        None => format!(": expected one of {}", names.join(", ")),
    }
}

fn next(path: &Path, folder: &Path) -> String {
    let (path, folder) = (files::shown(path), files::shown(folder));
    format!(
        "Wrote {path}. Fill in what stands between < and >, and what each example should give; then:\n  caseready rules test --rules {folder}\n"
    )
}
