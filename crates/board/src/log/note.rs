//! Notes: a text and the signatures under it (C2SP signed-note), byte for byte.

use super::cosignature;
use super::key::{BadName, Key, KeyId, Name, Purpose};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{fmt, str::FromStr};

/// The most bytes a note may have: room for sixteen signatures of any kind now in use, also post-quantum ones.
pub const MOST_NOTE_BYTES: usize = 128 * 1024;
/// The most signatures a note may carry.
pub const MOST_SIGNATURES: usize = 64;

/// A text with at least one signature line. Its lines may be by unknown keys, and of unknown kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    lines: Vec<SignatureLine>,
}

/// A line under a note: whose it is, and the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    name: Name,
    id: KeyId,
    signature: Vec<u8>,
}

/// A key that signed, as [`Note::verify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified<'a> {
    /// The key.
    pub key: &'a Key,
    /// When, in seconds since 1970, for a witness.
    pub at: Option<u64>,
}

/// Why bytes are no note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    /// Too long.
    #[error("the note has {0} bytes, at most {MOST_NOTE_BYTES} are allowed")]
    Long(usize),
    /// Not UTF-8, or with a control character.
    #[error("the note is not text")]
    Text,
    /// Not a text, an empty line and signature lines, each line with its end.
    #[error("the note is not text, an empty line and signature lines")]
    Form,
    /// Too many signatures.
    #[error("the note has more than {MOST_SIGNATURES} signatures")]
    Signatures,
    /// This line, counted from zero, is no signature line.
    #[error("signature line {number}: {why}")]
    Line {
        /// Of the line.
        number: usize,
        /// What is wrong with it.
        why: BadLine,
    },
    /// Two signatures under one name and id.
    #[error("a key signed twice")]
    Twice,
}

/// Why text is no signature line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// Not a dash, a name and Base64, with single spaces between.
    #[error("a signature line is a dash, a name and Base64")]
    Form,
    /// The name is none.
    #[error(transparent)]
    Name(#[from] BadName),
    /// Shorter than a key id and one byte.
    #[error("the signature is too short")]
    Short,
}

/// A known key's signature does not verify.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the signature of {0} does not verify")]
pub struct FalseSignature(pub Name);

impl Note {
    /// A text and its first signature.
    pub fn new(text: impl Into<String>, line: SignatureLine) -> Result<Self, BadNote> {
        let text = text.into();
        if !is_plain(&text) {
            return Err(BadNote::Text);
        }
        if !text.ends_with('\n') {
            return Err(BadNote::Form);
        }
        let mut note = Self { text, lines: Vec::new() };
        note.add(line)?;
        Ok(note)
    }

    /// Reads a note. Written again it has the same bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadNote> {
        if bytes.len() > MOST_NOTE_BYTES {
            return Err(BadNote::Long(bytes.len()));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| BadNote::Text)?;
        if !is_plain(whole) {
            return Err(BadNote::Text);
        }
        // The text may have empty lines too; the last one is the border.
        let border = whole.rfind("\n\n").ok_or(BadNote::Form)?;
        let (text, lines) = (&whole[..=border], &whole[border + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(BadNote::Form)?;
        let mut note = Self { text: text.to_owned(), lines: Vec::new() };
        for (number, line) in lines.split('\n').enumerate() {
            note.add(line.parse().map_err(|why| BadNote::Line { number, why })?)?;
        }
        Ok(note)
    }

    /// What is signed, with its final line end.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines under it.
    pub fn lines(&self) -> &[SignatureLine] {
        &self.lines
    }

    /// Adds a signature line.
    pub fn add(&mut self, line: SignatureLine) -> Result<(), BadNote> {
        if self.lines.len() == MOST_SIGNATURES {
            return Err(BadNote::Signatures);
        }
        // With two signatures of one key it would depend on the reader which one counts.
        if self.lines.iter().any(|other| other.name == line.name && other.id == line.id) {
            return Err(BadNote::Twice);
        }
        let lines = self.lines.iter().chain([&line]).map(SignatureLine::byte_length);
        let bytes = self.text.len() + 1 + lines.sum::<usize>();
        if bytes > MOST_NOTE_BYTES {
            return Err(BadNote::Long(bytes));
        }
        self.lines.push(line);
        Ok(())
    }

    /// The same note without the lines of other keys than `known`.
    #[must_use]
    pub fn only_of(mut self, known: &[Key]) -> Self {
        self.lines.retain(|line| known.iter().any(|key| line.is_of(key)));
        self
    }

    /// Which of the known keys signed. Lines by unknown keys are passed over; a false line by a known key
    /// condemns the note.
    pub fn verify<'a>(
        &self,
        known: impl IntoIterator<Item = &'a Key>,
    ) -> Result<Vec<Verified<'a>>, FalseSignature> {
        let mut verified = Vec::new();
        for key in known {
            for line in self.lines.iter().filter(|line| line.is_of(key)) {
                let at = line.check(key, &self.text).ok_or_else(|| FalseSignature(key.name.clone()))?;
                verified.push(Verified { key, at });
            }
        }
        Ok(verified)
    }

    /// The bytes of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl SignatureLine {
    /// A line of this key; `signature` is what follows the key id.
    pub(super) fn new(key: &Key, signature: Vec<u8>) -> Self {
        Self { name: key.name.clone(), id: key.id(), signature }
    }

    /// Whose it claims to be.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// Does name and id say that it is of this key?
    pub fn is_of(&self, key: &Key) -> bool {
        self.name == key.name && self.id == key.id()
    }

    /// Bytes of the line with its end.
    fn byte_length(&self) -> usize {
        "— ".len() + self.name.as_str().len() + 1 + (4 + self.signature.len()).div_ceil(3) * 4 + 1
    }

    /// Checks it as a signature of `key` under `text`. Some means yes, and within it when, for a witness.
    #[allow(clippy::option_option, reason = "the inner one is the time, which only a witness's line has")]
    fn check(&self, key: &Key, text: &str) -> Option<Option<u64>> {
        match key.purpose {
            Purpose::Log => {
                let signature = self.signature.as_slice().try_into().ok()?;
                key.verifies(text.as_bytes(), signature).then_some(None)
            }
            Purpose::Witness => cosignature::check(key, &self.signature, text).map(Some),
        }
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.as_slice(), &self.signature].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}

impl FromStr for SignatureLine {
    type Err = BadLine;
    fn from_str(text: &str) -> Result<Self, BadLine> {
        let (name, base64) =
            text.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(BadLine::Form)?;
        // The decoder takes only the one canonical spelling, with padding and without stray bits.
        let bytes = STANDARD.decode(base64).map_err(|_| BadLine::Form)?;
        let (id, signature) = bytes.split_first_chunk().ok_or(BadLine::Short)?;
        if signature.is_empty() {
            return Err(BadLine::Short);
        }
        Ok(Self { name: name.parse()?, id: *id, signature: signature.to_vec() })
    }
}

/// Without control characters other than the line end.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte >= b' ' || byte == b'\n')
}
