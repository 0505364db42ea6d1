//! The algebra of the merge: commutative, associative, idempotent; and the rule a function of the set.

mod story;

use election::bytes::Digest;
use pollbook::book::Book;
use pollbook::entry::{Entry, Undo, UndoReason};
use pollbook::ledger::{Ask, Ledger};
use pollbook::log::Log;
use pollbook::resolve::{Central, resolve};
use proptest::prelude::*;
use std::collections::BTreeSet;
use story::{EIGHT, Stand, TAKE, people, serial};

/// What happened at three desks of two branches: (desk, voter, milliseconds, undo it?).
type Day = Vec<(usize, u8, u64, bool)>;

fn day() -> impl Strategy<Value = Day> {
    prop::collection::vec((0_usize..3, 1_u8..6, 0_u64..50_000, prop::bool::weighted(0.2)), 0..24)
}

/// Three desks' entries, each desk alone, and the serials of all cards.
fn live(day: &Day) -> (Vec<Vec<Entry>>, BTreeSet<Digest>) {
    let mut stands = [Stand::open(1, 1, TAKE), Stand::open(1, 2, TAKE), Stand::open(2, 3, TAKE)];
    let mut cast = BTreeSet::new();
    for (number, (desk, who, at, undone)) in day.iter().enumerate() {
        let stand = &mut stands[*desk];
        let card = 100 + number as u8;
        if stand.alone_under(*who, card, EIGHT + at) == story::pending(card) {
            if *undone {
                let undo = Undo { claim: stand.last(), reason: UndoReason::LeftAndReturned };
                let outs = stand.desk.undo(people(stand.number).agree(undo), EIGHT).expect("agreed");
                stand.done(outs);
            } else {
                cast.insert(serial(card));
            }
        }
    }
    for stand in &mut stands {
        stand.close();
    }
    (stands.into_iter().map(|stand| stand.disk).collect(), cast)
}

/// A log that knows so much of each session.
fn prefix(sessions: &[Vec<Entry>], known: &[usize]) -> Log {
    let mut log = Log::default();
    for (entries, known) in sessions.iter().zip(known) {
        for entry in entries.iter().take(*known) {
            log.take(entry.clone()).expect("in order");
        }
    }
    log
}

fn merged(a: &Log, b: &Log) -> Log {
    let mut log = a.clone();
    assert_eq!(log.merge(b).1, None);
    log
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        day in day(), known in prop::collection::vec(prop::collection::vec(0_usize..60, 3), 3)
    ) {
        let (sessions, _) = live(&day);
        let [a, b, c] = [0, 1, 2].map(|k| prefix(&sessions, &known[k]));
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&a, &b).digest() == a.digest(), merged(&a, &b) == a);
    }

    #[test]
    fn the_rule_is_a_function_of_the_set_and_counts_everybody_once(
        day in day(), order in prop::collection::vec(any::<u64>(), 200)
    ) {
        let (sessions, cast) = live(&day);
        let mut entries: Vec<&Entry> = sessions.iter().flatten().collect();
        let book = |entries: &[&Entry]| {
            let mut book = Book::default();
            for entry in entries {
                book.take(entry);
            }
            book
        };
        let straight = resolve(&book(&entries), &Central::default(), &cast).expect("all is in");
        let mut keyed: Vec<(u64, &Entry)> = order.iter().copied().cycle().zip(entries.drain(..)).collect();
        keyed.sort_by_key(|(key, entry)| (*key, entry.id));
        let shuffled: Vec<&Entry> = keyed.into_iter().map(|(_, entry)| entry).collect();
        prop_assert_eq!(&resolve(&book(&shuffled), &Central::default(), &cast).expect("all is in"), &straight);

        prop_assert_eq!(straight.released.len(), straight.counted.len());
        let decided: BTreeSet<Digest> =
            straight.released.iter().chain(straight.struck.keys()).copied().collect();
        prop_assert_eq!(decided.len(), straight.released.len() + straight.struck.len());
        prop_assert_eq!(decided, cast);
    }

    #[test]
    fn a_ledger_that_hears_everything_twice_has_heard_it_once(day in day()) {
        let (sessions, _) = live(&day);
        let mut ledger = Ledger::default();
        for entry in sessions.iter().flatten() {
            if let Some((id, voter)) = entry.confirmed() {
                ledger.confirm(&Ask { id, branch: entry.branch.clone(), voter }, EIGHT);
            }
            ledger.receive(entry, &story::everybody(), EIGHT).expect("in order");
        }
        let once = ledger.clone();
        for entry in sessions.iter().rev().flatten() {
            ledger.receive(entry, &story::everybody(), EIGHT).expect("known");
        }
        prop_assert_eq!(ledger.log().digest(), once.log().digest());
        prop_assert_eq!(ledger.book(), once.book());
    }

    #[test]
    fn an_entry_reads_as_it_was_written_and_nothing_else_does(day in day(), noise in any::<(usize, u8)>()) {
        let (sessions, _) = live(&day);
        for entry in sessions.iter().flatten() {
            let bytes = entry.to_bytes();
            prop_assert_eq!(Entry::parse(&bytes), Ok(entry.clone()));
            let mut other = bytes.clone();
            let place = noise.0 % other.len();
            other[place] = noise.1;
            if let Ok(read) = Entry::parse(&other) {
                prop_assert_eq!(read.to_bytes(), other, "one spelling for one entry");
            }
        }
    }
}
