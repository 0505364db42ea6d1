//! Published results of other countries, reproduced seat by seat.
//!
//! Each file in `elections/` names its source and holds contests as `[list, votes, seats]`, the seats being those that
//! were published. Nothing in them was computed here.
#![allow(clippy::unwrap_used)]

mod story;

use serde_json::Value;
use story::Story;

fn files() -> impl Iterator<Item = (String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/elections");
    std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), serde_json::from_str(&text).unwrap())
    })
}

#[test]
fn more_than_a_hundred_published_results_are_reproduced_seat_by_seat() {
    let mut reproduced = 0;
    for (file, election) in files() {
        assert!(!election["source"].as_str().unwrap().is_empty(), "{file} names its source");
        let rule = election["rule"].as_str().unwrap();
        for contest in election["contests"].as_array().unwrap() {
            let mut story = Story::seats(contest["seats"].as_u64().unwrap() as u32);
            let mut published = Vec::new();
            for list in contest["lists"].as_array().unwrap() {
                story = story.party(list[0].as_str().unwrap(), list[1].as_u64().unwrap());
                published.push(list[2].as_u64().unwrap() as u32);
            }
            for (key, answer) in election["readings"].as_object().unwrap() {
                story = story.reading(key, answer.as_str().unwrap());
            }
            assert_eq!(published.iter().sum::<u32>(), story.0.seats, "{file}: {}", contest["name"]);
            assert_eq!(story.under(rule).seats(), published, "{file}: {}", contest["name"]);
            reproduced += 1;
        }
    }
    assert!(reproduced > 100, "{reproduced} results");
}
