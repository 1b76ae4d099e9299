//! What may be typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::day::{Day, YEARS};
use crate::rules::kind::Kind;
use crate::rules::plan::Severity;

use super::format::{Format, of_saved_run};
use super::period::Period;

const EXIT_CODES: &str = "\
Exit codes:
  0  ran to the end; nothing live at or above --fail-on
  1  ran to the end; something at or above it
  2  could not do the job: bad arguments or rules, a named file unreadable or not
     recognised, no record judged (with --each-folder: in one of them), output
     not written, or caseready itself crashed
  3  ran, but is incomplete: what a mapping or the name of a file says is in
     the export was not read, or a rule crashed, or was not assessed under
     --require-complete; wins over 1";

/// Reads the case exports of a children's services department and says which children's cases meet the standards that
/// inspectors look for, which do not, which soon will not, and which cannot be judged. Nothing leaves this machine.
#[derive(Parser)]
#[command(name = "caseready", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Judge an export against the standards (also: caseready EXPORT)
    Audit(AuditArguments),
    /// Make reports from a saved run (audit --format json)
    Render(RenderArguments),
    /// Say what was recognised in an export, and which rules can be judged from it
    Inspect(InspectArguments),
    /// Begin a caseready.toml that maps files whose headings are not known
    Init(InitArguments),
    /// Say what the tables and fields mean that a mapping fills, and what each field may hold
    Fields(FieldsArguments),
    /// Say what a rule asks and why; with --record, every date behind what it says of one record
    Explain(ExplainArguments),
    /// List the rules, run the examples inside them, or begin one of your own
    Rules(RulesArguments),
    /// Write the export of an invented authority, to try the tool on
    Demo(DemoArguments),
    /// Print the JSON Schema of a run's JSON, or of a rule file
    Schema {
        #[command(subcommand)]
        of: SchemaOf,
    },
    /// Print a script that completes commands in a shell
    Completions { shell: clap_complete::Shell },
}

/// The rules, as they are run here.
#[derive(Args)]
pub struct StandardsArguments {
    #[command(flatten)]
    pub folder: RulesFolder,
    /// A file of local settings (default: caseready.toml in this folder, where there is one)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Args, Default)]
pub struct RulesFolder {
    /// A folder of rules laid out like rules/, to add to those built in or replace them
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
}

#[derive(Args)]
pub struct ExportArguments {
    /// Folders or files, in any mix of the formats that the README lists
    #[arg(required = true, value_name = "EXPORT")]
    pub exports: Vec<PathBuf>,
    /// The day the audit is made for (default: today)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_at: Option<Day>,
    #[command(flatten)]
    pub standards: StandardsArguments,
    /// How many threads to use (default: one for each processor)
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

#[derive(Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct AuditArguments {
    #[command(flatten)]
    pub export: ExportArguments,
    /// Judge each folder inside EXPORT by itself, as the export of an authority of its own
    #[arg(long, conflicts_with = "by")]
    pub each_folder: bool,
    /// How far back to look: 12m, 90d, 26w, 2y, or all
    #[arg(long, default_value = "12m", value_parser = Period::parse)]
    pub period: Period,
    /// Only these rules: PP-05, or a group such as PP. A rule that is off runs if it is named
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Only the rules of these areas, such as pre-proceedings
    #[arg(long, value_name = "AREAS", value_delimiter = ',')]
    pub area: Vec<String>,
    /// Whose standing the table shows under WHERE, and among whom it says which are far apart
    #[arg(long, value_enum, default_value_t = GroupBy::Team)]
    pub by: GroupBy,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Also write a report, as many as you like: html=report.html, xlsx=work.xlsx, or run.json
    #[arg(short, long, value_name = "[FORMAT=]FILE")]
    pub output: Vec<String>,
    /// Also write a workbook for each team, with its own children only
    #[arg(long, value_name = "FOLDER")]
    pub split_team: Option<PathBuf>,
    /// Replace the ids of children, workers and records by pseudonyms made with the key in this file
    #[arg(long, value_name = "KEYFILE")]
    pub pseudonymise: Option<PathBuf>,
    /// Print nothing on standard output
    #[arg(short, long)]
    pub quiet: bool,
    /// Say on standard error how long each stage and each rule took, and what each table holds of memory
    #[arg(long)]
    pub timings: bool,
    /// The severity from which a live finding makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::High)]
    pub fail_on: FailOn,
    /// Let findings that a person must read count towards the exit code
    #[arg(long)]
    pub prompts: bool,
    /// Let findings that can no longer be put right count towards the exit code
    #[arg(long)]
    pub fail_on_past: bool,
    /// A TOML file of waivers: rule, `child_id` or key, until, reason, by
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
    /// Exit with 3 where any rule asked for could not be assessed
    #[arg(long)]
    pub require_complete: bool,
}

#[derive(Args)]
pub struct RenderArguments {
    /// A run saved with caseready audit --format json
    #[arg(value_name = "RUN.json")]
    pub run: PathBuf,
    /// What to print, where no report is written
    #[arg(long, default_value = "markdown", value_parser = of_saved_run())]
    pub format: Format,
    /// Write a report, as many as you like: html=report.html, xlsx=work.xlsx
    #[arg(short, long, value_name = "[FORMAT=]FILE")]
    pub output: Vec<String>,
    /// Write a workbook for each team, with its own children only
    #[arg(long, value_name = "FOLDER")]
    pub split_team: Option<PathBuf>,
}

#[derive(Args)]
pub struct InspectArguments {
    #[command(flatten)]
    pub export: ExportArguments,
}

#[derive(Args)]
pub struct InitArguments {
    /// Folders or files
    #[arg(required = true, value_name = "EXPORT")]
    pub exports: Vec<PathBuf>,
    /// The file to write (default: caseready.toml in this folder)
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    #[command(flatten)]
    pub standards: StandardsArguments,
}

#[derive(Args)]
pub struct FieldsArguments {
    /// The table whose fields to list, such as visits (default: list the tables)
    pub table: Option<String>,
    #[command(flatten)]
    pub folder: RulesFolder,
}

#[derive(Args)]
pub struct ExplainArguments {
    /// The rule's id, such as PP-05
    pub rule: String,
    /// The key of one record; then the export that holds it is needed
    #[arg(long, value_name = "KEY", requires = "exports")]
    pub record: Option<String>,
    /// The export that holds the record
    #[arg(value_name = "EXPORT", requires = "record")]
    pub exports: Vec<PathBuf>,
    /// The day the audit is made for (default: today)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_at: Option<Day>,
    /// How far back to look: 12m, 90d, 26w, 2y, or all
    #[arg(long, default_value = "12m", value_parser = Period::parse)]
    pub period: Period,
    #[command(flatten)]
    pub standards: StandardsArguments,
}

#[derive(Args)]
pub struct DemoArguments {
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    pub write: PathBuf,
    /// The format to write it in
    #[arg(long = "as", value_name = "FORMAT", value_enum, default_value_t = DemoFormat::Native)]
    pub format: DemoFormat,
    /// How many children, 1 to 10000000
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub children: u32,
    /// How many years its records run over, 2 to 10; the longer, the more of the children came and went
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(2..=10))]
    pub years: u32,
    /// Another seed gives another authority
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The day the export is made on
    #[arg(long, value_name = "DATE", default_value = "2026-03-31", value_parser = parse_day)]
    pub as_at: Day,
    /// How many threads to use (default: one for each processor)
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DemoFormat {
    /// One CSV file for each table of caseready's own
    Native,
    /// The Standard Safeguarding Dataset, one CSV file for each of its tables
    Ssd,
    /// Ofsted's child-level data, one CSV file for each of its eleven lists
    AnnexA,
    /// The children in need census, one XML file
    Census,
}

#[derive(Args)]
pub struct RulesArguments {
    #[command(subcommand)]
    pub action: RulesAction,
}

#[derive(Subcommand)]
pub enum SchemaOf {
    /// Of what --format json writes
    Run,
    /// Of a rule, so that an editor completes it
    Rule(RulesFolder),
}

#[derive(Subcommand)]
pub enum RulesAction {
    /// List every rule, with what is set otherwise in caseready.toml
    List {
        #[command(flatten)]
        standards: StandardsArguments,
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
    /// Run the examples inside the rules and say which do not come out as expected
    Test(RulesFolder),
    /// Print the page of all rules in Markdown, area by area
    Docs(RulesFolder),
    /// Begin a rule of your own, with examples to fill in
    New(NewRuleArguments),
}

#[derive(Args)]
pub struct NewRuleArguments {
    /// The rule's id: letters, a hyphen and a number, such as LO-01
    pub id: String,
    /// The kind of check
    #[arg(long, value_name = "CHECK", value_parser = kind_of_check())]
    pub check: Kind,
    /// The table whose records the rule asks about, such as `cp_plans`
    #[arg(long, value_name = "TABLE")]
    pub table: String,
    /// The area it belongs to, such as child-protection-plans
    #[arg(long, value_name = "AREA")]
    pub area: String,
    #[command(flatten)]
    pub folder: RulesFolder,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ListFormat {
    Table,
    Json,
}

fn kind_of_check() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(|(name, _)| name))
        .try_map(|name| Kind::named(&name).ok_or("there is no such check"))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GroupBy {
    Team,
    District,
    Worker,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FailOn {
    Critical,
    High,
    Medium,
    Low,
    None,
}

impl FailOn {
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Critical => Some(Severity::Critical),
            Self::High => Some(Severity::High),
            Self::Medium => Some(Severity::Medium),
            Self::Low => Some(Severity::Low),
            Self::None => None,
        }
    }
}

/// A day of the years that a date in an export may lie in: as at a day of the year 9999, visits of eight thousand years are overdue.
fn parse_day(text: &str) -> Result<Day, String> {
    let day =
        Day::parse_iso(text).ok_or_else(|| "expected a date such as 2026-03-31".to_owned())?;
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        let (first, last) = (YEARS.start(), YEARS.end());
        Err(format!("expected a date of the years {first} to {last}"))
    }
}
