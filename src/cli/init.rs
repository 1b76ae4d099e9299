//! `caseready init`: begins a `caseready.toml` for files that fit no known list.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::check::exit::Exit;
use crate::load::Context;
use crate::load::propose::{Unmatched, unmatched};
use crate::report::layout::name;
use crate::rules::Examples;

use super::arguments::InitArguments;
use super::{files, output, session};

const HEAD: &str = "\
# Settings of caseready, begun by `caseready init`. Each [[mapping]] says how one file or sheet fills caseready's tables.
# Nothing here is taken for true until you have checked it: the table, and each field and its heading. Then audit as before.
# caseready fields TABLE says what every field means and may hold. More a mapping can say: constants = { kind = \"monthly\" } for
# what is the same in every row; field = { column = \"Heading\", codes = { \"Hants Police\" = \"police\" } } to translate; flip = true where yes means no;
# field = { first = [\"One heading\", \"Another\"] } for the first that is filled; each = \"1-20\" where a row has a column for each
# event (\"Review 1\", \"Review 2\" ...), which makes a record of every one that is filled: write {each} for the number, or
# each = [\"First\", \"Second\"] for words; latest_only = true, under table, where a file keeps only each child's last visit or review.
# [[aliases]] gives other headings for those of a list that caseready knows.

";

pub fn init(arguments: &InitArguments) -> anyhow::Result<Exit> {
    let standards = session::standards(&arguments.standards, Examples::PassedOver)?;
    let ruleset = &standards.ruleset;
    let placeholders = ruleset.reference.phrase_lists.placeholders();
    let context = Context::new(&ruleset.catalogue, &ruleset.layouts, placeholders);
    let inputs = files::inputs(&arguments.exports)?;
    let found = unmatched(inputs.files, &context).map_err(anyhow::Error::msg)?;
    if !found.without_headings.is_empty() {
        let names: Vec<String> = found
            .without_headings
            .iter()
            .map(|one| format!("  {}\n", name(one)))
            .collect();
        output::print(&format!(
            "No row of headings was found (two cells or more, no date or number, and told from the values below) in\n{}Put headings above the rows (Child ID, Date of visit, Worker ...), and run caseready init again.\n",
            names.concat()
        ))?;
    }
    let (found, known) = (found.unmatched, found.without_headings.is_empty());
    if found.is_empty() {
        if !known {
            return Ok(Exit::Clear);
        }
        output::print(
            "Every file fits a list that caseready knows: nothing has to be mapped. Next: caseready inspect\n",
        )?;
        return Ok(Exit::Clear);
    }
    let mappings: Vec<String> = found
        .iter()
        .map(|one| one.proposal(&ruleset.catalogue, &ruleset.layouts))
        .collect();
    let (proposed, remarked): (Vec<_>, Vec<_>) = found
        .iter()
        .zip(&mappings)
        .partition(|(_, text)| text.starts_with("[["));
    if proposed.is_empty() {
        let remarks = remarked.iter().map(|(_, remark)| remark.as_str());
        output::print(&format!(
            "Nothing was written: no mapping can be proposed.\n{}",
            remarks.collect::<String>()
        ))?;
        return Ok(Exit::Clear);
    }
    let path: PathBuf = arguments
        .write
        .clone()
        .unwrap_or_else(|| PathBuf::from("caseready.toml"));
    if path.exists() {
        bail!(
            "{}: the file is already there. Write the mappings beside it with --write FILE, and copy over what is new.",
            files::shown(&path)
        );
    }
    let text = format!("{HEAD}{}", mappings.join("\n"));
    files::write_whole(&path, |out| out.write_all(text.as_bytes()))
        .context("the mappings were not written")?;
    let mut said = format!(
        "Wrote {} with a mapping to check for\n{}",
        files::shown(&path),
        names(&proposed)
    );
    if !remarked.is_empty() {
        said += "and why there is none for\n";
        said += &names(&remarked);
    }
    said += "Next: open it, check every line, and run caseready inspect again.\n";
    output::print(&said)?;
    Ok(Exit::Clear)
}

/// The files and sheets, a line each.
fn names(found: &[(&Unmatched, &String)]) -> String {
    let names = found
        .iter()
        .flat_map(|(one, _)| [&one.name].into_iter().chain(&one.others));
    let lines: Vec<String> = names.map(|one| format!("  {}\n", name(one))).collect();
    lines.concat()
}
