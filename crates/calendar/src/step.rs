//! The steps of an election, what each is counted from, and on whose word.

use serde::{Deserialize, Serialize};

/// What is elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A city's council («شورای اسلامی شهر»).
    City,
    /// A village's council («شورای اسلامی روستا»).
    Village,
    /// A by-election of the Assembly of Experts («میان‌دوره‌ای مجلس خبرگان رهبری»).
    Experts,
}

/// A step with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Those whom an office bars resign from it («استعفای مشمولان ماده ۴۱»).
    Resignation,
    /// The Minister's order to begin («دستور شروع انتخابات»).
    StartOrder,
    /// The notice of registration («آگهی ثبت‌نام»).
    RegistrationNotice,
    /// Executive boards are formed («تشکیل هیأت‌های اجرایی»).
    ExecutiveBoards,
    /// Candidates register («ثبت‌نام داوطلبان»).
    Registration,
    /// Parties name who registers their lists («معرفی نماینده تام‌الاختیار»).
    ListRepresentatives,
    /// County supervisory boards finish («رسیدگی هیأت نظارت شهرستان»).
    SupervisoryDecision,
    /// Who is approved is announced («اعلام نتیجه رسیدگی»).
    Announcement,
    /// The rejected object («شکایت داوطلبان ردشده»).
    Objections,
    /// The provincial supervisory board decides on objections («رسیدگی هیأت نظارت استان»).
    ObjectionsDecided,
    /// The last day to change constituency («تغییر حوزه انتخابیه»).
    ChangeOfConstituency,
    /// Campaigning («تبلیغات»).
    Campaign,
    /// No campaigning («ممنوعیت تبلیغات»).
    Silence,
    /// The poll («اخذ رأی»).
    Poll,
    /// The new term begins («آغاز دوره»).
    TermStart,
}

/// What a step is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Days from the polling day, first and last; negative before it.
    Poll(i64, i64),
    /// Days from the first day of registration.
    Registration(i64, i64),
    /// Jalali months before the days of registration, each day for itself.
    MonthsBeforeRegistration(u32),
    /// Days from the last day of the step before.
    Previous(i64, i64),
}

impl Anchor {
    /// Does the law count back to it («حداقل پانزده روز پیش از …»)? Whoever does it a day late because of a holiday leaves less
    /// than the law asks for.
    pub(crate) fn counts_back(self) -> bool {
        match self {
            Anchor::Poll(first, last) => first == last && last < 0,
            Anchor::MonthsBeforeRegistration(_) => true,
            Anchor::Registration(..) | Anchor::Previous(..) => false,
        }
    }
}

impl Step {
    /// Is it something that is so on those days, and no deadline for anybody?
    pub(crate) fn is_a_state(self) -> bool {
        matches!(self, Step::Campaign | Step::Silence | Step::Poll | Step::TermStart)
    }
}

/// On whose word a step stands where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "basis", content = "provision")]
pub enum Basis {
    /// A provision gives the interval.
    Law(Provision),
    /// The ministry's calendar of 1404 had this interval; no provision is known to us.
    Practice,
}

/// A provision that gives an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provision {
    /// Article 41: resign at least three months before registration («ماده ۴۱»).
    Article41,
    /// Note 4 to Article 37: once, up to fifteen days before the poll («تبصره ۴ ماده ۳۷»).
    Article37Note4,
    /// The by-law: within five days of the order («آیین‌نامه اجرایی»).
    ByLaw,
    /// The rules of supervision: four days to object, seven to decide («مقررات نظارت»).
    Supervision,
    /// The rules of campaigning: from eight days to twenty-four hours before the poll («مقررات تبلیغات»).
    Campaigning,
}

/// A row of the table.
pub(crate) type Row = (Step, Anchor, Basis);

use Anchor::{MonthsBeforeRegistration, Poll, Previous, Registration};
use Basis::{Law, Practice};

/// The intervals of 1404 and 1405, from the announcements of the seventh term: registration 21 to 27 Dey for
/// cities and 24 to 30 Bahman for villages, poll on 11 Ordibehesht 1405.
pub(crate) const fn rows(kind: Kind) -> &'static [Row] {
    match kind {
        Kind::City => &CITY,
        Kind::Village => &VILLAGE,
        Kind::Experts => &EXPERTS,
    }
}

/// How many days before the poll registration begins, unless the ministry says otherwise.
pub(crate) const fn registration_before_poll(kind: Kind) -> i64 {
    match kind {
        Kind::City => 110,
        Kind::Village => 77,
        Kind::Experts => 112,
    }
}

const RESIGNATION: Row = (Step::Resignation, MonthsBeforeRegistration(3), Law(Provision::Article41));
const START: Row = (Step::StartOrder, Registration(-24, -24), Practice);
const NOTICE: Row = (Step::RegistrationNotice, Registration(-23, -23), Practice);
const BOARDS: Row = (Step::ExecutiveBoards, Registration(-23, -19), Law(Provision::ByLaw));
const REGISTRATION: Row = (Step::Registration, Registration(0, 6), Practice);
const CHANGE: Row = (Step::ChangeOfConstituency, Poll(-15, -15), Law(Provision::Article37Note4));
const CAMPAIGNING: Row = (Step::Campaign, Poll(-8, -2), Law(Provision::Campaigning));
const SILENCE: Row = (Step::Silence, Poll(-1, -1), Law(Provision::Campaigning));
const POLL: Row = (Step::Poll, Poll(0, 0), Practice);
const TERM: Row = (Step::TermStart, Poll(48, 48), Practice);

const CITY: [Row; 15] = [
    RESIGNATION,
    START,
    NOTICE,
    BOARDS,
    REGISTRATION,
    (Step::ListRepresentatives, Previous(1, 15), Practice),
    (Step::SupervisoryDecision, Poll(-69, -69), Practice),
    (Step::Announcement, Poll(-68, -68), Practice),
    (Step::Objections, Previous(1, 4), Law(Provision::Supervision)),
    (Step::ObjectionsDecided, Previous(1, 7), Law(Provision::Supervision)),
    CHANGE,
    CAMPAIGNING,
    SILENCE,
    POLL,
    TERM,
];

const VILLAGE: [Row; 10] =
    [RESIGNATION, START, NOTICE, BOARDS, REGISTRATION, CHANGE, CAMPAIGNING, SILENCE, POLL, TERM];

const EXPERTS: [Row; 2] = [REGISTRATION, POLL];
