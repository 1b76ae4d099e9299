//! Kinds of file that people try and that are no export, and what to do with them.

use super::unpack;

/// Bytes at the beginning of a file by which its kind is known.
const BEGINNING: usize = 4096;

/// Why no records can be read from such a file; nothing where it may be an export.
pub(super) fn told(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"%PDF") {
        return Some("it is a PDF: export the records as CSV, JSON or census XML");
    }
    if unpack::is_document(bytes) || begins(bytes, "{\\rtf") {
        return Some(
            "it is a document (of Word, PowerPoint or the like) and no list of records: export the records as CSV, JSON, Excel or census XML",
        );
    }
    if ["<html", "<!doctype html", "<table", "mime-version:"]
        .iter()
        .any(|beginning| begins(bytes, beginning))
    {
        return Some(
            "it is a web page, as some systems write under the name of a workbook: open it in Excel and save it as a workbook (.xlsx)",
        );
    }
    if begins(bytes, "<") && holds(bytes, b"urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(
            "it is a workbook in the XML of Excel 2003: open it in Excel and save it as a workbook (.xlsx)",
        );
    }
    let is_marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if is_marked || !beginning(bytes).contains(&0) {
        return None;
    }
    if is_utf16(beginning(bytes)) {
        return Some(
            "it is text in UTF-16 without the mark at its beginning that says so: open it in Excel or Notepad and save it as \"CSV UTF-8\" or UTF-8",
        );
    }
    Some("it is not a text file")
}

/// Whether every second byte is nought, as in UTF-16 of letters that English has, and the others are text. One letter in ten may
/// be another.
fn is_utf16(bytes: &[u8]) -> bool {
    let reads = |pairs: &dyn Fn(&[u8]) -> [u8; 2]| {
        let pairs = bytes.chunks_exact(2).map(pairs);
        let is_letter = |[high, low]: &[u8; 2]| {
            *high == 0 && (*low >= b' ' || matches!(low, b'\t' | b'\r' | b'\n'))
        };
        pairs.filter(is_letter).count() * 10 > bytes.len() / 2 * 9
    };
    reads(&|pair| [pair[1], pair[0]]) || reads(&|pair| [pair[0], pair[1]])
}

fn beginning(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(BEGINNING)]
}

/// Whether the text begins so, in capitals or not, behind a byte-order mark or spaces.
fn begins(bytes: &[u8], with: &str) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    text.get(..with.len())
        .is_some_and(|begun| begun.eq_ignore_ascii_case(with.as_bytes()))
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    beginning(bytes)
        .windows(text.len())
        .any(|part| part == text)
}
