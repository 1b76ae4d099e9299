//! An Excel workbook to work in.

mod cover;
mod inputs;
mod lists;
mod names;
mod sheet;
mod standards;
pub(super) mod text;
mod tone;
mod view;
mod waivers;
mod written_in;

use std::collections::BTreeSet;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::{Content, Formats, MOST, Part};
use self::view::{View, Whose};
use crate::model::unseen::named;
use crate::report::saved::SavedRun;

pub use written_in::written_in;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let whose = Whose::Everybody;
    let bytes = bytes(View { run, whose }).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

/// A workbook a team, with only its own children: file name and bytes.
pub fn of_teams(run: &SavedRun) -> io::Result<Vec<(String, Vec<u8>)>> {
    let everybody = View {
        run,
        whose: Whose::Everybody,
    };
    let mut taken = BTreeSet::new();
    let mut workbooks = Vec::new();
    for team in everybody.teams().into_keys() {
        let whose = Whose::Team(team);
        let bytes = bytes(View { run, whose }).map_err(io::Error::other)?;
        workbooks.push((names::file_name(team, &mut taken), bytes));
    }
    Ok(workbooks)
}

fn bytes(view: View<'_>) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let contents: Vec<(Content<'_>, Vec<Part>)> = contents(view)
        .into_iter()
        .map(|content| {
            let parts = content.parts(MOST);
            (content, parts)
        })
        .collect();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(view)?);
    cover::write(&mut workbook, view, &contents, &formats)?;
    for (content, parts) in &contents {
        for part in parts {
            sheet::write_part(&mut workbook, content, part, view.marking(), &formats)?;
        }
    }
    workbook.save_to_buffer()
}

/// In the order of reading. Files and problems are the export's, not a team's.
fn contents(view: View<'_>) -> Vec<Content<'_>> {
    let mut contents = vec![standards::summary(view), standards::by_team(view)];
    if !view.is_of_a_team() {
        contents.push(standards::standards_by_team(view));
    }
    contents.extend([
        lists::act_now(view),
        lists::upcoming(view),
        lists::findings(view),
        lists::not_judged(view),
        standards::not_assessed(view),
        waivers::waivers(view),
    ]);
    if !view.is_of_a_team() {
        contents.extend([inputs::problems(view), inputs::files(view)]);
    }
    contents
}

/// Nothing of the clock or of whoever runs it: the same run gives the same bytes.
fn properties(view: View<'_>) -> Result<DocProperties, XlsxError> {
    let as_at = view.run.run.as_at;
    let created = ExcelDateTime::from_timestamp(i64::from(as_at.number()) * 86_400)?;
    let title = named(&cover::title(view)).into_owned();
    Ok(DocProperties::new()
        .set_title(title.chars().take(200).collect::<String>())
        .set_comment(view.marking())
        .set_creation_datetime(&created))
}
