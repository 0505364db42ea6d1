//! `lists.csv`: parties and fronts that never were.

use super::permutation::Permutation;
use super::{Scale, chance, event};
use election::id::Code;
use election::setup::{List, Name};
use rand::RngExt as _;

/// A list and how many members it will have.
#[derive(Debug)]
pub(super) struct Slate {
    pub(super) list: List,
    pub(super) members: u32,
}

/// The lists of the council contest: one for every 80 candidates, at least three. At most seven in ten
/// candidates stand on a list. Most lists are full; one in five is up to a third short, since a list of
/// two thirds of the seats is believed to be allowed (law.md §1.8).
pub(super) fn of_council(scale: &Scale) -> Vec<Slate> {
    let on_lists = (scale.candidates * 7 / 10).max(1);
    let lists = (scale.candidates / 80).clamp(3, MOST).min(on_lists);
    let names = Permutation::new(NAMES.len() as u64, scale.seed, "list names");
    let full = (on_lists / lists).min(u32::from(event::COUNCIL_PICKS));
    (0..lists)
        .map(|place| {
            let mut rng = chance::of(scale.seed, "list size", u64::from(place));
            // The first list stays full, so that some list can win every name as one did in 1396 and 1400.
            let short = place > 0 && full > 3 && rng.random_bool(0.2);
            let members = if short { full - rng.random_range(1..=full / 3) } else { full };
            let code = Code::new(&(FIRST_CODE + place).to_string()).expect("digits");
            Slate { list: List { code, name: name(&names, place as usize) }, members }
        })
        .collect()
}

/// The file.
pub(super) fn csv(slates: &[Slate]) -> Vec<u8> {
    let in_memory = "memory takes every row";
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["contest", "code", "name_fa", "name_en"]).expect(in_memory);
    let contest = event::council();
    for Slate { list, .. } in slates {
        csv.write_record([contest.as_str(), list.code.as_str(), &list.name.fa, &list.name.en])
            .expect(in_memory);
    }
    csv.into_inner().expect(in_memory)
}

/// A party's name is a front's only when all names are taken once.
fn name(order: &Permutation, place: usize) -> Name {
    let name = order.at((place % NAMES.len()) as u64) as usize;
    let (kind_fa, kind_en) = KINDS[(name + place / NAMES.len()) % KINDS.len()];
    let (fa, en) = NAMES[name];
    Name { fa: format!("{kind_fa} {fa}"), en: format!("{en} {kind_en}") }
}

/// Codes run from 10 to 89; what begins with 9 is an independent's.
const FIRST_CODE: u32 = 10;
const MOST: u32 = 80;

/// Only parties and fronts may submit lists (law.md §1.8).
const KINDS: [(&str, &str); 2] = [("حزب", "Party"), ("جبهه", "Front")];

const NAMES: [(&str, &str); MOST as usize / KINDS.len()] = [
    ("چنار کهن", "Old Plane Tree"),
    ("پنجره باز", "Open Window"),
    ("کوچه روشن", "Bright Alley"),
    ("قنات", "Qanat"),
    ("فانوس", "Lantern"),
    ("ایوان", "Veranda"),
    ("هفت باغ", "Seven Gardens"),
    ("سرو بلند", "Tall Cypress"),
    ("پل چوبی", "Wooden Bridge"),
    ("رود روان", "Running River"),
    ("بادگیر", "Wind Tower"),
    ("حیاط و حوض", "Courtyard and Pool"),
    ("نان و نارون", "Bread and Elm"),
    ("کاشی آبی", "Blue Tile"),
    ("دامنه سبز", "Green Slope"),
    ("چکاوک", "Skylark"),
    ("سایه‌بان", "Awning"),
    ("دوچرخه", "Bicycle"),
    ("آسمان پاک", "Clear Sky"),
    ("چشمه", "Spring"),
    ("گلدان", "Flowerpot"),
    ("پیاده‌رو", "Footpath"),
    ("بلوط", "Oak"),
    ("نیمکت", "Bench"),
    ("اقاقیا", "Acacia"),
    ("سپیده‌دم", "Daybreak"),
    ("کبوتر سفید", "White Dove"),
    ("آب و آینه", "Water and Mirror"),
    ("برف توچال", "Snow of Tochal"),
    ("خشت و گل", "Brick and Clay"),
    ("چهارسو", "Crossroads"),
    ("انار", "Pomegranate"),
    ("کتابخانه محله", "Neighbourhood Library"),
    ("لاله‌زار نو", "New Tulip Field"),
    ("گذر", "Passage"),
    ("پرستو", "Swallow"),
    ("درخت توت", "Mulberry Tree"),
    ("سقاخانه", "Drinking Fountain"),
    ("باران بهاری", "Spring Rain"),
    ("نردبان", "Ladder"),
];
