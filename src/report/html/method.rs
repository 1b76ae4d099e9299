//! How the page was made: from which files, by which standards, and what its words mean.

use std::fmt::Write as _;

use crate::report::layout::grouped;
use crate::report::saved::SavedRun;
use crate::report::set_here;

use super::escape::safe;
use super::figures::{day, folder};
use super::table::{Cell, Holds, Table};

pub fn section(html: &mut String, run: &SavedRun) {
    about(html, run);
    files(html, run);
    problems(html, run);
    words(html, run);
}

fn about(html: &mut String, run: &SavedRun) {
    let about = &run.run;
    html.push_str("<dl>\n");
    let mut say = |term: &str, words: &str| {
        let _ = writeln!(html, "<dt>{term}</dt><dd>{words}</dd>");
    };
    say("As at", &about.as_at.in_words());
    say(
        "Period",
        &match about.period.from {
            Some(from) => format!("{} to {}", from.in_words(), about.period.to.in_words()),
            None => format!(
                "whatever was ever due, up to {}",
                about.period.to.in_words()
            ),
        },
    );
    say(
        "Standards",
        &format!(
            "{} {}, digest <code>{}</code>",
            safe(&about.standards.name),
            safe(&about.standards.version),
            safe(&about.standards.digest)
        ),
    );
    say(
        "Settings",
        &match &about.settings.file {
            Some(file) => format!("from {}", safe(file)),
            None => "none: every threshold is the standard’s own".to_owned(),
        },
    );
    say(
        "Ids",
        if about.pseudonymised {
            "pseudonyms: the same child has the same one in every run made with the same key"
        } else {
            "as the files have them"
        },
    );
    say(
        "Complete",
        if about.complete {
            "yes"
        } else {
            "no: something could not be judged as was asked"
        },
    );
    html.push_str("</dl>\n");
    set_here(html, run);
}

/// What a council has set otherwise, with what the standards carried say.
fn set_here(html: &mut String, run: &SavedRun) {
    let mut set = set_here::of_run(run).peekable();
    if set.peek().is_none() {
        return;
    }
    html.push_str("<h3>Set here</h3>\n<ul>\n");
    for line in set {
        let _ = writeln!(html, "<li>{}</li>", safe(&line));
    }
    html.push_str("</ul>\n");
}

fn files(html: &mut String, run: &SavedRun) {
    html.push_str("<h3>Files</h3>\n");
    let folder = folder(run);
    if !folder.is_empty() {
        let _ = writeln!(html, "<p>In <code>{}</code>.</p>", safe(folder));
    }
    let mut table = Table::new(
        "Files read, and how fresh they are",
        &[
            ("File", Holds::Words),
            ("Format", Holds::Choices),
            ("Table", Holds::Choices),
            ("Rows", Holds::Numbers),
            ("Loaded", Holds::Numbers),
            ("Refused", Holds::Numbers),
            ("Newest event", Holds::Words),
        ],
    )
    .with_tools();
    for input in &run.inputs {
        let newest = if input.latest_only {
            format!("{} (last event only)", day(input.newest))
        } else {
            day(input.newest)
        };
        let key = input.newest.map(|day| day.to_string()).unwrap_or_default();
        table.row(vec![
            Cell::words(input.file.strip_prefix(folder).unwrap_or(&input.file)),
            Cell::words(&input.kind),
            Cell::words(input.table.as_deref().unwrap_or("not recognised")),
            Cell::number(input.rows),
            Cell::number(input.loaded),
            Cell::number(input.rejected),
            Cell::words(&newest).sorted(key),
        ]);
    }
    table.write(html);
}

fn problems(html: &mut String, run: &SavedRun) {
    html.push_str("<h3>Problems in the files</h3>\n");
    if run.problems.is_empty() {
        html.push_str("<p>None were found.</p>\n");
        return;
    }
    let folder = folder(run);
    let mut table = Table::new(
        "Problems in the files",
        &[
            ("Problem", Holds::Words),
            ("Weight", Holds::Choices),
            ("Where", Holds::Words),
            ("Times", Holds::Numbers),
        ],
    )
    .with_tools();
    for problem in &run.problems {
        let file = problem.file.as_deref();
        let mut place: Vec<String> = file
            .map(|file| file.strip_prefix(folder).unwrap_or(file).to_owned())
            .into_iter()
            .collect();
        place.extend(problem.row.map(|row| format!("row {row}")));
        place.extend(
            problem
                .column
                .as_deref()
                .map(|column| format!("column {column}")),
        );
        table.row(vec![
            Cell::words(&problem.message),
            Cell::words(problem.severity.name()),
            Cell::words(&place.join(", ")),
            Cell::number(problem.count),
        ]);
    }
    table.write(html);
}

fn words(html: &mut String, run: &SavedRun) {
    let words = &run.run.settings.words;
    html.push_str("<h3>What the words mean</h3>\n<dl>\n");
    let mut say = |term: &str, meaning: &str| {
        let _ = writeln!(html, "<dt>{term}</dt><dd>{meaning}</dd>");
    };
    say("Met", "done, by its due date; or what is asked holds");
    say("Late", "done, after its due date");
    say("Missed", "never done, and it no longer can be");
    say(
        "Overdue",
        "the due date has passed, it is not done, and it can still be done",
    );
    say(
        "Failed",
        "something without a date that is asked and does not hold",
    );
    say("Due", "not done, and the due date has not passed");
    say(
        "Cannot be judged",
        "something needed is blank in this record",
    );
    say(
        "Waived",
        "would be not met, and is covered by a waiver in force",
    );
    say(
        "Rate",
        "those met, of those met, late, missed, overdue or failed",
    );
    say(
        "To act on now",
        "not met, and something can still be done: overdue, or failed on a case that is open",
    );
    say("Past", "not met, and it can no longer be changed");
    say(
        "To be read",
        "a sign in the record, which a person must read the case to confirm",
    );
    say(
        "Strong",
        &format!(
            "a rate of {:.0}% or more, or at least England’s published rate",
            words.strong_from
        ),
    );
    say(
        "To improve",
        &format!(
            "a rate under {:.0}%, of all cases or of one group of them that the standard is split by",
            words.to_improve_under
        ),
    );
    say(
        "Rising, falling",
        &format!(
            "{:.0} points or more between the two halves of the period",
            words.moves_by
        ),
    );
    say(
        "Not consistent",
        &format!(
            "{:.0} points or more between two teams",
            words.not_consistent_from
        ),
    );
    say(
        "Too few to judge",
        &format!(
            "fewer than {} judged: none of these words is used of them",
            grouped(words.fewest)
        ),
    );
    say(
        "Team",
        "of something with a date, the team responsible then; of a case, the team of the allocated social worker on the due date",
    );
    say(
        "Severity",
        "how much harm may come of it: critical, high, medium or low",
    );
    html.push_str("</dl>\n");
}
