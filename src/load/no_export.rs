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
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    (!utf16 && beginning(bytes).contains(&0)).then_some("it is not a text file")
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
