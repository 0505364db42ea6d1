//! What every HTTP door shares: how a refusal is told ([`problem`]), how a machine signs a request
//! ([`signed`]) or holds a [`session`], and how an interface is described ([`openapi`]).

pub mod openapi;
pub mod problem;
pub mod session;
pub mod signed;

pub use problem::Problem;
