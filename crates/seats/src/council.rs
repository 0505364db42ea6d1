//! How many seats a council has, by population.

use crate::law::Article;

/// Which wording of the seats table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// The councils law as amended in 1395, applied in 1396 and 1400. The amendment of 1403 was not seen to change it.
    Since1395,
}

/// The place whose council is elected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A city, with its population by the latest census.
    City {
        /// Inhabitants.
        population: u64,
    },
    /// The constituency Tehran, Rey and Tajrish.
    Tehran,
    /// A village, with its population by the latest census.
    Village {
        /// Inhabitants.
        population: u64,
    },
}

/// The members and alternates of a council.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Council {
    /// Members («اعضای اصلی»).
    pub members: u32,
    /// Alternates («اعضای علی‌البدل»).
    pub alternates: u32,
}

const fn council(members: u32, alternates: u32) -> Council {
    Council { members, alternates }
}

/// City councils: up to this population, so many members and alternates.
const CITIES: [(u64, Council); 6] = [
    (50_000, council(5, 3)),
    (200_000, council(7, 5)),
    (500_000, council(9, 6)),
    (1_000_000, council(11, 7)),
    (2_000_000, council(13, 8)),
    (u64::MAX, council(15, 10)),
];
const TEHRAN: Council = council(21, 11);
/// Village councils. Their alternates stand in the by-law of 1375; a newer text was not seen.
const VILLAGES: [(u64, Council); 2] = [(1_500, council(3, 2)), (u64::MAX, council(5, 3))];

/// The provision behind the table.
pub static SEATS_BY_POPULATION: Article = Article {
    key: "seats-by-population",
    title_fa: "قانون شوراها (اصلاح ۱۳۹۵): تعداد اعضای شوراها",
    title_en: "Councils Act (1395 amendment): number of members",
    text_fa: "شورای شهر تا ۵۰ هزار نفر ۵ عضو، تا ۲۰۰ هزار ۷، تا ۵۰۰ هزار ۹، تا یک میلیون ۱۱، تا دو میلیون ۱۳، بیش از آن ۱۵ و تهران ۲۱ عضو دارد؛ شورای روستا تا ۱٬۵۰۰ نفر ۳ و بیش از آن ۵ عضو.",
    text_en: "A city council has 5 members up to 50,000 people, 7 up to 200,000, 9 up to 500,000, 11 up to a million, 13 up to two million, 15 above, and 21 in Tehran; a village council has 3 up to 1,500 people and 5 above.",
    source: "https://khabarshahr.com/انتخابات/ ; https://irandehyar.com/1400/01/30/",
};

/// The size of a council.
pub fn size(place: Place, era: Era) -> Council {
    let Era::Since1395 = era;
    let up_to = |table: &[(u64, Council)], population: u64| {
        let row = table.iter().find(|(most, _)| population <= *most);
        row.expect("the last row has no upper end").1
    };
    match place {
        Place::Tehran => TEHRAN,
        Place::City { population } => up_to(&CITIES, population),
        Place::Village { population } => up_to(&VILLAGES, population),
    }
}

/// The alternates of a council with so many members, where the table knows such a council. A council of five has three
/// alternates in a city and in a village alike, so the number of members is enough.
pub fn alternates(members: u32) -> Option<u32> {
    let rows = CITIES.iter().chain(&VILLAGES).map(|(_, council)| council).chain([&TEHRAN]);
    rows.into_iter().find(|council| council.members == members).map(|council| council.alternates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_council_grows_at_the_edges_of_the_table() {
        let city = |population| size(Place::City { population }, Era::Since1395).members;
        let edges =
            [50_000, 50_001, 200_000, 200_001, 500_000, 500_001, 1_000_000, 1_000_001, 2_000_000, 2_000_001];
        assert_eq!(edges.map(city), [5, 7, 7, 9, 9, 11, 11, 13, 13, 15]);
        let village = |population| size(Place::Village { population }, Era::Since1395);
        assert_eq!((village(1_500), village(1_501)), (council(3, 2), council(5, 3)));
        assert_eq!(size(Place::Tehran, Era::Since1395), council(21, 11));
    }

    #[test]
    fn alternates_follow_from_the_number_of_members() {
        assert_eq!([3, 5, 7, 9, 11, 13, 15, 21].map(alternates), [2, 3, 5, 6, 7, 8, 10, 11].map(Some));
        assert_eq!(alternates(16), None);
    }
}
