//! The contacts of an application: creating them, and updating one or many.

mod bulk;
mod create;
mod edit;
mod fields;
mod numbers;
mod rows;
mod shapes;

pub(super) use bulk::update as bulk_update;
pub(super) use create::create;
pub(super) use edit::update;
