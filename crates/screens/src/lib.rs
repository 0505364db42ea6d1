//! What every page is made of, and the screens of the polling place («صفحه‌های شعبه»).
//!
//! Both sides show pages: the headquarters' door (`web`) and the machines in a school (`station`). What they
//! share is here, and links neither the headquarters nor its database, so that a branch need not carry them.
//!
//! **In scope:** [`locale`] (words, digits, dates), [`layout`] (the shell), [`furniture`] (pieces),
//! [`assets`] (style, mark, typeface), [`headers`] (what browsers are told), [`desk`] and [`booth`]: screens as
//! functions of what they show. Every page works without a script and without any other site.
//!
//! **Out of scope:** rules, storage, and where the facts on a screen come from.

pub mod assets;
pub mod booth;
pub mod desk;
pub mod furniture;
pub mod headers;
pub mod layout;
pub mod locale;
