//! Standard output and standard error: colour only where it is wanted, nothing that a terminal obeys, and a closed pipe is no failure.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::AutoStream;

use crate::model::io_words::unwritable;
use crate::model::unseen::{is_unseen, named};

/// Columns where there is no terminal to ask: reports are read at 80.
const DEFAULT_WIDTH: usize = 80;

/// Prints text that may hold colours; they are taken out where standard output is no terminal, or `NO_COLOR` is set.
pub fn print(text: &str) -> io::Result<()> {
    let text = without_control(text);
    quietly_closed(AutoStream::auto(io::stdout().lock()).write_all(text.as_bytes()))
}

/// Says on standard error why nothing came of a command, in words that may quote a file's name or what stands in it.
pub fn complain(text: &str) {
    let mut stream = AutoStream::auto(io::stderr().lock());
    for line in without_control(text).lines() {
        // The log of a hosted job would take these for commands.
        let line = line.replace("##[", "# #[");
        let line = match line.trim_start().strip_prefix("::") {
            Some(rest) => format!(": :{rest}"),
            None => line,
        };
        let _ = writeln!(stream, "{line}");
    }
}

/// Says something on standard error beside the report. Whoever cannot be told is no reason to stop.
pub fn say(text: &str) {
    let _ = io::stderr().write_all(without_control(text).as_bytes());
}

/// What a terminal would obey, by its number: an id or a heading of an export could hold it. Colours stay.
fn without_control(text: &str) -> String {
    let is_obeyed = |letter: char| letter != '\n' && is_unseen(letter);
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_obeyed) {
        let (before, from) = rest.split_at(at);
        safe.push_str(before);
        rest = if let Some(after) = after_colour(from) {
            safe.push_str(&from[..from.len() - after.len()]);
            after
        } else {
            let next = from
                .char_indices()
                .nth(1)
                .map_or(from.len(), |(end, _)| end);
            safe.push_str(&named(&from[..next]));
            &from[next..]
        };
    }
    safe + rest
}

/// What follows a colour or weight at the beginning of a text, if there is one.
fn after_colour(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("\x1b[")?;
    let end = inside.find(|letter: char| !(letter.is_ascii_digit() || letter == ';'))?;
    inside[end..].strip_prefix('m')
}

/// Writes bytes as they are.
pub fn write(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    quietly_closed(write(&mut out).and_then(|()| out.flush()))
}

/// Whoever read our output has seen enough: that is success.
fn quietly_closed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            let why = unwritable(&error, Path::new(""));
            Err(io::Error::new(error.kind(), why))
        }
        Ok(()) => Ok(()),
    }
}

pub fn stderr_is_coloured() -> bool {
    AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// The narrowest and widest that pages are laid out for.
const READABLE: std::ops::RangeInclusive<usize> = 60..=120;

/// Columns of the terminal, within reason; `COLUMNS` wins, as people expect of it.
pub fn width() -> usize {
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let asked = || {
        if io::stdout().is_terminal() {
            terminal_columns()
        } else {
            None
        }
    };
    set.or_else(asked)
        .unwrap_or(DEFAULT_WIDTH)
        .clamp(*READABLE.start(), *READABLE.end())
}

fn terminal_columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

#[cfg(test)]
mod tests {
    use super::without_control;

    #[test]
    fn what_a_terminal_would_obey_is_shown_and_colours_stay() {
        for (written, printed) in [
            ("plain\ntext é", "plain\ntext é"),
            ("\x1b[1mbold\x1b[0m", "\x1b[1mbold\x1b[0m"),
            ("\x1b[38;5;9mred", "\x1b[38;5;9mred"),
            ("C\x1b[2J1", "C[U+001B][2J1"),
            ("C\x1b]0;title\x07", "C[U+001B]]0;title[U+0007]"),
            ("a\rb\tc\u{9b}2J", "a[U+000D]b\tc[U+009B]2J"),
            ("Nor\u{202e}th", "Nor[U+202E]th"),
            ("\x1b[", "[U+001B]["),
        ] {
            assert_eq!(without_control(written), printed, "{written:?}");
        }
    }
}
