//! The texts that the lines of this room obey, each with the place where it was read.
//!
//! The new law was read through reports, a chamber-approved text and officials' explanations; what was cut off in the
//! source is marked so, and nothing cut was filled by a guess. The consolidated law itself must be read, and these
//! texts replaced by it, before the rules are frozen for a poll.

use crate::Language;

/// A provision, or the definition of a method, that a step obeys.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    /// A short name, stable across versions.
    pub key: &'static str,
    /// How the provision is cited in Persian.
    pub title_fa: &'static str,
    /// How the provision is cited in English.
    pub title_en: &'static str,
    /// Its words in Persian, or what it says where the wording was not to be had.
    pub text_fa: &'static str,
    /// The same in English.
    pub text_en: &'static str,
    /// Where it was read.
    pub source: &'static str,
}

/// Every provision that a step can cite, besides the table of councils.
static ARTICLES: [&Article; 17] = [
    &VOTES_OF_A_LIST,
    &SHARE,
    &ROUNDED,
    &INTEGERS_AND_DECIMALS,
    &LEFTOVERS,
    &UNFILLED,
    &OVER_ALLOCATION,
    &INDEPENDENTS_RANK,
    &INSIDE_A_LIST,
    &SHARE_TIE,
    &PERSON_TIE,
    &ALTERNATES,
    &PLURALITY,
    &QUOTA_METHOD,
    &IMPERIALI_RETRY,
    &DIVISOR_METHOD,
    &THRESHOLD,
];

/// The provision with this key, as a transcript names it.
pub fn article(key: &str) -> Option<&'static Article> {
    ARTICLES.into_iter().find(|article| article.key == key)
}

impl Article {
    /// How the provision is cited.
    pub const fn title(&self, language: Language) -> &'static str {
        match language {
            Language::Persian => self.title_fa,
            Language::English => self.title_en,
        }
    }

    /// What the provision says.
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Persian => self.text_fa,
            Language::English => self.text_en,
        }
    }
}

pub(crate) static VOTES_OF_A_LIST: Article = Article {
    key: "24-1",
    title_fa: "قانون شوراها، ماده ۲۴، بند ۱",
    title_en: "Councils Act, article 24, clause 1",
    text_fa: "آراء هر نامزد شامل آرایی است که به صورت منفرد و یا از طریق فهرست انتخاباتی به وی داده شده است. با جمع کردن آراء همه اعضای یک فهرست، مجموع آراء آن فهرست تعیین می‌شود.",
    text_en: "A candidate's votes are those given to him singly or through a list. The votes of all members of a list add up to the list's total.",
    source: "text approved by the chamber as article 20 bis 4, later renumbered 24: https://titr.online/fa/news/9042281",
};

pub(crate) static SHARE: Article = Article {
    key: "24-2",
    title_fa: "قانون شوراها، ماده ۲۴، بند ۲، و قانون استفساریه (آرای صحیح مأخوذه)",
    title_en: "Councils Act, article 24, clause 2, with the interpretation act (\"valid votes obtained\")",
    text_fa: "با تقسیم مجموع آراء اعضای هر فهرست بر کل آراء صحیح ماخوذه، سهم آن فهرست از کل آراء صحیح ماخوذه مشخص می‌شود. تعداد کرسی‌های هر فهرست از تعداد اعضای شورا، برابر با سهم آن فهرست از کل آراء صحیح مأخوذه است.",
    text_en: "A list's total divided by all valid votes obtained is its share; its seats are that share of the council. Valid votes obtained are the votes for every candidate, given singly or through a list.",
    source: "https://titr.online/fa/news/9042281 ; interpretation of 1404/07/23: https://en.vazeh.com/parliament-clears-the-air-a-new-era-for-council-elections-begins",
};

pub(crate) static ROUNDED: Article = Article {
    key: "24-3",
    title_fa: "قانون شوراها، ماده ۲۴، بند ۳",
    title_en: "Councils Act, article 24, clause 3",
    text_fa: "در محاسبه تعداد کرسی‌های هر فهرست و کرسی‌های نامزدهای منفرد از کل کرسی‌های آن حوزه، تعداد کرسی‌ها بصورت گردشده منظور می‌شود.",
    text_en: "In computing the seats of each list and of the independents, the number is taken rounded. (The source breaks off after this sentence.)",
    source: "https://titr.online/fa/news/9042281",
};

pub(crate) static INTEGERS_AND_DECIMALS: Article = Article {
    key: "24-3-integers",
    title_fa: "توضیح رئیس کمیسیون درباره استفساریه ماده ۲۴ (۱۴۰۴/۰۷/۲۴)",
    title_en: "Commission chair on the interpretation of article 24 (1404/07/24)",
    text_fa: "توزیع کرسی‌ها در وهله اول بر اساس اعداد صحیح و اعشاری که فهرست‌های مختلف کسب خواهند کرد",
    text_en: "Seats are distributed in the first place by the whole and decimal numbers that the lists obtain.",
    source: "https://www.ilna.ir/بخش-سیاسی-3/1700724-توضیح-درباره-طرح-استفساریه-برگزاری-انتخابات-تناسبی-شوراها",
};

pub(crate) static LEFTOVERS: Article = Article {
    key: "24-interpretation-leftovers",
    title_fa: "قانون استفساریه ماده ۲۴ (کرسی‌های باقی‌مانده)",
    title_en: "Interpretation of article 24 (remaining seats)",
    text_fa: "توزیع کرسی‌های باقی‌مانده به صورت یک به یک و بر اساس بالاترین نسبت آراء است که فهرست‌ها دارند.",
    text_en: "Seats that remain after the first distribution are assigned one by one to lists or individual candidates, starting with the highest share.",
    source: "1404/07/23: https://en.vazeh.com/parliament-clears-the-air-a-new-era-for-council-elections-begins ; 1404/07/24: https://www.ilna.ir/بخش-سیاسی-3/1700724-توضیح-درباره-طرح-استفساریه-برگزاری-انتخابات-تناسبی-شوراها",
};

pub(crate) static UNFILLED: Article = Article {
    key: "24-interpretation-unfilled",
    title_fa: "قانون استفساریه ماده ۲۴ (سهمیه تکمیل‌نشده)",
    title_en: "Interpretation of article 24 (unfilled quota)",
    text_fa: "کرسی‌هایی که نامزدهای منفرد نتوانند پر کنند، به همان ترتیب به فهرست‌ها می‌رسد؛ درباره فهرستی که نامزد کافی ندارد نصی یافت نشد و همین قاعده به کار می‌رود.",
    text_en: "Seats that the independents cannot fill pass to the lists in the same order. No text was found for a list with too few members; the same is done there.",
    source: "https://en.vazeh.com/parliament-clears-the-air-a-new-era-for-council-elections-begins",
};

pub(crate) static OVER_ALLOCATION: Article = Article {
    key: "open-over-allocation",
    title_fa: "قرائت امضاشده: بیش شدن کرسی‌ها بر اثر گرد کردن",
    title_en: "Signed reading: rounding that gives more seats than the council has",
    text_fa: "متنی در این باره دیده نشد؛ هر دو هیأت پیش از رأی‌گیری یکی از قرائت‌های نام‌دار را برگزیده و امضا کرده‌اند.",
    text_en: "No text was found. Both boards have chosen and signed one of the named readings before polling.",
    source: "open question 1; see docs/seats.md",
};

pub(crate) static INDEPENDENTS_RANK: Article = Article {
    key: "open-independents-seated",
    title_fa: "قرائت امضاشده: رتبه لازم برای نامزدهای منفرد",
    title_en: "Signed reading: the rank an independent needs",
    text_fa: "«شرط لازم برای کسب کرسی (قرار گرفتن در رتبه ۱ تا تعداد کرسی‌ها)» در طرح استفساریه مطرح شد؛ معلوم نیست در متن نهایی مانده باشد.",
    text_en: "A condition that an independent rank between 1 and the number of seats was raised in the interpretation bill; whether it survived is not known.",
    source: "https://basirat.ir/fa/news/382409",
};

pub(crate) static INSIDE_A_LIST: Article = Article {
    key: "24-1-inside",
    title_fa: "قانون شوراها، ماده ۲۴، بند ۱ (رأی هر نامزد)",
    title_en: "Councils Act, article 24, clause 1 (each candidate's own votes)",
    text_fa: "هر نامزد مجموع آرای خود را دارد؛ کرسی‌های فهرست به دارندگان بیشترین رأی همان فهرست و کرسی‌های منفردان به دارندگان بیشترین رأی در میان آنان می‌رسد.",
    text_en: "Each candidate has his own total, so a list's seats go to its members with the most votes, and the independents' seats to the independents with the most. (Implied; no express text was found.)",
    source: "https://titr.online/fa/news/9042281 ; https://vista.ir/n/ilna/suank",
};

pub(crate) static SHARE_TIE: Article = Article {
    key: "open-share-tie",
    title_fa: "قرائت امضاشده: تساوی سهم فهرست‌ها",
    title_en: "Signed reading: equal shares of lists",
    text_fa: "تساوی درصد آراء فهرست‌ها در طرح استفساریه مطرح شد و پاسخ آن دیده نشد؛ قرعه کشیده می‌شود.",
    text_en: "Equal shares were raised in the interpretation bill and no answer was seen; a lot is drawn.",
    source: "https://basirat.ir/fa/news/382409",
};

pub(crate) static PERSON_TIE: Article = Article {
    key: "old-person-tie",
    title_fa: "قانون پیشین شوراها: اولویت در تساوی آرا",
    title_en: "Former councils law: priority where votes are equal",
    text_fa: "در تساوی آرا: نخست ایثارگران، سپس مدرک تحصیلی بالاتر، سپس قرعه.",
    text_en: "Where votes are equal: first the class of veterans and martyrs' families, then the higher academic degree, then a lot.",
    source: "https://www.darsahn.org/2016/12/02/olaviat-ba-kist/",
};

pub(crate) static ALTERNATES: Article = Article {
    key: "alternates-1395",
    title_fa: "قانون پیشین شوراها (اصلاح ۱۳۹۵): اعضای علی‌البدل",
    title_en: "Former councils law (1395 amendment): alternates",
    text_fa: "تهران ۲۱ عضو اصلی و ۱۱ عضو علی‌البدل دارد؛ در ۱۴۰۰ علی‌البدل‌ها رتبه‌های ۲۲ تا ۳۲ بودند. شیوه تعیین آنان در انتخابات تناسبی یافت نشد.",
    text_en: "Tehran has 21 members and 11 alternates; in 1400 the alternates were ranks 22 to 32. How they are found under the proportional rule was not seen.",
    source: "https://www.ana.press/fa/news/590724 ; https://www.hamshahrionline.ir/news/610273",
};

pub(crate) static PLURALITY: Article = Article {
    key: "plurality",
    title_fa: "اکثریت نسبی آرا",
    title_en: "Plurality of the votes",
    text_fa: "کرسی‌ها به ترتیب به نامزدهای دارای بیشترین رأی می‌رسد؛ انتخابات شهرها و روستاهای دیگر، و خبرگان (ماده ۸: «خبرگان با اکثریت نسبی آرای شرکت‌کنندگان انتخاب می‌شوند»).",
    text_en: "The seats go to the candidates with the most votes: other cities, villages, and the Assembly of Experts (article 8: elected by relative majority, in one round).",
    source: "https://entekhab.ir/fa/amp/news/254589",
};

pub(crate) static QUOTA_METHOD: Article = Article {
    key: "largest-remainder",
    title_fa: "روش بزرگ‌ترین باقی‌مانده",
    title_en: "Method of largest remainders",
    text_fa: "هر گروه به تعداد سهمیه‌های کامل خود کرسی می‌گیرد و کرسی‌های مانده یک به یک به بزرگ‌ترین باقی‌مانده‌ها می‌رسد.",
    text_en: "A group gets a seat for each whole quota; the seats left go one by one to the largest remainders.",
    source: "definition of the method",
};

pub(crate) static IMPERIALI_RETRY: Article = Article {
    key: "imperiali-retry",
    title_fa: "سهمیه ایمپریالی: تکرار با مقسوم‌علیه کمتر",
    title_en: "Imperiali quota: repeated with a smaller divisor",
    text_fa: "اگر با سهمیه «آرا ÷ (کرسی‌ها + ۲)» بیش از کرسی‌های موجود داده شود، محاسبه با مقسوم‌علیهی یکی کمتر تکرار می‌شود.",
    text_en: "Should the quota votes ÷ (seats + 2) give out more seats than there are, the computation is repeated with a divisor smaller by one.",
    source: "the practice of the Italian Chamber until 1993, as commonly described",
};

pub(crate) static DIVISOR_METHOD: Article = Article {
    key: "highest-quotient",
    title_fa: "روش بزرگ‌ترین خارج قسمت",
    title_en: "Method of highest quotients",
    text_fa: "کرسی‌ها یک به یک به گروهی می‌رسد که خارج قسمت آرای آن بر مقسوم‌علیه بعدی‌اش از همه بزرگ‌تر است.",
    text_en: "Seats go one by one to the group whose votes divided by its next divisor are highest.",
    source: "definition of the method",
};

pub(crate) static THRESHOLD: Article = Article {
    key: "threshold",
    title_fa: "قرائت امضاشده: حد نصاب",
    title_en: "Signed reading: threshold",
    text_fa: "گروهی که سهم آن از آرای صحیح به حد نصاب نرسد کرسی نمی‌گیرد.",
    text_en: "A group whose share of the valid votes stays below the threshold takes no seat.",
    source: "a parameter of the contest; the Tehran rule has none",
};
