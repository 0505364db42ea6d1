//! The rules for electronic poll books that we hold ourselves to, one test a rule, named by its id. Families: F function,
//! R resilience, S security, A access, Q quality, P proof. What a rule asks of devices and rooms is in `docs/operations/`.

mod story;

use pollbook::contact::{Contact, PATIENCE, State};
use pollbook::desk::{NotNow, Out};
use pollbook::device::{Chains, HandOver, Reason, SessionId, Station};
use pollbook::entry::{Entry, Line, Override, Silence, StripRead, Undo, UndoReason, Why};
use pollbook::ladder::{Ladder, OverrideRate, OverrideReason, Rules, Rung};
use pollbook::ledger::Ledger;
use pollbook::officers::{Agreed, NotAgreed, Side, consent};
use pollbook::policy::Policy;
use pollbook::reconcile::{Alarm, Cards, reconcile};
use pollbook::report::{Exposed, Exposure, Summary, event_log, history, throughput, usual_program};
use pollbook::resolve::Struck;
use pollbook::supplies::{Supplies, Warning};
use story::{CONFIRMED, EIGHT, EVENT, SAME, Stand, TAKE, branch, pending, people, serial, voter};

#[test]
fn f2_a_check_in_is_kept_and_printed_before_the_card() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    let ask = stand.ask(1, EIGHT).expect("not known yet");
    let answer = headquarters.confirm(&ask, EIGHT);
    let outs = stand.desk.answered(ask.id, answer, EIGHT).expect("it waits");
    let order: Vec<&str> = outs
        .iter()
        .map(|out| match out {
            Out::Keep(_) => "keep",
            Out::Print(_) => "print",
            Out::Card(_) => "card",
            _ => "other",
        })
        .collect();
    assert_eq!(order, ["keep", "print", "card"]);
}

#[test]
fn f3_a_second_check_in_is_refused_with_both_places_and_logged() {
    let mut headquarters = Ledger::default();
    let (mut here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    assert_eq!(there.online(1, &mut headquarters, EIGHT), CONFIRMED);
    let refused = here.online(1, &mut headquarters, EIGHT + 1_000);
    let Out::TurnAway(Why::Already { earlier }) = refused else { panic!("{refused:?}") };
    assert_eq!((earlier.branch.clone(), earlier.claim), (branch(2), there.last()));
    let repeat = here.desk.book().repeats().next().expect("it is logged").clone();
    assert_eq!((repeat.here.branch, repeat.earlier), (branch(1), earlier));
}

#[test]
fn f3_the_same_desk_refuses_without_asking_anybody() {
    let mut stand = Stand::open(1, 1, TAKE);
    assert_eq!(stand.alone(1, EIGHT), pending(1));
    assert!(matches!(stand.ask(1, EIGHT + 1), Err(Out::TurnAway(Why::Already { .. }))));
}

#[test]
fn f4_undo_needs_two_officers_a_reason_and_frees_the_person() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    assert_eq!(stand.online(1, &mut headquarters, EIGHT), CONFIRMED);
    let undo = Undo { claim: stand.last(), reason: UndoReason::WrongPerson };
    let mine = people(1);
    let alone = consent(&EVENT, &undo, &mine.executive);
    let missing = Agreed::new(&mine.officers, undo, alone, alone);
    assert_eq!(missing, Err(NotAgreed::Missing(Side::Supervisory)));
    let outs = stand.desk.undo(mine.agree(undo), EIGHT).expect("agreed");
    stand.done(outs);
    assert!(matches!(stand.strip.last(), Some(Line::Undone { .. })));
    stand.sync(&mut headquarters);
    let mut other = Stand::open(2, 2, TAKE);
    assert_eq!(other.online(1, &mut headquarters, EIGHT), CONFIRMED);
}

#[test]
fn f4_no_branch_undoes_anothers_check_in() {
    let mut headquarters = Ledger::default();
    let (mut here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    there.online(1, &mut headquarters, EIGHT);
    let undo = Undo { claim: there.last(), reason: UndoReason::WrongPerson };
    assert_eq!(here.desk.undo(people(1).agree(undo), EIGHT), Err(NotNow::NoSuchClaim(undo.claim)));
}

#[test]
fn f5_a_person_taken_off_the_roll_is_refused_but_an_earlier_check_in_stands() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    assert_eq!(stand.online(1, &mut headquarters, EIGHT), CONFIRMED);
    let standing = headquarters.take_off(voter(1), EIGHT + 1).expect("it is told that they voted");
    assert_eq!(standing.claim, stand.last());
    headquarters.take_off(voter(2), EIGHT + 1);
    assert_eq!(stand.online(2, &mut headquarters, EIGHT + 2), Out::TurnAway(Why::Ineligible));
}

#[test]
fn f5_a_pending_ballot_of_a_person_taken_off_before_is_struck() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    headquarters.take_off(voter(1), EIGHT);
    assert_eq!(stand.alone(1, EIGHT + 60_000), pending(1));
    stand.close();
    stand.sync(&mut headquarters);
    let resolution = headquarters.resolve(&[serial(1)].into()).expect("all is in");
    assert!(matches!(resolution.struck[&serial(1)], Struck::Ineligible { .. }));
}

#[test]
fn f6_throughput_comes_in_bins_and_the_day_in_a_summary() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    for (who, minute) in [(1, 1), (2, 14), (3, 16), (4, 61)] {
        stand.online(who, &mut headquarters, EIGHT + minute * 60_000);
    }
    stand.alone(5, EIGHT + 62 * 60_000);
    stand.online(1, &mut headquarters, EIGHT + 63 * 60_000);
    let sum =
        |minutes| -> Vec<u64> { throughput(stand.desk.book(), &branch(1), minutes).into_values().collect() };
    assert_eq!(sum(15).iter().sum::<u64>(), 5);
    assert!(sum(15).len() >= sum(30).len() && sum(30).len() >= sum(60).len());
    let summary = Summary::of(stand.desk.book(), &branch(1));
    assert_eq!(summary, Summary { confirmed: 4, pending: 1, repeats: 1, overrides: 0 });
}

#[test]
fn f7_the_history_is_exported_sorted_by_person_and_without_minutes() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    stand.online(2, &mut headquarters, EIGHT);
    stand.online(1, &mut headquarters, EIGHT + 60_000);
    let csv = history(stand.desk.book(), |hour| format!("at {hour}"));
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "voter,branch,hour,standing");
    assert!(rows[1].starts_with("0101") && rows[2].starts_with("0202"), "not in the order of arrival");
    assert!(rows[1].ends_with(&format!(",0001,at {},confirmed", EIGHT / 3_600_000 * 3_600_000)));
}

#[test]
fn r1_the_screen_says_connected_degraded_or_alone_and_whether_desks_are_alike() {
    let mut contact = Contact::new(SAME, ["2".into()]);
    assert_eq!(contact.at(EIGHT).state, State::Alone);
    contact.heard_headquarters(EIGHT);
    assert_eq!(contact.at(EIGHT).state, State::Degraded);
    contact.heard_desk("2", EIGHT, SAME);
    let shown = contact.at(EIGHT);
    assert_eq!((shown.state, shown.desks, shown.of), (State::Connected, 1, 1));
    contact.heard_desk("2", EIGHT, serial(1));
    let shown = contact.at(EIGHT);
    assert_eq!((shown.state, shown.same_configuration), (State::Degraded, false));
    assert_eq!(contact.at(EIGHT + PATIENCE + 1).state, State::Alone);
}

#[test]
fn r1_a_desk_opens_and_admits_without_any_network_if_the_policy_says_so() {
    assert_eq!(Stand::open(1, 1, TAKE).alone(1, EIGHT), pending(1));
    let refuse = Out::TurnAway(Why::NotReached);
    assert_eq!(Stand::open(1, 1, Policy::Refuse).alone(1, EIGHT), refuse);
    let mut one = Stand::open(1, 1, Policy::Pending { most: 1 });
    assert_eq!((one.alone(1, EIGHT), one.alone(2, EIGHT)), (pending(1), refuse));
}

#[test]
fn r2_a_power_cut_between_any_two_acts_loses_nobody_and_doubles_nobody() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    let ask = stand.ask(1, EIGHT).expect("not known yet");
    // The headquarters has answered; the machine loses power before it hears.
    headquarters.confirm(&ask, EIGHT);
    let station = Station { branch: branch(1), desk: 1 };
    let officers = people(1).officers;
    let desk = pollbook::desk::Desk::start(station, ask.id.session, officers, SAME, TAKE, stand.disk.clone());
    stand.desk = desk.expect("its own folder");
    assert_eq!(stand.desk.unfinished().copied().collect::<Vec<_>>(), [ask.id]);
    let again = stand.desk.ask_again(ask.id).expect("unfinished");
    let answer = headquarters.confirm(&again, EIGHT + 60_000);
    let outs = stand.desk.answered(ask.id, answer, EIGHT + 60_000).expect("it waits");
    assert_eq!(stand.done(outs), Some(CONFIRMED));
    assert_eq!(headquarters.rows().len(), 1);
}

#[test]
fn r2_a_lost_folder_is_caught_up_from_its_strip_by_receipt_number() {
    let mut headquarters = Ledger::default();
    let mut lost = Stand::open(1, 1, TAKE);
    lost.alone(1, EIGHT);
    lost.alone(2, EIGHT);
    let strip = lost.strip.clone();
    let mut spare = Stand::succeed(1, 2, Some(1), TAKE);
    spare.close();
    spare.sync(&mut headquarters);
    let unready = headquarters.resolve(&[serial(1)].into()).expect_err("a session is missing");
    assert_eq!(unready.sessions, [SessionId([1; 16])]);

    let mut reader = Stand::open(1, 3, TAKE);
    for _ in 0..2 {
        // Read twice by mistake: the receipt number makes it one.
        for line in &strip {
            let outs = reader.desk.restore(people(1).agree(*line), EIGHT).expect("agreed");
            reader.done(outs);
        }
    }
    let end = StripRead { session: SessionId([1; 16]), lines: Some(2) };
    let outs = reader.desk.strip_read(people(1).agree(end), EIGHT).expect("agreed");
    reader.done(outs);
    reader.close();
    reader.sync(&mut headquarters);
    let resolution = headquarters.resolve(&[serial(1), serial(2)].into()).expect("all is in");
    assert_eq!(resolution.released, [serial(1), serial(2)].into());
}

#[test]
fn r3_after_reconnection_all_agree_and_duplicates_show_both_places() {
    let mut headquarters = Ledger::default();
    let (mut here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    assert_eq!(here.alone_under(1, 11, EIGHT + 5_000), pending(11));
    assert_eq!(there.alone_under(1, 12, EIGHT), pending(12));
    here.close();
    there.close();
    // Who reconnects first does not matter.
    here.sync(&mut headquarters);
    there.sync(&mut headquarters);
    let resolution = headquarters.resolve(&[serial(11), serial(12)].into()).expect("all is in");
    assert_eq!(resolution.released, [serial(12)].into());
    let Struck::Another { here: struck, counts } = &resolution.struck[&serial(11)] else { panic!() };
    assert_eq!((struck.branch.clone(), counts.branch.clone()), (branch(1), branch(2)));
}

#[test]
fn r3_a_confirmed_check_in_counts_before_any_pending_one() {
    let mut headquarters = Ledger::default();
    let (mut here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    assert_eq!(here.alone(1, EIGHT), pending(1));
    assert_eq!(there.online(1, &mut headquarters, EIGHT + 60_000), CONFIRMED);
    here.close();
    there.close();
    here.sync(&mut headquarters);
    there.sync(&mut headquarters);
    let resolution = headquarters.resolve(&[serial(1)].into()).expect("all is in");
    assert!(resolution.released.is_empty());
    assert_eq!(resolution.counted[&voter(1)], there.last());
}

#[test]
fn r3_a_pending_card_that_was_not_voted_with_takes_nobodys_vote_away() {
    let mut headquarters = Ledger::default();
    let (mut here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    here.alone_under(1, 11, EIGHT);
    there.alone_under(1, 12, EIGHT + 60_000);
    for stand in [&mut here, &mut there] {
        stand.close();
        stand.sync(&mut headquarters);
    }
    let resolution = headquarters.resolve(&[serial(12)].into()).expect("all is in");
    assert_eq!(resolution.released, [serial(12)].into());
}

#[test]
fn r4_a_spare_supersedes_a_session_and_both_sessions_count() {
    let station = Station { branch: branch(1), desk: 1 };
    let link = |to: u8, from: Option<u8>, reason| {
        let from = from.map(|from| SessionId([from; 16]));
        people(1).agree(HandOver { station: station.clone(), to: SessionId([to; 16]), from, reason })
    };
    let mut chains = Chains::default();
    chains.hand_over(&link(1, None, Reason::First)).expect("the first");
    chains.hand_over(&link(2, Some(1), Reason::Broken)).expect("its successor");
    chains.hand_over(&link(2, Some(1), Reason::Broken)).expect("the same again");
    assert_eq!(chains.chain(&station), [SessionId([1; 16]), SessionId([2; 16])]);
    assert!(chains.hand_over(&link(3, Some(1), Reason::Broken)).is_err(), "one session has one successor");

    let mut headquarters = Ledger::default();
    let mut first = Stand::open(1, 1, TAKE);
    first.alone(1, EIGHT);
    let mut second = Stand::succeed(1, 2, Some(1), TAKE);
    second.alone(2, EIGHT);
    for stand in [&mut first, &mut second] {
        stand.close();
        stand.sync(&mut headquarters);
    }
    let resolution = headquarters.resolve(&[serial(1), serial(2)].into()).expect("all is in");
    assert_eq!(resolution.released.len(), 2, "no box is put into quarantine for a replaced device");
}

#[test]
fn r5_battery_and_paper_are_told_in_time() {
    let at = |battery, lines| Supplies { battery, lines }.warnings();
    assert_eq!(at(Some(51), 500), []);
    assert_eq!(at(Some(49), 500), [Warning::BatteryHalf]);
    assert_eq!(at(Some(19), 49), [Warning::BatteryLow, Warning::PaperEnding]);
    assert_eq!(at(None, 0), [Warning::PaperOut]);
}

#[test]
fn s1_no_act_of_two_is_done_by_one() {
    let mine = people(1);
    let act = Override { voter: voter(1), reason: OverrideReason::CardUnreadable, before: 0 };
    let executive = consent(&EVENT, &act, &mine.executive);
    let supervisory = consent(&EVENT, &act, &mine.supervisory);
    assert!(Agreed::new(&mine.officers, act, supervisory, executive).is_err(), "sides exchanged");
    let other = Override { voter: voter(2), ..act };
    assert!(Agreed::new(&mine.officers, other, executive, supervisory).is_err(), "of another act");
    let another_event = pollbook::officers::Officers { event: SAME, ..mine.officers };
    assert!(Agreed::new(&another_event, act, executive, supervisory).is_err(), "of another event");
    assert!(Agreed::new(&people(2).officers, act, executive, supervisory).is_err(), "of another branch");
}

#[test]
fn s1_the_headquarters_takes_no_undo_that_one_officer_forged() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    stand.online(1, &mut headquarters, EIGHT);
    let undo = Undo { claim: stand.last(), reason: UndoReason::WrongPerson };
    let outs = stand.desk.undo(people(1).agree(undo), EIGHT).expect("agreed");
    stand.done(outs);
    let mut json: serde_json::Value =
        serde_json::from_slice(&stand.disk.last().expect("kept").to_bytes()).expect("JSON");
    json["act"]["of"]["supervisory"] = json["act"]["of"]["executive"].clone();
    let forged: Entry = serde_json::from_value(json).expect("well formed");
    assert!(forged.check(&people(1).officers).is_err());
    let all_but_last = stand.disk.len() - 1;
    for entry in &stand.disk[..all_but_last] {
        headquarters.receive(entry, &story::everybody(), EIGHT).expect("in order");
    }
    assert!(headquarters.receive(&forged, &story::everybody(), EIGHT).is_err());
    assert_eq!(headquarters.rows().len(), 1);
}

#[test]
fn s1_no_branch_declares_anothers_session_settled() {
    let mut headquarters = Ledger::default();
    let mut lost = Stand::open(1, 1, TAKE);
    lost.alone(1, EIGHT);
    lost.sync(&mut headquarters);
    let mut other = Stand::open(2, 2, TAKE);
    let end = StripRead { session: SessionId([1; 16]), lines: Some(0) };
    let outs = other.desk.strip_read(people(2).agree(end), EIGHT).expect("agreed");
    other.done(outs);
    other.close();
    other.sync(&mut headquarters);
    let unready = headquarters.resolve(&[serial(1)].into()).expect_err("not by branch 2");
    assert_eq!(unready.sessions, [SessionId([1; 16])]);
}

#[test]
fn r2_a_refused_act_leaves_the_log_as_the_disk_has_it() {
    let mut stand = Stand::open(1, 1, TAKE);
    assert_eq!(stand.alone_under(1, 9, EIGHT), pending(9));
    let ask = stand.ask(2, EIGHT).expect("not known yet");
    assert_eq!(
        stand.desk.unanswered(ask.id, Some(serial(9)), Silence::Failing, EIGHT),
        Err(NotNow::SerialUsed)
    );
    assert_eq!(stand.desk.log().entries().cloned().collect::<Vec<_>>(), stand.disk);
}

#[test]
fn s3_the_state_is_a_word_and_a_sign() {
    let all = [State::Connected, State::Degraded, State::Alone];
    let signs: std::collections::BTreeSet<char> = all.iter().map(|s| s.sign()).collect();
    let words: std::collections::BTreeSet<&str> = all.iter().map(|s| s.words().0).collect();
    assert_eq!((signs.len(), words.len()), (3, 3));
}

#[test]
fn s5_the_log_cannot_be_rewritten_and_is_exported_in_nists_form() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    stand.online(1, &mut headquarters, EIGHT);
    stand.online(2, &mut headquarters, EIGHT);
    let mut log = pollbook::log::Log::default();
    for (place, entry) in stand.disk.iter().enumerate() {
        let mut entry = entry.clone();
        if place == 3 {
            entry.at.wall += 1;
        }
        let taken = log.take(entry);
        assert_eq!(taken.is_ok(), place < 4, "entry {place}: an edit breaks the chain at the next entry");
        if place == 4 {
            break;
        }
    }
    let export = event_log(stand.desk.log(), "e", "2026-05-01T20:00:00Z", |_| "2026-05-01T08:00:00Z".into());
    assert_eq!(export["@type"], "EventLogging.ElectionEventLog");
    let device = &export["Device"][0];
    assert_eq!(device["Type"], "electronic-poll-book");
    assert_eq!(device["Event"].as_array().map(Vec::len), Some(stand.disk.len()));
    let text = export.to_string();
    assert!(!text.contains(&hex::encode(voter(1).0)), "no person stands in the exported log");
}

#[test]
fn s5_the_program_that_a_machine_starts_with_is_on_the_log_and_the_odd_one_is_found() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    let outs = stand.desk.started(serial(9), EIGHT);
    stand.done(outs);
    stand.sync(&mut headquarters);
    let json = event_log(headquarters.log(), "event", "now", |_| "then".into()).to_string();
    assert!(json.contains("program-started") && json.contains(&serial(9).to_string()), "{json}");
    assert_eq!(usual_program([]), None);
    assert_eq!(usual_program([serial(1), serial(2), serial(2)]), Some(serial(2)));
    assert_eq!(usual_program([serial(2), serial(1)]), Some(serial(1)), "whoever asks first");
}

#[test]
fn s6_what_can_be_joined_to_a_person_holds_no_confirmed_card() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    stand.online(1, &mut headquarters, EIGHT);
    for entry in &stand.disk {
        assert!(!String::from_utf8_lossy(&entry.to_bytes()).contains("serial"));
    }
}

#[test]
fn q1_a_check_in_waits_for_the_disk_twice_alone_or_not() {
    /// Entries that follow each other share one flush; whatever else is done waits for it.
    fn flushes(outs: &[Out]) -> usize {
        let kept = |out: &Out| matches!(out, Out::Keep(_));
        (0..outs.len())
            .filter(|at| kept(&outs[*at]) && outs.get(at + 1).is_none_or(|next| !kept(next)))
            .count()
    }
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    let asked = stand.desk.arrive(voter(1), EIGHT).expect("open");
    let Some(Out::Ask(ask)) = asked.last().cloned() else { panic!("{asked:?}") };
    let answer = headquarters.confirm(&ask, EIGHT);
    let admitted = stand.desk.answered(ask.id, answer, EIGHT).expect("it waits");
    assert_eq!((flushes(&asked), flushes(&admitted)), (1, 1));
    let asked = stand.desk.arrive(voter(2), EIGHT).expect("open");
    let Some(Out::Ask(ask)) = asked.last().cloned() else { panic!("{asked:?}") };
    let admitted =
        stand.desk.unanswered(ask.id, Some(serial(1)), Silence::Unreachable, EIGHT).expect("it waits");
    assert_eq!(
        admitted.iter().filter(|out| matches!(out, Out::Keep(_))).count(),
        2,
        "it says that it is alone too"
    );
    assert_eq!((flushes(&asked), flushes(&admitted)), (1, 1));
}

#[test]
fn left_overs_of_a_rehearsal_do_not_open() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    stand.online(1, &mut headquarters, EIGHT);
    let session = stand.desk.session();
    let opening = pollbook::entry::Opening { session, configuration: SAME, check_ins: 0 };
    assert_eq!(stand.desk.open(people(1).agree(opening), EIGHT), Err(NotNow::NotEmpty(1)));
}

#[test]
fn nobody_is_locked_out_silently_the_ladder_ends_at_two_officers() {
    let mut ladder = Ladder::new(Rules::default(), EIGHT);
    let mut rungs = vec![ladder.rung(EIGHT)];
    for _ in 0..8 {
        rungs.push(ladder.failed(EIGHT));
    }
    use Rung::{Card, Name, Number, Officers};
    assert_eq!(rungs, [Card, Card, Number, Number, Name, Name, Officers, Officers, Officers]);
    assert_eq!(Ladder::new(Rules::default(), EIGHT).rung(EIGHT + 90_000), Officers, "time is up");
}

#[test]
fn an_override_is_counted_and_too_many_bring_an_inspector() {
    let mut stand = Stand::open(1, 1, TAKE);
    let act = Override { voter: voter(1), reason: OverrideReason::ReaderBroken, before: 0 };
    let outs = stand.desk.override_for(people(1).agree(act), EIGHT).expect("agreed");
    assert!(matches!(stand.done(outs), Some(Out::Ask(_))));
    assert_eq!(stand.desk.book().overrides(&branch(1)), 1);
    assert_eq!(stand.desk.override_for(people(1).agree(act), EIGHT), Err(NotNow::SignedBefore));
    assert!(!OverrideRate { overrides: 1, check_ins: 20 }.to_inspect());
    assert!(OverrideRate { overrides: 2, check_ins: 20 }.to_inspect());
}

#[test]
fn reconciliation_alarms_at_once() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    stand.online(1, &mut headquarters, EIGHT);
    stand.alone(2, EIGHT);
    let figures = stand.desk.figures();
    let cards = Cards { given: 2, cast: 1, under_way: 1, ..Cards::default() };
    assert_eq!(reconcile(&figures, &cards), Ok(()));
    let stolen = Cards { given: 3, ..cards };
    assert_eq!(reconcile(&figures, &stolen), Err(Alarm::Cards { check_ins: 2, given: 3 }));
    let stuffed = Cards { cast: 2, ..cards };
    assert_eq!(reconcile(&figures, &stuffed), Err(Alarm::Ballots { given: 2, accounted: 3 }));
}

#[test]
fn the_headquarters_sees_its_exposure() {
    let heard = |state, told| Exposed { state, told, estimated: 0 };
    let branches = [
        heard(State::Alone, 40),
        heard(State::Alone, 60),
        heard(State::Degraded, 0),
        heard(State::Connected, 0),
    ];
    let exposure = Exposure::of(branches, 9_990, 10);
    assert_eq!((exposure.alone, exposure.degraded, exposure.unconfirmed), (2, 1, 100));
    assert!((exposure.expected_duplicates - 0.1).abs() < 1e-9);
}

#[test]
fn a_branch_that_cannot_tell_is_counted_by_its_own_pace() {
    // 60 in the hour before, and silent for half an hour with 5 pending ones told.
    let silent = Exposed::silent(5, 60, 3600, 1800);
    let exposure = Exposure::of([silent], 999, 1);
    assert_eq!((exposure.alone, exposure.unconfirmed, exposure.estimated), (1, 5, 30));
    assert!((exposure.expected_duplicates - 0.035).abs() < 1e-9);
    assert_eq!(Exposed::silent(0, 0, 0, 1800).estimated, 0, "one that took nobody is not guessed at");
}

#[test]
fn a_copied_folder_is_a_fault_with_evidence() {
    let mut headquarters = Ledger::default();
    let mut stand = Stand::open(1, 1, TAKE);
    let before = stand.disk.clone();
    stand.alone(1, EIGHT);
    stand.sync(&mut headquarters);
    let station = Station { branch: branch(1), desk: 1 };
    let copy =
        pollbook::desk::Desk::start(station, SessionId([1; 16]), people(1).officers, SAME, TAKE, before);
    let mut copy = Stand { number: 1, desk: copy.expect("a copy"), disk: vec![], strip: vec![] };
    copy.alone(2, EIGHT);
    let forked = copy.disk.iter().find_map(|e| headquarters.receive(e, &story::everybody(), EIGHT).err());
    assert!(forked.is_some_and(|fault| fault.to_string().contains("was copied")));
}
