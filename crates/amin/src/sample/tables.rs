//! `headquarters/`: the same branches as the tables that officers bring into a headquarters, with devices and staff.
//!
//! The election knows a branch by its number, the headquarters by its place; so these are other files than those of the
//! event, and each fits the page that takes it: `branches.csv` «ورود شعبه‌ها», `devices.csv`, `staff.csv`.

use super::person::{NAMES, name};
use super::{Scale, branch, chance};
use election::national_id::NationalId;
use headquarters::branch::typed::FIELDS;
use headquarters::device::sheet::COLUMNS;
use headquarters::staff::typed::FIELDS as STAFF;
use rand::RngExt as _;

/// The county that the branches lie in.
const COUNTY: &str = "tehran/tehran";

/// Who is taken on for each branch.
const CREW: [&str; 5] = ["board-member", "board-member", "board-member", "operator", "police"];

/// The serial of the first member's national number.
const FIRST_SERIAL: u32 = 300_000_000;

/// The three files, by name.
pub(super) fn files(scale: &Scale) -> [(&'static str, Vec<u8>); 3] {
    [("branches.csv", branches(scale)), ("devices.csv", devices(scale)), ("staff.csv", staff(scale))]
}

fn table<const N: usize>(heading: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let in_memory = "memory takes every row";
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(heading).expect(in_memory);
    rows.for_each(|row| csv.write_record(row).expect(in_memory));
    csv.into_inner().expect(in_memory)
}

fn district(number: u64) -> String {
    format!("{COUNTY}/{number}")
}

/// The county and its districts, then the branches.
fn branches(scale: &Scale) -> Vec<u8> {
    let region = |place: String, fa: String, en: String| {
        FIELDS.map(|field| match field {
            "place" => place.clone(),
            "name" => fa.clone(),
            "latin" => en.clone(),
            _ => String::new(),
        })
    };
    let county = region(COUNTY.into(), "شهرستان تهران".into(), "Tehran county".into());
    let mut districts: Vec<u64> = branch::all(scale).map(|one| one.district).collect();
    districts.dedup();
    let districts =
        districts.into_iter().map(|n| region(district(n), format!("منطقه {n}"), format!("District {n}")));
    let row = |one: branch::Branch| {
        let mut rng = chance::of(scale.seed, "headquarters", one.number);
        let mut near = |middle: f64| middle + (rng.random::<f64>() - 0.5) * 0.2;
        let at = format!("{:.6},{:.6}", near(35.70), near(51.40));
        let school = !one.name.en.contains("Mosque");
        FIELDS.map(|field| match field {
            "place" => format!("{}/{}", district(one.district), one.id),
            "name" => one.name.fa.clone(),
            "latin" => one.name.en.clone(),
            "kind" => if school { "school" } else { "mosque" }.into(),
            "standing" => "fixed".into(),
            "setting" => "urban".into(),
            "education" => format!("منطقه {}", one.district),
            "at" => at.clone(),
            "devices" => (one.number % 2 + 1).to_string(),
            "owner" => if school { "آموزش و پرورش" } else { "هیأت امنا" }.into(),
            "agreed" => "1404/10/01".into(),
            "voters" => (400 + one.number * 37 % 900).to_string(),
            _ => (2 + one.number % 4).to_string(),
        })
    };
    table(FIELDS, std::iter::once(county).chain(districts).chain(branch::all(scale).map(row)))
}

/// An identity device and two voting devices for each branch, come to the county's store.
fn devices(scale: &Scale) -> Vec<u8> {
    let of = |one: branch::Branch| {
        ["identity", "booth", "booth"].into_iter().enumerate().map(move |(n, kind)| {
            COLUMNS.map(|column| match column {
                "serial" => format!("D-{}-{}", one.id, n + 1),
                "kind" => kind.to_owned(),
                _ => COUNTY.to_owned(),
            })
        })
    };
    table(COLUMNS, branch::all(scale).flat_map(of))
}

/// A crew for each branch, recruited in its district.
fn staff(scale: &Scale) -> Vec<u8> {
    let of = |one: branch::Branch| {
        CREW.into_iter().zip(one.number * CREW.len() as u64..).map(move |(post, n)| {
            let mut rng = chance::of(scale.seed, "staff", n);
            let called = name(rng.random_range(0..NAMES));
            let born = format!("13{}/{:02}/{:02}", rng.random_range(50..85), n % 12 + 1, n % 28 + 1);
            let national = NationalId::from_serial(FIRST_SERIAL + n as u32);
            let national = national.expect("only serials of equal digits are never issued");
            STAFF.map(|field| match field {
                "national" => national.as_str().to_owned(),
                "name" => called.fa.clone(),
                "latin" => called.en.clone(),
                "phone" => format!("0912{:07}", n % 10_000_000),
                "post" => post.to_owned(),
                "home" => district(one.district),
                "born" => born.clone(),
                "schooling" => "diploma".into(),
                "kin" => "none".into(),
                "candidate" | "agent" | "supervises" | "offence" => "no".into(),
                _ => String::new(),
            })
        })
    };
    table(STAFF, branch::all(scale).flat_map(of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::Day;
    use headquarters::branch::sheet::{self as branches, Row};
    use headquarters::permit::PersonId;
    use headquarters::staff::{Signed, sheet as staff};

    fn cells(file: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        rows.collect()
    }

    #[test]
    fn each_file_is_taken_whole_by_the_import_that_it_is_for() {
        let scale = Scale { branches: 60, voters: 1, candidates: 60, seed: 1405 };
        let today: Day = "2026-03-01".parse().expect("a day");
        let [branch, device, crew] = files(&scale).map(|(_, file)| cells(&file));
        let read = branches::read(&branch, today, |_| true).answer().expect("no mistakes");
        let sites = read.iter().filter(|(_, row)| matches!(row, Row::Branch(_))).count();
        assert_eq!((sites, read.len()), (60, 1 + 22 + 60), "the county, its districts, the branches");
        let homes: Vec<String> = read.iter().map(|(_, row)| row.place().to_string()).collect();
        let read = headquarters::device::sheet::read(&device, |_| true).answer().expect("no mistakes");
        assert_eq!(read.len(), 180);
        let (polling, signed) = (today.after(60), Signed { on: today, by: PersonId(1) });
        let read =
            staff::read(crew.into_iter(), polling, signed, |_| true).answer().expect("nobody is barred");
        assert_eq!(read.len(), 300);
        assert!(read.iter().all(|(_, row)| homes.contains(&row.member.home.to_string())));
    }
}
