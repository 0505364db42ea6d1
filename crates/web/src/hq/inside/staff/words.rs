//! The words of the staff's rooms.

use headquarters::staff::{Bar, Duty, Ending, Grade, Kin, Lesson, Post, Presence, Schooling, Source};

screens::words! {
    // The rooms.
    Staff = "نیروها" / "Staff",
    Training = "آموزش" / "Training",
    Gaps = "کمبود نیرو" / "Posts to fill",
    Team = "نیروهای شعبه" / "The branch's team",
    Plan = "برنامه‌ی سمت‌ها" / "Plan of posts",
    Member = "نیرو" / "Member of staff",
    Recruit = "جذب نیرو" / "Take somebody on",
    Correct = "اصلاح پرونده" / "Correct the file",
    Import = "ورود جدول نیروها" / "Import a table",
    StaffNone = "هنوز کسی جذب نشده است" / "Nobody has been taken on yet",
    StaffNoneHint = "نیروها را یک‌یک یا با جدول وارد کنید. حکم هر نیرو با پایان همین انتخابات تمام می‌شود." / "Take people on one by one, or import a table. Every appointment ends with this election.",
    NoPollingDay = "روز رأی‌گیری معلوم نیست" / "No polling day is fixed",
    NoPollingDayHint = "حکم ماده‌ی ۹۰ با پایان انتخابات تمام می‌شود؛ تا روز رأی‌گیری معلوم نباشد کسی را نمی‌توان جذب کرد." / "An appointment under Article 90 ends with the election, so nobody is taken on before its day is fixed.",

    // A person.
    National = "کد ملی" / "National number",
    NationalHint = "ده رقم. بررسی می‌شود و فقط سه رقم آخرش می‌ماند." / "Ten digits. It is checked, and only its last three are kept.",
    NamePersian = "نام به فارسی" / "Name in Persian",
    NameLatin = "نام به لاتین" / "Name in Latin letters",
    Phone = "تلفن" / "Telephone",
    Post = "سمت" / "Post",
    Home = "محل جذب" / "Recruited in",
    HomeHint = "نام شهرستان یا منطقه، یا نشانی لاتین آن، مانند tehran/rey/2" / "A county or district by name, or its codes, such as tehran/rey/2",
    Lives = "محل زندگی" / "Lives at",
    LivesHint = "عرض و طول جغرافیایی، برای نزدیک‌ترین شعبه؛ می‌تواند خالی باشد" / "Latitude and longitude, to find the nearest branch; may be empty",
    Born = "تاریخ تولد" / "Born on",
    Schooling = "تحصیل" / "Schooling",
    Declares = "اظهارنامه" / "Declares",
    IsCandidate = "خود نامزد است" / "Runs in this election",
    IsAgent = "برای نامزد یا فهرستی کار می‌کند" / "Works for a candidate or a list",
    KinTo = "نسبت با نامزد" / "Relative of a candidate",
    Supervises = "عضو یا معرفی‌شده‌ی هیأت نظارت است" / "Serves, or was named by, a supervisory body",
    Offence = "تخلف انتخاباتی داشته است" / "Was punished for an electoral offence",
    AppointedOn = "حکم از" / "Appointed from",
    Until = "تا" / "Until",
    UntilHint = "با پایان انتخابات خودبه‌خود تمام می‌شود" / "Ends by itself with the election",
    Basis = "مستند" / "Legal basis",
    Pass = "گواهی قبولی" / "Pass",
    PassUntil = "قبول تا {0}" / "Passed until {0}",
    NoPass = "بدون قبولی معتبر" / "No valid pass",
    History = "سرگذشت" / "What was done",
    LeaveButton = "پایان همکاری" / "End the appointment",
    LeaveWhy = "چرا؟" / "Why?",
    LeftOn = "همکاری تمام شد" / "The appointment ended",
    RefusedBefore = "این شخص پیش‌تر رد شده است" / "This person was refused before",
    RefusedBeforeHint = "اگر اکنون می‌توان او را جذب کرد، دلیلش را در پایان فرم بنویسید؛ در دفتر وقایع می‌ماند." / "If they can be taken on now, say why at the end of the form; the journal keeps it.",
    RefusedBeforeLine = "{0}، {1}، برای {2}: {3}" / "{0}, {1}, as {2}: {3}",
    WhyNow = "چرا اکنون جذب می‌شود" / "Why they are taken on now",
    Yes = "بله" / "Yes",
    No = "خیر" / "No",

    // Assignment.
    Assign = "گماردن" / "Assign",
    AssignTo = "به شعبه یا منطقه" / "To a branch or district",
    AssignHint = "بدون قبولی معتبر در روز رأی‌گیری ممکن نیست" / "Not without a pass that is valid on the polling day",
    DutyIs = "نوع" / "As",
    Unassigned = "بی‌گماشت" / "Unassigned",
    Release = "برداشتن از شعبه" / "Release",
    CameButton = "آمد" / "Came",
    WentButton = "رفت" / "Went",
    Worked = "{0} ساعت و {1} دقیقه کار" / "{0} hours and {1} minutes at work",
    CorrectShift = "پس گرفتن آخرین آمدن یا رفتن" / "Take back the last coming or going",
    MistakenShift = "پس گرفته شد" / "Taken back",
    AttendWhen = "آمدن، رفتن و نیامدن از شب پیش از رأی‌گیری تا روز پس از آن ثبت می‌شود." / "Who comes, goes or stays away is written down from the eve of the polls to the day after.",
    AttendNobody = "هیچ نامی نشان نخورده است؛ چیزی ثبت نشد." / "Nobody is ticked; nothing was written.",
    CorrectScoreWhose = "نمره‌ای که اشتباه ثبت شده، کار ارزیاب دیگری است: کسی جز نمره‌دهنده، با دلیل." / "A mark that was written wrongly is put right by another assessor than who gave it, with the reason.",
    ReservesWait = "نیروهای ذخیره‌ی این سمت" / "Reserves of this post",
    ReservesWaitHint = "نیروی ذخیره را از صفحه‌ی خودش به شعبه فرابخوانید." / "A reserve is called to a branch from their own page.",
    AbsentHint = "جای او خالی می‌شود و نزدیک‌ترین نیروی ذخیره‌ی قبول‌شده همان دم خوانده می‌شود." / "Their place is empty then, and the nearest reserve with a pass is called at once.",
    CallButton = "فراخواندن به شعبه" / "Call to a branch",
    CallTo = "به کدام شعبه" / "To which branch",
    ReplaceButton = "برداشتن و فراخواندن نیروی ذخیره" / "Release, and call a reserve",
    LetterOnceAssigned = "حکم پس از گماردن چاپ می‌شود: پیش از آن کسی قبولی لازم را ندارد یا جایش معلوم نیست." / "The letter is printed once they are assigned: before that the pass may be wanting, and the place is open.",
    AbsentButton = "نیامد؛ نیروی ذخیره را بخوان" / "Did not come: call a reserve",
    There = "سر کار از {0}" / "At work since {0}",
    Overworked = "بیش از ۱۲ ساعت سر کار است" / "At work for more than twelve hours",
    Called = "{0} از ذخیره خوانده شد" / "{0} was called from the reserve",
    NobodyCalled = "ذخیره‌ی قبول‌شده‌ای نمانده است؛ جای این نیرو خالی است" / "No reserve with a pass is left; the place is empty",
    Propose = "پیشنهاد گماردن" / "Propose assignments",
    ProposeHint = "کوتاه‌ترین راه‌ها برای نیروهای قبول‌شده‌ی آزاد، سپس ذخیره‌ی هر منطقه" / "The shortest ways for everybody free who has passed, then each district's reserve",
    ProposePlace = "شهرستان یا منطقه" / "County or district",
    Proposed = "{0} نفر برای شعبه، {1} ذخیره، {2} جای خالی، {3} نفر بدون قبولی" / "{0} to serve, {1} to wait, {2} places left empty, {3} without a pass",
    ProposedNone = "کسی برای پیشنهاد نیست" / "There is nobody to propose",
    ProposedNoneHint = "یا همه‌ی جاها پر است یا نیروی قبول‌شده‌ی آزادی نیست." / "Either every place is filled, or nobody free has passed.",
    Accept = "ثبت همه‌ی گماردن‌ها" / "Accept them all",
    Way = "راه" / "Way",
    Kilometres = "{0} کیلومتر" / "{0} km",
    ChangedStaff = "در این میان پرونده‌ای عوض شد؛ پیشنهاد تازه را ببینید" / "A file was changed meanwhile; look at the new proposal",

    // The plan and the gaps.
    PlanBoard = "عضو شعبه، در هر شعبه" / "Board members, a branch",
    PlanOperators = "کاربر، برای هر دستگاه احراز هویت" / "Operators, an identity device",
    PlanGovernor = "نماینده‌ی فرماندار، در هر شعبه" / "Governor's representatives, a branch",
    PlanSupervisor = "نماینده‌ی نظارت، در هر شعبه" / "Supervisors' representatives, a branch",
    PlanPolice = "مأمور انتظامی، در هر شعبه" / "Police, a branch",
    PlanTechnician = "چند شعبه برای یک کارشناس فنی" / "Branches that share a technician",
    PlanInspector = "چند شعبه برای یک بازرس" / "Branches that share an inspector",
    PlanReserve = "ذخیره، درصد" / "Reserve, per cent",
    PlanLead = "در متن‌هایی از قانون که خوانده شد شماری برای سمت‌ها نیامده است؛ این شمارها از آنِ ستاد است." / "No text of the law that could be read gives numbers; these are the headquarters' own.",
    SumAll = "جذب‌شده" / "Taken on",
    SumPassed = "قبول" / "Passed",
    SumServing = "در شعبه" / "Serving",
    SumReserve = "ذخیره" / "Reserve",
    Takes = "لازم" / "Takes",
    GapsNone = "همه‌ی سمت‌ها پر است" / "Every post is filled",
    GapsCount = "{0} شعبه نیروی کم دارد" / "{0} branches are short of staff",
    TeamNone = "هنوز کسی به این شعبه گماشته نشده است" / "Nobody is assigned here yet",
    Lacking = "فقط بی‌قبولی‌ها" / "Only those without a pass",
    NextPage = "صفحه‌ی بعد" / "Next page",
    FirstPage = "از اول" / "From the beginning",

    // Training.
    Session = "دوره" / "Session",
    SessionOpen = "اعلام دوره" / "Announce a session",
    SessionNone = "هنوز دوره‌ای اعلام نشده است" / "No session has been announced yet",
    Of = "{0} از {1}" / "{0} of {1}",
    NotAsked = "هنوز پرسیده نشده" / "not asked yet",
    SessionNoneHint = "نخست مربی را در پرونده‌اش با گواهی بالادست ثبت کنید؛ مربی هر رده باید گواهی رده‌ی بالاتر را داشته باشد." / "First write a trainer's certificate from above into their file: whoever teaches holds the pass of the level above.",
    Grade = "رده" / "Level",
    Venue = "محل برگزاری" / "Venue",
    HeldOn = "روز برگزاری" / "Held on",
    Capacity = "گنجایش" / "Seats",
    Trainer = "مربی" / "Trainer",
    TrainerHint = "نام، یا شماره‌ی پرونده" / "Name, or number of the file",
    Several = "منظور کدام است؟ شماره‌ی او را بنویسید" / "Who is meant? Write the number",
    Late = "اگر برگزار شده: چرا دیر ثبت می‌شود" / "If it was held already: why so late",
    LateHint = "برای روزی که گذشته است دلیل لازم است." / "A day that is past takes a reason.",
    HeldLate = "پس از برگزاری ثبت شد" / "Written down after it was held",
    WrongScores = "نمره‌ی این نیروها خوانده نشد و چیزی ثبت نشد: {0}" / "The scores of these could not be taken, and nothing was written: {0}",
    Recruited = "جذب خود شما؛ کس دیگری می‌سنجد" / "You took them on; somebody else assesses",
    For = "برای نیروهای" / "For staff of",
    Lessons = "سرفصل‌ها" / "Lessons",
    Asked = "{0} ساعت، نمره‌ی قبولی {1} از ۱۰۰، اعتبار {2} روز" / "{0} hours, pass mark {1} of 100, valid for {2} days",
    SeatsTaken = "{0} از {1} جا گرفته شده" / "{0} of {1} seats taken",
    EnrolOne = "ثبت‌نام با نام یا شماره" / "Enrol by name or number",
    EnrolWaiting = "ثبت‌نام همه‌ی بی‌قبولی‌ها تا پر شدن جا" / "Enrol whoever has no pass, up to the seats",
    KeepList = "ثبت حضور و غیاب" / "Keep the attendance list",
    KeepListHint = "یک بار، از روز برگزاری به بعد" / "Once, from its day on",
    Assess = "ثبت نمره‌ها" / "Enter the scores",
    AssessHint = "کسی که نیرو را جذب کرده یا حضورش را ثبت کرده نمره نمی‌دهد" / "Not by whoever recruited them or kept the list",
    Score = "نمره از ۱۰۰" / "Score of 100",
    CertifyBy = "گواهی مربی و نمره‌ی آزمون را کسی جز جذب‌کننده‌ی این شخص ثبت می‌کند." / "A trainer's certificate, and a score, are written down by somebody else than whoever took this person on.",
    Certify = "ثبت گواهی مربی از بالادست" / "Enter a trainer's certificate from above",
    Certificate = "شماره‌ی گواهی" / "Number of the certificate",
    ValidUntil = "اعتبار تا" / "Valid until",
    SeatsNone = "هنوز کسی ثبت‌نام نکرده است" / "Nobody has a seat yet",
    Letter = "حکم موقت" / "Letter of temporary appointment",

    // Why not.
    WhyNoNationalId = "این کد ملی درست نیست؛ دوباره بخوانید." / "This is no national number; read it again.",
    WhyOtherSide = "این سمت را فقط همان سوی خودش جذب می‌کند و می‌گمارد." / "This post is recruited and assigned by its own side alone.",
    WhyAssigned = "نخست او را از شعبه بردارید." / "Release them first.",
    RefusedNotAppointed = "حکمش در این روز نافذ نیست" / "The appointment does not stand on that day",
    RefusedNoPass = "بدون قبولی معتبر در روز رأی‌گیری کسی گمارده نمی‌شود" / "Nobody is assigned without a pass that is valid on the polling day",
    RefusedAssigned = "او پیش‌تر به جایی گمارده شده است؛ نخست از آنجا بردارید" / "They are assigned already; release them first",
    RefusedNotAssigned = "او به شعبه‌ای گمارده نشده است" / "They are not assigned to serve",
    RefusedNoPostThere = "این سمت در چنین محلی نیست" / "The post is no post of such a place",
    RefusedNotAttended = "او در این دوره حاضر نبوده است" / "They did not attend this session",
    RefusedAssessed = "نمره‌ی او در این دوره پیش‌تر ثبت شده است" / "They were assessed for this session already",
    RefusedOwnJudge = "کسی که جذب کرده یا حضور را ثبت کرده ارزیابی نمی‌کند" / "Whoever recruited somebody or kept the list does not assess them",
    RefusedScore = "نمره عددی از ۰ تا ۱۰۰ است" / "A score is a number from 0 to 100",
    RefusedNotCertified = "قبولی برای کار در شعبه از دوره می‌آید، نه از گواهی" / "A pass for work in a branch comes from a session, not from a certificate",
    RefusedBackwards = "این روز پیش از روزی است که باید پس از آن باشد" / "That day comes before one it has to follow",
    RefusedNotTheDay = "آمدن و نیامدن فقط از شب پیش از رأی‌گیری تا روز پس از آن ثبت می‌شود" / "Who comes and who does not is written down from the eve of the polls to the day after, and on no other day",
    RefusedNoMark = "آمدن یا رفتنی ثبت نشده است" / "Neither coming nor going is written down",
    RefusedThere = "آمدنش ثبت شده است" / "They have come already",
    RefusedAway = "آمدنش ثبت نشده است" / "They have not come",
    RefusedTired = "میان دو نوبت کار دست‌کم هشت ساعت استراحت لازم است" / "Between two shifts lie eight hours of rest",
    RefusedNotLeft = "همکاری او تمام نشده است" / "Their appointment has not ended",
    RefusedNoCertificate = "گواهی‌ای در انتظار امضای دوم نیست" / "No certificate waits for a second signature",
    RefusedNoReason = "دلیل اصلاح را بنویسید" / "Say why it is put right",
    RefusedSamePerson = "همان کسی که نوشته است آن را اصلاح یا تأیید نمی‌کند؛ مسئول دیگری باید این کار را بکند" / "Whoever wrote it does not put it right or confirm it; another officer has to",
    RefusedNobody = "هیچ نامی نشان نخورده است. اگر کسی نیامده، همین را نشان بزنید" / "Nobody is ticked. If nobody came, tick that",
    RefusedNotKept = "حضور و غیاب این دوره هنوز ثبت نشده است" / "The attendance of this session is not kept yet",
    RefusedWasAssessed = "نمره‌ی کسی که غایب می‌شود ثبت شده است؛ غایب نمره ندارد" / "Somebody who would become absent has a score; whoever was absent has none",
    WhyRefusedBefore = "پیش‌تر رد شده است. جدول او را جذب نمی‌کند؛ با فرم و با دلیل جذب کنید." / "Was refused before. A table does not take them on: do it by the form, with a reason.",
    WhyTakesBack = "پرونده چیزی می‌گوید که مانع همکاری است یا بود. جدول آن را پس نمی‌گیرد؛ در پرونده‌ی شخص و با دلیل اصلاح کنید." / "The file says what bars or barred this person. A table does not take that back: correct it in their file, with a reason.",
    ImportBars = "جدول اظهارنامه‌ای را که مانع همکاری است پاک نمی‌کند؛ خانه‌ی خالی در آن ستون پذیرفته نمی‌شود." / "A table does not wash away a declaration that bars somebody: an empty cell in that column is refused.",
    UploadGone = "جدول دیگر اینجا نیست" / "The table is no longer here",
    UploadGoneHint = "هر جدول یک ساعت و تا جدول بعدی شما می‌ماند. دوباره بفرستید؛ چیزی وارد نشده است." / "A table waits for an hour, and until your next one. Send it again; nothing was imported.",
    NobodyCame = "هیچ‌کس نیامد" / "Nobody came",
    CorrectList = "اصلاح حضور و غیاب" / "Put the list right",
    CorrectScore = "اصلاح نمره" / "Put a score right",
    CorrectHint = "مسئول دیگری جز نویسنده، با دلیل؛ نوشته‌ی پیشین می‌ماند." / "By another officer than whoever wrote it, with a reason; what was written stays.",
    Corrected = "اصلاح شد" / "Put right",
    TakeBack = "بازگرداندن" / "Take back",
    TakenBack = "بازگشت" / "Taken back",
    CertificateWaits = "در انتظار امضای دوم" / "Waits for a second signature",
    ConfirmCertificate = "تأیید گواهی مربی" / "Confirm the trainer's certificate",
    Attendance = "حضور در شعبه" / "Who is there",
    AttendSave = "ثبت آمدن و رفتن" / "Write down who came and went",
    AttendRefused = "ثبت نشد" / "Not written down",
    RefusedBarred = "مانع همکاری دارد" / "Something bars them",
    RefusedNoTrainer = "مربی برای همین سمت، قبولی معتبر رده‌ی بالاتر را ندارد" / "The trainer holds no pass of the level above that is valid for this very post",
    RefusedTaughtAbove = "مربیان کشوری را ستاد کشور گواهی می‌کند" / "National trainers are certified by the country's headquarters",
    RefusedFull = "جایی نمانده است" / "No seat is left",
    RefusedNoSeat = "در این دوره ثبت‌نام نکرده است" / "They have no seat in this session",
    RefusedSeated = "پیش‌تر ثبت‌نام کرده است" / "They have a seat already",
    RefusedOtherPost = "این دوره برای سمت دیگری است" / "This session is for another post",
    RefusedOwnTrainer = "مربی در دوره‌ی خود آموزش نمی‌بیند" / "A session's trainer is not trained in it",
    RefusedNotYet = "روز این دوره هنوز نرسیده است" / "This session has not taken place yet",
    RefusedKept = "حضور و غیاب این دوره ثبت شده است" / "The attendance of this session is kept",

    // Posts.
    PostBoardMember = "عضو شعبه" / "Member of the branch's board",
    PostOperator = "کاربر دستگاه" / "Operator of a device",
    PostGovernorRepresentative = "نماینده فرماندار" / "Governor's representative",
    PostSupervisorRepresentative = "نماینده هیأت نظارت" / "Supervisors' representative",
    PostPolice = "مأمور انتظامی" / "Police officer",
    PostTechnician = "کارشناس فنی" / "Technician",
    PostInspector = "بازرس" / "Inspector",
    DutyServing = "در شعبه" / "Serving",
    DutyReserve = "ذخیره" / "Reserve",
    EndingReleased = "برداشته شد" / "Released",
    EndingBarred = "دیگر واجد شرایط نیست" / "May not serve any more",
    ReleasedLeftOut = "{0} نفر که پیش‌تر از شعبه برداشته شده‌اند پیشنهاد نمی‌شوند؛ اگر باز می‌آیند از صفحه‌ی خودشان بگمارید." / "{0} who were released before are not proposed; assign them from their own pages if they come again.",
    EndingNoShow = "نیامد" / "Did not come",
    EndingCalled = "از ذخیره خوانده شد" / "Called from the reserve",
    EndingLeft = "همکاری تمام شد" / "The appointment ended",
    GradeBranch = "کار در شعبه" / "Work in a branch",
    GradeCountyTrainer = "مربی شهرستان" / "County trainer",
    GradeProvinceTrainer = "مربی استان" / "Province trainer",
    GradeNationalTrainer = "مربی کشوری" / "National trainer",
    LessonDuties = "قانون و وظایف سمت" / "The law and the duties of the post",
    LessonDay = "گشودن، رأی‌گیری، بستن، صورت‌جلسه" / "Opening, voting, closing, minutes",
    LessonDevices = "کار عملی با دستگاه" / "The devices, by hand",
    LessonTrouble = "قطع خط، باتری، صف، کشمکش" / "A cut line, a battery, a queue, a quarrel",
    LessonVoters = "کمک به رأی‌دهنده بی دیدن رأی" / "Helping voters without seeing the vote",
    LessonTeaching = "آموزش دادن و سنجیدن" / "How to teach and assess",
    PresenceEnrolled = "ثبت‌نام" / "Enrolled",
    PresenceAttended = "حاضر" / "Attended",
    PresenceAbsent = "غایب" / "Absent",
    SchoolingNone = "بی‌سواد" / "Does not read",
    SchoolingLiterate = "باسواد" / "Reads and writes",
    SchoolingDiploma = "دیپلم" / "Diploma",
    SchoolingDegree = "دانشگاهی" / "Degree",
    KinNone = "هیچ" / "None",
    KinParent = "پدر یا مادر" / "Father or mother",
    KinChild = "فرزند" / "Child",
    KinSibling = "برادر یا خواهر" / "Brother or sister",
    KinSpouse = "همسر" / "Spouse",
    KinChildsSpouse = "همسرِ فرزندِ نامزد" / "Spouse of the candidate's child",
    KinSpousesParent = "پدر یا مادرِ همسر نامزد" / "Parent of the candidate's spouse",
    KinSpousesSibling = "برادر یا خواهرِ همسر نامزد" / "Sibling of the candidate's spouse",
    KinFurther = "دورتر" / "Further",
    BarTooYoung = "در روز رأی‌گیری ۱۸ سال ندارد (سن رأی)." / "Younger than 18 on the polling day (the age that votes).",
    BarUnlettered = "سواد ندارد (قاعده‌ی ستاد)." / "Does not read (the headquarters' rule).",
    BarNoDiploma = "کار با دستگاه دیپلم می‌خواهد (قاعده‌ی ستاد)." / "A device takes a diploma (the headquarters' rule).",
    BarCandidate = "خود نامزد است (تبصره‌ی ۲ ماده‌ی ۳۲ قانون پیشین شوراها)." / "Runs in this election (Note 2, Article 32 of the former councils' law).",
    BarAgent = "برای نامزدی کار می‌کند (قاعده‌ی ستاد)." / "Works for a candidate (the headquarters' rule).",
    BarKin = "خویشاوند نزدیک نامزد است (ماده‌ی ۳۰ قانون انتخابات خبرگان، هم‌روز و در همان شعبه‌ها)." / "Too near a relative of a candidate (Article 30 of the Assembly of Experts' election law; same day, same branches).",
    BarSupervises = "در هیأت نظارت است؛ یک نفر در دو سو نمی‌نشیند." / "Serves a supervisory body; nobody sits on both sides.",
    BarNotNamed = "هیأت نظارت او را معرفی نکرده است." / "The supervisory body did not name them.",
    BarOffence = "تخلف انتخاباتی دارد (آموزش شعب، ۱۳۹۴)." / "Was punished for an electoral offence (branch training of 1394).",
    SourceArticle90 = "ماده‌ی ۹۰ قانون انتخابات شوراها" / "Article 90 of the councils' election law",
    SourceExperts30 = "ماده‌ی ۳۰ قانون انتخابات مجلس خبرگان" / "Article 30 of the Assembly of Experts' election law",
    SourceCouncils32 = "تبصره‌ی ۲ ماده‌ی ۳۲ قانون پیشین شوراها" / "Note 2, Article 32 of the former councils' law",
    SourceBranchTraining = "آموزش شعب، ۱۳۹۴" / "Branch training of 1394",
    SourceVotingAge = "سن رأی" / "The age that votes",
    SourceTwoBodies = "جدایی اجرا و نظارت" / "Execution and supervision are separate bodies",
    SourceHeadquarters = "قاعده‌ی ستاد" / "The headquarters' own rule",

    // Findings.
    TopicNoStaff = "سمتی در شعبه خالی است" / "A post is not filled",
    TopicNoPass = "قبولی نیرویی تا روز رأی‌گیری معتبر نیست" / "Somebody's pass is not good on the polling day",
    TopicNoReserve = "سمتی ذخیره ندارد" / "A post has no reserve",
}

/// What a post is called.
pub(crate) fn post(post: Post) -> Word {
    match post {
        Post::BoardMember => Word::PostBoardMember,
        Post::Operator => Word::PostOperator,
        Post::GovernorRepresentative => Word::PostGovernorRepresentative,
        Post::SupervisorRepresentative => Word::PostSupervisorRepresentative,
        Post::Police => Word::PostPolice,
        Post::Technician => Word::PostTechnician,
        Post::Inspector => Word::PostInspector,
    }
}

pub(crate) fn duty(duty: Duty) -> Word {
    match duty {
        Duty::Serving => Word::DutyServing,
        Duty::Reserve => Word::DutyReserve,
    }
}

pub(super) fn ending(ending: Ending) -> Word {
    match ending {
        Ending::Released => Word::EndingReleased,
        Ending::NoShow => Word::EndingNoShow,
        Ending::Called => Word::EndingCalled,
        Ending::Left => Word::EndingLeft,
        Ending::Barred => Word::EndingBarred,
    }
}

pub(crate) fn grade(grade: Grade) -> Word {
    match grade {
        Grade::Branch => Word::GradeBranch,
        Grade::CountyTrainer => Word::GradeCountyTrainer,
        Grade::ProvinceTrainer => Word::GradeProvinceTrainer,
        Grade::NationalTrainer => Word::GradeNationalTrainer,
    }
}

pub(super) fn lesson(lesson: Lesson) -> Word {
    match lesson {
        Lesson::Duties => Word::LessonDuties,
        Lesson::Day => Word::LessonDay,
        Lesson::Devices => Word::LessonDevices,
        Lesson::Trouble => Word::LessonTrouble,
        Lesson::Voters => Word::LessonVoters,
        Lesson::Teaching => Word::LessonTeaching,
    }
}

pub(crate) fn presence(presence: Presence) -> (&'static str, Word) {
    match presence {
        Presence::Enrolled => ("later", Word::PresenceEnrolled),
        Presence::Attended => ("green", Word::PresenceAttended),
        Presence::Absent => ("red", Word::PresenceAbsent),
    }
}

pub(crate) fn schooling(schooling: Schooling) -> Word {
    match schooling {
        Schooling::Unlettered => Word::SchoolingNone,
        Schooling::Literate => Word::SchoolingLiterate,
        Schooling::Diploma => Word::SchoolingDiploma,
        Schooling::Degree => Word::SchoolingDegree,
    }
}

pub(crate) fn kin(kin: Kin) -> Word {
    match kin {
        Kin::Stranger => Word::KinNone,
        Kin::Parent => Word::KinParent,
        Kin::Child => Word::KinChild,
        Kin::Sibling => Word::KinSibling,
        Kin::Spouse => Word::KinSpouse,
        Kin::ChildsSpouse => Word::KinChildsSpouse,
        Kin::SpousesParent => Word::KinSpousesParent,
        Kin::SpousesSibling => Word::KinSpousesSibling,
        Kin::Further => Word::KinFurther,
    }
}

/// Why somebody may not hold a post, with the source.
pub(crate) fn bar(bar: Bar) -> Word {
    match bar {
        Bar::TooYoung => Word::BarTooYoung,
        Bar::Unlettered => Word::BarUnlettered,
        Bar::NoDiploma => Word::BarNoDiploma,
        Bar::Candidate => Word::BarCandidate,
        Bar::Agent => Word::BarAgent,
        Bar::Kin => Word::BarKin,
        Bar::Supervises => Word::BarSupervises,
        Bar::NotNamed => Word::BarNotNamed,
        Bar::Offence => Word::BarOffence,
    }
}

pub(super) fn source(source: Source) -> Word {
    match source {
        Source::Article90 => Word::SourceArticle90,
        Source::Experts30 => Word::SourceExperts30,
        Source::Councils32 => Word::SourceCouncils32,
        Source::BranchTraining1394 => Word::SourceBranchTraining,
        Source::VotingAge => Word::SourceVotingAge,
        Source::TwoBodies => Word::SourceTwoBodies,
        Source::Headquarters => Word::SourceHeadquarters,
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
