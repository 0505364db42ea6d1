//! What minutes must tell of a branch besides its figures: a difference that was settled, ballots that are in no box.

use crate::Lang;
use election::id::BranchId;
use election::outcome::{Remark, Void};
use serde::Serialize;

/// A remark as a reader meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Number of the branch.
    pub id: String,
    /// Its name.
    pub branch: String,
    /// What became of it, with the figures.
    pub what: String,
    /// Why, in the words of those who signed; in the language they wrote.
    pub reason: String,
}

/// The remarks in words. `name` knows the branches' names in the language.
pub fn told(language: Lang, remarks: &[Remark], name: impl Fn(&BranchId) -> String) -> Vec<Told> {
    let l = language;
    let row = |branch: &BranchId, what: String, reason: &str| Told {
        id: l.digits(branch.as_str()),
        branch: name(branch),
        what,
        reason: reason.to_owned(),
    };
    let one = |remark: &Remark| match remark {
        Remark::Settled { branch, counted, check_ins, cards, reason } => {
            let what = l.pick(
                "رفع اختلاف: دستگاه شعبه {1} ثبت حضور شمرده بود؛ توافق شد بر {2} ثبت حضور و {3} کارت.",
                "Settled: the branch's machine had counted {1} check-ins; agreed are {2} check-ins and {3} cards.",
            );
            let what = what
                .replace("{1}", &l.number(*counted))
                .replace("{2}", &l.number(*check_ins))
                .replace("{3}", &l.number(*cards));
            row(branch, what, reason)
        }
        Remark::Pending { branch, check_ins, released, struck } => {
            let what = l.pick(
                "{1} رأی‌دهنده که ستاد نتوانست تأیید کند کارت معلق گرفتند؛ {2} رأی آنان در صندوق است و {3} رأی کنار گذاشته شده است.",
                "{1} voters whom the headquarters could not confirm had pending cards; {2} of their ballots are in the box, {3} were struck.",
            );
            let what = what
                .replace("{1}", &l.number(*check_ins))
                .replace("{2}", &l.number(*released))
                .replace("{3}", &l.number(*struck));
            let why = l.pick(
                "شعبه زمانی به ستاد متصل نبود.",
                "The branch was cut off from the headquarters for a while.",
            );
            row(branch, what, why)
        }
        Remark::Refused { branch, cast, challenged } => {
            let what = l.pick(
                "{1} رأی انداخته‌شده و {2} رأی آزمایشی رسید دارند و تابلو آن‌ها را نپذیرفت؛ هر یک با کد رهگیری خود روی تابلو نام برده شده است.",
                "{1} cast ballots and {2} challenged ones have receipts and were refused by the record; each is named there under its tracking code.",
            );
            let what = what.replace("{1}", &l.number(*cast)).replace("{2}", &l.number(*challenged));
            let why = l.pick(
                "آزمونی که هر رأی از آن نگذشت کنار کد آن نوشته شده؛ خود رأی نزد شعبه است.",
                "The check that each did not pass stands beside its code; the branch keeps the ballot itself.",
            );
            row(branch, what, why)
        }
        Remark::Void { branch, why, set_aside, reason } => {
            let mut what = fate(l, *why).to_owned();
            if *set_aside > 0 {
                let told = l.pick(
                    " {} رأی آن کنار گذاشته شده و در هیچ صندوقی نیست.",
                    " {} of its ballots are set aside and in no box.",
                );
                what.push_str(&told.replace("{}", &l.number(*set_aside)));
            }
            row(branch, what, reason)
        }
    };
    remarks.iter().map(one).collect()
}

fn fate(l: Lang, why: Void) -> &'static str {
    match why {
        Void::NotOpened => l.pick("شعبه تشکیل نشد.", "The branch did not open."),
        Void::Lost => l.pick(
            "شعبه باز شد و نتوانست بسته شود: دستگاه یا پوشه‌ی آن از دست رفته است.",
            "The branch opened and cannot close: its machine or its folder is lost.",
        ),
        Void::Annulled => l.pick("هیأت‌ها شعبه را ابطال کردند.", "The boards annulled the branch."),
    }
}
