//! The public's pages: results with the way there, the look-up of a receipt, how to verify.

mod boxes;
mod branch;
pub(crate) mod calendar;
mod candidates;
pub(crate) mod disturbances;
pub mod kept;
mod receipt;
pub mod result;
mod results;
mod seats;
pub mod transcript;
mod verify;
pub mod what_if;

pub use boxes::{Box, boxes, minutes};
pub use branch::branch;
pub use calendar::{Asked as AskedCalendar, KINDS, calendar, export as export_calendar};
pub use candidates::candidates;
pub use receipt::{Lookup, Shown, receipt};
pub use result::Result;
pub use results::{choose, not_decided, results};
pub use verify::{Paper, verify};
