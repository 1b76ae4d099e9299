//! The report that people open: one file that needs nothing else, read from the top like an inspector's letter.

mod chart;
mod csp;
mod escape;
mod figures;
mod findings;
mod forecast;
mod heat_map;
mod letter;
mod limits;
mod method;
mod page;
mod rates;
mod spread;
mod table;
mod teams;
mod this_week;
mod trend;
mod unjudged;
mod waivers;

use std::io::{self, Write};

use crate::report::saved::SavedRun;

/// Where a section is found, what it is called, and what writes what is under its heading.
type Section = (&'static str, &'static str, fn(&mut String, &SavedRun));

/// Those after the letter.
const SECTIONS: [Section; 10] = [
    (
        "this-week",
        "What needs doing this week",
        this_week::section,
    ),
    ("rates", "Rates by area", rates::section),
    ("teams", "Teams by standard", heat_map::section),
    ("trend", "Month by month", trend::section),
    ("spread", "Where teams differ most", spread::section),
    ("findings", "Findings by standard", findings::section),
    ("forecast", "What falls due", forecast::section),
    ("not-judged", "What could not be judged", unjudged::section),
    ("waivers", "Waivers", waivers::section),
    ("method", "How this was made", method::section),
];

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let mut html = String::new();
    page::head(&mut html, run);
    page::navigation(
        &mut html,
        SECTIONS.iter().map(|(id, title, _)| (*id, *title)),
    );
    html.push_str("<main id=\"main\">\n");
    letter::section(&mut html, run);
    for (id, title, section) in SECTIONS {
        page::section(&mut html, id, title, |html| section(html, run));
        out.write_all(html.as_bytes())?;
        html.clear();
    }
    html.push_str("</main>\n");
    page::foot(&mut html, run);
    out.write_all(html.as_bytes())
}
