//! Shards of one run put together again.

use std::collections::{BTreeMap, HashMap};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::assemble::{Frame, this_tool};
use super::plan::Plan;
use super::ran::Ran;
use super::saved::SavedShard;
use crate::model::{ApiReport, Completion};

/// Shards that make no run. Files are told by the names that they were given with.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MergeError {
    /// Two are of different runs.
    #[error("{file} and {other} are not of one run: {why}\nmerge the shards of one run only")]
    Mixed {
        /// The one.
        file: String,
        /// The other.
        other: String,
        /// What differs.
        why: String,
    },
    /// Another version may divide and judge in another way.
    #[error(
        "{file} was written by docproof {theirs}, this is {ours}\nmerge with the version that ran the shards"
    )]
    Version {
        /// The file.
        file: String,
        /// Its version.
        theirs: String,
        /// This one.
        ours: String,
    },
    /// One shard is there twice.
    #[error("shard {shard} is there twice: {file} and {other}\nname each shard of the run once")]
    Doubled {
        /// Which, as `K/N`.
        shard: String,
        /// The one.
        file: String,
        /// The other.
        other: String,
    },
    /// Some are not there.
    #[error(
        "{missing} missing; there {are} {found}\na shard whose job ended early writes no shard.json: see its log, and run it again"
    )]
    Missing {
        /// Which, with the verb.
        missing: String,
        /// The verb of what is there.
        are: &'static str,
        /// What is there, with files.
        found: String,
    },
    /// A file that no run writes.
    #[error(
        "{file}: {problem}\nit was changed after the run: take it again from where it was made"
    )]
    Malformed {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
}

/// A run made of shards, ready to be assembled.
#[derive(Debug)]
pub struct Merged {
    /// What the run set out to do.
    pub plan: Plan,
    /// What came of each scenario, in order.
    pub ran: Vec<(usize, Ran)>,
    /// The run as a whole.
    pub frame: Frame,
    /// The shards that did not finish, in words.
    pub unfinished: Vec<String>,
}

/// Puts shards together; each has the name of its file.
///
/// # Errors
/// When they are not all the shards of one run, each once and whole.
pub fn merge(mut shards: Vec<(String, SavedShard)>) -> Result<Merged, MergeError> {
    for (file, shard) in &shards {
        sound(file, shard)?;
    }
    if let Some((first, rest)) = shards.split_first() {
        rest.iter().try_for_each(|other| of_one_run(first, other))?;
    }
    complete(&shards)?;
    shards.sort_by_key(|(_, shard)| shard.shard);
    let starts = starts(&shards)?;
    let earliest = starts.iter().copied().min().unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let mut all: BTreeMap<usize, Ran> = BTreeMap::new();
    let (mut unfinished, mut runs, mut end) = (Vec::new(), Vec::new(), 0);
    let mut completion = Completion::Complete;
    let mut plan = None;
    let mut selection = None;
    for ((file, shard), start) in shards.into_iter().zip(starts) {
        let later = u64::try_from((start - earliest).whole_milliseconds()).unwrap_or_default();
        end = end.max(later.saturating_add(shard.frame.duration_ms));
        unfinished.extend(unfinished_words(&file, &shard));
        completion = worse(completion, shard.frame.completion);
        runs.push(shard.frame.run_id);
        let plan: &Plan = plan.get_or_insert(shard.plan);
        selection.get_or_insert(shard.frame.selection);
        let indices: HashMap<&str, usize> =
            plan.scenarios.iter().enumerate().map(|(at, head)| (head.id.as_ref(), at)).collect();
        for (id, mut ran) in shard.ran {
            ran.since_earlier(later);
            let twice = match indices.get(id.as_ref()) {
                Some(index) => all.insert(*index, ran).is_some(),
                None => true,
            };
            if twice {
                let problem = format!("`{id}` is no scenario of this shard");
                return Err(MergeError::Malformed { file, problem });
            }
        }
    }
    let plan = plan.ok_or_else(|| MergeError::Missing {
        missing: "every shard is".into(),
        are: "is",
        found: "none".into(),
    })?;
    let frame = Frame {
        run_id: runs.join("+"),
        started: earliest.format(&Rfc3339).unwrap_or_default(),
        duration_ms: end,
        completion,
        selected: (completion != Completion::Complete).then_some(plan.scenarios.len()),
        selection: selection.unwrap_or_default(),
    };
    Ok(Merged { plan, ran: all.into_iter().collect(), frame, unfinished })
}

/// Holds what a file says to itself.
fn sound(file: &str, saved: &SavedShard) -> Result<(), MergeError> {
    let ours = this_tool().version;
    if saved.tool.version != ours {
        let theirs = saved.tool.version.clone();
        return Err(MergeError::Version { file: file.to_owned(), theirs, ours });
    }
    let SavedShard { shard, share, plan, ran, frame, .. } = saved;
    let whole = frame.completion == Completion::Complete;
    let problem = if !shard.can_be() {
        format!("there is no shard {shard}")
    } else if plan.scenarios.iter().any(|head| head.feature >= plan.features.len()) {
        "a scenario has no feature".to_owned()
    } else if ran.len() > *share || (whole && ran.len() < *share) {
        format!("it has {} of the {share} scenarios that fell to the shard", ran.len())
    } else {
        return Ok(());
    };
    Err(MergeError::Malformed { file: file.to_owned(), problem })
}

fn of_one_run(
    (file, one): &(String, SavedShard),
    (other_file, other): &(String, SavedShard),
) -> Result<(), MergeError> {
    let strict = |shard: &SavedShard| if shard.plan.strict { "with" } else { "without" };
    let why = if one.shard.of != other.shard.of {
        format!("the one is shard {}, the other {}", one.shard, other.shard)
    } else if strict(one) != strict(other) {
        format!("the one ran {} --strict, the other {} it", strict(one), strict(other))
    } else if let Some(why) = other_target(one, other) {
        why
    } else if one.digest != other.digest || one.plan.scenarios != other.plan.scenarios {
        "their scenarios or contracts differ (other features, another --tags, --name or --api?)"
            .to_owned()
    } else {
        return Ok(());
    };
    Err(MergeError::Mixed { file: file.clone(), other: other_file.clone(), why })
}

fn other_target(one: &SavedShard, other: &SavedShard) -> Option<String> {
    let names = |apis: &[ApiReport]| apis.iter().map(|api| api.name.clone()).collect::<Vec<_>>();
    let (apis, others) = (&one.plan.apis, &other.plan.apis);
    let same = match (&one.reference, &other.reference) {
        (Some(faults), Some(others_faults)) => {
            faults == others_faults && names(apis) == names(others)
        }
        (None, None) => apis == others,
        _ => false,
    };
    (!same)
        .then(|| format!("the target of the one is {}, of the other {}", place(one), place(other)))
}

fn place(shard: &SavedShard) -> String {
    let apis = shard.plan.apis.iter().map(|api| match (&shard.reference, api.insecure) {
        (Some(_), _) => api.name.clone(),
        (None, false) => format!("{} {}", api.name, api.base_url),
        (None, true) => format!("{} {} (--insecure)", api.name, api.base_url),
    });
    let apis = apis.collect::<Vec<_>>().join(", ");
    match shard.reference.as_deref() {
        Some([]) => format!("the embedded reference ({apis})"),
        Some(faults) => format!("the embedded reference ({apis}) with {}", faults.join(", ")),
        None => apis,
    }
}

/// Every shard is there, and once.
fn complete(shards: &[(String, SavedShard)]) -> Result<(), MergeError> {
    let mut found: BTreeMap<usize, &String> = BTreeMap::new();
    let of = shards.first().map_or(0, |(_, shard)| shard.shard.of);
    for (file, shard) in shards {
        if let Some(other) = found.insert(shard.shard.index, file) {
            return Err(MergeError::Doubled {
                shard: shard.shard.to_string(),
                file: other.clone(),
                other: file.clone(),
            });
        }
    }
    let missing: Vec<usize> = (1..=of).filter(|index| !found.contains_key(index)).collect();
    let joined: usize = shards.iter().map(|(_, shard)| shard.share).sum();
    match (missing.as_slice(), shards.first()) {
        ([], Some((file, first))) if joined != first.plan.scenarios.len() => {
            let problem = format!(
                "{joined} of the run's {} scenarios fell to its shards",
                first.plan.scenarios.len()
            );
            Err(MergeError::Malformed { file: file.clone(), problem })
        }
        ([], _) => Ok(()),
        (missing, _) => {
            let found: Vec<String> =
                found.iter().map(|(index, file)| format!("{index} ({file})")).collect();
            Err(MergeError::Missing {
                missing: match missing {
                    [one] => format!("shard {one} of {of} is"),
                    many => {
                        let many: Vec<String> = many.iter().map(ToString::to_string).collect();
                        format!("shards {} of {of} are", many.join(", "))
                    }
                },
                are: if found.len() == 1 { "is" } else { "are" },
                found: found.join(", "),
            })
        }
    }
}

fn starts(shards: &[(String, SavedShard)]) -> Result<Vec<OffsetDateTime>, MergeError> {
    let start = |(file, shard): &(String, SavedShard)| {
        OffsetDateTime::parse(&shard.frame.started, &Rfc3339).map_err(|error| {
            MergeError::Malformed {
                file: file.clone(),
                problem: format!("its start, `{}`, is no time: {error}", shard.frame.started),
            }
        })
    };
    shards.iter().map(start).collect()
}

fn worse(one: Completion, other: Completion) -> Completion {
    match (one, other) {
        (Completion::Interrupted, _) | (_, Completion::Interrupted) => Completion::Interrupted,
        (Completion::Stopped, _) | (_, Completion::Stopped) => Completion::Stopped,
        (Completion::Complete, Completion::Complete) => Completion::Complete,
    }
}

fn unfinished_words(file: &str, saved: &SavedShard) -> Option<String> {
    let how = match saved.frame.completion {
        Completion::Complete => return None,
        Completion::Stopped => "stopped early, as asked",
        Completion::Interrupted => "was interrupted",
    };
    Some(format!(
        "shard {} ({file}) {how}: {} of its {} scenarios ran",
        saved.shard,
        saved.ran.len(),
        saved.share
    ))
}
