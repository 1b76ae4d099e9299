//! Many authorities in one run, each judged by itself: how long, and the most memory at any time.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::export::{authorities, clear, place};
use super::table::{Figures, Same};
use super::{Options, count, whole};

/// England's 153 authorities had 3.7 million referrals in six years, some 24 thousand each.
const CHILDREN: u32 = 23_900;

pub fn bench(number: usize, options: &Options) -> Result<(), Box<dyn Error>> {
    let export = authorities(number, CHILDREN, options.years)?;
    let reports = place("runs");
    let (mut figures, mut same) = (Figures::default(), Same::default());
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        count::time(&export, &mut figures)?;
        clear(&reports)?;
        fs::create_dir_all(&reports)?;
        whole::audit_each(&export, &reports)?.add_to(&mut figures);
        // What one round alone writes is compared with nothing.
        if options.rounds > 1 {
            same.compare(&export.name, one_after_the_other(&reports)?)?;
        }
    }
    figures.print(&export);
    clear(&reports)
}

fn one_after_the_other(reports: &Path) -> Result<Box<dyn Read>, Box<dyn Error>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(reports)? {
        folders.push(entry?.path());
    }
    folders.sort();
    let mut all: Box<dyn Read> = Box::new(io::empty());
    for folder in folders {
        all = Box::new(all.chain(File::open(folder.join("run.json"))?));
    }
    Ok(all)
}
