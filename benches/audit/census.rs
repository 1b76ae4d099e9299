//! The children in need census: one XML file, of 71 thousand records, as a council returns it.

use std::error::Error;
use std::fs::File;

use super::export::demo;
use super::table::{Figures, Same};
use super::{Options, whole};

/// Children in the demonstration whose census comes to about 71 thousand records.
const CHILDREN: u32 = 11_400;
const YEARS: u32 = 2;

pub fn bench(options: &Options) -> Result<(), Box<dyn Error>> {
    let export = demo(CHILDREN, YEARS, "census")?;
    let mut figures = Figures::default();
    let mut same = Same::default();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        let whole = whole::audit(&export, &[])?;
        whole.add_to(&mut figures);
        same.compare(&export.name, File::open(whole.report)?)?;
    }
    figures.print(&export);
    Ok(())
}
