//! A run divided among processes: which of them runs which scenarios.
//!
//! Scenarios are ranked by a hash of their id and dealt out in rows of equal length. So a shard has
//! the same scenarios in each run, a new scenario moves few others, and neighbours in a feature,
//! which take alike long, are spread.
//!
//! Scenarios that use an object which can't be created stay together: within one process they take
//! turns, and processes don't know of each other.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::Case;
use super::turns::{Turns, together};
use crate::contract::Contract;

/// More than these are a slip.
const MOST: usize = 100_000;

/// One part of a divided run.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Shard {
    /// Which, from 1.
    pub index: usize,
    /// Of how many.
    pub of: usize,
}

impl Shard {
    /// The shard, if there can be such a one.
    pub fn new(index: usize, of: usize) -> Option<Self> {
        ((1..=MOST).contains(&of) && (1..=of).contains(&index)).then_some(Self { index, of })
    }

    /// Whether it is a shard at all.
    pub fn can_be(self) -> bool {
        Self::new(self.index, self.of).is_some()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/').map(|(index, of)| (number(index), number(of)));
        let Some((Some(index), Some(of))) = parts else {
            return Err("a shard is written K/N, e.g. 2/4".into());
        };
        Self::new(index, of).ok_or_else(|| match of {
            0 => "there can't be 0 shards".into(),
            1..=MOST => format!("shards of {of} are 1/{of} to {of}/{of}"),
            _ => format!("there can't be more than {MOST} shards"),
        })
    }
}

fn number(text: &str) -> Option<usize> {
    // `parse` would take a `+`.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The indices of the cases that fall to a shard, in order.
pub fn share(cases: &[Case], contract: &Contract, shard: Shard) -> Vec<usize> {
    let turns = Turns::of(contract);
    let objects: Vec<BTreeSet<String>> = cases.iter().map(|case| turns.of_case(case)).collect();
    let groups = together(&objects);
    let mut shards: Vec<Vec<usize>> = vec![Vec::new(); shard.of];
    for group in groups {
        let fewest = (0..shards.len()).min_by_key(|index| shards[*index].len());
        shards[fewest.unwrap_or_default()].extend(group);
    }
    let mut free: Vec<usize> =
        (0..cases.len()).filter(|index| objects[*index].is_empty()).collect();
    free.sort_by_cached_key(|index| rank(&cases[*index].id));
    let loads: Vec<usize> = shards.iter().map(Vec::len).collect();
    let mut free = free.into_iter();
    for (shard, room) in shards.iter_mut().zip(rooms(&loads, free.len())) {
        shard.extend(free.by_ref().take(room));
    }
    let mut own = shards.swap_remove(shard.index.saturating_sub(1).min(shard.of - 1));
    own.sort_unstable();
    own
}

fn rank(id: &str) -> Vec<u8> {
    digest(&SHA256, id.as_bytes()).as_ref().to_vec()
}

/// How many more each shard takes, so that all come as near to the same length as they can.
fn rooms(loads: &[usize], mut left: usize) -> Vec<usize> {
    let mut rooms = vec![0; loads.len()];
    // Those with more than their part take none, and the others share the rest.
    let mut open: Vec<usize> = (0..loads.len()).collect();
    loop {
        let whole = left + open.iter().map(|index| loads[*index]).sum::<usize>();
        let level = whole / open.len().max(1);
        let before = open.len();
        open.retain(|index| loads[*index] <= level);
        if open.len() == before {
            break;
        }
    }
    let whole = left + open.iter().map(|index| loads[*index]).sum::<usize>();
    let (level, extra) = (whole / open.len().max(1), whole % open.len().max(1));
    for (place, index) in open.iter().enumerate() {
        let room = (level + usize::from(place < extra) - loads[*index]).min(left);
        rooms[*index] = room;
        left -= room;
    }
    rooms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_read_as_it_is_written() {
        assert_eq!("2/4".parse(), Ok(Shard { index: 2, of: 4 }));
        for wrong in ["", "x", "2", "0/4", "5/4", "0/0", "1/0", "+1/4", "1/4/2", "-1/4", "1/100001"]
        {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn rooms_bring_every_shard_to_one_level() {
        assert_eq!(rooms(&[0, 0, 0], 8), [3, 3, 2]);
        assert_eq!(rooms(&[5, 2, 0], 5), [0, 2, 3]);
        assert_eq!(rooms(&[9, 0, 0], 1), [0, 1, 0]);
        assert_eq!(rooms(&[4, 3, 3], 3), [1, 1, 1]);
        assert_eq!(rooms(&[0, 0], 0), [0, 0]);
    }
}
