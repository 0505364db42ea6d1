//! Whoever follows the protocol is never refused.

use super::*;
use proptest::prelude::*;

#[test]
fn an_honest_seal_passes_both_verifiers_and_its_opening() {
    let (shape, selection) = village();
    let key = key(1);
    let (seal, opening) = seal(shape, &key, CONTEXT, &selection, &mut rng(2));
    assert_eq!(check(shape, &key, CONTEXT, &seal), Ok(()));
    let item = Item { shape, context: CONTEXT, seal: &seal };
    assert_eq!(check_batch(&[item, item], &key, &mut rng(3)), Ok(()));
    assert_eq!(check_opening(shape, &key, &seal, &selection, &opening), Ok(()));
}

fn ballots() -> impl Strategy<Value = (Shape, Selection)> {
    (1_u16..=24, 0_u16..=3_000, any::<u64>()).prop_map(|(picks, candidates, seed)| {
        let shape = Shape::new(picks, candidates).unwrap();
        let mut chosen: Vec<u16> = (0..picks as u64)
            .map(|i| (seed.rotate_left(i as u32 * 7) % u64::from(candidates.max(1))) as u16)
            .filter(|_| candidates > 0)
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        (shape, Selection::new(shape, &chosen).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_selection_of_every_shape_verifies(ballots in prop::collection::vec(ballots(), 1..4), seed: u64) {
        let (rng, key) = (&mut rng(seed), key(seed));
        let seals: Vec<_> = ballots.iter().map(|(shape, selection)| seal(*shape, &key, CONTEXT, selection, rng)).collect();
        let mut items = Vec::new();
        for ((shape, selection), (seal, opening)) in ballots.iter().zip(&seals) {
            prop_assert_eq!(check(*shape, &key, CONTEXT, seal), Ok(()));
            prop_assert_eq!(check_opening(*shape, &key, seal, selection, opening), Ok(()));
            prop_assert_eq!(&Seal::from_bytes(*shape, &seal.to_bytes()).unwrap(), seal);
            prop_assert_eq!(&Opening::from_bytes(*shape, &opening.to_bytes()).unwrap(), opening);
            items.push(Item { shape: *shape, context: CONTEXT, seal });
        }
        prop_assert_eq!(check_batch(&items, &key, rng), Ok(()));
    }
}
