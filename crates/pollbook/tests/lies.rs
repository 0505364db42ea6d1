//! Lies to the headquarters that carry a good signature and a good chain: one machine's key, or one branch's officers, against
//! everybody else's voters.

mod story;

use pollbook::desk::Out;
use pollbook::device::SessionId;
use pollbook::entry::{Act, Entry, EntryId, Line, Standing, Undo, UndoReason, Why};
use pollbook::fits::Misfit;
use pollbook::ledger::{Answer, Ask, Ledger, Refused};
use pollbook::log::Taken;
use pollbook::resolve::Struck;
use story::{CONFIRMED, EIGHT, Stand, TAKE, branch, everybody, pending, people, serial, voter};

/// The next entry of a stand's session with this act, chained as its machine could chain it.
fn forged(stand: &Stand, act: Act) -> Entry {
    let (id, previous) = stand.desk.log().next(stand.desk.session());
    let at = stand.disk.last().expect("it has begun").at;
    Entry { id, previous, at, branch: branch(stand.number), act }
}

fn receive(headquarters: &mut Ledger, entry: &Entry) -> Result<Taken, Refused> {
    headquarters.receive(entry, &everybody(), EIGHT)
}

#[test]
fn a_machine_that_turns_an_admitted_voter_away_frees_nobody() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    assert_eq!(stand.online(1, &mut headquarters, EIGHT), CONFIRMED);
    stand.sync(&mut headquarters);
    let ask = stand.last();
    let why = Why::Interrupted;
    let lie = forged(&stand, Act::TurnedAway { ask: ask.counter, voter: voter(1), why });
    assert_eq!(receive(&mut headquarters, &lie), Err(Misfit::Ended { ask }.into()));
    let mut other = Stand::open(2, 2, TAKE);
    let again = other.online(1, &mut headquarters, EIGHT);
    assert!(matches!(again, Out::TurnAway(Why::Already { .. })), "{again:?}");
}

#[test]
fn r3_a_machine_that_claims_a_confirmation_it_was_not_given_is_refused() {
    let mut headquarters = Ledger::default();
    let (mut honest, mut liar) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    let earlier = honest.online(1, &mut headquarters, EIGHT);
    assert_eq!(earlier, CONFIRMED);
    // Of a voter who was refused it, and of one about whom nobody asked.
    for who in [1, 2] {
        let asked = liar.ask(who, EIGHT).expect("not known yet");
        liar.sync(&mut headquarters);
        let (ask, standing) = (asked.id.counter, Standing::Confirmed);
        let lie = forged(&liar, Act::Admitted { ask, voter: voter(who), standing });
        let misfit = Misfit::NotConfirmed { claim: asked.id };
        assert_eq!(receive(&mut headquarters, &lie), Err(misfit.into()));
        let outs = liar.desk.interrupted(asked.id, EIGHT).expect("it waits");
        liar.done(outs);
    }
    liar.close();
    liar.sync(&mut headquarters);
    honest.close();
    honest.sync(&mut headquarters);
    let resolution = headquarters.resolve(&[].into()).expect("all is in");
    assert!(resolution.contradictions.is_empty() && resolution.unfounded.is_empty(), "{resolution:?}");
    assert_eq!(resolution.counted.len(), 1);
}

#[test]
fn r3_a_confirmed_check_in_that_was_undone_may_come_after_its_undoing() {
    let mut headquarters = Ledger::default();
    let mut old = Stand::open(1, 1, TAKE);
    assert_eq!(old.online(1, &mut headquarters, EIGHT), CONFIRMED);
    let mut spare = Stand::succeed(1, 2, Some(1), TAKE);
    let lines = old.strip.clone();
    for line in lines {
        let outs = spare.desk.restore(people(1).agree(line), EIGHT).expect("agreed");
        spare.done(outs);
    }
    let undo = people(1).agree(Undo { claim: old.last(), reason: UndoReason::LeftAndReturned });
    let outs = spare.desk.undo(undo, EIGHT).expect("agreed");
    spare.done(outs);
    spare.sync(&mut headquarters);
    assert!(headquarters.rows().is_empty());
    old.sync(&mut headquarters);
    assert_eq!(headquarters.book().at(&branch(1)).count(), 0);
}

#[test]
fn r3_a_strip_that_contradicts_the_ledger_is_shown_and_stops_nobody() {
    let mut headquarters = Ledger::default();
    let (mut honest, mut other) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    assert_eq!(honest.online(1, &mut headquarters, EIGHT), CONFIRMED);
    assert_eq!(other.alone(2, EIGHT), pending(2));
    // Both officers of branch 2 sign that a lost device had admitted voter 1 as confirmed.
    let claim = EntryId { session: SessionId([9; 16]), counter: 1 };
    let at = other.disk.last().expect("it has begun").at;
    let line = Line::CheckedIn { claim, voter: voter(1), at, standing: Standing::Confirmed };
    let outs = other.desk.restore(people(2).agree(line), EIGHT).expect("agreed");
    other.done(outs);
    for stand in [&mut honest, &mut other] {
        stand.close();
        stand.sync(&mut headquarters);
    }
    let resolution = headquarters.resolve(&[serial(2)].into()).expect("all is in");
    assert!(resolution.contradictions.is_empty(), "{resolution:?}");
    let unfounded: Vec<EntryId> = resolution.unfounded.iter().map(|place| place.claim).collect();
    assert_eq!(unfounded, [claim], "it is named");
    assert_eq!(resolution.counted[&voter(1)], honest.last(), "the ledger's word counts");
    assert_eq!(resolution.released, [serial(2)].into(), "and others' ballots are decided");
}

#[test]
fn an_outcome_needs_its_own_question_about_the_same_person() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    let asked = stand.ask(1, EIGHT).expect("not known yet");
    stand.sync(&mut headquarters);
    let standing = Standing::Pending { serial: serial(9) };
    let another = forged(&stand, Act::Admitted { ask: asked.id.counter, voter: voter(2), standing });
    let misfit = Misfit::NotAsked { id: another.id };
    assert_eq!(receive(&mut headquarters, &another), Err(misfit.into()));
    let nothing = forged(&stand, Act::Admitted { ask: 0, voter: voter(1), standing });
    assert!(receive(&mut headquarters, &nothing).is_err(), "entry 0 is no question");
}

#[test]
fn no_two_officers_take_back_another_branchs_check_in() {
    let mut headquarters = Ledger::default();
    let (here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    there.online(1, &mut headquarters, EIGHT);
    here.sync(&mut headquarters);
    there.sync(&mut headquarters);
    let claim = there.last();
    let undo = people(1).agree(Undo { claim, reason: UndoReason::WrongPerson });
    let lie = forged(&here, Act::Undone(undo));
    let misfit = Misfit::Anothers { claim, branch: branch(2) };
    assert_eq!(receive(&mut headquarters, &lie), Err(misfit.into()));
    assert_eq!(headquarters.rows().len(), 1);
}

#[test]
fn no_branch_writes_in_anothers_session() {
    let mut headquarters = Ledger::default();
    let stand = Stand::open(2, 2, TAKE);
    stand.sync(&mut headquarters);
    let lie = Entry { branch: branch(1), ..forged(&stand, Act::Reached) };
    let misfit = Misfit::Session { session: SessionId([2; 16]), branch: branch(2) };
    assert_eq!(receive(&mut headquarters, &lie), Err(misfit.into()));
}

#[test]
fn r4_a_device_that_was_replaced_is_not_answered_any_more() {
    let mut headquarters = Ledger::default();
    let mut old = Stand::open(1, 1, TAKE);
    assert_eq!(old.online(1, &mut headquarters, EIGHT), CONFIRMED);
    let before = Ask { id: old.last(), branch: branch(1), voter: voter(1) };
    let spare = Stand::succeed(1, 2, Some(1), TAKE);
    spare.sync(&mut headquarters);
    assert!(matches!(old.online(2, &mut headquarters, EIGHT), Out::TurnAway(Why::Interrupted)));
    assert!(!headquarters.rows().contains_key(&voter(2)));
    // What was confirmed before stays so, and what the old device wrote down is taken: both sessions count.
    assert_eq!(headquarters.confirm(&before, EIGHT), Answer::Confirmed);
    old.sync(&mut headquarters);
    assert_eq!(headquarters.book().at(&branch(1)).count(), 1);
}

#[test]
fn r4_no_branch_fences_anothers_device() {
    let mut headquarters = Ledger::default();
    let mut theirs = Stand::open(2, 2, TAKE);
    Stand::succeed(1, 1, Some(2), TAKE).sync(&mut headquarters);
    assert_eq!(theirs.online(1, &mut headquarters, EIGHT), CONFIRMED);
}

/// An old device and its spare, both cut off, with one stack of pending cards: one serial, two check-ins.
fn doubled(first: u8, second: u8) -> (Ledger, Stand, Stand) {
    let mut headquarters = Ledger::default();
    let (old, spare) = doubled_before(&mut headquarters, first, second);
    (headquarters, old, spare)
}

fn doubled_before(headquarters: &mut Ledger, first: u8, second: u8) -> (Stand, Stand) {
    let mut old = Stand::open(1, 1, TAKE);
    let mut spare = Stand::succeed(1, 2, Some(1), TAKE);
    assert_eq!(old.alone_under(first, 9, EIGHT), pending(9));
    assert_eq!(spare.alone_under(second, 9, EIGHT + 1), pending(9));
    for stand in [&mut old, &mut spare] {
        stand.close();
        stand.sync(headquarters);
    }
    (old, spare)
}

#[test]
fn r4_one_serial_under_two_check_ins_is_shown_and_released_once() {
    let (headquarters, old, spare) = doubled(1, 2);
    let resolution = headquarters.resolve(&[serial(9)].into()).expect("all is in");
    let claims: Vec<EntryId> = resolution.doubled[&serial(9)].iter().map(|place| place.claim).collect();
    assert_eq!(claims, [old.last(), spare.last()]);
    assert_eq!((resolution.released, resolution.struck.len()), ([serial(9)].into(), 0));
}

#[test]
fn r4_one_person_under_one_serial_twice_has_one_ballot() {
    let (headquarters, old, _) = doubled(1, 1);
    let resolution = headquarters.resolve(&[serial(9)].into()).expect("all is in");
    assert_eq!((resolution.released, resolution.struck.len()), ([serial(9)].into(), 0));
    assert_eq!(resolution.counted[&voter(1)], old.last());
}

#[test]
fn r4_one_serial_that_may_be_a_second_ballot_is_struck() {
    let mut headquarters = Ledger::default();
    // The first of the two was confirmed elsewhere too, before anybody heard of the pending one.
    let mut elsewhere = Stand::open(2, 3, TAKE);
    assert_eq!(elsewhere.online(1, &mut headquarters, EIGHT), CONFIRMED);
    elsewhere.close();
    elsewhere.sync(&mut headquarters);
    doubled_before(&mut headquarters, 1, 2);
    let resolution = headquarters.resolve(&[serial(9)].into()).expect("all is in");
    assert!(resolution.released.is_empty(), "it may be the second ballot of one person");
    assert!(matches!(resolution.struck[&serial(9)], Struck::Another { .. }));
    assert_eq!(resolution.counted.get(&voter(1)), Some(&elsewhere.last()));
    assert_eq!(resolution.counted.get(&voter(2)), None);
}
