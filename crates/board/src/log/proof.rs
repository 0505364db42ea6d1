//! The two questions about a Merkle tree, for whoever does not keep it: is this leaf in it, and does the new
//! tree only extend the old one? (RFC 9162, sections 2.1.3.2 and 2.1.4.2.)

use super::hash::{Hash, empty_root, node_hash};

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadProof {
    /// The leaf is said to be where the tree has none.
    #[error("there is no leaf {index} in a tree of {size}")]
    Index {
        /// Of the leaf.
        index: u64,
        /// Of the tree.
        size: u64,
    },
    /// The log became smaller.
    #[error("the log shrank from {old} entries to {new}")]
    Shrunk {
        /// Size before.
        old: u64,
        /// Size after.
        new: u64,
    },
    /// Too few or too many hashes for these sizes.
    #[error("the proof has {0} hashes, which does not fit the sizes")]
    Length(usize),
    /// The proof leads to another root than the old one.
    #[error("the proof does not lead to the old root")]
    OldRoot,
    /// The proof leads to another root than the tree's.
    #[error("the proof does not lead to the root")]
    Root,
}

/// Is `leaf` at `index` of the tree of `size` leaves under `root`?
pub fn check_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), BadProof> {
    if index >= size {
        return Err(BadProof::Index { index, size });
    }
    let mut path = Path { node: index, last: size - 1 };
    let mut hash = *leaf;
    for sibling in proof {
        hash = match path.step().ok_or(BadProof::Length(proof.len()))? {
            Side::Left => node_hash(sibling, &hash),
            Side::Right => node_hash(&hash, sibling),
        };
    }
    if path.last != 0 {
        return Err(BadProof::Length(proof.len()));
    }
    if hash == *root { Ok(()) } else { Err(BadProof::Root) }
}

/// Does the tree of `new` leaves under `new_root` begin with the tree of `old` leaves under `old_root`?
pub fn check_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), BadProof> {
    if old > new {
        return Err(BadProof::Shrunk { old, new });
    }
    if old == 0 || old == new {
        if !proof.is_empty() {
            return Err(BadProof::Length(proof.len()));
        }
        if old == 0 && *old_root != empty_root() {
            return Err(BadProof::OldRoot);
        }
        return if old == 0 && new > 0 || old_root == new_root { Ok(()) } else { Err(BadProof::Root) };
    }
    // The climb begins at the largest complete subtree that ends where the old tree ends. Where that is the
    // whole old tree, its root is known and the proof leaves it out.
    let climbed = (old - 1).trailing_ones();
    let mut path = Path { node: (old - 1) >> climbed, last: (new - 1) >> climbed };
    let (start, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(BadProof::Length(0))?
    };
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in rest {
        match path.step().ok_or(BadProof::Length(proof.len()))? {
            // What stands to the left is part of both trees; what stands to the right only of the new one.
            Side::Left => {
                old_hash = node_hash(sibling, &old_hash);
                new_hash = node_hash(sibling, &new_hash);
            }
            Side::Right => new_hash = node_hash(&new_hash, sibling),
        }
    }
    if path.last != 0 {
        return Err(BadProof::Length(proof.len()));
    }
    if old_hash != *old_root {
        return Err(BadProof::OldRoot);
    }
    if new_hash == *new_root { Ok(()) } else { Err(BadProof::Root) }
}

/// Where a climb stands: at `node` of a level whose last node is `last`.
struct Path {
    node: u64,
    last: u64,
}

/// On which side of the path the next sibling stands.
enum Side {
    Left,
    Right,
}

impl Path {
    /// Climbs past one sibling; none when the root is reached already.
    fn step(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let side = if self.node & 1 == 1 || self.node == self.last {
            // The last node of an odd level has no sibling there and rises until it is a right child.
            let lone = self.node.trailing_zeros().min(63);
            self.up(lone);
            Side::Left
        } else {
            Side::Right
        };
        self.up(1);
        Some(side)
    }

    fn up(&mut self, levels: u32) {
        self.node >>= levels;
        self.last >>= levels;
    }
}
