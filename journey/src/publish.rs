//! Log, tiles, checkpoint and countersignature over a story.

use crate::Story;
use board::log::checkpoint::{CHECKPOINT_PATH, Checkpoint};
use board::log::tile::tiles;
use board::log::{Tree, leaf_hash};
use verify::Folder;

/// A record whose keepers sign whatever the story says.
pub(crate) fn record(story: &Story) -> Folder {
    let mut tree = Tree::new();
    for entry in &story.entries {
        tree.push(leaf_hash(entry));
    }
    let mut files = story.files.clone();
    files.extend(tiles(&tree, 0, &story.entries).expect("the tree is of these entries"));
    let people = &story.people;
    let mut note = people.log.sign(&tree);
    let checkpoint = Checkpoint::of("journey/log".parse().expect("a name"), &tree);
    note.add(people.witness.cosign(&checkpoint, 1_777_600_000).expect("a time")).expect("a second line");
    files.insert(CHECKPOINT_PATH.into(), note.to_bytes());
    Folder(files)
}
