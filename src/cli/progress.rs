//! How far a long run has come, on standard error, where somebody is looking.

use std::io::{self, IsTerminal, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::model::unseen::on_one_line;

/// Runs that end sooner say nothing of how far they are.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(200);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Reading,
    Judging,
    Writing,
}

/// What has been done of a phase.
pub struct Count {
    /// Blank where there is one export only.
    whose: Mutex<String>,
    phase: Mutex<Phase>,
    done: AtomicUsize,
    all: AtomicUsize,
    /// The highest percentage said of the phase: where more work comes to be known, it waits and does not fall back.
    furthest: AtomicUsize,
}

impl Count {
    fn new() -> Self {
        Self {
            whose: Mutex::new(String::new()),
            phase: Mutex::new(Phase::Reading),
            done: AtomicUsize::new(0),
            all: AtomicUsize::new(0),
            furthest: AtomicUsize::new(0),
        }
    }

    pub fn about(&self, whose: String) {
        *self.whose.lock().unwrap_or_else(PoisonError::into_inner) = whose;
    }

    pub fn begin(&self, phase: Phase) {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
        self.done.store(0, Ordering::Relaxed);
        self.all.store(0, Ordering::Relaxed);
        self.furthest.store(0, Ordering::Relaxed);
    }

    /// More pieces of work have come to be known.
    pub fn expect(&self, pieces: usize) {
        self.all.fetch_add(pieces, Ordering::Relaxed);
    }

    pub fn one_done(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn line(&self) -> String {
        let done = self.done.load(Ordering::Relaxed);
        let all = self.all.load(Ordering::Relaxed);
        let said = match *self.phase.lock().unwrap_or_else(PoisonError::into_inner) {
            Phase::Reading => format!("Reading: {done} of {all} files"),
            Phase::Judging if all == 0 => "Judging".to_owned(),
            Phase::Judging => {
                let percent = done * 100 / all;
                let before = self.furthest.fetch_max(percent, Ordering::Relaxed);
                format!("Judging: {}%", percent.max(before))
            }
            Phase::Writing => "Writing the reports".to_owned(),
        };
        match self
            .whose
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_str()
        {
            "" => said,
            whose => format!("{}: {said}", on_one_line(whose)),
        }
    }
}

/// Shows a count until it is dropped.
pub struct Progress {
    stop: Option<Sender<()>>,
    shown: Option<JoinHandle<()>>,
}

impl Progress {
    /// Nothing where standard error is no terminal: a nightly job's log is not for it.
    pub fn show() -> Option<(Self, Arc<Count>)> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let count = Arc::new(Count::new());
        let (stop, stopped) = mpsc::channel();
        let counted = Arc::clone(&count);
        let shown = thread::spawn(move || {
            let begun = Instant::now();
            let mut is_shown = false;
            while stopped.recv_timeout(BETWEEN) == Err(RecvTimeoutError::Timeout) {
                if begun.elapsed() >= PATIENCE {
                    is_shown = true;
                    // The line before is wiped out first. Whoever cannot be told is no reason to stop.
                    let _ = write!(io::stderr(), "\r\x1b[K{}", counted.line());
                }
            }
            if is_shown {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        let progress = Self {
            stop: Some(stop),
            shown: Some(shown),
        };
        Some((progress, count))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(shown) = self.shown.take() {
            let _ = shown.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Phase};

    #[test]
    fn a_phase_says_how_much_of_it_is_done() {
        let count = Count::new();
        count.expect(42);
        (0..12).for_each(|_| count.one_done());
        assert_eq!(count.line(), "Reading: 12 of 42 files");
        count.begin(Phase::Judging);
        assert_eq!(count.line(), "Judging");
        count.expect(300);
        count.expect(100);
        (0..100).for_each(|_| count.one_done());
        assert_eq!(count.line(), "Judging: 25%");
        count.expect(100);
        assert_eq!(count.line(), "Judging: 25%", "it does not fall back");
        (0..100).for_each(|_| count.one_done());
        assert_eq!(count.line(), "Judging: 40%");
        count.begin(Phase::Writing);
        assert_eq!(count.line(), "Writing the reports");
        count.about("North\u{1b}shire (2 of 3)".to_owned());
        assert_eq!(
            count.line(),
            "North[U+001B]shire (2 of 3): Writing the reports"
        );
    }
}
