//! What stands inside a file: gzip and zip undone.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::Unusable;
use super::litter::is_litter;

/// Bytes past which a packed file is taken for a trick.
const LARGEST: u64 = 64 << 30;
/// Files in one archive past which it is not unpacked.
const MOST: usize = 10_000;

/// A file, and its place inside the one given; none where that is the file itself.
pub(super) struct Unpacked {
    pub inside: Option<String>,
    pub bytes: Vec<u8>,
}

pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(OLD_EXCEL) || (bytes.starts_with(ZIP) && names_a_workbook(bytes))
}

const ZIP: &[u8] = b"PK\x03\x04";
const GZIP: &[u8] = b"\x1f\x8b";
const OLD_EXCEL: &[u8] = b"\xd0\xcf\x11\xe0";

/// Whether an archive has what a workbook of Excel has, or says that it is one of the open-document kind. A damaged one is a
/// workbook still: taken for an archive, it would pass for some files that are no records.
fn names_a_workbook(bytes: &[u8]) -> bool {
    open_document(bytes).is_some_and(|kind| kind.starts_with(b"spreadsheet"))
        || has_folder(bytes, b"xl/")
}

/// Letters and slides that stand among exports, and would be taken for a dozen files of XML.
pub(super) fn is_document(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
        && (open_document(bytes).is_some()
            || has_folder(bytes, b"word/")
            || has_folder(bytes, b"ppt/"))
}

/// The kind of an open-document file, and what follows: it says so in its first file, which is not packed, so that it stands at
/// this place (Open Document Format 1.2, part 3, section 3.3).
fn open_document(bytes: &[u8]) -> Option<&[u8]> {
    bytes
        .get(30..)?
        .strip_prefix(b"mimetypeapplication/vnd.oasis.opendocument.")
}

fn has_folder(bytes: &[u8], folder: &[u8]) -> bool {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    archive.is_ok_and(|archive| {
        let mut names = archive.file_names_raw();
        names.any(|name| name.starts_with(folder))
    })
}

/// The files in these bytes: themselves, what gzip holds, or each file of an archive that may be packed itself.
pub(super) fn unpack(bytes: Vec<u8>) -> Result<Vec<Unpacked>, Unusable> {
    let mut found = Vec::new();
    add(bytes, None, 0, &mut found)?;
    Ok(found)
}

fn add(
    bytes: Vec<u8>,
    inside: Option<String>,
    depth: u32,
    found: &mut Vec<Unpacked>,
) -> Result<(), Unusable> {
    let damaged = |what: &str| {
        Unusable::Broken(format!(
            "the {what} is damaged: make it again, or unpack it and give what is inside"
        ))
    };
    if depth > 2 {
        return Err(Unusable::Unrecognised(
            "it is packed more than twice: unpack it first".to_owned(),
        ));
    }
    if bytes.starts_with(GZIP) {
        let mut unpacked = Vec::new();
        let read = MultiGzDecoder::new(&bytes[..])
            .take(LARGEST)
            .read_to_end(&mut unpacked);
        read.map_err(|_| damaged("gzip file"))?;
        return add(unpacked, inside, depth + 1, found);
    }
    if !bytes.starts_with(ZIP) || is_workbook(&bytes) || is_document(&bytes) {
        found.push(Unpacked { inside, bytes });
        return Ok(());
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes))
        .map_err(|_| damaged("workbook or zip file"))?;
    if archive.len() > MOST {
        let message = format!(
            "it holds {} files: unpack it and give those that matter",
            archive.len()
        );
        return Err(Unusable::Unrecognised(message));
    }
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_)
            | zip::result::ZipError::InvalidPassword => Unusable::Unrecognised(
                "its files are locked or packed in a way that is not known: unpack it first"
                    .to_owned(),
            ),
            _ => damaged("workbook or zip file"),
        })?;
        let name = file
            .name()
            .map_err(|_| damaged("workbook or zip file"))?
            .replace('\\', "/");
        let last = name.rsplit('/').next().unwrap_or_default();
        // Files that computers add by themselves, and folders.
        if file.is_dir()
            || last.starts_with('.')
            || name.starts_with("__MACOSX/")
            || is_litter(last)
        {
            continue;
        }
        let mut unpacked = Vec::new();
        let read = std::io::Read::by_ref(&mut file)
            .take(LARGEST)
            .read_to_end(&mut unpacked);
        read.map_err(|_| damaged("workbook or zip file"))?;
        let inside = match &inside {
            Some(outer) => format!("{outer}/{name}"),
            None => name,
        };
        add(unpacked, Some(inside), depth + 1, found)?;
    }
    Ok(())
}
