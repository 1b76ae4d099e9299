//! The frame of the page: its head, its marking, its navigation and its foot.

use std::fmt::Write as _;

use crate::report::saved::SavedRun;

use super::csp;
use super::escape::safe;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

pub fn head(html: &mut String, run: &SavedRun) {
    let as_at = run.run.as_at.in_words();
    let council = run.run.council.as_deref();
    let council = council.map_or_else(String::new, |name| format!("{}: ", safe(name)));
    let _ = write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{council}Practice standards as at {as_at}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<p class=\"marking\">{}</p>\n</header>\n",
        csp::policy(STYLE, SCRIPT),
        marking(run)
    );
}

/// What a reader must know before handing the page on.
const fn marking(run: &SavedRun) -> &'static str {
    if run.run.pseudonymised {
        "OFFICIAL-SENSITIVE: contains pseudonyms of children and workers, with dates and findings about them, and no names of children"
    } else {
        "OFFICIAL-SENSITIVE: contains personal data"
    }
}

pub fn navigation<'a>(html: &mut String, sections: impl Iterator<Item = (&'a str, &'a str)>) {
    html.push_str(
        "<nav aria-label=\"Contents\"><ol>\n<li><a href=\"#letter\">The letter</a></li>\n",
    );
    for (id, title) in sections {
        let _ = writeln!(html, "<li><a href=\"#{id}\">{title}</a></li>");
    }
    html.push_str("</ol></nav>\n");
}

pub fn section(html: &mut String, id: &str, title: &str, write: impl FnOnce(&mut String)) {
    let _ = writeln!(
        html,
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>"
    );
    write(html);
    html.push_str("</section>\n");
}

pub fn foot(html: &mut String, run: &SavedRun) {
    let _ = write!(
        html,
        "<footer><p>{}</p><p>Made by caseready {} from records as at {}.</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        marking(run),
        safe(&run.run.version),
        run.run.as_at.in_words()
    );
}
