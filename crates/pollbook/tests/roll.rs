//! The roll file: found by number and by name, however it is spelt; and no damage goes unseen.

use election::national_id::NationalId;
use pollbook::VoterKey;
use pollbook::roll::{Builder, Damaged, Entitled, PAGE, Pages, Roll};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const SECRET: [u8; 32] = [5; 32];

fn id(number: u64) -> NationalId {
    NationalId::from_serial(number as u32 + 10_000_000).expect("a serial")
}

fn key(number: u64) -> VoterKey {
    VoterKey::of(&SECRET, &id(number))
}

fn add(builder: &mut Builder, number: u64, name: &str, born: u16) {
    let (national_id, constituency) = (&id(number), (number % 3) as u16);
    builder.add(&Entitled { national_id, name, father: "کاظم", born, constituency }).expect("few");
}

fn bytes(people: &[(u64, &str, u16)]) -> Vec<u8> {
    let mut builder = Builder::new(SECRET);
    for (number, name, born) in people {
        add(&mut builder, *number, name, *born);
    }
    let mut file = Vec::new();
    let written = builder.write([3; 16], |page| {
        file.extend_from_slice(page);
        Ok::<(), Failed>(())
    });
    assert_eq!(written.expect("each once") as usize * PAGE, file.len());
    file
}

#[derive(Debug)]
struct Failed;
impl<T: std::error::Error> From<T> for Failed {
    fn from(_: T) -> Self {
        Self
    }
}

fn names(roll: &Roll<Vec<u8>>, query: &str) -> Vec<String> {
    let mut names: Vec<String> =
        roll.search(query, 10).expect("sound").into_iter().map(|person| person.name).collect();
    names.sort();
    names
}

fn roll() -> Roll<Vec<u8>> {
    let people = [
        (1, "علی رضایی", 1360),
        (2, "فاطمه امین\u{200c}زاده", 1371),
        (3, "محمد کاظمی", 1345),
        (4, "حسین قزوینی", 1390),
        (5, "علی رضایی", 1333),
    ];
    Roll::open(bytes(&people), &SECRET).expect("sound")
}

#[test]
fn f1_a_person_is_found_by_number_and_others_are_not() {
    let roll = roll();
    let person = roll.find(&key(2)).expect("sound").expect("on the roll");
    assert_eq!((person.name.as_str(), person.born), ("فاطمه امین\u{200c}زاده", 1371));
    assert_eq!((person.father.as_str(), person.constituency), ("کاظم", 2));
    assert_eq!((&person.national_id, person.last_digits()), (&id(2), &id(2).as_str()[8..]));
    assert_eq!(roll.person(&person.key).expect("sound"), Some(person));
    assert_eq!(roll.find(&key(99)).expect("sound"), None);
    roll.check().expect("sound");
}

#[test]
fn f1_a_person_is_found_by_any_spelling_of_the_name() {
    let roll = roll();
    let amin = ["فاطمه امین\u{200c}زاده".to_owned()];
    for query in ["امین زاده", "امین‌زاده", "امینزاده", "زاده فاطمه", "Fatemeh Aminzadeh", "aminzade", "امینز"]
    {
        assert_eq!(names(&roll, query), amin, "{query}");
    }
    for query in ["محمد كاظمي", "Mohammad Kazemi", "كاظم", "muhammad"] {
        assert_eq!(names(&roll, query), ["محمد کاظمی"], "{query}");
    }
    assert_eq!(names(&roll, "علي رضائي").len(), 2, "two of one name, told apart by year");
    assert_eq!(names(&roll, "Ghazvini"), ["حسین قزوینی"]);
    assert_eq!(names(&roll, "علی کاظمی"), Vec::<String>::new());
    assert_eq!(names(&roll, "کاظم"), ["محمد کاظمی"], "by the own name, not by the father's");
    assert_eq!(names(&roll, "  "), Vec::<String>::new());
}

#[test]
fn the_file_alone_names_nobody() {
    let file = bytes(&[(1, "علی رضایی", 1360)]);
    let has = |needle: &[u8]| file.windows(needle.len()).any(|window| window == needle);
    assert!(!has("علی".as_bytes()) && !has(&key(1).0[..8]));
    assert_eq!(Roll::open(file, &[6; 32]).err(), Some(Damaged::Page(0)), "another key opens nothing");
}

#[test]
fn a_person_stands_once() {
    let mut builder = Builder::new(SECRET);
    add(&mut builder, 1, "علی", 0);
    add(&mut builder, 1, "علی", 0);
    assert!(builder.write([3; 16], |_| Ok::<(), Failed>(())).is_err());
}

#[test]
fn pages_cannot_be_exchanged_or_left_out() {
    let people: Vec<(u64, String, u16)> = (0..400).map(|n| (n, format!("نام{n} خانواده"), 1300)).collect();
    let people: Vec<(u64, &str, u16)> = people.iter().map(|(n, name, b)| (*n, name.as_str(), *b)).collect();
    let file = bytes(&people);
    assert!(file.len() >= 4 * PAGE);
    let mut exchanged = file.clone();
    let (one, two) = exchanged.split_at_mut(2 * PAGE);
    one[PAGE..].swap_with_slice(&mut two[..PAGE]);
    let mut shortened = file.clone();
    shortened.truncate(file.len() - PAGE);
    for damaged in [exchanged, shortened] {
        let found = Roll::open(damaged, &SECRET).and_then(|roll| roll.check());
        assert!(matches!(found, Err(Damaged::Page(_) | Damaged::Disk(..))), "{found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn everybody_is_found_and_nobody_else(
        people in prop::collection::btree_map(0_u64..5_000, "[\u{0627}-\u{0648}]{2,6} [\u{0627}-\u{0648}]{2,6}", 0..60),
        strangers in prop::collection::vec(5_000_u64..10_000, 5)
    ) {
        let list: Vec<(u64, &str, u16)> = people.iter().map(|(n, name)| (*n, name.as_str(), 1350)).collect();
        let roll = Roll::open(bytes(&list), &SECRET).expect("sound");
        prop_assert_eq!(roll.check(), Ok(()));
        prop_assert_eq!(roll.len(), people.len() as u64);
        for (number, name) in &people {
            let found = roll.find(&key(*number)).expect("sound").expect("on the roll");
            prop_assert_eq!((&found.name, &found.national_id), (name, &id(*number)));
            prop_assert!(roll.search(name, 100).expect("sound").iter().any(|person| person.name == *name));
        }
        for stranger in strangers {
            prop_assert_eq!(roll.find(&key(stranger)).expect("sound"), None);
        }
    }

    #[test]
    fn no_changed_byte_goes_unseen(place in any::<prop::sample::Index>(), change in 1_u8..=255) {
        let mut file = bytes(&[(1, "علی رضایی", 1360), (2, "محمد کاظمی", 1345)]);
        let place = place.index(file.len());
        file[place] ^= change;
        let read = Roll::open(file, &SECRET).and_then(|roll| roll.check());
        prop_assert!(read.is_err(), "byte {} was changed", place);
    }

    #[test]
    fn noise_is_no_roll_and_no_panic(noise in prop::collection::vec(any::<u8>(), 0..9000)) {
        prop_assert!(Roll::open(noise, &SECRET).is_err());
    }
}

/// A file that counts how often a page of it is read: on a disk that is the time a search takes.
struct Counted {
    file: Vec<u8>,
    read: Arc<AtomicU64>,
}

impl Pages for Counted {
    fn read(&self, number: u64, to: &mut [u8; PAGE]) -> Result<(), String> {
        self.read.fetch_add(1, Ordering::Relaxed);
        self.file.read(number, to)
    }
}

#[test]
fn q1_a_person_is_found_in_a_handful_of_pages_however_long_the_roll_is() {
    let most_of = |persons: u64| {
        let people: Vec<(u64, &str, u16)> = (0..persons).map(|number| (number, "کسی", 1360)).collect();
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { file: bytes(&people), read: Arc::clone(&read) };
        let roll = Roll::open(counted, &SECRET).expect("sound");
        let pages = |number: u64| {
            read.store(0, Ordering::Relaxed);
            assert_eq!(roll.find(&key(number)).expect("sound").is_some(), number < persons);
            read.load(Ordering::Relaxed)
        };
        (0..persons + 50).step_by(7).map(pages).max().expect("some were looked for")
    };
    let (few, many) = (most_of(500), most_of(4_000));
    assert!(few <= 12 && many <= 12, "{few} pages of a short roll, {many} of a long one");
}

#[test]
fn q1_a_common_name_is_found_in_a_part_of_the_roll_and_a_rare_one_wherever_it_stands() {
    // More than one part of those that are looked at together.
    const PERSONS: u64 = 150_000;
    let people: Vec<(u64, &str, u16)> = (0..PERSONS)
        .map(|number| match number % 50_000 {
            7 => (number, "محمد رستم‌پور", 1340),
            n if n % 3 == 0 => (number, "محمد حسینی", 1350),
            _ => (number, "علی حسینی", 1360),
        })
        .collect();
    let read = Arc::new(AtomicU64::new(0));
    let counted = Counted { file: bytes(&people), read: Arc::clone(&read) };
    let roll = Roll::open(counted, &SECRET).expect("sound");
    let pages = |query: &str, most: usize| {
        read.store(0, Ordering::Relaxed);
        let found = roll.search(query, most).expect("sound");
        (found.len(), read.load(Ordering::Relaxed))
    };
    let (rare, whole) = pages("محمد رستم‌پور", 20);
    assert_eq!(rare, 3, "one in each part");
    let (common, part) = pages("Mohammad Hosseini", 1);
    assert_eq!(common, 1);
    assert!(part * 3 < whole, "{part} pages for one of the commonest name, {whole} for all of the rarest");
    assert_eq!(pages("حسینی علی", 20).0, 20);
}
