use super::*;

#[test]
fn any_t_trustees_open_every_slot() {
    for (n, t) in [(1, 1), (2, 2), (5, 3), (7, 5)] {
        let scene = Scene::new(n, t, 12);
        let table = DecodeTable::new(12).unwrap();
        let expected: Vec<_> = (0..12).map(Some).collect();
        for first in 1..=n - t + 1 {
            // The highest indices first, so that the order is seen not to matter.
            let checked: Vec<_> = (first..first + t).rev().map(|j| scene.checked(j)).collect();
            let opened = combine(scene.plan, &scene.slots, &checked).unwrap();
            assert_eq!(table.read_all(&opened), expected);
            assert_eq!(opened.iter().map(|point| table.read(point)).collect::<Vec<_>>(), expected);
            let trustees: Vec<_> = (first..first + t).collect();
            let quorum = Quorum::new(scene.plan, &trustees, 12).unwrap();
            assert_eq!(quorum.read(&scene.slots, &checked).unwrap(), expected);
        }
    }
}
