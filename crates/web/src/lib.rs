//! The headquarters' door: pages («صفحه‌ها») for people, an interface for machines.
//!
//! A door: it translates what the office says into Persian and English, and decides nothing.
//!
//! **In scope:** [`hq`] and [`public`] (pages that anybody may read), [`api`] (for machines). What pages are made
//! of is `screens`, which the machines of a branch share.
//!
//! **Out of scope:** rules and storage (`office`), the branch's machines (`station` serves their screens).

pub mod api;
pub mod hq;
pub mod missing;
pub mod pages;
mod press;
pub mod public;

pub use screens::{assets, booth, desk, furniture, headers, layout, locale};
