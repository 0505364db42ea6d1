//! The words of the headquarters' rooms.

use headquarters::decision::Step;
use headquarters::meeting::Topic;
use headquarters::organisation::Kind;
use headquarters::role::Role;

screens::words! {
    // The house.
    Rooms = "بخش‌های ستاد" / "Rooms of the headquarters",
    Morning = "امروز" / "Today",
    Organisation = "سازمان" / "Organisation",
    People = "اشخاص" / "People",
    Letters = "حکم‌ها" / "Letters",
    Journal = "دفتر وقایع" / "Journal",
    SignOut = "خروج" / "Sign out",
    None = "هیچ‌کدام" / "None",
    Change = "تغییر" / "Change",
    Keep = "ثبت" / "Save",
    Forbidden = "این کار در اختیار شما نیست" / "This is not yours to do",
    ForbiddenHint = "هیچ حکم نافذی این اختیار را در اینجا به شما نمی‌دهد. اگر باید بدهد، از صادرکننده‌ی حکم بخواهید." / "No letter in force gives you this right here. If one should, ask whoever issues letters.",
    OtherSite = "این درخواست از این سایت نیامده است" / "This request did not come from this site",
    OtherSiteHint = "هیچ چیز ثبت نشد. صفحه را در همین سایت باز کنید و دوباره بفرستید." / "Nothing was saved. Open the page on this site and send it again.",

    // Signing in.
    SignIn = "ورود به ستاد" / "Sign in to the headquarters",
    SignInLead = "برای کسانی است که حکم دارند. صفحه‌های عمومی ورود نمی‌خواهند." / "For those who hold a letter of appointment. The public pages need no sign-in.",
    SignInButton = "ورود" / "Sign in",
    SignInRefused = "ورود ممکن نشد" / "You could not be signed in",
    SignInRefusedHint = "نام، گذرواژه یا کد درست نیست؛ یا پس از چند بار اشتباه باید کمی صبر کنید. هر کد یک بار پذیرفته می‌شود." / "The name, the password or the code is wrong, or after several mistakes you have to wait a little. A code is accepted once.",
    SignInLost = "اگر گذرواژه یا تلفن خود را گم کرده‌اید، دو نفر از مسئولان ستاد می‌توانند راه ورود را دوباره باز کنند." / "If you lost your password or your telephone, two officers of the headquarters can let you enrol again.",
    Login = "نام ورود" / "Sign-in name",
    LoginHint = "۳ تا ۴۰ حرف کوچک لاتین، رقم، نقطه یا خط تیره" / "3 to 40 small Latin letters, digits, dots or hyphens",
    Password = "گذرواژه" / "Password",
    PasswordHint = "دست‌کم دوازده نویسه؛ چند کلمه‌ی بی‌ربط بهتر از یک کلمه‌ی پیچیده است." / "Twelve characters or more; a few unrelated words beat one complicated word.",
    PasswordAgain = "گذرواژه، بار دوم" / "Password, again",
    Code = "کد یک‌بارمصرف" / "One-time code",
    CodeHint = "شش رقمی که برنامه‌ی رمزساز تلفن نشان می‌دهد" / "The six digits that your telephone's authenticator shows",
    Enrol = "نخستین ورود" / "First sign-in",
    EnrolLead = "{0}، این پیوند یک بار کار می‌کند: گذرواژه بگذارید و رمزساز تلفن را وصل کنید." / "{0}, this link works once: set a password and connect your telephone's authenticator.",
    EnrolLogin = "با این نام وارد می‌شوید" / "You sign in by this name",
    EnrolPassword = "گذرواژه" / "Password",
    EnrolCodes = "کدهای یک‌بارمصرف" / "One-time codes",
    EnrolCodesHint = "این تصویر را با برنامه‌ی رمزساز تلفن بخوانید و کدی را که نشان می‌دهد بنویسید." / "Scan this picture with an authenticator on your telephone, then type the code that it shows.",
    EnrolByHand = "اگر دوربین ندارید، این را در برنامه بنویسید:" / "Without a camera, type this into the app:",
    EnrolButton = "ثبت و ورود" / "Save and sign in",
    LinkGone = "این پیوند دیگر کار نمی‌کند" / "This link no longer works",
    LinkGoneHint = "یا یک بار به کار رفته یا سه روز گذشته است. از کسی که آن را داده پیوند تازه بخواهید." / "It was used once already, or three days have passed. Ask whoever gave it to you for another.",
    LinkTitle = "پیوند نخستین ورود" / "Link for the first sign-in",
    LinkLead = "این پیوند را به {0} برسانید" / "Hand this link to {0}",
    LinkOnce = "این پیوند فقط همین حالا دیده می‌شود" / "This link is shown only now",
    LinkOnceHint = "یک بار کار می‌کند، تا سه روز. هر کس آن را پیش از صاحبش باز کند به جای او وارد می‌شود؛ آن را دست به دست یا با پیامی امن برسانید." / "It works once, for three days. Whoever opens it first signs in as its owner: hand it over in person or by a safe message.",
    LinkAgain = "پیوند تازه" / "New link",
    HasEnrolled = "این شخص پیش‌تر وارد شده است" / "This person has enrolled already",
    HasEnrolledHint = "راه ورود او را فقط دو مسئول با هم می‌توانند عوض کنند." / "Only two officers together can change their way in.",

    // What is wrong with a field.
    FormRefused = "فرم ثبت نشد" / "The form was not saved",
    FormRefusedHint = "آنچه نوشتید سر جایش است؛ کنار هر خانه نوشته شده چه باید عوض شود." / "What you typed is still here; beside each field stands what has to change.",
    WhyMissing = "این خانه خالی است." / "This is empty.",
    WhyTooLong = "این نوشته بیش از اندازه بلند است." / "This is too long.",
    WhyNoDay = "این تاریخ خوانده نشد." / "That date could not be read.",
    WhyTooEarly = "این تاریخ باید پس از تاریخ پیش از خود باشد." / "This day has to follow the one before.",
    WhyUnknown = "چنین چیزی در حوزه‌ی شما نیست." / "There is no such thing in your reach.",
    WhyNoPlace = "این نشانیِ یک محل نیست." / "This is no place.",
    WhyTaken = "این را پیش‌تر ثبت کرده‌اند." / "This is taken already.",
    WhyNoLogin = "۳ تا ۴۰ حرف کوچک لاتین، رقم، نقطه یا خط تیره بنویسید." / "Use 3 to 40 small Latin letters, digits, dots or hyphens.",
    WhyShort = "گذرواژه دست‌کم دوازده نویسه می‌خواهد." / "A password needs twelve characters or more.",
    WhyNameInPassword = "گذرواژه نباید نام ورود را در خود داشته باشد." / "A password must not contain the sign-in name.",
    WhyMonotonous = "گذرواژه دست‌کم پنج نویسه‌ی گوناگون می‌خواهد." / "A password needs five different characters or more.",
    WhyDiffers = "با گذرواژه‌ی بالا یکی نیست." / "This differs from the password above.",
    WhyWrongCode = "این کد همین حالا درست نیست؛ کد تازه را بنویسید." / "This code is not right now; type the new one.",
    DayHint = "مانند ۱۴۰۵/۰۲/۱۱ یا ۲۰۲۶-۰۵-۰۱" / "Such as 2026-05-01, or 1405/02/11",
    ChangedMeanwhile = "در این میان کس دیگری این را تغییر داده است" / "Somebody else changed this meanwhile",
    ChangedMeanwhileHint = "آنچه شما نوشتید در فرم مانده است. اکنون این ثبت شده است؛ اگر باز هم نوشته‌ی خود را می‌خواهید، دوباره ثبت کنید:" / "What you typed is still in the form. This is what stands now; if you still want yours, save again:",

    // The organisation.
    FormHeadquarters = "تشکیل ستاد" / "Form a headquarters",
    FormCommittee = "تشکیل کمیته" / "Form a committee",
    NoHeadquarters = "هنوز ستادی تشکیل نشده است" / "No headquarters has been formed yet",
    NoHeadquartersHint = "نخست ستاد استان یا شهرستان را تشکیل دهید، سپس کمیته‌ها و حکم‌ها." / "Form the province's or county's first, then committees, then letters.",
    NobodyAppointed = "هنوز حکمی نافذ نیست." / "No letter is in force here yet.",
    FormedOn = "تاریخ تشکیل" / "Formed on",
    EndedOn = "تاریخ انحلال" / "Dissolved on",
    Committees = "کمیته‌ها" / "Committees",
    Committee = "کمیته" / "Committee",
    NoCommittees = "هنوز کمیته‌ای تشکیل نشده است." / "There is no committee yet.",
    Head = "رئیس" / "Head",
    NoHead = "بی رئیس" / "no head",
    Dissolved = "منحل" / "dissolved",
    Place = "محل" / "Place",
    PlaceHint = "نشانی لاتین از استان به پایین، مانند tehran/rey" / "Codes from the province down, such as tehran/rey",
    NameFa = "نام به فارسی" / "Name in Persian",
    NameEn = "نام به لاتین" / "Name in Latin letters",
    OfHeadquarters = "ستاد" / "Headquarters",
    CommitteeKind = "کار کمیته" / "What it is for",
    CommitteeName = "نام" / "Name",
    CommitteeNameHint = "فقط اگر «کمیته‌ی دیگر» است یا نام ویژه‌ای دارد" / "Only for another committee, or one with a name of its own",
    ChangeCommittee = "تغییر کمیته" / "Change a committee",
    WhyChanged = "چرا تغییر می‌کند؟" / "Why does it change?",
    KindSecurity = "کمیته امنیت" / "Security committee",
    KindPolice = "کمیته انتظامی" / "Police committee",
    KindLogistics = "کمیته پشتیبانی" / "Logistics committee",
    KindInfrastructure = "کمیته زیرساخت و ارتباطات" / "Infrastructure committee",
    KindInformation = "کمیته اطلاع‌رسانی" / "Information committee",
    KindOther = "کمیته‌ی دیگر" / "Another committee",
    RegisterPerson = "ثبت شخص" / "Register a person",

    // Letters.
    Letter = "حکم" / "Letter",
    LetterNumber = "حکم شماره {0}" / "Letter no. {0}",
    IssueLetter = "صدور حکم" / "Issue a letter",
    IssueSupervisory = "صدور حکم نظارت" / "Issue a letter of supervision",
    ConfirmLetter = "تأیید حکم" / "Confirm the letter",
    RevokeLetter = "لغو حکم" / "Revoke the letter",
    RevokeWhy = "دلیل لغو" / "Why is it revoked?",
    Person = "شخص" / "Person",
    Role = "سمت" / "Role",
    Term = "مدت" / "Term",
    From = "از تاریخ" / "From",
    Until = "تا تاریخ" / "Until",
    Basis = "مستند قانونی" / "Legal basis",
    BasisHint = "مانند: ماده ۹۰ قانون تشکیلات، وظایف و انتخابات شوراها" / "Such as: Article 90 of the councils law",
    Supersedes = "جایگزین حکم" / "Takes the place of",
    Standing = "وضعیت" / "Standing",
    StandingProposed = "در انتظار تأیید نفر دوم" / "waits for a second signature",
    StandingAhead = "هنوز آغاز نشده" / "not begun yet",
    StandingInForce = "نافذ" / "in force",
    StandingEnded = "پایان‌یافته" / "ended",
    StandingRevoked = "لغوشده" / "revoked",
    StandingSuperseded = "جایگزین‌شده" / "superseded",
    IssuedBy = "صادرکننده" / "Issued by",
    ConfirmedBy = "تأییدکننده" / "Confirmed by",
    RevokedBy = "لغوکننده" / "Revoked by",
    SupersededBy = "جایگزین" / "Superseded by",
    FirstStart = "راه‌اندازی سامانه" / "the first start",
    LetterOtherSide = "این سمت را طرف دیگر تعیین می‌کند: اجرا و نظارت هر کدام حکم خود را می‌دهند." / "The other side appoints to this role: executive and supervision each issue their own letters.",
    LetterOneOwn = "هیچ‌کس برای خود حکم نمی‌زند و حکم خود را تأیید نمی‌کند." / "Nobody issues or confirms a letter to themselves.",
    LetterSettled = "وضعیت این حکم دیگر این کار را نمی‌پذیرد." / "The letter's standing no longer allows this.",
    LetterSamePerson = "صادرکننده نمی‌تواند تأییدکننده هم باشد؛ نفر دومی لازم است." / "Whoever issued it cannot confirm it; a second person is needed.",
    NothingWaits = "چیزی در انتظار نیست" / "Nothing waits",
    LettersWaiting = "حکم‌هایی که نفر دوم باید تأیید کند" / "Letters that wait for a second signature",
    LettersEnding = "حکم‌هایی که به‌زودی پایان می‌یابند" / "Letters that end soon",
    RoleGovernor = "فرماندار، رئیس ستاد" / "Governor, head of the headquarters",
    RoleSecretary = "دبیر ستاد" / "Secretary of the headquarters",
    RoleSecurityHead = "رئیس کمیته امنیت" / "Head of security",
    RolePoliceHead = "رئیس کمیته انتظامی" / "Head of police",
    RoleLogisticsHead = "رئیس کمیته پشتیبانی" / "Head of logistics",
    RoleInfrastructureHead = "رئیس کمیته زیرساخت" / "Head of infrastructure",
    RoleInformationHead = "رئیس کمیته اطلاع‌رسانی" / "Head of information",
    RoleCommitteeHead = "رئیس کمیته" / "Head of a committee",
    RoleDistrictHead = "مسئول منطقه" / "Head of a district",
    RoleInspector = "بازدیدکننده شعب" / "Inspector of branches",
    RoleStoreKeeper = "مسئول انبار تجهیزات" / "Keeper of devices",
    RoleSupervisoryChair = "رئیس هیأت نظارت" / "Chair of the supervisory board",
    RoleSupervisor = "ناظر" / "Supervisor",

    // Meetings and decisions.
    Meetings = "جلسه‌ها" / "Meetings",
    Meeting = "جلسه" / "Meeting",
    MeetingTitle = "عنوان جلسه" / "What it is called",
    CallMeeting = "تشکیل جلسه" / "Call a meeting",
    NoMeetings = "هنوز جلسه‌ای ثبت نشده است" / "No meeting has been put down yet",
    NoMeetingsHint = "با ثبت جلسه، دستور آن و مصوبه‌هایش همین‌جا می‌آید و پیگیری می‌شود." / "Put a meeting down, and its agenda and decisions stand here and are followed up.",
    HeldOn = "تاریخ برگزاری" / "Held on",
    Topic = "موضوع" / "Topic",
    Present = "حاضران" / "Present",
    Agenda = "دستور جلسه" / "Agenda",
    Minutes = "صورت‌جلسه" / "Minutes",
    CarriedOver = "مصوبه‌های مانده از جلسه‌های پیش" / "Decisions carried over from earlier meetings",
    Decisions = "مصوبه‌ها" / "Decisions",
    Decision = "مصوبه" / "Decision",
    DecisionNumber = "مصوبه شماره {0}" / "Decision no. {0}",
    DecisionText = "چه تصویب شد" / "What was decided",
    DecisionsLead = "{0} مصوبه روی میز است؛ {1} مورد از مهلت گذشته است." / "{0} decisions are on the table; {1} of them are late.",
    NoDecisions = "هنوز مصوبه‌ای نیست" / "There is no decision yet",
    NoDecisionsHint = "مصوبه‌ها در صفحه‌ی جلسه‌ی خود ثبت می‌شوند." / "Decisions are put down on the page of their meeting.",
    NoDecisionsYet = "این جلسه هنوز مصوبه‌ای ندارد." / "This meeting has no decision yet.",
    PutDecision = "ثبت مصوبه" / "Put a decision down",
    Owner = "مسئول اجرا" / "Owner",
    Due = "مهلت" / "Due",
    DaysLate = "{0} روز دیر شده" / "{0} days late",
    EscalatedHeadquarters = "روی میز رئیس ستاد" / "on the table of the head of the headquarters",
    EscalatedAbove = "روی میز ستاد بالادست" / "on the table of the headquarters above",
    StatusOpen = "باز" / "open",
    StatusUnderWay = "در دست اجرا" / "under way",
    StatusReported = "در انتظار راستی‌آزمایی" / "waits to be verified",
    StatusVerified = "راستی‌آزموده" / "verified",
    StatusWithdrawn = "کنار گذاشته" / "withdrawn",
    History = "تاریخچه" / "History",
    NothingSaid = "هنوز گزارشی نرسیده است." / "Nothing has been reported yet.",
    When = "چه زمانی" / "When",
    Note = "شرح" / "Words",
    Evidence = "شرح و مستندات" / "Words and evidence",
    Reason = "شرح و دلیل" / "Words and reason",
    StepBegin = "آغاز اجرا" / "begun",
    StepReport = "گزارش اجرا" / "reported done",
    StepVerify = "راستی‌آزمایی" / "verified",
    StepSendBack = "بازگرداندن" / "sent back",
    StepWithdraw = "کنار گذاشتن" / "withdrawn",
    BeginDecision = "آغاز کردم" / "I have begun",
    ReportDecision = "انجام شد" / "It is done",
    VerifyDecision = "راستی‌آزمایی شد" / "I have seen it done",
    SendBackDecision = "بازگردد" / "Send it back",
    WithdrawDecision = "کنار گذاشته شود" / "Withdraw it",
    OnlyOwnerReports = "فقط مسئول اجرا گزارش می‌دهد." / "Only its owner reports on it.",
    OwnerDoesNotJudge = "مسئول اجرا کار خود را راستی‌آزمایی نمی‌کند؛ کس دیگری باید ببیند." / "Its owner does not verify it; somebody else has to see it.",
    DecisionNotNow = "وضعیت مصوبه دیگر این را نمی‌پذیرد؛ دوباره نگاه کنید." / "The decision is no longer at that point; look at it again.",
    SayWhatShows = "بنویسید چه چیزی این را نشان می‌دهد." / "Say what shows it.",
    DecisionsLate = "مصوبه‌های دیرشده" / "Late decisions",
    DecisionsToVerify = "مصوبه‌هایی که کسی باید راستی‌آزمایی کند" / "Decisions that somebody has to verify",
    DecisionsSoon = "مصوبه‌های سه روز آینده" / "Decisions due within three days",
    MineFirst = "کار من" / "Mine",
    TopicHeadquarters = "ستاد" / "The headquarters",
    TopicOperators = "اپراتورها" / "The operators",
    TopicEducation = "آموزش و پرورش" / "Education",
    TopicSecurity = "امنیت و انتظام" / "Security and police",
    TopicTechnology = "تجهیزات و شبکه" / "Devices and network",
    TopicRegistry = "ثبت احوال" / "Civil registry",
    TopicSupervision = "هیأت‌های نظارت" / "Supervisory boards",
    TopicCandidates = "نامزدها و احزاب" / "Candidates and parties",
    TopicMedia = "رسانه و اطلاع‌رسانی" / "Media and information",
    TopicTraining = "آموزش عوامل اجرایی" / "Training of agents",
    PrintLetter = "چاپ حکم (PDF)" / "Print the letter (PDF)",
    GivesNothing = "این حکم اکنون اختیاری نمی‌دهد" / "This letter gives no rights now",

    // Losing the way in.
    Recovery = "بازگشایی ورود" / "Recovery of access",
    RecoverAccess = "درخواست بازگشایی ورود" / "Ask to let them enrol again",
    RecoverWhy = "چرا راه ورود باید دوباره باز شود؟" / "Why do they have to enrol again?",
    RecoveriesWaiting = "بازگشایی‌هایی که نفر دوم باید تأیید کند" / "Recoveries that wait for a second officer",
    ConfirmRecovery = "تأیید و ساختن پیوند" / "Confirm and make the link",
    RecoverOther = "یکی از دو نفر باید از طرف خودِ این شخص باشد (اجرا یا نظارت)." / "One of the two has to be of this person's own side, executive or supervision.",
    ProposedBy = "درخواست‌کننده" / "Proposed by",

    // The journal.
    JournalLead = "هر کار ستاد یک سطر است؛ سطرها با زنجیره‌ی درهم به هم بسته‌اند و هیچ‌کدام پاک یا عوض نمی‌شود." / "Each act of the headquarters is a line; the lines are bound by a chain of hashes, and none is ever changed or removed.",
    JournalEmpty = "هنوز سطری نیست" / "There is no line yet",
    JournalEarlier = "سطرهای پیشین" / "Earlier lines",
    JournalField = "چه" / "What",
    JournalBefore = "پیش" / "Before",
    JournalAfter = "پس" / "After",
    JournalWhy = "چرا" / "Why",
    JournalHash = "درهم این سطر و همه‌ی سطرهای پیش از آن" / "Hash of this line and all before it",
}

/// What a role is called.
pub(crate) fn role(role: Role) -> Word {
    match role {
        Role::Governor => Word::RoleGovernor,
        Role::Secretary => Word::RoleSecretary,
        Role::SecurityHead => Word::RoleSecurityHead,
        Role::PoliceHead => Word::RolePoliceHead,
        Role::LogisticsHead => Word::RoleLogisticsHead,
        Role::InfrastructureHead => Word::RoleInfrastructureHead,
        Role::InformationHead => Word::RoleInformationHead,
        Role::CommitteeHead => Word::RoleCommitteeHead,
        Role::DistrictHead => Word::RoleDistrictHead,
        Role::Inspector => Word::RoleInspector,
        Role::StoreKeeper => Word::RoleStoreKeeper,
        Role::SupervisoryChair => Word::RoleSupervisoryChair,
        Role::Supervisor => Word::RoleSupervisor,
    }
}

/// What a committee of this kind is called.
pub(crate) fn committee(kind: Kind) -> Word {
    match kind {
        Kind::Security => Word::KindSecurity,
        Kind::Police => Word::KindPolice,
        Kind::Logistics => Word::KindLogistics,
        Kind::Infrastructure => Word::KindInfrastructure,
        Kind::Information => Word::KindInformation,
        Kind::Other => Word::KindOther,
    }
}

/// What a topic is called.
pub(crate) fn topic(topic: Topic) -> Word {
    match topic {
        Topic::Headquarters => Word::TopicHeadquarters,
        Topic::Operators => Word::TopicOperators,
        Topic::Education => Word::TopicEducation,
        Topic::Security => Word::TopicSecurity,
        Topic::Technology => Word::TopicTechnology,
        Topic::Registry => Word::TopicRegistry,
        Topic::Supervision => Word::TopicSupervision,
        Topic::Candidates => Word::TopicCandidates,
        Topic::Media => Word::TopicMedia,
        Topic::Training => Word::TopicTraining,
    }
}

/// What a step is called in a history.
pub(crate) fn step(step: Step) -> Word {
    match step {
        Step::Begin => Word::StepBegin,
        Step::Report => Word::StepReport,
        Step::Verify => Word::StepVerify,
        Step::SendBack => Word::StepSendBack,
        Step::Withdraw => Word::StepWithdraw,
    }
}

/// What the button says that takes a step.
pub(crate) fn step_button(step: Step) -> Word {
    match step {
        Step::Begin => Word::BeginDecision,
        Step::Report => Word::ReportDecision,
        Step::Verify => Word::VerifyDecision,
        Step::SendBack => Word::SendBackDecision,
        Step::Withdraw => Word::WithdrawDecision,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_both_languages() {
        for word in Word::ALL {
            assert_eq!(crate::locale::mistake_in(*word), None, "{word:?}");
        }
    }
}
