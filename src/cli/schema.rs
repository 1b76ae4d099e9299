//! `caseready schema`: the promised shapes, as JSON Schemas.

use crate::check::exit::Exit;
use crate::report::schema;
use crate::rules::Examples;

use super::arguments::SchemaOf;
use super::{output, session};

pub fn schema(of: &SchemaOf) -> anyhow::Result<Exit> {
    let text = match of {
        SchemaOf::Run => schema::RUN.to_owned(),
        SchemaOf::Rule(folder) => {
            let ruleset = session::ruleset(folder, Examples::PassedOver)?;
            schema::rule(&ruleset)? + "\n"
        }
    };
    output::print(&text)?;
    Ok(Exit::Clear)
}
