//! How many related records there may be, or must be.

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

/// To a thousandth: as numbers are held, eighteen times 0.6 of full time is a little less than 10.8, and a worker at the limit
/// would be over it.
pub(super) fn times(limit: f64, per: f64) -> f64 {
    (limit * per * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::times;

    #[test]
    fn a_part_of_full_time_has_the_limit_that_a_person_would_work_out() {
        for (limit, per, expected) in [
            (18.0, 0.6, "10.8"),
            (100.0, 0.29, "29"),
            (20.0, 0.55, "11"),
            (18.0, 1.0, "18"),
            (18.0, 0.333, "5.994"),
        ] {
            assert_eq!(times(limit, per).to_string(), expected);
        }
    }
}
