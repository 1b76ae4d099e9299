//! Bytes to text: UTF-8 with or without a mark, UTF-16 with one, Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::model::problem::{Problem, ProblemSeverity};

/// The text of a file, and what a person should know of how it was read.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<Problem>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let problem = damaged.then(|| match encoding {
            e if e == UTF_16LE || e == UTF_16BE => damage("UTF-16", None),
            _ => damage(
                "UTF-8",
                std::str::from_utf8(&bytes[mark..])
                    .err()
                    .map(|error| line_of(&bytes[mark..], error.valid_up_to())),
            ),
        });
        return (text, problem);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let line = line_of(bytes, error.valid_up_to());
            if is_windows_1252(bytes) {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
                let message = "this file is not UTF-8: read as Windows-1252, as Excel's \"CSV (Comma delimited)\" writes it";
                (
                    text,
                    Some(Problem::new(ProblemSeverity::Note, message).at_row(line)),
                )
            } else {
                let (text, _) = UTF_8.decode_without_bom_handling(bytes);
                (text, Some(damage("UTF-8", Some(line))))
            }
        }
    }
}

fn damage(encoding: &str, line: Option<u32>) -> Problem {
    let message = format!(
        "some bytes are not valid {encoding}: each is shown as \u{fffd}; export the file again, or save it as \"CSV UTF-8\""
    );
    let problem = Problem::new(ProblemSeverity::Error, message);
    match line {
        Some(line) => problem.at_row(line),
        None => problem,
    }
}

/// Excel's one-byte text has lone high bytes. A file with whole UTF-8 sequences in it is UTF-8 that was damaged, and five bytes
/// mean nothing in Windows-1252.
fn is_windows_1252(bytes: &[u8]) -> bool {
    const UNUSED: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
    let (mut whole, mut lone) = (0, 0);
    let mut rest = bytes;
    while let Err(error) = std::str::from_utf8(rest) {
        let (good, bad) = rest.split_at(error.valid_up_to());
        whole += good.iter().filter(|byte| **byte >= 0xc2).count();
        lone += 1;
        let skip = error.error_len().unwrap_or(bad.len());
        if bad[..skip].iter().any(|byte| UNUSED.contains(byte)) {
            return false;
        }
        rest = &bad[skip..];
    }
    whole += rest.iter().filter(|byte| **byte >= 0xc2).count();
    lone >= whole
}

/// The line, counted from 1, that a byte stands in.
pub(super) fn line_of(bytes: &[u8], offset: usize) -> u32 {
    1 + memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<String>) {
        let (text, problem) = decode(bytes);
        (
            text.into_owned(),
            problem.map(|problem| format!("{}: {}", problem.row.unwrap_or(0), problem.message)),
        )
    }

    #[test]
    fn every_encoding_an_export_comes_in_is_read() {
        assert_eq!(read(b"a,b\n"), ("a,b\n".to_owned(), None));
        assert_eq!(
            read(b"\xef\xbb\xbfa,\xc3\xa9\n"),
            ("a,é\n".to_owned(), None)
        );
        assert_eq!(read(b"\xff\xfea\0,\0"), ("a,".to_owned(), None));
        assert_eq!(read(b"\xfe\xff\0a\0,"), ("a,".to_owned(), None));
        let (text, problem) = read(b"a,b\nchildren\x92s,x\n");
        assert_eq!(text, "a,b\nchildren\u{2019}s,x\n");
        assert!(
            problem
                .unwrap()
                .starts_with("2: this file is not UTF-8: read as Windows-1252")
        );
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_windows_1252() {
        let (text, problem) = read(b"a\n\xc3\xa9\xc3\xa9\n\xc3(\n");
        assert_eq!(text, "a\n\u{e9}\u{e9}\n\u{fffd}(\n");
        assert!(
            problem
                .unwrap()
                .starts_with("3: some bytes are not valid UTF-8")
        );
        let (_, problem) = read(b"a\n\x81\n");
        assert!(problem.unwrap().contains("not valid UTF-8"));
    }
}
