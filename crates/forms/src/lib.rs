//! Printed forms («فرم‌ها»): what is signed on paper, as PDF, in Persian and English.
//!
//! **In scope:** laying out a form from data that somebody else decided. **Out of scope:** deciding anything.
//! Layout is typst's. A form here is a template and the shape of its data; what every form shares (paper, type,
//! letterhead, tables, signature boxes, the proof on every page) is `templates/house.typ`.
//!
//! ```no_run
//! use forms::{Form, Lang, Letterhead};
//!
//! const LETTER: Form = Form::new("letter", "#import \"house.typ\": *\n#show: form\n#data.text");
//! let head = Letterhead::new(Lang::Fa, "فرمانداری تهران", "حکم", "رئیس شعبه");
//! let pdf = LETTER.pdf(&head, &serde_json::json!({ "text": "…" }))?;
//! # Ok::<(), forms::Failed>(())
//! ```

pub mod capacity;
pub mod letter;
mod letterhead;
pub mod meeting;
pub mod minutes;

pub use language::Lang;
pub use letterhead::{Letterhead, Proof, Signature};

use language::typeface::PRINT;
use serde::Serialize;
use typst::foundations::Bytes;
use typst_as_lib::TypstEngine;

/// The language in which the seat rules speak to a reader of this one.
#[must_use]
pub fn rule_language(lang: Lang) -> seats::Language {
    match lang {
        Lang::Fa => seats::Language::Persian,
        Lang::En => seats::Language::English,
    }
}

/// What every form shares.
const HOUSE: &str = include_str!("../templates/house.typ");
/// The mark of the house.
const MARK: &str = include_str!("../templates/mark.svg");

/// A form: its template, which begins with `#import "house.typ": *` and reads its `data`.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    name: &'static str,
    template: &'static str,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Built where npm was not to be had.
    #[error("this program was built without the typefaces of its forms; install npm and build it again")]
    NoTypeface,
    /// The data is not JSON.
    #[error("the data of the form cannot be written: {0}")]
    Data(#[from] serde_json::Error),
    /// The template refuses the data.
    #[error("the form {form} cannot be laid out: {what}")]
    Layout {
        /// Which form.
        form: &'static str,
        /// What typst says.
        what: String,
    },
}

impl Form {
    /// A form of this name with this template.
    #[must_use]
    pub const fn new(name: &'static str, template: &'static str) -> Self {
        Self { name, template }
    }

    /// The form filled in, as PDF. The same letterhead and data give the same bytes.
    pub fn pdf(&self, head: &Letterhead, data: &impl Serialize) -> Result<Vec<u8>, Failed> {
        if PRINT.is_empty() {
            return Err(Failed::NoTypeface);
        }
        let code = head.proof.as_ref().map(Proof::code).unwrap_or_default();
        let data = serde_json::to_vec(&serde_json::json!({ "head": head, "data": data }))?;
        let engine = TypstEngine::builder()
            .main_file(self.template)
            .fonts(PRINT.iter().map(|(_, bytes)| Bytes::new(*bytes)))
            .with_static_source_file_resolver([("house.typ", HOUSE)])
            .with_static_file_resolver([
                ("data.json", data),
                ("qr.svg", code.into_bytes()),
                ("mark.svg", MARK.as_bytes().to_vec()),
            ])
            .build();
        let layout = |what: String| Failed::Layout { form: self.name, what };
        let document = engine.compile().output.map_err(|e| layout(e.to_string()))?;
        typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).map_err(|e| layout(format!("{e:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Letterhead {
        Letterhead::new(Lang::Fa, "فرمانداری تهران", "صورت‌جلسه", "شعبه‌ی ۱۲")
            .fact("روز", "جمعه")
            .signed_by("هیأت اجرایی", "رئیس")
    }

    #[test]
    fn a_form_becomes_a_pdf_in_persian() {
        let form = Form::new("trial", "#import \"house.typ\": *\n#show: form\n#data.title");
        let pdf = form.pdf(&head(), &serde_json::json!({ "title": "متن" })).expect("the form is laid out");
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 2_000);
    }

    #[test]
    fn a_template_that_misses_its_data_says_so() {
        let form = Form::new("trial", "#import \"house.typ\": *\n#show: form\n#data.title");
        let failed = form.pdf(&head(), &serde_json::json!({})).expect_err("there is no title");
        assert!(failed.to_string().contains("trial"), "{failed}");
    }
}
