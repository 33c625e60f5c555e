//! Where a piece of a secret can begin at all: most places of most texts are passed by without a
//! look at the pieces themselves.

use super::plain::{letter, letters};

/// So many bits for each beginning: then one place in so many is looked at in vain.
const ROOM: usize = 32;
/// Room at first.
const FIRST: usize = 1 << 12;

/// A set of beginnings of `N` bytes as bits, which may hold one too many, never one too few.
#[derive(Default)]
pub(super) struct Beginnings<const N: usize> {
    bits: Vec<u64>,
    /// To fill a larger set again. Not as long as what they were made from, so it can't be had back.
    taken: Vec<u32>,
}

impl<const N: usize> Beginnings<N> {
    /// Takes how these pieces begin.
    pub(super) fn take<'a>(&mut self, pieces: impl Iterator<Item = &'a [u8]>) {
        let before = self.taken.len();
        self.taken.extend(pieces.filter_map(|piece| Some(mixed::<N>(piece.first_chunk()?))));
        let wanted = (self.taken.len() * ROOM / 64).next_power_of_two().max(FIRST / 64);
        let from = if wanted > self.bits.len() { 0 } else { before };
        if from == 0 {
            self.bits = vec![0; wanted];
        }
        for at in from..self.taken.len() {
            let (word, bit) = self.place(self.taken[at]);
            self.bits[word] |= bit;
        }
    }

    /// The places of a text where a piece may begin.
    pub(super) fn places<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let may = |beginning: &[u8]| {
            let Some(beginning) = beginning.first_chunk() else { return false };
            let (word, bit) = self.place(mixed::<N>(beginning));
            self.bits.get(word).is_some_and(|bits| bits & bit != 0)
        };
        text.windows(N).enumerate().filter(move |(_, begin)| may(begin)).map(|(at, _)| at)
    }

    /// Whether one may stand in a text without escapes, as it stands, at a place that is a multiple of
    /// `step`.
    pub(super) fn may_be_in(&self, text: &[u8], step: usize) -> bool {
        let may = |window: u64| {
            let (word, bit) = self.place(spread(window));
            self.bits.get(word).is_some_and(|bits| bits & bit != 0)
        };
        // Eight bytes are read at once where there are as many.
        let mut eights = text.windows(8).step_by(step);
        let read = eights.len() * step;
        eights.any(|eight| {
            let eight = eight.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
            may(letters(eight) >> (64 - 8 * N))
        }) || (read..(text.len() + 1).saturating_sub(N)).step_by(step).any(|at| {
            let rest = text[at..at + N].iter();
            may(rest.fold(0, |sum, byte| (sum << 8) | u64::from(letter(*byte))))
        })
    }

    /// Index of a word, and the bit in it.
    fn place(&self, mixed: u32) -> (usize, u64) {
        // Their number is a power of two.
        let place = mixed as usize & (self.bits.len() * 64).saturating_sub(1);
        (place / 64, 1 << (place % 64))
    }
}

/// Some bytes as one number that looks like any other.
fn mixed<const N: usize>(beginning: &[u8; N]) -> u32 {
    spread(beginning.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

fn spread(beginning: u64) -> u32 {
    // The upper bits are the best mixed ones.
    (beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_beginning_is_passed_by_however_many_there_are() {
        let mut beginnings = Beginnings::<6>::default();
        let texts: Vec<String> = (0..20_000).map(|number| format!("{number:05}-secret")).collect();
        for text in &texts {
            beginnings.take(text.as_bytes().windows(8));
        }
        for text in &texts {
            let places: Vec<usize> = beginnings.places(text.as_bytes()).collect();
            assert!(places.starts_with(&[0, 1, 2, 3, 4]), "{text}: {places:?}");
            assert!(beginnings.may_be_in(format!("before {text}").as_bytes(), 1), "{text}");
            assert!(beginnings.may_be_in(text.to_uppercase().as_bytes(), 1), "{text}");
            assert!(!beginnings.may_be_in(&text.as_bytes()[..5], 1), "{text}");
        }
    }

    #[test]
    fn what_is_longer_is_found_at_one_of_some_places() {
        let (secret, mut beginnings) = (b"a+1 b_2 c/3 D", Beginnings::<6>::default());
        let plain: Vec<u8> = secret.iter().map(|byte| letter(*byte)).collect();
        beginnings.take(plain.windows(6));
        for piece in secret.windows(8) {
            for before in 0..20 {
                for behind in 0..9 {
                    let text = [&[b'.'; 20][..before], piece, &[b'.'; 8][..behind]].concat();
                    assert!(beginnings.may_be_in(&text, 3), "{}", String::from_utf8_lossy(&text));
                }
            }
        }
        assert!(!beginnings.may_be_in(&[b'.'; 40], 3));
    }

    #[test]
    fn most_of_another_text_is_passed_by() {
        let mut beginnings = Beginnings::<6>::default();
        let secret: String =
            (0..2_000_u32).map(|n| char::from(b'a' + (n * n % 23) as u8)).collect();
        beginnings.take(secret.as_bytes().windows(8));
        let other: String = (0..10_000).map(|number| format!("{number} ")).collect();
        let looked_at = beginnings.places(other.as_bytes()).count();
        assert!(looked_at * 16 < other.len(), "{looked_at} of {}", other.len());
    }
}
