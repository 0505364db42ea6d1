//! The whole polling place: failing devices, rests, full rooms, and voters who go home.
//!
//! Still no calendar of events. A voter is placed as soon as they join a stage, for in a line that
//! is first come, first served their start depends only on those before them. Where a stage's
//! room is limited, the one before it learns its own free times only by asking the next stage to
//! let somebody in; so a stage releases its voters in the order they finish, and no earlier than
//! somebody needs the place.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::draw::{Day, Purpose, stream};
use super::place::{Breakdown, Place, Stage};
use super::plain::Line;

/// Seconds, in the order of the number line; no time in a simulation is not a number.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seconds(f64);

impl Eq for Seconds {}
impl PartialOrd for Seconds {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Seconds {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What happened to the voters of a day.
pub(crate) struct Ended {
    pub(crate) last_out: f64,
    pub(crate) left_unserved: u32,
}

/// Serves a day. The lines receive each stage's waits, `busy` the seconds its servers worked.
pub(crate) fn serve(
    place: &Place,
    day: &Day,
    (seed, number): (u64, u64),
    lines: &mut [Line],
    busy: &mut [f64],
) -> Ended {
    let stages =
        place.stages.iter().enumerate().map(|(j, stage)| Room::open(stage, j, seed, number)).collect();
    for line in lines.iter_mut() {
        line.joined.clear();
        line.who.clear();
        line.waits.clear();
    }
    let mut floor = Floor { rooms: stages, day, lines, busy, left_unserved: 0, last_out: 0.0 };
    for (who, &arrival) in day.arrivals.iter().enumerate() {
        floor.enter(0, who as u32, arrival);
    }
    for j in 0..floor.rooms.len() {
        while floor.release_first(j).is_some() {}
    }
    Ended { last_out: floor.last_out, left_unserved: floor.left_unserved }
}

struct Floor<'a> {
    rooms: Vec<Room>,
    day: &'a Day,
    lines: &'a mut [Line],
    busy: &'a mut [f64],
    left_unserved: u32,
    last_out: f64,
}

impl Floor<'_> {
    /// A voter wants to join stage `j` at a time; returns when there was room.
    fn enter(&mut self, j: usize, who: u32, wanted: f64) -> f64 {
        let entered = self.wait_for_room(j, wanted);
        let (server, start) = self.earliest_start(j, entered);
        let patience = self.day.patience[j].get(who as usize).copied().unwrap_or(f64::INFINITY);
        // Patience is for the whole wait: time held in the stage before is part of it, but one
        // can give up only once in this line.
        let gives_up = entered.max(wanted + patience);
        let line = &mut self.lines[j];
        line.joined.push(wanted);
        line.who.push(who);
        if start > gives_up {
            line.waits.push(gives_up - wanted);
            self.left_unserved += 1;
            self.last_out = self.last_out.max(gives_up);
            self.rooms[j].leaves(gives_up);
        } else {
            line.waits.push(start - wanted);
            let need = self.day.needs[j][who as usize];
            self.busy[j] += need;
            let server = &mut self.rooms[j].servers[server];
            server.serving = Some((server.calendar.completion(start, need), who));
        }
        entered
    }

    /// When a room with a limit has a place for one more.
    fn wait_for_room(&mut self, j: usize, wanted: f64) -> f64 {
        let Some(limit) = self.rooms[j].limit else { return wanted };
        if self.rooms[j].inside < limit {
            self.rooms[j].inside += 1;
            return wanted;
        }
        // Somebody must leave first: release those who finish before the first known leaver.
        loop {
            let known = self.rooms[j].leaving.peek().map_or(f64::INFINITY, |Reverse(time)| time.0);
            match self.rooms[j].first_to_finish() {
                Some((_, finishes)) if finishes < known => {
                    self.release_first(j);
                }
                _ => break,
            }
        }
        let Reverse(left) = self.rooms[j].leaving.pop().expect("a full room has somebody who leaves");
        wanted.max(left.0)
    }

    /// The server that can take the next voter first, and when.
    fn earliest_start(&mut self, j: usize, entered: f64) -> (usize, f64) {
        loop {
            let free = self.rooms[j].first_free(entered);
            let finishing = self.rooms[j].first_to_finish();
            match (free, finishing) {
                (Some((server, start)), Some((_, finishes))) if start <= finishes => return (server, start),
                (Some((server, start)), None) => return (server, start),
                (_, Some(_)) => {
                    self.release_first(j);
                }
                (None, None) => unreachable!("every server is either free or serving"),
            }
        }
    }

    /// Moves on the voter of stage `j` who finishes first.
    fn release_first(&mut self, j: usize) -> Option<f64> {
        let (server, finished) = self.rooms[j].first_to_finish()?;
        let (_, who) = self.rooms[j].servers[server].serving.take().expect("it was just found serving");
        let left = if j + 1 < self.rooms.len() { self.enter(j + 1, who, finished) } else { finished };
        self.last_out = self.last_out.max(left);
        self.rooms[j].servers[server].free = left;
        self.rooms[j].leaves(left);
        Some(left)
    }
}

/// One stage with its room.
struct Room {
    servers: Vec<Server>,
    limit: Option<u32>,
    /// Places taken; each is given back through `leaving`.
    inside: u32,
    /// Known times at which somebody inside leaves; used only where the room has a limit.
    leaving: BinaryHeap<Reverse<Seconds>>,
}

impl Room {
    fn open(stage: &Stage, j: usize, seed: u64, day: u64) -> Self {
        let servers = (0..stage.servers as usize)
            .map(|k| Server { free: 0.0, serving: None, calendar: Calendar::of(stage, j, k, seed, day) })
            .collect();
        // The street before the first stage has no limit.
        let limit = if j == 0 { None } else { stage.room };
        Self { servers, limit, inside: 0, leaving: BinaryHeap::new() }
    }

    fn leaves(&mut self, time: f64) {
        if self.limit.is_some() {
            self.leaving.push(Reverse(Seconds(time)));
        }
    }

    fn first_to_finish(&self) -> Option<(usize, f64)> {
        let serving = self.servers.iter().enumerate();
        serving
            .filter_map(|(k, server)| server.serving.map(|(finishes, _)| (k, finishes)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn first_free(&mut self, entered: f64) -> Option<(usize, f64)> {
        let idle = self.servers.iter_mut().enumerate().filter(|(_, server)| server.serving.is_none());
        idle.map(|(k, server)| (k, server.calendar.next_up(entered.max(server.free))))
            .min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

struct Server {
    free: f64,
    serving: Option<(f64, u32)>,
    calendar: Calendar,
}

/// When one server does not work.
struct Calendar {
    /// Rests: no voter is begun, but one begun is finished.
    rests: Vec<(f64, f64)>,
    /// Failures so far drawn: work stops, and goes on after the repair.
    failures: Vec<(f64, f64)>,
    /// The first failure that is not yet wholly past.
    current: usize,
    process: Option<(Breakdown, Xoshiro256PlusPlus)>,
}

impl Calendar {
    fn of(stage: &Stage, j: usize, k: usize, seed: u64, day: u64) -> Self {
        let rests = stage.breaks.iter().filter(|rest| k < rest.servers as usize);
        Self {
            rests: rests.map(|rest| (rest.from_h * 3_600.0, rest.to_h * 3_600.0)).collect(),
            failures: vec![],
            current: 0,
            process: stage.breakdown.map(|law| (law, stream(seed, day, Purpose::Breakdown(j, k)))),
        }
    }

    /// The failure of this number, drawn when it is first asked for.
    fn failure_from(&mut self, index: usize) -> Option<(f64, f64)> {
        let (law, rng) = self.process.as_mut()?;
        while self.failures.len() <= index {
            let works: f64 = Exp1.sample(rng);
            let repair: f64 = Exp1.sample(rng);
            let from =
                self.failures.last().map_or(0.0, |last| last.1) + works * law.mean_hours_between * 3_600.0;
            self.failures.push((from, from + repair * law.repair_min * 60.0));
        }
        self.failures.get(index).copied()
    }

    /// The first moment, at or after a time, when a voter could be begun.
    ///
    /// Successive questions never go back in time, but an answer may lie beyond the next question:
    /// so only failures past at the time *asked for* are forgotten.
    fn next_up(&mut self, asked: f64) -> f64 {
        while self.failure_from(self.current).is_some_and(|(_, to)| to <= asked) {
            self.current += 1;
        }
        let (mut time, mut index) = (asked, self.current);
        loop {
            let before = time;
            for &(from, to) in &self.rests {
                if (from..to).contains(&time) {
                    time = to;
                }
            }
            while let Some((from, to)) = self.failure_from(index)
                && from <= time
            {
                time = time.max(to);
                index += 1;
            }
            if time == before {
                return time;
            }
        }
    }

    fn completion(&mut self, start: f64, need: f64) -> f64 {
        let (mut time, mut need, mut index) = (start, need, self.current);
        while let Some((from, to)) = self.failure_from(index) {
            if to <= time {
                index += 1;
                continue;
            }
            let works = (from - time).max(0.0);
            if works >= need {
                break;
            }
            need -= works;
            time = to;
            index += 1;
        }
        time + need
    }
}
