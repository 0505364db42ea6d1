//! Tiles: what is written bit by bit is what would have been written at once, and it is checked to the byte.

use super::{entries, entry, tree};
use crate::log::bundle::{BadBundle, read_bundle};
use crate::log::tile::{BadGrowth, BadTile, Tile, check_tile, first_entry_needed, layout, tiles};
use crate::log::tree::OutOfTree;
use std::collections::BTreeMap;

fn paths(size: u64) -> Vec<String> {
    layout(size).map(|tile| tile.path()).collect()
}

fn written_at_once(size: u64) -> BTreeMap<String, Vec<u8>> {
    tiles(&tree(size), 0, &entries(0..size)).unwrap().into_iter().collect()
}

/// The specification's own example.
#[test]
fn a_log_of_70_000_entries_has_the_tiles_of_the_specification() {
    let all = paths(70_000);
    let count = |prefix: &str| all.iter().filter(|path| path.starts_with(prefix)).count();
    assert_eq!(
        [count("tile/entries/"), count("tile/0/"), count("tile/1/"), count("tile/2/")],
        [274, 274, 2, 1]
    );
    assert_eq!(all.len(), 551);
    for path in ["tile/entries/273.p/112", "tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17"]
    {
        assert!(all.iter().any(|other| other == path), "{path}");
    }
    assert_eq!(all[550], "tile/2/000.p/1");
}

#[test]
fn small_logs_have_few_tiles() {
    assert!(paths(0).is_empty());
    assert_eq!(paths(1), ["tile/entries/000.p/1", "tile/0/000.p/1"]);
    assert_eq!(paths(256), ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(
        paths(257),
        ["tile/entries/000", "tile/entries/001.p/1", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]
    );
}

#[test]
fn a_liars_size_costs_nothing() {
    let last_of_first_thousand = layout(u64::MAX).nth(999).unwrap();
    assert_eq!(last_of_first_thousand.path(), "tile/entries/999");
    assert!(last_of_first_thousand.is_within(u64::MAX));
}

#[test]
fn large_indices_are_split_in_thousands() {
    let tile: Tile = "tile/0/x001/x234/067".parse().unwrap();
    assert_eq!(tile.first(), 1_234_067 * 256);
    assert_eq!(tile.path(), "tile/0/x001/x234/067");
    assert!("tile/entries/x001/000.p/255".parse::<Tile>().is_ok());
}

#[test]
fn a_tile_has_one_path() {
    for path in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/entries",
        "tile/Entries/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/1.p/1",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/x01/000",
        "tile/0/ 00",
        "tile/0/+01",
        "tile/0/xx01/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/000.p/65537",
        "tile/0/x072/x057/x594/x037/x927/935",
    ] {
        assert!(path.parse::<Tile>().is_err(), "{path}");
    }
}

#[test]
fn tiles_written_bit_by_bit_are_those_written_at_once() {
    let mut sizes = vec![0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 1000, 65_535, 65_536, 65_537, 66_000];
    sizes.extend((66_000..66_700).step_by(37));
    let last = *sizes.last().unwrap();
    let mut written = BTreeMap::new();
    let mut growing = tree(0);
    for pair in sizes.windows(2) {
        let (old, new) = (pair[0], pair[1]);
        growing.extend((old..new).map(|number| crate::log::leaf_hash(&entry(number))));
        let added = tiles(&growing, old, &entries(first_entry_needed(old)..new)).unwrap();
        for (path, bytes) in added {
            assert!(written.insert(path.clone(), bytes).is_none(), "{path} was written twice");
        }
        for tile in layout(new) {
            assert!(written.contains_key(&tile.path()), "{tile} of {new}");
        }
    }
    let at_once = written_at_once(last);
    assert_eq!(
        at_once.keys().cloned().collect::<std::collections::BTreeSet<_>>(),
        paths(last).into_iter().collect()
    );
    for (path, bytes) in &at_once {
        assert_eq!(written.get(path), Some(bytes), "{path}");
    }
    // What was left behind on the way are narrower tiles, and they are true as well.
    for (path, bytes) in &written {
        assert_eq!(check_tile(&growing, &path.parse().unwrap(), bytes), Ok(()), "{path}");
    }
}

#[test]
fn nothing_new_needs_no_file() {
    assert_eq!(tiles(&tree(300), 300, &entries(256..300)), Ok(Vec::new()));
    assert_eq!(tiles(&tree(256), 256, &entries(256..256)), Ok(Vec::new()));
}

#[test]
fn a_bundle_file_holds_the_entries_of_its_tile() {
    let files = written_at_once(300);
    assert_eq!(read_bundle(&files["tile/entries/001.p/44"], 44).unwrap(), entries(256..300));
    assert_eq!(files["tile/0/000"].len(), 8192);
    assert_eq!(files["tile/1/000.p/1"], tree(256).root().0);
}

#[test]
fn entries_that_are_not_the_trees_are_not_written() {
    let tree = tree(300);
    let mut wrong = entries(256..300);
    wrong[4].push(b'!');
    assert_eq!(tiles(&tree, 290, &wrong), Err(BadGrowth::Foreign(260)));
    assert_eq!(tiles(&tree, 290, &entries(290..300)), Err(BadGrowth::Entries { given: 10, needed: 44 }));
    assert_eq!(tiles(&tree, 301, &entries(256..300)), Err(OutOfTree { wanted: 301, size: 300 }.into()));
}

#[test]
fn every_changed_tile_is_found_out() {
    let tree = tree(300);
    for (path, bytes) in written_at_once(300) {
        let tile: Tile = path.parse().unwrap();
        assert_eq!(check_tile(&tree, &tile, &bytes), Ok(()), "{path}");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            assert!(check_tile(&tree, &tile, &changed).is_err(), "byte {at} of {path}");
        }
        assert!(check_tile(&tree, &tile, &bytes[1..]).is_err(), "{path}");
        assert!(check_tile(&tree, &tile, &[bytes.as_slice(), b"\0"].concat()).is_err(), "{path}");
    }
}

#[test]
fn the_fault_is_named_by_its_number() {
    let tree = tree(300);
    let files = written_at_once(300);
    let mut hashes = files["tile/0/001.p/44"].clone();
    hashes[32 * 3] ^= 1;
    let tile: Tile = "tile/0/001.p/44".parse().unwrap();
    assert_eq!(check_tile(&tree, &tile, &hashes), Err(BadTile::Foreign(259)));
    assert_eq!(check_tile(&tree, &tile, &[]), Err(BadTile::Length { bytes: 0, expected: 44 * 32 }));
    let wider: Tile = "tile/entries/001.p/45".parse().unwrap();
    assert_eq!(check_tile(&tree, &wider, &[]), Err(BadTile::Outside(300)));
    let bundle: Tile = "tile/entries/001.p/44".parse().unwrap();
    assert_eq!(check_tile(&tree, &bundle, &[]), Err(BadBundle::Truncated(0).into()));
    let swapped = crate::log::bundle::write_bundle(&[entry(257), entry(256)]).unwrap();
    let narrow: Tile = "tile/entries/001.p/2".parse().unwrap();
    assert_eq!(check_tile(&tree, &narrow, &swapped), Err(BadTile::Foreign(256)));
}
