//! How anybody checks the election, in ten lines.

use crate::furniture::{code, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use election::bytes::Digest;
use maud::{Markup, html};

/// A paper whose code was scanned: is the head of the record that it names this record's?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// It is: the record had this root when it had so many entries, and still begins with them.
    Ours(u64),
    /// It is not.
    NotOurs,
}

/// The page. `record` is the address of the record's files; `paper` what a scanned paper says.
pub fn verify(lang: Lang, event: Option<&Digest>, record: &str, paper: Option<Paper>) -> Markup {
    let title = lang.say(W::VerifyTitle);
    let rest = [W::Verify4, W::Verify5, W::Verify6, W::Verify7, W::Verify8, W::Verify9, W::Verify10];
    let content = html! {
        h1 { (title) }
        @match paper {
            None => {}
            Some(Paper::Ours(size)) => (notice("good", &lang.fill(W::PaperOurs, &[&lang.number(size)]), lang.say(W::PaperOursHint))),
            Some(Paper::NotOurs) => (notice("bad", lang.say(W::PaperNotOurs), lang.say(W::PaperNotOursHint))),
        }
        p.lead { (lang.say(W::VerifyLead)) }
        ol.derivation.card {
            li { (lang.say(W::Verify1)) }
            li { (lang.say(W::Verify2)) pre dir="ltr" translate="no" { "amin verify " (record) } }
            li {
                (lang.say(W::Verify3))
                p { @match event { Some(event) => (code(&event.to_string())), None => span.hint { (lang.say(W::VerifyNoEvent)) } } }
            }
            @for line in rest { li { (lang.say(line)) } }
        }
    };
    Page { lang, title, section: Some(Section::Verify), path: "/verify", every: None }.show(content)
}
