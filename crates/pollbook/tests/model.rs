//! Every interleaving of a small county, by model checking (`stateright`): two branches, a headquarters, a voter who tries
//! everywhere; questions and answers delayed, lost, reordered and doubled; a desk that stops while it waits.

mod story;

use election::bytes::Digest;
use pollbook::book::Book;
use pollbook::desk::{Desk, Out};
use pollbook::device::{SessionId, Station};
use pollbook::entry::{Closing, Entry, EntryId, Silence, Standing};
use pollbook::ledger::{Answer, Ask, Ledger};
use pollbook::officers::Agreed;
use pollbook::reconcile::Figures;
use pollbook::resolve::{Central, resolve};
use stateright::{Checker, Model, Property};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use story::{EIGHT, Stand, TAKE, branch, everybody, people, serial};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct County {
    desks: Vec<At>,
    headquarters: Ledger,
    asks: BTreeSet<(usize, Ask)>,
    answers: BTreeSet<(usize, EntryId, Told)>,
    /// Cards in hands: desk, voter, and the standing.
    cards: BTreeSet<(usize, u8, Standing)>,
}

/// An answer that can be ordered, for a set of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Told {
    Yes,
    No,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct At {
    desk: Desk,
    disk: Vec<Entry>,
    waiting: Option<(u8, EntryId)>,
    /// Who still means to come here.
    coming: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Act {
    Arrive(usize),
    /// A question arrives, and may arrive again.
    Hear(usize, Ask),
    Answer(usize, EntryId, Told),
    TimeOut(usize),
    /// The machine stops and starts; the voter has gone.
    Stop(usize),
    Sync(usize),
}

struct Small {
    /// A mistake on purpose: a headquarters that says yes without looking.
    careless: bool,
}

const ONCE: &str = "everybody with a card counts once, whenever the day ends";

/// Signed once: the figures are not what is checked here, and signatures are slow.
fn closings() -> &'static [Agreed<Closing>; 2] {
    static CLOSINGS: OnceLock<[Agreed<Closing>; 2]> = OnceLock::new();
    CLOSINGS.get_or_init(|| {
        [1, 2].map(|number| {
            let figures = Figures::default();
            people(number).agree(Closing { session: SessionId([number; 16]), figures })
        })
    })
}

impl County {
    fn done(&mut self, at: usize, who: u8, outs: Vec<Out>) {
        for out in outs {
            match out {
                Out::Keep(entry) => self.desks[at].disk.push(entry),
                Out::Ask(ask) => {
                    self.desks[at].waiting = Some((who, ask.id));
                    self.asks.insert((at, ask));
                }
                Out::Card(standing) => {
                    self.desks[at].waiting = None;
                    self.cards.insert((at, who, standing));
                }
                Out::TurnAway(_) => self.desks[at].waiting = None,
                Out::Print(_) => {}
            }
        }
    }

    /// If the day ended here: everything synced and closed, and every pending card voted with.
    fn ends_well(&self) -> bool {
        let mut book = Book::default();
        for (at, closing) in self.desks.iter().zip(closings()) {
            let mut desk = at.desk.clone();
            desk.close(closing.clone(), EIGHT).expect("agreed");
            for entry in desk.log().entries() {
                book.take(entry);
            }
        }
        let pending = self.cards.iter().filter_map(|(_, _, standing)| match standing {
            Standing::Pending { serial } => Some(*serial),
            Standing::Confirmed => None,
        });
        let cast: BTreeSet<Digest> = pending.collect();
        let confirmed = self.headquarters.rows().iter().map(|(voter, place)| (*voter, place)).collect();
        let Ok(resolution) = resolve(&book, &Central { confirmed, ..Central::default() }, &cast) else {
            return false;
        };
        let counts = |(_, _, standing): &&(usize, u8, Standing)| match standing {
            Standing::Confirmed => true,
            Standing::Pending { serial } => resolution.released.contains(serial),
        };
        // No card, no ballot; one card or more, exactly one ballot.
        self.cards.iter().filter(counts).count() == usize::from(!self.cards.is_empty())
    }
}

impl Model for Small {
    type State = County;
    type Action = Act;

    fn init_states(&self) -> Vec<County> {
        let desks = [(1, vec![1]), (2, vec![1])].map(|(number, coming)| {
            let stand = Stand::open(number, number, TAKE);
            At { desk: stand.desk, disk: stand.disk, waiting: None, coming }
        });
        vec![County {
            desks: desks.into(),
            headquarters: Ledger::default(),
            asks: BTreeSet::new(),
            answers: BTreeSet::new(),
            cards: BTreeSet::new(),
        }]
    }

    fn actions(&self, county: &County, acts: &mut Vec<Act>) {
        for (at, desk) in county.desks.iter().enumerate() {
            if desk.waiting.is_some() {
                acts.extend([Act::TimeOut(at), Act::Stop(at)]);
            } else if !desk.coming.is_empty() {
                acts.push(Act::Arrive(at));
            }
            acts.push(Act::Sync(at));
        }
        // A letter that is never chosen is lost; one that is chosen stays, so it comes doubled and late.
        acts.extend(county.asks.iter().map(|(at, ask)| Act::Hear(*at, ask.clone())));
        acts.extend(county.answers.iter().map(|(at, ask, told)| Act::Answer(*at, *ask, *told)));
    }

    fn next_state(&self, county: &County, act: Act) -> Option<County> {
        let mut county = county.clone();
        match act {
            Act::Arrive(at) => {
                let who = county.desks[at].coming.pop()?;
                let outs = county.desks[at].desk.arrive(story::voter(who), EIGHT).ok()?;
                county.done(at, who, outs);
            }
            Act::Hear(at, ask) => {
                let told = match county.headquarters.confirm(&ask, EIGHT) {
                    Answer::Confirmed => Told::Yes,
                    _ if self.careless => Told::Yes,
                    _ => Told::No,
                };
                county.answers.insert((at, ask.id, told));
            }
            Act::Answer(at, ask, told) => {
                let (who, due) = county.desks[at].waiting?;
                if due != ask {
                    return None;
                }
                let answer = if told == Told::Yes { Answer::Confirmed } else { Answer::Ineligible };
                let outs = county.desks[at].desk.answered(ask, answer, EIGHT).ok()?;
                county.done(at, who, outs);
            }
            Act::TimeOut(at) => {
                let (who, ask) = county.desks[at].waiting?;
                let number = 100 + 10 * at as u8 + who;
                let outs = county.desks[at]
                    .desk
                    .unanswered(ask, Some(serial(number)), Silence::Unreachable, EIGHT)
                    .ok()?;
                county.done(at, who, outs);
            }
            Act::Stop(at) => {
                let (who, ask) = county.desks[at].waiting.take()?;
                let number = at as u8 + 1;
                let station = Station { branch: branch(number), desk: 1 };
                let kept = county.desks[at].disk.clone();
                let officers = people(number).officers;
                let session = SessionId([number; 16]);
                county.desks[at].desk =
                    Desk::start(station, session, officers, story::SAME, TAKE, kept).ok()?;
                let outs = county.desks[at].desk.interrupted(ask, EIGHT).ok()?;
                county.done(at, who, outs);
            }
            Act::Sync(at) => {
                let versions = county.headquarters.versions();
                let entries: Vec<Entry> = county.desks[at].desk.log().since(&versions).cloned().collect();
                if entries.is_empty() {
                    return None;
                }
                for entry in entries {
                    county.headquarters.receive(&entry, &everybody(), EIGHT).ok()?;
                }
            }
        }
        Some(county)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(ONCE, |_, county: &County| county.ends_well()),
            Property::sometimes("somebody is confirmed", |_, county: &County| {
                county.cards.iter().any(|(_, _, standing)| *standing == Standing::Confirmed)
            }),
            Property::sometimes("somebody has two cards", |_, county: &County| county.cards.len() == 2),
        ]
    }
}

#[test]
fn in_every_order_of_events_everybody_counts_once() {
    let checker = Small { careless: false }.checker().spawn_bfs().join();
    checker.assert_properties();
    assert!(
        checker.is_done() && checker.unique_state_count() > 1000,
        "{} states",
        checker.unique_state_count()
    );
}

#[test]
fn a_headquarters_that_does_not_look_is_found_out() {
    let checker = Small { careless: true }.checker().spawn_bfs().join();
    assert!(checker.discovery(ONCE).is_some());
}
