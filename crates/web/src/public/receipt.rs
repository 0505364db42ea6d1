//! Looking a receipt up: where the entry stands, and what that proves.

use crate::furniture::{code, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W, latin_digits};
use board::entry::Kind;
use door::receipt::Receipt;
use election::bytes::Digest;
use election::setup::{Event, Setup};
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

/// Whose signature a receipt shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// None: the code alone was typed.
    Nothing,
    /// This branch's machine signed this code.
    Signed {
        /// As it was shown.
        receipt: Receipt,
        /// The branch's name in the page's language.
        branch: String,
    },
    /// No branch of the event did.
    False,
}

impl Shown {
    /// What is shown beside a code, judged by the set-up.
    pub fn judge(lang: Lang, event: Option<(&Event, &Setup)>, receipt: Option<Receipt>) -> Self {
        let Some((receipt, (event, setup))) = receipt.zip(event) else { return Self::False };
        match setup.branch(&receipt.branch) {
            Some(branch) if receipt.is_signed(event, &branch.machine) => {
                let name = lang.pick(&branch.name.fa, &branch.name.en);
                let branch = format!("{} · {name}", lang.digits(branch.id.as_str()));
                Self::Signed { receipt, branch }
            }
            _ => Self::False,
        }
    }
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
pub fn receipt(lang: Lang, lookup: &Lookup, shown: &Shown) -> Markup {
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
                    autocapitalize="none" maxlength="400" aria-describedby="code-hint";
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
        @match shown {
            Shown::Nothing => {}
            Shown::Signed { branch, .. } => {
                section.notice.good #signature {
                    p.lead { (lang.fill(W::ReceiptBranchSigned, &[branch])) }
                    p { (lang.say(W::ReceiptBranchSignedHint)) }
                    @if let Lookup::Missing(_) = lookup { p { (lang.say(W::ReceiptEvidence)) } }
                }
            }
            Shown::False => (notice("bad", lang.say(W::ReceiptNotSigned), lang.say(W::ReceiptNotSignedHint)))
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
    let path = match shown {
        Shown::Signed { receipt, .. } => format!("/receipt?{}", receipt.query()),
        _ if asked.is_empty() => "/receipt".to_owned(),
        _ => format!("/receipt?code={}", spelled(&asked)),
    };
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
        Kind::Refused => W::KindRefused,
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
    fn a_receipt_is_judged_by_the_key_of_its_branch_and_keeps_its_address_in_the_other_language() {
        let signer = crypto::signature::Signer::from_seed(&[1; 32]);
        let event = Digest([5; 32]);
        let code = Digest([3; 32]);
        let signature = signer.sign(&format!("{event}/receipt"), code.to_string().as_bytes());
        let branch = election::id::BranchId::new("0001").expect("an id");
        let mut shown = Receipt { code, branch: branch.clone(), signature };
        let mut setup: Setup = serde_json::from_str(&format!(
            r#"{{"format":1,"title":{{"fa":"a","en":"a"}},"polling_day":"2026-05-01","counting_unit":"branch",
            "privacy_floor":0,"headquarters":"{0}","log":"","witness":"","threshold":1,"trustees":[],"contests":[],
            "branches":[{{"id":"0001","name":{{"fa":"نور","en":"Nur"}},"area":"d01","machine":"{0}","executive":"{0}",
            "supervisory":"{0}"}}]}}"#,
            "00".repeat(32)
        ))
        .expect("a set-up");
        setup.branches[0].machine = signer.public();
        let judge = |receipt: &Receipt| Shown::judge(Lang::En, Some((&event, &setup)), Some(receipt.clone()));
        let page = receipt(Lang::En, &Lookup::Missing(code), &judge(&shown)).into_string();
        assert!(page.contains("Branch 0001 · Nur has signed this receipt") && page.contains("is evidence"));
        assert!(page.contains(&shown.query().replace('&', "&amp;")), "the other language shows the same");
        shown.code = Digest([4; 32]);
        assert_eq!(judge(&shown), Shown::False);
        let page = receipt(Lang::En, &Lookup::Missing(shown.code), &Shown::False).into_string();
        assert!(page.contains("does not hold") && !page.contains("is evidence"));
        assert_eq!(Shown::judge(Lang::En, None, Some(shown)), Shown::False);
    }

    #[test]
    fn half_a_code_says_how_much_is_there() {
        let Err(lookup) = Lookup::read("ab cd ۱۲") else { panic!("six characters are no code") };
        assert!(receipt(Lang::Fa, &lookup, &Shown::Nothing).into_string().contains("شما ۶ نویسه"));
    }
}
