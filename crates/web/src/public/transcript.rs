//! The transcript of the seat rules as it stands in a result, and the readings that were signed with it.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What `seats` says in a result; see `seats::json::outcome`. Fields that no page shows are passed over.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Transcript {
    /// The rule's name.
    pub rule: String,
    /// The version of its wording.
    pub version: u32,
    /// The question's key and the answer both boards signed.
    #[serde(default)]
    pub readings: BTreeMap<String, serde_json::Value>,
    /// Seats of each list, then of the independents.
    pub seats: Vec<Won>,
    /// The way there.
    pub steps: Vec<Step>,
}

/// The seats of a list.
#[derive(Debug, Clone, Deserialize)]
pub struct Won {
    /// The list's code, or `independents`.
    pub list: String,
    /// Its seats.
    pub seats: u16,
    /// Its votes.
    pub votes: u64,
}

/// One step.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// The provision it obeys.
    pub article: Cited,
    /// What it changed.
    #[serde(default)]
    pub change: Vec<Change>,
    /// What was done.
    pub text: Said,
}

/// A provision as a step cites it.
#[derive(Debug, Clone, Deserialize)]
pub struct Cited {
    /// Its short name; `seats::article` has its words.
    pub key: String,
    /// How it is cited in Persian.
    pub fa: String,
    /// How it is cited in English.
    pub en: String,
}

/// A list's seats before and after a step.
#[derive(Debug, Clone, Deserialize)]
pub struct Change {
    /// The list's code, or `independents`.
    pub list: String,
    /// Before.
    pub from: u16,
    /// After.
    pub to: u16,
}

/// Something said in both languages.
#[derive(Debug, Clone, Deserialize)]
pub struct Said {
    /// In Persian.
    pub fa: String,
    /// In English.
    pub en: String,
}
