//! How the voters of one contest choose.

use super::popularity::{BALLOTS, Popularity};
use election::choice::Choice;
use election::id::Code;
use election::setup::Contest;
use rand::RngExt as _;
use rand::distr::Distribution as _;
use rand::distr::weighted::WeightedIndex;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// What a contest's voters do, each with its chance.
#[derive(Debug)]
pub(super) struct Taste {
    /// The part that votes blank.
    blank: f64,
    manner: Manner,
}

#[derive(Debug)]
enum Manner {
    /// One pick: one name.
    One(WeightedIndex<f64>),
    /// Several picks: a list's code, names, or both.
    Many { lists: Vec<Slate>, names: Names },
}

/// A list whose code is voted.
#[derive(Debug)]
struct Slate {
    code: Code,
    members: Vec<u16>,
    share: f64,
}

/// How voters who enter names enter them: each of the well known with its own chance, whatever else is
/// chosen; of the many others a few, drawn by weight.
#[derive(Debug)]
struct Names {
    known: Vec<(u16, f64)>,
    others: Option<Others>,
    any: WeightedIndex<f64>,
}

#[derive(Debug)]
struct Others {
    places: Vec<u16>,
    weights: WeightedIndex<f64>,
    /// How many of them a voter of average zeal enters.
    mean: f64,
}

/// Ballots without a valid vote: 413,920 of 1,565,370 in 1400, which on a machine can only be blank.
const BLANK_OF_MANY: f64 = 413_920.0 / BALLOTS;
/// For one pick no figure is published; assumed.
const BLANK_OF_ONE: f64 = 0.15;

/// Half enter few names, some a middling number, a fifth go far down the ballot. The mean is 1.
const ZEAL: [(f64, f64); 3] = [(0.5, 0.4), (0.3, 1.0), (0.2, 2.5)];
/// The zeal of those who add names to the code of a short list, and how many of them do.
const ADDING: f64 = 0.4;
const WHO_ADD: f64 = 0.5;
/// Who is entered by more than this part of those who enter names is well known.
const KNOWN: f64 = 0.01;

impl Taste {
    /// The taste that a seed gives a contest.
    pub(super) fn new(contest: &Contest, seed: u64) -> Self {
        if contest.picks == 1 {
            return Self {
                blank: BLANK_OF_ONE,
                manner: Manner::One(weighted(&Popularity::of_one(contest, seed))),
            };
        }
        let voting = 1.0 - BLANK_OF_MANY;
        let popularity = Popularity::of_many(contest, seed, voting);
        let slates = contest.lists.iter().zip(&popularity.lists).map(|(list, share)| Slate {
            code: list.code.clone(),
            members: contest.members(&list.code).collect(),
            share: *share,
        });
        let lists: Vec<Slate> = slates.filter(|l| !l.members.is_empty()).collect();
        let entering = voting - lists.iter().map(|l| l.share).sum::<f64>();
        // What a candidate has beyond the code of the list must come by name, from those who enter names.
        let mut chances: Vec<f64> = popularity.candidates;
        for list in &lists {
            list.members.iter().for_each(|m| chances[usize::from(*m)] -= list.share);
        }
        chances.iter_mut().for_each(|chance| *chance /= entering);
        Self { blank: BLANK_OF_MANY, manner: Manner::Many { lists, names: Names::new(&chances) } }
    }

    /// What the next voter chooses.
    pub(super) fn choose(&self, contest: &Contest, rng: &mut ChaCha8Rng) -> Choice {
        let mut left = rng.random::<f64>() - self.blank;
        if left < 0.0 {
            return Choice::blank();
        }
        let code = |place: u16| contest.candidates[usize::from(place)].code.clone();
        let (lists, names) = match &self.manner {
            Manner::One(weights) => return Choice(vec![code(weights.sample(rng) as u16)]),
            Manner::Many { lists, names } => (lists, names),
        };
        let picks = usize::from(contest.picks);
        for list in lists {
            left -= list.share;
            if left < 0.0 {
                let free = picks - list.members.len();
                let mut choice = vec![list.code.clone()];
                if free > 0 && rng.random_bool(WHO_ADD) {
                    let mut added = names.draw(ADDING, rng);
                    added.retain(|place| !list.members.contains(place));
                    choice.extend(added.into_iter().take(free).map(code));
                }
                return Choice(choice);
            }
        }
        let entered = names.draw(zeal(rng), rng);
        Choice(entered.into_iter().take(picks).map(code).collect())
    }
}

impl Names {
    fn new(chances: &[f64]) -> Self {
        let all = (0u16..).zip(chances.iter().copied());
        let (known, others): (Vec<_>, Vec<_>) = all.partition(|(_, chance)| *chance >= KNOWN);
        let others = (!others.is_empty()).then(|| {
            let (places, chances): (Vec<u16>, Vec<f64>) = others.into_iter().unzip();
            Others { places, weights: weighted(&chances), mean: chances.iter().sum() }
        });
        Self { known, others, any: weighted(chances) }
    }

    /// Distinct names in the order they come to mind: at least one, perhaps more than the ballot takes.
    fn draw(&self, zeal: f64, rng: &mut ChaCha8Rng) -> Vec<u16> {
        let mut entered: Vec<u16> = Vec::new();
        for (place, chance) in &self.known {
            if rng.random::<f64>() < zeal * chance {
                entered.push(*place);
            }
        }
        if let Some(others) = &self.others {
            for _ in 0..poisson(zeal * others.mean, rng) {
                let place = others.places[others.weights.sample(rng)];
                if !entered.contains(&place) {
                    entered.push(place);
                }
            }
        }
        if entered.is_empty() {
            entered.push(self.any.sample(rng) as u16);
        }
        entered.shuffle(rng);
        entered
    }
}

fn zeal(rng: &mut ChaCha8Rng) -> f64 {
    let mut left = rng.random::<f64>();
    for (part, zeal) in ZEAL {
        left -= part;
        if left < 0.0 {
            return zeal;
        }
    }
    1.0
}

/// How often something happens that happens `mean` times on average: count uniform factors until their
/// product falls below e^−mean. Means here are below ten.
fn poisson(mean: f64, rng: &mut ChaCha8Rng) -> u32 {
    let floor = (-mean).exp();
    let mut product = rng.random::<f64>();
    let mut times = 0;
    while product > floor {
        product *= rng.random::<f64>();
        times += 1;
    }
    times
}

fn weighted(weights: &[f64]) -> WeightedIndex<f64> {
    WeightedIndex::new(weights).expect("a checked contest has candidates, each with some votes")
}
