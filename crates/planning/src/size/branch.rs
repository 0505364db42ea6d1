//! One branch: the cheapest devices and booths that keep the promise.

use serde::Serialize;

use super::{Costs, Question};
use crate::error::{InputError, at_least_one};
use crate::formulas::servers_for_workload;
use crate::kernel::{Day, Passage, Place, Profile, Service, mix};

/// More than this at one branch is a slip of the pen, or a branch to be split.
const MOST: u32 = 500;

/// Whether a branch's booths are a fact or a question.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Booths {
    /// There are this many.
    Fixed(u32),
    /// As many as are needed.
    AsNeeded,
}

/// A branch to be sized.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Its name in the county; also what its simulated days are drawn from, so that a branch gets
    /// the same answer whatever list it stands in.
    pub id: String,
    /// The day, with a stage for check-in and one for the booths; their numbers are what is asked.
    pub place: Place,
    /// The booths.
    pub booths: Booths,
}

impl Branch {
    /// A branch where nothing goes wrong.
    #[must_use]
    pub fn new(
        id: &str,
        arrivals: Profile,
        voters: f64,
        check_in: Service,
        vote: Service,
        booths: Booths,
    ) -> Self {
        let place = Place::desks_and_booths(arrivals, voters, (1, check_in), (1, vote));
        Self { id: id.to_owned(), place, booths }
    }

    pub(crate) fn check(&self) -> Result<(), InputError> {
        // A room must hold its booths whatever their number turns out to be.
        let mut place = self.place.clone();
        for stage in &mut place.stages {
            stage.servers = 1;
            stage.breaks.iter_mut().for_each(|rest| rest.servers = rest.servers.min(1));
        }
        place.check()?;
        if self.place.stages.len() != 2 {
            return Err(InputError::Unknown {
                field: "stages".into(),
                name: "a stage beside check_in and booth".into(),
            });
        }
        if let Booths::Fixed(booths) = self.booths {
            at_least_one("booths", booths)?;
            crate::error::at_most("booths", f64::from(booths), f64::from(MOST))?;
        }
        Ok(())
    }

    /// The place with these numbers of devices and booths. Nobody is taken to go home unserved: a
    /// promise is not kept by those who gave up on it.
    #[must_use]
    pub fn with(&self, devices: u32, booths: u32) -> Place {
        let mut place = self.place.clone();
        place.stages[0].servers = devices;
        place.stages[1].servers = booths;
        place.stages.iter_mut().for_each(|stage| stage.patience = None);
        if let Some(room) = &mut place.stages[1].room {
            *room = (*room).max(booths);
        }
        place
    }

    /// The seed of its days.
    #[must_use]
    pub fn seed(&self, seed: u64) -> u64 {
        self.id.bytes().fold(mix(seed), |mixed, byte| mix(mixed ^ u64::from(byte)))
    }
}

/// Why a branch cannot keep the promise with devices alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Obstacle {
    /// However many devices, its booths are too few; it takes this many.
    TooFewBooths {
        /// Booths that would do.
        needed: u32,
    },
    /// The promise cannot be kept at this branch at all, such as when every device may be down.
    Unreachable,
}

/// What a branch needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Need {
    /// The branch.
    pub id: String,
    /// Voters expected.
    pub voters: f64,
    /// Devices.
    pub devices: u32,
    /// Booths.
    pub booths: u32,
    /// The longest wait of a day that the stated share of days stays within, proven; seconds.
    pub longest_wait_s: f64,
    /// Simulated days that broke the promise.
    pub days_broken: u32,
    /// Whether the promise is kept with these numbers, and if not, why.
    pub obstacle: Option<Obstacle>,
    /// No fewer devices can keep the promise.
    pub devices_at_least: u32,
    /// The booths needed if check-in delayed nobody.
    pub booths_at_least: u32,
}

impl Need {
    /// What it costs.
    #[must_use]
    pub fn cost(&self, costs: Costs) -> f64 {
        f64::from(self.devices) * costs.device + f64::from(self.booths) * costs.booth
    }
}

/// The days one branch is tried on: drawn once, met by every plan (common random numbers).
#[derive(Default)]
pub(crate) struct Trial {
    place: Option<Place>,
    seed: u64,
    count: usize,
    limit_s: f64,
    allowed: usize,
    days: Vec<Day>,
    drawn: usize,
    undelayed: Vec<Day>,
    undelayed_drawn: usize,
    passage: Passage,
    longest: Vec<f64>,
    /// The last plan that kept the promise on whole days: devices, booths, and its proven wait.
    kept: Option<((u32, u32), (f64, u32))>,
}

/// Which part of a day a plan is tried on.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// Check-in, and the booths if the plan has them.
    Whole,
    /// The booths alone, which voters reach as if no one had waited for check-in.
    PastCheckIn,
}

impl Trial {
    pub(crate) fn begin(&mut self, branch: &Branch, question: &Question, allowed: u32) {
        self.place = Some(branch.place.clone());
        self.seed = branch.seed(question.seed);
        self.count = question.days as usize;
        self.limit_s = question.promise.limit_s;
        self.allowed = allowed as usize;
        self.days.resize_with(self.count, Day::default);
        self.undelayed.resize_with(self.count, Day::default);
        (self.drawn, self.undelayed_drawn) = (0, 0);
        self.kept = None;
    }

    /// The longest wait of one day under a plan. Days are drawn when they are first met, in order.
    fn longest_of_day(&mut self, part: Part, plan: &Place, number: usize) -> f64 {
        if number >= self.drawn {
            let place = self.place.as_ref().expect("a trial is begun before it is asked");
            self.days[number].draw(place, self.seed, number as u64);
            self.drawn = number + 1;
        }
        if part == Part::PastCheckIn && number >= self.undelayed_drawn {
            self.days[number].past_check_in(&mut self.undelayed[number]);
            self.undelayed_drawn = number + 1;
        }
        let day = match part {
            Part::Whole => &self.days[number],
            Part::PastCheckIn => &self.undelayed[number],
        };
        self.passage.longest(plan, day, self.seed, number as u64)
    }

    /// Whether a plan keeps the promise. Most that do not are found out after a few days.
    fn keeps(&mut self, part: Part, plan: &Place) -> bool {
        let mut broken = 0;
        self.longest.clear();
        for number in 0..self.count {
            let longest = self.longest_of_day(part, plan, number);
            self.longest.push(longest);
            if longest > self.limit_s {
                broken += 1;
                if broken > self.allowed {
                    return false;
                }
            }
        }
        if let (Part::Whole, [desks, booths]) = (part, plan.stages.as_slice()) {
            self.kept = Some(((desks.servers, booths.servers), self.proven()));
        }
        true
    }

    /// The wait that is proven not to be exceeded on the promised share of days, and how many days
    /// exceed the limit. A plan keeps the promise exactly when this wait is within the limit.
    pub(crate) fn proven_wait(&mut self, plan: &Place) -> (f64, u32) {
        match self.kept {
            Some((kept, proven)) if kept == (plan.stages[0].servers, plan.stages[1].servers) => {
                return proven;
            }
            _ => {}
        }
        self.longest.clear();
        for number in 0..self.count {
            let longest = self.longest_of_day(Part::Whole, plan, number);
            self.longest.push(longest);
        }
        self.proven()
    }

    fn proven(&mut self) -> (f64, u32) {
        let broken = self.longest.iter().filter(|&&wait| wait > self.limit_s).count() as u32;
        let rank = self.count - 1 - self.allowed;
        let (_, proven, _) = self.longest.select_nth_unstable_by(rank, f64::total_cmp);
        (*proven, broken)
    }

    /// What a branch needs: the cheapest plan, and how little any plan could do with.
    pub(crate) fn need(&mut self, branch: &Branch, costs: Costs) -> Need {
        let unreachable = Some(Obstacle::Unreachable);
        let Some(devices) = self.devices_for_check_in(branch) else {
            return self.judged(branch, (MOST, 1), (MOST, 1), unreachable);
        };
        match branch.booths {
            Booths::AsNeeded => match self.cheapest(branch, costs, (devices, 1)) {
                Some((plan, booths)) => self.judged(branch, plan, (devices, booths), None),
                None => self.judged(branch, (devices, MOST), (devices, 1), unreachable),
            },
            Booths::Fixed(booths) => {
                let bounds = (devices, booths);
                // Devices so many that check-in no longer delays anyone to speak of.
                let ample = (devices * 2 + 8).min(MOST);
                if let Some(devices) =
                    self.least(Part::Whole, devices, (devices, ample), |devices| branch.with(devices, booths))
                {
                    return self.judged(branch, (devices, booths), bounds, None);
                }
                let obstacle = self
                    .cheapest(branch, costs, (devices, booths + 1))
                    .map_or(Obstacle::Unreachable, |((_, needed), _)| Obstacle::TooFewBooths { needed });
                self.judged(branch, bounds, bounds, Some(obstacle))
            }
        }
    }

    /// The fewest devices with which check-in alone keeps the promise. Booths only add to the wait,
    /// so no plan has fewer.
    fn devices_for_check_in(&mut self, branch: &Branch) -> Option<u32> {
        let mut alone = branch.with(1, 1);
        alone.stages.truncate(1);
        let guess = self.fluid(&alone, 0);
        self.least(Part::Whole, guess, (1, MOST), |devices| {
            alone.stages[0].servers = devices;
            alone.clone()
        })
    }

    /// The fewest booths that keep the promise when check-in delays nobody, known that `keeps` do.
    fn booths_past_check_in(&mut self, branch: &Branch, from: u32, keeps: u32) -> u32 {
        let mut alone = branch.with(1, 1);
        alone.stages.remove(0);
        alone.stages[0].room = None;
        let mut least = keeps;
        while least > from {
            alone.stages[0].servers = least - 1;
            if !self.keeps(Part::PastCheckIn, &alone) {
                break;
            }
            least -= 1;
        }
        least
    }

    /// The servers a stage needs if voters flowed like water: where the search begins, mostly just
    /// below its end.
    fn fluid(&self, place: &Place, stage: usize) -> u32 {
        let service = place.stages[stage].mean_service();
        let waits = |servers: f64| {
            let (mut behind, mut longest): (f64, f64) = (0.0, 0.0);
            for interval in place.arrivals.intervals() {
                let seconds = (interval.to_h - interval.from_h) * 3_600.0;
                let work = interval.share * place.voters * service;
                behind = (behind + work - servers * seconds).max(0.0);
                longest = longest.max(behind / servers);
            }
            longest
        };
        let mut servers = servers_for_workload(place.voters, service, place.arrivals.hours());
        while servers < MOST && waits(f64::from(servers)) > self.limit_s {
            servers += 1;
        }
        servers.min(MOST)
    }

    /// The smallest number in a range whose plan keeps the promise, sought from a guess. A plan that
    /// fails is found out early and one that keeps costs all its days, so we climb in small steps.
    fn least(
        &mut self,
        part: Part,
        guess: u32,
        (from, most): (u32, u32),
        mut plan: impl FnMut(u32) -> Place,
    ) -> Option<u32> {
        let guess = guess.clamp(from, most);
        let (mut fails, mut step, mut keeps) = (from - 1, 1, guess);
        while !self.keeps(part, &plan(keeps)) {
            if keeps == most {
                return None;
            }
            fails = keeps;
            keeps = (keeps + step).min(most);
            // Some single steps, then ever longer ones.
            step = if keeps - guess < 8 { 1 } else { step * 2 };
        }
        while keeps - fails > 1 {
            // Below a guess that keeps, the next lower is the likeliest to fail.
            let tried = if fails == from - 1 { keeps - 1 } else { fails + (keeps - fails) / 2 };
            if self.keeps(part, &plan(tried)) {
                keeps = tried;
            } else {
                fails = tried;
            }
        }
        Some(keeps)
    }

    /// The cheapest devices and booths, neither below `from`, and the booths that no plan can do
    /// without. For each number of devices, from the fewest: the fewest booths; until more devices
    /// could not pay for themselves even with the fewest booths of all.
    fn cheapest(&mut self, branch: &Branch, costs: Costs, from: (u32, u32)) -> Option<((u32, u32), u32)> {
        let cost = |(devices, booths)| f64::from(devices) * costs.device + f64::from(booths) * costs.booth;
        let most_devices = (from.0 * 2 + 8).min(MOST);
        let (mut devices, mut best) = (from.0, None);
        while best.is_none() && devices <= most_devices {
            let guess = self.fluid(&branch.place, 1);
            let found = self.least(Part::Whole, guess, (from.1, MOST), |booths| branch.with(devices, booths));
            best = found.map(|booths| (devices, booths));
            devices += 1;
        }
        let mut best = best?;
        let fewest = self.booths_past_check_in(branch, from.1, best.1);
        for devices in devices..=most_devices {
            // Only so many booths fewer than now make up for the devices more.
            let cheaper = |&booths: &u32| cost((devices, booths)) < cost(best);
            let Some(most) = (fewest..best.1).rev().find(cheaper) else { break };
            if let Some(booths) =
                self.least(Part::Whole, most, (fewest, most), |booths| branch.with(devices, booths))
            {
                best = (devices, booths);
            }
        }
        Some((best, fewest))
    }

    fn judged(
        &mut self,
        branch: &Branch,
        plan: (u32, u32),
        bounds: (u32, u32),
        obstacle: Option<Obstacle>,
    ) -> Need {
        let (longest_wait_s, days_broken) = self.proven_wait(&branch.with(plan.0, plan.1));
        Need {
            id: branch.id.clone(),
            voters: branch.place.voters,
            devices: plan.0,
            booths: plan.1,
            longest_wait_s,
            days_broken,
            obstacle,
            devices_at_least: bounds.0,
            booths_at_least: bounds.1,
        }
    }
}
