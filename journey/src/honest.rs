//! The straight road: two branches that vote and one that never opens, two contests, three trustees of whom
//! two open. In the second branch a check-in was lost and settled; and it was cut off for a while, so that three voters had
//! pending cards: two of them voted, and one of these had voted elsewhere. And one of its ballots could not stand on the
//! record, so it is named there.

use crate::{BTreeFiles, People, Story};
use board::admission::{State, proof};
use board::entry::{
    self, Booth as EnrolledBooth, BranchCheckIns, Closing, Count, Decided, Decision, Entry, File, Ledger,
    Opening, Outcome, Pending, Refused, SaidBy, Settlement, Struck, Void, Was, WhyStruck, card_number,
};
use board::path;
use crypto::ceremony::Plan;
use crypto::elgamal::{EncodedCiphertext, decode_list};
use crypto::opening::{Checked, Quorum, Slots};
use crypto::signature::Signer;
use election::alone::WhenAlone;
use election::bytes::Digest;
use election::choice::Choice;
use election::id::{AreaId, BranchId, Code, ContestId};
use election::outcome::{self, Drawn, Minutes, Ruling, decide};
use election::setup::{Body, Branch, Candidate, Contest, CountingUnit, List, Name, Setup, Trustee as Member};
use election::signatory::{Side, Signatory};
use election::tally::Totals;
use protocol::booth::{Booth, Card};
use protocol::trustee::{Step, Trustee};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Ballots in each box.
const BALLOTS: u16 = 8;

/// The branch that was cut off for a while.
const CUT_OFF: &str = "0002";

/// An honest election, held once a process; take a copy to lie with.
pub fn story() -> Story {
    static STORY: LazyLock<Story> = LazyLock::new(hold);
    STORY.clone()
}

fn name(text: &str) -> Name {
    Name { fa: text.into(), en: text.into() }
}

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

fn contest(id: &str, rule: &str, seats: u16, picks: u16, people: &People) -> Contest {
    let id = ContestId::new(id).expect("an id");
    let body =
        |side| Body { name: name("board"), key: people.signer(&Signatory::Body(id.clone(), side)).public() };
    let council = picks > 1;
    let candidate = |n: u16| Candidate {
        code: code(&format!("{}{n}", if council { "1" } else { "5" })),
        name: name("candidate"),
        list: (council && n <= 2).then(|| code("90")),
        veteran: false,
        degree: 0,
    };
    Contest {
        title: name("contest"),
        rule: rule.into(),
        readings: Default::default(),
        seats,
        alternates: 0,
        picks,
        executive: body(Side::Executive),
        supervisory: body(Side::Supervisory),
        lists: if council { vec![List { code: code("90"), name: name("list") }] } else { Vec::new() },
        candidates: (1..=5).map(candidate).collect(),
        id,
    }
}

/// The story as it is told, one entry after the other.
struct Teller {
    story: Story,
    state: State,
}

impl Teller {
    fn say(&mut self, entry: Vec<u8>) {
        let parsed = Entry::parse(&entry).expect("an honest entry");
        let sequence = self.story.entries.len() as u64;
        self.state
            .admit(sequence, &parsed, &BTreeFiles(&self.story.files))
            .expect("an honest entry is admitted");
        self.story.entries.push(entry);
    }

    fn tell(&mut self, body: impl Into<entry::Body>) {
        let entry = self.story.sign(body);
        self.say(entry);
    }

    fn file(&mut self, path: String, bytes: Vec<u8>) -> File {
        let file = File::of(&bytes);
        self.story.files.insert(path, bytes);
        file
    }
}

fn hold() -> Story {
    let mut rng = rand::rng();
    let contests = ["council", "experts"].map(|id| ContestId::new(id).expect("an id"));
    let branches = ["0001", "0002", "0003"].map(|id| BranchId::new(id).expect("an id"));
    let mut people = People::appoint(&contests, &branches);
    let mut trustees = Vec::new();
    let mut members = Vec::new();
    for index in 1..=3 {
        let (trustee, transport) = Trustee::enrol(index, &mut rng);
        let seed = <[u8; 32]>::try_from(&trustee.to_bytes()[2..34]).expect("the seed follows the index");
        people.add(Signatory::Trustee(index), Signer::from_seed(&seed));
        members.push(Member { name: name("trustee"), key: trustee.key(), transport: transport.to_bytes() });
        trustees.push(trustee);
    }
    let key = |of: Signatory| people.signer(&of).public();
    let setup = Setup {
        format: 1,
        title: name("journey"),
        polling_day: "2026-05-01".into(),
        counting_unit: CountingUnit::Branch,
        privacy_floor: 5,
        when_alone: WhenAlone::Pending { most: 4 },
        headquarters: key(Signatory::Headquarters),
        log: people.log.key().to_string(),
        witness: people.witness.key().to_string(),
        threshold: 2,
        trustees: members,
        contests: vec![
            contest("council", "tehran-1404", 2, 3, &people),
            contest("experts", "plurality", 1, 1, &people),
        ],
        branches: branches
            .iter()
            .map(|id| Branch {
                id: id.clone(),
                name: name("branch"),
                area: AreaId::new("d01").expect("an id"),
                machine: key(Signatory::Branch(id.clone())),
                executive: key(Signatory::Officer(id.clone(), Side::Executive)),
                supervisory: key(Signatory::Officer(id.clone(), Side::Supervisory)),
            })
            .collect(),
    };
    setup.check().expect("the set-up holds together");
    setup.seats().expect("every seat has a key of its own");
    let bytes = setup.to_bytes();
    let event = Digest::of(&bytes);
    let setup = Arc::new(setup);
    let files = BTreeMap::from([(path::SETUP.to_owned(), bytes)]);
    let mut story =
        Story { event, setup: Arc::clone(&setup), people: Arc::new(people), entries: Vec::new(), files };
    let mut frozen = Entry::unsigned(entry::Setup { setup: File::of(&story.files[path::SETUP]) });
    for by in std::iter::once(Signatory::Headquarters).chain(setup.bodies()) {
        frozen = frozen.signed(&event, by.clone(), story.people.signer(&by));
    }
    story.entries = Vec::new();
    let mut teller = Teller { story, state: State::default() };
    teller.say(frozen.to_bytes());
    ceremony(&mut teller, &mut trustees);
    for branch in &branches[..2] {
        polls(&mut teller, branch);
    }
    teller.tell(Void {
        branch: branches[2].clone(),
        at: "2026-05-01T14:40:00Z".into(),
        why: outcome::Void::NotOpened,
        said_by: SaidBy::Officers,
        reason: "the school was flooded; voters were sent to branch 0002".into(),
    });
    decide_pending(&mut teller);
    ledger(&mut teller);
    mix_and_open(&mut teller, &trustees);
    decide_all(&mut teller);
    teller.story
}

fn ceremony(teller: &mut Teller, trustees: &mut [Trustee]) {
    let mut rng = rand::rng();
    for _ in 0..4 {
        for trustee in trustees.iter_mut() {
            match trustee.ceremony(&teller.state, &mut rng).expect("an honest ceremony") {
                Step::Say(entry) => teller.say(entry.to_bytes()),
                other => panic!("trustee {} should speak now: {other:?}", trustee.index()),
            }
        }
    }
}

/// A branch opens, takes its ballots (the first voter challenges once), and closes.
fn polls(teller: &mut Teller, branch: &BranchId) {
    let mut rng = rand::rng();
    let setup = Arc::clone(&teller.story.setup);
    let joint = Arc::clone(teller.state.election_key().expect("the key is made"));
    let printed: Vec<String> = (0..BALLOTS + 3).map(|n| format!("card {n}")).collect();
    let mut cards: Vec<Digest> = printed.iter().map(|text| card_number(branch, text)).collect();
    cards.sort_unstable();
    let cards_file = teller.file(path::cards(branch), cards.iter().flat_map(|card| card.0).collect());
    let pending = if branch.as_str() == CUT_OFF { pending_cards(branch) } else { Vec::new() };
    let pending_file = (!pending.is_empty())
        .then(|| teller.file(path::pending(branch), pending.iter().flat_map(|card| card.0).collect()));
    let people = Arc::clone(&teller.story.people);
    let booth_key = |n| people.signer(&Signatory::Booth(branch.clone(), n)).public();
    teller.tell(Opening {
        branch: branch.clone(),
        at: "2026-05-01T04:30:00Z".into(),
        booths: [1, 2].map(|number| EnrolledBooth { number, key: booth_key(number) }).to_vec(),
        cards: cards_file,
        ballots: 0,
        pending: pending_file,
    });
    let seed = people.signer(&Signatory::Booth(branch.clone(), 1)).seed();
    let signer = Signer::from_seed(&seed);
    let mut booth = Booth::new(teller.story.event, setup, joint, branch.clone(), 1, signer);
    let last = cards[usize::from(BALLOTS) + 2];
    let cards = cards.into_iter().take(confirmed(branch).into()).chain(pending.iter().copied().take(2));
    for (voter, card) in (0_u16..).zip(cards) {
        let council = match voter % 4 {
            0 => vec![code("90")],
            1 => vec![code("90"), code("13")],
            2 => vec![code("13"), code("15")],
            _ => Vec::new(),
        };
        let experts = if voter % 5 == 0 { Vec::new() } else { vec![code(&format!("5{}", 1 + voter % 3))] };
        let choices = BTreeMap::from([
            (ContestId::new("council").expect("an id"), Choice(council)),
            (ContestId::new("experts").expect("an id"), Choice(experts)),
        ]);
        booth.insert(Card { number: card, attempt: 1 }).expect("a waiting booth");
        booth.choose(&choices).expect("a choice that can be sealed");
        booth.seal(&mut rng).expect("a reviewed choice");
        if voter == 0 {
            let spoiled = booth.challenge().expect("a sealed ballot").entry;
            booth.was_challenged().expect("a challenged ballot");
            teller.say(countersigned(&teller.story, branch, &spoiled));
            booth.choose(&choices).expect("a choice that can be sealed");
            booth.seal(&mut rng).expect("a reviewed choice");
        }
        let ballot = booth.cast().expect("a sealed ballot").entry;
        booth.was_cast().expect("a cast ballot");
        teller.say(countersigned(&teller.story, branch, &ballot));
    }
    let ballots = u64::from(confirmed(branch));
    let refused = u64::from(branch.as_str() == CUT_OFF);
    if branch.as_str() == CUT_OFF {
        teller.tell(Refused {
            branch: branch.clone(),
            booth: 2,
            card: last,
            attempt: 1,
            was: Was::Cast,
            code: Digest::of(b"a ballot that repeats a ciphertext of another branch"),
            check: "seal.replay".into(),
        });
        teller.tell(Settlement {
            branch: branch.clone(),
            at: "2026-05-01T14:20:00Z".into(),
            counted: ballots,
            check_ins: ballots + 1,
            cards: ballots + 1,
            reason: "the machine's disk failed between the ledger's answer and its own count".into(),
        });
    }
    // In one branch a voter took a card and left; in the other a ballot was refused.
    teller.tell(Closing {
        branch: branch.clone(),
        at: "2026-05-01T14:30:00Z".into(),
        check_ins: ballots + 1,
        cards: ballots + 1,
        ballots,
        spoiled: 1,
        abandoned: 1 - refused,
        refused,
        pending: pending_file.map(|_| Pending { check_ins: 3, ballots: 2 }),
    });
}

/// Ballots of confirmed voters: in the branch that was cut off one of the box is a released pending one.
fn confirmed(branch: &BranchId) -> u16 {
    if branch.as_str() == CUT_OFF { BALLOTS - 1 } else { BALLOTS }
}

/// The cards of voters whom the headquarters could not confirm, ascending.
fn pending_cards(branch: &BranchId) -> Vec<Digest> {
    let mut cards: Vec<Digest> = (1..=4).map(|n| card_number(branch, &format!("pending {n}"))).collect();
    cards.sort_unstable();
    cards
}

/// The first pending ballot is released; the second voter had voted in the other branch.
fn decide_pending(teller: &mut Teller) {
    let cards = pending_cards(&BranchId::new(CUT_OFF).expect("an id"));
    let struck = vec![Struck { card: cards[1], why: WhyStruck::Another }];
    let decided = Decided { released: vec![cards[0]], struck };
    let decision = teller.file(path::DECISION.into(), decided.to_bytes());
    teller.tell(Decision { decision });
}

/// The branch signs what its booth signed.
fn countersigned(story: &Story, branch: &BranchId, entry: &[u8]) -> Vec<u8> {
    let by = Signatory::Branch(branch.clone());
    let entry = Entry::parse(entry).expect("an entry of the booth");
    let signer = story.people.signer(&by);
    entry.signed(&story.event, by, signer).to_bytes()
}

fn ledger(teller: &mut Teller) {
    let came =
        |branch: &BranchId| if branch.as_str() == "0003" { 0 } else { u64::from(confirmed(branch)) + 1 };
    let rows: Vec<BranchCheckIns> = teller
        .story
        .setup
        .branches
        .iter()
        .map(|b| BranchCheckIns { branch: b.id.clone(), check_ins: came(&b.id), refused: 0 })
        .collect();
    let ledger = teller.file(path::LEDGER.into(), entry::ledger_file(&rows));
    teller.tell(Ledger { ledger });
}

/// The slots of a box as its ballots make it.
pub(crate) fn box_slots(story: &Story, state: &State, id: &election::unit::BoxId) -> Vec<EncodedCiphertext> {
    let place = story.setup.contests.iter().position(|c| c.id == id.contest).expect("the contest");
    let unit = state.unit_of(id).expect("the unit");
    let mut slots = Vec::new();
    for ballot in state.ballots_of(unit) {
        let bytes = &story.entries[ballot.sequence as usize];
        let entry::Body::Ballot(body) = Entry::parse(bytes).expect("an entry").body else { continue };
        let mut read = proof::read_ballot(state, ballot.code, &body).expect("an honest ballot");
        slots.extend_from_slice(read.seals.swap_remove(place).2.slots());
    }
    slots
}

fn mix_and_open(teller: &mut Teller, trustees: &[Trustee]) {
    let mut rng = rand::rng();
    let ids: Vec<_> = teller.state.boxes().keys().cloned().collect();
    for id in &ids {
        let mut current = box_slots(&teller.story, &teller.state, id);
        // In any order: here the last goes first.
        for trustee in [&trustees[2], &trustees[0], &trustees[1]] {
            let (entry, slots, proof) =
                trustee.mix(&teller.state, id, &current, &mut rng).expect("an honest mix");
            current = decode_list(&slots).expect("slots");
            teller.file(path::mix_slots(id, trustee.index()), slots);
            teller.file(path::mix_proof(id, trustee.index()), proof);
            teller.say(entry.to_bytes());
        }
        let decoded = Slots::decode(&current).expect("points");
        for trustee in &trustees[1..] {
            let share = trustee.share(&teller.state, &mut rng).expect("a share");
            let (entry, partial) = trustee
                .open(&teller.state, &share, id, &current, &decoded, &mut rng)
                .expect("an honest opening");
            teller.file(path::partial(id, trustee.index()), partial);
            teller.say(entry.to_bytes());
        }
        count(teller, id, &current, &decoded);
    }
}

fn count(teller: &mut Teller, id: &election::unit::BoxId, slots: &[EncodedCiphertext], decoded: &Slots) {
    let joint = Arc::clone(teller.state.joint_key().expect("the key is made"));
    let contest = teller.story.setup.contest(&id.contest).expect("the contest").clone();
    let mut checked: Vec<Checked> = Vec::new();
    for index in [2, 3] {
        let bytes = teller.story.files[&path::partial(id, index)].clone();
        let body = entry::Partial {
            box_id: id.clone(),
            trustee: index,
            input: File::of(&crypto::elgamal::encode_list(slots)),
            partial: File::of(&bytes),
        };
        checked
            .push(proof::partial(&teller.story.event, &joint, &body, decoded, &bytes).expect("an opening"));
    }
    let plan = Plan::new(3, 2).expect("a plan");
    let quorum = Quorum::new(plan, &[2, 3], contest.shape().numbers()).expect("a quorum");
    let opened: Option<Vec<u16>> = quorum.read(decoded, &checked).expect("an opening").into_iter().collect();
    let totals = Totals::count(&contest, &opened.expect("numbers of the contest")).expect("whole ballots");
    let minutes = teller.state.minutes(id, totals);
    let minutes = teller.file(path::minutes(id), minutes.to_bytes());
    teller.tell(Count { box_id: id.clone(), minutes });
}

fn decide_all(teller: &mut Teller) {
    for contest in teller.story.setup.contests.clone() {
        let mut totals = Totals::zero(&contest);
        let mut units = Vec::new();
        for id in teller.state.boxes().keys().filter(|id| id.contest == contest.id) {
            let (_, body) =
                teller.story.find(|body| matches!(body, entry::Body::Count(c) if c.box_id == *id));
            assert!(matches!(body, entry::Body::Count(_)));
            totals.add(&minutes_of(&teller.story, id).totals);
            units.push(id.unit.clone());
        }
        loop {
            let lots: Vec<Drawn> =
                teller.state.lots(&contest.id).iter().map(|lot| lot.drawn.clone()).collect();
            match decide(&contest, totals.clone(), units.clone(), &lots).expect("totals that the rule takes")
            {
                Ruling::Decided(result) => {
                    let result = teller.file(path::result(&contest.id), result.to_bytes());
                    teller.tell(Outcome { contest: contest.id.clone(), result });
                    break;
                }
                Ruling::LotDue(due) => {
                    let drawn = due.among.iter().take(due.choose as usize).cloned().collect();
                    let drawn = Drawn { purpose: due.purpose, among: due.among, drawn };
                    teller.tell(entry::Lot { contest: contest.id.clone(), drawn });
                }
            }
        }
    }
}

fn minutes_of(story: &Story, id: &election::unit::BoxId) -> Minutes {
    Minutes::parse(&story.files[&path::minutes(id)]).expect("honest minutes")
}
