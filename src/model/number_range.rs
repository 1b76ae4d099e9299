//! What a number of a field may be: a share of a full-time post is no 37.

use std::fmt;

/// From the least to the most, both of them among it.
#[derive(Clone, PartialEq, Debug)]
pub struct NumberRange {
    least: f64,
    most: f64,
    /// A number as it is meant, where the limits alone do not show it.
    such_as: Option<String>,
}

impl NumberRange {
    /// Nothing where no limit is given.
    pub(super) fn new(
        least: Option<f64>,
        most: Option<f64>,
        such_as: Option<String>,
    ) -> Result<Option<Self>, &'static str> {
        let range = Self {
            least: least.unwrap_or(f64::NEG_INFINITY),
            most: most.unwrap_or(f64::INFINITY),
            such_as,
        };
        match (least, most) {
            (None, None) if range.such_as.is_some() => Err("such_as goes with least or most"),
            (None, None) => Ok(None),
            _ if range.least > range.most => Err("its least is more than its most"),
            _ => Ok(Some(range)),
        }
    }

    pub fn holds(&self, number: f64) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

/// "a number from 0 to 2, such as 0.6".
impl fmt::Display for NumberRange {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least.is_finite(), self.most.is_finite()) {
            (true, true) => write!(text, "a number from {} to {}", self.least, self.most),
            (true, false) => write!(text, "a number of {} or more", self.least),
            _ => write!(text, "a number of {} or less", self.most),
        }?;
        match &self.such_as {
            Some(such_as) => write!(text, ", such as {such_as}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NumberRange;
    use crate::model::catalogue::Catalogue;

    fn range(least: Option<f64>, most: Option<f64>, such_as: Option<&str>) -> NumberRange {
        let range = NumberRange::new(least, most, such_as.map(str::to_owned));
        range.expect("a range").expect("limits")
    }

    #[test]
    fn a_range_is_said_in_words_and_holds_its_limits() {
        let share = range(Some(0.0), Some(2.0), Some("0.6"));
        assert_eq!(share.to_string(), "a number from 0 to 2, such as 0.6");
        assert!([0.0, 0.6, 2.0].iter().all(|number| share.holds(*number)));
        assert!(![-0.1, 2.1, 37.0].iter().any(|number| share.holds(*number)));
        let count = range(Some(0.0), None, None);
        assert_eq!(count.to_string(), "a number of 0 or more");
        assert!(count.holds(1e9) && !count.holds(-3.0));
        let most = range(None, Some(100.0), None);
        assert_eq!(most.to_string(), "a number of 100 or less");
    }

    #[test]
    fn what_the_catalogue_says_of_a_field_goes_with_its_kind() {
        let refusal = |field: &str| {
            let table = format!(
                "name = \"children\"\nmeaning = \"x\"\none = \"child\"\n\
                 [[field]]\nname = \"child_id\"\ntype = \"key\"\n[[field]]\nname = \"x\"\n{field}\n"
            );
            let read = Catalogue::read([("children.toml", table.as_str())]);
            read.err().map(|errors| errors[0].message.clone())
        };
        for (field, wrong) in [
            (
                "type = \"text\"\nleast = 0",
                "x: least and most are of numbers",
            ),
            (
                "type = \"number\"\nleast = 2\nmost = 1",
                "x: its least is more than its most",
            ),
            (
                "type = \"number\"\nsuch_as = \"1\"",
                "x: such_as goes with least or most",
            ),
            (
                "type = \"flag\"\nnobody = [\"No\"]",
                "x: nobody is of keys and references",
            ),
        ] {
            assert_eq!(refusal(field).as_deref(), Some(wrong), "{field}");
        }
        assert_eq!(refusal("type = \"number\"\nleast = 0\nmost = 1.5"), None);
    }
}
