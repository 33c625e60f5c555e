//! Sets of clauses, by their index in the contract: a scenario is about dozens, and there are
//! thousands of scenarios.

use serde::{Deserialize, Serialize};

/// A set of clauses of one contract.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct ClauseSet {
    bits: Vec<u64>,
}

impl ClauseSet {
    /// Puts a clause in.
    pub(super) fn insert(&mut self, clause: usize) {
        let word = clause / 64;
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (clause % 64);
    }

    /// Whether a clause is in it.
    pub(super) fn contains(&self, clause: usize) -> bool {
        self.bits.get(clause / 64).is_some_and(|bits| bits & (1 << (clause % 64)) != 0)
    }

    /// Its clauses, in their order in the contract.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.bits.iter().enumerate().flat_map(|(word, bits)| {
            // Clears the lowest bit each time.
            let some = |left: u64| (left != 0).then_some(left);
            let left = std::iter::successors(some(*bits), move |left| some(left & (left - 1)));
            left.map(move |left| word * 64 + left.trailing_zeros() as usize)
        })
    }

    /// Puts in what another has.
    pub(super) fn extend(&mut self, other: &Self) {
        if other.bits.len() > self.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (own, bits) in self.bits.iter_mut().zip(&other.bits) {
            *own |= bits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_there_and_nothing_else() {
        let mut set = ClauseSet::default();
        let clauses = [0, 63, 64, 200];
        clauses.iter().rev().for_each(|clause| set.insert(*clause));
        assert_eq!(set.iter().collect::<Vec<_>>(), clauses);
        assert!((0..300).all(|clause| set.contains(clause) == clauses.contains(&clause)));
        let mut other = ClauseSet::default();
        other.insert(5);
        other.extend(&set);
        assert_eq!(other.iter().collect::<Vec<_>>(), [0, 5, 63, 64, 200]);
    }
}
