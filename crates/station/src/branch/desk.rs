//! The desk and the booths' side of the branch.

use super::opening::{Opened, refused};
use super::people::OnRoll;
use super::poll_book::{PollBook, Step};
use super::{Known, Machine, Stage, keep, wall};
use axum::http::{HeaderMap, StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use board::admission::proof;
use board::entry::{Ballot, Body, Entry, card_number};
use civil_registry::advice::Contradiction;
use crypto::signature::PublicKey;
use door::session::RollKey;
use door::{Problem, signed};
use election::bytes::Digest;
use election::national_id::NationalId;
use election::signatory::Signatory;
use pollbook::clock::Moment;
use pollbook::contact::State as Contact;
use pollbook::entry::{Act, Place, Silence, Standing, Why};
use pollbook::ledger::{Answer, Ask};
use pollbook::{CheckIn, Decision, VoterKey};
use protocol::branch::Sealing;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// A voter's receipt («رسید»): that a ballot was taken, never what is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// The tracking code, to be found on the record.
    pub code: Digest,
    /// The branch.
    pub branch: String,
    /// The branch's signature under the code: evidence, should the ballot never appear.
    pub signature: String,
}

/// What a booth is told of a card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CardTaken {
    /// Its public number.
    pub number: Digest,
    /// Which sealing on it comes next.
    pub attempt: u16,
}

/// An entry that a booth made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromBooth {
    /// The entry's bytes, Base64.
    #[serde(with = "election::bytes::long")]
    pub entry: Vec<u8>,
}

/// What the clerk does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Admission {
    /// Let the voter draw a card of the shuffled stack.
    CheckedIn {
        /// The name to greet.
        name: String,
        /// The receipt number at this desk.
        receipt: u64,
    },
    /// The headquarters could not be asked: give the pending card of this place in its stack.
    Pending {
        /// Its place, as printed on it.
        card: u64,
        /// The receipt number at this desk.
        receipt: u64,
    },
    /// Checked in, and the strip did not print it: the card is owed until the number is typed again and the strip prints.
    Owed {
        /// The receipt number at this desk.
        receipt: u64,
    },
    /// Refuse: this person has voted («رأی تکراری»).
    AlreadyVoted {
        /// Where and when.
        earlier: CheckIn,
    },
    /// Refuse: nobody of this number is entitled.
    NotOnRoll,
    /// Refuse: this person votes in another constituency.
    Elsewhere {
        /// That one's number.
        constituency: u16,
    },
    /// Two officers look at the person and the papers: an override with a reason, or no card.
    Officers {
        /// What the civil registry says against the roll.
        because: Contradiction,
    },
    /// Refuse: the polls of this branch are not open.
    PollsNotOpen,
    /// Refuse, for now: the headquarters is not reached, and the policy takes nobody in without it.
    NotReached,
}

/// Whose number was read.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) person: NationalId,
    /// The override that both officers signed, if they stand for this person.
    pub(super) overridden: Option<Vec<Act>>,
}

/// How long a voter waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// And when the headquarters did not answer a moment ago.
const PATIENCE_ALONE: Duration = Duration::from_millis(1500);

impl Machine {
    /// A voter stands at the desk.
    pub(super) async fn check_in(self: &Arc<Self>, national_id: &str) -> Result<Admission, Problem> {
        let person = NationalId::parse(national_id.trim())
            .map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "national-id", e))?;
        self.check_in_person(Asked { person, overridden: None }).await
    }

    /// The same, of a person whose number was read; perhaps one for whom two officers stand.
    ///
    /// In a task of its own: a browser that goes away must not leave the question without an end.
    pub(super) async fn check_in_person(self: &Arc<Self>, asked: Asked) -> Result<Admission, Problem> {
        let machine = Arc::clone(self);
        let checked_in = tokio::spawn(async move {
            machine.at_desk.fetch_add(1, Ordering::SeqCst);
            let checked_in = machine.check_in_now(asked).await;
            machine.at_desk.fetch_sub(1, Ordering::SeqCst);
            checked_in
        });
        checked_in.await.expect("checking a voter in does not panic")
    }

    /// The question is in the log before it is asked, under the name by which it is asked; and what it came to is in the
    /// log before anybody hears of it. So this count and the ledger's cannot differ, whenever power is cut.
    async fn check_in_now(&self, asked: Asked) -> Result<Admission, Problem> {
        let _open = self.while_open().await?;
        // Also where nobody can be asked: the pending cards that lie here are given by the device that stands in its place.
        if self.read_book(PollBook::is_replaced).await? {
            return Err(replaced());
        }
        let known = self.known().await?;
        let Asked { person, overridden } = asked;
        let Some(roll) = self.roll_key(&known).await? else { return Ok(Admission::NotReached) };
        let voter = VoterKey::of(&roll.0, &person);
        let on_roll = self.on_roll(&voter)?;
        if let OnRoll::Elsewhere(constituency) = on_roll {
            return Ok(Admission::Elsewhere { constituency });
        }
        let _alone = AtDesk::come(self, voter)?;
        let stood_for = overridden.is_some();
        let step = self
            .with_book(|book| match overridden {
                Some(acts) => book.agreed(acts, wall()),
                None => book.arrive(voter, wall()),
            })
            .await?;
        let Step::Ask(ask) = step else { return self.admission(step, None).await };
        // Beside each other: nobody waits for the registry longer than for the headquarters and its 0.8 s.
        let warned = async { if stood_for { None } else { self.registry_warns(&known, &person).await } };
        let (said, warned) = tokio::join!(self.question(&known, &ask), warned);
        if let Opened::Refused { title } = self.opened() {
            // Heard while this voter was asked about.
            self.with_book(|book| book.interrupted(ask.id, wall())).await?;
            return Err(refused(title));
        }
        let may_come_in =
            matches!(said, Ok(Decision::CheckedIn { .. }) | Err(_)) && on_roll != OnRoll::Nobody;
        if let Some(because) = warned.filter(|_| may_come_in) {
            // Taken back until two officers have looked; a confirmation is taken away again with the log.
            self.with_book(|book| book.interrupted(ask.id, wall())).await?;
            return Ok(Admission::Officers { because });
        }
        let step = self
            .with_book(|book| match &said {
                Ok(decision) => book.answered(ask.id, heard(decision), wall()),
                // Nobody can be asked, and the roll beside the desk does not name this person.
                Err(silence) if on_roll == OnRoll::Nobody => book.not_on_roll(ask.id, *silence, wall()),
                Err(silence) => book.unanswered(ask.id, *silence, wall()),
            })
            .await?;
        if matches!(said, Ok(Decision::Superseded)) {
            return Err(replaced());
        }
        self.admission(step, said.ok()).await
    }

    /// Asks, for as long as a voter can be asked to wait.
    async fn question(&self, known: &Known, ask: &Ask) -> Result<Decision, Silence> {
        let state = self.contact().at(wall()).state;
        let patience = if state == Contact::Connected { PATIENCE } else { PATIENCE_ALONE };
        let asked = async {
            // For a headquarters that does not have the opening this branch is shut.
            self.carry_opening().await?;
            // What ended here while nobody listened stands in the way of the same person's next question.
            if self.book.lock().await.as_ref().is_some_and(PollBook::has_ended_unheard) {
                self.send_log(known).await?;
            }
            self.headquarters.check_in(&self.caller(known), ask.id.request(), &ask.voter).await
        };
        let answered = tokio::time::timeout(patience, asked).await;
        match answered {
            Ok(Ok(decision)) => {
                self.contact().heard_headquarters(wall());
                Ok(decision)
            }
            Ok(Err(problem)) if problem.code != "unreachable" => {
                say!("amin branch {}: the headquarters does not decide: {problem}", self.id);
                self.contact().missed_headquarters();
                Err(Silence::Failing)
            }
            _ => {
                self.contact().missed_headquarters();
                Err(Silence::Unreachable)
            }
        }
    }

    /// What the clerk is told.
    async fn admission(&self, step: Step, said: Option<Decision>) -> Result<Admission, Problem> {
        Ok(match (step, said) {
            (Step::Card { claim, standing: Standing::Confirmed }, Some(Decision::CheckedIn { name })) => {
                Admission::CheckedIn { name, receipt: claim.counter }
            }
            // The name was told with the answer, before the strip failed.
            (Step::Owed { claim, standing: Standing::Confirmed }, _) => {
                Admission::CheckedIn { name: "—".to_owned(), receipt: claim.counter }
            }
            (
                Step::Card { claim, standing: Standing::Pending { serial } }
                | Step::Owed { claim, standing: Standing::Pending { serial } },
                _,
            ) => {
                let book = self.book.lock().await;
                let card = book.as_ref().and_then(|book| book.place(&serial));
                Admission::Pending { card: card.unwrap_or_default(), receipt: claim.counter }
            }
            (Step::CardOwed { claim }, _) => Admission::Owed { receipt: claim.counter },
            (Step::Away(Why::Already { earlier }), _) => {
                self.refused.fetch_add(1, Ordering::Relaxed);
                let at = i64::try_from(earlier.at.wall).ok();
                let at = at.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
                let at = at.map_or_else(String::new, |at| at.to_string());
                Admission::AlreadyVoted {
                    earlier: CheckIn { branch: earlier.branch, at, claim: earlier.claim },
                }
            }
            (Step::Away(Why::Ineligible), _) => Admission::NotOnRoll,
            (Step::Away(Why::NotReached), _) => Admission::NotReached,
            (Step::Away(Why::Interrupted), _) => Admission::PollsNotOpen,
            (Step::Card { .. } | Step::Ask(_) | Step::Done | Step::NotPrinted, _) => {
                return Err(Problem::conflict("desk", "the headquarters' answer does not fit the question"));
            }
        })
    }

    /// The key by which the roll names persons: that of the roll beside the desk, or told by the headquarters at the first
    /// hello, and kept.
    pub(super) async fn roll_key(&self, known: &Known) -> Result<Option<RollKey>, Problem> {
        if let Some(people) = &self.people {
            return Ok(Some(people.key()));
        }
        if let Some(key) = *self.roll.read().await {
            return Ok(Some(key));
        }
        let hello = tokio::time::timeout(PATIENCE, self.headquarters.hello(&self.caller(known))).await;
        match hello {
            Ok(Ok(key)) => {
                self.contact().heard_headquarters(wall());
                keep::put_roll_key(&self.folder, &key)?;
                *self.roll.write().await = Some(key);
                Ok(Some(key))
            }
            _ => {
                self.contact().missed_headquarters();
                Ok(None)
            }
        }
    }

    /// Is this booth enrolled?
    pub(super) async fn has_booth(&self, booth: &super::Enrolment) -> bool {
        self.booths.read().await.get(&booth.number) == Some(&booth.key)
    }

    /// A booth names itself before the branch opens.
    pub(super) async fn enrol(&self, number: u16, key: PublicKey) -> Result<(), Problem> {
        let stage = self.stage.read().await;
        let mut booths = self.booths.write().await;
        if booths.get(&number) == Some(&key) {
            return Ok(());
        }
        if !matches!(*stage, Stage::Waiting | Stage::Ready) {
            return Err(Problem::conflict("stage", "a booth can only be enrolled before the branch opens"));
        }
        booths.insert(number, key);
        Ok(())
    }

    /// Which booth of this branch signed a request.
    pub(super) async fn booth(&self, headers: &HeaderMap, path: &str, body: &[u8]) -> Result<u16, Problem> {
        let known = self.known().await?;
        let booths = self.booths.read().await;
        let key_of = |by: &Signatory| match by {
            Signatory::Booth(branch, number) if *branch == self.id => booths.get(number).copied(),
            _ => None,
        };
        match signed::check(headers, &known.event, key_of, path, body)? {
            Signatory::Booth(_, number) => Ok(number),
            _ => {
                Err(Problem::new(StatusCode::FORBIDDEN, "booth", "only a booth of this branch may ask this"))
            }
        }
    }

    /// A booth asks for a card, and holds it from now on.
    pub(super) async fn insert(&self, booth: u16, printed: &str) -> Result<CardTaken, Problem> {
        let _open = self.while_open().await?;
        let known = self.known().await?;
        let number = card_number(&self.id, printed.trim());
        let attempt = self.change(|branch| branch.insert(&known.stack, number, booth)).await?;
        Ok(CardTaken { number, attempt })
    }

    /// A booth is empty: its voter left without casting, or it was started anew.
    pub(super) async fn leave(&self, booth: u16) -> Result<(), Problem> {
        self.change(|branch| {
            branch.leave(booth);
            Ok(())
        })
        .await
    }

    /// A ballot goes into the box: the branch checks what the booth sealed, signs it, and gives a receipt.
    pub(super) async fn cast(&self, bytes: &[u8]) -> Result<Receipt, Problem> {
        let known = self.known().await?;
        let entry = self.of_booth(&known, bytes).await?;
        let Body::Ballot(ballot) = &entry.body else { return Err(not_a("ballot")) };
        let sealing = sealing(&known, ballot);
        // A booth that heard no answer asks once more, and perhaps after the closing: the ballot is in the box.
        if self.branch.lock().await.spent.get(&sealing.card) == Some(&sealing.code) {
            return Ok(self.receipt_of(&known, sealing.code));
        }
        let _open = self.while_open().await?;
        let key = known.state.election_key().ok_or_else(|| not_a("ballot of an event with a key"))?;
        tokio::task::block_in_place(|| proof::ballot(&known.state, &key.key, sealing.code, ballot))
            .map_err(|refusal| Problem::conflict(refusal.check(), refusal))?;
        let both = self.countersigned(&known, entry.clone());
        self.take(&known, &sealing, ballot, |branch| branch.cast(&sealing, both)).await?;
        // The ballot is safe on this disk; the way to the record is not the voter's to wait for.
        self.wake.notify_one();
        Ok(self.receipt_of(&known, sealing.code))
    }

    fn receipt_of(&self, known: &Known, code: Digest) -> Receipt {
        let signature = self.signer.sign(&format!("{}/receipt", known.event), code.to_string().as_bytes());
        Receipt { code, branch: self.id.to_string(), signature: STANDARD.encode(signature.0) }
    }

    /// A challenged ballot is checked, signed and kept for the record.
    pub(super) async fn challenged(&self, bytes: &[u8]) -> Result<(), Problem> {
        let _open = self.while_open().await?;
        let known = self.known().await?;
        let entry = self.of_booth(&known, bytes).await?;
        let Body::Spoiled(spoiled) = &entry.body else { return Err(not_a("challenged ballot")) };
        let sealing = sealing(&known, &spoiled.ballot);
        let key = known.state.election_key().ok_or_else(|| not_a("ballot of an event with a key"))?;
        tokio::task::block_in_place(|| proof::spoiled(&known.state, &key.key, spoiled))
            .map_err(|refusal| Problem::conflict(refusal.check(), refusal))?;
        let both = self.countersigned(&known, entry.clone());
        self.take(&known, &sealing, &spoiled.ballot, |branch| branch.challenged(&sealing, both))
            .await
            .map(drop)
    }

    /// Reads a ballot, cast or challenged, with exactly the signature of the booth that it names.
    async fn of_booth(&self, known: &Known, bytes: &[u8]) -> Result<Entry, Problem> {
        let bad = |what: &dyn std::fmt::Display| Problem::new(StatusCode::BAD_REQUEST, "entry", what);
        let entry = Entry::parse(bytes).map_err(|e| bad(&e))?;
        let ballot = match &entry.body {
            Body::Ballot(ballot) => ballot,
            Body::Spoiled(spoiled) => &spoiled.ballot,
            _ => return Err(not_a("ballot")),
        };
        let due =
            known.state.setup().into_iter().flat_map(|setup| &setup.contests).map(|contest| &contest.id);
        if ballot.branch != self.id || !due.eq(ballot.contests.iter().map(|sealed| &sealed.contest)) {
            return Err(bad(&"this ballot is not of this branch and its contests"));
        }
        let key = self.booths.read().await.get(&ballot.booth).copied();
        let by = Signatory::Booth(self.id.clone(), ballot.booth);
        let holds = match (key, entry.signatures.as_slice()) {
            (Some(key), [signed]) => signed.by == by && entry.is_signed_by(&known.event, signed, &key),
            _ => false,
        };
        if holds { Ok(entry) } else { Err(bad(&format!("{by} did not sign this, or not alone"))) }
    }

    pub(super) fn countersigned(&self, known: &Known, entry: Entry) -> Vec<u8> {
        entry.signed(&known.event, Signatory::Branch(self.id.clone()), &self.signer).to_bytes()
    }
}

/// A voter who is being checked in. Two desks of the branch that type one number at one instant would otherwise both hear
/// the one answer, and both hand a card.
struct AtDesk<'a> {
    machine: &'a Machine,
    voter: VoterKey,
}

impl<'a> AtDesk<'a> {
    fn come(machine: &'a Machine, voter: VoterKey) -> Result<Self, Problem> {
        if machine.coming().insert(voter) {
            return Ok(Self { machine, voter });
        }
        Err(Problem::conflict("at-another-desk", "this voter is at another desk of this branch now")
            .remedy("Send the voter back there; if nobody stands there, type the number again in a moment"))
    }
}

impl Drop for AtDesk<'_> {
    fn drop(&mut self) {
        self.machine.coming().remove(&self.voter);
    }
}

/// Both officers have handed this device's session over.
fn replaced() -> Problem {
    Problem::conflict("replaced", "another device stands in this one's place")
        .remedy("Send the voter there, and switch this device off")
}

/// The ledger's decision as the desk hears it.
fn heard(decision: &Decision) -> Answer {
    match decision {
        Decision::CheckedIn { .. } => Answer::Confirmed,
        Decision::AlreadyVoted { earlier } => {
            let wall =
                earlier.at.parse::<jiff::Timestamp>().map_or(0, |at| at.as_millisecond().unsigned_abs());
            let at = Moment { wall, count: 0 };
            Answer::Already { earlier: Place { claim: earlier.claim, branch: earlier.branch.clone(), at } }
        }
        Decision::NotOnRoll => Answer::Ineligible,
        Decision::Superseded => Answer::Superseded,
        Decision::PollsNotOpen | Decision::Withdrawn => Answer::Withdrawn,
    }
}

fn sealing(known: &Known, ballot: &Ballot) -> Sealing {
    let code = ballot.tracking_code(&known.event);
    Sealing { booth: ballot.booth, card: ballot.card, attempt: ballot.attempt, code }
}

fn not_a(what: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "entry", format!("this is not a {what}"))
}
