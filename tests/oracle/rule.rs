//! Rules as the oracle knows them, and the files they are written as for the engine.

/// What a condition asks of a field.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    Present,
    Blank,
    Is(&'static str),
    Not(&'static str),
}

pub type Condition = (&'static str, Test);

/// Lines of a check, one a key.
#[derive(Default)]
pub struct Lines(Vec<String>);

impl Lines {
    pub fn text(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        self.plain(key, value.map(|value| format!("\"{value}\"")))
    }

    pub fn plain(&mut self, key: &str, value: Option<String>) -> &mut Self {
        self.0.extend(value.map(|value| format!("{key} = {value}")));
        self
    }

    pub fn conditions(&mut self, key: &str, conditions: &[Condition]) -> &mut Self {
        let written: Vec<String> = conditions
            .iter()
            .map(|(field, test)| match test {
                Test::Present => format!("{field} = \"present\""),
                Test::Blank => format!("{field} = \"blank\""),
                Test::Is(value) => format!("{field} = \"{value}\""),
                Test::Not(value) => format!("{field} = {{ not = \"{value}\" }}"),
            })
            .collect();
        let any = !written.is_empty();
        self.plain(key, any.then(|| format!("{{ {} }}", written.join(", "))))
    }
}

/// A whole rule file around one check.
pub fn file(id: &str, table: &str, check: &str, lines: &Lines) -> String {
    format!(
        "id = \"{id}\"\ntitle = \"A rule of the oracle's own\"\narea = \"pre-proceedings\"\nseverity = \"high\"\n\
         certainty = \"fact\"\nforce = \"local\"\nsources = [\"local-custom\"]\nwhy = \"To be judged twice.\"\n\
         remedy = \"Mend whichever of the two is wrong.\"\n\n[subject]\ntable = \"{table}\"\n\n[check.{check}]\n{}\n",
        lines.0.join("\n")
    )
}
