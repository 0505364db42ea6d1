//! What every HTTP door shares: how a refusal is told ([`problem`]), how a machine signs a request
//! ([`signed`]) or holds a [`session`], how its answer is signed ([`answered`]), what a voter carries from one door to
//! another ([`receipt`]), over what it came ([`scheme`](mod@scheme)), and how an interface is described ([`openapi`]).

pub mod answered;
pub mod openapi;
pub mod problem;
pub mod receipt;
pub mod scheme;
pub mod session;
pub mod signed;

pub use problem::Problem;
