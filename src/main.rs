//! The `caseready` command: everything it does is in the library's `cli` folder.

use std::process::ExitCode;

fn main() -> ExitCode {
    caseready::cli::run()
}
