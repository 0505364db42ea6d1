//! The typefaces, fetched by `build.rs`. Where npm was missing there are none: a page then shows the reader's own
//! Persian typeface, and a form says what to install.

include!(concat!(env!("OUT_DIR"), "/guests.rs"));
