//! Districts, as people call them.

use crate::locale::{Lang, Word as W};

/// The cities of the made-up county; a real list says its names itself.
const CITIES: [(&str, &str); 4] =
    [("Rey", "ری"), ("Shemiranat", "شمیرانات"), ("Eslamshahr", "اسلامشهر"), ("Pardis", "پردیس")];

/// `District 4`; a name stays a name.
pub(super) fn district(lang: Lang, name: &str) -> String {
    if name.bytes().all(|b| b.is_ascii_digit()) {
        return lang.fill(W::PlanDistrictNumber, &[&lang.digits(name)]);
    }
    short(lang, name)
}

/// `4`; a name stays a name. For a label on a map.
pub(super) fn short(lang: Lang, name: &str) -> String {
    match (lang, CITIES.iter().find(|(en, _)| *en == name)) {
        (Lang::Fa, Some((_, fa))) => (*fa).to_owned(),
        _ => lang.digits(name),
    }
}
