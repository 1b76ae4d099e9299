//! Where a text with separators may be cut, so that several threads read it: between two records, and nowhere else.

use memchr::{memchr, memchr2};

/// A text as the csv crate sees its quotation marks: one that begins a cell opens it, two inside are a letter, and the next
/// closes it; a mark anywhere else is a letter. Counting marks would do for a file that keeps to the rules, and an inch sign in
/// a cell without marks would put every later line end on the wrong side.
struct Quoted<'t> {
    text: &'t [u8],
    separator: u8,
}

impl Quoted<'_> {
    /// Behind the quotation mark at `mark`, which stands outside quoted cells, and behind the cell that it opens; none where that
    /// is never closed.
    fn behind(&self, mark: usize) -> Option<usize> {
        let opens = mark.checked_sub(1).is_none_or(|before| {
            let before = self.text[before];
            before == self.separator || before == b'\n' || before == b'\r'
        });
        let mut from = mark + 1;
        if !opens {
            return Some(from);
        }
        loop {
            let closing = from + memchr(b'"', &self.text[from..])?;
            from = closing + 1;
            if self.text.get(from) != Some(&b'"') {
                return Some(from);
            }
            from += 1;
        }
    }
}

/// Whether a quoted cell of a text that begins with a record is never closed.
pub(super) fn ends_in_quotes(text: &[u8], separator: u8) -> bool {
    let quoted = Quoted { text, separator };
    let mut at = 0;
    while let Some(mark) = memchr(b'"', &text[at..]) {
        match quoted.behind(at + mark) {
            Some(behind) => at = behind,
            None => return true,
        }
    }
    false
}

/// Whether a quoted cell of a record that runs over lines goes on behind the mark that closes it: another opened it, most likely in
/// a row above. Blanks are left there by hand.
pub(super) fn goes_on_behind_lines(record: &[u8], separator: u8) -> bool {
    let quoted = Quoted {
        text: record,
        separator,
    };
    let mut at = 0;
    while let Some(mark) = memchr(b'"', &record[at..]) {
        let mark = at + mark;
        let Some(behind) = quoted.behind(mark) else {
            // The end of the file tells of it.
            return false;
        };
        let is_over_lines = memchr2(b'\n', b'\r', &record[mark..behind]).is_some();
        let next = record[behind..].iter().find(|byte| **byte != b' ');
        let ends = next.is_none_or(|next| *next == separator || matches!(next, b'\n' | b'\r'));
        if is_over_lines && !ends {
            return true;
        }
        at = behind;
    }
    false
}

/// The beginnings of about `parts` parts of a text that begins with a record, each of which does so too: the first is 0.
pub(super) fn beginnings(text: &[u8], separator: u8, parts: usize) -> Vec<usize> {
    let quoted = Quoted { text, separator };
    let mut beginnings = vec![0];
    // Outside quoted cells.
    let mut at = 0;
    for part in 1..parts {
        let wanted = text.len() / parts * part;
        let found = loop {
            let next = if at < wanted {
                memchr(b'"', &text[at..wanted])
            } else {
                memchr2(b'"', b'\n', &text[at..])
            };
            match next {
                Some(next) if text[at + next] == b'\n' => break Some(at + next + 1),
                Some(next) => match quoted.behind(at + next) {
                    Some(behind) => at = behind,
                    None => break None,
                },
                None if at < wanted => at = wanted,
                None => break None,
            }
        };
        match found {
            Some(beginning) if beginning < text.len() => {
                at = beginning;
                beginnings.push(beginning);
            }
            _ => break,
        }
    }
    beginnings
}

#[cfg(test)]
mod tests {
    use csv::{ReaderBuilder, StringRecord};
    use proptest::prelude::*;

    use super::{beginnings, ends_in_quotes};

    fn records(text: &str) -> Vec<StringRecord> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let records: Result<Vec<StringRecord>, _> = reader.records().collect();
        records.expect("text is always records")
    }

    fn parts(text: &str, parts: usize) -> Vec<&str> {
        let mut ends = beginnings(text.as_bytes(), b',', parts);
        ends.push(text.len());
        ends.windows(2)
            .map(|ends| &text[ends[0]..ends[1]])
            .collect()
    }

    #[test]
    fn a_text_is_cut_between_records_alone() {
        for (text, cut) in [
            ("1,a\n2,b\n3,c\n4,d\n", vec!["1,a\n2,b\n3,c\n", "4,d\n"]),
            (
                "1,\"a\nb\nc\nd\"\n2,b\n",
                vec!["1,\"a\nb\nc\nd\"\n", "2,b\n"],
            ),
            // An inch sign is a letter, and the cell behind it is quoted all the same.
            (
                "1,5\" nail\n2,\"a\nb\nc\nd\ne\"\n3,c\n",
                vec!["1,5\" nail\n2,\"a\nb\nc\nd\ne\"\n", "3,c\n"],
            ),
            (
                "1,\"a \"\"b\"\"\nc\"\n2,b\n",
                vec!["1,\"a \"\"b\"\"\nc\"\n", "2,b\n"],
            ),
            ("1,\"a\nb\nc\nd\n", vec!["1,\"a\nb\nc\nd\n"]),
            ("1,a", vec!["1,a"]),
            ("", vec![""]),
        ] {
            assert_eq!(parts(text, 2), cut, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_parts_hold_the_records_of_the_whole(text in "[a\",\n\r ]{0,60}", count in 1_usize..8) {
            let apart: Vec<StringRecord> = parts(&text, count).into_iter().flat_map(records).collect();
            let whole = records(&text);
            prop_assert_eq!(apart.iter().map(cells).collect::<Vec<_>>(), whole.iter().map(cells).collect::<Vec<_>>());
            // What stands in a line behind is a record of its own, unless a cell is still open.
            let behind = records(&format!("{text}\nx"));
            let is_own = behind.last().map(cells) == Some(vec!["x"]);
            prop_assert_eq!(ends_in_quotes(text.as_bytes(), b','), !is_own);
        }
    }

    fn cells(record: &StringRecord) -> Vec<&str> {
        record.iter().collect()
    }
}
