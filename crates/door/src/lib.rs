//! What every HTTP door shares: how a refusal is told ([`problem`]) and how a machine signs a request
//! ([`signed`]).

pub mod problem;
pub mod signed;

pub use problem::Problem;
