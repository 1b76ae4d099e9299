//! `caseready fields`: what a mapping can fill, and what each field means and may hold.

use anyhow::bail;

use crate::check::exit::Exit;
use crate::report::fields;
use crate::rules::Examples;

use super::arguments::FieldsArguments;
use super::new_rule::near;
use super::{output, session};

pub fn fields(arguments: &FieldsArguments) -> anyhow::Result<Exit> {
    let ruleset = session::ruleset(&arguments.folder, Examples::PassedOver)?;
    let catalogue = &ruleset.catalogue;
    let width = output::width();
    let text = match &arguments.table {
        None => fields::tables(&ruleset, width),
        Some(name) => {
            let Some(table) = catalogue.find(name) else {
                let names: Vec<&str> = catalogue
                    .tables()
                    .map(|(_, table)| table.name.as_str())
                    .collect();
                bail!("there is no table {name:?}{}", near(name, &names));
            };
            fields::of_table(&ruleset, catalogue.table(table), width)
        }
    };
    output::print(&text)?;
    Ok(Exit::Clear)
}
