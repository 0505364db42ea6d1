//! The hot path: a stage in which nobody leaves and nothing stops.
//!
//! The Kiefer–Wolfowitz recursion keeps the times at which the servers fall free, in order. The
//! next voter takes the earliest. A small observation makes a tandem of such stages exact without
//! sorting or a calendar of events: the free times taken out, one a voter, are themselves the
//! departures in order of time, which is the order of arrival at the next stage.

/// The line before a stage, voter by voter in the order they joined it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Line {
    /// When each joined, seconds after opening, ascending.
    pub(crate) joined: Vec<f64>,
    /// Who it was.
    pub(crate) who: Vec<u32>,
    /// How long each then waited.
    pub(crate) waits: Vec<f64>,
}

/// A stage's servers as the recursion meets them.
trait Servers {
    /// The earliest free time and who leaves then; its place is taken by `leaves` and `who`.
    fn replace_earliest(&mut self, leaves: f64, who: u32) -> (f64, u32);
    fn earliest(&self) -> f64;
    /// Those still being served, in the order they leave.
    fn remaining(&self) -> impl Iterator<Item = (f64, u32)>;
}

/// Nobody: the server has not served yet.
const NOBODY: u32 = u32::MAX;

/// Few servers: sorted, and kept so without a branch that the processor could guess wrong.
struct Few<const C: usize> {
    free: [f64; C],
    who: [u32; C],
}

impl<const C: usize> Servers for Few<C> {
    #[inline(always)]
    fn replace_earliest(&mut self, leaves: f64, who: u32) -> (f64, u32) {
        let first = (self.free[0], self.who[0]);
        let (mut leaves, mut who) = (leaves, who);
        for i in 1..C {
            let (other, other_who) = (self.free[i], self.who[i]);
            let earlier = other <= leaves;
            self.free[i - 1] = if earlier { other } else { leaves };
            self.who[i - 1] = if earlier { other_who } else { who };
            leaves = if earlier { leaves } else { other };
            who = if earlier { who } else { other_who };
        }
        self.free[C - 1] = leaves;
        self.who[C - 1] = who;
        first
    }

    #[inline(always)]
    fn earliest(&self) -> f64 {
        self.free[0]
    }

    fn remaining(&self) -> impl Iterator<Item = (f64, u32)> {
        self.free.iter().copied().zip(self.who.iter().copied()).filter(|(_, who)| *who != NOBODY)
    }
}

/// Many servers: the same order, found by search. The line of departures is kept in a ring so
/// that taking the first costs nothing.
struct Many {
    servers: std::collections::VecDeque<(f64, u32)>,
}

impl Servers for Many {
    fn replace_earliest(&mut self, leaves: f64, who: u32) -> (f64, u32) {
        let first = self.servers.pop_front().expect("a checked stage has servers");
        let place = self.servers.partition_point(|(free, _)| *free <= leaves);
        self.servers.insert(place, (leaves, who));
        first
    }

    fn earliest(&self) -> f64 {
        self.servers[0].0
    }

    fn remaining(&self) -> impl Iterator<Item = (f64, u32)> {
        self.servers.iter().copied().filter(|(_, who)| *who != NOBODY)
    }
}

/// Serves a line with `servers` servers; the next line, where there is one, receives them in order
/// of departure. Returns when the last one left.
pub(crate) fn serve(servers: u32, needs: &[f64], line: &mut Line, next: Option<&mut Line>) -> f64 {
    match servers {
        1 => with(few::<1>(), needs, line, next),
        2 => with(few::<2>(), needs, line, next),
        3 => with(few::<3>(), needs, line, next),
        4 => with(few::<4>(), needs, line, next),
        5 => with(few::<5>(), needs, line, next),
        6 => with(few::<6>(), needs, line, next),
        7 => with(few::<7>(), needs, line, next),
        8 => with(few::<8>(), needs, line, next),
        _ => {
            let servers = std::iter::repeat_n((0.0, NOBODY), servers as usize).collect();
            with(Many { servers }, needs, line, next)
        }
    }
}

fn few<const C: usize>() -> Few<C> {
    Few { free: [0.0; C], who: [NOBODY; C] }
}

#[inline(always)]
fn with(mut servers: impl Servers, needs: &[f64], line: &mut Line, next: Option<&mut Line>) -> f64 {
    let voters = line.joined.len();
    line.waits.clear();
    line.waits.resize(voters, 0.0);
    let entrants = line.joined.iter().zip(&line.who).zip(&mut line.waits);
    match next {
        Some(next) => {
            // Each server's first free time belongs to nobody, so the departures come out
            // `servers` places late; those first places are dropped at the end.
            next.joined.clear();
            next.joined.resize(voters, 0.0);
            next.who.clear();
            next.who.resize(voters, NOBODY);
            let mut departed = 0;
            for ((&joined, &who), wait) in entrants {
                let start = joined.max(servers.earliest());
                *wait = start - joined;
                let (left, leaver) = servers.replace_earliest(start + needs[who as usize], who);
                next.joined[departed] = left;
                next.who[departed] = leaver;
                departed += usize::from(leaver != NOBODY);
            }
            for (left, leaver) in servers.remaining() {
                next.joined[departed] = left;
                next.who[departed] = leaver;
                departed += 1;
            }
            next.joined.last().copied().unwrap_or(0.0)
        }
        None => {
            let mut last_out: f64 = 0.0;
            for ((&joined, &who), wait) in entrants {
                let start = joined.max(servers.earliest());
                *wait = start - joined;
                let leaves = start + needs[who as usize];
                last_out = last_out.max(leaves);
                servers.replace_earliest(leaves, who);
            }
            last_out
        }
    }
}
