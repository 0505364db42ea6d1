//! The pages («صفحه‌ها»): headquarters, public, branch desk, voting device.
//!
//! A door: it translates what the office says into Persian and English, and decides nothing.
//!
//! **In scope:** [`locale`] (words, digits, dates), [`layout`] (the shell), [`hq`] and [`public`] (pages that
//! anybody may read), [`desk`] and [`booth`] (screens of a branch, as functions of what they show),
//! [`headers`] (what browsers are told). Every page works without a script and without any other site.
//!
//! **Out of scope:** rules and storage (`office`), the branch's machines (their own crate wires the screens).

pub mod api;
pub mod assets;
pub mod booth;
pub mod desk;
pub mod furniture;
pub mod headers;
pub mod hq;
pub mod layout;
pub mod locale;
pub mod missing;
pub mod pages;
pub mod public;
