//! Standard output: colour only where it is wanted, and a closed pipe is no failure.

use std::io::{self, IsTerminal, Write};

use anstream::AutoStream;

/// Columns where there is no terminal to ask: reports are read at 80.
const DEFAULT_WIDTH: usize = 80;

/// Prints text that may hold colours; they are taken out where standard output is no terminal, or `NO_COLOR` is set.
pub fn print(text: &str) -> io::Result<()> {
    quietly_closed(AutoStream::auto(io::stdout().lock()).write_all(text.as_bytes()))
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
        other => other,
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
