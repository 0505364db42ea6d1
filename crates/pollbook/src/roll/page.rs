//! Sealed pages and their head.

use super::Damaged;
use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};
use sha2::{Digest, Sha256};

/// Bytes of a page.
pub const PAGE: usize = 4096;
/// Bytes of a page that are content.
pub(super) const CONTENT: usize = PAGE - 16;

/// Drawn anew for each roll, so that no key seals two.
pub type Salt = [u8; 16];

/// Where pages come from: a file, or memory.
pub trait Pages {
    /// Reads page `number` into `to`.
    fn read(&self, number: u64, to: &mut [u8; PAGE]) -> Result<(), String>;
}

impl Pages for [u8] {
    fn read(&self, number: u64, to: &mut [u8; PAGE]) -> Result<(), String> {
        let start = usize::try_from(number).ok().and_then(|n| n.checked_mul(PAGE));
        let page = start.and_then(|start| self.get(start..start.checked_add(PAGE)?));
        to.copy_from_slice(page.ok_or("the file ends before it")?);
        Ok(())
    }
}
impl Pages for Vec<u8> {
    fn read(&self, number: u64, to: &mut [u8; PAGE]) -> Result<(), String> {
        self.as_slice().read(number, to)
    }
}

const MAGIC: &[u8; 16] = b"amin/2/roll\0\0\0\0\0";

/// Sizes, as they stand on page 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) persons: u64,
    pub(super) names: u64,
    pub(super) words: u64,
    pub(super) postings: u64,
    pub(super) salt: Salt,
}

/// Bytes of a person.
pub(super) const PERSON: usize = 32;

impl Head {
    /// Content bytes in all; `None` if the sizes are nobody's.
    pub(super) fn content(&self) -> Option<u64> {
        let persons = self.persons.checked_mul(PERSON as u64)?;
        persons.checked_add(self.names)?.checked_add(self.words)?.checked_add(self.postings)
    }

    pub(super) fn pages(&self) -> Option<u64> {
        Some(1 + self.content()?.div_ceil(CONTENT as u64))
    }

    fn bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..16].copy_from_slice(MAGIC);
        let sizes = [self.persons, self.names, self.words, self.postings];
        for (place, size) in sizes.iter().enumerate() {
            bytes[16 + 8 * place..24 + 8 * place].copy_from_slice(&size.to_le_bytes());
        }
        bytes[48..].copy_from_slice(&self.salt);
        bytes
    }
}

/// Seals and opens the pages of one roll.
pub(super) struct Sealer {
    cipher: ChaCha20Poly1305,
    head: [u8; 64],
}

impl Sealer {
    /// For a head under the event's secret.
    pub(super) fn new(secret: &[u8; 32], head: &Head) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"amin/1/roll/pages");
        hash.update(secret);
        hash.update(head.salt);
        let key: [u8; 32] = hash.finalize().into();
        Self { cipher: ChaCha20Poly1305::new(&Key::from(key)), head: head.bytes() }
    }

    /// Page 0.
    pub(super) fn head_page(&self) -> [u8; PAGE] {
        let mut page = [0; PAGE];
        page[..64].copy_from_slice(&self.head);
        let tag = self.cipher.encrypt_in_place_detached(&nonce(0), &self.head, &mut []);
        page[64..80].copy_from_slice(&tag.expect("nothing is short enough to seal"));
        page
    }

    /// Reads page 0 before there is a key.
    pub(super) fn open_head(secret: &[u8; 32], page: &[u8; PAGE]) -> Result<(Self, Head), Damaged> {
        if page[..16] != *MAGIC || page[80..].iter().any(|byte| *byte != 0) {
            return Err(Damaged::Head);
        }
        let size = |place: usize| {
            let bytes = page[16 + 8 * place..24 + 8 * place].try_into().expect("eight bytes");
            u64::from_le_bytes(bytes)
        };
        let salt = page[48..64].try_into().expect("sixteen bytes");
        let head = Head { persons: size(0), names: size(1), words: size(2), postings: size(3), salt };
        let sealer = Self::new(secret, &head);
        let tag = Tag::from(<[u8; 16]>::try_from(&page[64..80]).expect("sixteen bytes"));
        let sound = sealer.cipher.decrypt_in_place_detached(&nonce(0), &sealer.head, &mut [], &tag);
        sound.map_err(|_| Damaged::Page(0))?;
        head.pages().ok_or(Damaged::Head)?;
        Ok((sealer, head))
    }

    /// Seals a page's content in place; `page` holds it in its first bytes.
    pub(super) fn seal(&self, number: u64, page: &mut [u8; PAGE]) {
        let (content, tag) = page.split_at_mut(CONTENT);
        let sealed = self.cipher.encrypt_in_place_detached(&nonce(number), &self.head, content);
        tag.copy_from_slice(&sealed.expect("a page is short enough to seal"));
    }

    /// Opens a page in place.
    pub(super) fn open(&self, number: u64, page: &mut [u8; PAGE]) -> Result<(), Damaged> {
        let (content, tag) = page.split_at_mut(CONTENT);
        let tag = Tag::from(<[u8; 16]>::try_from(&*tag).expect("sixteen bytes"));
        let opened = self.cipher.decrypt_in_place_detached(&nonce(number), &self.head, content, &tag);
        opened.map_err(|_| Damaged::Page(number))
    }
}

fn nonce(number: u64) -> Nonce {
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&number.to_le_bytes());
    nonce.into()
}
