//! The database against the rule: whole days of letters, good and bad, lost, late and doubled, told to both at once. After each
//! the two must say the same, of who is confirmed, who is pending, and what is answered.

use super::logs::{asks, heard, send, with_story_roll};
use super::*;
use crate::store::engine::{reading, within};
use crate::store::suite::story::{self, EIGHT, Stand, TAKE, everybody, people};
use pollbook::entry::{Act, Entry, Silence, Standing, StripRead, Undo, UndoReason, Why};
use pollbook::fits::Misfit;
use pollbook::ledger::{Answer, Ask, Ledger, Refused};
use std::collections::BTreeSet;

const DAYS: u64 = 8;
const STEPS: usize = 70;

struct Day {
    store: Store,
    chain: Chain,
    ledger: Ledger,
    stands: Vec<At>,
    questions: Vec<(usize, Ask)>,
    answers: Vec<(usize, Ask, Answer)>,
    mark: u64,
    cards: u8,
    /// Confirmations that were claimed and not given.
    lies: usize,
}

/// A desk, who waits there, and what becomes of its device.
struct At {
    stand: Stand,
    waiting: Option<Ask>,
    replaced: bool,
}

impl Day {
    fn any(&mut self, most: usize) -> usize {
        self.mark ^= self.mark << 13;
        self.mark ^= self.mark >> 7;
        self.mark ^= self.mark << 17;
        (self.mark % most as u64) as usize
    }

    fn open(&mut self, branch: u8, from: Option<u8>) {
        let session = self.stands.len() as u8 + 1;
        let stand = Stand::succeed(branch, session, from, TAKE);
        self.stands.push(At { stand, waiting: None, replaced: false });
    }

    async fn step(&mut self) {
        let at = self.any(self.stands.len());
        match self.any(20) {
            0..5 => self.arrive(at),
            5..9 => self.ask().await,
            9..12 => self.answer(),
            12 => self.time_out(at),
            13 => self.interrupt(at),
            14..16 => self.sync(at, false).await,
            16 => self.undo(at),
            17 => self.replace(at),
            18 if self.any(3) == 0 => self.take_off().await,
            18 => self.read_strip(at),
            _ => self.lie(at).await,
        }
    }

    fn arrive(&mut self, at: usize) {
        let who = 1 + self.any(6) as u8;
        if self.stands[at].waiting.is_some() {
            return;
        }
        if let Ok(ask) = self.stands[at].stand.ask(who, EIGHT) {
            self.stands[at].waiting = Some(ask.clone());
            self.questions.push((at, ask));
        }
    }

    /// A question reaches the headquarters, perhaps once more.
    async fn ask(&mut self) {
        if self.questions.is_empty() {
            return;
        }
        let which = self.any(self.questions.len());
        let (at, ask) = self.questions[which].clone();
        if self.any(3) > 0 {
            self.questions.swap_remove(which);
        }
        let decided = commit_once(&self.store, &mut self.chain, &[asks(&ask)]).await.unwrap().remove(0);
        let answer = self.ledger.confirm(&ask, EIGHT);
        match (&decided, &answer) {
            (Decision::AlreadyVoted { earlier }, Answer::Already { .. }) => {
                // Of a person with two pending check-ins either may be told.
                let live = self.ledger.book().live(&ask.voter).map(|claim| claim.id);
                let row = self.ledger.rows().get(&ask.voter).map(|row| row.claim);
                let stands: BTreeSet<EntryId> = live.chain(row).collect();
                assert!(stands.contains(&earlier.claim), "{earlier:?}");
            }
            _ => assert_eq!(heard(&decided), answer, "{ask:?}"),
        }
        self.answers.push((at, ask, answer));
    }

    fn answer(&mut self) {
        if self.answers.is_empty() {
            return;
        }
        let which = self.any(self.answers.len());
        let (at, ask, answer) = self.answers.swap_remove(which);
        if self.stands[at].waiting.as_ref() == Some(&ask) {
            self.stands[at].waiting = None;
            let outs = self.stands[at].stand.desk.answered(ask.id, answer, EIGHT).unwrap();
            self.stands[at].stand.done(outs);
        }
    }

    fn time_out(&mut self, at: usize) {
        let Some(ask) = self.stands[at].waiting.take() else { return };
        self.cards += 1;
        let serial = Some(story::serial(self.cards));
        let outs = self.stands[at].stand.desk.unanswered(ask.id, serial, Silence::Unreachable, EIGHT);
        self.stands[at].stand.done(outs.unwrap());
    }

    fn interrupt(&mut self, at: usize) {
        let Some(ask) = self.stands[at].waiting.take() else { return };
        let outs = self.stands[at].stand.desk.interrupted(ask.id, EIGHT).unwrap();
        self.stands[at].stand.done(outs);
    }

    /// Sends some of the log, from anywhere to anywhere: known, due, or too early.
    async fn sync(&mut self, at: usize, all: bool) {
        let disk = self.stands[at].stand.disk.clone();
        let (mut first, mut last) = (self.any(disk.len()), 1 + self.any(disk.len()));
        if all {
            (first, last) = (0, disk.len());
        }
        if first < last {
            self.tell(self.stands[at].stand.number, &disk[first..last]).await;
        }
    }

    /// Tells both, and compares what they make of it.
    async fn tell(&mut self, branch: u8, entries: &[Entry]) {
        let kept = send(&self.store, &mut self.chain, branch, entries).await;
        let by_rule =
            entries.iter().try_for_each(|entry| self.ledger.receive(entry, &everybody(), EIGHT).map(drop));
        match (kept, by_rule) {
            (Ok(()), Ok(())) => {}
            (Err(Error::Log(kept)), Err(by_rule)) => assert_eq!(kept, by_rule),
            (kept, by_rule) => panic!("the database: {kept:?}, the rule: {by_rule:?}"),
        }
    }

    fn undo(&mut self, at: usize) {
        let At { stand, .. } = &self.stands[at];
        let branch = story::branch(stand.number);
        let claims: Vec<EntryId> = stand.desk.book().at(&branch).map(|claim| claim.id).collect();
        if claims.is_empty() {
            return;
        }
        let claim = claims[self.any(claims.len())];
        let stand = &mut self.stands[at].stand;
        let undo = people(stand.number).agree(Undo { claim, reason: UndoReason::LeftAndReturned });
        let outs = stand.desk.undo(undo, EIGHT).unwrap();
        stand.done(outs);
    }

    async fn take_off(&mut self) {
        let voter = story::voter(1 + self.any(6) as u8);
        let mut tx = self.store.begin().await.unwrap();
        let standing = roll::take_off(&mut tx, &voter, EIGHT, "died").await.unwrap();
        tx.commit().await.unwrap();
        let by_rule = self.ledger.take_off(voter, EIGHT);
        assert_eq!(standing.is_some(), by_rule.is_some(), "{standing:?} {by_rule:?}");
    }

    fn replace(&mut self, at: usize) {
        if self.stands[at].replaced || self.stands.len() > 6 {
            return;
        }
        self.stands[at].replaced = true;
        self.open(self.stands[at].stand.number, Some(at as u8 + 1));
    }

    /// The strip of a device that was replaced is read at another of its branch. The old one may be found again.
    fn read_strip(&mut self, at: usize) {
        let number = self.stands[at].stand.number;
        let reader = (0..self.stands.len()).find(|other| {
            *other != at && self.stands[*other].stand.number == number && !self.stands[*other].replaced
        });
        let (true, Some(reader)) = (self.stands[at].replaced, reader) else { return };
        let lines = self.stands[at].stand.strip.clone();
        let session = self.stands[at].stand.desk.session();
        let stand = &mut self.stands[reader].stand;
        for line in &lines {
            let outs = stand.desk.restore(people(number).agree(*line), EIGHT).unwrap();
            stand.done(outs);
        }
        let end = StripRead { session, lines: Some(lines.len() as u64) };
        let outs = stand.desk.strip_read(people(number).agree(end), EIGHT).unwrap();
        stand.done(outs);
    }

    /// An entry that no desk wrote, well chained: a voter who was admitted is turned away, another is admitted in their place,
    /// another branch's check-in is undone, or its session written in.
    async fn lie(&mut self, at: usize) {
        let stand = &self.stands[at].stand;
        let (id, previous) = stand.desk.log().next(stand.desk.session());
        let of_last = stand.disk.last().unwrap();
        let (number, moment) = (stand.number, of_last.at);
        let other = story::branch(number % 2 + 1);
        if self.any(3) == 0 {
            return self.claim_a_confirmation().await;
        }
        let kind = self.any(4);
        let theirs = kind == 2;
        let claims = self.ledger.book().claims();
        let fit = claims
            .filter(|claim| if theirs { claim.branch == other } else { claim.id.session == id.session });
        let claims: Vec<_> = fit.map(|claim| (claim.id, claim.voter)).collect();
        if claims.is_empty() {
            return;
        }
        let (claim, voter) = claims[self.any(claims.len())];
        let act = match kind {
            0 => Act::TurnedAway { ask: claim.counter, voter, why: Why::Interrupted },
            1 => Act::Admitted { ask: claim.counter, voter, standing: Standing::Confirmed },
            2 => Act::Undone(people(number).agree(Undo { claim, reason: UndoReason::WrongPerson })),
            _ => Act::Reached,
        };
        let number = if kind == 3 { number % 2 + 1 } else { number };
        self.sync(at, true).await;
        let lie = Entry { id, previous, at: moment, branch: story::branch(number), act };
        let kept = send(&self.store, &mut self.chain, number, std::slice::from_ref(&lie)).await;
        let by_rule = self.ledger.receive(&lie, &everybody(), EIGHT);
        let (Err(Error::Log(kept)), Err(by_rule)) = (kept, by_rule) else { panic!("taken: {lie:?}") };
        assert_eq!(kept, by_rule);
    }

    /// A voter waits at a desk, nobody has confirmed them, and the machine says that the headquarters did.
    async fn claim_a_confirmation(&mut self) {
        let rows = self.ledger.rows();
        let given = |ask: &Ask| rows.get(&ask.voter).is_some_and(|row| row.claim == ask.id);
        let waits = |at: &At| at.waiting.clone().filter(|ask| !given(ask));
        let found = self.stands.iter().enumerate().find_map(|(at, stand)| Some((at, waits(stand)?)));
        let Some((at, ask)) = found else { return };
        self.sync(at, true).await;
        let stand = &self.stands[at].stand;
        let (id, previous) = stand.desk.log().next(stand.desk.session());
        let (number, at) = (stand.number, stand.disk.last().unwrap().at);
        let act = Act::Admitted { ask: ask.id.counter, voter: ask.voter, standing: Standing::Confirmed };
        let lie = Entry { id, previous, at, branch: story::branch(number), act };
        let kept = send(&self.store, &mut self.chain, number, std::slice::from_ref(&lie)).await;
        let by_rule = self.ledger.receive(&lie, &everybody(), EIGHT);
        let misfit = || Refused::from(Misfit::NotConfirmed { claim: ask.id });
        assert!(matches!(&kept, Err(Error::Log(refused)) if *refused == misfit()), "{kept:?}");
        assert_eq!(by_rule, Err(misfit()));
        self.lies += 1;
    }

    async fn rows(&self) -> BTreeSet<(VoterKey, String, EntryId)> {
        let rows: Vec<(Vec<u8>, String, Vec<u8>)> = reading!(&self.store, pool => {
            sqlx::query_as("SELECT voter, branch, request FROM check_in").fetch_all(pool).await.unwrap()
        });
        rows.into_iter().map(named).collect()
    }

    async fn pending(&self) -> BTreeSet<(VoterKey, String, EntryId)> {
        let rows: Vec<(Vec<u8>, String, Vec<u8>)> = reading!(&self.store, pool => {
            sqlx::query_as("SELECT voter, branch, request FROM told WHERE card IS NOT NULL")
                .fetch_all(pool)
                .await
                .unwrap()
        });
        rows.into_iter().map(named).collect()
    }

    async fn agree(&self) {
        let rows = self.ledger.rows().iter();
        let rows: BTreeSet<_> =
            rows.map(|(voter, row)| (*voter, row.branch.to_string(), row.claim)).collect();
        assert_eq!(self.rows().await, rows);
        let book = self.ledger.book();
        let pending = book.claims().filter(|claim| {
            matches!(claim.standing, Standing::Pending { .. }) && !book.is_withdrawn(&claim.id, &claim.branch)
        });
        let pending: BTreeSet<_> =
            pending.map(|claim| (claim.voter, claim.branch.to_string(), claim.id)).collect();
        assert_eq!(self.pending().await, pending);
    }

    /// Everything is sent; what the database holds is the log that the rule holds.
    async fn evening(&mut self) {
        for at in 0..self.stands.len() {
            self.sync(at, true).await;
        }
        self.agree().await;
        let mut kept = BTreeMap::new();
        for branch in [1, 2] {
            kept.extend(self.store.desk_versions(&story::branch(branch)).await.unwrap());
        }
        assert_eq!(kept, self.ledger.versions());
        for session in kept.keys() {
            let lines: Vec<Vec<u8>> =
                self.ledger.log().session(session).iter().map(Entry::to_bytes).collect();
            assert_eq!(self.store.desk_entries(session, 0).await.unwrap(), lines);
        }
    }
}

fn named((voter, branch, request): (Vec<u8>, String, Vec<u8>)) -> (VoterKey, String, EntryId) {
    let digest = |bytes: Vec<u8>| Digest(bytes.try_into().unwrap());
    (VoterKey::from(digest(voter)), branch, EntryId::of_request(&digest(request)))
}

pub(crate) async fn the_database_and_the_rule_say_the_same_of_the_same_letters(store: Store) {
    with_story_roll(&store).await;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 1..=DAYS {
        let mut day = Day {
            store: store.clone(),
            chain: Chain::new(),
            ledger: Ledger::default(),
            stands: Vec::new(),
            questions: Vec::new(),
            answers: Vec::new(),
            mark: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            cards: 100,
            lies: 0,
        };
        for branch in [1, 2, 1] {
            day.open(branch, None);
        }
        println!("day {seed}");
        for _ in 0..STEPS {
            day.step().await;
            day.agree().await;
        }
        day.evening().await;
        *seen.entry("confirmed").or_default() += day.ledger.rows().len();
        *seen.entry("pending").or_default() += day.pending().await.len();
        *seen.entry("claimed and not given").or_default() += day.lies;
        *seen.entry("replaced").or_default() += day.stands.iter().filter(|at| at.replaced).count();
        store.forget_the_day().await.unwrap();
        *seen.entry("taken off").or_default() += store.taken_off().await.unwrap().len();
        let mut tx = store.begin().await.unwrap();
        for table in ["check_in", "refusal", "officers_act", "taken_off"] {
            let words = sqlx::AssertSqlSafe(format!("DELETE FROM {table}"));
            within!(&mut tx, connection => sqlx::query(words).execute(connection).await.map(drop)).unwrap();
        }
        tx.commit().await.unwrap();
    }
    assert!(seen.values().all(|n| *n > 3), "the days reach what they are for: {seen:?}");
}
