//! Who serves where: as many seats as can be filled, with the shortest ways.
//!
//! Up to two hundred people and seats the answer is the best there is (Kuhn–Munkres). Its time grows with the cube, so a
//! county of twenty thousand seats gets the short way: everybody's nearest places, taken from the shortest way up, then
//! exchanges between two people while both ways together get shorter. A test holds it against the exact answer.

use crate::branch::Coordinates;
use crate::place::Place;
use pathfinding::kuhn_munkres::kuhn_munkres_min;
use pathfinding::matrix::Matrix;
use std::collections::HashMap;

/// Somebody who can be assigned: holds the post and a pass that is good on the polling day.
#[derive(Debug, Clone)]
pub struct Free {
    /// Their number.
    pub member: i64,
    /// Where they live, if they said so.
    pub lives: Option<Coordinates>,
    /// Where they were recruited.
    pub home: Place,
}

/// A place with seats of the post that nobody has.
#[derive(Debug, Clone)]
pub struct Open {
    /// Where.
    pub place: Place,
    /// Where on the earth.
    pub at: Coordinates,
    /// How many.
    pub seats: u32,
}

/// Somebody for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Whose number.
    pub member: i64,
    /// Which of the open places.
    pub place: usize,
    /// The way, in metres; nothing where nobody knows where they live.
    pub metres: Option<u32>,
}

/// What is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Who goes where, in the order of their numbers.
    pub given: Vec<Given>,
    /// Seats for which nobody is left, by the place's position.
    pub unfilled: Vec<(usize, u32)>,
}

/// People and seats up to which the exact answer is computed.
const EXACT: usize = 200;

/// The places that are looked at for each person when there are many.
const NEAREST: usize = 12;
/// A cell of the grid, in degrees: some two kilometres.
const CELL: f64 = 0.02;
/// What a way counts when nobody knows where somebody lives, in metres: within the place that recruited them, beyond it.
const UNKNOWN: (u32, u32) = (5_000, 60_000);

/// Proposes who serves where.
#[must_use]
pub fn propose(free: &[Free], open: &[Open]) -> Proposal {
    let seats: usize = open.iter().map(|one| one.seats as usize).sum();
    let mut held = if free.len() <= EXACT && seats <= EXACT { exact(free, open) } else { quick(free, open) };
    held.sort_by_key(|(person, _)| free[*person].member);
    let mut left: Vec<u32> = open.iter().map(|one| one.seats).collect();
    let given = held
        .into_iter()
        .map(|(person, place)| {
            left[place] -= 1;
            let metres = free[person].lives.map(|_| cost(&free[person], &open[place]));
            Given { member: free[person].member, place, metres }
        })
        .collect();
    let unfilled = left.into_iter().enumerate().filter(|(_, seats)| *seats > 0).collect();
    Proposal { given, unfilled }
}

/// What a way counts.
fn cost(person: &Free, open: &Open) -> u32 {
    let Some(lives) = person.lives else {
        return if person.home.contains(&open.place) { UNKNOWN.0 } else { UNKNOWN.1 };
    };
    metres(lives, open.at)
}

/// The way between two points in metres, on a plane: within a county the earth is flat enough.
#[must_use]
pub fn metres(one: Coordinates, other: Coordinates) -> u32 {
    let north = (one.latitude() - other.latitude()) * METRES;
    let middle = (one.latitude() + other.latitude()) / 2.0;
    let east = (one.longitude() - other.longitude()) * METRES * middle.to_radians().cos();
    north.hypot(east).round() as u32
}

/// Metres in a degree of a great circle.
const METRES: f64 = 111_195.0;

/// The best answer.
fn exact(free: &[Free], open: &[Open]) -> Vec<(usize, usize)> {
    let seats: Vec<usize> =
        open.iter().enumerate().flat_map(|(place, one)| (0..one.seats).map(move |_| place)).collect();
    if free.is_empty() || seats.is_empty() {
        return Vec::new();
    }
    let way = |person: usize, seat: usize| i64::from(cost(&free[person], &open[seats[seat]]));
    // The algorithm wants no more rows than columns.
    if free.len() <= seats.len() {
        let ways = Matrix::from_fn(free.len(), seats.len(), |(person, seat)| way(person, seat));
        let (_, taken) = kuhn_munkres_min(&ways);
        taken.into_iter().enumerate().map(|(person, seat)| (person, seats[seat])).collect()
    } else {
        let ways = Matrix::from_fn(seats.len(), free.len(), |(seat, person)| way(person, seat));
        let (_, taken) = kuhn_munkres_min(&ways);
        taken.into_iter().enumerate().map(|(seat, person)| (person, seats[seat])).collect()
    }
}

/// A good answer: from the shortest way up, then exchanges.
fn quick(free: &[Free], open: &[Open]) -> Vec<(usize, usize)> {
    let grid = Grid::of(open);
    let near: Vec<Vec<usize>> = free.iter().map(|person| grid.near(person, open)).collect();
    let mut ways: Vec<(u32, usize, usize)> = Vec::new();
    for (person, places) in near.iter().enumerate() {
        ways.extend(places.iter().map(|place| (cost(&free[person], &open[*place]), person, *place)));
    }
    ways.sort_unstable();
    let mut left: Vec<u32> = open.iter().map(|one| one.seats).collect();
    let mut of: Vec<Option<usize>> = vec![None; free.len()];
    for (_, person, place) in ways {
        if of[person].is_none() && left[place] > 0 {
            of[person] = Some(place);
            left[place] -= 1;
        }
    }
    fill(free, open, &mut of, &mut left);
    exchange(free, open, &near, &mut of);
    of.into_iter().enumerate().filter_map(|(person, place)| Some((person, place?))).collect()
}

/// Gives each seat that is left to the nearest person who is left: their own nearest places were all taken.
fn fill(free: &[Free], open: &[Open], of: &mut [Option<usize>], left: &mut [u32]) {
    let mut people: Vec<usize> = (0..free.len()).filter(|person| of[*person].is_none()).collect();
    for place in 0..open.len() {
        let wanted = (left[place] as usize).min(people.len());
        if wanted == 0 {
            continue;
        }
        let way = |person: &usize| (cost(&free[*person], &open[place]), *person);
        if wanted < people.len() {
            people.select_nth_unstable_by_key(wanted, way);
        }
        for person in people.drain(..wanted) {
            of[person] = Some(place);
            left[place] -= 1;
        }
    }
}

/// Rounds of exchanges; after a few nothing is gained any more.
const ROUNDS: usize = 8;

/// Lets somebody go to a place that is nearer, and whoever sits there to theirs, or home where somebody without a seat is
/// nearer: while the ways together get shorter.
fn exchange(free: &[Free], open: &[Open], near: &[Vec<usize>], of: &mut [Option<usize>]) {
    let way = |person: usize, place: Option<usize>| {
        place.map_or(0, |place| i64::from(cost(&free[person], &open[place])))
    };
    let mut at: Vec<Vec<usize>> = vec![Vec::new(); open.len()];
    for (person, place) in of.iter().enumerate() {
        if let Some(place) = place {
            at[*place].push(person);
        }
    }
    for _ in 0..ROUNDS {
        let mut gained = false;
        for person in 0..free.len() {
            for place in near[person].iter().copied() {
                let own = of[person];
                if own == Some(place) {
                    continue;
                }
                let gain = |(_, other): &(usize, usize)| {
                    way(person, own) + way(*other, Some(place)) - way(person, Some(place)) - way(*other, own)
                };
                let Some(best) = at[place].iter().copied().enumerate().max_by_key(gain) else { continue };
                if gain(&best) <= 0 {
                    continue;
                }
                let (seat, other) = best;
                at[place][seat] = person;
                if let Some(own) = own {
                    let seat = at[own].iter_mut().find(|one| **one == person);
                    *seat.expect("whoever is given a place sits there") = other;
                }
                (of[person], of[other]) = (Some(place), own);
                gained = true;
            }
        }
        if !gained {
            return;
        }
    }
}

/// The open places by squares of the map.
struct Grid {
    cells: HashMap<(i32, i32), Vec<usize>>,
    widest: i32,
}

impl Grid {
    fn of(open: &[Open]) -> Self {
        let mut cells: HashMap<(i32, i32), Vec<usize>> = HashMap::new();
        for (place, one) in open.iter().enumerate() {
            cells.entry(cell(one.at)).or_default().push(place);
        }
        let spread = |of: fn(&(i32, i32)) -> i32| {
            let (least, most) = (cells.keys().map(of).min(), cells.keys().map(of).max());
            most.zip(least).map_or(0, |(most, least)| most - least)
        };
        let widest = spread(|cell| cell.0).max(spread(|cell| cell.1)) + 1;
        Self { cells, widest }
    }

    /// The places nearest to where somebody lives; those of their own place first where nobody knows it.
    fn near(&self, person: &Free, open: &[Open]) -> Vec<usize> {
        let Some(lives) = person.lives else {
            let own = open.iter().enumerate().filter(|(_, one)| person.home.contains(&one.place));
            return own.map(|(place, _)| place).take(NEAREST).collect();
        };
        let (north, east) = cell(lives);
        let mut found: Vec<usize> = Vec::new();
        let mut enough = None;
        for ring in 0..=self.widest {
            // One ring more than was needed: a corner of a square is further than the next square's edge.
            if enough.is_some_and(|at| ring > at + 1) {
                break;
            }
            for (n, e) in ring_of(ring) {
                found.extend(self.cells.get(&(north + n, east + e)).into_iter().flatten());
            }
            if found.len() >= NEAREST && enough.is_none() {
                enough = Some(ring);
            }
        }
        found.sort_by_key(|place| (cost(person, &open[*place]), *place));
        found.truncate(NEAREST);
        found
    }
}

fn cell(at: Coordinates) -> (i32, i32) {
    ((at.latitude() / CELL).floor() as i32, (at.longitude() / CELL).floor() as i32)
}

/// The squares at a distance.
fn ring_of(ring: i32) -> impl Iterator<Item = (i32, i32)> {
    let edge = move |n: i32| if n.abs() == ring { 1 } else { (2 * ring).max(1) };
    (-ring..=ring).flat_map(move |n| (-ring..=ring).step_by(edge(n) as usize).map(move |e| (n, e)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(n: usize) -> Place {
        format!("tehran/rey/{}/{n:04}", n % 3).parse().expect("a place")
    }

    fn at(n: u64) -> Coordinates {
        // A little generator of our own: the same points in every run.
        let mix = |n: u64| {
            n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9)
        };
        let part = |n: u64| (mix(n) >> 40) as f64 / (1u64 << 24) as f64;
        Coordinates::of(35.5 + part(n) * 0.2, 51.3 + part(n ^ 0xFFFF) * 0.2).expect("on the earth")
    }

    fn people(seed: u64, count: usize) -> Vec<Free> {
        (0..count)
            .map(|n| Free { member: n as i64 + 1, lives: Some(at(seed * 1_000 + n as u64)), home: place(n) })
            .collect()
    }

    fn places(seed: u64, count: usize, seats: u32) -> Vec<Open> {
        (0..count)
            .map(|n| Open { place: place(n), at: at(seed * 7_000 + 500_000 + n as u64), seats })
            .collect()
    }

    fn total(free: &[Free], open: &[Open], held: &[(usize, usize)]) -> u64 {
        held.iter().map(|(person, place)| u64::from(cost(&free[*person], &open[*place]))).sum()
    }

    #[test]
    fn the_quick_answer_is_near_the_exact_one() {
        let mut worst: f64 = 1.0;
        for seed in 1..=12 {
            for (count, seats) in [(60, 3), (90, 3), (45, 3)] {
                let (free, open) = (people(seed, count), places(seed, 20, seats));
                let (best, quick) = (exact(&free, &open), quick(&free, &open));
                assert_eq!(best.len(), quick.len(), "as many seats are filled");
                let [best, quick] = [best, quick].map(|held| total(&free, &open, &held) as f64);
                assert!(best <= quick, "the exact answer is the best");
                worst = worst.max(quick / best);
            }
        }
        assert!(worst < 1.12, "{worst}");
    }

    #[test]
    fn a_person_whose_home_nobody_knows_stays_where_they_were_recruited() {
        let open = places(1, 3, 1);
        let free: Vec<Free> = (0..2)
            .map(|n| Free {
                member: n + 1,
                lives: None,
                home: format!("tehran/rey/{}", 2 - n).parse().expect("a place"),
            })
            .collect();
        let proposal = propose(&free, &open);
        let given: Vec<_> = proposal.given.iter().map(|one| (one.member, one.place, one.metres)).collect();
        assert_eq!(given, [(1, 2, None), (2, 1, None)]);
        assert_eq!(proposal.unfilled, [(0, 1)]);
    }

    proptest! {
        #[test]
        fn nobody_is_given_twice_and_no_seat_is_left_while_somebody_is(
            seed in 0..99_u64, count in 0..40_usize, sites in 0..20_usize, seats in 0..4_u32, unknown in 0..5_usize,
        ) {
            let (mut free, open) = (people(seed, count), places(seed, sites, seats));
            free.iter_mut().take(unknown).for_each(|person| person.lives = None);
            for held in [exact(&free, &open), quick(&free, &open)] {
                let mut once: Vec<usize> = held.iter().map(|(person, _)| *person).collect();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), held.len());
                prop_assert_eq!(held.len(), count.min(sites * seats as usize));
                for (place, one) in open.iter().enumerate() {
                    prop_assert!(held.iter().filter(|(_, at)| *at == place).count() <= one.seats as usize);
                }
            }
            let proposal = propose(&free, &open);
            let empty: u32 = proposal.unfilled.iter().map(|(_, seats)| seats).sum();
            prop_assert_eq!(proposal.given.len() + empty as usize, sites * seats as usize);
        }
    }
}
