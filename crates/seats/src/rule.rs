//! The rules by name. A rule never changes under its name and version; a new wording gets a new version.

use crate::law::{self, Article};
use crate::reading::*;
use crate::{Language, Ratio};

/// A named, versioned way from votes to seats.
#[derive(Debug)]
pub struct Rule {
    /// The name, as signed.
    pub name: &'static str,
    /// The version of its wording here.
    pub version: u32,
    /// Title in Persian.
    pub title_fa: &'static str,
    /// Title in English.
    pub title_en: &'static str,
    /// The provisions it obeys.
    pub articles: &'static [&'static Article],
    /// The questions on which the law, or the method, leaves a choice.
    pub open: &'static [OpenReading],
    /// The answers that hold unless others are signed.
    pub readings: Readings,
    /// How seats are computed.
    pub method: Method,
    /// Whether a list may name no more candidates than there are seats.
    pub lists_at_most_seats: bool,
    /// Whether the number of alternates follows from the number of seats when the contest does not state it.
    pub alternates_by_table: bool,
}

/// How seats are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Whole quotas first, then the seats left over.
    Quota {
        /// What one seat costs.
        quota: Quota,
        /// What is done with the part below a whole.
        rounding: Rounding,
        /// In which order the leftovers go out.
        leftovers: LeftoverBy,
    },
    /// Seat by seat to the highest quotient; after the first divisor come `gap + 1`, `2·gap + 1`, …
    Divisor {
        /// The distance between divisors: 1 for D'Hondt, 2 for Sainte-Laguë.
        gap: u32,
    },
    /// The persons with the most votes, whatever their list.
    Plurality,
}

/// What one seat costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// votes ÷ seats.
    Hare,
    /// ⌊votes ÷ (seats + 1)⌋ + 1.
    Droop,
    /// votes ÷ (seats + 2).
    Imperiali,
}

/// What the first pass does with the part below a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Drops it.
    Down,
    /// Rounds to the nearest.
    Nearest,
}

/// In which order the leftovers go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftoverBy {
    /// By descending share.
    Share,
    /// By descending remainder.
    Remainder,
}

impl Rule {
    /// Whether the boards may sign this answer to this question of the rule.
    pub fn allows(&self, question: &str, answer: &str) -> bool {
        self.open.iter().any(|open| open.key == question) && self.readings.sign(question, answer).is_some()
    }

    /// The title.
    pub const fn title(&self, language: Language) -> &'static str {
        match language {
            Language::Persian => self.title_fa,
            Language::English => self.title_en,
        }
    }
}

/// Every rule of this version.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The rule with this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// What the Tehran rules answer where nothing else is signed. The reasons are in `docs/seats.md`.
const TEHRAN: Readings = Readings {
    half: Half::Up,
    over_allocation: OverAllocation::SmallestFraction,
    remainder_tie: RemainderTie::GreaterShare,
    independent_standing: IndependentStanding::Pooled,
    independents_seated: IndependentsSeated::Any,
    person_tie: PersonTie::VeteranDegreeLot,
    alternates: AlternatesBy::NextByVotes,
    threshold: None,
    first_divisor: Ratio::whole(1),
};

/// What the classic methods answer: no preference of any kind, a lot for every tie.
const CLASSIC: Readings = Readings {
    remainder_tie: RemainderTie::Lot,
    person_tie: PersonTie::Lot,
    alternates: AlternatesBy::SharedOut,
    ..TEHRAN
};

const ARTICLE_24: &[&Article] = &[
    &law::VOTES_OF_A_LIST,
    &law::SHARE,
    &law::ROUNDED,
    &law::LEFTOVERS,
    &law::UNFILLED,
    &law::OVER_ALLOCATION,
    &law::INDEPENDENTS_RANK,
    &law::INSIDE_A_LIST,
    &law::SHARE_TIE,
    &law::PERSON_TIE,
    &law::ALTERNATES,
];
const ARTICLE_24_WHOLE: &[&Article] = &[
    &law::VOTES_OF_A_LIST,
    &law::SHARE,
    &law::INTEGERS_AND_DECIMALS,
    &law::LEFTOVERS,
    &law::UNFILLED,
    &law::INDEPENDENTS_RANK,
    &law::INSIDE_A_LIST,
    &law::SHARE_TIE,
    &law::PERSON_TIE,
    &law::ALTERNATES,
];
const BY_QUOTA: &[&Article] = &[&law::QUOTA_METHOD, &law::THRESHOLD];
const BY_QUOTIENT: &[&Article] = &[&law::DIVISOR_METHOD, &law::THRESHOLD];

const CLASSIC_OPEN: &[OpenReading] = &[OPEN_THRESHOLD, OPEN_REMAINDER_TIE, OPEN_PERSON_TIE, OPEN_ALTERNATES];
const QUOTIENT_OPEN: &[OpenReading] = &[OPEN_THRESHOLD, OPEN_FIRST_DIVISOR, OPEN_PERSON_TIE, OPEN_ALTERNATES];

const fn classic(name: &'static str, title_fa: &'static str, title_en: &'static str, quota: Quota) -> Rule {
    Rule {
        name,
        version: 1,
        title_fa,
        title_en,
        articles: BY_QUOTA,
        open: CLASSIC_OPEN,
        readings: CLASSIC,
        method: Method::Quota { quota, rounding: Rounding::Down, leftovers: LeftoverBy::Remainder },
        lists_at_most_seats: false,
        alternates_by_table: false,
    }
}

const fn by_quotient(
    name: &'static str,
    title_fa: &'static str,
    title_en: &'static str,
    gap: u32,
    first_divisor: Ratio,
) -> Rule {
    Rule {
        name,
        version: 1,
        title_fa,
        title_en,
        articles: BY_QUOTIENT,
        open: QUOTIENT_OPEN,
        readings: Readings { first_divisor, ..CLASSIC },
        method: Method::Divisor { gap },
        lists_at_most_seats: false,
        alternates_by_table: false,
    }
}

const fn tehran(
    name: &'static str,
    title_fa: &'static str,
    title_en: &'static str,
    articles: &'static [&'static Article],
    open: &'static [OpenReading],
    rounding: Rounding,
    leftovers: LeftoverBy,
) -> Rule {
    Rule {
        name,
        version: 1,
        title_fa,
        title_en,
        articles,
        open,
        readings: TEHRAN,
        method: Method::Quota { quota: Quota::Hare, rounding, leftovers },
        lists_at_most_seats: true,
        alternates_by_table: true,
    }
}

static RULES: [Rule; 10] = [
    tehran(
        "tehran-1404",
        "شورای تهران ۱۴۰۴: گرد کردن، سپس کرسی‌های باقی‌مانده به بالاترین سهم",
        "Tehran council 1404: rounded, then the seats left over to the highest share",
        ARTICLE_24,
        &[
            OPEN_HALF,
            OPEN_OVER,
            OPEN_TAKE_BACK_TIE,
            OPEN_STANDING,
            OPEN_SEATED,
            OPEN_PERSON_TIE,
            OPEN_ALTERNATES,
        ],
        Rounding::Nearest,
        LeftoverBy::Share,
    ),
    tehran(
        "tehran-1404-largest-remainder",
        "شورای تهران ۱۴۰۴: عدد صحیح، سپس کرسی‌های باقی‌مانده به بزرگ‌ترین کسر",
        "Tehran council 1404: whole numbers, then the seats left over to the largest fraction",
        ARTICLE_24_WHOLE,
        &[OPEN_REMAINDER_TIE, OPEN_STANDING, OPEN_SEATED, OPEN_PERSON_TIE, OPEN_ALTERNATES],
        Rounding::Down,
        LeftoverBy::Remainder,
    ),
    tehran(
        "tehran-1404-integer-then-share",
        "شورای تهران ۱۴۰۴: عدد صحیح، سپس کرسی‌های باقی‌مانده به بالاترین سهم",
        "Tehran council 1404: whole numbers, then the seats left over to the highest share",
        ARTICLE_24_WHOLE,
        &[OPEN_STANDING, OPEN_SEATED, OPEN_PERSON_TIE, OPEN_ALTERNATES],
        Rounding::Down,
        LeftoverBy::Share,
    ),
    Rule {
        name: "plurality",
        version: 1,
        title_fa: "اکثریت نسبی: شوراهای دیگر شهرها و روستاها، مجلس خبرگان",
        title_en: "Plurality at large: other city and village councils, the Assembly of Experts",
        articles: &[&law::PLURALITY, &law::PERSON_TIE, &law::ALTERNATES],
        open: &[OPEN_PERSON_TIE],
        readings: TEHRAN,
        method: Method::Plurality,
        lists_at_most_seats: false,
        alternates_by_table: false,
    },
    classic(
        "largest-remainder-hare",
        "بزرگ‌ترین باقی‌مانده با سهمیه هِر",
        "Largest remainders, Hare quota",
        Quota::Hare,
    ),
    classic(
        "largest-remainder-droop",
        "بزرگ‌ترین باقی‌مانده با سهمیه دروپ",
        "Largest remainders, Droop quota",
        Quota::Droop,
    ),
    Rule {
        articles: &[&law::QUOTA_METHOD, &law::IMPERIALI_RETRY, &law::THRESHOLD],
        ..classic(
            "largest-remainder-imperiali",
            "بزرگ‌ترین باقی‌مانده با سهمیه ایمپریالی",
            "Largest remainders, Imperiali quota",
            Quota::Imperiali,
        )
    },
    by_quotient(
        "dhondt",
        "دونت: مقسوم‌علیه‌های ۱، ۲، ۳، …",
        "D'Hondt: divisors 1, 2, 3, …",
        1,
        Ratio::whole(1),
    ),
    by_quotient(
        "sainte-lague",
        "سنت‌لاگو: مقسوم‌علیه‌های ۱، ۳، ۵، …",
        "Sainte-Laguë: divisors 1, 3, 5, …",
        2,
        Ratio::whole(1),
    ),
    by_quotient(
        "sainte-lague-modified",
        "سنت‌لاگوی اصلاح‌شده: مقسوم‌علیه‌های ۱٫۴، ۳، ۵، …",
        "Modified Sainte-Laguë: divisors 1.4, 3, 5, …",
        2,
        Ratio::new(7, 5),
    ),
];
