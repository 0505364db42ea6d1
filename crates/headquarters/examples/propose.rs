//! How long a province's proposal takes: `cargo run -p headquarters --example propose -- 6700 150000`.
//!
//! 6,700 branches on the map of Tehran province take some twelve seats of one post each here, so that one proposal holds
//! as many people as all posts of the province together; the office asks for one post of one county at a time.

use headquarters::branch::Coordinates;
use headquarters::staff::{Free, Open, propose};
use std::time::Instant;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|number| number.parse::<u64>().ok());
    let (branches, people) = (numbers.next().unwrap_or(6_700), numbers.next().unwrap_or(150_000));
    // The same points in every run, from a hash of their number.
    let part = |n: u64| {
        let mixed = (n ^ 0x5851)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
            .wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed >> 40) as f64 / (1u64 << 24) as f64
    };
    let at = |n: u64| {
        Coordinates::of(35.3 + part(n) * 0.6, 51.0 + part(n + 7_777_777) * 0.9).expect("on the earth")
    };
    let place = |n: u64| format!("tehran/c{}/{}/{n:05}", n % 16, n % 70).parse().expect("a place");
    let seats = u32::try_from(people * 9 / 10 / branches.max(1)).unwrap_or(1);
    let open: Vec<Open> = (0..branches).map(|n| Open { place: place(n), at: at(n), seats }).collect();
    let free: Vec<Free> = (0..people)
        .map(|n| Free {
            member: n as i64 + 1,
            lives: Some(at(n + 1_000_000)),
            home: place(n % branches.max(1)),
        })
        .collect();
    let begun = Instant::now();
    let proposal = propose(&free, &open);
    let seconds = begun.elapsed().as_secs_f64();
    let ways: u64 = proposal.given.iter().filter_map(|given| given.metres).map(u64::from).sum();
    let given = proposal.given.len() as u64;
    println!(
        "{branches} branches of {seats} seats, {people} people: {given} given in {seconds:.1} s, {} m each",
        ways / given.max(1)
    );
}
