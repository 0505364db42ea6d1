//! The provinces («استان») of the country, by the codes under which a headquarters takes them.
//!
//! A table of regions names counties and districts, and begins below the province; so its own name stands here.

use crate::place::{Level, Place};

/// Code, name in Persian, name in Latin letters (those of ISO 3166-2:IR).
const ALL: [(&str, &str, &str); 31] = [
    ("alborz", "البرز", "Alborz"),
    ("ardabil", "اردبیل", "Ardabil"),
    ("bushehr", "بوشهر", "Bushehr"),
    ("chaharmahal-bakhtiari", "چهارمحال و بختیاری", "Chaharmahal and Bakhtiari"),
    ("east-azerbaijan", "آذربایجان شرقی", "East Azerbaijan"),
    ("fars", "فارس", "Fars"),
    ("gilan", "گیلان", "Gilan"),
    ("golestan", "گلستان", "Golestan"),
    ("hamadan", "همدان", "Hamadan"),
    ("hormozgan", "هرمزگان", "Hormozgan"),
    ("ilam", "ایلام", "Ilam"),
    ("isfahan", "اصفهان", "Isfahan"),
    ("kerman", "کرمان", "Kerman"),
    ("kermanshah", "کرمانشاه", "Kermanshah"),
    ("khuzestan", "خوزستان", "Khuzestan"),
    ("kohgiluyeh-boyer-ahmad", "کهگیلویه و بویراحمد", "Kohgiluyeh and Boyer-Ahmad"),
    ("kurdistan", "کردستان", "Kurdistan"),
    ("lorestan", "لرستان", "Lorestan"),
    ("markazi", "مرکزی", "Markazi"),
    ("mazandaran", "مازندران", "Mazandaran"),
    ("north-khorasan", "خراسان شمالی", "North Khorasan"),
    ("qazvin", "قزوین", "Qazvin"),
    ("qom", "قم", "Qom"),
    ("razavi-khorasan", "خراسان رضوی", "Razavi Khorasan"),
    ("semnan", "سمنان", "Semnan"),
    ("sistan-baluchestan", "سیستان و بلوچستان", "Sistan and Baluchestan"),
    ("south-khorasan", "خراسان جنوبی", "South Khorasan"),
    ("tehran", "تهران", "Tehran"),
    ("west-azerbaijan", "آذربایجان غربی", "West Azerbaijan"),
    ("yazd", "یزد", "Yazd"),
    ("zanjan", "زنجان", "Zanjan"),
];

/// The name of a province in Persian and in Latin letters; nothing of a place below one, or of another code.
#[must_use]
pub fn name(place: &Place) -> Option<(&'static str, &'static str)> {
    let province = || ALL.iter().find(|(code, ..)| *code == place.as_str());
    (place.level() == Level::Province).then(province).flatten().map(|(_, name, latin)| (*name, *latin))
}

/// All of them, by code.
pub fn all() -> impl Iterator<Item = Place> {
    ALL.iter().filter_map(|(code, ..)| Place::province(code).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_province_stands_once_under_a_code_that_a_place_takes() {
        assert!(ALL.is_sorted_by(|one, next| one.0 < next.0));
        for (code, persian, latin) in ALL {
            let place: Place = code.parse().expect("a code");
            assert_eq!(name(&place), Some((persian, latin)));
            assert_eq!(name(&place.below("rey").expect("a place")), None);
        }
        assert_eq!(name(&"atlantis".parse().expect("a code")), None);
    }
}
