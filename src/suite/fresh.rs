//! Values of a run's own: recognisable names, numbers that nobody else has.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rand::RngExt;

/// Counts on from a random place, so that processes don't meet: documented operations delete
/// nothing. All runs of a process share it, so that they never meet.
static NEXT: LazyLock<AtomicU64> = LazyLock::new(|| AtomicU64::new(rand::rng().random()));

/// So many letters differ in long texts.
const DIFFER: usize = 12;

/// Makes values that this run alone uses.
#[derive(Debug)]
pub struct Fresh {
    run_id: String,
    labels: AtomicU64,
    seconds: AtomicU64,
}

impl Fresh {
    /// Names the run.
    pub fn new() -> Self {
        let mut random = rand::rng();
        let letters = b"abcdefghjkmnpqrstuvwxyz23456789";
        let run_id =
            (0..6).map(|_| char::from(letters[random.random_range(0..letters.len())])).collect();
        Self { run_id, labels: AtomicU64::new(0), seconds: AtomicU64::new(0) }
    }

    /// Marks this run's data and requests.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// A mark that shows where a name came from.
    pub fn label(&self) -> String {
        let number = self.labels.fetch_add(1, Ordering::Relaxed);
        format!("docproof-{}-{number}", self.run_id)
    }

    /// As many digits as asked for, the first one no zero. Numbers follow each other, so that two
    /// processes meet only where their random starts do.
    pub fn digits(&self, length: usize) -> String {
        let length = u32::try_from(length.clamp(4, 18)).unwrap_or(10);
        let unit = 10_u64.pow(length - 1);
        let number = 6 * unit + NEXT.fetch_add(1, Ordering::Relaxed) % (4 * unit);
        number.to_string()
    }

    /// Seconds, one after the other: fewer than these, and than are in an hour.
    pub fn second(&self, most: u64) -> i64 {
        let most = most.clamp(1, 3600);
        i64::try_from(self.seconds.fetch_add(1, Ordering::Relaxed) % most).unwrap_or_default()
    }

    /// Small letters, the first of which differ each time.
    pub fn letters(&self, length: usize) -> String {
        let mut random = rand::rng();
        let own: Vec<char> =
            (0..DIFFER).map(|_| char::from(random.random_range(b'a'..=b'z'))).collect();
        let own = own.into_iter().filter(|_| length > DIFFER);
        own.chain(('a'..='z').cycle()).take(length).collect()
    }

    /// Any of so many, by its index.
    pub fn one_of(&self, among: usize) -> usize {
        rand::rng().random_range(0..among.max(1))
    }

    /// Hexadecimal digits.
    pub fn hex(&self, length: usize) -> String {
        let mut random = rand::rng();
        (0..length).map(|_| char::from(b"0123456789abcdef"[random.random_range(0..16)])).collect()
    }

    /// An id that looks like this one and is another; `None` where it has too little to vary.
    pub fn like(&self, id: &str) -> Option<String> {
        let mut random = rand::rng();
        if id.bytes().all(|byte| byte.is_ascii_digit()) {
            // Ids that are counted up: far beyond any that has been given.
            return Some(
                random.random_range(900_000_000_000_000_u64..999_999_999_999_999).to_string(),
            );
        }
        let mut characters: Vec<char> = id.chars().collect();
        let mut varied = 0;
        for c in characters.iter_mut().rev() {
            if varied == 12 {
                break;
            }
            match *c {
                '0'..='9' => *c = char::from(b"0123456789"[random.random_range(0..10)]),
                'a'..='f' => *c = char::from(b"abcdef"[random.random_range(0..6)]),
                'A'..='F' => *c = char::from(b"ABCDEF"[random.random_range(0..6)]),
                _ => continue,
            }
            varied += 1;
        }
        let other: String = characters.into_iter().collect();
        (varied == 12 && other != id).then_some(other)
    }
}

impl Default for Fresh {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn another_id_looks_like_the_first() {
        let fresh = Fresh::new();
        let id = "st-7dc994f0-4436-5134-9fa8-a942625f00d1";
        let other = fresh.like(id).unwrap();
        assert_ne!(id, other);
        assert_eq!(&id[..24], &other[..24]);
        assert_eq!(fresh.like("17").unwrap().len(), 15);
        assert_eq!(fresh.like("short"), None);
    }

    #[test]
    fn numbers_have_the_printed_length_and_never_repeat_in_any_run_of_a_process() {
        let runs = [Fresh::new(), Fresh::new()];
        let numbers: HashSet<String> = (0..5000).map(|index| runs[index % 2].digits(10)).collect();
        assert_eq!(numbers.len(), 5000);
        assert!(numbers.iter().all(|number| number.len() == 10 && number.as_bytes()[0] >= b'6'));
    }
}
