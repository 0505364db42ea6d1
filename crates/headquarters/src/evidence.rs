//! Evidence («مستندات»): files that show what was said of a decision, a paper or a picture.
//!
//! A picture is kept as it is made anew, without what a telephone writes into it; a PDF is kept byte for byte, for it may
//! be signed. What a file is its first bytes say, not its name.

use election::bytes::Digest;
use serde::Serialize;
use std::str::FromStr;

/// The most files with one step.
pub const MOST: usize = 5;
/// The most files of one decision: they are never removed.
pub const MOST_OF_DECISION: usize = 40;
/// The longest of them, in bytes, as it is sent.
pub const LARGEST: usize = 12 << 20;
/// The longest name, in characters.
const NAME: usize = 120;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A paper, as it was sent.
    Pdf,
    /// A picture, as JPEG.
    Picture,
}

impl Kind {
    /// What a file says that it is. Whether it is a picture in truth, whoever decodes it finds.
    #[must_use]
    pub fn claimed(file: &[u8]) -> Self {
        if file.starts_with(b"%PDF-") { Kind::Pdf } else { Kind::Picture }
    }

    /// Its name in tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Picture => "picture",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Kind::Pdf => ".pdf",
            Kind::Picture => ".jpg",
        }
    }

    /// The name that a file is kept under: without folders, without characters that hide what it is, and with the ending
    /// of what it is, so that no system runs what was checked as a paper.
    #[must_use]
    pub fn named(self, typed: &str) -> String {
        let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain: String = last.chars().filter(|c| !hides(*c)).collect();
        let stem = plain.trim().trim_matches('.');
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).trim();
        let stem: String = stem.chars().take(NAME).collect();
        format!("{}{}", if stem.is_empty() { "evidence" } else { &stem }, self.ending())
    }
}

/// A control character, or one that turns the direction of what follows.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What is no kind of evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no kind of evidence")]
pub struct BadKind(pub String);

impl FromStr for Kind {
    type Err = BadKind;
    fn from_str(text: &str) -> Result<Self, BadKind> {
        [Kind::Pdf, Kind::Picture]
            .into_iter()
            .find(|kind| kind.code() == text)
            .ok_or_else(|| BadKind(text.to_owned()))
    }
}

/// A file that was kept, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The SHA-256 of what is kept, under which it is found.
    pub hash: Digest,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub size: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_says_what_the_file_is_and_nothing_else() {
        assert_eq!(Kind::Pdf.named("صورت‌جلسه تحویل.pdf"), "صورت‌جلسه تحویل.pdf");
        assert_eq!(Kind::Picture.named("IMG_0001.PNG"), "IMG_0001.jpg");
        assert_eq!(Kind::Pdf.named("C:\\temp\\run.bat"), "run.pdf");
        assert_eq!(Kind::Pdf.named("../../etc/passwd"), "passwd.pdf");
        assert_eq!(Kind::Pdf.named("invoice\u{202e}fdp.exe"), "invoicefdp.pdf");
        assert_eq!(Kind::Pdf.named("a\r\nset-cookie: x.pdf"), "aset-cookie: x.pdf");
        assert_eq!(Kind::Picture.named(" .. "), "evidence.jpg");
        assert_eq!(Kind::Pdf.named(&"x".repeat(900)).chars().count(), NAME + 4);
    }

    #[test]
    fn a_kind_is_read_back_as_it_was_written() {
        for kind in [Kind::Pdf, Kind::Picture] {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        assert_eq!(Kind::claimed(b"%PDF-1.7"), Kind::Pdf);
        assert_eq!(Kind::claimed(b" %PDF-1.7"), Kind::Picture);
        assert_eq!("exe".parse::<Kind>(), Err(BadKind("exe".into())));
    }

    proptest! {
        /// Whatever a browser calls a file, the name is one line with the ending of its kind.
        #[test]
        fn any_name_is_one_line_with_its_ending(typed: String) {
            let name = Kind::Pdf.named(&typed);
            prop_assert!(name.ends_with(".pdf") && name.len() > 4);
            prop_assert!(!name.contains(['/', '\\', '\n', '\r', '\0']));
        }
    }
}
