//! The journal in the reader's language: acts, things and fields, which the journal keeps by their codes.

use crate::locale::Lang;
use headquarters::permit::Act;

screens::words! {
    ReadRecord = "خواندن تابلوی عمومی" / "read the record",
    ImportCounty = "ورود فایل‌های شهرستان" / "import the county's files",
    FreezeSetup = "تثبیت تنظیمات رویداد" / "freeze the set-up",
    AppendEntry = "افزودن برگ به تابلوی عمومی" / "append an entry to the record",
    CheckIn = "ثبت حضور رأی‌دهنده" / "check a voter in",
    CloseLedger = "بستن دفتر ثبت حضور" / "close the check-in ledger",
    Count = "شمارش" / "count",
    EnrolFirst = "ثبت نخستین مسئولان" / "enrol the first officers",
    ReadOrganisation = "دیدن سازمان" / "read the organisation",
    Organise = "سازماندهی" / "organise",
    FixPollingDay = "تعیین روز رأی‌گیری" / "fix the polling day",
    RegisterPerson = "ثبت شخص" / "register a person",
    AppointExecutive = "صدور و لغو حکم اجرا" / "appoint for the executive",
    AppointSupervisor = "صدور و لغو حکم نظارت" / "appoint for supervision",
    ConfirmLetter = "تأیید حکم" / "confirm a letter",
    RecoverAccess = "بازگشایی ورود" / "recover an officer's access",
    ReadDecisions = "دیدن مصوبه‌ها" / "read decisions",
    KeepMinutes = "نگارش صورت‌جلسه" / "keep minutes",
    ReportDecision = "گزارش اجرای مصوبه" / "report on a decision",
    VerifyDecision = "راستی‌آزمایی مصوبه" / "verify a decision",
    ReadJournal = "خواندن دفتر وقایع" / "read the journal",
    ReadBranches = "دیدن شعبه‌ها" / "read branches",
    RegisterBranch = "ثبت شعبه" / "register a branch",
    SurveyBranch = "بازدید شعبه" / "survey a branch",
    ReadNetwork = "دیدن شبکه" / "read the network",
    RecordNetwork = "ثبت شبکه" / "record the network",
    ReadDevices = "دیدن تجهیزات" / "read devices",
    MoveDevice = "جابه‌جایی دستگاه" / "move a device",
    ReadStaff = "دیدن کارکنان" / "read staff",
    AssignStaff = "گماردن کارکنان" / "assign staff",
    RecruitStaff = "جذب نیرو و اصلاح پرونده‌ها" / "recruit staff",
    TrainStaff = "برگزاری دوره و حضور و غیاب" / "train staff",
    AssessStaff = "ارزیابی نیروها" / "assess staff",
    AttendStaff = "ثبت آمدن و رفتن" / "record who came",
    ReadSecurity = "دیدن امنیت شبکه" / "read network security",
    RecordSecurity = "ثبت و تحویل بخش‌های شبکه" / "record network security",
    ReportIncident = "گزارش رخداد" / "report an incident",
    ReadReadiness = "دیدن آمادگی" / "read readiness",
    Import = "ورود جدول" / "import",

    // What a person does for themselves, without a permit.
    SignIn = "ورود" / "sign in",
    SignInByKey = "ورود با کلید" / "sign in by a passkey",
    Locked = "قفل پس از اشتباه‌های پیاپی" / "lock after mistakes",
    Enrol = "نخستین ورود" / "enrol",
    MakeKey = "ساختن کلید ورود" / "make a passkey",
    RemoveKey = "برداشتن کلید ورود" / "remove a passkey",
    RefuseKey = "رد کلیدی که شمارنده‌اش به عقب رفته" / "refuse a passkey whose counter went back",
    ChangePassword = "تغییر گذرواژه" / "change a password",
    EndSession = "بستن نشست" / "end a session",
    DrawOwnLink = "گرفتن پیوند ورود تازه برای خود" / "draw a link of one's own",
    SendLog = "رسیدن دفتر میزهای شعبه" / "send the log of its desks",
    Escalate = "ارجاع مصوبه‌ی دیرشده به بالادست" / "escalate a late decision",

    // Things.
    Letter = "حکم" / "letter",
    Committee = "کمیته" / "committee",
    Headquarters = "ستاد" / "headquarters",
    Person = "شخص" / "person",
    Recovery = "بازگشایی ورود" / "recovery",
    Link = "پیوند ورود" / "link",
    Meeting = "جلسه" / "meeting",
    Decision = "مصوبه" / "decision",
    Evidence = "مستند" / "evidence",
    Branch = "شعبه" / "branch",
    Branches = "شعبه‌ها" / "branches",
    Files = "پرونده‌ها" / "files",
    Device = "دستگاه" / "device",
    PollingDay = "روز رأی‌گیری" / "polling day",
    Postponement = "جابه‌جایی روز رأی‌گیری" / "postponement of the polls",
    Holidays = "تعطیلی‌ها" / "holidays",
    Member = "نیرو" / "member of staff",
    Staff = "نیروها" / "staff",
    StaffPlan = "برنامه‌ی سمت‌ها" / "plan of posts",
    Training = "دوره" / "training session",
    Assignment = "گماردن‌ها" / "assignments",
    Segment = "بخش شبکه" / "segment",
    Incident = "رخداد" / "incident",

    // Fields.
    Number = "شماره" / "number",
    Name = "نام" / "name",
    Latin = "نام لاتین" / "Latin name",
    Login = "نام ورود" / "sign-in name",
    Place = "محل" / "place",
    Role = "سمت" / "role",
    Scope = "محل حکم" / "place of the letter",
    From = "از" / "from",
    Until = "تا" / "until",
    Basis = "مستند قانونی" / "legal basis",
    IssuedBy = "صادرکننده" / "issued by",
    ConfirmedBy = "تأییدکننده" / "confirmed by",
    ProposedBy = "پیشنهاددهنده" / "proposed by",
    Revoked = "لغو" / "revoked",
    Supersedes = "جایگزینِ" / "takes the place of",
    Superseded = "جایگزین‌شده" / "superseded",
    Kind = "نوع" / "kind",
    Formed = "تاریخ تشکیل" / "formed on",
    Ended = "تاریخ پایان" / "ended on",
    Topic = "موضوع" / "topic",
    Title = "عنوان" / "title",
    Held = "تاریخ برگزاری" / "held on",
    Present = "حاضران" / "present",
    Agenda = "دستور جلسه" / "agenda",
    Minutes = "صورت‌جلسه" / "minutes",
    Text = "متن" / "text",
    Owner = "مسئول اجرا" / "owner",
    Due = "مهلت" / "due",
    Status = "وضعیت" / "status",
    Since = "از زمان" / "since",
    Why = "دلیل" / "reason",
    Site = "مشخصات شعبه" / "register of the branch",
    Surveys = "بازدیدها" / "surveys",
    Deficiencies = "کاستی‌ها" / "deficiencies",
    Risks = "ریسک‌ها" / "risks",
    Network = "خط‌ها" / "lines",
    New = "تازه" / "new",
    Changed = "تغییرکرده" / "changed",
    Same = "بی‌تغییر" / "same",
}

/// An act of the matrix.
pub(super) fn act(act: Act) -> Word {
    match act {
        Act::ReadRecord => Word::ReadRecord,
        Act::ImportCounty => Word::ImportCounty,
        Act::FreezeSetup => Word::FreezeSetup,
        Act::AppendEntry => Word::AppendEntry,
        Act::CheckIn => Word::CheckIn,
        Act::CloseLedger => Word::CloseLedger,
        Act::Count => Word::Count,
        Act::EnrolFirst => Word::EnrolFirst,
        Act::ReadOrganisation => Word::ReadOrganisation,
        Act::Organise => Word::Organise,
        Act::FixPollingDay => Word::FixPollingDay,
        Act::RegisterPerson => Word::RegisterPerson,
        Act::AppointExecutive => Word::AppointExecutive,
        Act::AppointSupervisor => Word::AppointSupervisor,
        Act::ConfirmLetter => Word::ConfirmLetter,
        Act::RecoverAccess => Word::RecoverAccess,
        Act::ReadDecisions => Word::ReadDecisions,
        Act::KeepMinutes => Word::KeepMinutes,
        Act::ReportDecision => Word::ReportDecision,
        Act::VerifyDecision => Word::VerifyDecision,
        Act::ReadJournal => Word::ReadJournal,
        Act::ReadBranches => Word::ReadBranches,
        Act::RegisterBranch => Word::RegisterBranch,
        Act::SurveyBranch => Word::SurveyBranch,
        Act::ReadNetwork => Word::ReadNetwork,
        Act::RecordNetwork => Word::RecordNetwork,
        Act::ReadDevices => Word::ReadDevices,
        Act::MoveDevice => Word::MoveDevice,
        Act::ReadStaff => Word::ReadStaff,
        Act::AssignStaff => Word::AssignStaff,
        Act::RecruitStaff => Word::RecruitStaff,
        Act::TrainStaff => Word::TrainStaff,
        Act::AssessStaff => Word::AssessStaff,
        Act::AttendStaff => Word::AttendStaff,
        Act::ReadSecurity => Word::ReadSecurity,
        Act::RecordSecurity => Word::RecordSecurity,
        Act::ReportIncident => Word::ReportIncident,
        Act::ReadReadiness => Word::ReadReadiness,
        Act::Import => Word::Import,
    }
}

/// What the journal says was done, in the reader's language; as it stands where the journal has no code for it.
pub(super) fn done(lang: Lang, code: &str) -> String {
    let of_matrix = Act::ALL.iter().find(|one| one.to_string() == code).map(|one| act(*one));
    let word = of_matrix.or(match code {
        "sign in" => Some(Word::SignIn),
        "sign in by a passkey" => Some(Word::SignInByKey),
        "lock" => Some(Word::Locked),
        "enrol" => Some(Word::Enrol),
        "make a passkey" => Some(Word::MakeKey),
        "remove a passkey" => Some(Word::RemoveKey),
        "refuse a passkey whose counter went back" => Some(Word::RefuseKey),
        "change a password" => Some(Word::ChangePassword),
        "end a session" => Some(Word::EndSession),
        "draw a link of one's own" => Some(Word::DrawOwnLink),
        "send the log of its desks" => Some(Word::SendLog),
        "escalate a late decision" => Some(Word::Escalate),
        _ => None,
    });
    word.map_or_else(|| code.to_owned(), |word| lang.say(word).to_owned())
}

/// A thing that the journal names.
pub(super) fn thing(lang: Lang, code: &str) -> String {
    let word = match code {
        "letter" => Word::Letter,
        "committee" => Word::Committee,
        "headquarters" => Word::Headquarters,
        "person" => Word::Person,
        "recovery" => Word::Recovery,
        "link" => Word::Link,
        "meeting" => Word::Meeting,
        "decision" => Word::Decision,
        "evidence" => Word::Evidence,
        "branch" => Word::Branch,
        "branches" => Word::Branches,
        "files" => Word::Files,
        "device" => Word::Device,
        "polling day" => Word::PollingDay,
        "postponement" => Word::Postponement,
        "holidays" => Word::Holidays,
        "member" => Word::Member,
        "staff" => Word::Staff,
        "staff plan" => Word::StaffPlan,
        "training session" => Word::Training,
        "assignment" => Word::Assignment,
        "segment" => Word::Segment,
        "incident" => Word::Incident,
        other => return other.to_owned(),
    };
    lang.say(word).to_owned()
}

/// A field of a record.
pub(super) fn field(lang: Lang, code: &str) -> String {
    let word = match code {
        "number" | "id" => Word::Number,
        "name" => Word::Name,
        "latin" => Word::Latin,
        "login" => Word::Login,
        "place" => Word::Place,
        "person" => Word::Person,
        "role" => Word::Role,
        "scope" => Word::Scope,
        "committee" => Word::Committee,
        "from" => Word::From,
        "until" => Word::Until,
        "basis" => Word::Basis,
        "issued_by" => Word::IssuedBy,
        "confirmed_by" => Word::ConfirmedBy,
        "proposed_by" => Word::ProposedBy,
        "revoked" => Word::Revoked,
        "supersedes" => Word::Supersedes,
        "superseded" => Word::Superseded,
        "kind" => Word::Kind,
        "formed" => Word::Formed,
        "ended" => Word::Ended,
        "topic" => Word::Topic,
        "title" => Word::Title,
        "held" => Word::Held,
        "present" => Word::Present,
        "agenda" => Word::Agenda,
        "minutes" => Word::Minutes,
        "meeting" => Word::Meeting,
        "text" => Word::Text,
        "owner" => Word::Owner,
        "due" => Word::Due,
        "status" => Word::Status,
        "since" => Word::Since,
        "why" => Word::Why,
        "site" => Word::Site,
        "surveys" => Word::Surveys,
        "deficiencies" => Word::Deficiencies,
        "risks" => Word::Risks,
        "network" => Word::Network,
        "new" => Word::New,
        "changed" => Word::Changed,
        "same" => Word::Same,
        other => return other.to_owned(),
    };
    lang.say(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_of_the_matrix_is_said_in_both_languages() {
        for one in Act::ALL {
            assert_eq!(done(Lang::En, &one.to_string()), one.to_string());
            assert_ne!(done(Lang::Fa, &one.to_string()), one.to_string());
        }
        for word in Word::ALL {
            assert_eq!(crate::locale::mistake_in(*word), None, "{word:?}");
        }
    }
}
