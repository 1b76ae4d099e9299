//! Inputs to the files and sheets inside them, each read for itself.

use std::cmp::Reverse;

use crate::model::crash::guarded;
use crate::model::file::{FileId, FileKind};
use crate::model::runner::Runner;

use super::{
    Context, FileContents, Input, Unusable, census, decode, json, no_export, table, unpack,
    workbook,
};

/// One file, or one of those inside it.
pub(super) struct Part {
    /// Its place inside the file given; none where it is the file itself.
    inside: Option<String>,
    /// By its name a sheet that explains the others.
    pub explains: bool,
    /// As unpacked; nought for a sheet, which has none of its own.
    pub bytes: u64,
    pub contents: Result<FileContents, Unusable>,
}

impl Part {
    /// With the name of the input that it is, or stands in.
    pub fn name(&self, input: &str) -> String {
        match &self.inside {
            Some(inside) => format!("{input}/{inside}"),
            None => input.to_owned(),
        }
    }
}

/// An input with all that stands in it.
pub(super) struct InputParts {
    pub name: String,
    pub named: bool,
    pub parts: Vec<Part>,
}

/// Bytes from which on a text is worth reading in parts.
const SMALLEST: u64 = 4 << 20;

/// Reads every input; they are given back in their order.
pub(super) fn of_each(
    inputs: Vec<Input<'_>>,
    context: &Context<'_>,
    runner: &impl Runner,
) -> Vec<InputParts> {
    let mut largest_first: Vec<(usize, Input<'_>)> = inputs.into_iter().enumerate().collect();
    largest_first.sort_by_key(|(_, input)| Reverse(input.size));
    let bytes: u64 = largest_first.iter().map(|(_, input)| input.size).sum();
    let share = (bytes / runner.width() as u64).max(SMALLEST);
    let mut read = runner.map(largest_first, |(place, input)| {
        let parts = guarded(|| parts(context, &input, share, runner));
        let input = InputParts {
            parts: parts.unwrap_or_else(|crash| whole(Err(crashed(&crash)))),
            name: input.name,
            named: input.named,
        };
        (place, input)
    });
    read.sort_by_key(|(place, _)| *place);
    read.into_iter().map(|(_, input)| input).collect()
}

/// A file of which nothing inside can be told apart.
fn whole(contents: Result<FileContents, Unusable>) -> Vec<Part> {
    vec![Part {
        inside: None,
        explains: false,
        bytes: 0,
        contents,
    }]
}

/// The readers of workbooks and archives are made by others, and one may crash over a damaged file.
fn crashed(crash: &str) -> Unusable {
    Unusable::Broken(format!(
        "it is damaged, or reading it is at fault ({crash}): open it in the program that it comes from and save it again; if that does not help, please report it"
    ))
}

/// Every file and sheet inside an input; what is larger than `share` bytes is read in parts.
fn parts(context: &Context<'_>, input: &Input<'_>, share: u64, runner: &impl Runner) -> Vec<Part> {
    let unpacked = (input.read)()
        .map_err(Unusable::Unreadable)
        .and_then(unpack::unpack);
    let unpacked = match unpacked {
        Ok(unpacked) => unpacked,
        Err(unusable) => return whole(Err(unusable)),
    };
    if unpacked.is_empty() {
        let message = "it is an archive with nothing in it".to_owned();
        return whole(Err(Unusable::Unrecognised(message)));
    }
    let mut parts = Vec::new();
    for file in unpacked {
        let name = match &file.inside {
            Some(inside) => format!("{}/{inside}", input.name),
            None => input.name.clone(),
        };
        if unpack::is_workbook(&file.bytes) {
            parts.extend(sheets(context, &file, &name, runner));
        } else {
            parts.push(Part {
                contents: contents(context, &file.bytes, &name, share, runner),
                bytes: file.bytes.len() as u64,
                inside: file.inside,
                explains: false,
            });
        }
    }
    parts
}

/// Every sheet of a workbook.
fn sheets(
    context: &Context<'_>,
    file: &unpack::Unpacked,
    name: &str,
    runner: &impl Runner,
) -> Vec<Part> {
    let inside = |sheet: &str| match &file.inside {
        Some(inside) => format!("{inside}/{sheet}"),
        None => sheet.to_owned(),
    };
    let sheets = workbook::each_sheet(&file.bytes, runner, |mut sheet| {
        let name = format!("{name}/{}", sheet.name);
        let contents = table::load(context, &mut sheet.rows, FileId(0), &name, &FileKind::Sheet);
        Part {
            inside: Some(inside(&sheet.name)),
            explains: workbook::explains(&sheet.name),
            bytes: 0,
            contents: contents.map(|mut contents| {
                contents.problems.extend(sheet.problems());
                contents
            }),
        }
    });
    let unusable = match sheets {
        Ok(sheets) if !sheets.is_empty() => return sheets,
        Ok(_) => Unusable::Unrecognised("no sheet of it has anything in it".to_owned()),
        Err(unusable) => unusable,
    };
    vec![Part {
        inside: file.inside.clone(),
        explains: false,
        bytes: 0,
        contents: Err(unusable),
    }]
}

fn contents(
    context: &Context<'_>,
    bytes: &[u8],
    name: &str,
    share: u64,
    runner: &impl Runner,
) -> Result<FileContents, Unusable> {
    if let Some(reason) = no_export::told(bytes) {
        return Err(Unusable::Unrecognised(reason.to_owned()));
    }
    let (text, decoding) = decode::decode(bytes);
    // Numbered once all files are known.
    let file = FileId(0);
    let mut contents = match text.trim_start().bytes().next() {
        None => Err(Unusable::Unrecognised("it is empty".to_owned())),
        Some(b'[' | b'{') => json::load(context, &text, file, name),
        Some(b'<') => census::load(context, &text, file),
        Some(_) => {
            let parts = (text.len() as u64).div_ceil(share) as usize;
            table::load_apart(context, &text, file, name, parts, runner)
        }
    }?;
    contents.problems.splice(0..0, decoding);
    Ok(contents)
}
