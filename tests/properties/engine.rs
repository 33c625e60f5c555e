//! Runs a property: some cases with a fixed seed, or as many as fit into a time.

use std::cell::Cell;
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// So many cases with one seed.
const CASES: u32 = 200;
/// As much stack as the program's own thread has.
const STACK: usize = 8 * 1024 * 1024;

/// Holds a property to cases. `DOCPROOF_FUZZ_SEED` names another seed, `DOCPROOF_FUZZ_SECONDS`
/// goes on with the seeds after it for so long.
pub fn holds<S>(
    name: &str,
    strategy: impl FnOnce() -> S + Send,
    property: impl Fn(S::Value) -> Result<(), TestCaseError> + Send,
) where
    S: Strategy,
{
    let run = move || {
        let number = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
        let first = number("DOCPROOF_FUZZ_SEED").unwrap_or(1);
        let time = number("DOCPROOF_FUZZ_SECONDS").map(Duration::from_secs);
        let (strategy, began) = (strategy(), Instant::now());
        let (cases, slowest) = (Cell::new(0_u64), Cell::new(Duration::ZERO));
        let timed = |value| {
            let began = Instant::now();
            let held = property(value);
            cases.set(cases.get() + 1);
            slowest.set(slowest.get().max(began.elapsed()));
            held
        };
        for seed in first.. {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
            let outcome = TestRunner::new_with_rng(config, rng).run(&strategy, timed);
            if let Err(TestError::Fail(reason, value)) = outcome {
                panic!("{name}: {reason}\nDOCPROOF_FUZZ_SEED={seed}, shrunk to: {value:#?}");
            }
            if time.is_none_or(|time| began.elapsed() >= time) {
                println!(
                    "{name}: {} cases from seed {first} to {seed} in {:.1?}, the slowest in {:.1?}",
                    cases.get(),
                    began.elapsed(),
                    slowest.get()
                );
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        if let Err(panic) = thread.unwrap().join() {
            std::panic::resume_unwind(panic);
        }
    });
}
