//! What every HTTP door shares: how a refusal is told ([`problem`]), how a machine signs a request
//! ([`signed`]), and how an interface is described ([`openapi`]).

pub mod openapi;
pub mod problem;
pub mod signed;

pub use problem::Problem;
