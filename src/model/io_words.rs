//! Why a file could not be read or written, in words for people: what stands in the way, and what to do. The system's own words name a
//! number.

use std::io::{Error, ErrorKind};
use std::path::Path;

/// Windows' numbers for a file, or a part of it, that another program holds.
const HELD: [i32; 2] = [32, 33];

/// Why a file or folder could not be read.
pub fn unreadable(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => {
            "there is no such file or folder; check the spelling, and the folder you are in"
                .to_owned()
        }
        ErrorKind::InvalidData => "it is not text in UTF-8".to_owned(),
        ErrorKind::IsADirectory => "it is a folder, and a file is asked for".to_owned(),
        ErrorKind::NotADirectory => "it is a file, and a folder is asked for".to_owned(),
        ErrorKind::PermissionDenied => {
            "you may not read it: ask whoever looks after this computer, or copy it to a folder of your own"
                .to_owned()
        }
        _ if is_held(error) => {
            "another program, such as Excel, has it open: close it there and try again".to_owned()
        }
        _ => without_number(error),
    }
}

/// Why nothing could be written at a path.
pub fn unwritable(error: &Error, path: &Path) -> String {
    let folder = path.parent().map(|folder| folder.to_string_lossy());
    let folder = folder.filter(|folder| !folder.is_empty());
    match (error.kind(), folder) {
        (ErrorKind::NotFound, Some(folder)) => format!(
            "the folder {} is not there: make it first, or choose another",
            folder.replace('\\', "/")
        ),
        (ErrorKind::IsADirectory, _) => {
            "a folder of that name stands there: choose another name".to_owned()
        }
        (ErrorKind::NotADirectory, _) => {
            "a file stands where a folder is named: choose another folder".to_owned()
        }
        (ErrorKind::PermissionDenied, _) => {
            "you may not write there, or another program, such as Excel, has it open: close it there, or choose another place"
                .to_owned()
        }
        (ErrorKind::StorageFull, _) => {
            "the disk is full: make room, or choose another place".to_owned()
        }
        (ErrorKind::ReadOnlyFilesystem, _) => {
            "nothing can be written on that disk: choose another place".to_owned()
        }
        _ if is_held(error) => {
            "another program, such as Excel, has it open: close it there and try again".to_owned()
        }
        _ => without_number(error),
    }
}

fn is_held(error: &Error) -> bool {
    let number = error.raw_os_error();
    cfg!(windows) && number.is_some_and(|number| HELD.contains(&number))
}

/// "broken pipe" of "Broken pipe (os error 32)".
fn without_number(error: &Error) -> String {
    let text = error.to_string();
    match (text.split_once(" (os error "), error.raw_os_error()) {
        (Some((words, _)), Some(_)) => words.to_lowercase(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_is_said_without_a_number() {
        for (kind, read, written) in [
            (
                ErrorKind::NotFound,
                "there is no such file or folder; check the spelling, and the folder you are in",
                "the folder out/new is not there: make it first, or choose another",
            ),
            (
                ErrorKind::PermissionDenied,
                "you may not read it: ask whoever looks after this computer, or copy it to a folder of your own",
                "you may not write there, or another program, such as Excel, has it open: close it there, or choose another place",
            ),
            (
                ErrorKind::IsADirectory,
                "it is a folder, and a file is asked for",
                "a folder of that name stands there: choose another name",
            ),
        ] {
            let error = Error::from(kind);
            assert_eq!(unreadable(&error), read);
            let path = Path::new("out/new/report.html");
            assert_eq!(unwritable(&error, path), written);
        }
        let own = Error::other("the table is made from the export itself");
        assert_eq!(unreadable(&own), "the table is made from the export itself");
    }

    #[cfg(unix)]
    #[test]
    fn of_what_has_no_words_here_the_system_s_own_are_said() {
        let error = Error::from_raw_os_error(5);
        assert_eq!(unreadable(&error), "input/output error");
    }
}
