//! What happens on a day, good and bad.

use super::Planted;
use super::world::{Mail, World, wire};
use election::bytes::Digest;
use pollbook::desk::{Desk, Out};
use pollbook::device::Reason;
use pollbook::entry::{Silence, Standing, StripRead, Undo, UndoReason};

impl World {
    /// One thing happens.
    pub(super) fn step(&mut self) {
        match self.draw.below(100) {
            0..20 => self.arrive(),
            20..58 => self.letter(),
            58..64 => self.time_out(),
            64..70 => self.sync(),
            70..80 => self.vote(),
            80..83 => self.undo(),
            83..86 => self.power_cut(),
            86..91 => self.restart_one(),
            91..94 => self.cable(),
            94..95 => self.headquarters_down(),
            95..97 => self.headquarters_up(),
            97..98 => self.clock_jumps(),
            98..99 => self.replace(),
            _ => self.take_off(),
        }
    }

    fn arrive(&mut self) {
        let desks: Vec<usize> = (0..self.devices.len())
            .filter(|d| {
                let device = &self.devices[*d];
                device.waiting.is_none()
                    && device.desk.as_ref().is_some_and(Desk::is_open)
                    && !device.superseded
                    && device.doubtful.is_none()
            })
            .collect();
        let voters: Vec<usize> = (0..self.voters.len()).filter(|v| !self.voters[*v].at_desk).collect();
        let (Some(device), Some(voter)) = (self.draw.pick(&desks), self.draw.pick(&voters)) else { return };
        self.tell(|w| format!("{}: voter {voter} arrives", w.devices[device].name()));
        let wall = self.devices[device].wall(self.now);
        let key = self.voters[voter].key;
        let outs = self.devices[device].desk.as_mut().expect("it is up").arrive(key, wall).expect("open");
        self.voters[voter].at_desk = true;
        self.act(device, Some(voter), outs);
        // A voter at a machine that was killed before it asked has to be sent away or asked again.
        if self.devices[device].waiting.is_none() {
            self.voters[voter].at_desk = false;
        }
    }

    fn letter(&mut self) {
        if self.letters.is_empty() {
            return;
        }
        let which = self.draw.below(self.letters.len());
        match self.draw.below(20) {
            0 => {
                self.letters.swap_remove(which);
            }
            1 => {
                let again = self.letters[which].clone();
                self.deliver(again);
            }
            _ => {
                let letter = self.letters.swap_remove(which);
                self.deliver(letter);
            }
        }
    }

    fn time_out(&mut self) {
        let desks: Vec<usize> = (0..self.devices.len())
            .filter(|d| self.devices[*d].waiting.is_some() && self.devices[*d].desk.is_some())
            .collect();
        let Some(device) = self.draw.pick(&desks) else { return };
        let waiting = self.devices[device].waiting.expect("it was chosen for this");
        let serial = Digest(self.draw.bytes());
        let wall = self.devices[device].wall(self.now);
        self.tell(|w| format!("{}: no answer in time", w.devices[device].name()));
        let desk = self.devices[device].desk.as_mut().expect("it is up");
        let outs = desk.unanswered(waiting.ask, Some(serial), Silence::Unreachable, wall).expect("it waits");
        self.act(device, Some(waiting.voter), outs);
    }

    fn sync(&mut self) {
        let device = self.draw.below(self.devices.len());
        let Some(desk) = self.devices[device].desk.as_ref() else { return };
        let versions = desk.log().versions();
        let branch = self.devices[device].station.branch.clone();
        let mut to: Vec<Option<usize>> = vec![None];
        let same = |d: &usize| *d != device && self.devices[*d].station.branch == branch;
        to.extend((0..self.devices.len()).filter(same).map(Some));
        let to = self.draw.pick(&to).expect("the headquarters is one of them");
        self.post(Some(device), to, Mail::Versions(Some(device), versions));
    }

    fn vote(&mut self) {
        let voter = self.draw.below(self.voters.len());
        let unspent: Vec<usize> = (0..self.voters[voter].cards.len())
            .filter(|c| !self.voters[voter].cards[*c].cast && !self.voters[voter].cards[*c].returned)
            .collect();
        let Some(card) = self.draw.pick(&unspent) else { return };
        self.voters[voter].cards[card].cast = true;
        if let Standing::Pending { serial } = self.voters[voter].cards[card].standing {
            self.cast.insert(serial);
        }
        self.tell(|w| format!("voter {voter} votes on {}", w.voters[voter].cards[card].claim));
    }

    fn undo(&mut self) {
        let voter = self.draw.below(self.voters.len());
        let unspent: Vec<usize> = (0..self.voters[voter].cards.len())
            .filter(|c| !self.voters[voter].cards[*c].cast && !self.voters[voter].cards[*c].returned)
            .collect();
        let Some(card) = self.draw.pick(&unspent) else { return };
        let claim = self.voters[voter].cards[card].claim;
        if self.take_back(claim, UndoReason::LeftAndReturned) {
            self.voters[voter].cards[card].returned = true;
            self.tell(|_| format!("voter {voter} gives the card of {claim} back, and it is undone"));
        }
    }

    /// Both officers undo a claim at a desk that knows it.
    pub(super) fn take_back(&mut self, claim: pollbook::entry::EntryId, reason: UndoReason) -> bool {
        for device in 0..self.devices.len() {
            let wall = self.devices[device].wall(self.now);
            let branch = &self.branches[&self.devices[device].station.branch];
            let Some(desk) = self.devices[device].desk.as_mut() else { continue };
            if desk.book().get(&claim).is_none() || !desk.is_open() {
                continue;
            }
            let agreed = branch.agree(Undo { claim, reason });
            if let Ok(outs) = desk.undo(agreed, wall) {
                // The card is taken back when the entry is on disk.
                self.write_down(device, outs);
                return true;
            }
        }
        false
    }

    /// Done by two officers with nobody waiting; what is kept is on disk before they go on.
    fn write_down(&mut self, device: usize, outs: Vec<Out>) {
        for out in outs {
            match out {
                Out::Keep(entry) => self.devices[device].disk.push(entry),
                Out::Print(line) => self.devices[device].strip.push(line),
                Out::Ask(_) | Out::Card(_) | Out::TurnAway(_) => {}
            }
        }
    }

    fn power_cut(&mut self) {
        let device = self.draw.below(self.devices.len());
        if self.devices[device].desk.is_some() {
            self.tell(|w| format!("{} loses power", w.devices[device].name()));
            self.crash(device);
        }
    }

    fn restart_one(&mut self) {
        let down: Vec<usize> = (0..self.devices.len())
            .filter(|d| self.devices[*d].desk.is_none() && !self.devices[*d].lost)
            .collect();
        if let Some(device) = self.draw.pick(&down) {
            self.restart(device);
        }
    }

    /// Power is back: the machine finds its folder, and the officers settle what was under way.
    pub(super) fn restart(&mut self, device: usize) {
        self.tell(|w| format!("{} starts again", w.devices[device].name()));
        let d = &self.devices[device];
        let officers = self.officers[&d.station.branch];
        let desk = Desk::start(
            d.station.clone(),
            d.session,
            officers,
            Digest([7; 32]),
            self.policy(),
            d.disk.iter().cloned(),
        );
        let Ok(desk) = desk else {
            // A folder that contradicts itself: the device is as good as lost.
            self.devices[device].lost = true;
            return;
        };
        self.devices[device].desk = Some(desk);
        self.settle(device);
        let desk = self.devices[device].desk.as_ref();
        let unfinished: Vec<_> = desk.map(|d| d.unfinished().copied().collect()).unwrap_or_default();
        for ask in unfinished {
            let wall = self.devices[device].wall(self.now);
            let Some(desk) = self.devices[device].desk.as_mut() else { return };
            let Ok(question) = desk.ask_again(ask) else { continue };
            let voter = self.voters.iter().position(|v| v.key == question.voter).expect("a voter");
            let there = !self.voters[voter].at_desk
                && self.devices[device].waiting.is_none()
                && self.draw.percent(50);
            let outs = if there {
                self.voters[voter].at_desk = true;
                vec![Out::Ask(question)]
            } else {
                let desk = self.devices[device].desk.as_mut().expect("it is up");
                desk.interrupted(ask, wall).expect("it is unfinished")
            };
            self.act(device, there.then_some(voter), outs);
        }
    }

    /// The last check-in before a crash: was its card given? The officers ask the voter, or look at the stack.
    fn settle(&mut self, device: usize) {
        let Some((claim, voter)) = self.devices[device].doubtful else { return };
        let Some(desk) = self.devices[device].desk.as_ref() else { return };
        let there = self.draw.percent(50) && !self.voters[voter].at_desk && desk.is_open();
        match desk.give(claim) {
            Ok(outs) if there => {
                self.tell(|_| format!("the officers give voter {voter} the card of {claim} after all"));
                self.act(device, Some(voter), outs);
            }
            Ok(_) => {
                self.devices[device].doubtful = None;
                self.take_back(claim, UndoReason::NeverGiven);
                self.tell(|_| format!("the officers undo {claim}, whose card was never given"));
            }
            Err(_) => self.devices[device].doubtful = None,
        }
    }

    fn cable(&mut self) {
        if self.draw.percent(40) {
            self.cut.clear();
            self.tell(|_| "all cables hold again".into());
            return;
        }
        let a = self.draw.below(self.devices.len());
        let b = if self.draw.percent(70) { None } else { Some(self.draw.below(self.devices.len())) };
        if b != Some(a) {
            self.cut.insert(wire(Some(a), b));
            self.tell(|w| format!("the cable between {} and {b:?} is cut", w.devices[a].name()));
        }
    }

    fn headquarters_down(&mut self) {
        if self.up {
            self.up = false;
            if self.planted == Planted::LedgerForgets {
                self.headquarters = self.remembered.clone();
            }
            self.tell(|_| "the headquarters is down".into());
        }
    }

    pub(super) fn headquarters_up(&mut self) {
        if self.planted == Planted::LedgerForgets && self.up && self.draw.percent(20) {
            self.remembered = self.headquarters.clone();
        }
        if !self.up {
            self.up = true;
            self.tell(|_| "the headquarters is back".into());
        }
    }

    fn clock_jumps(&mut self) {
        let device = self.draw.below(self.devices.len());
        self.devices[device].skew = self.draw.below(1_800_000) as i64 - 900_000;
        self.tell(|w| {
            format!("{}: the clock jumps to {} ms", w.devices[device].name(), w.devices[device].skew)
        });
    }

    /// A spare takes a desk over; the old device's folder may be lost.
    fn replace(&mut self) {
        let device = self.draw.below(self.devices.len());
        if self.devices[device].superseded || self.devices.len() > 8 {
            return;
        }
        let lost = self.draw.percent(60);
        if lost {
            self.crash(device);
            self.devices[device].disk.clear();
            self.devices[device].lost = true;
        } else if self.devices[device].waiting.is_some() || self.devices[device].desk.is_none() {
            return;
        }
        self.devices[device].superseded = true;
        let station = self.devices[device].station.clone();
        let from = self.devices[device].session;
        let reason = if lost { Reason::FolderLost } else { Reason::Battery };
        let spare = self.install(station, Some(from), reason);
        self.tell(|w| format!("{} is replaced by {}", w.devices[device].name(), w.devices[spare].name()));
        if lost && self.draw.percent(50) {
            self.read_strip(device);
        }
    }

    /// The officers type the lost device's strip into a device of the same branch.
    pub(super) fn read_strip(&mut self, lost: usize) {
        let branch_id = self.devices[lost].station.branch.clone();
        let reader = (0..self.devices.len()).find(|d| {
            self.devices[*d].station.branch == branch_id
                && self.devices[*d].desk.as_ref().is_some_and(Desk::is_open)
        });
        let Some(reader) = reader else { return };
        self.tell(|w| format!("the strip of {} is read", w.devices[lost].name()));
        let wall = self.devices[reader].wall(self.now);
        let session = self.devices[lost].session;
        let lines = self.devices[lost].strip.clone();
        let branch = &self.branches[&branch_id];
        let mut acts = Vec::new();
        let desk = self.devices[reader].desk.as_mut().expect("it is up");
        for line in &lines {
            acts.extend(desk.restore(branch.agree(*line), wall).expect("agreed"));
        }
        let end = StripRead { session, lines: Some(lines.len() as u64) };
        acts.extend(desk.strip_read(branch.agree(end), wall).expect("agreed"));
        self.write_down(reader, acts);
        // A line on the strip whose card was never given.
        if let Some((claim, _)) = self.devices[lost].doubtful.take() {
            self.take_back(claim, UndoReason::NeverGiven);
        }
    }

    fn take_off(&mut self) {
        let voter = self.draw.below(self.voters.len());
        if self.up && self.draw.percent(30) {
            self.voters[voter].taken_off = true;
            let now = self.now;
            self.headquarters.take_off(self.voters[voter].key, now);
            self.tell(|_| format!("the headquarters takes voter {voter} off the roll"));
        }
    }
}
