//! The words of the network security's room.

use headquarters::security::{HostKind, Severity, State, Validity, Zone};

screens::words! {
    Security = "امنیت شبکه" / "Network security",
    Segments = "بخش‌های شبکه" / "Segments",
    SegmentKeep = "ثبت بخش" / "Put down a segment",
    SegmentNone = "هنوز بخشی از شبکه ثبت نشده است" / "No segment of the network has been put down yet",
    SegmentNoneHint = "هر بخش یک نهاد پاسخ‌گو دارد، تا روزی معلوم. شبکه‌ی شعب، سرورهای ستاد و آنچه مردم می‌بینند بخش‌های جدا هستند." / "Each segment has one body that answers for it, until a known day. The branches' network, the headquarters' servers and what the public reaches are segments of their own.",
    Code = "نشانه" / "Code",
    CodeHint = "حرف‌ها و رقم‌های لاتین، مانند branches-rey" / "Latin letters and digits, such as branches-rey",
    Name = "نام" / "Name",
    ZoneIs = "چه می‌برد" / "Carries",
    Responsible = "نهاد پاسخ‌گو" / "Answers for it",
    Nobody = "بی‌پاسخ‌گو" / "nobody",
    Until = "تا" / "Until",
    Offered = "به {0} پیشنهاد شده و امضای گیرنده مانده است" / "Offered to {0}; the taker's signature is missing",
    OfferButton = "تحویل می‌دهم" / "I hand it over",
    TakeButton = "تحویل گرفتم" / "I take it",
    OfferTo = "به نهاد" / "To the body",
    TakenBy = "تحویل‌گیرنده باید کسی جز تحویل‌دهنده باشد" / "The taker is somebody else than the giver",
    Hosts = "آنچه در این بخش است" / "What stands in it",
    HostNone = "هنوز چیزی در این بخش ثبت نشده است" / "Nothing is on the list yet",
    Host = "نام دستگاه" / "Host",
    Address = "نشانی شبکه" / "Address",
    KindIs = "نوع" / "Kind",
    HostAdd = "افزودن" / "Add",
    HostRemove = "برداشته شد" / "Taken away",
    HostRemoveWhy = "چرا برداشته شد؟" / "Why was it taken away?",
    TakeNotOwn = "خودتان پیشنهاد داده‌اید؛ گیرنده باید کس دیگری باشد." / "You offered it; somebody else has to take it.",
    CloseNotOwn = "رفع را خودتان نوشته‌اید؛ بستن رخداد با کس دیگری است." / "You wrote that it is resolved; somebody else closes it.",
    Certificates = "گواهی دستگاه‌ها" / "Device certificates",
    CertificateNone = "فهرست گواهی‌ها هنوز وارد نشده است" / "The list of certificates has not been imported yet",
    CertificateImport = "ورود فهرست گواهی‌ها" / "Import a list of certificates",
    CertificateHint = "ستون‌ها: serial, subject, from, until. همان فهرست بار دوم چیزی را عوض نمی‌کند." / "Columns: serial, subject, from, until. The same list again changes nothing.",
    CertificateRevoke = "باطل شد" / "Revoked",
    CertificateLapses = "{0} گواهی تا پایان رأی‌گیری معتبر نیست" / "{0} certificates are not good until the polls",
    Serial = "شماره" / "Serial",
    Subject = "دستگاه" / "Subject",
    ValidUntil = "اعتبار تا" / "Valid until",
    Incidents = "رخدادها" / "Incidents",
    Incident = "رخداد" / "Incident",
    IncidentNone = "رخدادی گزارش نشده است" / "No incident has been reported",
    IncidentNoneHint = "هر چه دیدید گزارش کنید؛ خط زمان هر رخداد فقط افزوده می‌شود و درسش در پایان نوشته می‌شود." / "Report whatever you see; a time line is only added to, and its lesson is written at the end.",
    Report = "گزارش رخداد" / "Report an incident",
    Title = "چه شده است" / "What happened",
    Place = "محل" / "Place",
    PlaceHint = "نام محل، یا نشانی لاتین آن، مانند tehran/rey/2" / "The name of a place, or its codes, such as tehran/rey/2",
    SegmentOf = "بخش شبکه" / "Segment",
    SegmentHint = "می‌تواند خالی باشد" / "May be empty",
    SeverityIs = "شدت" / "Severity",
    BodyIs = "نهاد پاسخ‌گو" / "Body that has it",
    TimeLine = "خط زمان" / "Time line",
    Reported = "گزارش شد" / "Reported",
    Text = "شرح" / "What",
    Add = "افزودن به خط زمان" / "Add to the time line",
    StepIs = "گام" / "Step",
    StepNote = "یادداشت" / "Note",
    StepWeigh = "سنجش دوباره‌ی شدت" / "Severity weighed again",
    StepContain = "مهار شد" / "Contained",
    StepResolve = "رفع شد" / "Resolved",
    StepReopen = "دوباره باز شد" / "Reopened",
    StepClose = "بسته شد، با درس" / "Closed, with its lesson",
    StepOffer = "تحویل به نهاد دیگر" / "Offered to another body",
    StepTake = "تحویل گرفته شد" / "Taken",
    Lesson = "درس" / "Lesson",
    RefusedSamePerson = "این امضا از کس دیگری باید باشد" / "This signature has to be somebody else's",
    RefusedNoOffer = "چیزی پیشنهاد نشده است" / "Nothing is offered",
    RefusedPassed = "آن روز گذشته است" / "That day has passed",
    RefusedTaken = "دستگاهی با این نام یا نشانی ثبت است" / "A host of this name or address is on the list",
    RefusedNoHost = "چنین دستگاهی ثبت نیست" / "There is no such host",
    RefusedNoCertificate = "چنین گواهی ثبت نیست" / "There is no such certificate",
    RefusedDiffers = "گواهی {0} پیش‌تر با تاریخ یا دستگاه دیگری ثبت شده است؛ هیچ‌چیز ثبت نشد" / "Certificate {0} is known with other days or another host; nothing was imported",
    RefusedStep = "این گام از اینجا ممکن نیست" / "This step does not follow from where it stands",

    ZoneBranches = "دستگاه‌های شعب" / "The branches' machines",
    ZoneHeadquarters = "سرورهای ستاد" / "The headquarters' servers",
    ZoneCount = "درهم‌سازی و گشودن" / "Mixing and opening",
    ZonePublic = "آنچه مردم می‌بینند" / "What the public reaches",
    ZoneManagement = "مدیریت شبکه" / "Administration",
    KindServer = "سرور" / "Server",
    KindRouter = "مسیریاب، سوییچ، دیوار آتش" / "Router, switch, firewall",
    KindDevice = "دستگاه انتخابات" / "Election device",
    KindWorkstation = "رایانه‌ی کار" / "Workstation",
    SeverityLow = "کم" / "Low",
    SeverityMedium = "میانه" / "Medium",
    SeverityHigh = "بالا" / "High",
    SeverityCritical = "بحرانی" / "Critical",
    StateOpen = "باز" / "Open",
    StateContained = "مهارشده" / "Contained",
    StateResolved = "رفع‌شده" / "Resolved",
    StateClosed = "بسته" / "Closed",
    ValidityGood = "معتبر" / "Good",
    ValidityShort = "پیش از رأی‌گیری تمام می‌شود" / "Runs out before the polls",
    ValidityExpired = "تمام شده" / "Expired",
    ValidityRevoked = "باطل" / "Revoked",

    TopicNoResponsible = "بخشی از شبکه پاسخ‌گو ندارد" / "Nobody answers for a segment of the network",
    TopicCertificate = "گواهی دستگاهی تا رأی‌گیری معتبر نیست" / "A device's certificate runs out before the polls",
    TopicIncident = "رخداد امنیتی شدید باز است" / "A grave incident is open",
}

pub(crate) fn zone(zone: Zone) -> Word {
    match zone {
        Zone::Branches => Word::ZoneBranches,
        Zone::Headquarters => Word::ZoneHeadquarters,
        Zone::Count => Word::ZoneCount,
        Zone::Public => Word::ZonePublic,
        Zone::Management => Word::ZoneManagement,
    }
}

pub(crate) fn host(kind: HostKind) -> Word {
    match kind {
        HostKind::Server => Word::KindServer,
        HostKind::Router => Word::KindRouter,
        HostKind::Device => Word::KindDevice,
        HostKind::Workstation => Word::KindWorkstation,
    }
}

pub(crate) fn severity(severity: Severity) -> (&'static str, Word) {
    match severity {
        Severity::Low => ("later", Word::SeverityLow),
        Severity::Medium => ("amber", Word::SeverityMedium),
        Severity::High => ("red", Word::SeverityHigh),
        Severity::Critical => ("red", Word::SeverityCritical),
    }
}

pub(super) fn state(state: State) -> (&'static str, Word) {
    match state {
        State::Open => ("red", Word::StateOpen),
        State::Contained => ("amber", Word::StateContained),
        State::Resolved => ("amber", Word::StateResolved),
        State::Closed => ("green", Word::StateClosed),
    }
}

pub(super) fn validity(validity: Validity) -> (&'static str, Word) {
    match validity {
        Validity::Good => ("green", Word::ValidityGood),
        Validity::Short => ("amber", Word::ValidityShort),
        Validity::Expired => ("red", Word::ValidityExpired),
        Validity::Revoked => ("later", Word::ValidityRevoked),
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
