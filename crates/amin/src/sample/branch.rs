//! `branches.csv`: schools and mosques in the 22 districts of Tehran.

use super::Scale;
use super::permutation::Permutation;
use election::setup::Name;
use std::collections::BTreeMap;

/// A branch of a sample.
pub(super) struct Branch {
    /// From 0.
    pub(super) number: u64,
    /// Its number as it is written.
    pub(super) id: String,
    /// From 1.
    pub(super) district: u64,
    /// What it is called.
    pub(super) name: Name,
}

/// All of them, numbered district by district, so a small county still spans the city.
pub(super) fn all(scale: &Scale) -> impl Iterator<Item = Branch> {
    let width = scale.branches.to_string().len().max(4);
    let (seed, branches) = (scale.seed, u64::from(scale.branches));
    let mut opened: BTreeMap<u64, u64> = BTreeMap::new();
    (0..branches).map(move |number| {
        let district = 1 + number * DISTRICTS / branches;
        let earlier = opened.entry(district).or_default();
        let name = name(seed, district, *earlier);
        *earlier += 1;
        Branch { number, id: format!("{:0width$}", number + 1), district, name }
    })
}

/// The file.
pub(super) fn csv(scale: &Scale) -> Vec<u8> {
    let in_memory = "memory takes every row";
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["id", "name_fa", "name_en", "area"]).expect(in_memory);
    for Branch { id, district, name, .. } in all(scale) {
        csv.write_record([&id, &name.fa, &name.en, &format!("d{district:02}")]).expect(in_memory);
    }
    csv.into_inner().expect(in_memory)
}

/// The name of the district's next place; two branches in one building are told apart by a number.
fn name(seed: u64, district: u64, earlier: u64) -> Name {
    let buildings = (SCHOOLS.len() * SCHOOL_NAMES.len() + MOSQUE_NAMES.len()) as u64;
    let order = Permutation::new(buildings, seed.wrapping_add(district), "branch names");
    let building = order.at(earlier % buildings) as usize;
    let (fa, en) = match building.checked_sub(MOSQUE_NAMES.len()) {
        None => {
            let (fa, en) = MOSQUE_NAMES[building];
            (format!("مسجد {fa}"), format!("{en} Mosque"))
        }
        Some(school) => {
            let (kind_fa, kind_en) = SCHOOLS[school % SCHOOLS.len()];
            let (fa, en) = SCHOOL_NAMES[school / SCHOOLS.len()];
            (format!("{kind_fa} {fa}"), format!("{en} {kind_en}"))
        }
    };
    let (hall_fa, hall_en) = match earlier / buildings {
        0 => (String::new(), String::new()),
        more => (format!("، سالن {}", persian(more + 1)), format!(", Hall {}", more + 1)),
    };
    Name {
        fa: format!("{fa}{hall_fa}، منطقه {}", persian(district)),
        en: format!("{en}{hall_en}, District {district}"),
    }
}

fn persian(number: u64) -> String {
    number
        .to_string()
        .bytes()
        .map(|b| char::from_u32('۰' as u32 + u32::from(b - b'0')).expect("the ten digits stand in a row"))
        .collect()
}

const DISTRICTS: u64 = 22;

const SCHOOLS: [(&str, &str); 4] = [
    ("دبستان", "Primary School"),
    ("دبیرستان", "High School"),
    ("هنرستان", "Vocational School"),
    ("دبیرستان دخترانه", "Girls’ High School"),
];

const SCHOOL_NAMES: [(&str, &str); 40] = [
    ("سپیدار", "Sepidar"),
    ("نسترن", "Nastaran"),
    ("نیلوفر", "Niloufar"),
    ("ارغوان", "Arghavan"),
    ("یاس", "Yas"),
    ("شکوفه", "Shokoufeh"),
    ("باران", "Baran"),
    ("مهتاب", "Mahtab"),
    ("خورشید", "Khorshid"),
    ("ستاره", "Setareh"),
    ("سپهر", "Sepehr"),
    ("دماوند", "Damavand"),
    ("توچال", "Tochal"),
    ("البرز نو", "Alborz-e No"),
    ("کارون", "Karun"),
    ("زاینده‌رود", "Zayandeh-Rud"),
    ("هامون", "Hamun"),
    ("سبلان", "Sabalan"),
    ("الوند", "Alvand"),
    ("بینالود", "Binalud"),
    ("دانش", "Danesh"),
    ("خرد", "Kherad"),
    ("اندیشه", "Andisheh"),
    ("پژوهش", "Pazhuhesh"),
    ("امید", "Omid"),
    ("مهر", "Mehr"),
    ("آرمان", "Arman"),
    ("کوشش", "Kushesh"),
    ("نوید", "Navid"),
    ("پیشرو", "Pishro"),
    ("رازی", "Razi"),
    ("خیام", "Khayyam"),
    ("بیرونی", "Biruni"),
    ("خوارزمی", "Kharazmi"),
    ("فارابی", "Farabi"),
    ("نظامی", "Nezami"),
    ("رودکی", "Rudaki"),
    ("سنایی", "Sanai"),
    ("دهخدا", "Dehkhoda"),
    ("بوستان", "Bustan"),
];

const MOSQUE_NAMES: [(&str, &str); 30] = [
    ("نور", "Nur"),
    ("گلدسته سبز", "Green Minaret"),
    ("محراب", "Mehrab"),
    ("رحمت", "Rahmat"),
    ("سلام", "Salam"),
    ("توحید", "Towhid"),
    ("صفا", "Safa"),
    ("مروه", "Marveh"),
    ("فجر", "Fajr"),
    ("کوثر", "Kowsar"),
    ("یقین", "Yaqin"),
    ("احسان", "Ehsan"),
    ("برکت", "Barakat"),
    ("هدایت", "Hedayat"),
    ("غفران", "Ghofran"),
    ("سجاده", "Sajjadeh"),
    ("طوبی", "Tuba"),
    ("سحر", "Sahar"),
    ("ایمان", "Iman"),
    ("اخلاص", "Ekhlas"),
    ("قنوت", "Qonut"),
    ("مناره بلند", "Tall Minaret"),
    ("گنبد آبی", "Blue Dome"),
    ("بازارچه", "Bazarcheh"),
    ("چشمه علی‌آباد", "Cheshmeh Aliabad"),
    ("باغ انار", "Bagh-e Anar"),
    ("سرچشمه نور", "Sarcheshmeh-ye Nur"),
    ("کاروانسرا", "Karvansara"),
    ("حوض‌خانه", "Howz-khaneh"),
    ("سپیده", "Sepideh"),
];
