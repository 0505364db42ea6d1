use super::*;
use std::time::Instant;

/// Prints microseconds a slot.
///
/// `cargo test --release -p crypto opening::tests::measure -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, and meaningless without --release"]
fn the_time_a_slot_takes() {
    const N: u64 = 20_000;
    let scene = Scene::new(5, 3, N);
    let per_slot = |what: &str, start: Instant| {
        println!("{what:>16}: {:6.2} µs a slot", start.elapsed().as_secs_f64() * 1e6 / N as f64);
    };
    let table = DecodeTable::new(N as usize).unwrap();
    let quorum = Quorum::new(scene.plan, &[2, 3, 5], N as usize).unwrap();
    for _ in 0..4 {
        let start = Instant::now();
        let slots = Slots::decode(&scene.encoded).unwrap();
        per_slot("decode box", start);
        let start = Instant::now();
        let made = scene.partial(2);
        per_slot("partial", start);
        let start = Instant::now();
        let second = scene.check(2, &made).unwrap();
        per_slot("check_partial", start);
        let checked = [second, scene.checked(3), scene.checked(5)];
        let start = Instant::now();
        let opened = combine(scene.plan, &slots, &checked).unwrap();
        per_slot("combine", start);
        let start = Instant::now();
        let read = table.read_all(&opened);
        per_slot("read_all", start);
        let start = Instant::now();
        assert_eq!(quorum.read(&slots, &checked).unwrap(), read);
        per_slot("Quorum::read", start);
        assert!(read.into_iter().eq((0..N as u16).map(Some)));
    }
}
