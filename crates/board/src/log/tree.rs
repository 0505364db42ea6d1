//! The Merkle tree of a log (RFC 6962, section 2.1), for whoever keeps the log: it grows and it proves.

use super::hash::{Hash, empty_root, node_hash};

/// The tree over all leaves so far.
///
/// Every hash of a complete subtree is kept, two hashes a leaf in all, so that an append costs two hashes on
/// average and any proof about any earlier size a few dozen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// `rows[k][i]` is the root of the leaves from `i·2^k` to `(i+1)·2^k`.
    rows: Vec<Vec<Hash>>,
}

/// Asked about leaves that the tree does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("asked for {wanted} leaves of a tree of {size}")]
pub struct OutOfTree {
    /// As many leaves the question needs.
    pub wanted: u64,
    /// As many the tree, or the part of it that was asked about, has.
    pub size: u64,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.rows.len() == level {
                self.rows.push(Vec::new());
            }
            let row = &mut self.rows[level];
            row.push(hash);
            match row.as_slice() {
                [.., left, right] if row.len().is_multiple_of(2) => hash = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.rows.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The leaf at `index`.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.subtree(0, index)
    }

    /// The root now.
    pub fn root(&self) -> Hash {
        self.range(0, self.size())
    }

    /// The root as it was at an earlier size.
    pub fn root_at(&self, size: u64) -> Result<Hash, OutOfTree> {
        self.has(size)?;
        Ok(self.range(0, size))
    }

    /// The audit path of a leaf in the tree as it was at `size`, from its sibling to the root's child.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, OutOfTree> {
        self.has(size)?;
        if index >= size {
            return Err(OutOfTree { wanted: index.saturating_add(1), size });
        }
        let (mut from, mut to) = (0, size);
        let mut path = Vec::new();
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.push(self.range(middle, to));
                to = middle;
            } else {
                path.push(self.range(from, middle));
                from = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that the tree at `new` extends the tree at `old`. Nothing needs to be proved about an empty
    /// old tree or about equal sizes: the proof is empty then.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, OutOfTree> {
        self.has(new)?;
        if old > new {
            return Err(OutOfTree { wanted: old, size: new });
        }
        let mut path = Vec::new();
        if old == 0 || old == new {
            return Ok(path);
        }
        let (mut from, mut to) = (0, new);
        // As long as the old tree ends inside this subtree, note the half that it does not end in.
        while old < to {
            let middle = from + split(to - from);
            if old <= middle {
                path.push(self.range(middle, to));
                to = middle;
            } else {
                path.push(self.range(from, middle));
                from = middle;
            }
        }
        // The subtree that ends where the old tree does. When it is the whole old tree, the verifier has it.
        if from > 0 {
            path.push(self.range(from, to));
        }
        path.reverse();
        Ok(path)
    }

    /// The root of the complete subtree of height `level` at `index`, if it is complete.
    pub(super) fn subtree(&self, level: u32, index: u64) -> Option<Hash> {
        let row = self.rows.get(usize::try_from(level).ok()?)?;
        row.get(usize::try_from(index).ok()?).copied()
    }

    fn has(&self, size: u64) -> Result<(), OutOfTree> {
        let has = self.size();
        if size <= has { Ok(()) } else { Err(OutOfTree { wanted: size, size: has }) }
    }

    /// MTH of the leaves `from … to`, a range that RFC 6962's recursion reaches.
    fn range(&self, from: u64, to: u64) -> Hash {
        let leaves = to - from;
        if leaves == 0 {
            return empty_root();
        }
        if leaves.is_power_of_two() {
            let level = leaves.trailing_zeros();
            return self.subtree(level, from >> level).expect("the caller stays within the tree");
        }
        let middle = from + split(leaves);
        node_hash(&self.range(from, middle), &self.range(middle, to))
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}

impl Extend<Hash> for Tree {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

/// The largest power of two below `leaves`, which is at least two.
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}
