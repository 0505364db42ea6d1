//! Every word of the pages, in both languages, in one table.

macro_rules! words {
    ($($name:ident = $fa:literal / $en:literal),* $(,)?) => {
        /// Something the pages say. `{0}`, `{1}` stand for what is filled in.
        #[allow(missing_docs, reason = "the table below is the meaning")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($name),* }

        impl Word {
            /// The whole table.
            pub const ALL: &[Word] = &[$(Word::$name),*];

            /// In Persian.
            pub fn fa(self) -> &'static str {
                match self { $(Word::$name => $fa),* }
            }

            /// In English.
            pub fn en(self) -> &'static str {
                match self { $(Word::$name => $en),* }
            }
        }
    };
}

words! {
    // The house.
    Amin = "امین" / "Amin",
    Motto = "امین مردم، امین قانون، امین سامانه" / "Trustee of the people, the law and the system",
    OtherLanguage = "English" / "فارسی",
    SkipToContent = "رفتن به متن صفحه" / "Skip to the content",
    Navigation = "بخش‌ها" / "Sections",
    FooterVerify = "همه‌ی آنچه اینجا می‌بینید از تابلوی عمومی است و هر کس می‌تواند آن را خودش وارسی کند."
        / "Everything shown here is on the public record, and anyone can check it for themselves.",
    HowToVerify = "چگونه وارسی کنم؟" / "How do I check?",
    Overview = "نمای کلی" / "Overview",
    Branches = "شعبه‌ها" / "Branches",
    Results = "نتایج" / "Results",
    Receipt = "پیگیری رأی" / "Find my ballot",
    Verify = "وارسی" / "Verify",
    NoEventYet = "هنوز رویدادی تعریف نشده است" / "There is no event yet",
    NoEventHint = "ستاد پرونده‌های شهرستان را وارد می‌کند؛ سپس رویداد با اثر انگشت خود اینجا دیده می‌شود."
        / "Once the headquarters has imported the county's files, the event appears here with its fingerprint.",
    PollingDay = "روز رأی‌گیری" / "Polling day",
    RefreshItself = "به‌روز شدن خودکار" / "Keep refreshing",
    StopRefreshing = "توقف به‌روز شدن" / "Stop refreshing",
    RefreshesEvery = "هر {0} ثانیه به‌روز می‌شود" / "Refreshes every {0} seconds",
    Of = "{0} از {1}" / "{0} of {1}",

    // The legal calendar.
    Calendar = "تقویم قانونی" / "Legal calendar",
    CalendarLead = "همه‌ی مهلت‌های قانونی از روز رأی‌گیری حساب می‌شوند." / "Every deadline follows from the polling day.",
    CalendarKind = "انتخابات" / "Election",
    CalendarBefore = "روز رأی‌گیریِ پیشین، اگر به تعویق افتاده است" / "Polling day before a postponement",
    CalendarCompute = "محاسبه‌ی تقویم" / "Compute the calendar",
    CalendarBadDay = "این تاریخ خوانده نشد" / "That date could not be read",
    CalendarBadDayHint = "تاریخ را مانند ۱۴۰۵/۰۲/۱۱ یا ۲۰۲۶-۰۵-۰۱ بنویسید." / "Write it as 2026-05-01, or 1405/02/11 in the Jalali calendar.",
    CalendarStep = "مرحله" / "Step",
    CalendarFrom = "از" / "From",
    CalendarUntil = "تا پایان" / "Until the end of",
    CalendarBasis = "مبنا" / "Basis",
    CalendarHoliday = "تعطیل است؛ نخستین روز کاری: {0}" / "a holiday; next working day: {0}",
    CalendarPast = "گذشته" / "past",
    CalendarNow = "در جریان، {0} روز مانده" / "on, {0} days left",
    CalendarAhead = "{0} روز دیگر" / "in {0} days",
    CalendarMoved = "آنچه تعویق جابه‌جا می‌کند" / "What the postponement moves",
    CalendarNothingMoved = "هیچ مهلتی جابه‌جا نمی‌شود." / "No deadline moves.",
    CalendarWas = "پیش از تعویق" / "Before",
    CalendarIs = "پس از تعویق" / "Now",
    CalendarBy = "روز" / "Days",
    CalendarExport = "دریافت برای تقویم (iCalendar)" / "Download for a calendar program (iCalendar)",
    CalendarPractice = "«رویه‌ی ۱۴۰۴» یعنی فاصله از برنامه‌ی اعلام‌شده‌ی وزارت کشور در سال ۱۴۰۴ گرفته شده است و حکم قانونی آن را نیافته‌ایم؛ با اعلام تاریخ تازه، آن تاریخ معتبر است."
        / "“Practice of 1404” means that the interval is taken from the ministry's announced schedule of 1404 and that we know no provision for it; a newly announced date takes its place.",
    KindCity = "شورای اسلامی شهر" / "City council",
    KindVillage = "شورای اسلامی روستا" / "Village council",
    KindExperts = "میان‌دوره‌ای مجلس خبرگان رهبری" / "Assembly of Experts by-election",
    StepResignation = "استعفای مشمولان ماده‌ی ۴۱" / "Resignation under Article 41",
    StepStartOrder = "دستور شروع انتخابات" / "Order to begin",
    StepRegistrationNotice = "آگهی ثبت‌نام" / "Notice of registration",
    StepExecutiveBoards = "تشکیل هیأت‌های اجرایی" / "Executive boards are formed",
    StepRegistration = "ثبت‌نام داوطلبان" / "Candidates register",
    StepListRepresentatives = "معرفی نماینده‌ی تام‌الاختیار احزاب" / "Parties name their representatives",
    StepSupervisoryDecision = "پایان رسیدگی هیأت نظارت شهرستان" / "County supervisory board finishes",
    StepAnnouncement = "اعلام نتیجه‌ی رسیدگی" / "Decisions are announced",
    StepObjections = "شکایت داوطلبان ردشده" / "Objections of the rejected",
    StepObjectionsDecided = "رسیدگی هیأت نظارت استان" / "Provincial supervisory board decides",
    StepChangeOfConstituency = "آخرین روز تغییر حوزه‌ی انتخابیه" / "Last day to change constituency",
    StepCampaign = "تبلیغات" / "Campaign",
    StepSilence = "ممنوعیت تبلیغات" / "No campaigning",
    StepPoll = "اخذ رأی" / "Poll",
    StepTermStart = "آغاز دوره‌ی شورا" / "The council's term begins",
    BasisArticle41 = "ماده‌ی ۴۱: دست‌کم سه ماه پیش از ثبت‌نام" / "Article 41: three months before registration at least",
    BasisArticle37Note4 = "تبصره‌ی ۴ ماده‌ی ۳۷: تا پانزده روز پیش از رأی‌گیری" / "Note 4 to Article 37: up to fifteen days before the poll",
    BasisByLaw = "آیین‌نامه‌ی اجرایی: ظرف پنج روز" / "By-law: within five days",
    BasisSupervision = "مقررات نظارت: چهار روز شکایت، هفت روز رسیدگی" / "Rules of supervision: four days to object, seven to decide",
    BasisCampaigning = "از هشت روز تا بیست‌وچهار ساعت پیش از رأی‌گیری" / "From eight days to twenty-four hours before the poll",
    BasisPractice = "رویه‌ی ۱۴۰۴" / "Practice of 1404",

    // Phases.
    Phases = "مرحله‌ها" / "Phases",
    PhasePreparing = "آماده‌سازی" / "Preparing",
    PhaseCeremony = "ساخت کلید" / "Key ceremony",
    PhaseReady = "آماده‌ی رأی‌گیری" / "Ready to poll",
    PhasePolling = "اخذ رأی" / "Polling",
    PhaseCounting = "شمارش" / "Counting",
    PhaseDecided = "اعلام نتیجه" / "Decided",
    PhaseDone = "انجام شد" / "done",
    PhaseNow = "اکنون" / "now",
    PhaseLater = "بعداً" / "later",

    // Figures of the overview.
    Turnout = "مشارکت" / "Turnout",
    TurnoutSentence = "{0} نفر از {1} واجد شرایط ثبت حضور کرده‌اند" / "{0} of {1} entitled voters have checked in",
    SecondVotesRefused = "رأی تکراری ردشده" / "Second votes refused",
    TheKey = "کلید انتخابات" / "The election key",
    KeyNotYet = "کلیدداران هنوز تعیین نشده‌اند" / "The trustees are not named yet",
    KeyHeld = "{0} از {1} کلیددار کلید را تأیید کرده‌اند" / "{0} of {1} trustees have confirmed the key",
    TheRecord = "تابلوی عمومی" / "The public record",
    EntriesOnRecord = "برگ ثبت‌شده" / "entries",
    Countersigned = "{0} برگ به امضای شاهد هیأت نظارت رسیده است" / "{0} countersigned by the supervisory board's witness",
    AllCountersigned = "همه به امضای شاهد هیأت نظارت رسیده است" / "All countersigned by the supervisory board's witness",
    Fingerprint = "اثر انگشت رویداد" / "Fingerprint of the event",
    FingerprintHint = "این رشته نام یکتای تنظیمات منتشرشده است؛ همه‌ی امضاها به همین رشته بسته‌اند."
        / "This is the unique name of the frozen set-up; every signature is bound to it.",

    // Contests.
    Contests = "انتخابات‌های این روز" / "Contests of the day",
    Contest = "انتخابات" / "Contest",
    Seats = "کرسی" / "Seats",
    Candidates = "نامزدها" / "Candidates",
    BoxesMixed = "درهم‌سازی صندوق‌ها" / "Boxes mixed",
    BoxesCounted = "شمارش صندوق‌ها" / "Boxes counted",
    Standing = "وضعیت" / "Standing",
    ResultDecided = "نتیجه ثبت شد" / "Result on the record",
    ResultCounting = "در حال شمارش" / "Being counted",
    ResultNotYet = "پس از پایان رأی‌گیری" / "After the polls close",
    SeeResult = "دیدن نتیجه" / "See the result",
    NoContests = "انتخاباتی تعریف نشده است" / "No contest has been set up",

    // Branches.
    Branch = "شعبه" / "Branch",
    CheckIns = "ثبت حضور" / "Check-ins",
    Ballots = "رأی در صندوق" / "Ballots",
    Challenged = "رأی آزمایشی" / "Challenged",
    Refused = "تکراری ردشده" / "Refused",
    StandingWaiting = "باز نشده" / "Not open yet",
    StandingOpen = "باز" / "Open",
    StandingVoid = "بی‌صندوق" / "No box",
    StandingClosed = "بسته" / "Closed",
    AllBranches = "همه‌ی {0} شعبه" / "All {0} branches",
    SearchBranch = "نام یا شماره‌ی شعبه" / "Name or number of a branch",
    Search = "جست‌وجو" / "Search",
    Nothing = "چیزی پیدا نشد" / "Nothing found",
    NothingHint = "املای دیگری را امتحان کنید یا جست‌وجو را پاک کنید." / "Try another spelling, or clear the search.",
    ClearSearch = "پاک کردن جست‌وجو" / "Clear the search",
    Previous = "قبلی" / "Previous",
    Next = "بعدی" / "Next",
    PageOf = "صفحه‌ی {0} از {1}" / "Page {0} of {1}",
    BranchesInAll = "جمع شعبه‌ها" / "All branches",

    // Results.
    ResultOf = "نتیجه‌ی {0}" / "Result: {0}",
    ChooseContest = "نتیجه‌ی کدام انتخابات را می‌خواهید؟" / "Which contest's result would you like to see?",
    NotDecided = "نتیجه‌ی این انتخابات هنوز ثبت نشده است" / "This contest has no result on the record yet",
    NotDecidedHint = "نتیجه وقتی اینجا دیده می‌شود که همه‌ی صندوق‌ها شمرده شوند و هر دو هیأت آن را امضا کنند."
        / "It appears here once every box is counted and both boards have signed it.",
    Elected = "منتخبان" / "Elected",
    ElectedMark = "منتخب" / "Elected",
    Alternates = "اعضای علی‌البدل" / "Alternates",
    AlternateMark = "علی‌البدل {0}" / "Alternate {0}",
    SeatsOfLists = "کرسی‌ها" / "Seats",
    SeatsChart = "نمودار {0} کرسی: {1}" / "Chart of {0} seats: {1}",
    SeatsOne = "{0}: {1} کرسی" / "{0}: {1} seats",
    Independents = "نامزدهای منفرد" / "Independents",
    Independent = "منفرد" / "Independent",
    List = "فهرست" / "List",
    ListCode = "فهرست {0}" / "List {0}",
    Votes = "رأی" / "Votes",
    Share = "سهم" / "Share",
    Candidate = "نامزد" / "Candidate",
    Code = "کد" / "Code",
    Rank = "رتبه" / "Rank",
    AllCandidates = "همه‌ی {0} نامزد" / "All {0} candidates",
    TotalsByList = "آرای فهرست‌ها" / "Votes by list",
    TotalsByCandidate = "آرای نامزدها" / "Votes by candidate",
    SearchCandidate = "نام یا کد نامزد" / "Name or code of a candidate",
    ValidVotes = "آرای صحیح مأخوذه" / "Valid votes cast",
    ValidVotesHint = "مجموع آرای همه‌ی نامزدها؛ هر رأی‌دهنده می‌تواند تا {0} نام انتخاب کند." / "The sum of all candidates' votes; each voter may choose up to {0} names.",
    ValidVotesHintOne = "مجموع آرای همه‌ی نامزدها؛ هر رأی‌دهنده یک نام انتخاب می‌کند." / "The sum of all candidates' votes; each voter chooses one name.",
    BlankPicks = "انتخاب‌های سفید" / "Picks left blank",
    BlankPicksHint = "{0} از همه‌ی انتخاب‌های ممکن" / "{0} of all possible picks",
    BallotsCounted = "برگه‌ی شمرده‌شده" / "Ballots counted",
    StepByStep = "کرسی‌ها چگونه حساب شد" / "How the seats were worked out",
    SeatRule = "قاعده: {0}" / "Rule: {0}",
    SeatRuleVersion = "نسخه‌ی {0}" / "version {0}",
    SeatRuleHint = "این قاعده را هر دو هیأت پیش از رأی‌گیری امضا کرده‌اند. عددها کسر دقیق‌اند و هیچ جا گرد نشده‌اند مگر آنجا که قانون می‌گوید."
        / "Both boards signed this rule before polling. Numbers are exact fractions, rounded nowhere but where the law says so.",
    SeatReadings = "پرسش‌هایی که قانون باز گذاشته و پاسخ امضاشده‌ی دو هیأت" / "What the law leaves open, and what both boards signed",
    Boxes = "صندوق‌ها و صورتجلسه‌ها" / "Boxes and minutes",
    Box = "صندوق" / "Box",
    BoxOf = "صندوق {0}" / "Box {0}",
    BranchesInBox = "شعبه‌های این صندوق" / "Branches in this box",
    MinutesOf = "صورتجلسه‌ی شمارش" / "Minutes of the count",
    JoinedBox = "با هم شمرده شد تا رأی کسی شناخته نشود" / "Counted together, so that nobody's vote can be recognised",
    NoMinutesYet = "هنوز صندوقی شمرده نشده است" / "No box has been counted yet",
    BackToResult = "بازگشت به نتیجه" / "Back to the result",

    // Receipt.
    ReceiptTitle = "رأی خود را روی تابلوی عمومی پیدا کنید" / "Find your ballot on the public record",
    ReceiptAsk = "کد رهگیری" / "Tracking code",
    ReceiptAskHint = "۶۴ نویسه‌ی روی رسید شما؛ فاصله و خط تیره مهم نیست." / "The 64 characters on your receipt; spaces and dashes do not matter.",
    ReceiptFind = "پیدا کن" / "Find it",
    ReceiptBad = "این کد رهگیری کامل نیست" / "This is not a whole tracking code",
    ReceiptBadHint = "کد رهگیری ۶۴ نویسه از 0 تا 9 و a تا f است. شما {0} نویسه‌ی درست نوشته‌اید."
        / "A tracking code has 64 characters from 0 to 9 and a to f. You typed {0} of them.",
    ReceiptMissing = "برگی با این کد روی تابلو نیست" / "No entry of the record has this code",
    ReceiptMissingHint = "اگر تازه رأی داده‌اید چند دقیقه دیگر دوباره ببینید؛ شعبه‌ای که ارتباطش قطع است رأی‌ها را پس از وصل شدن می‌فرستد. اگر پس از پایان روز هم پیدا نشد، رسید خود را به هیأت نظارت نشان دهید."
        / "If you have just voted, look again in a few minutes: a branch that is cut off sends its ballots once it is connected. If it is still missing after the day is over, show your receipt to the supervisory board.",
    ReceiptFound = "این برگ روی تابلوی عمومی است" / "This entry is on the public record",
    ReceiptFoundNumber = "برگ شماره‌ی {0}" / "Entry number {0}",
    ReceiptKind = "نوع برگ" / "Kind of entry",
    ReceiptSigned = "ستاد و شاهد هیأت نظارت هر دو وجود آن را امضا کرده‌اند." / "The headquarters and the supervisory board's witness have both signed that it is there.",
    ReceiptUnsigned = "ثبت شده و در انتظار امضای شاهد هیأت نظارت است؛ معمولاً چند ثانیه طول می‌کشد." / "Recorded, and waiting for the supervisory board's witness to sign; usually a matter of seconds.",
    ReceiptProof = "اثبات ثبت برای متخصصان" / "Proof of inclusion, for experts",
    ReceiptProofHint = "درهم‌سازی برگ با SHA-256 و ترکیب آن با این رشته‌ها به ترتیب (RFC 6962) باید ریشه‌ی درخت {0} برگی را بدهد که در checkpoint امضا شده است."
        / "Hash the entry with SHA-256 and combine it with these in order (RFC 6962): the outcome must be the root of the tree of {0} entries in the signed checkpoint.",
    ReceiptProofAlone = "این برگ به‌تنهایی ریشه‌ی درخت است؛ رشته‌ای برای ترکیب لازم نیست." / "This entry alone is the root of the tree; there is nothing to combine it with.",
    ReceiptLeaf = "شماره‌ی برگ در درخت" / "Number of the leaf",
    ReceiptTree = "تعداد برگ‌های درخت" / "Leaves in the tree",
    ReceiptProves = "رسید چه چیزی را ثابت می‌کند" / "What a receipt proves",
    ReceiptProves1 = "رأی مهرشده‌ی شما بی‌کم‌وکاست روی تابلو است و دیگر نمی‌توان آن را پنهانی برداشت یا عوض کرد." / "Your sealed ballot is on the record, whole, and can no longer be removed or changed in secret.",
    ReceiptProves2 = "هر رأیی که روی تابلو است در شمارش آمده؛ وارسی همگانی همین را ثابت می‌کند." / "Every ballot on the record is in the count: that is what the public verification proves.",
    ReceiptNot = "رسید چه چیزی را نشان نمی‌دهد" / "What a receipt does not show",
    ReceiptNot1 = "نشان نمی‌دهد به چه کسی رأی داده‌اید، به هیچ‌کس و با هیچ وسیله‌ای." / "It does not show whom you voted for, to anyone, by any means.",
    ReceiptNot2 = "نام شما در آن نیست. هیچ‌کس حق ندارد از شما رسید بخواهد." / "Your name is not in it. Nobody has the right to ask you for it.",

    // Kinds of entries.
    KindSetup = "تنظیمات رویداد" / "Set-up of the event",
    KindPledge = "تعهد کلیددار" / "A trustee's pledge",
    KindDeal = "سهم‌دهی کلیددار" / "A trustee's deal",
    KindVerdict = "نظر کلیددار درباره‌ی سهم‌ها" / "A trustee's verdict on the deals",
    KindKey = "تأیید کلید" / "Confirmation of the key",
    KindOpening = "صورتجلسه‌ی افتتاح شعبه" / "Opening of a branch",
    KindBallot = "رأی مهرشده" / "A sealed ballot",
    KindSpoiled = "رأی آزمایشیِ گشوده‌شده؛ شمرده نمی‌شود" / "A challenged ballot, opened; it is not counted",
    KindSettlement = "صورتجلسه‌ی رفع اختلاف آمار شعبه" / "Settled figures of a branch",
    KindVoid = "اعلام بی‌صندوق ماندن شعبه" / "A branch without a box, and why",
    KindClosing = "صورتجلسه‌ی اختتام شعبه" / "Closing of a branch",
    KindLedger = "آمار ثبت حضور" / "Check-in figures",
    KindMix = "درهم‌سازی یک صندوق" / "A mix of a box",
    KindPartial = "سهم یک کلیددار در گشودن صندوق" / "A trustee's part of an opening",
    KindCount = "صورتجلسه‌ی شمارش صندوق" / "Count of a box",
    KindLot = "قرعه" / "Drawing of a lot",
    KindOutcome = "نتیجه‌ی یک انتخابات" / "Result of a contest",

    // Verify.
    VerifyTitle = "خودتان وارسی کنید" / "Check it yourself",
    VerifyLead = "لازم نیست به ما اعتماد کنید. برنامه‌ی وارسی همه‌ی تابلوی عمومی را می‌خواند و هر امضا، هر اثبات و هر جمع را روی رایانه‌ی خودتان از نو حساب می‌کند."
        / "You need not trust us. The verifier reads the whole public record and works out every signature, every proof and every sum again on your own computer.",
    Verify1 = "برنامه‌ی amin را از متن آزاد آن بسازید یا از کسی که به او اعتماد دارید بگیرید." / "Build the program amin from its open source, or get it from somebody you trust.",
    Verify2 = "این فرمان را اجرا کنید:" / "Run this command:",
    Verify3 = "اثر انگشتی که برنامه نشان می‌دهد باید همین باشد و با آنچه در روزنامه و تلویزیون خوانده شد یکی باشد:" / "The fingerprint that it prints must be this one, the same as was read out in the news:",
    Verify4 = "برنامه می‌بیند تنظیمات پس از امضای دو هیأت عوض نشده است." / "It sees that the set-up has not changed since both boards signed it.",
    Verify5 = "می‌بیند کلید انتخابات را کلیدداران با هم ساخته‌اند و هیچ‌یک تنها نمی‌تواند صندوقی را بگشاید." / "It sees that the trustees made the key together and that none of them can open a box alone.",
    Verify6 = "می‌بیند هر رأی از دستگاه و کارتِ یک شعبه‌ی باز آمده و هیچ نامزدی در آن دو بار نیامده است." / "It sees that each ballot came from a device and a card of an open branch, and names no candidate twice.",
    Verify7 = "می‌بیند رأی‌ها از کارت‌ها و کارت‌ها از حاضران بیشتر نیست." / "It sees that there are no more ballots than cards and no more cards than voters checked in.",
    Verify8 = "می‌بیند در درهم‌سازی هیچ رأیی کم، زیاد یا عوض نشده است." / "It sees that the mixing lost, added and changed nothing.",
    Verify9 = "صندوق‌ها را از نو می‌شمارد و کرسی‌ها را از نو حساب می‌کند." / "It counts the boxes again and works out the seats again.",
    Verify10 = "برای هر وارسی یک خط می‌نویسد: ok، یا اینکه چه چیزی نادرست است و از کیست." / "It writes one line for each check: ok, or what is wrong and whose it is.",
    VerifyNoEvent = "تنظیمات هنوز منتشر نشده است؛ اثر انگشت پس از امضای دو هیأت اینجا می‌آید." / "The set-up is not frozen yet; its fingerprint appears here once both boards have signed.",
    VerifyRecordAt = "پرونده‌های تابلوی عمومی" / "Files of the public record",

    // Errors.
    NotFound = "این صفحه پیدا نشد" / "There is no such page",
    NotFoundHint = "شاید نشانی را ناقص نوشته‌اید یا صفحه جابه‌جا شده است." / "The address may be incomplete, or the page may have moved.",
    NoSuchContest = "انتخاباتی با این نام نیست" / "There is no contest of that name",
    NoSuchBox = "صندوق شمرده‌شده‌ای با این نام نیست" / "There is no counted box of that name",
    Trouble = "این صفحه الان آماده نمی‌شود" / "This page cannot be shown just now",
    TroubleHint = "اشکال از سامانه است، نه از شما. رأی‌ها و تابلوی عمومی سر جای خود هستند؛ کمی بعد دوباره بیایید."
        / "The fault is ours, not yours. The ballots and the public record are where they were; please come back in a moment.",

    // The desk.
    Desk = "میز ثبت حضور" / "Check-in desk",
    DeskAsk = "کد ملی رأی‌دهنده" / "Voter's national ID number",
    DeskAskHint = "ده رقم" / "Ten digits",
    DeskCheckIn = "ثبت حضور" / "Check in",
    DeskConnected = "متصل به ستاد" / "Connected to the headquarters",
    DeskCutOff = "ارتباط با ستاد قطع است" / "Cut off from the headquarters",
    DeskCutOffHint = "رأی‌ها در صندوق شعبه امن است و پس از وصل شدن فرستاده می‌شود." / "Ballots are safe in the branch's box and will be sent once it is connected.",
    DeskWaitingEntries = "در صف فرستادن" / "Waiting to be sent",
    DeskCheckedIn = "ثبت شد" / "Checked in",
    DeskCheckedInHint = "رأی‌دهنده یک کارت از دسته‌ی برزده بردارد." / "Let the voter draw a card from the shuffled stack.",
    DeskAlreadyVoted = "پیش‌تر رأی داده است" / "Has voted already",
    DeskAlreadyVotedWhere = "{0}، ساعت {1}" / "{0}, at {1}",
    DeskAlreadyVotedHint = "کارت ندهید. اگر رأی‌دهنده اعتراض دارد نماینده‌ی هیأت نظارت را خبر کنید." / "Give no card. If the voter disagrees, call the supervisory board's officer.",
    DeskNotOnRoll = "در فهرست واجدان شرایط نیست" / "Not on the roll",
    DeskNotOnRollHint = "شماره را با کارت ملی مطابقت دهید." / "Compare the number with the identity card.",
    DeskBadNumber = "این کد ملی درست نیست" / "This is no national ID number",
    DeskBadNumberHint = "یکی از رقم‌ها اشتباه است؛ دوباره از روی کارت بنویسید." / "One of the digits is wrong; type it again from the card.",
    DeskPollsNotOpen = "شعبه باز نیست" / "The branch is not open",
    DeskPollsNotOpenHint = "شعبه با امضای رئیس شعبه و ناظر باز می‌شود." / "A branch opens with the signatures of its head and its observer.",
    DeskUnreachable = "ستاد پاسخ نداد" / "The headquarters did not answer",
    DeskUnreachableHint = "چیزی ثبت نشد. دوباره بزنید." / "Nothing was recorded. Try again.",
    DeskReady = "آماده‌ی رأی‌دهنده‌ی بعدی" / "Ready for the next voter",
    DeskCountersTitle = "شمارنده‌های این شعبه" / "This branch's counters",

    // The voting device.
    Booth = "دستگاه رأی" / "Voting device",
    BoothInsert = "کارت خود را روی دستگاه بگذارید" / "Place your card on the device",
    BoothInsertHint = "یا شماره‌ی روی کارت را بنویسید." / "Or type the number on the card.",
    BoothCardNumber = "شماره‌ی کارت" / "Number on the card",
    BoothStart = "شروع" / "Start",
    BoothCardUnknown = "این کارت از این شعبه نیست" / "This card is none of this branch's",
    BoothCardUsed = "با این کارت رأی داده شده است" / "This card has been used",
    BoothCardInUse = "این کارت الان در دستگاه دیگری است" / "This card is in another device now",
    BoothCardNoneDue = "برای این کارت ثبت حضوری نیست" / "No check-in is due a card",
    BoothCardHint = "به میز ثبت حضور برگردید." / "Please go back to the check-in desk.",
    BoothStepOf = "انتخابات {0} از {1}" / "Contest {0} of {1}",
    BoothMayChoose = "تا {0} نفر می‌توانید انتخاب کنید" / "You may choose up to {0}",
    BoothMayChooseOne = "یک نفر را می‌توانید انتخاب کنید" / "You may choose one",
    BoothTypeCode = "کد نامزد یا کد فهرست" / "Code of a candidate or of a list",
    BoothAdd = "افزودن" / "Add",
    BoothErase = "پاک کن" / "Erase",
    BoothThisIs = "این کد: {0}" / "This code: {0}",
    BoothThisIsList = "{0}: {1} نامزد" / "{0}: {1} candidates",
    BoothChosen = "انتخاب‌های شما" / "Your choices",
    BoothChosenNone = "هنوز کسی را انتخاب نکرده‌اید" / "You have chosen nobody yet",
    BoothRemove = "حذف" / "Remove",
    BoothRemoveWho = "حذف {0}" / "Remove {0}",
    BoothChoose = "انتخاب" / "Choose",
    BoothChosenMark = "انتخاب شد" / "Chosen",
    BoothLists = "رأی به یک فهرست" / "Vote for a list",
    BoothListMembers = "{0} نامزد" / "{0} candidates",
    BoothBlank = "رأی سفید می‌دهم" / "Cast a blank vote",
    BoothBlankHint = "در این انتخابات به کسی رأی نمی‌دهم" / "I choose nobody in this contest",
    BoothNext = "ادامه" / "Continue",
    BoothBack = "بازگشت" / "Back",
    BoothLeave = "انصراف و برداشتن کارت" / "Stop and take the card",
    BoothUnknownCode = "کد {0} از آنِ هیچ نامزد یا فهرستی نیست" / "No candidate or list has the code {0}",
    BoothTwice = "نامزد {0} را یک بار انتخاب کرده‌اید" / "You have chosen candidate {0} already",
    BoothTooMany = "{0} نفر انتخاب شده است؛ بیش از {1} نفر نمی‌شود" / "{0} are chosen; no more than {1} can be",
    BoothReview = "رأی خود را بازبینی کنید" / "Check your ballot",
    BoothReviewHint = "هنوز چیزی ثبت نشده است؛ می‌توانید هر کدام را عوض کنید." / "Nothing is recorded yet; you can still change anything.",
    BoothReviewBlank = "رأی سفید" / "Blank vote",
    BoothReviewCount = "{0} از {1} انتخاب" / "{0} of {1} choices",
    BoothReviewUnused = "{0} انتخاب خالی می‌ماند" / "{0} choices stay blank",
    BoothChange = "تغییر" / "Change",
    BoothSeal = "مهر کردن رأی" / "Seal the ballot",
    BoothSealed = "رأی شما مهر شد" / "Your ballot is sealed",
    BoothSealedHint = "دستگاه به این کد رهگیری پایبند شده است و دیگر نمی‌تواند رأی را عوض کند." / "The device is now bound to this tracking code and can no longer change the ballot.",
    BoothCast = "انداختن رأی به صندوق" / "Cast the ballot",
    BoothCastHint = "رأی شما شمرده می‌شود." / "Your vote will be counted.",
    BoothChallenge = "آزمودن دستگاه" / "Challenge the device",
    BoothChallengeHint = "این رأی گشوده و باطل می‌شود تا ببینید دستگاه راست گفته است؛ سپس دوباره رأی می‌دهید." / "This ballot is opened and spoiled, so that you see whether the device told the truth; then you vote again.",
    BoothUnanswered = "دستگاه شعبه هنوز پاسخ نداده است" / "The branch has not answered yet",
    BoothUnansweredHint = "رأی شما با همین کد رهگیری در این دستگاه نگه داشته شده است. دوباره بفرستید؛ دو بار شمرده نمی‌شود. اگر پاسخ نیامد، مسئول شعبه را صدا بزنید و از کنار دستگاه نروید." / "Your ballot is kept in this device under this tracking code. Send it again; it cannot count twice. If no answer comes, call an officer and stay by the device.",
    BoothAskAgain = "دوباره بفرست" / "Send again",
    BoothNumber = "دستگاه {0}" / "device {0}",
    BoothDone = "رأی شما در صندوق است" / "Your ballot is in the box",
    BoothDoneHint = "رسید را بردارید. با این کد رأی خود را روی تابلوی عمومی پیدا می‌کنید؛ رسید نشان نمی‌دهد به چه کسی رأی داده‌اید." / "Take your receipt. With this code you find your ballot on the public record; it does not show whom you voted for.",
    BoothFinish = "پایان" / "Finish",
    BoothThanks = "از حضور شما سپاسگزاریم" / "Thank you for voting",
    BoothScan = "نشانی پیگیری" / "Address for finding it",
    BoothScanHint = "با دوربین تلفن بخوانید" / "Scan with a phone",
    BoothChallenged = "دستگاه رأی آزمایشی را گشود" / "The device opened the challenged ballot",
    BoothChallengedHint = "این همان چیزی است که مهر شده بود. آن را با انتخاب خود مقایسه کنید؛ روی تابلوی عمومی هم دیده می‌شود و شمرده نمی‌شود." / "This is what had been sealed. Compare it with what you chose; it is on the public record too, and is not counted.",
    BoothVoteAgain = "دوباره رأی می‌دهم" / "Vote again",
    BoothOutOfService = "این دستگاه آماده نیست" / "This device is not ready",
    BoothOutOfServiceHint = "به مسئول شعبه خبر دهید." / "Please tell the branch's staff.",
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks(text: &str) -> Vec<&str> {
        let mut all: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn every_word_is_said_in_both_languages_and_takes_the_same_blanks() {
        for word in Word::ALL {
            assert!(!word.fa().trim().is_empty() && !word.en().trim().is_empty(), "{word:?}");
            assert_eq!(blanks(word.fa()), blanks(word.en()), "{word:?}");
        }
    }

    #[test]
    fn persian_is_spelled_with_persian_letters() {
        for word in Word::ALL.iter().filter(|w| **w != Word::OtherLanguage) {
            let fa = word.fa();
            assert!(fa.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)), "{word:?} is not Persian");
            assert!(!fa.contains(['ي', 'ك', '\u{0660}', '\u{0661}']), "{word:?} has Arabic letters");
            assert!(!word.en().chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)), "{word:?}");
        }
    }
}
