//! Tables: a caption, headings, and a region of its own that scrolls where the table is wider than the page.

use std::fmt::Write as _;

use crate::model::day::Day;
use crate::report::layout::grouped;
use crate::report::saved::Words;

use super::escape::safe;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Words,
    Numbers,
    /// A few words that come again and again: one can be chosen.
    Choices,
    /// Drawn from another column: cannot be sorted by.
    Chart,
}

pub struct Cell {
    html: String,
    /// What to sort by, where that is not what is shown.
    sort: Option<String>,
}

impl Cell {
    pub fn words(text: &str) -> Self {
        Self::html(safe(text))
    }

    /// An id, which nobody finds again in the case system where it is broken over two lines. One too long for a narrow column is,
    /// rather than go over the edge of the page.
    pub fn id(id: &str) -> Self {
        const WHOLE: usize = 24;
        if id.contains(char::is_whitespace) || id.chars().count() > WHOLE {
            return Self::words(id);
        }
        Self::html(format!("<span class=\"id\">{}</span>", safe(id)))
    }

    /// `html` is safe already.
    pub const fn html(html: String) -> Self {
        Self { html, sort: None }
    }

    pub fn number(number: u64) -> Self {
        Self::html(grouped(number)).sorted(number.to_string())
    }

    pub fn percent(rate: Option<f64>, words: &Words) -> Self {
        let key = rate.map_or(-1.0, |rate| rate);
        Self::html(super::figures::percent(rate, words)).sorted(format!("{key:.1}"))
    }

    pub fn day(day: Option<Day>) -> Self {
        let key = day.map(|day| day.to_string()).unwrap_or_default();
        Self::html(super::figures::day(day)).sorted(key)
    }

    pub fn sorted(mut self, key: String) -> Self {
        self.sort = Some(key);
        self
    }
}

pub struct Table {
    caption: String,
    columns: Vec<(String, Holds)>,
    rows: Vec<Vec<Cell>>,
    class: &'static str,
    tools: bool,
}

impl Table {
    /// The first column names what its row is about.
    pub fn new(caption: &str, columns: &[(&str, Holds)]) -> Self {
        Self {
            caption: caption.to_owned(),
            columns: columns
                .iter()
                .map(|(heading, holds)| ((*heading).to_owned(), *holds))
                .collect(),
            rows: Vec::new(),
            class: "",
            tools: false,
        }
    }

    pub fn column(&mut self, heading: &str, holds: Holds) {
        self.columns.push((heading.to_owned(), holds));
    }

    /// With a search, choices and headings to sort by, where scripts run.
    pub const fn with_tools(mut self) -> Self {
        self.tools = true;
        self
    }

    pub const fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn write(&self, html: &mut String) {
        self.write_in(html, "region");
    }

    /// On a page turned on its side where it is printed.
    pub fn write_wide(&self, html: &mut String) {
        self.write_in(html, "region wide");
    }

    fn write_in(&self, html: &mut String, region: &str) {
        let caption = safe(&self.caption);
        let tools = if self.tools { " data-tools" } else { "" };
        let _ = write!(
            html,
            "<div class=\"{region}\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table class=\"{}\"{tools}>\n<caption><span>{caption}</span></caption>\n<thead><tr>",
            self.class
        );
        for (heading, holds) in &self.columns {
            let class = match holds {
                Holds::Numbers => " class=\"number\"",
                Holds::Choices => " data-choices",
                Holds::Chart => " data-chart",
                Holds::Words => "",
            };
            let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", safe(heading));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            html.push_str("<tr>");
            for (place, cell) in row.iter().enumerate() {
                self.cell(html, place, cell);
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table></div>\n");
    }

    fn cell(&self, html: &mut String, place: usize, cell: &Cell) {
        let class = match self.columns.get(place) {
            Some((_, Holds::Numbers)) => " class=\"number\"",
            _ => "",
        };
        let sort = match &cell.sort {
            Some(key) => format!(" data-sort=\"{}\"", safe(key)),
            None => String::new(),
        };
        let (open, close) = if place == 0 {
            ("th scope=\"row\"", "th")
        } else {
            ("td", "td")
        };
        let _ = write!(html, "<{open}{class}{sort}>{}</{close}>", cell.html);
    }
}
