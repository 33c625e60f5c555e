//! Values of a run's own: recognisable names, numbers that nobody else has.

use std::sync::atomic::{AtomicU64, Ordering};

use rand::RngExt;

/// Makes values that this run alone uses.
#[derive(Debug)]
pub struct Fresh {
    run_id: String,
    base: u64,
    next: AtomicU64,
}

impl Fresh {
    /// Starts at a random place, so that runs don't meet: documented operations delete nothing.
    pub fn new() -> Self {
        let mut random = rand::rng();
        let letters = b"abcdefghjkmnpqrstuvwxyz23456789";
        let run_id =
            (0..6).map(|_| char::from(letters[random.random_range(0..letters.len())])).collect();
        Self { run_id, base: random.random(), next: AtomicU64::new(0) }
    }

    /// Marks this run's data and requests.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// A mark that shows where a name came from.
    pub fn label(&self) -> String {
        format!("docproof-{}-{}", self.run_id, self.count())
    }

    /// As many digits as asked for, the first one no zero. A run's numbers follow each other, so
    /// that two runs meet only where their random starts do.
    pub fn digits(&self, length: usize) -> String {
        let length = u32::try_from(length.clamp(4, 18)).unwrap_or(10);
        let unit = 10_u64.pow(length - 1);
        let number = 6 * unit + self.base.wrapping_add(self.count()) % (4 * unit);
        number.to_string()
    }

    /// Hexadecimal digits.
    pub fn hex(&self, length: usize) -> String {
        let mut random = rand::rng();
        (0..length).map(|_| char::from(b"0123456789abcdef"[random.random_range(0..16)])).collect()
    }

    fn count(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
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
    fn numbers_have_the_printed_length_and_never_repeat_in_a_run() {
        let fresh = Fresh::new();
        let numbers: HashSet<String> = (0..5000).map(|_| fresh.digits(10)).collect();
        assert_eq!(numbers.len(), 5000);
        assert!(numbers.iter().all(|number| number.len() == 10 && number.as_bytes()[0] >= b'6'));
    }
}
