//! The capacity proof of one branch («گواهی ظرفیت شعبه»), signed by the executive board and published.

use crate::{Failed, Form, Lang, Letterhead};
use planning::kernel::{Estimate, Wait};
use planning::proof::Proof;
use serde::Serialize;

const FORM: Form = Form::new("capacity", include_str!("../templates/capacity.typ"));

/// A branch whose capacity is proven.
#[derive(Debug, Clone)]
pub struct Branch<'a> {
    /// What people call it, where the list says.
    pub name: Option<&'a str>,
    /// The proof.
    pub proof: &'a Proof,
    /// The command with which anybody gets the same figures.
    pub command: &'a str,
}

#[derive(Debug, Serialize)]
struct Page {
    kept: bool,
    verdict: String,
    because: String,
    inputs: Vec<(String, String)>,
    fewer: Vec<String>,
    waits: Vec<Row>,
    beside: Vec<String>,
    again: String,
    command: String,
}

#[derive(Debug, Serialize)]
struct Row {
    what: String,
    mean: String,
    interval: String,
    most: String,
    longest: String,
    over: String,
}

/// Prints the proof.
pub fn print(language: Lang, branch: &Branch<'_>) -> Result<Vec<u8>, Failed> {
    FORM.pdf(&head(language, branch), &page(language, branch))
}

fn head(l: Lang, branch: &Branch<'_>) -> Letterhead {
    let id = l.digits(&branch.proof.id);
    let number = match l {
        Lang::Fa => format!("شعبه {id}"),
        Lang::En => format!("Branch {id}"),
    };
    let about = branch.name.map_or(number.clone(), |name| format!("{number} · {name}"));
    Letterhead::new(
        l,
        l.pick("ستاد انتخابات شهرستان", "County election headquarters"),
        l.pick("گواهی ظرفیت شعبه", "Capacity proof"),
        about,
    )
    .signed_by(l.pick("هیأت اجرایی", "Executive board"), l.pick("رئیس", "Chair"))
    .signed_by(l.pick("هیأت نظارت", "Supervisory board"), l.pick("ناظر، دیده شد", "Observer, seen"))
}

fn page(l: Lang, branch: &Branch<'_>) -> Page {
    let proof = branch.proof;
    Page {
        kept: proof.kept,
        verdict: match (proof.kept, l) {
            (true, Lang::Fa) => "بس است",
            (true, Lang::En) => "It is enough",
            (false, Lang::Fa) => "بس نیست",
            (false, Lang::En) => "It is not enough",
        }
        .into(),
        because: because(l, proof),
        inputs: vec![
            (l.pick("دستگاه احراز هویت", "Identity devices").into(), l.number(proof.devices)),
            (l.pick("جای رأی", "Booths").into(), l.number(proof.booths)),
            (l.pick("رأی‌دهنده در روز", "Voters on the day").into(), l.number(proof.voters.round() as u64)),
            (l.pick("ساعت رأی‌گیری", "Hours of polling").into(), tenths(l, proof.hours)),
            (l.pick("احراز هویت، ثانیه", "Check-in, seconds").into(), tenths(l, proof.check_in_s)),
            (l.pick("رأی دادن، ثانیه", "In the booth, seconds").into(), tenths(l, proof.vote_s)),
            (l.pick("روز شبیه‌سازی‌شده", "Simulated days").into(), l.number(proof.days)),
            (l.pick("بذر", "Seed").into(), l.digits(&proof.seed.to_string())),
        ],
        fewer: vec![
            fewer(l, l.pick("دستگاه", "device"), proof.days_broken_with_one_device_fewer, proof),
            fewer(l, l.pick("جای رأی", "booth"), proof.days_broken_with_one_booth_fewer, proof),
        ],
        waits: vec![
            row(l, l.pick("احراز هویت", "Check-in"), &proof.outcome.stages[0].wait),
            row(l, l.pick("جای رأی", "Booth"), &proof.outcome.stages[1].wait),
            row(l, l.pick("هر دو", "Both"), &proof.outcome.total),
        ],
        beside: beside(l, proof),
        again: l
            .pick(
                "با همین فهرست و همین بذر، هر رایانه‌ای همین عددها را می‌دهد:",
                "With the same list and seed, any computer gives the same figures:",
            )
            .into(),
        command: branch.command.into(),
    }
}

/// The promise, and how many simulated days kept it.
fn because(l: Lang, proof: &Proof) -> String {
    let promise = &proof.promise;
    let (limit, broken, days) =
        (tenths(l, promise.limit_s / 60.0), l.number(proof.days_broken), l.number(proof.days));
    let may = l.number(proof.days_may_break);
    let (share, sure) = (share(l, promise.days_share), self::share(l, promise.confidence));
    match l {
        Lang::Fa => format!(
            "وعده: در {share} روزها هیچ‌کس، در هر دو صف با هم، بیش از {limit} دقیقه منتظر نمی‌ماند (با اطمینان {sure}). \
             در {broken} روز از {days} روز شبیه‌سازی‌شده کسی بیشتر ماند؛ تا {may} روز مجاز است."
        ),
        Lang::En => format!(
            "The promise: on {share} of days nobody waits over {limit} minutes, both lines together (with {sure} \
             confidence). On {broken} of {days} simulated days somebody waited longer; up to {may} are allowed."
        ),
    }
}

fn fewer(l: Lang, what: &str, broken: Option<u32>, proof: &Proof) -> String {
    let days = l.number(proof.days);
    match (broken.map(|broken| l.number(broken)), l) {
        (Some(broken), Lang::Fa) => format!("با یک {what} کمتر: {broken} روز از {days} روز بد"),
        (Some(broken), Lang::En) => format!("One {what} fewer: {broken} of {days} days broken"),
        (None, Lang::Fa) => format!("{what}: کمتر از یکی نمی‌شود"),
        (None, Lang::En) => format!("{what}: there is no fewer than one"),
    }
}

fn row(l: Lang, what: &str, wait: &Wait) -> Row {
    let minutes = |seconds: f64| tenths(l, seconds / 60.0);
    let interval = |of: &Estimate| match of.ci95 {
        Some([low, high]) => format!("{} {} {}", minutes(low), l.pick("تا", "to"), minutes(high)),
        None => "–".into(),
    };
    Row {
        what: what.into(),
        mean: minutes(wait.mean_s.mean),
        interval: interval(&wait.mean_s),
        most: minutes(wait.p95_s.mean),
        longest: minutes(wait.longest_s.mean),
        over: share(l, wait.over_limit_share.mean),
    }
}

fn beside(l: Lang, proof: &Proof) -> Vec<String> {
    let of =
        |capacity: &planning::capacity::Capacity| (l.number(capacity.can_serve), share(l, capacity.share));
    let (devices, booths) = (of(&proof.devices_arithmetic), of(&proof.booths_arithmetic));
    let textbook = proof.textbook.mean_wait_s.map(|wait| tenths(l, wait / 60.0));
    let simulated = tenths(l, proof.outcome.stages[0].wait.mean_s.mean / 60.0);
    match l {
        Lang::Fa => vec![
            format!(
                "حساب بی‌وقفه (عدد × ساعت ÷ دقیقه): دستگاه‌ها دست بالا {} نفر ({}) و جاهای رأی {} نفر ({}) را می‌رسانند. \
                 کسی که از این آزمون رد شود باخته است؛ کسی که قبول شود هنوز نبرده است. برلین ۲۰۲۱: ۴۷۲ از ۱٬۰۸۵ نفر، ۴۳٪ \
                 (با پنج دقیقه ۲۶٪)، و انتخابات باطل شد.",
                devices.0, devices.1, booths.0, booths.1
            ),
            match textbook {
                Some(wait) => format!(
                    "فرمول آلن–کانین در شلوغ‌ترین بازه: میانگین {wait} دقیقه برای احراز هویت، اگر آن بازه همیشه ادامه \
                     داشت؛ شبیه‌سازیِ همه‌ی روز: {simulated} دقیقه."
                ),
                None => format!(
                    "فرمول آلن–کانین در شلوغ‌ترین بازه: انتظار بی‌پایان، چون بار از توان دستگاه‌ها بیشتر است؛ اما هجوم به \
                     سر می‌رسد و میانگین همه‌ی روز {simulated} دقیقه است."
                ),
            },
        ],
        Lang::En => vec![
            format!(
                "Without a pause (number × hours ÷ minutes) the devices can take at most {} voters ({}) and the booths {} \
                 ({}). Who fails this has lost; who passes has not yet won. Berlin 2021: 472 of 1,085, 43% (at five \
                 minutes 26%), and the election was annulled.",
                devices.0, devices.1, booths.0, booths.1
            ),
            match textbook {
                Some(wait) => format!(
                    "Allen and Cunneen's formula in the busiest interval: a mean of {wait} minutes for check-in, if that \
                     interval lasted for ever; the whole day simulated: {simulated} minutes."
                ),
                None => format!(
                    "Allen and Cunneen's formula in the busiest interval: an infinite wait, for the load is above what \
                     the devices can do; but the surge ends, and the mean of the whole day is {simulated} minutes."
                ),
            },
        ],
    }
}

/// A number with up to one decimal, rounded half up.
fn tenths(l: Lang, value: f64) -> String {
    let all = (value * 10.0).round().max(0.0) as u64;
    match all % 10 {
        0 => l.number(all / 10),
        tenth => l.number(all / 10) + l.pick("٫", ".") + &l.number(tenth),
    }
}

fn share(l: Lang, share: f64) -> String {
    l.percent((share.max(0.0) * 1e6).round() as u64, 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::kernel::{Profile, Service};
    use planning::proof::prove;
    use planning::size::{Booths, Branch as Sized, Promise};

    fn proof(devices: u32) -> Proof {
        let surge = Profile::opening_surge(13.0).expect("thirteen hours");
        let lognormal = |mean_s, cv| Service::Lognormal { mean_s, cv };
        let branch =
            Sized::new("7", surge, 500.0, lognormal(45.0, 0.8), lognormal(60.0, 0.5), Booths::AsNeeded);
        prove(&branch, (devices, 6), Promise::default(), 100, 1).expect("a sound question")
    }

    #[test]
    fn the_sheet_says_whether_it_is_enough_and_what_the_textbook_thinks() {
        let (enough, few) = (proof(3), proof(1));
        let said = |language, proof| page(language, &Branch { name: None, proof, command: "amin plan size" });
        let page = said(Lang::En, &enough);
        assert!(page.kept && page.verdict == "It is enough");
        assert!(page.because.contains("95% of days nobody waits over 30 minutes"), "{}", page.because);
        let page = said(Lang::Fa, &few);
        assert!(!page.kept && page.verdict == "بس نیست");
        assert!(page.beside[1].contains("بی‌پایان"), "the load of one device is above one in the surge");
        assert!(page.beside[0].contains("۴۷۲ از ۱٬۰۸۵"));
        assert!(!page.because.contains(|c: char| c.is_ascii_digit()));
    }

    #[test]
    fn it_becomes_a_pdf_in_both_languages() {
        let proof = proof(3);
        for language in [Lang::Fa, Lang::En] {
            let branch =
                Branch {
                    name: Some("مسجد جامع نارمک"), proof: &proof, command: "amin plan size b.csv"
                };
            let pdf = print(language, &branch).expect("the sheet is laid out");
            assert!(pdf.starts_with(b"%PDF-"));
        }
    }
}
