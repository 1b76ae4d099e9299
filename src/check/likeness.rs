//! Which of some texts are like an earlier one: nine tenths of the shorter's runs of five words stand in the other.

use foldhash::fast::FixedState;
use hashbrown::HashSet;

/// Words in a run, and how many tenths of the shorter text's runs must stand in the other.
pub(super) const RUN: usize = 5;
const TENTHS: usize = 9;

/// The words of a text as two texts are compared, a number each: in lower case, without apostrophes, any other punctuation a
/// space. What it needs of memory is kept from text to text.
#[derive(Default)]
pub(super) struct Words(Vec<u64>);

impl Words {
    pub(super) fn of(&mut self, text: &str) -> &[u64] {
        self.0.clear();
        let mut word = Word::default();
        if text.is_ascii() {
            for byte in text.bytes() {
                match MEANT[usize::from(byte)] {
                    Meant::Letter(letter) => word.add(letter),
                    Meant::Apostrophe => {}
                    Meant::End => self.0.extend(word.end()),
                }
            }
        } else {
            for letter in text.chars() {
                if letter.is_alphanumeric() {
                    let mut bytes = [0; 4];
                    for lower in letter.to_lowercase() {
                        let bytes = lower.encode_utf8(&mut bytes).bytes();
                        bytes.for_each(|byte| word.add(byte));
                    }
                } else if letter != '\'' && letter != '\u{2019}' {
                    self.0.extend(word.end());
                }
            }
        }
        self.0.extend(word.end());
        &self.0
    }
}

/// What a byte of ASCII means for the words of a text: one that stands in a word as a letter, in lower case.
#[derive(Clone, Copy)]
enum Meant {
    Letter(u8),
    Apostrophe,
    End,
}

const MEANT: [Meant; 128] = {
    let mut meant = [Meant::End; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            meant[byte as usize] = Meant::Letter(byte.to_ascii_lowercase());
        }
        byte += 1;
    }
    meant[b'\'' as usize] = Meant::Apostrophe;
    meant
};

/// Letters make the number of a word, and words that of a run, multiplied by this one by one: Knuth's, for which few short texts
/// come to one number. A hash made for any bytes, of words copied in lower case, took a twentieth of a whole audit more.
const FACTOR: u64 = 6_364_136_223_846_793_005;

const fn add(number: u64, next: u64) -> u64 {
    number.wrapping_mul(FACTOR).wrapping_add(next)
}

#[derive(Default)]
struct Word {
    number: u64,
    is_begun: bool,
}

impl Word {
    const fn add(&mut self, letter: u8) {
        self.number = add(self.number, letter as u64);
        self.is_begun = true;
    }

    /// Its number, if there was a letter; and another begins.
    fn end(&mut self) -> Option<u64> {
        let Self { number, is_begun } = std::mem::take(self);
        // Mixed, so that words in a row are no longer word.
        let mixed = (number ^ (number >> 32)).wrapping_mul(FACTOR);
        is_begun.then_some(mixed ^ (mixed >> 32))
    }
}

/// One number for words in a row.
pub(super) fn whole(words: &[u64]) -> u64 {
    words.iter().fold(0, |number, word| add(number, *word))
}

/// A number for each run of words.
pub(super) fn runs(words: &[u64]) -> impl Iterator<Item = u64> {
    // What the first word of a run is multiplied by, once the run has another behind it.
    const FIRST: u64 = FACTOR.wrapping_pow(RUN as u32);
    let first = words.get(..RUN).map(whole);
    let next = move |run: &mut u64, (left, word): (&u64, &u64)| {
        *run = add(*run, *word).wrapping_sub(left.wrapping_mul(FIRST));
        Some(*run)
    };
    let later = words.iter().zip(words.iter().skip(RUN));
    first
        .into_iter()
        .chain(later.scan(first.unwrap_or_default(), next))
}

/// The runs of one child's texts, roughly: it may take a run for one that was seen, and never one that was for a new one. A
/// child without copies is passed over without sorting or comparing anything.
pub(super) struct Seen {
    /// A bit for each of so many numbers that runs are folded to: seen once, and seen again.
    once: Vec<u64>,
    again: Vec<u64>,
    /// The fewest runs that a text so far needs in another to be its copy.
    fewest: usize,
}

/// Words of 64 bits: a child's texts have some thousand runs, so that one bit in thirty or fewer is set.
const SEEN_WORDS: usize = 1_024;

impl Default for Seen {
    fn default() -> Self {
        Self {
            once: vec![0; SEEN_WORDS],
            again: vec![0; SEEN_WORDS],
            fewest: usize::MAX,
        }
    }
}

impl Seen {
    /// Another child's texts.
    pub(super) fn begin(&mut self) {
        self.once.fill(0);
        self.again.fill(0);
        self.fewest = usize::MAX;
    }

    /// Whether the next text may be like an earlier one.
    pub(super) fn may_repeat(&mut self, runs: impl Iterator<Item = u64> + Clone) -> bool {
        let is_seen = |run: &u64| is_set(&self.once, *run);
        let repeated = runs.clone().filter(is_seen).count();
        let mut new = 0;
        for run in runs {
            let (word, bit) = place(run);
            let is_new = self.once[word] & bit == 0;
            new += usize::from(is_new);
            self.once[word] |= bit;
            self.again[word] |= if is_new { 0 } else { bit };
        }
        // Of its different runs there are at least those that are new.
        self.fewest = self.fewest.min(enough(new.max(1)));
        repeated >= self.fewest
    }

    /// Leaves those of `runs`, each with the place of its text, that may stand in several places. Those that stand in one alone
    /// are counted by text in `alone`: they need no more than that.
    pub(super) fn keep_repeated(&self, runs: &mut Vec<(u64, u32)>, alone: &mut [usize]) {
        runs.retain(|(run, text)| {
            let is_repeated = is_set(&self.again, *run);
            alone[*text as usize] += usize::from(!is_repeated);
            is_repeated
        });
    }
}

const fn place(run: u64) -> (usize, u64) {
    // What was multiplied last is best mixed in its high bits.
    let run = run >> 32;
    (run as usize / 64 % SEEN_WORDS, 1 << (run % 64))
}

fn is_set(bits: &[u64], run: u64) -> bool {
    let (word, bit) = place(run);
    bits[word] & bit != 0
}

/// How many of a text's runs must stand in a longer one for it to be a copy.
const fn enough(runs: usize) -> usize {
    (runs * TENTHS).div_ceil(10)
}

/// The different runs of five words in one text.
pub(super) struct Runs {
    pub(super) row: u32,
    /// How many there are.
    all: usize,
    /// Those that stand in another text too, each by its number.
    shared: Vec<u32>,
}

impl Runs {
    /// Of each text that is long enough; and of each run that several texts hold, how many do. `runs` are those that may stand in
    /// several places, each with the place of its text in `rows`; of the others `alone` says how many each text has.
    pub(super) fn of_each(
        runs: &mut Vec<(u64, u32)>,
        alone: &[usize],
        rows: &[u32],
    ) -> (Vec<Self>, Vec<u32>) {
        runs.sort_unstable();
        runs.dedup();
        let text = |(row, alone): (&u32, &usize)| Self {
            row: *row,
            all: *alone,
            shared: Vec::new(),
        };
        let mut texts: Vec<Self> = rows.iter().zip(alone).map(text).collect();
        let mut times = Vec::new();
        for holders in runs.chunk_by(|(one, _), (other, _)| one == other) {
            for (_, place) in holders {
                let text = &mut texts[*place as usize];
                text.all += 1;
                if holders.len() > 1 {
                    text.shared.push(times.len() as u32);
                }
            }
            if holders.len() > 1 {
                times.push(holders.len() as u32);
            }
        }
        texts.retain(|text| text.all > 0);
        (texts, times)
    }

    /// How many of a text's runs must stand in a longer one for it to be a copy.
    const fn enough(&self) -> usize {
        enough(self.all)
    }

    /// More runs than a copy of this text can lack, the rarest: of these, at least one stands in every text that it is like.
    /// Those that stand in no other text come first, and tell nothing.
    fn telling(&self) -> &[u32] {
        let alone = self.all - self.shared.len();
        let told = (self.all - self.enough() + 1).saturating_sub(alone);
        &self.shared[..told.min(self.shared.len())]
    }
}

/// For each text, in order, the first earlier one that it is like.
///
/// Comparing each with each would take the square of their number, and a child may have hundreds of visits. Two like texts share
/// one of the telling runs of the shorter; with the child's rarest runs taken as those that tell, almost only texts that are
/// copies are ever compared. (The prefix filter of set similarity joins: Chaudhuri, Ganti and Kaushik 2006.)
pub(super) fn find_earlier(texts: &mut [Runs], times: &[u32], found: &mut Vec<(u32, u32)>) {
    for text in texts.iter_mut() {
        let shared = &mut text.shared;
        shared.sort_unstable_by_key(|run| (times[*run as usize], *run));
    }
    // By run, the earlier texts that hold it, and those among whose telling runs it is.
    let mut holding: Vec<Vec<u32>> = vec![Vec::new(); times.len()];
    let mut told_by: Vec<Vec<u32>> = vec![Vec::new(); times.len()];
    let mut seen: HashSet<(usize, &[u32]), FixedState> = HashSet::default();
    let mut own = vec![false; times.len()];
    for (place, text) in texts.iter().enumerate() {
        let maybe_longer = text.telling().iter().map(|run| &holding[*run as usize]);
        let maybe_shorter = text.shared.iter().map(|run| &told_by[*run as usize]);
        let lists = maybe_longer.chain(maybe_shorter);
        let lists = lists.filter(|list| !list.is_empty()).map(Vec::as_slice);
        if let Some(earlier) = first_like(text, texts, lists.collect(), &mut own) {
            found.push((text.row, texts[earlier as usize].row));
        }
        // Whatever is like one of two same texts is like the first.
        if seen.insert((text.all, &text.shared)) {
            for run in &text.shared {
                holding[*run as usize].push(place as u32);
            }
            for run in text.telling() {
                told_by[*run as usize].push(place as u32);
            }
        }
    }
}

/// The first of the texts in these lists, each in order, that is like this one. Most often that is the first looked at. `own` is
/// false for every run, before and after.
fn first_like(
    text: &Runs,
    texts: &[Runs],
    mut lists: Vec<&[u32]>,
    own: &mut [bool],
) -> Option<u32> {
    if lists.is_empty() {
        return None;
    }
    for run in &text.shared {
        own[*run as usize] = true;
    }
    let is_like = |next: u32| {
        let other = &texts[next as usize];
        let both = other
            .shared
            .iter()
            .filter(|run| own[**run as usize])
            .count();
        both >= enough(other.all.min(text.all))
    };
    let mut like = None;
    while let Some(next) = lists.iter().filter_map(|list| list.first()).min().copied() {
        if is_like(next) {
            like = Some(next);
            break;
        }
        for list in &mut lists {
            if list.first() == Some(&next) {
                *list = &list[1..];
            }
        }
        lists.retain(|list| !list.is_empty());
    }
    for run in &text.shared {
        own[*run as usize] = false;
    }
    like
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Each with each, as the words of the standard say it.
    fn pairwise(texts: &[Vec<u64>]) -> Vec<(u32, u32)> {
        let runs: Vec<BTreeSet<Vec<u64>>> = texts
            .iter()
            .map(|words| words.windows(RUN).map(<[u64]>::to_vec).collect())
            .collect();
        let like = |a: &BTreeSet<Vec<u64>>, b: &BTreeSet<Vec<u64>>| {
            let shorter = a.len().min(b.len());
            10 * a.intersection(b).count() >= 9 * shorter
        };
        (0..texts.len())
            .filter_map(|text| {
                let earlier = (0..text).find(|&earlier| like(&runs[text], &runs[earlier]))?;
                Some((text as u32, earlier as u32))
            })
            .collect()
    }

    proptest::proptest! {
        /// Texts made of a few stock phrases, cut and changed here and there, so that many are nearly alike.
        #[test]
        fn the_short_way_finds_what_comparing_each_with_each_finds(
            made in proptest::collection::vec(
                (0_u64..4, 0_u64..4, 15_usize..60, proptest::collection::vec((0_usize..60, 0_u64..3), 0..4)), 0..12)
        ) {
            let texts: Vec<Vec<u64>> = made
                .into_iter()
                .map(|(first, second, length, changes)| {
                    let mut words: Vec<u64> = (0..length as u64)
                        .map(|place| if place < 30 { first * 100 + place } else { second * 100 + place })
                        .collect();
                    for (place, word) in changes {
                        if let Some(changed) = words.get_mut(place) {
                            *changed = 9_000 + word;
                        }
                    }
                    words
                })
                .collect();
            let mut runs: Vec<(u64, u32)> = texts
                .iter()
                .enumerate()
                .flat_map(|(row, words)| super::runs(words).map(move |run| (run, row as u32)))
                .collect();
            let rows: Vec<u32> = (0..texts.len() as u32).collect();
            let mut seen = Seen::default();
            let may = texts.iter().fold(false, |any, words| {
                let of_text: Vec<u64> = super::runs(words).collect();
                any | seen.may_repeat(of_text.iter().copied())
            });
            let mut found = Vec::new();
            let mut alone = vec![0; rows.len()];
            seen.keep_repeated(&mut runs, &mut alone);
            let (mut of_each, times) = Runs::of_each(&mut runs, &alone, &rows);
            find_earlier(&mut of_each, &times, &mut found);
            proptest::prop_assert!(may || found.is_empty());
            proptest::prop_assert_eq!(found, pairwise(&texts));
        }
    }
}
