//! The published order of Tehran 1396 and 1400, as far as votes were published.
//!
//! Both were elected by plurality at large. No source at hand has every candidate's votes, and none was made up: the
//! ranks that were published with votes are handed in scrambled and must come out in the published order.
#![allow(clippy::unwrap_used)]

mod story;

use serde_json::Value;
use story::Story;

/// The published names, in their order, and the contest of them alone.
fn published(text: &str, seats: u32, alternates: u32) -> (Vec<String>, Story) {
    let file: Value = serde_json::from_str(text).unwrap();
    assert!(file["source"].as_str().unwrap().starts_with("https://"));
    let order: Vec<(String, u64)> = file["order"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row[0].as_str().unwrap().to_owned(), row[1].as_u64().unwrap()))
        .collect();
    let mut scrambled = order.clone();
    scrambled.sort();
    let mut story = Story::seats(seats).alternates(alternates);
    for (name, votes) in &scrambled {
        story = story.independent(name, *votes);
    }
    (order.into_iter().map(|(name, _)| name).collect(), story)
}

#[test]
fn tehran_1396_comes_out_in_the_published_order() {
    let (order, story) = published(include_str!("tehran/1396.json"), 18, 0);
    assert_eq!(story.under("plurality").elected(), order);
}

#[test]
fn tehran_1400_has_its_members_before_its_alternates() {
    let (order, story) = published(include_str!("tehran/1400.json"), 2, 2);
    let result = story.under("plurality");
    assert_eq!(
        (result.elected(), result.alternates()),
        (order[..2].iter().map(String::as_str).collect(), order[2..].iter().map(String::as_str).collect())
    );
}

#[test]
fn tehran_had_twenty_one_members_and_eleven_alternates() {
    let council = seats::council::size(seats::council::Place::Tehran, seats::council::Era::Since1395);
    let file: Value = serde_json::from_str(include_str!("tehran/1400.json")).unwrap();
    assert_eq!(Value::from(council.members), file["members"]);
    assert_eq!(Value::from(council.alternates), file["alternates"]);
}
