//! Printed forms («فرم‌ها»): what is signed on paper, as PDF, in Persian and English.
//!
//! **In scope:** laying out a form from data that somebody else decided. **Out of scope:** deciding anything.
//! Layout is typst's; a form here is a template and the shape of its data.

use serde::Serialize;
use typst::foundations::Bytes;
use typst_as_lib::TypstEngine;

/// The typeface, fetched at build time.
const TYPEFACE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/guests.rs"));

/// What every form shares: page, type, header, signature boxes.
const HOUSE: &str = include_str!("../templates/house.typ");

/// A form: its template, which reads its data with `json("data.json")`.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    name: &'static str,
    template: &'static str,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Built where npm was not to be had.
    #[error("this program was built without the typeface of its forms; install npm and build it again")]
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

    /// The form filled in, as PDF.
    pub fn pdf(&self, data: &impl Serialize) -> Result<Vec<u8>, Failed> {
        if TYPEFACE.is_empty() {
            return Err(Failed::NoTypeface);
        }
        let data = serde_json::to_vec(data)?;
        let engine = TypstEngine::builder()
            .main_file(self.template)
            .fonts(TYPEFACE.iter().map(|(_, bytes)| Bytes::new(*bytes)))
            .with_static_source_file_resolver([("house.typ", HOUSE)])
            .with_static_file_resolver([("data.json", data)])
            .build();
        let layout = |what: String| Failed::Layout { form: self.name, what };
        let document = engine.compile().output.map_err(|e| layout(e.to_string()))?;
        typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).map_err(|e| layout(format!("{e:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_becomes_a_pdf_in_persian() {
        let form = Form::new(
            "trial",
            "#import \"house.typ\": form\n#show: form.with(lang: \"fa\")\n#json(\"data.json\").title",
        );
        let pdf = form.pdf(&serde_json::json!({ "title": "صورت‌جلسه" })).expect("the form is laid out");
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 2_000);
    }

    #[test]
    fn a_template_that_misses_its_data_says_so() {
        let form = Form::new("trial", "#json(\"data.json\").title");
        let failed = form.pdf(&serde_json::json!({})).expect_err("there is no title");
        assert!(failed.to_string().contains("trial"), "{failed}");
    }
}
