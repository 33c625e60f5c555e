//! Which case begins next.
//!
//! Those that take turns with an object could each hold a place in which they only wait, and one after the
//! other they take longest. So no two that wait for each other are begun, and they come first; then come those
//! that let time pass, while others go on.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Case;
use super::turns::{self, SPENT, Turns};
use crate::contract::Contract;

/// What only steps have that let time pass.
const PASSES_TIME: [&str; 2] = ["enough time passes", "\" becomes "];

/// What is in a step after which something is gone.
const ACCEPTS: &str = " is accepted";

/// Cases that wait to be run, by their indices.
#[derive(Debug)]
pub(super) struct Queue {
    /// The objects that each case uses.
    objects: Vec<BTreeSet<String>>,
    waiting: Mutex<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    free: VecDeque<usize>,
    lanes: Vec<Lane>,
}

/// Cases that use objects in common, of which one is run at a time.
#[derive(Debug)]
struct Lane {
    cases: VecDeque<usize>,
    is_busy: bool,
}

/// A case that is to be run, and whose turn it is.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Taken {
    /// The index of the case.
    pub index: usize,
    lane: Option<usize>,
}

impl Queue {
    /// Cases that are run `jobs` at a time; a single job takes them in their order.
    pub fn new(cases: &[Case], contract: &Contract, jobs: usize) -> Self {
        let turns = Turns::of(contract);
        let objects: Vec<BTreeSet<String>> = cases.iter().map(|case| turns.of_case(case)).collect();
        let says = |index: usize, all: &[&str]| {
            let is_said = |text: &str| all.iter().any(|words| text.contains(words));
            let case: &Case = &cases[index];
            case.steps.iter().any(|step| is_said(&step.step.value))
        };
        let spends = |objects: &BTreeSet<String>| objects.iter().any(|one| one.starts_with(SPENT));
        let spending: BTreeSet<usize> =
            (0..cases.len()).filter(|index| spends(&objects[*index])).collect();
        let ends = |index| spending.contains(&index) && says(index, &[ACCEPTS]);
        Self::of(objects, jobs, |index| says(index, &PASSES_TIME), ends)
    }

    fn of(
        objects: Vec<BTreeSet<String>>,
        jobs: usize,
        passes_time: impl Fn(usize) -> bool,
        ends: impl Fn(usize) -> bool,
    ) -> Self {
        let in_order = jobs == 1;
        let lanes = if in_order { Vec::new() } else { turns::together(&objects) };
        let free = (0..objects.len()).filter(|index| in_order || objects[*index].is_empty());
        let (first, then): (Vec<usize>, Vec<usize>) =
            free.partition(|index| !in_order && passes_time(*index));
        let waiting = Waiting {
            free: first.into_iter().chain(then).collect(),
            lanes: lanes
                .into_iter()
                .map(|mut cases| {
                    // What deletes something for good comes after all who need it.
                    cases.sort_unstable_by_key(|index| (ends(*index), *index));
                    Lane { cases: cases.into(), is_busy: false }
                })
                .collect(),
        };
        Self { objects, waiting: Mutex::new(waiting) }
    }

    /// The next case, `done` with another; nothing once all are begun, but for those whose turn is after
    /// one that is still run: who took that comes back for them.
    pub fn next(&self, done: Option<Taken>) -> Option<Taken> {
        let mut waiting = self.waiting();
        if let Some(lane) = done.and_then(|done| done.lane) {
            waiting.lanes[lane].is_busy = false;
        }
        let lanes = waiting.lanes.iter_mut().enumerate();
        let ready = lanes.filter(|(_, lane)| !lane.is_busy && !lane.cases.is_empty());
        match ready.max_by_key(|(_, lane)| lane.cases.len()) {
            Some((number, lane)) => {
                lane.is_busy = true;
                let index = lane.cases.pop_front()?;
                Some(Taken { index, lane: Some(number) })
            }
            None => waiting.free.pop_front().map(|index| Taken { index, lane: None }),
        }
    }

    /// The objects that a case uses, by its index.
    pub fn objects(&self, index: usize) -> &BTreeSet<String> {
        &self.objects[index]
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(objects: &[&[&str]], jobs: usize) -> Queue {
        let of = |names: &&[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Queue::of(objects.iter().map(of).collect(), jobs, |_| false, |_| false)
    }

    fn order(queue: &Queue) -> Vec<usize> {
        std::iter::from_fn(|| queue.next(None).map(|taken| taken.index)).collect()
    }

    fn index(taken: Option<&Taken>) -> Option<usize> {
        taken.map(|taken| taken.index)
    }

    #[test]
    fn what_takes_turns_comes_first_and_one_at_a_time() {
        let queue = queue(&[&[], &["a"], &["b"], &["a"], &["a"], &[]], 8);
        let first = queue.next(None);
        let second = queue.next(None);
        assert_eq!((index(first.as_ref()), index(second.as_ref())), (Some(1), Some(2)));
        assert_eq!(index(queue.next(None).as_ref()), Some(0), "both objects are in use");
        let third = queue.next(first);
        assert_eq!(index(third.as_ref()), Some(3));
        assert_eq!(index(queue.next(second).as_ref()), Some(5));
        assert_eq!(queue.next(None), None, "4 waits for 3");
        assert_eq!(index(queue.next(third).as_ref()), Some(4));
    }

    #[test]
    fn what_shares_one_object_of_several_is_never_run_together() {
        let queue = queue(&[&["a"], &["b"], &["a", "b"]], 8);
        let first = queue.next(None);
        assert_eq!(queue.next(None), None);
        assert!(queue.next(first).is_some());
    }

    #[test]
    fn what_lets_time_pass_comes_before_what_does_not() {
        let queue = Queue::of(vec![BTreeSet::new(); 4], 8, |index| index % 2 == 1, |_| false);
        assert_eq!(order(&queue), [1, 3, 0, 2]);
        let steps = || crate::suite::vocabulary().iter().flat_map(|step| step.examples);
        for words in PASSES_TIME {
            assert!(steps().any(|text| text.contains(words)), "{words}");
        }
    }

    #[test]
    fn what_deletes_something_for_good_comes_after_all_who_need_it() {
        let objects = vec![BTreeSet::from(["a".to_owned()]); 3];
        let queue = Queue::of(objects, 8, |_| false, |index| index == 0);
        let mut order = Vec::new();
        let mut taken = queue.next(None);
        while let Some(one) = taken {
            order.push(one.index);
            taken = queue.next(Some(one));
        }
        assert_eq!(order, [1, 2, 0]);
    }

    #[test]
    fn a_single_job_takes_cases_in_their_order() {
        let objects = queue(&[&[], &["a"], &["b"], &[]], 1);
        assert_eq!(order(&objects), [0, 1, 2, 3]);
        let queue = Queue::of(vec![BTreeSet::new(); 2], 1, |index| index == 1, |_| false);
        assert_eq!(order(&queue), [0, 1]);
    }
}
