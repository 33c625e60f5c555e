//! Which clause stands for what a value breaks of a schema.

use super::facets::Facet;
use super::node::Node;
use super::place::name_of;
use super::schema::Offence;
use crate::model::Level;

/// A clause, and what is known of it.
pub(crate) struct Blame<'a> {
    /// Its id: one that is derived from the schema, whatever the offence is.
    pub clause: String,
    /// The facet that it is, if it is one.
    pub facet: Option<&'a Facet>,
    /// How binding it is.
    pub level: Level,
    /// It says something else, and only stands nearest to what is broken: that it is kept elsewhere
    /// proves nothing.
    pub stands_in: bool,
}

/// The clause of an offence: the fact about the very place, or about one above it through which the
/// schema came to it; where there is neither, the nearest presence.
pub(crate) fn blame<'a>(root: &'a Node, offence: &Offence) -> Blame<'a> {
    let (path, whole) = way(root, &offence.pointer);
    if let Some(node) = path.last().filter(|_| whole) {
        if offence.keyword == "required" && node.required {
            let clause = node.clause.clone();
            return Blame { clause, facet: None, level: node.level, stands_in: false };
        }
        // The schema `false` is read as what nothing is.
        let keyword = if offence.keyword == "falseSchema" { "not" } else { &offence.keyword };
        if let Some(blame) = facet_of(node, keyword) {
            return blame;
        }
    }
    for node in path.iter().rev() {
        let found = offence.through.iter().rev().find_map(|keyword| facet_of(node, keyword));
        if let Some(blame) = found {
            return blame;
        }
    }
    // Something has to be there already for a fact about it to be broken.
    let promised = |node: &&&Node| node.required && !node.is_item && node.level != Level::May;
    let nearest = path.iter().rev().find(promised);
    let node = nearest.copied().unwrap_or(root);
    Blame { clause: node.clause.clone(), facet: None, level: node.level, stands_in: true }
}

fn facet_of<'a>(node: &'a Node, keyword: &str) -> Option<Blame<'a>> {
    let facet = node.facets.iter().find(|facet| facet.name == keyword)?;
    let clause = node.facet(keyword);
    Some(Blame { clause, facet: Some(facet), level: facet.level, stands_in: false })
}

/// The fields from the root towards a place, and whether they reach it.
fn way<'a>(root: &'a Node, pointer: &str) -> (Vec<&'a Node>, bool) {
    let mut path = vec![root];
    for step in pointer.split('/').skip(1) {
        let step = name_of(step);
        let here = path[path.len() - 1];
        let below = here
            .properties
            .get(&step)
            .or_else(|| here.items.as_deref().filter(|_| step.parse::<usize>().is_ok()));
        match below {
            Some(below) => path.push(below),
            None => return (path, false),
        }
    }
    (path, true)
}
