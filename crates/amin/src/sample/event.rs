//! `event.json`: one polling day, two contests with their own boards.

use election::id::ContestId;
use election::import::draft::{Event, EventContest};
use election::setup::{CountingUnit, Name};

/// 11 Ordibehesht 1405, the day that was announced for the seventh term.
const POLLING_DAY: &str = "2026-05-01";

/// The picks of one voter for the council: as many as there are seats.
pub(super) const COUNCIL_PICKS: u16 = 21;

/// The contest of the city council.
pub(super) fn council() -> ContestId {
    ContestId::new("council").expect("well spelled")
}

/// The contest of the Assembly of Experts.
pub(super) fn experts() -> ContestId {
    ContestId::new("experts").expect("well spelled")
}

/// What a headquarters decides before anybody has a key.
pub(super) fn json() -> Vec<u8> {
    let event = Event {
        title: name(
            "انتخابات شورای شهر تهران و میان‌دوره‌ای خبرگان، ۱۱ اردیبهشت ۱۴۰۵ (نمونه)",
            "City Council of Tehran and Assembly of Experts by-election, 11 Ordibehesht 1405 (sample)",
        ),
        polling_day: POLLING_DAY.to_owned(),
        counting_unit: CountingUnit::Branch,
        privacy_floor: 30,
        when_alone: Default::default(),
        contests: vec![
            EventContest {
                id: council(),
                title: name("شورای اسلامی شهر تهران، ری و تجریش", "City Council of Tehran, Rey and Tajrish"),
                rule: "tehran-1404".to_owned(),
                readings: Default::default(),
                seats: 21,
                alternates: 11,
                picks: COUNCIL_PICKS,
                // The governor, civil registration, education and eight trustees of the people.
                executive: name("هیأت اجرایی شهرستان تهران", "Executive Board of Tehran County"),
                // Members of parliament centrally and in the province; in the county five local trustees.
                supervisory: name(
                    "هیأت نظارت بر انتخابات شوراهای اسلامی شهرستان تهران",
                    "Supervisory Board of Council Elections, Tehran County",
                ),
            },
            EventContest {
                id: experts(),
                title: name(
                    "میان‌دوره‌ای مجلس خبرگان رهبری، استان تهران",
                    "Assembly of Experts by-election, Tehran Province",
                ),
                rule: "plurality".to_owned(),
                readings: Default::default(),
                seats: 1,
                alternates: 0,
                picks: 1,
                executive: name(
                    "هیأت اجرایی انتخابات مجلس خبرگان رهبری استان تهران",
                    "Executive Board of the Assembly of Experts Election, Tehran Province",
                ),
                // For this contest the Guardian Council supervises, in the same branch on the same day.
                supervisory: name(
                    "هیأت نظارت شورای نگهبان در استان تهران",
                    "Supervisory Board of the Guardian Council, Tehran Province",
                ),
            },
        ],
    };
    let mut json = serde_json::to_vec_pretty(&event).expect("an event has only strings and numbers");
    json.push(b'\n');
    json
}

fn name(fa: &str, en: &str) -> Name {
    Name { fa: fa.to_owned(), en: en.to_owned() }
}
