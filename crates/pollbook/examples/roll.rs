//! How long a desk searches a roll of this many: `cargo run --release -p pollbook --example roll -- 9000000 [FOLDER]`.
//!
//! Writes a synthetic roll into FOLDER (or the temporary one), opens it as a desk does, times searches, and removes it.

use election::national_id::NationalId;
use pollbook::VoterKey;
use pollbook::roll::{Builder, Entitled, PAGE, Pages, Roll};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::FileExt as _;
use std::time::{Duration, Instant};

struct OnDisk(File);

impl Pages for OnDisk {
    fn read(&self, number: u64, to: &mut [u8; PAGE]) -> Result<(), String> {
        self.0.read_exact_at(to, number * PAGE as u64).map_err(|e| e.to_string())
    }
}

const SECRET: [u8; 32] = [11; 32];
const GIVEN: [&str; 20] = [
    "محمد",
    "علی",
    "فاطمه",
    "زهرا",
    "حسین",
    "مهدی",
    "رضا",
    "مریم",
    "امیر",
    "معصومه",
    "حسن",
    "زینب",
    "محمدرضا",
    "سکینه",
    "احمد",
    "لیلا",
    "سارا",
    "ابوالفضل",
    "اعظم",
    "صدیقه",
];
const ROOT: [&str; 24] = [
    "رضا",
    "حسین",
    "کریم",
    "امین",
    "رحیم",
    "صادق",
    "کاظم",
    "جعفر",
    "باقر",
    "نوروز",
    "بهرام",
    "سهراب",
    "رستم",
    "یوسف",
    "یعقوب",
    "حیدر",
    "مراد",
    "عباس",
    "قربان",
    "رجب",
    "نجف",
    "شریف",
    "حبیب",
    "عزیز",
];
const ENDING: [&str; 12] = [
    "ی",
    "\u{200c}زاده",
    "\u{200c}پور",
    "\u{200c}نژاد",
    "ی\u{200c}فر",
    "\u{200c}نیا",
    "ی\u{200c}راد",
    "یان",
    "\u{200c}منش",
    "\u{200c}دوست",
    "ی\u{200c}تبار",
    "لو",
];
const PLACE: [&str; 40] = [
    "تهرانی",
    "اصفهانی",
    "شیرازی",
    "تبریزی",
    "کرمانی",
    "یزدی",
    "همدانی",
    "قزوینی",
    "زنجانی",
    "اراکی",
    "گیلانی",
    "سمنانی",
    "بروجردی",
    "کاشانی",
    "قمی",
    "ساوجی",
    "دماوندی",
    "لواسانی",
    "طالقانی",
    "شهریاری",
    "ورامینی",
    "نوری",
    "آملی",
    "بابلی",
    "ساروی",
    "گرگانی",
    "نیشابوری",
    "سبزواری",
    "قوچانی",
    "بجنوردی",
    "بیرجندی",
    "زابلی",
    "بندری",
    "دشتی",
    "اهوازی",
    "دزفولی",
    "خرمی",
    "ایلامی",
    "سنندجی",
    "اصل",
];

/// A family name of the n-th family: 24 × 12 × 41 of them.
fn family(n: usize) -> String {
    let name = format!("{}{}", ROOT[n % 24], ENDING[n / 24 % 12]);
    match n / 288 % 41 {
        40 => name,
        place => format!("{name} {}", PLACE[place]),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let persons: u32 = args.next().as_deref().unwrap_or("9000000").parse()?;
    let folder = args.next().map_or_else(std::env::temp_dir, Into::into);
    let path = folder.join("amin-roll-measured");

    let began = Instant::now();
    let mut builder = Builder::new(SECRET);
    let mut mixed = 0x9e37_79b9_7f4a_7c15_u64;
    let number =
        |n: u32| NationalId::from_serial(10_000_000 + n * 97).or_else(|| NationalId::from_serial(1_234_567));
    for n in 0..persons {
        mixed ^= mixed << 13;
        mixed ^= mixed >> 7;
        mixed ^= mixed << 17;
        // Few names are many people's: the square of an even draw.
        let even = (mixed >> 40) as f64 / f64::from(1 << 24);
        let given = GIVEN[(even * even * 20.0) as usize];
        let family =
            family(((mixed & 0xffff_ffff) as f64 / 4_294_967_296.0).powi(2).mul_add(11_808.0, 0.0) as usize);
        let Some(id) = number(n) else { continue };
        let (name, father) = (format!("{given} {family}"), GIVEN[(mixed >> 8) as usize % GIVEN.len()]);
        let born = 1320 + (mixed % 88) as u16;
        builder.add(&Entitled { national_id: &id, name: &name, father, born, constituency: 0 })?;
    }
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    let pages = builder.write([1; 16], |page| Ok::<(), Box<dyn Error>>(file.write_all(page)?))?;
    file.into_inner()?.sync_all()?;
    println!("built {persons} persons, {} MiB, in {:.1?}", (pages * PAGE as u64) >> 20, began.elapsed());

    let began = Instant::now();
    let roll = Roll::open(OnDisk(File::open(&path)?), &SECRET)?;
    println!("opened in {:.1?}", began.elapsed());

    let mut times = Vec::new();
    for n in (0..persons).step_by((persons as usize / 2_000).max(1)) {
        let Some(id) = number(n) else { continue };
        let key = VoterKey::of(&SECRET, &id);
        let began = Instant::now();
        let found = roll.find(&key)?;
        times.push(began.elapsed());
        assert!(found.is_some(), "everybody is found");
    }
    tell("by national number", times);

    let queries = [
        "محمد",
        "علی رضایی",
        "فاطمه امین زاده",
        "Fatemeh Aminzadeh",
        "Mohammad Hosseini",
        "محمد كريمي تهراني",
        "زهرا یوسفیان قزوینی",
        "Maryam Yousefian Ghazvini",
        "ابوالفض کاظم",
        "sara rostamlou",
        "سکینه نجف‌منش بیرجندی",
        "م ح",
    ];
    let mut times = Vec::new();
    for query in queries {
        for _ in 0..5 {
            let began = Instant::now();
            let found = roll.search(query, 20)?;
            times.push(began.elapsed());
            assert!(query == "م ح" || !found.is_empty(), "{query} is somebody");
        }
        println!("  {:>9.1?}  {query}", times.last().expect("just timed"));
    }
    tell("by name", times);
    std::fs::remove_file(&path)?;
    Ok(())
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "{what}: {} searches, median {:.1?}, 99 of 100 {:.1?}, worst {:.1?}",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
