//! `amin sample --scale province`: a headquarters on its way to the polls, of the published size of Tehran: 16
//! counties, 6,700 branches, 40,000 devices; surveyed, wired and equipped as far as one is at such a time.
//!
//! The files are brought in by the use case that brings in another headquarters' files, so what a page shows of a
//! sample went the way of what is real. Its people are in `office.rs`.

use super::chance;
use super::office::Hand;
use crate::failure::Failure;
use calendar::Day;
use headquarters::branch::{
    Agreement, Answer, Branch, Coordinates, Handled, Item, Kind, Mark, Risk, Setting, Site, Standing, Step,
    Survey,
};
use headquarters::device::{self, Device, Lived};
use headquarters::network::{Bearer, Commitment, Line, Rank, Rehearsal, Signal};
use headquarters::permit::PersonId;
use headquarters::place::{Level, Place};
use headquarters::role::Role;
use office::{Office, Region};
use rand::RngExt as _;

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) branches: usize,
    pub(crate) devices: usize,
    pub(crate) staff: usize,
    pub(crate) seed: u64,
}

/// The size of Tehran province.
pub(crate) const PROVINCE: Size = Size { branches: 6_700, devices: 40_000, staff: 150_000, seed: 1405 };

/// Counties: code, names, the middle, and a share of the branches out of a hundred.
pub(super) const COUNTIES: [(&str, &str, &str, f64, f64, usize); 16] = [
    ("tehran", "تهران", "Tehran", 35.70, 51.39, 55),
    ("rey", "ری", "Rey", 35.56, 51.43, 7),
    ("shemiranat", "شمیرانات", "Shemiranat", 35.90, 51.52, 2),
    ("eslamshahr", "اسلام‌شهر", "Eslamshahr", 35.55, 51.23, 5),
    ("shahriar", "شهریار", "Shahriar", 35.66, 51.06, 6),
    ("qods", "قدس", "Qods", 35.71, 51.11, 3),
    ("malard", "ملارد", "Malard", 35.66, 50.97, 3),
    ("robat-karim", "رباط‌کریم", "Robat Karim", 35.48, 51.08, 3),
    ("baharestan", "بهارستان", "Baharestan", 35.52, 51.16, 3),
    ("varamin", "ورامین", "Varamin", 35.32, 51.65, 3),
    ("pakdasht", "پاکدشت", "Pakdasht", 35.47, 51.68, 2),
    ("qarchak", "قرچک", "Qarchak", 35.44, 51.57, 2),
    ("pishva", "پیشوا", "Pishva", 35.30, 51.73, 1),
    ("pardis", "پردیس", "Pardis", 35.75, 51.81, 2),
    ("damavand", "دماوند", "Damavand", 35.72, 52.06, 2),
    ("firuzkuh", "فیروزکوه", "Firuzkuh", 35.76, 52.77, 1),
];

/// Who made the sample; nobody of that number is ever appointed.
const NOBODY: PersonId = PersonId(0);
/// Days from the sample's day to its polls.
const LEFT: i64 = 35;

/// The files of a province.
pub(crate) struct Province {
    regions: Vec<Region>,
    branches: Vec<Branch>,
    devices: Vec<Device>,
    polling: Day,
}

/// The province itself.
pub(super) fn top() -> Place {
    "tehran".parse().expect("a place")
}

/// A province as it stands today.
pub(crate) fn province(size: Size, today: Day) -> Result<Province, Failure> {
    let top = top();
    let region = |place: &Place, name: &str, latin: &str| Region {
        place: place.clone(),
        name: name.to_owned(),
        latin: latin.to_owned(),
    };
    let mut made = Province {
        regions: vec![region(&top, "استان تهران", "Tehran province")],
        branches: Vec::with_capacity(size.branches),
        devices: Vec::with_capacity(size.devices),
        polling: today.after(LEFT),
    };
    let mut done = 0;
    for (n, (code, name, latin, north, east, share)) in COUNTIES.into_iter().enumerate() {
        let county = top.below(code).map_err(Failure::other)?;
        made.regions.push(region(&county, name, latin));
        let last = n + 1 == COUNTIES.len();
        let here = if last { size.branches.saturating_sub(done) } else { size.branches * share / 100 };
        let districts = (here / 160).clamp(1, 22);
        for d in 0..districts {
            let district = county.below(&(d + 1).to_string()).map_err(Failure::other)?;
            made.regions.push(region(&district, &format!("{name} {}", d + 1), &format!("{latin} {}", d + 1)));
        }
        for b in 0..here {
            let district = county.below(&(b % districts + 1).to_string()).map_err(Failure::other)?;
            let place = district.below(&format!("{:04}", b + 1)).map_err(Failure::other)?;
            made.branches.push(branch(size.seed, done as u64, (name, north, east), place, today)?);
            done += 1;
        }
    }
    for n in 0..size.devices {
        let branch = &made.branches[n % made.branches.len().max(1)].site.place;
        made.devices.push(device(size.seed, n as u64, branch, today)?);
    }
    Ok(made)
}

fn branch(
    seed: u64,
    n: u64,
    (county, north, east): (&str, f64, f64),
    place: Place,
    today: Day,
) -> Result<Branch, Failure> {
    let mut rng = chance::of(seed, "branch", n);
    let mut off = |span: f64| (rng.random::<f64>() + rng.random::<f64>() - 1.0) * span;
    let at = Coordinates::of(north + off(0.09), east + off(0.12)).map_err(Failure::other)?;
    let registered = today.after(-rng.random_range(60..90));
    let kind = [Kind::School, Kind::School, Kind::School, Kind::Mosque, Kind::Other][rng.random_range(0..5)];
    let (word, latin) = match kind {
        Kind::School => ("دبستان", "School"),
        Kind::Mosque => ("مسجد", "Mosque"),
        Kind::Other => ("سرای محله", "Community hall"),
    };
    let village = rng.random_bool(0.12);
    let agreed = rng.random_bool(0.96);
    let owner = if kind == Kind::School { "آموزش و پرورش" } else { "هیأت امنا" };
    let mut branch = Branch::new(Site {
        place,
        name: format!("{word} {} {county}", n + 1),
        latin: format!("{latin} {}", n + 1),
        kind,
        standing: if rng.random_bool(0.37) { Standing::Mobile } else { Standing::Fixed },
        setting: if village { Setting::Village } else { Setting::Urban },
        education: county.to_owned(),
        at,
        devices: rng.random_range(1..=2),
        voters: Some(rng.random_range(250..1_900)),
        rooms: Some(rng.random_range(1..=6)),
        registered,
        agreement: agreed.then(|| Agreement { owner: owner.into(), on: Some(registered.after(10)) }),
    });
    if rng.random_bool(0.97) {
        let on = registered.after(rng.random_range(5..30));
        let answers = Item::ALL.iter().map(|item| {
            let mark = match rng.random_range(0..100) {
                0..=1 => Mark::Missing,
                2..=9 => Mark::Poor,
                _ => Mark::Good,
            };
            let note =
                if mark == Mark::Good { String::new() } else { "در بازدید دیده شد".into() };
            (*item, Answer { mark, note })
        });
        let survey = Survey { on, by: NOBODY, at: None, answers: answers.collect(), photographs: Vec::new() };
        branch.add_survey(survey).map_err(Failure::other)?;
    }
    repair(&mut branch, &mut rng, today)?;
    wire(&mut branch, &mut rng, village, today);
    if rng.random_bool(if village { 0.15 } else { 0.02 }) {
        branch.raise(Risk {
            number: 0,
            what: "راه روستا در بارندگی بسته می‌شود".into(),
            likelihood: rng.random_range(2..=5),
            impact: rng.random_range(2..=5),
            treatment: "خودرو و ژنراتور در محل از شب پیش".into(),
            owner: "بخشدار".into(),
            raised: registered.after(20),
            closed: None,
        });
    }
    Ok(branch)
}

/// Most lacks have been assigned, many reported, some verified.
fn repair(branch: &mut Branch, rng: &mut impl rand::Rng, today: Day) -> Result<(), Failure> {
    let numbers: Vec<u32> = branch.deficiencies.iter().map(|lack| lack.number).collect();
    for number in numbers {
        let far = rng.random_range(0..10);
        let begun = branch.surveys.last().map_or(today, |survey| survey.on);
        let due = begun.after(rng.random_range(15..70));
        let steps = [
            Step::Assign { owner: "مدیر مدرسه".into(), due, why: String::new() },
            Step::Report { note: "انجام شد".into() },
            Step::Verify,
        ];
        for (n, step) in (1..).zip(steps.into_iter().take(if far > 6 {
            1
        } else if far > 4 {
            2
        } else {
            3
        })) {
            branch.handle(number, Handled::of(begun.after(n), PersonId(-n), step)).map_err(Failure::other)?;
        }
    }
    Ok(())
}

fn wire(branch: &mut Branch, rng: &mut impl rand::Rng, village: bool, today: Day) {
    const OPERATORS: [&str; 4] = ["مخابرات", "همراه اول", "ایرانسل", "رایتل"];
    let since = branch.site.registered.after(15);
    let network = &mut branch.network;
    for rank in Rank::ALL {
        if rng.random_bool(if village { 0.10 } else { 0.01 }) {
            continue;
        }
        let bearer = if *rank == Rank::Primary && !village { Bearer::Fibre } else { Bearer::Sim };
        let operator = match rank {
            Rank::Primary if !village => OPERATORS[0],
            Rank::Primary => OPERATORS[1],
            Rank::Second => OPERATORS[if rng.random_bool(0.03) { 1 } else { 2 }],
        };
        let tower =
            if bearer == Bearer::Sim { format!("T-{}", rng.random_range(1..900)) } else { String::new() };
        let route =
            if bearer == Bearer::Fibre { format!("F-{}", rng.random_range(1..400)) } else { String::new() };
        network.lines.push(Line { rank: *rank, bearer, operator: operator.into(), tower, route, since });
        if rng.random_bool(0.95) {
            let upward_kbps = if rng.random_bool(0.03) { 60 } else { rng.random_range(500..20_000) };
            let (on, latency_ms) = (since.after(5), rng.random_range(10..300));
            network.signals.push(Signal {
                on,
                by: Some(NOBODY),
                rank: *rank,
                latency_ms,
                lost: 0,
                upward_kbps,
                downward_kbps: None,
            });
        }
    }
    if rng.random_bool(0.05) {
        let [operator, what] = [OPERATORS[0], "رساندن فیبر به ساختمان"].map(str::to_owned);
        let due = today.after(rng.random_range(-5..20));
        network.promise(Commitment::made(operator, what, since, due));
    }
    if rng.random_bool(0.6) {
        let on = today.after(-rng.random_range(1..20));
        network.rehearsals.push(Rehearsal { on, passed: rng.random_bool(0.95), note: String::new() });
    }
}

fn device(seed: u64, n: u64, branch: &Place, today: Day) -> Result<Device, Failure> {
    let mut rng = chance::of(seed, "device", n);
    let kind = [device::Kind::Identity, device::Kind::Booth, device::Kind::Booth, device::Kind::Router]
        [(n / 6_700 % 4) as usize];
    let home = branch.above().and_then(|district| district.above()).unwrap_or_else(|| branch.clone());
    let came = today.after(-rng.random_range(30..50));
    let mut made = Device::received(format!("A-{:06}", n + 1), kind, home, came, NOBODY);
    let seal = format!("S-{:06}", n + 1);
    let steps = [
        device::Step::Accept { passed: true },
        device::Step::Configure { version: "1".into() },
        device::Step::Test { passed: true },
        device::Step::Seal { number: seal.clone() },
        device::Step::Offer { to: branch.clone() },
        device::Step::Take { seal },
    ];
    let far = if rng.random_bool(0.8) { steps.len() } else { rng.random_range(0..steps.len()) };
    for (n, step) in (1..).zip(steps.into_iter().take(far)) {
        made.take(Lived::of(came.after(n * 4), PersonId(-n), step)).map_err(Failure::other)?;
    }
    Ok(made)
}

impl Province {
    /// The branches' places.
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.branches.iter().map(|branch| &branch.site.place)
    }

    /// The counties.
    pub(super) fn counties(&self) -> impl Iterator<Item = &Place> {
        self.regions.iter().map(|region| &region.place).filter(|place| place.level() == Level::County)
    }

    /// The polling day.
    pub(super) fn polling(&self) -> Day {
        self.polling
    }

    /// Brings it into an office that has nothing of it yet, fixes its polling day, and appoints its people.
    pub(crate) async fn bring_into(&self, office: &Office, size: Size) -> Result<(), Failure> {
        let governor = Hand::of(1, Role::Governor);
        office.import_files(&governor.may()?, &self.regions, &self.branches, &self.devices).await?;
        office.fix_polling_day(&governor.may()?, self.polling, 0, "amin sample").await?;
        super::office::fill(office, &self.regions, size.seed).await?;
        super::staff::fill(office, self, size.staff, size.seed).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_makes_the_same_province_of_the_size_that_was_asked_for() {
        let today: Day = "2026-03-27".parse().expect("a day");
        let size = Size { branches: 400, devices: 900, ..PROVINCE };
        let [one, two] = [0, 1].map(|_| province(size, today).expect("a province"));
        assert_eq!((&one.branches, &one.devices), (&two.branches, &two.devices));
        assert_eq!((one.branches.len(), one.devices.len()), (400, 900));
        let places: BTreeSet<&Place> = one.branches.iter().map(|b| &b.site.place).collect();
        assert_eq!(places.len(), 400, "no place twice");
        let counties = one.regions.iter().filter(|r| r.place.as_str().matches('/').count() == 1).count();
        assert_eq!(counties, 16);
        let latest = one.devices.iter().filter_map(|d| d.since()).max();
        assert!(latest <= Some(today), "nothing of a sample lies in the future");
    }
}
