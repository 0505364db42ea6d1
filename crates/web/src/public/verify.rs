//! How anybody checks the election, in ten lines.

use crate::furniture::{code, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use election::bytes::Digest;
use maud::{Markup, html};

/// A paper whose code was scanned: is the head of the record that it names this record's?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// It is: the record had this root when it had so many entries, and still begins with them.
    Ours {
        /// So many entries.
        size: u64,
        /// The page, below the language, that must show the same numbers.
        of: Option<String>,
    },
    /// It is not.
    NotOurs,
}

impl Paper {
    /// The page that a paper names, if it is one of those from which papers are printed: nobody leads a reader
    /// elsewhere by a code of his own.
    pub fn page_of(asked: &str) -> Option<String> {
        let plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+".contains(&b))
        };
        let parts: Vec<&str> = asked.split('/').collect();
        match parts.as_slice() {
            ["results", contest] if plain(contest) => {}
            ["results", contest, "boxes"] if plain(contest) => {}
            ["results", contest, "boxes", unit] if plain(contest) && plain(unit) => {}
            ["branches", branch] if plain(branch) => {}
            _ => return None,
        }
        Some(asked.to_owned())
    }
}

/// The page. `record` is the address of the record's files; `paper` what a scanned paper says.
pub fn verify(lang: Lang, event: Option<&Digest>, record: &str, paper: Option<Paper>) -> Markup {
    let title = lang.say(W::VerifyTitle);
    let rest = [W::Verify4, W::Verify5, W::Verify6, W::Verify7, W::Verify8, W::Verify9, W::Verify10];
    let content = html! {
        h1 { (title) }
        @match paper {
            None => {}
            Some(Paper::Ours { size, of }) => {
                (notice("good", &lang.fill(W::PaperOurs, &[&lang.number(size)]), lang.say(W::PaperOursHint)))
                @if let Some(of) = of { p { a.button href={ "/" (lang.code()) "/" (of) } { (lang.say(W::PaperCompare)) } } }
            }
            Some(Paper::NotOurs) => (notice("bad", lang.say(W::PaperNotOurs), lang.say(W::PaperNotOursHint))),
        }
        p.lead { (lang.say(W::VerifyLead)) }
        ol.derivation.card {
            li { (lang.say(W::Verify1)) }
            li { (lang.say(W::Verify2)) pre dir="ltr" translate="no" tabindex="0" { "amin verify " (record) } }
            li {
                (lang.say(W::Verify3))
                p { @match event { Some(event) => (code(&event.to_string())), None => span.hint { (lang.say(W::VerifyNoEvent)) } } }
            }
            @for line in rest { li { (lang.say(line)) } }
        }
    };
    Page { lang, title, section: Some(Section::Verify), path: "/verify", every: None }.show(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_leads_only_to_pages_that_papers_are_printed_from() {
        for good in
            ["results/council", "results/council/boxes", "results/council/boxes/0001+2", "branches/0001"]
        {
            assert_eq!(Paper::page_of(good).as_deref(), Some(good));
        }
        for bad in [
            "",
            "/",
            "//evil.example",
            "results/",
            "results/../receipt",
            "results/a/candidates",
            "javascript:x",
            "branches/a b",
        ] {
            assert_eq!(Paper::page_of(bad), None, "{bad}");
        }
    }
}
