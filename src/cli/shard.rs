//! Which shard of a run this is: as asked for, or as the parallel job says that runs it.

use super::error::CliError;
use crate::suite::Shard;

/// A shard, and why this is one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Asked {
    pub shard: Shard,
    /// What said so: `--shard` or variables.
    pub by: String,
}

impl Asked {
    /// As the report's `selection` has it.
    pub fn words(&self) -> String {
        format!("{} (by {})", self.shard, self.by)
    }
}

/// Variables that parallel jobs set: which one this is, and of how many there are.
struct Pair {
    index: &'static str,
    total: &'static str,
    /// What the first one's index is.
    first: usize,
    /// What to do where one of them is missing.
    remedy: &'static str,
}

/// In the order in which they are asked.
const PAIRS: [Pair; 3] = [
    Pair {
        index: "JOB_COMPLETION_INDEX",
        total: "DOCPROOF_SHARDS",
        first: 0,
        remedy: "Kubernetes gives indexed jobs JOB_COMPLETION_INDEX; set DOCPROOF_SHARDS to the job's \
                 `completions`",
    },
    Pair {
        index: "CI_NODE_INDEX",
        total: "CI_NODE_TOTAL",
        first: 1,
        remedy: "GitLab sets both in jobs with `parallel`",
    },
    Pair {
        index: "CIRCLE_NODE_INDEX",
        total: "CIRCLE_NODE_TOTAL",
        first: 0,
        remedy: "CircleCI sets both in jobs with `parallelism`",
    },
];

/// The shard that this run is, if it is one. The flag goes before everything, then DOCPROOF_SHARD.
pub(super) fn asked(
    flag: Option<Shard>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Asked>, CliError> {
    if let Some(shard) = flag {
        return Ok(Some(Asked { shard, by: "--shard".into() }));
    }
    // An empty one is how CI systems spell one that isn't set.
    let variable = |name: &str| {
        variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    if let Some(text) = variable("DOCPROOF_SHARD") {
        let shard = text
            .parse()
            .map_err(|error| CliError::Usage(format!("DOCPROOF_SHARD={text}: {error}")))?;
        return Ok(Some(Asked { shard, by: "DOCPROOF_SHARD".into() }));
    }
    for pair in &PAIRS {
        if let Some(asked) = of_pair(pair, variable(pair.index), variable(pair.total))? {
            return Ok(Some(asked));
        }
    }
    Ok(None)
}

fn of_pair(
    pair: &Pair,
    index: Option<String>,
    total: Option<String>,
) -> Result<Option<Asked>, CliError> {
    let Pair { index: index_name, total: total_name, first, remedy } = pair;
    let half = |there: &str, value: &str, missing: &str| {
        Err(CliError::Usage(format!(
            "{there} is {value}, and {missing} is not set: {remedy} (or say --shard K/N; --shard 1/1 runs \
             everything)"
        )))
    };
    let (index, total) = match (index, total) {
        (None, None) => return Ok(None),
        // GitLab sets the total in every job: 1 where nothing is parallel.
        (None, Some(total)) if total == "1" => return Ok(None),
        (None, Some(total)) => return half(total_name, &total, index_name),
        (Some(index), None) => return half(index_name, &index, total_name),
        (Some(index), Some(total)) => (index, total),
    };
    let number = |text: &str| text.parse::<usize>().ok();
    let shard = number(&index)
        .zip(number(&total))
        .and_then(|(index, total)| Shard::new(index.checked_add(1)?.checked_sub(*first)?, total));
    let Some(shard) = shard else {
        return Err(CliError::Usage(format!(
            "{index_name}={index} and {total_name}={total} name no shard: the first is from {first}, the \
             second says how many there are (or say --shard K/N; --shard 1/1 runs everything)"
        )));
    };
    // A job that isn't parallel runs everything, and is no shard.
    let by = format!("{index_name}={index} {total_name}={total}");
    Ok((shard.of > 1).then_some(Asked { shard, by }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of these variables.
    fn said(variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        asked(None, &variable)
            .map(|asked| asked.map(|asked| asked.words()))
            .map_err(|error| error.to_string())
    }

    fn shard(words: &str) -> Result<Option<String>, String> {
        Ok(Some(words.to_owned()))
    }

    #[test]
    fn each_systems_variables_name_the_shard() {
        assert_eq!(said(&[("DOCPROOF_SHARD", "2/4")]), shard("2/4 (by DOCPROOF_SHARD)"));
        assert_eq!(
            said(&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")]),
            shard("2/4 (by CI_NODE_INDEX=2 CI_NODE_TOTAL=4)")
        );
        assert_eq!(
            said(&[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "4")]),
            shard("1/4 (by CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=4)")
        );
        assert_eq!(
            said(&[("JOB_COMPLETION_INDEX", "3"), ("DOCPROOF_SHARDS", "4")]),
            shard("4/4 (by JOB_COMPLETION_INDEX=3 DOCPROOF_SHARDS=4)")
        );
    }

    #[test]
    fn a_job_that_is_not_parallel_is_no_shard() {
        assert_eq!(said(&[]), Ok(None));
        assert_eq!(said(&[("CI_NODE_TOTAL", "1")]), Ok(None));
        assert_eq!(said(&[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "1")]), Ok(None));
        assert_eq!(said(&[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "1")]), Ok(None));
        assert_eq!(said(&[("DOCPROOF_SHARD", ""), ("CI_NODE_INDEX", " ")]), Ok(None));
    }

    #[test]
    fn what_is_asked_for_goes_before_what_a_system_says() {
        let ours = ("DOCPROOF_SHARD", "1/1");
        let theirs = [("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")];
        assert_eq!(said(&[ours, theirs[0], theirs[1]]), shard("1/1 (by DOCPROOF_SHARD)"));
        let flag = Shard::new(3, 3);
        let found = asked(flag, &|_| Some("x".into())).unwrap().unwrap();
        assert_eq!(found.words(), "3/3 (by --shard)");
    }

    #[test]
    fn what_names_no_shard_is_refused() {
        for wrong in [
            &[("DOCPROOF_SHARD", "0/4")][..],
            &[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "4")],
            &[("CI_NODE_INDEX", "5"), ("CI_NODE_TOTAL", "4")],
            &[("CI_NODE_INDEX", "x"), ("CI_NODE_TOTAL", "4")],
            &[("CIRCLE_NODE_INDEX", "4"), ("CIRCLE_NODE_TOTAL", "4")],
            &[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "0")],
            &[("CI_NODE_INDEX", "2")],
            &[("CI_NODE_TOTAL", "2")],
            &[("JOB_COMPLETION_INDEX", "0")],
            &[("DOCPROOF_SHARDS", "4")],
        ] {
            assert!(said(wrong).is_err(), "{wrong:?}");
        }
    }
}
