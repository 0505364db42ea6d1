//! The world: voters, desks, a headquarters, and the wires between them.

use super::Planted;
use super::device::{Device, Waiting};
use super::draw::Draw;
use crypto::signature::Signer;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::VoterKey;
use pollbook::desk::{Desk, Out};
use pollbook::device::{HandOver, Reason, SessionId, Station};
use pollbook::entry::{Closing, Entry, EntryId, Opening, Standing};
use pollbook::ledger::{Answer, Ask, Ledger};
use pollbook::log::Versions;
use pollbook::officers::{Agreed, Officers, consent};
use pollbook::policy::Policy;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A promise that a day broke.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Replays the day.
    pub(crate) seed: u64,
    /// Which promise.
    pub(crate) promise: String,
    /// What happened before.
    pub(crate) story: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {} broke a promise: {}", self.seed, self.promise)?;
        for line in &self.story {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}

/// A card in a voter's hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Card {
    pub(super) claim: EntryId,
    pub(super) standing: Standing,
    pub(super) cast: bool,
    pub(super) returned: bool,
}

#[derive(Debug)]
pub(super) struct Voter {
    pub(super) key: VoterKey,
    pub(super) at_desk: bool,
    pub(super) cards: Vec<Card>,
    pub(super) taken_off: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Mail {
    Ask(usize, Ask),
    Answer(EntryId, Answer),
    /// Somebody says what they have. `None` is the headquarters.
    Versions(Option<usize>, Versions),
    Entries(Vec<Entry>),
}

/// Mail on its way; `None` is the headquarters.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
    pub(super) mail: Mail,
}

pub(super) struct Branch {
    pub(super) officers: Officers,
    executive: Signer,
    supervisory: Signer,
}

impl Branch {
    pub(super) fn agree<A: Serialize + Clone>(&self, act: A) -> Agreed<A> {
        let event = &self.officers.event;
        let (one, two) = (consent(event, &act, &self.executive), consent(event, &act, &self.supervisory));
        Agreed::new(&self.officers, act, one, two).expect("both officers signed")
    }
}

/// A county for a day.
pub(crate) struct World {
    pub(super) seed: u64,
    pub(super) planted: Planted,
    pub(super) draw: Draw,
    pub(super) now: u64,
    pub(super) branches: BTreeMap<BranchId, Branch>,
    pub(super) officers: BTreeMap<BranchId, Officers>,
    pub(super) devices: Vec<Device>,
    pub(super) voters: Vec<Voter>,
    pub(super) headquarters: Ledger,
    /// What the planted mistake falls back to.
    pub(super) remembered: Ledger,
    pub(super) up: bool,
    pub(super) letters: Vec<Letter>,
    pub(super) cut: BTreeSet<(Option<usize>, Option<usize>)>,
    pub(super) cast: BTreeSet<Digest>,
    pub(super) published: Policy,
    /// No machine is killed any more.
    pub(super) calm: bool,
    telling: bool,
    pub(super) story: Vec<String>,
}

const CONFIGURATION: Digest = Digest([7; 32]);

impl World {
    /// The morning.
    pub(crate) fn new(seed: u64, planted: Planted, telling: bool) -> Self {
        let mut draw = Draw::new(seed);
        let most = if draw.percent(15) { 0 } else { 1 + draw.below(20) as u64 };
        let mut world = Self {
            seed,
            planted,
            now: 1_777_600_000_000,
            branches: BTreeMap::new(),
            officers: BTreeMap::new(),
            devices: Vec::new(),
            voters: Vec::new(),
            headquarters: Ledger::default(),
            remembered: Ledger::default(),
            up: true,
            letters: Vec::new(),
            cut: BTreeSet::new(),
            cast: BTreeSet::new(),
            calm: false,
            published: if most == 0 { Policy::Refuse } else { Policy::Pending { most } },
            telling,
            story: Vec::new(),
            draw,
        };
        for branch in 0..2 + world.draw.below(2) {
            world.found(branch);
        }
        for _ in 0..3 + world.draw.below(6) {
            let key = VoterKey(world.draw.bytes());
            world.voters.push(Voter { key, at_desk: false, cards: Vec::new(), taken_off: false });
        }
        world
    }

    fn found(&mut self, number: usize) {
        let id = BranchId::new(&format!("b{number}")).expect("an identifier");
        let executive = Signer::from_seed(&[2 * number as u8 + 1; 32]);
        let supervisory = Signer::from_seed(&[2 * number as u8 + 2; 32]);
        let officers = Officers {
            event: Digest([9; 32]),
            executive: executive.public(),
            supervisory: supervisory.public(),
        };
        self.officers.insert(id.clone(), officers);
        self.branches.insert(id.clone(), Branch { officers, executive, supervisory });
        for desk in 1..=1 + self.draw.below(2) {
            let station = Station { branch: id.clone(), desk: desk as u16 };
            self.install(station, None, Reason::First);
        }
    }

    /// Puts a device on a desk and opens it, without any network.
    pub(super) fn install(&mut self, station: Station, from: Option<SessionId>, reason: Reason) -> usize {
        let reuse = self.planted == Planted::SessionReused;
        let session = match from {
            Some(from) if reuse => from,
            _ => SessionId(self.draw.bytes()),
        };
        let skew = if self.draw.percent(20) { self.draw.below(1_200_000) as i64 - 600_000 } else { 0 };
        let branch = &self.branches[&station.branch];
        let mut desk =
            Desk::start(station.clone(), session, branch.officers, CONFIGURATION, self.published, [])
                .expect("nothing is kept");
        let wall = self.now.saturating_add_signed(skew);
        let link = branch.agree(HandOver { station: station.clone(), to: session, from, reason });
        let opening = branch.agree(Opening { session, configuration: CONFIGURATION, check_ins: 0 });
        let mut outs = desk.begin(link, wall).expect("agreed");
        outs.extend(desk.open(opening, wall).expect("agreed and empty"));
        let disk = outs.into_iter().filter_map(|out| match out {
            Out::Keep(entry) => Some(entry),
            _ => None,
        });
        self.devices.push(Device {
            station,
            session,
            disk: disk.collect(),
            desk: Some(desk),
            unflushed: 0,
            strip: Vec::new(),
            skew,
            waiting: None,
            doubtful: None,
            lost: false,
            superseded: false,
        });
        self.devices.len() - 1
    }

    pub(super) fn tell(&mut self, line: impl FnOnce(&Self) -> String) {
        if self.telling {
            let line = line(self);
            self.story.push(format!("{:>8} ms  {line}", self.now - 1_777_600_000_000));
        }
    }

    /// Does what a desk put out, in order; the machine may be killed between any two.
    pub(super) fn act(&mut self, device: usize, voter: Option<usize>, outs: Vec<Out>) {
        for out in outs {
            if !self.calm && self.draw.percent(2) {
                self.tell(|w| format!("{} is killed before {}", w.devices[device].name(), short(&out)));
                self.crash(device);
                return;
            }
            match out {
                Out::Keep(entry) => {
                    if let pollbook::entry::Act::Admitted { ask, .. } = &entry.act
                        && let Some(voter) = voter
                    {
                        let claim = EntryId { session: entry.id.session, counter: *ask };
                        self.devices[device].doubtful = Some((claim, voter));
                    }
                    self.devices[device].disk.push(entry);
                    if self.planted == Planted::NoFlush {
                        self.devices[device].unflushed += 1;
                    }
                }
                Out::Ask(ask) => {
                    let voter = voter.expect("only a voter makes a desk ask");
                    self.devices[device].waiting = Some(Waiting { voter, ask: ask.id });
                    self.post(Some(device), None, Mail::Ask(device, ask));
                }
                Out::Print(line) => {
                    if self.planted != Planted::NoStrip {
                        self.devices[device].strip.push(line);
                    }
                }
                Out::Card(standing) => {
                    let voter = voter.expect("only a voter is given a card");
                    let (claim, _) = self.devices[device].doubtful.take().expect("a card follows a check-in");
                    self.voters[voter].at_desk = false;
                    self.voters[voter].cards.push(Card { claim, standing, cast: false, returned: false });
                    self.devices[device].waiting = None;
                    self.tell(|w| {
                        format!(
                            "{}: voter {voter} gets a card ({})",
                            w.devices[device].name(),
                            told(&standing)
                        )
                    });
                }
                Out::TurnAway(why) => {
                    if let Some(voter) = voter {
                        self.voters[voter].at_desk = false;
                        self.devices[device].waiting = None;
                        self.tell(|w| {
                            format!("{}: voter {voter} is turned away: {why:?}", w.devices[device].name())
                        });
                    }
                }
            }
        }
    }

    pub(super) fn crash(&mut self, device: usize) {
        let lost = std::mem::take(&mut self.devices[device].unflushed);
        let kept = self.devices[device].disk.len() - lost;
        self.devices[device].disk.truncate(kept);
        self.devices[device].desk = None;
        if let Some(waiting) = self.devices[device].waiting {
            self.voters[waiting.voter].at_desk = false;
        }
        self.devices[device].waiting = None;
    }

    pub(super) fn post(&mut self, from: Option<usize>, to: Option<usize>, mail: Mail) {
        self.letters.push(Letter { from, to, mail });
    }

    /// Delivers a letter, unless the wire is cut or nobody is there.
    pub(super) fn deliver(&mut self, letter: Letter) {
        let Letter { from, to, mail } = letter;
        if self.cut.contains(&wire(from, to)) {
            return;
        }
        match to {
            None if self.up => self.at_headquarters(mail),
            Some(device) if self.devices[device].desk.is_some() => self.at_desk(device, mail),
            _ => {}
        }
    }

    fn at_headquarters(&mut self, mail: Mail) {
        match mail {
            Mail::Ask(device, ask) => {
                let answer = self.headquarters.confirm(&ask, self.now);
                self.tell(|_| format!("headquarters answers {}: {answer:?}", ask.id));
                self.post(None, Some(device), Mail::Answer(ask.id, answer));
            }
            Mail::Versions(Some(device), versions) => {
                // The headquarters sends nothing down but answers; it asks for what it lacks.
                let _ = versions;
                let mine = self.headquarters.versions();
                self.post(None, Some(device), Mail::Versions(None, mine));
            }
            Mail::Entries(entries) => {
                for entry in &entries {
                    // What comes too early is sent again when it is due.
                    let _ = self.headquarters.receive(entry, &self.officers, self.now);
                }
            }
            Mail::Versions(None, _) | Mail::Answer(..) => {}
        }
    }

    fn at_desk(&mut self, device: usize, mail: Mail) {
        let wall = self.devices[device].wall(self.now);
        match mail {
            Mail::Answer(ask, answer) => {
                let waiting = self.devices[device].waiting;
                let Some(Waiting { voter, ask: due }) = waiting else { return };
                if due != ask {
                    return;
                }
                let desk = self.devices[device].desk.as_mut().expect("it is up");
                // A late answer to a question that has its outcome changes nothing.
                if let Ok(outs) = desk.answered(ask, answer, wall) {
                    self.act(device, Some(voter), outs);
                }
            }
            Mail::Versions(from, versions) => {
                let desk = self.devices[device].desk.as_ref().expect("it is up");
                let entries: Vec<Entry> = desk.log().since(&versions).cloned().collect();
                if !entries.is_empty() {
                    self.post(Some(device), from, Mail::Entries(entries));
                }
            }
            Mail::Entries(entries) => {
                for entry in &entries {
                    let Some(desk) = self.devices[device].desk.as_mut() else { return };
                    if let Ok((outs, _)) = desk.hear(entry, wall) {
                        self.act(device, None, outs);
                    }
                }
            }
            Mail::Ask(..) => {}
        }
    }

    /// Closes a desk.
    pub(super) fn close(&mut self, device: usize) {
        let wall = self.devices[device].wall(self.now);
        let branch = &self.branches[&self.devices[device].station.branch];
        let Some(desk) = self.devices[device].desk.as_mut() else { return };
        if !desk.is_open() {
            return;
        }
        let closing = branch.agree(Closing { session: desk.session(), figures: desk.figures() });
        let outs = desk.close(closing, wall).expect("agreed");
        for out in outs {
            if let Out::Keep(entry) = out {
                self.devices[device].disk.push(entry);
            }
        }
    }

    /// The whole day and its evening.
    pub(crate) fn run(mut self) -> Result<(), Broken> {
        for _ in 0..60 + self.draw.below(120) {
            self.now += self.draw.below(3_000) as u64;
            self.step();
        }
        self.evening();
        self.check()
    }
}

pub(super) fn wire(a: Option<usize>, b: Option<usize>) -> (Option<usize>, Option<usize>) {
    if a <= b { (a, b) } else { (b, a) }
}

fn told(standing: &Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "confirmed",
        Standing::Pending { .. } => "pending",
    }
}

fn short(out: &Out) -> String {
    match out {
        Out::Keep(entry) => format!("keeping {}", entry.id),
        Out::Ask(_) => "asking".into(),
        Out::Print(_) => "printing".into(),
        Out::Card(_) => "giving the card".into(),
        Out::TurnAway(_) => "telling the voter".into(),
    }
}
