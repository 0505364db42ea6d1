//! Acts of two officers: proposed at the desk, signed on their devices, done when both have signed.
//!
//! The desk shows a code; each officer's device fetches the sheet of that code, says in words what it is, and sends its
//! signatures back (`amin signer act`). Nothing is done by one of them, and what was done is in the log with both signatures.

use super::desk::{Admission, Asked};
use super::people::OnRoll;
use super::poll_book::{PollBook, Step};
use super::{Machine, Stage, keep, strip, wall};
use axum::http::StatusCode;
use door::Problem;
use election::bytes::Digest;
use election::national_id::NationalId;
use pollbook::VoterKey;
use pollbook::book::Claim;
use pollbook::device::{HandOver, Reason, SessionId, Station};
use pollbook::entry::{Line, Override, Standing, StripRead, Undo, UndoReason};
use pollbook::ladder::OverrideReason;
use pollbook::officers::{Officers, Side};
use pollbook::sheet::{BadSheet, Deed, Sheet, Signed};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// What is asked of the officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "proposal", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Proposal {
    /// Take a check-in back; the card lies before them.
    Undo {
        /// The receipt number.
        receipt: u64,
        /// Why.
        reason: UndoReason,
    },
    /// Stand for a person.
    Override {
        /// The person's number.
        national_id: String,
        /// Why.
        reason: OverrideReason,
    },
    /// This device takes the place of the one before it.
    HandOver {
        /// Why.
        reason: Reason,
    },
    /// Read back what a lost folder's strip says.
    Strip {
        /// The session that was lost; the one before this where none is said.
        session: Option<SessionId>,
        /// Its lines as printed, or typed from the paper list; nothing if the strip is lost as well.
        lines: Option<String>,
    },
}

/// A sheet that waits for its officers.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) sheet: Sheet,
    /// Whom an override is for.
    person: Option<NationalId>,
    pub(super) signed: BTreeMap<Side, Signed>,
    /// Both have signed, and it is being done.
    busy: bool,
    /// What came of it.
    pub(super) done: Option<Done>,
}

/// What came of a sheet that both signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "done", rename_all = "kebab-case")]
pub enum Done {
    /// It is in the log.
    Kept,
    /// It is in the log, and the strip has not printed it yet.
    NotPrinted,
    /// The person was asked about, and this is what the clerk does.
    Admission {
        /// As at any check-in.
        admission: Admission,
    },
    /// It could not be done after all.
    Failed {
        /// Why.
        title: String,
    },
}

/// How a sheet stands, for officers' devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HowFar {
    /// Who has signed.
    pub signed: BTreeSet<Side>,
    /// What came of it, once both have.
    pub done: Option<Done>,
}

/// Sheets by their code.
pub(super) type Sheets = BTreeMap<Digest, Waiting>;

/// More sheets than this do not wait at one time: the oldest question is forgotten by whoever asks again.
const MOST: usize = 16;

impl Machine {
    /// Writes a sheet for what is proposed; nothing happens yet.
    pub(super) async fn propose(&self, proposal: Proposal) -> Result<Digest, Problem> {
        let known = self.known().await?;
        let (mut person, mut deeds) = (None, Vec::new());
        match proposal {
            Proposal::Undo { receipt, reason } => {
                let claim = self.claim(receipt).await?;
                self.card_is_back(&claim).await?;
                deeds.push(Deed::Undo(Undo { claim: claim.id, reason }));
            }
            Proposal::Override { national_id, reason } => {
                drop(self.while_open().await?);
                let number = national_number(&national_id)?;
                let key = self.roll_key(&known).await?.ok_or_else(no_key)?;
                let voter = VoterKey::of(&key.0, &number);
                let before = self.read_book(|book| book.desk().stood_for(&voter)).await?;
                deeds.push(Deed::Override(Override { voter, reason, before }));
                person = Some(number);
            }
            Proposal::HandOver { reason } => {
                if *self.stage.read().await != Stage::Spare {
                    return Err(Problem::conflict("stage", "this device stands in no other's place"));
                }
                let to = self.read_book(PollBook::session).await?;
                let from = keep::superseded(&self.folder)?;
                let station = Station { branch: self.id.clone(), desk: 1 };
                deeds.push(Deed::HandOver(HandOver { station, to, from, reason }));
            }
            Proposal::Strip { session, lines } => {
                drop(self.while_open().await?);
                let session = match session {
                    Some(session) => session,
                    None => keep::superseded(&self.folder)?.ok_or_else(which_session)?,
                };
                if session == self.read_book(PollBook::session).await? {
                    return Err(Problem::conflict(
                        "session",
                        "this is the session of this device, whose log is here",
                    ));
                }
                let lines = match lines {
                    Some(text) => Some(self.strip_lines(session, &text).await?),
                    None => None,
                };
                let read = lines.as_ref().map(|lines| lines.len() as u64);
                deeds.extend(lines.into_iter().flatten().map(Deed::Restore));
                deeds.push(Deed::StripRead(StripRead { session, lines: read }));
            }
        }
        let sheet = Sheet { event: known.event, branch: self.id.clone(), deeds };
        let code = sheet.code();
        let mut sheets = self.sheets.lock().await;
        while sheets.len() >= MOST {
            let mut idle = sheets.iter().filter(|(_, waiting)| !waiting.busy);
            let ended = idle.clone().find(|(_, waiting)| waiting.done.is_some()).or_else(|| idle.next());
            let Some(ended) = ended.map(|(code, _)| *code) else { break };
            sheets.remove(&ended);
        }
        // Asked for again while it waits, it is the same; once it was done, it is asked for anew.
        if sheets.get(&code).is_none_or(|waiting| waiting.done.is_some()) {
            sheets.insert(code, Waiting { sheet, person, signed: BTreeMap::new(), busy: false, done: None });
        }
        Ok(code)
    }

    /// The whole code of what the desk shows of it: eight digits at least.
    pub(super) async fn code(&self, shown: &str) -> Result<Digest, Problem> {
        let shown: String = shown.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
        let sheets = self.sheets.lock().await;
        let mut found = sheets.keys().filter(|code| shown.len() >= 8 && code.to_string().starts_with(&shown));
        match (found.next(), found.next()) {
            (Some(code), None) => return Ok(*code),
            _ => drop(sheets),
        }
        // Whoever tries codes holds up no officer, and no more than one connection: one waits a second, others are sent away at
        // once. That is no brake; there are four thousand million codes, a sheet lives for minutes, and it is signed by keys.
        let Ok(_one_at_a_time) = self.guessing.try_lock() else {
            return Err(Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "sheet",
                "there is no sheet of this code, and others are trying codes here",
            )
            .remedy("Read the code on the desk again"));
        };
        tokio::time::sleep(Duration::from_secs(1)).await;
        Err(no_sheet())
    }

    /// The sheet of a code.
    pub(super) async fn sheet(&self, code: &Digest) -> Result<(Sheet, HowFar), Problem> {
        let sheets = self.sheets.lock().await;
        let waiting = sheets.get(code).ok_or_else(no_sheet)?;
        Ok((waiting.sheet.clone(), waiting.standing()))
    }

    /// Sheets that nobody has finished, for devices that were told no code.
    pub(super) async fn open_sheets(&self) -> Vec<Digest> {
        let sheets = self.sheets.lock().await;
        sheets.iter().filter(|(_, waiting)| waiting.done.is_none()).map(|(code, _)| *code).collect()
    }

    /// Forgets a sheet that nobody wants any more.
    pub(super) async fn withdraw(&self, code: &Digest) {
        self.sheets.lock().await.retain(|of, waiting| of != code || waiting.busy);
    }

    /// Takes one officer's signatures. With the second's it is done.
    pub(super) async fn sign(self: &Arc<Self>, signed: Signed) -> Result<HowFar, Problem> {
        let officers = self.officers().await?;
        let code = signed.sheet;
        let (sheet, person, both) = {
            let mut sheets = self.sheets.lock().await;
            let waiting = sheets.get_mut(&code).ok_or_else(no_sheet)?;
            if waiting.busy || waiting.done.is_some() {
                return Ok(waiting.standing());
            }
            waiting.sheet.check(&officers, &signed).map_err(bad)?;
            waiting.signed.insert(signed.side, signed);
            let both = waiting.signed.get(&Side::Executive).zip(waiting.signed.get(&Side::Supervisory));
            let Some((executive, supervisory)) = both else { return Ok(waiting.standing()) };
            let both = (executive.clone(), supervisory.clone());
            // Done once, whoever signs again meanwhile.
            waiting.busy = true;
            (waiting.sheet.clone(), waiting.person.clone(), both)
        };
        // In a task of its own: an officer's device that goes away must not leave it half done.
        let machine = Arc::clone(self);
        let done = tokio::spawn(async move { machine.perform(sheet, person, &officers, &both).await });
        let done = done.await.expect("an act of officers does not panic");
        let done = done.unwrap_or_else(|problem| Done::Failed { title: problem.title });
        let mut sheets = self.sheets.lock().await;
        let waiting = sheets.get_mut(&code).ok_or_else(no_sheet)?;
        (waiting.busy, waiting.done) = (false, Some(done));
        Ok(waiting.standing())
    }

    async fn perform(
        self: Arc<Self>,
        sheet: Sheet,
        person: Option<NationalId>,
        officers: &Officers,
        both: &(Signed, Signed),
    ) -> Result<Done, Problem> {
        let hands_over = matches!(sheet.deeds.first(), Some(Deed::HandOver(_)));
        let undone = sheet.deeds.iter().find_map(|deed| match deed {
            Deed::Undo(undo) => Some(undo.claim),
            _ => None,
        });
        let acts = sheet.agreed(officers, &both.0, &both.1).map_err(bad)?;
        if hands_over {
            self.with_book(|book| book.agreed(acts, wall())).await?;
            self.open_as_spare().await?;
            return Ok(Done::Kept);
        }
        if let Some(number) = person {
            let asked = Asked { person: number, overridden: Some(acts) };
            return Ok(Done::Admission { admission: self.check_in_person(asked).await? });
        }
        let _open = self.while_open().await?;
        if let Some(claim) = undone {
            let claim = self.read_book(|book| book.standing().into_iter().find(|of| of.id == claim)).await?;
            self.card_is_back(&claim.ok_or_else(no_claim)?).await?;
        }
        match self.with_book(|book| book.agreed(acts, wall())).await? {
            Step::Done => Ok(Done::Kept),
            Step::NotPrinted => Ok(Done::NotPrinted),
            step => Err(Problem::conflict("desk", format!("an act of officers came to {step:?}"))),
        }
    }

    /// The check-in of a receipt number.
    async fn claim(&self, receipt: u64) -> Result<Claim, Problem> {
        self.read_book(|book| book.by_receipt(receipt)).await?.ok_or_else(no_claim)
    }

    /// Can the card of this check-in lie unused before the officers? Of a shuffled card nobody knows the number: there must be one
    /// more given out than is in use.
    async fn card_is_back(&self, claim: &Claim) -> Result<(), Problem> {
        let known = self.known().await?;
        let branch = self.branch.lock().await;
        let used = |what: &str| {
            Problem::conflict("card", what).remedy("Look for the card; whoever has voted stays checked in")
        };
        match claim.standing {
            Standing::Pending { serial } if branch.spent.contains_key(&serial) => {
                Err(used("a ballot was cast with this check-in's card"))
            }
            Standing::Pending { serial } if branch.in_use.contains_key(&serial) => {
                Err(used("this check-in's card is in a booth"))
            }
            Standing::Pending { .. } => Ok(()),
            Standing::Confirmed => {
                let drawn = branch.spent.keys().chain(branch.in_use.keys());
                let drawn = drawn.filter(|card| !known.stack.pending.contains(*card)).count() as u64;
                if drawn < branch.issued.confirmed {
                    Ok(())
                } else {
                    Err(used("as many cards are used as voters checked in: no card can be back"))
                }
            }
        }
    }

    /// Lines of a strip, printed or typed, as check-ins of this session.
    async fn strip_lines(&self, session: SessionId, text: &str) -> Result<Vec<Line>, Problem> {
        let known = self.known().await?;
        let key = self.roll_key(&known).await?.ok_or_else(no_key)?;
        let lines = strip::read(text, session, &key)
            .map_err(|bad| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "strip", bad))?;
        let mut read = Vec::new();
        for line in lines {
            read.push(match line {
                strip::Read::Printed(line) => line,
                strip::Read::Typed { claim, voter, at, place } => {
                    let standing = match place {
                        None => Standing::Confirmed,
                        Some(place) => {
                            let serial = self.read_book(|book| book.card_at(place)).await?;
                            let serial = serial.ok_or_else(|| {
                                Problem::conflict("strip", format!("there is no pending card {place}"))
                            })?;
                            Standing::Pending { serial }
                        }
                    };
                    Line::CheckedIn { claim, voter, at, standing }
                }
            });
        }
        Ok(read)
    }

    /// A sheet in the clerk's words.
    pub(super) async fn told_act(&self, code: &Digest) -> Result<(screens::desk::Act, HowFar), Problem> {
        let (sheet, person, stands) = {
            let sheets = self.sheets.lock().await;
            let waiting = sheets.get(code).ok_or_else(no_sheet)?;
            (waiting.sheet.clone(), waiting.person.clone(), waiting.standing())
        };
        let act = match sheet.deeds.last() {
            Some(Deed::Undo(undo)) => {
                screens::desk::Act::Undo { receipt: undo.claim.counter, reason: name_of(&undo.reason) }
            }
            Some(Deed::Override(act)) => {
                let known = match self.on_roll(&act.voter) {
                    Ok(OnRoll::Here(person)) => Some(person.name),
                    _ => None,
                };
                let digits = person.map(|number| number.as_str()[8..].to_owned()).unwrap_or_default();
                screens::desk::Act::Override { name: known, digits, reason: name_of(&act.reason) }
            }
            Some(Deed::HandOver(act)) => screens::desk::Act::HandOver {
                from: act.from.map(|from| from.to_string()),
                to: act.to.to_string(),
                reason: name_of(&act.reason),
            },
            Some(Deed::StripRead(act)) => {
                screens::desk::Act::Strip { session: act.session.to_string(), lines: act.lines }
            }
            Some(Deed::Restore(_)) | None => return Err(no_sheet()),
        };
        Ok((act, stands))
    }

    /// Whose consent counts here.
    pub(super) async fn officers(&self) -> Result<Officers, Problem> {
        self.read_book(PollBook::officers).await
    }

    /// Looks into the desk's book.
    pub(super) async fn read_book<T>(&self, look: impl FnOnce(&PollBook) -> T) -> Result<T, Problem> {
        let book = self.book.lock().await;
        let book = book
            .as_ref()
            .ok_or_else(|| Problem::new(StatusCode::LOCKED, "waiting", "the set-up is not known yet"))?;
        Ok(look(book))
    }
}

impl Waiting {
    pub(super) fn standing(&self) -> HowFar {
        HowFar { signed: self.signed.keys().copied().collect(), done: self.done.clone() }
    }
}

/// A reason as the log has it: the name under which the screen finds its words.
pub(super) fn name_of(reason: &impl Serialize) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn national_number(text: &str) -> Result<NationalId, Problem> {
    NationalId::parse(text.trim())
        .map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "national-id", e))
}

fn no_key() -> Problem {
    Problem::conflict("roll", "this machine has no roll and has not reached the headquarters yet")
}

fn which_session() -> Problem {
    Problem::conflict("session", "nothing says which session was lost")
        .remedy("Type the session that stands at the head of its paper list")
}

fn no_claim() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "receipt", "no check-in that stands here has this receipt number")
}

fn no_sheet() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "sheet", "no act of this code waits for signatures")
        .remedy("Compare the code with the desk's screen, or have the clerk ask again")
}

fn bad(bad: BadSheet) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "signature", bad)
}
