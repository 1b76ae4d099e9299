//! Numbers that look random and are the same for ever.

/// The generator `SplitMix64`. It is written out here because the bytes of a demonstration must never change, and the distributions of crates
/// do change between versions.
pub struct Random(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// A stream of its own for each subject of each number under each seed.
    pub fn new(seed: u64, number: u32, stream: Stream) -> Self {
        let own = (u64::from(number) << 8) | stream as u64;
        Self(mixed(seed.wrapping_add(STEP)) ^ mixed(own.wrapping_mul(STEP)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// From 0 up to `end`, without it.
    pub fn below(&mut self, end: u32) -> u32 {
        (((self.next() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// Both ends included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }

    /// Whether a thing happens that does so this often in a thousand.
    pub fn chance(&mut self, in_a_thousand: u32) -> bool {
        self.below(1000) < in_a_thousand
    }

    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u32) as usize]
    }
}

/// What a stream of numbers is for, so that a change in one part of the demonstration leaves the others as they were.
#[derive(Clone, Copy)]
pub enum Stream {
    Households = 1,
    Family,
    Journey,
    Child,
    Entry,
    Assessment,
    Discussion,
    Enquiry,
    Conference,
    Plan,
    Visit,
    Need,
    Court,
    Oversight,
    Voice,
    Diary,
    Claims,
    Sharing,
    Begun,
    Action,
    Person,
    Care,
    Health,
    School,
    Permanence,
    Missing,
    Leaving,
    EarlyHelp,
    Group,
    Note,
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// What is shared out evenly over the children in order, rather than by luck: with 400 children luck alone would give one seed
/// twice the pre-proceedings of the next.
#[derive(Clone, Copy)]
pub enum Share {
    Path,
    PreProceedings,
    PlanQuality,
}

/// A place from 0 up to `end` for this number. The multiples of one irrational number fill an interval evenly at every length;
/// three that belong together fill three dimensions (the R-sequence).
pub fn spread(seed: u64, share: Share, number: u32, end: u32) -> u32 {
    const IRRATIONAL: [u64; 3] = [
        0xd1b5_4a32_d192_ed03,
        0xabc9_8388_fb8f_ac03,
        0x8cb9_2ba7_2f3d_8dd7,
    ];
    let offset = mixed(seed.wrapping_add((share as u64).wrapping_mul(STEP)));
    let place = IRRATIONAL[share as usize]
        .wrapping_mul(u64::from(number))
        .wrapping_add(offset);
    (((place >> 32) * u64::from(end)) >> 32) as u32
}

/// The seed of what is even within a division, so that the divisions are not alike.
pub fn of_division(seed: u64, division: u32) -> u64 {
    seed.wrapping_add(u64::from(division) << 32)
}

/// Chances that come out evenly over subjects numbered from one, so that four hundred children show what four million do.
pub struct Even {
    seed: u64,
    number: u32,
    asked: u64,
}

impl Even {
    pub fn new(seed: u64, number: u32) -> Self {
        Self {
            seed,
            number,
            asked: 0,
        }
    }

    /// Whether a thing happens that does so this often in a thousand. Each question has an even sequence of its own.
    pub fn chance(&mut self, in_a_thousand: u32) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// A place from 0 up to `end`, without it, as even as the chances.
    pub fn below(&mut self, end: u32) -> u32 {
        self.asked += 1;
        let multiplier = mixed(self.asked.wrapping_mul(STEP)) | 1;
        let offset = mixed(self.seed ^ multiplier);
        let place = multiplier
            .wrapping_mul(u64::from(self.number))
            .wrapping_add(offset);
        (((place >> 32) * u64::from(end)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_never_change() {
        let mut random = Random::new(1, 7, Stream::Child);
        let first: Vec<u32> = (0..4).map(|_| random.below(1000)).collect();
        let mut again = Random::new(1, 7, Stream::Child);
        assert_eq!(first, (0..4).map(|_| again.below(1000)).collect::<Vec<_>>());
        assert_eq!(mixed(STEP), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn shares_are_even_at_every_length() {
        for length in [100, 1000, 10_000] {
            let below = (1..=length).filter(|number| spread(3, Share::Path, *number, 1000) < 140);
            let share = below.count() as u32 * 1000 / length;
            assert!(
                (125..=155).contains(&share),
                "{share} of a thousand at {length}"
            );
        }
    }
}
