//! Looking a receipt up: where the entry stands, and what that proves.

use crate::furniture::{code, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W, latin_digits};
use board::entry::Kind;
use election::bytes::Digest;
use maud::{Markup, html};
use office::Inclusion;

/// What came of looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Nothing was asked.
    Nothing,
    /// What was typed is no tracking code.
    Malformed {
        /// As typed.
        typed: String,
    },
    /// No entry has this code.
    Missing(Digest),
    /// Here it is.
    Found(Inclusion),
}

impl Lookup {
    /// Reads what somebody typed: spaces and dashes do not matter, nor does the keyboard.
    pub fn read(typed: &str) -> Result<Digest, Self> {
        spelled(typed).parse().map_err(|_| Lookup::Malformed { typed: typed.chars().take(200).collect() })
    }
}

fn spelled(typed: &str) -> String {
    let kept = latin_digits(typed).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    kept.to_ascii_lowercase()
}

/// The page.
pub fn receipt(lang: Lang, lookup: &Lookup) -> Markup {
    let title = lang.say(W::Receipt);
    let asked = match lookup {
        Lookup::Nothing => String::new(),
        Lookup::Malformed { typed } => typed.clone(),
        Lookup::Missing(code) => code.to_string(),
        Lookup::Found(found) => found.code.to_string(),
    };
    let content = html! {
        h1 { (lang.say(W::ReceiptTitle)) }
        form.search method="get" {
            label for="code" { (lang.say(W::ReceiptAsk)) }
            div.row {
                input #code name="code" value=(asked) required dir="ltr" autocomplete="off" spellcheck="false"
                    autocapitalize="none" maxlength="200" aria-describedby="code-hint";
                button { (lang.say(W::ReceiptFind)) }
            }
            p.hint #code-hint { (lang.say(W::ReceiptAskHint)) }
        }
        @match lookup {
            Lookup::Nothing => {}
            Lookup::Malformed { typed } => {
                @let right = spelled(typed).chars().filter(char::is_ascii_hexdigit).count() as u64;
                (notice("bad", lang.say(W::ReceiptBad), &lang.fill(W::ReceiptBadHint, &[&lang.number(right)])))
            }
            Lookup::Missing(_) => (notice("bad", lang.say(W::ReceiptMissing), lang.say(W::ReceiptMissingHint)))
            Lookup::Found(found) => (standing(lang, found))
        }
        div.halves {
            section.card {
                h2 { (lang.say(W::ReceiptProves)) }
                ul.plain { li { (lang.say(W::ReceiptProves1)) } li { (lang.say(W::ReceiptProves2)) } }
            }
            section.card {
                h2 { (lang.say(W::ReceiptNot)) }
                ul.plain { li { (lang.say(W::ReceiptNot1)) } li { (lang.say(W::ReceiptNot2)) } }
            }
        }
    };
    let path =
        if asked.is_empty() { "/receipt".to_owned() } else { format!("/receipt?code={}", spelled(&asked)) };
    Page { lang, title, section: Some(Section::Receipt), path: &path, every: None }.show(content)
}

fn standing(lang: Lang, found: &Inclusion) -> Markup {
    let signed = found.tree_size.is_some();
    html! {
        section.notice.(if signed { "good" } else { "now" }) {
            p.lead { (lang.say(W::ReceiptFound)) }
            p.great { (lang.fill(W::ReceiptFoundNumber, &[&lang.number(found.sequence)])) }
            p { (lang.say(W::ReceiptKind)) ": " strong { (lang.say(kind(found.kind))) } }
            p { (lang.say(if signed { W::ReceiptSigned } else { W::ReceiptUnsigned })) }
            p { (code(&found.code.to_string())) }
            @if let Some(size) = found.tree_size {
                details {
                    summary { (lang.say(W::ReceiptProof)) }
                    p {
                        (lang.say(W::ReceiptLeaf)) ": " (lang.number(found.sequence)) " · "
                        (lang.say(W::ReceiptTree)) ": " (lang.number(size))
                    }
                    @if found.proof.is_empty() { p { (lang.say(W::ReceiptProofAlone)) } } @else {
                        p { (lang.fill(W::ReceiptProofHint, &[&lang.number(size)])) }
                        ol.hashes { @for hash in &found.proof { li { (code(&hash.to_string())) } } }
                    }
                }
            }
        }
    }
}

fn kind(kind: Kind) -> W {
    match kind {
        Kind::Setup => W::KindSetup,
        Kind::Pledge => W::KindPledge,
        Kind::Deal => W::KindDeal,
        Kind::Verdict => W::KindVerdict,
        Kind::Key => W::KindKey,
        Kind::Opening => W::KindOpening,
        Kind::Ballot => W::KindBallot,
        Kind::Spoiled => W::KindSpoiled,
        Kind::Closing => W::KindClosing,
        Kind::Settlement => W::KindSettlement,
        Kind::Void => W::KindVoid,
        Kind::Decision => W::KindDecision,
        Kind::Ledger => W::KindLedger,
        Kind::Mix => W::KindMix,
        Kind::Partial => W::KindPartial,
        Kind::Count => W::KindCount,
        Kind::Lot => W::KindLot,
        Kind::Outcome => W::KindOutcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_copied_by_hand_is_understood() {
        let plain = "0123456789abcdef".repeat(4);
        let digest = Lookup::read(&plain).expect("a whole code");
        let by_hand = plain.to_uppercase().replace('1', "۱").replace("CDEF", "cdef - \u{200f}");
        assert_eq!(Lookup::read(&by_hand), Ok(digest));
    }

    #[test]
    fn half_a_code_says_how_much_is_there() {
        let Err(lookup) = Lookup::read("ab cd ۱۲") else { panic!("six characters are no code") };
        assert!(receipt(Lang::Fa, &lookup).into_string().contains("شما ۶ نویسه"));
    }
}
