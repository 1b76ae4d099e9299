//! How long audits take, where the time goes, and how that compares with merely counting the rows of the same files.
//!
//! `cargo bench` times exports of 400, 4,000 and 40,000 invented children; README.md beside this folder has the other ways to run
//! it. Everything is timed in rounds, turn by turn, so that a slow minute of the machine falls on all alike, and what every round
//! writes is compared: a change that is faster and different is no gain.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints what it measured"
)]

mod authorities;
mod census;
mod checks;
mod count;
mod engine;
mod export;
mod failing;
mod floor;
mod processor;
mod reports;
mod sizes;
mod table;
mod whole;

use std::error::Error;
use std::process::ExitCode;

/// As many as the bars in README.md are set for.
const THREADS: usize = 2;

const USAGE: &str = "\
cargo bench                    400, 4,000 and 40,000 children
cargo bench -- --size SIZE     small (72 thousand referrals), or a number of children
cargo bench -- --size region   30 authorities, each judged by itself (720 thousand referrals)
cargo bench -- --size england  153 (3.7 million)
cargo bench -- --checks        each kind of check
cargo bench -- --reports       each report
cargo bench -- --census        the children in need census
cargo bench -- --failing       every record passing and every record failing
Beside each of them:
  --rounds N                   instead of 5
  --years N                    instead of 6, 2 to 10; not for --census
  --children N                 instead of 40,000, for --checks, --reports and --failing";

pub struct Options {
    pub rounds: usize,
    pub children: u32,
    pub years: u32,
}

enum What {
    Sizes(Vec<u32>),
    Authorities(usize),
    Checks,
    Reports,
    Census,
    Failing,
}

fn main() -> ExitCode {
    let asked = match options(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run((what, options): &(What, Options)) -> Result<(), Box<dyn Error>> {
    match what {
        What::Sizes(children) => sizes::bench(children, options),
        What::Authorities(count) => authorities::bench(*count, options),
        What::Checks => checks::bench(options),
        What::Reports => reports::bench(options),
        What::Census => census::bench(options),
        What::Failing => failing::bench(options),
    }
}

fn options(arguments: impl Iterator<Item = String>) -> Result<(What, Options), String> {
    let mut what = What::Sizes(vec![400, 4_000, 40_000]);
    let mut options = Options {
        rounds: 5,
        children: 40_000,
        years: 6,
    };
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            // Cargo adds it.
            "--bench" => {}
            "--size" => what = size(&value()?)?,
            "--checks" => what = What::Checks,
            "--reports" => what = What::Reports,
            "--census" => what = What::Census,
            "--failing" => what = What::Failing,
            "--rounds" => options.rounds = number(&value()?)? as usize,
            "--years" => options.years = number(&value()?)?,
            "--children" => options.children = number(&value()?)?,
            _ => return Err(format!("{argument} is not known")),
        }
    }
    Ok((what, options))
}

fn size(name: &str) -> Result<What, String> {
    match name {
        // The demonstration writes 1.01 referrals a child.
        "small" => Ok(What::Sizes(vec![71_000])),
        "region" => Ok(What::Authorities(30)),
        "england" => Ok(What::Authorities(153)),
        _ => Ok(What::Sizes(vec![number(name)?])),
    }
}

fn number(text: &str) -> Result<u32, String> {
    match text.replace(['_', ','], "").parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("{text} is not a number above nothing")),
    }
}
