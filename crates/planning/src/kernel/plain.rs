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
    /// The same where nobody asks who leaves.
    fn replace_unnamed(&mut self, leaves: f64);
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
            self.who[i - 1] = if earlier { other_who } else { who };
            who = if earlier { who } else { other_who };
            (self.free[i - 1], leaves) = in_order(other, leaves);
        }
        self.free[C - 1] = leaves;
        self.who[C - 1] = who;
        first
    }

    #[inline(always)]
    fn replace_unnamed(&mut self, leaves: f64) {
        let mut leaves = leaves;
        for i in 1..C {
            (self.free[i - 1], leaves) = in_order(self.free[i], leaves);
        }
        self.free[C - 1] = leaves;
    }

    #[inline(always)]
    fn earliest(&self) -> f64 {
        self.free[0]
    }

    fn remaining(&self) -> impl Iterator<Item = (f64, u32)> {
        self.free.iter().copied().zip(self.who.iter().copied()).filter(|(_, who)| *who != NOBODY)
    }
}

/// The smaller and the larger, in the form that is one instruction each.
#[inline(always)]
fn in_order(a: f64, b: f64) -> (f64, f64) {
    (if a < b { a } else { b }, if a > b { a } else { b })
}

/// Many servers: the same order, the place found by search.
struct Many {
    free: Vec<f64>,
    who: Vec<u32>,
}

impl Many {
    /// Takes the first out and moves those before `leaves` up; returns the place that is left.
    #[inline(always)]
    fn make_place(&mut self, leaves: f64) -> usize {
        let place = self.free.partition_point(|&free| free <= leaves).max(1);
        self.free.copy_within(1..place, 0);
        self.free[place - 1] = leaves;
        place
    }
}

impl Servers for Many {
    #[inline(always)]
    fn replace_earliest(&mut self, leaves: f64, who: u32) -> (f64, u32) {
        let first = (self.free[0], self.who[0]);
        let place = self.make_place(leaves);
        self.who.copy_within(1..place, 0);
        self.who[place - 1] = who;
        first
    }

    #[inline(always)]
    fn replace_unnamed(&mut self, leaves: f64) {
        self.make_place(leaves);
    }

    #[inline(always)]
    fn earliest(&self) -> f64 {
        self.free[0]
    }

    fn remaining(&self) -> impl Iterator<Item = (f64, u32)> {
        self.free.iter().copied().zip(self.who.iter().copied()).filter(|(_, who)| *who != NOBODY)
    }
}

/// Serves a line with `servers` servers; the next line, where there is one, receives them in order
/// of departure. Returns when the last one left.
pub(crate) fn serve(servers: u32, needs: &[f64], line: &mut Line, next: Option<&mut Line>) -> f64 {
    /// One copy of the loop for each small number, so that the servers live in registers.
    macro_rules! unrolled {
        ($($few:literal)*) => {
            match servers {
                $($few => with(few::<$few>(), needs, line, next),)*
                _ => {
                    let many = Many { free: vec![0.0; servers as usize], who: vec![NOBODY; servers as usize] };
                    with(many, needs, line, next)
                }
            }
        };
    }
    unrolled!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)
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
                let start = in_order(joined, servers.earliest()).1;
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
                let start = in_order(joined, servers.earliest()).1;
                *wait = start - joined;
                let leaves = start + needs[who as usize];
                last_out = in_order(last_out, leaves).1;
                servers.replace_unnamed(leaves);
            }
            last_out
        }
    }
}
