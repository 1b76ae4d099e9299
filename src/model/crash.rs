//! A crash of one piece of work: never that of the others, and never silence.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does the work; where it crashes, what the crash says, on one line.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        let text = text.unwrap_or_else(|| "it stopped without saying why".to_owned());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_crashes_says_why_and_stops_nothing_else() {
        assert_eq!(guarded(|| 7), Ok(7));
        let crash: Result<(), String> = guarded(|| panic!("no such row:\n  {}", 9));
        assert_eq!(crash, Err("no such row: 9".to_owned()));
    }
}
