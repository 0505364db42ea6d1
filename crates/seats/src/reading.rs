//! Readings: the questions that the law leaves open, and the named answers from which both boards choose.
//!
//! A rule comes with an answer to each of its questions. A contest may sign others; the result states them all.

use crate::{Language, Ratio};

/// The answers in force for one allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readings {
    /// What exactly one half is rounded to.
    pub half: Half,
    /// What happens when rounding gives more seats than the house has.
    pub over_allocation: OverAllocation,
    /// What decides between equal remainders.
    pub remainder_tie: RemainderTie,
    /// Where the independents stand in the order of the leftovers.
    pub independent_standing: IndependentStanding,
    /// Which independents may be seated.
    pub independents_seated: IndependentsSeated,
    /// What decides between persons with equal votes.
    pub person_tie: PersonTie,
    /// How alternates are found.
    pub alternates: AlternatesBy,
    /// The share of the valid votes that a group must reach.
    pub threshold: Option<Ratio>,
    /// The first divisor of a highest-quotient method.
    pub first_divisor: Ratio,
}

/// Defines a reading: an enum whose variants carry the name that is signed and two sentences that explain it.
macro_rules! reading {
    ($(#[$doc:meta])* $type:ident $list:ident: $($(#[$vdoc:meta])* $variant:ident = $name:literal, $fa:literal, $en:literal;)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $($(#[$vdoc])* $variant),+ }

        impl $type {
            /// The name that is signed.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
            /// The reading behind a signed name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }

        pub(crate) static $list: &[ReadingOption] = &[$(ReadingOption { name: $name, fa: $fa, en: $en }),+];
    };
}

reading! {
    /// What exactly one half is rounded to.
    Half HALF:
    /// Upwards, as taught in school.
    Up = "up", "نیم به بالا گرد می‌شود", "one half is rounded up";
    /// Downwards: a list must pass the half.
    Down = "down", "نیم به پایین گرد می‌شود", "one half is rounded down";
}

reading! {
    /// What happens when rounding gives more seats than the house has.
    OverAllocation OVER_ALLOCATION:
    /// Those who passed the half by least lose what rounding gave them.
    SmallestFraction = "smallest-fraction",
        "از میان گروه‌هایی که به بالا گرد شده‌اند، آن که کسر کوچک‌تری دارد کرسی ناشی از گرد شدن را پس می‌دهد",
        "of the groups rounded up, the one with the smallest fraction gives back the seat that rounding created";
    /// The mirror image of the leftovers: the lowest share among those rounded up loses first.
    LowestShare = "lowest-share",
        "از میان گروه‌هایی که به بالا گرد شده‌اند، آن که سهم کمتری دارد کرسی ناشی از گرد شدن را پس می‌دهد",
        "of the groups rounded up, the one with the lowest share gives back the seat that rounding created";
    /// The rounded numbers are handed out in the order of the shares until the house is full.
    OrderOfShare = "order-of-share",
        "اعداد گردشده به ترتیب سهم داده می‌شود تا شورا پر شود؛ آخرین گروه‌ها کمتر می‌گیرند",
        "the rounded numbers are handed out in descending order of share until the house is full";
}

reading! {
    /// What decides between equal remainders.
    RemainderTie REMAINDER_TIE:
    /// The greater share, as the interpretation act orders the leftovers; a lot only where shares are equal too.
    GreaterShare = "greater-share",
        "در تساوی کسرها سهم بیشتر مقدم است", "of equal remainders the greater share comes first";
    /// A lot at once.
    Lot = "lot", "در تساوی کسرها قرعه کشیده می‌شود", "equal remainders go to a lot";
}

reading! {
    /// Where the independents stand in the order of the leftovers.
    IndependentStanding INDEPENDENT_STANDING:
    /// All independents together, with their pooled share.
    Pooled = "pooled",
        "همه منفردان با هم، با سهم جمعی خود", "all independents together, with their pooled share";
    /// The best independent not yet seated, with his own votes alone.
    BestPerson = "best-person",
        "بهترین منفرد بی‌کرسی، تنها با رأی خودش", "the best independent not yet seated, with that person's own votes";
    /// Behind every list: leftovers are for lists.
    BehindLists = "behind-lists",
        "کرسی باقی‌مانده تنها آنگاه به منفردان می‌رسد که هیچ فهرستی نتواند آن را پر کند",
        "independents take a leftover seat only where no list can";
}

reading! {
    /// Which independents may be seated.
    IndependentsSeated INDEPENDENTS_SEATED:
    /// Any of them, in the order of their votes.
    Any = "any", "هر منفرد، به ترتیب رأی", "any independent, in the order of votes";
    /// Only those whom fewer persons than there are seats have outvoted, counting every candidate.
    RankWithinSeats = "rank-within-seats",
        "تنها منفردانی که در میان همه نامزدها در رتبه ۱ تا تعداد کرسی‌ها باشند",
        "only independents who rank, among all candidates, within the number of seats";
}

reading! {
    /// What decides between persons with equal votes.
    PersonTie PERSON_TIE:
    /// The order of the former councils law.
    VeteranDegreeLot = "veteran-degree-lot",
        "نخست ایثارگران، سپس مدرک تحصیلی بالاتر، سپس قرعه",
        "veterans first, then the higher degree, then a lot";
    /// A lot at once.
    Lot = "lot", "قرعه", "a lot";
}

reading! {
    /// How alternates are found.
    AlternatesBy ALTERNATES_BY:
    /// The persons not seated with the most votes, whatever their list: what was done in 1396 and 1400.
    NextByVotes = "next-by-votes",
        "نامزدهای راه‌نیافته به ترتیب رأی، از هر فهرست", "the persons not seated, by votes, whatever their list";
    /// The places of the alternates are shared out among the lists by the same rule.
    SharedOut = "shared-out",
        "جایگاه‌های علی‌البدل با همین قاعده میان فهرست‌ها تقسیم می‌شود",
        "the alternates' places are shared out among the lists by the same rule";
}

/// One stage of a tie between persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieStage {
    /// Veterans and martyrs' families («ایثارگران») first.
    Veteran,
    /// The higher academic degree first.
    Degree,
    /// A lot.
    Lot,
}

impl TieStage {
    /// The word used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Veteran => "veteran",
            Self::Degree => "degree",
            Self::Lot => "lot",
        }
    }
}

impl PersonTie {
    /// The stages, in their order.
    pub const fn stages(self) -> &'static [TieStage] {
        match self {
            Self::VeteranDegreeLot => &[TieStage::Veteran, TieStage::Degree, TieStage::Lot],
            Self::Lot => &[TieStage::Lot],
        }
    }
}

/// A question that the law leaves open.
#[derive(Debug)]
pub struct OpenReading {
    /// The key under which the choice is signed.
    pub key: &'static str,
    /// The question in Persian.
    pub question_fa: &'static str,
    /// The question in English.
    pub question_en: &'static str,
    /// The answers that can be signed; empty where the answer is a number.
    pub options: &'static [ReadingOption],
    /// The provisions, by their keys, in whose steps the answer is applied.
    pub within: &'static [&'static str],
}

/// One answer that can be signed.
#[derive(Debug)]
pub struct ReadingOption {
    /// The name that is signed.
    pub name: &'static str,
    /// What it does, in Persian.
    pub fa: &'static str,
    /// What it does, in English.
    pub en: &'static str,
}

impl OpenReading {
    /// The question.
    pub const fn question(&self, language: Language) -> &'static str {
        match language {
            Language::Persian => self.question_fa,
            Language::English => self.question_en,
        }
    }
}

impl Readings {
    /// The answer under a key, as it is signed.
    pub fn signed(&self, key: &str) -> Option<String> {
        Some(match key {
            "half" => self.half.name().into(),
            "over-allocation" => self.over_allocation.name().into(),
            "remainder-tie" => self.remainder_tie.name().into(),
            "independents-in-leftovers" => self.independent_standing.name().into(),
            "independents-seated" => self.independents_seated.name().into(),
            "person-tie" => self.person_tie.name().into(),
            "alternates" => self.alternates.name().into(),
            "threshold" => self.threshold.map_or_else(|| "none".into(), |ratio| ratio.to_string()),
            "first-divisor" => self.first_divisor.to_string(),
            _ => return None,
        })
    }

    /// The same readings with one answer changed; `None` where the key or the answer is not known.
    pub fn sign(self, key: &str, answer: &str) -> Option<Self> {
        let mut readings = self;
        match key {
            "half" => readings.half = Half::named(answer)?,
            "over-allocation" => readings.over_allocation = OverAllocation::named(answer)?,
            "remainder-tie" => readings.remainder_tie = RemainderTie::named(answer)?,
            "independents-in-leftovers" => {
                readings.independent_standing = IndependentStanding::named(answer)?
            }
            "independents-seated" => readings.independents_seated = IndependentsSeated::named(answer)?,
            "person-tie" => readings.person_tie = PersonTie::named(answer)?,
            "alternates" => readings.alternates = AlternatesBy::named(answer)?,
            "threshold" if answer == "none" => readings.threshold = None,
            "threshold" => readings.threshold = Some(Ratio::parse(answer).filter(|ratio| is_share(*ratio))?),
            "first-divisor" => {
                readings.first_divisor = Ratio::parse(answer).filter(|ratio| is_divisor(*ratio))?
            }
            _ => return None,
        }
        Some(readings)
    }
}

/// A threshold is a part of the whole, written with at most six decimals, so that products stay in 128 bits.
fn is_share(ratio: Ratio) -> bool {
    ratio.num <= ratio.den && ratio.den <= 100_000_000
}

/// A first divisor lies between 0 and 10 000 and is written with at most four decimals.
fn is_divisor(ratio: Ratio) -> bool {
    ratio.num > 0 && ratio.den <= 10_000 && ratio.num <= ratio.den * 10_000
}

macro_rules! open {
    ($name:ident = $key:literal, $options:expr, $fa:literal, $en:literal, $within:expr) => {
        pub(crate) const $name: OpenReading =
            OpenReading { key: $key, question_fa: $fa, question_en: $en, options: $options, within: $within };
    };
}

open!(
    OPEN_HALF = "half",
    HALF,
    "نیم دقیق به کدام سو گرد می‌شود؟",
    "Which way is exactly one half rounded?",
    &["24-3"]
);
open!(
    OPEN_OVER = "over-allocation",
    OVER_ALLOCATION,
    "اگر گرد کردن بیش از تعداد کرسی‌ها بدهد چه می‌شود؟",
    "What if rounding gives more seats than the house has?",
    &["open-over-allocation"]
);
open!(
    OPEN_REMAINDER_TIE = "remainder-tie",
    REMAINDER_TIE,
    "در تساوی کسرها چه کسی مقدم است؟",
    "What decides between equal remainders?",
    &["24-interpretation-leftovers", "largest-remainder", "open-share-tie"]
);
// Where leftovers go by share, fractions are compared only to take seats back.
pub(crate) const OPEN_TAKE_BACK_TIE: OpenReading =
    OpenReading { within: &["open-over-allocation", "open-share-tie"], ..OPEN_REMAINDER_TIE };
open!(
    OPEN_STANDING = "independents-in-leftovers",
    INDEPENDENT_STANDING,
    "منفردان در ترتیب کرسی‌های باقی‌مانده کجا می‌ایستند؟",
    "Where do the independents stand in the order of the leftover seats?",
    &["24-interpretation-leftovers"]
);
open!(
    OPEN_SEATED = "independents-seated",
    INDEPENDENTS_SEATED,
    "کدام منفردان می‌توانند کرسی بگیرند؟",
    "Which independents may be seated?",
    &["open-independents-seated", "24-interpretation-unfilled"]
);
open!(
    OPEN_PERSON_TIE = "person-tie",
    PERSON_TIE,
    "در تساوی آرای اشخاص چه کسی مقدم است؟",
    "What decides between persons with equal votes?",
    &["old-person-tie"]
);
open!(
    OPEN_ALTERNATES = "alternates",
    ALTERNATES_BY,
    "علی‌البدل‌ها چگونه تعیین می‌شوند؟",
    "How are alternates found?",
    &["alternates-1395"]
);
open!(OPEN_THRESHOLD = "threshold", &[], "حد نصاب چیست؟", "What is the threshold?", &["threshold"]);
open!(
    OPEN_FIRST_DIVISOR = "first-divisor",
    &[],
    "نخستین مقسوم‌علیه چیست؟",
    "What is the first divisor?",
    &["highest-quotient"]
);
