//! What stands around every form: whose it is, of when, what proves it, and who signs it by hand.

use crate::Lang;
use qrcode::{Color, QrCode};
use serde::{Serialize, Serializer};

/// The head and foot of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The language of the whole form.
    #[serde(serialize_with = "code")]
    pub language: Lang,
    /// Whose paper it is: an office, or the event.
    pub office: String,
    /// What it is: «صورتجلسه شمارش».
    pub title: String,
    /// Of what: a contest, a branch.
    pub about: String,
    /// Labels and values under the title, such as the polling day.
    pub facts: Vec<(String, String)>,
    /// What binds the paper to the public record, if anything does.
    pub proof: Option<Proof>,
    /// The boxes in which boards sign.
    pub signatures: Vec<Signature>,
}

/// The state of the public record that a paper was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// How many entries the record had, in words of the form's language.
    pub entries: String,
    /// The root over them, as the record's checkpoint has it.
    pub root: String,
    /// The fingerprint of the event.
    pub event: String,
    /// How to check: an address or a command.
    pub check: String,
    /// What the QR code says.
    pub scan: String,
}

/// A box in which somebody signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Which board.
    pub board: String,
    /// As what.
    pub role: String,
}

impl Letterhead {
    /// A letterhead without facts, proof and signatures.
    pub fn new(
        language: Lang,
        office: impl Into<String>,
        title: impl Into<String>,
        about: impl Into<String>,
    ) -> Self {
        Self {
            language,
            office: office.into(),
            title: title.into(),
            about: about.into(),
            facts: Vec::new(),
            proof: None,
            signatures: Vec::new(),
        }
    }

    /// With one more fact under the title.
    #[must_use]
    pub fn fact(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((label.into(), value.into()));
        self
    }

    /// With one more box to sign in.
    #[must_use]
    pub fn signed_by(mut self, board: impl Into<String>, role: impl Into<String>) -> Self {
        self.signatures.push(Signature { board: board.into(), role: role.into() });
        self
    }

    /// Bound to the public record.
    #[must_use]
    pub fn proved_by(mut self, proof: Proof) -> Self {
        self.proof = Some(proof);
        self
    }
}

impl Proof {
    /// The QR code as a picture; an empty picture if the text is too long for one.
    pub(crate) fn code(&self) -> String {
        let Ok(qr) = QrCode::new(&self.scan) else {
            return r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#.into();
        };
        let width = qr.width();
        let dark = qr.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == Color::Dark);
        let path: String = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width, at / width)).collect();
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" shape-rendering="crispEdges"><path d="{path}" fill="#000"/></svg>"##
        )
    }
}

fn code<S: Serializer>(language: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.code())
}
