//! What a shard of a run saves for the whole to be made of: everything that its scenarios saw,
//! before findings are attributed. Attribution looks at all scenarios of a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::Case;
use super::assemble::{Frame, this_tool};
use super::plan::Plan;
use super::ran::Ran;
use super::shard::Shard;
use crate::model::Tool;

/// The version of the form of [`SavedShard`]; readers refuse others.
pub const SHARD_FORMAT: &str = "docproof-shard/1";

/// `shard.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SavedShard {
    /// Always [`SHARD_FORMAT`].
    pub format: String,
    /// Who wrote it.
    pub tool: Tool,
    /// Which part of the run it is.
    pub shard: Shard,
    /// Stands for the selected scenarios and the contract: equal in all shards of a run.
    pub digest: String,
    /// The faults of the embedded reference implementation, where that was the target: each shard
    /// has its own, on a port of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Vec<String>>,
    /// How many scenarios fell to it.
    pub share: usize,
    /// The shard's own frame; nothing in it tells of shards.
    pub frame: Frame,
    /// The plan of the whole run.
    pub plan: Plan,
    /// What came of its scenarios, by their ids.
    pub ran: IndexMap<Arc<str>, Ran>,
}

impl SavedShard {
    /// A shard of this program's.
    pub fn new(
        shard: Shard,
        digest: String,
        reference: Option<Vec<String>>,
        share: usize,
        frame: Frame,
        plan: Plan,
    ) -> Self {
        Self {
            format: SHARD_FORMAT.into(),
            tool: this_tool(),
            shard,
            digest,
            reference,
            share,
            frame,
            plan,
            ran: IndexMap::new(),
        }
    }

    /// With what came of its scenarios, by their indices in the plan.
    #[must_use]
    pub fn with(mut self, ran: &[(usize, Ran)]) -> Self {
        for (index, ran) in ran {
            if let Some(head) = self.plan.scenarios.get(*index) {
                self.ran.insert(head.id.clone(), ran.clone());
            }
        }
        self
    }
}

/// Stands for what is run: scenarios with their steps, and the files of the contract.
pub fn digest(cases: &[Case], schemas: &BTreeMap<String, String>) -> String {
    let mut hash = Context::new(&SHA256);
    let mut add = |text: &str| {
        // With its length, so that no two lists of texts read alike.
        hash.update(&text.len().to_le_bytes());
        hash.update(text.as_bytes());
    };
    for case in cases {
        add(&case.id);
        case.tags.iter().for_each(|tag| add(tag));
        for step in case.steps.iter() {
            super::outline::texts(&step.step).for_each(&mut add);
        }
    }
    schemas.values().for_each(|text| add(text));
    hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
