//! The transcript in words, for a lawyer and a citizen, in Persian and English.

use crate::number::{grouped, in_script, plain};
use crate::{
    Act, Change, Code, Group, House, Lot, LotFor, Quota, Ratio, Rounding, Standing, Step, Tally, TieStage,
};

/// The language of a sentence. Digits follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// «فارسی»
    Persian,
    /// English.
    English,
}
use Language::{English, Persian};

impl Group {
    /// The group as it is spoken of: its title and code.
    pub fn spoken(&self, language: Language) -> String {
        match (language, &self.name) {
            (Persian, _) if self.is_independents() => "نامزدهای منفرد".into(),
            (English, _) if self.is_independents() => "the independents".into(),
            (Persian, Some(name)) => format!("فهرست «{name}» ({})", in_script(self.code.as_str(), Persian)),
            (Persian, None) => format!("فهرست {}", in_script(self.code.as_str(), Persian)),
            (English, Some(name)) => format!("list “{name}” ({})", self.code),
            (English, None) => format!("list {}", self.code),
        }
    }
}

impl Step {
    /// The step in one or two sentences, without its citation.
    pub fn explain(&self, language: Language) -> String {
        let text = capitalised(act(&self.act, language));
        match (self.house, language) {
            (House::Members, _) => text,
            (House::Alternates, Persian) => format!("(علی‌البدل) {text}"),
            (House::Alternates, English) => format!("(alternates) {text}"),
        }
    }
}

fn act(act: &Act, l: Language) -> String {
    let n = |n: u64| grouped(n.into(), l);
    match act {
        Act::Totalled { groups, total, seats } => {
            let sums =
                join(groups.iter().map(|tally| format!("{}: {}", tally.who.spoken(l), n(tally.votes))), l);
            let (total, seats) = (n(*total), n((*seats).into()));
            match l {
                Persian => format!("مجموع آرا: {sums}. کل آرای صحیح: {total}. تعداد کرسی: {seats}."),
                English => format!("Votes added up: {sums}. All valid votes: {total}. Seats: {seats}."),
            }
        }
        Act::StayedBelowThreshold { group, votes, valid, threshold } => {
            let share = Ratio::new((*votes).into(), (*valid).into()).spoken(l);
            let (group, votes, valid, threshold) =
                (group.spoken(l), n(*votes), n(*valid), threshold.spoken(l));
            match l {
                Persian => format!(
                    "{group} با {votes} رأی از {valid}، یعنی سهم {share}، به حد نصاب {threshold} نمی‌رسد و کرسی نمی‌گیرد."
                ),
                English => format!(
                    "{group} has {votes} of {valid} votes, a share of {share}, below the threshold of {threshold}, and takes no seat."
                ),
            }
        }
        Act::RankedIndependents { eligible, of, rank } => {
            let (eligible, of, rank) = (n((*eligible).into()), n((*of).into()), n((*rank).into()));
            match l {
                Persian => format!(
                    "از {of} نامزد منفرد، {eligible} نفر در میان همه نامزدها در رتبه ۱ تا {rank} هستند و می‌توانند کرسی بگیرند."
                ),
                English => format!(
                    "Of {of} independents, {eligible} rank between 1 and {rank} among all candidates and can be seated."
                ),
            }
        }
        Act::RaisedQuota { given, seats, quota } => {
            let (given, seats, quota) = (n(*given), n((*seats).into()), quota.spoken(l));
            match l {
                Persian => format!(
                    "این سهمیه {given} کرسی می‌دهد و تنها {seats} کرسی هست؛ سهمیه به {quota} افزایش می‌یابد."
                ),
                English => format!(
                    "This quota would give {given} seats and there are {seats}; it is raised to {quota}."
                ),
            }
        }
        Act::Entitled { quota, kind, groups } => {
            let one = |entry: &crate::Entitlement| {
                let (group, votes, exact) = (entry.group.spoken(l), n(entry.votes), entry.exact.spoken(l));
                match l {
                    Persian => format!("{group} با {votes} رأی: {exact}"),
                    English => format!("{group} with {votes} votes: {exact}"),
                }
            };
            let (quota, kind, each) =
                (quota.spoken(l), quota_name(*kind, l), join(groups.iter().map(one), l));
            match l {
                Persian => format!(
                    "هر کرسی {quota} رأی می‌ارزد ({kind}). سهم هر گروه از کرسی‌ها، آرای آن تقسیم بر این عدد است: {each}."
                ),
                English => format!(
                    "One seat is worth {quota} votes ({kind}). Each group is due its votes divided by that: {each}."
                ),
            }
        }
        Act::Rounded { rounding, groups, given, seats } => {
            let one = |entry: &crate::FirstPass| {
                let (group, exact, seats) =
                    (entry.group.spoken(l), entry.exact.decimal(l), n(entry.seats.into()));
                match l {
                    Persian => format!("{group}: {exact} ← {seats}"),
                    English => format!("{group}: {exact} → {seats}"),
                }
            };
            let (each, given, seats) = (join(groups.iter().map(one), l), n(*given), n((*seats).into()));
            match (l, rounding) {
                (Persian, Rounding::Nearest) => {
                    format!("هر عدد گرد می‌شود: {each}. جمع: {given}؛ تعداد کرسی: {seats}.")
                }
                (Persian, Rounding::Down) => {
                    format!("عدد صحیح هر یک به حساب می‌آید: {each}. جمع: {given}؛ تعداد کرسی: {seats}.")
                }
                (English, Rounding::Nearest) => {
                    format!("Each number is rounded: {each}. Together {given}, for {seats} seats.")
                }
                (English, Rounding::Down) => format!(
                    "The whole part of each number counts: {each}. Together {given}, for {seats} seats."
                ),
            }
        }
        Act::Capped { change } => {
            let (group, from, to) = moved(change, l);
            match l {
                Persian => format!(
                    "{group} به {from} کرسی می‌رسد و تنها {to} نفر برای نشستن دارد؛ مانده آن به کرسی‌های باقی‌مانده می‌پیوندد."
                ),
                English => {
                    format!("{group} is due {from} seats and has {to} to fill them; the rest is left over.")
                }
            }
        }
        Act::GaveBack { change, exact, votes, reading } => {
            let (group, from, to) = moved(change, l);
            let (exact, votes) = (exact.spoken(l), n(*votes));
            let reason = option(crate::reading::OVER_ALLOCATION, reading.name(), l);
            match l {
                Persian => format!(
                    "کرسی‌ها بیش از اعضای شوراست. {group} (حق دقیق {exact}، {votes} رأی) یک کرسی پس می‌دهد: {from} ← {to}. قرائت امضاشده: {reason}."
                ),
                English => format!(
                    "More seats than members: {group} (exactly {exact}, {votes} votes) gives one back: {from} → {to}. The signed reading: {reason}."
                ),
            }
        }
        Act::GotLeftover { change, by, round } => {
            let (group, from, to) = moved(change, l);
            let (round, why) = (n((*round).into()), standing(*by, l));
            match l {
                Persian => format!("یک کرسی باقی‌مانده به {group} می‌رسد ({why}؛ دور {round}): {from} ← {to}."),
                English => {
                    format!("One seat left over goes to {group} ({why}; round {round}): {from} → {to}.")
                }
            }
        }
        Act::GotQuotient { change, votes, divisor } => {
            let (group, from, to) = moved(change, l);
            let quotient = Ratio::new(u128::from(*votes) * divisor.den, divisor.num).spoken(l);
            let (votes, divisor) = (n(*votes), divisor.spoken(l));
            match l {
                Persian => format!(
                    "بزرگ‌ترین خارج قسمت از آن {group} است: {votes} تقسیم بر {divisor}، یعنی {quotient}. کرسی: {from} ← {to}."
                ),
                English => format!(
                    "The highest quotient is that of {group}: {votes} divided by {divisor} is {quotient}. Seats: {from} → {to}."
                ),
            }
        }
        Act::SettledTie { stage, among, first, told_apart } => {
            let (among, stage) = (codes(among, l), stage_name(*stage, l));
            let first = codes(first, l);
            match (l, told_apart) {
                (Persian, true) => format!("{among} رأی برابر دارند. به موجب {stage}، {first} مقدم است."),
                (Persian, false) => format!("{among} رأی برابر دارند و {stage} آنان را از هم جدا نمی‌کند."),
                (English, true) => format!("{among} have equal votes. By {stage}, {first} comes first."),
                (English, false) => {
                    format!("{among} have equal votes, and {stage} does not tell them apart.")
                }
            }
        }
        Act::Drew { lot, drawn } => {
            let (question, drawn) = (lot.explain(l), codes(drawn, l));
            match l {
                Persian => format!("{question} نتیجه قرعه ثبت‌شده: {drawn}."),
                English => format!("{question} The lot on the record: {drawn}."),
            }
        }
        Act::Seated { group, persons, next, .. } => {
            let seated = tallies(persons, l);
            let who = group.as_ref().map_or_else(|| everybody(l).to_owned(), |group| group.spoken(l));
            let next = next.as_ref().map_or_else(String::new, |next| {
                let (code, votes) = (in_script(next.who.as_str(), l), n(next.votes));
                match l {
                    Persian => format!(" نفر بعدی {code} با {votes} رأی است."),
                    English => format!(" The next is {code} with {votes} votes."),
                }
            });
            match l {
                Persian => format!("از {who}، دارندگان بیشترین رأی برگزیده می‌شوند: {seated}.{next}"),
                English => format!("Of {who}, those with the most votes are elected: {seated}.{next}"),
            }
        }
        Act::NamedAlternates { by, group, persons } => {
            let named = tallies(persons, l);
            let who = group.as_ref().map_or_else(|| everybody(l).to_owned(), |group| group.spoken(l));
            let reason = option(crate::reading::ALTERNATES_BY, by.name(), l);
            match l {
                Persian => format!("از {who}، به ترتیب: {named}. قرائت امضاشده: {reason}."),
                English => format!("Of {who}, in this order: {named}. The signed reading: {reason}."),
            }
        }
        Act::LeftVacant { seats } => {
            let seats = n((*seats).into());
            match l {
                Persian => format!("برای {seats} جایگاه کسی نمانده است و خالی می‌ماند."),
                English => format!("Nobody is left for {seats} places; they stay vacant."),
            }
        }
    }
}

/// A sentence begins with a capital letter, where the script has any.
fn capitalised(text: String) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a lot asks, in a sentence.
pub(crate) fn lot(lot: &Lot, l: Language) -> String {
    let (among, choose) = (codes(&lot.among, l), plain(lot.choose.into(), l));
    let purpose = match (l, lot.purpose) {
        (Persian, LotFor::Leftover) => "گرفتن کرسی باقی‌مانده",
        (Persian, LotFor::TakeBack) => "پس دادن کرسی اضافی",
        (Persian, LotFor::Quotient) => "گرفتن کرسی بعدی",
        (Persian, LotFor::Elected) => "برگزیده شدن",
        (Persian, LotFor::Alternate) => "ترتیب علی‌البدل‌ها",
        (Persian, LotFor::AlternatePlace) => "گرفتن جایگاه علی‌البدل",
        (Persian, LotFor::AlternateTakeBack) => "پس دادن جایگاه علی‌البدل",
        (English, LotFor::Leftover) => "the seat left over",
        (English, LotFor::TakeBack) => "giving back the seat too many",
        (English, LotFor::Quotient) => "the next seat",
        (English, LotFor::Elected) => "being elected",
        (English, LotFor::Alternate) => "the order of the alternates",
        (English, LotFor::AlternatePlace) => "the next alternate's place",
        (English, LotFor::AlternateTakeBack) => "giving back the alternate's place too many",
    };
    match l {
        Persian => {
            format!("{among} برابرند؛ برای {purpose}، {choose} مورد به قید قرعه و به ترتیب بیرون می‌آید.")
        }
        English => format!("{among} are equal; for {purpose}, {choose} of them are drawn by lot, in order."),
    }
}

fn moved(change: &Change, l: Language) -> (String, String, String) {
    (change.group.spoken(l), plain(change.from.into(), l), plain(change.to.into(), l))
}

fn standing(by: Standing, l: Language) -> String {
    match (by, l) {
        (Standing::Share { votes, total }, Persian) => {
            format!("بالاترین سهم: {} رأی از {}", grouped(votes.into(), l), grouped(total.into(), l))
        }
        (Standing::Share { votes, total }, English) => {
            format!("highest share: {} of {} votes", grouped(votes.into(), l), grouped(total.into(), l))
        }
        (Standing::Remainder(rest), Persian) => format!("بزرگ‌ترین باقی‌مانده: {} از یک سهمیه", rest.spoken(l)),
        (Standing::Remainder(rest), English) => format!("largest remainder: {} of a quota", rest.spoken(l)),
    }
}

fn quota_name(quota: Quota, l: Language) -> &'static str {
    match (quota, l) {
        (Quota::Hare, Persian) => "کل آرا ÷ کرسی‌ها",
        (Quota::Droop, Persian) => "جزء صحیح کل آرا ÷ (کرسی‌ها + ۱)، به‌علاوه یک",
        (Quota::Imperiali, Persian) => "سهمیه ایمپریالی",
        (Quota::Hare, English) => "all votes ÷ seats",
        (Quota::Droop, English) => "whole part of all votes ÷ (seats + 1), plus one",
        (Quota::Imperiali, English) => "Imperiali quota",
    }
}

fn stage_name(stage: TieStage, l: Language) -> &'static str {
    match (stage, l) {
        (TieStage::Veteran, Persian) => "اولویت ایثارگران",
        (TieStage::Degree, Persian) => "مدرک تحصیلی بالاتر",
        (TieStage::Lot, Persian) => "قرعه",
        (TieStage::Veteran, English) => "the priority of veterans",
        (TieStage::Degree, English) => "the higher degree",
        (TieStage::Lot, English) => "lot",
    }
}

fn option(options: &'static [crate::ReadingOption], name: &str, l: Language) -> &'static str {
    let option =
        options.iter().find(|option| option.name == name).expect("every variant is among the options");
    match l {
        Persian => option.fa,
        English => option.en,
    }
}

fn everybody(l: Language) -> &'static str {
    match l {
        Persian => "همه نامزدها",
        English => "all candidates",
    }
}

fn tallies(persons: &[Tally<Code>], l: Language) -> String {
    let one = |tally: &Tally<Code>| {
        format!("{} ({})", in_script(tally.who.as_str(), l), grouped(tally.votes.into(), l))
    };
    join(persons.iter().map(one), l)
}

fn codes(codes: &[Code], l: Language) -> String {
    join(codes.iter().map(|code| in_script(code.as_str(), l)), l)
}

fn join(parts: impl Iterator<Item = String>, l: Language) -> String {
    let comma = match l {
        Persian => "، ",
        English => ", ",
    };
    parts.collect::<Vec<_>>().join(comma)
}
