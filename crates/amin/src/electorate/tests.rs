#![allow(clippy::unwrap_used)]

use super::tally::Difference;
use super::*;
use crate::sample::{Scale, county};
use election::id::Code;
use election::setup::{Body, Name};
use election::tally::{Totals, Votes};

const VOTERS: u64 = 20_000;

/// The contests of a sample, with keys that sign nothing.
fn contests(candidates: u32, seed: u64) -> Vec<Contest> {
    let county = county(&Scale { branches: 3, voters: 1, candidates, seed });
    let (draft, _) = election::import::read(&county.files()).unwrap();
    let body = |name: &Name| -> Body {
        serde_json::from_value(serde_json::json!({ "name": name, "key": "0".repeat(64) })).unwrap()
    };
    draft
        .contests
        .into_iter()
        .map(|c| Contest {
            executive: body(&c.about.executive),
            supervisory: body(&c.about.supervisory),
            id: c.about.id,
            title: c.about.title,
            rule: c.about.rule,
            readings: c.about.readings,
            seats: c.about.seats,
            alternates: c.about.alternates,
            picks: c.about.picks,
            lists: c.lists,
            candidates: c.candidates,
        })
        .collect()
}

fn tally(contests: &[Contest], seed: u64, voters: u64) -> Tally {
    let electorate = Electorate::new(contests, seed);
    let mut tally = Tally::new(contests);
    (0..voters).for_each(|voter| tally.count(&electorate.choices(voter)));
    tally
}

/// Votes from the most to the least, as parts of all ballots.
fn ranking(count: &tally::Count) -> Vec<f64> {
    let mut shares: Vec<f64> = count.votes.values().map(|v| *v as f64 / count.ballots as f64).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    shares
}

fn about(measured: f64, published: f64, tolerance: f64) {
    assert!((measured - published).abs() < tolerance, "measured {measured:.4}, published {published:.4}");
}

#[test]
fn a_large_electorate_votes_as_tehran_did_in_1400() {
    for seed in [1405, 7] {
        let contests = contests(2_294, seed);
        let tally = tally(&contests, seed, VOTERS);
        let council = tally.of(&contests[0].id).unwrap();
        assert_eq!(council.ballots, VOTERS);
        about(council.blank_ballots as f64 / VOTERS as f64, 0.264, 0.012);
        let ranking = ranking(council);
        // The greatest of many samples lies a little above its mean, the least of the elected a little below.
        about(ranking[0], 486_282.0 / 1_565_370.0, 0.02);
        about(ranking[20], 255_854.0 / 1_565_370.0, 0.012);
        about(ranking[21], 74_294.0 / 1_565_370.0, 0.012);
        let experts = tally.of(&contests[1].id).unwrap();
        about(experts.blank_ballots as f64 / VOTERS as f64, 0.15, 0.012);
    }
}

#[test]
fn one_list_leads_but_others_and_independents_have_seats_worth_of_votes() {
    let contests = contests(2_294, 1405);
    let tally = tally(&contests, 1405, VOTERS);
    let council = tally.of(&contests[0].id).unwrap();
    let mut by_list: BTreeMap<Option<&Code>, u64> = BTreeMap::new();
    for candidate in &contests[0].candidates {
        *by_list.entry(candidate.list.as_ref()).or_default() += council.votes[&candidate.code];
    }
    let all: u64 = by_list.values().sum();
    let quota = |votes: u64| votes as f64 * 21.0 / all as f64;
    let leading = by_list.values().copied().max().unwrap();
    assert!((10.0..17.0).contains(&quota(leading)), "{}", quota(leading));
    assert!(quota(by_list[&None]) > 1.0, "{}", quota(by_list[&None]));
    assert!(by_list.values().filter(|v| quota(**v) >= 0.5).count() >= 4);
}

#[test]
fn a_leading_list_has_members_for_its_seats_at_every_size() {
    for (candidates, seed) in [(60, 1405), (60, 1), (60, 2), (120, 3), (300, 4), (2_294, 5)] {
        let contests = contests(candidates, seed);
        let tally = tally(&contests, seed, 3_000);
        let votes = &tally.of(&contests[0].id).unwrap().votes;
        let all: u64 = votes.values().sum();
        for list in &contests[0].lists {
            let members: Vec<_> =
                contests[0].candidates.iter().filter(|c| c.list.as_ref() == Some(&list.code)).collect();
            let quota = members.iter().map(|c| votes[&c.code]).sum::<u64>() as f64 * 21.0 / all as f64;
            assert!(
                quota < members.len() as f64 - 0.5,
                "{candidates} candidates, list {}: {quota}",
                list.code
            );
        }
    }
}

#[test]
fn every_choice_keeps_the_rules_of_the_ballot() {
    for candidates in [21, 22, 25, 40, 60, 300, 2_294] {
        let contests = contests(candidates, 1405);
        let electorate = Electorate::new(&contests, 1405);
        for voter in 0..2_000 {
            let choices = electorate.choices(voter);
            assert_eq!(choices.len(), 2);
            for contest in &contests {
                let choice = &choices[&contest.id];
                let chosen = choice.candidates(contest);
                assert!(chosen.is_ok(), "{candidates} candidates, voter {voter}: {choice:?}: {chosen:?}");
            }
        }
    }
}

#[test]
fn voters_use_every_way_to_fill_a_ballot() {
    let contests = contests(60, 1405);
    let electorate = Electorate::new(&contests, 1405);
    let (mut lists, mut both, mut few, mut many) = (0, 0, 0, 0);
    for voter in 0..2_000 {
        let choice = &electorate.choices(voter)[&contests[0].id];
        let is_list = |code: &Code| contests[0].lists.iter().any(|l| l.code == *code);
        match (choice.0.iter().any(is_list), choice.0.len()) {
            (true, 1) => lists += 1,
            (true, _) => both += 1,
            (false, 1..=3) => few += 1,
            (false, 10..) => many += 1,
            _ => {}
        }
    }
    assert!(lists > 100 && both > 100 && few > 100 && many > 50, "{lists} {both} {few} {many}");
}

#[test]
fn a_voter_chooses_the_same_whoever_was_asked_before() {
    let contests = contests(60, 1405);
    let electorate = Electorate::new(&contests, 1405);
    let forwards: Vec<_> = (0..300).map(|voter| electorate.choices(voter)).collect();
    let again = Electorate::new(&contests, 1405);
    let mut backwards: Vec<_> = (0..300).rev().map(|voter| again.choices(voter)).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    let other = Electorate::new(&contests, 1406);
    assert_ne!(forwards, (0..300).map(|voter| other.choices(voter)).collect::<Vec<_>>());
}

#[test]
fn every_branch_has_voters_and_some_have_many_more() {
    let mut voters = [0u32; 30];
    (0..VOTERS).for_each(|voter| voters[branch_of(1405, voter, 30)] += 1);
    let (least, most) = (voters.iter().min().unwrap(), voters.iter().max().unwrap());
    assert!(*least > 150 && *most > 2 * least, "{voters:?}");
    assert_eq!(branch_of(1405, 17, 1), 0);
}

#[test]
fn a_few_come_again_and_a_few_challenge() {
    let tries: Vec<Again> = (0..VOTERS).filter_map(|voter| tries_twice(1405, voter)).collect();
    about(tries.len() as f64 / VOTERS as f64, 0.03, 0.005);
    let same = tries.iter().filter(|again| **again == Again::SameBranch).count();
    about(same as f64 / tries.len() as f64, 0.5, 0.08);
    let challenging = (0..VOTERS).filter(|voter| challenges(1405, *voter)).count();
    about(challenging as f64 / VOTERS as f64, 0.02, 0.004);
}

#[test]
fn the_smallest_rehearsal_has_a_second_try_of_each_kind_and_a_challenge() {
    let tries: Vec<Again> = (0..300).filter_map(|voter| tries_twice(1405, voter)).collect();
    assert!(tries.contains(&Again::SameBranch) && tries.contains(&Again::OtherBranch), "{tries:?}");
    assert!((0..300).any(|voter| challenges(1405, voter)));
}

#[test]
fn the_tally_finds_every_published_number_that_is_wrong() {
    let contests = contests(60, 1405);
    let contest = &contests[0];
    let electorate = Electorate::new(&contests, 1405);
    let (mut tally, mut totals) = (Tally::new(&contests), Totals::zero(contest));
    for voter in 0..300 {
        let choices = electorate.choices(voter);
        tally.count(&choices);
        // The published side goes the ballot's way: from the choice to numbers, opened and counted.
        let blanks = contest.picks - choices[&contest.id].candidates(contest).unwrap().len() as u16;
        let mut numbers: Vec<u16> = (0..blanks).collect();
        numbers.extend(
            choices[&contest.id].candidates(contest).unwrap().iter().map(|place| contest.picks + place),
        );
        totals.add(&Totals::count(contest, &numbers).unwrap());
    }
    assert_eq!(tally.differences(&contest.id, &totals), []);

    let (id, code) = (contest.id.clone(), contest.candidates[3].code.clone());
    let cast = totals.votes[3].votes;
    totals.votes[3].votes += 1;
    let moved = Difference::Votes { contest: id.clone(), code, published: cast + 1, cast };
    assert_eq!(tally.differences(&id, &totals), vec![moved.clone()]);

    totals.ballots -= 1;
    let fewer = Difference::Ballots { contest: id.clone(), published: 299, cast: 300 };
    assert_eq!(tally.differences(&id, &totals), [fewer.clone(), moved.clone()]);

    let stranger = Code::new("7777").unwrap();
    totals.votes.push(Votes { code: stranger.clone(), votes: 2 });
    let unknown = Difference::Votes { contest: id.clone(), code: stranger, published: 2, cast: 0 };
    assert_eq!(tally.differences(&id, &totals), [fewer, moved, unknown]);

    let nowhere = ContestId::new("mayor").unwrap();
    assert_eq!(tally.differences(&nowhere, &totals), [Difference::Contest { contest: nowhere.clone() }]);
}
