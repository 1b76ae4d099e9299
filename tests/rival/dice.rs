//! Chance with a fixed seed, so that what fails once fails again.

pub struct Dice(u64);

impl Dice {
    /// One throw after another for this case of this rule.
    pub fn of(name: &str, case: u64) -> Self {
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |seed, byte| {
            (seed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(seed ^ case.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The generator `SplitMix64`.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From the first to the last, both among them.
    pub fn within(&mut self, first: i32, last: i32) -> i32 {
        first + (self.next() % (i64::from(last - first) as u64 + 1)) as i32
    }

    pub fn percent(&mut self, chance: i32) -> bool {
        self.within(0, 99) < chance
    }

    pub fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.within(0, choices.len() as i32 - 1) as usize]
    }

    /// The place of one of these weights.
    pub fn weighed(&mut self, weights: &[i32]) -> usize {
        let mut throw = self.within(0, weights.iter().sum::<i32>() - 1);
        for (place, weight) in weights.iter().enumerate() {
            if throw < *weight {
                return place;
            }
            throw -= weight;
        }
        unreachable!("the throw is below the sum of the weights")
    }
}
