//! The words of the field's rooms that the other rooms do not share.

screens::words! {
    // What is not ready.
    DaysOld = "{0} روز" / "{0} days ago",
    DaysLeft = "{0} روز مانده" / "{0} days left",
    DaysToPolls = "{0} روز تا رأی‌گیری" / "{0} days to the polls",
    Trend = "روند چهار هفته" / "Four weeks, day by day",
    Day = "روز" / "Day",
    TrendDays = "همه‌ی روزها" / "All days",
    MorningReadiness = "آنچه آماده نیست" / "What is not ready",
    MorningAll = "همه‌ی آمادگی" / "All of the readiness",

    // The calendar.
    CalendarNoDayHint = "همه‌ی مهلت‌ها از روز رأی‌گیری حساب می‌شوند. فرمانداری که حکمش همه‌ی رویداد را در بر می‌گیرد آن را ثبت می‌کند." / "Every deadline is counted from the polling day. The governor whose letter covers the whole event fixes it.",
    CalendarFollows = "این تقویم و نسخه‌ی عمومی آن از همین روز ثبت‌شده و تعطیلی‌های زیر حساب می‌شوند." / "This calendar and its public copy are computed from this day and from the holidays below.",
    CalendarTwoDays = "ستاد {0} را ثبت کرده است و رویدادِ واردشده {1} را" / "The headquarters has fixed {0}, and the imported event says {1}",
    CalendarTwoDaysHint = "رأی‌گیری یک روز دارد. رویداد را دوباره وارد کنید یا روز را اینجا جابه‌جا کنید." / "There is one polling day. Import the event again, or move the day here.",
    CalendarPollsOpened = "شعبه‌ها باز شده‌اند؛ روز رأی‌گیری دیگر جابه‌جا نمی‌شود" / "The polls have opened; their day is not moved any more",
    MovePollingDay = "جابه‌جایی روز رأی‌گیری" / "Move the polling day",
    MovePollingDayAsk = "روز دیگری چه را جابه‌جا می‌کند؟" / "What would another day move?",
    MoveLater = "از {0} به {1}: {2} روز دیرتر. هنوز چیزی ثبت نشده است." / "From {0} to {1}: {2} days later. Nothing is changed yet.",
    MoveEarlier = "از {0} به {1}: {2} روز زودتر. هنوز چیزی ثبت نشده است." / "From {0} to {1}: {2} days earlier. Nothing is changed yet.",
    MovePast = "مهلت‌هایی که هنوز در پیش‌اند با این روز گذشته‌اند" / "Deadlines that are still to come would already be past",
    MoveConfirm = "روز را جابه‌جا کن" / "Move the day",
    MoveNot = "بازگشت بی‌تغییر" / "Go back and change nothing",
    Postponements = "جابه‌جایی‌های روز رأی‌گیری" / "How the polling day was moved",
    By = "به دستور" / "By",
    LapsingPasses = "قبولی‌هایی که تا آن روز معتبر نمی‌مانند" / "Passes that would not be good on that day",
    LapsingNone = "هیچ قبولی‌ای از اعتبار نمی‌افتد" / "No pass lapses",
    LapsingCount = "{0} قبولی تا آن روز معتبر نمی‌ماند" / "{0} passes would not be good on that day",
    LapsingHint = "دارندگان آن‌ها پیش از آن روز دوباره آموزش می‌بینند؛ آمادگی شعبه‌هایشان تا آن وقت سبز نمی‌شود." / "Whoever holds them is trained again before that day; their branches do not become green until then.",
    Post = "سمت" / "Post",
    Passes = "قبولی‌ها" / "Passes",
    PassesAssigned = "از آن‌ها گمارده‌شده" / "Of these assigned",
    Holidays = "تعطیلی‌ها" / "Holidays",
    HolidaysHint = "جمعه‌ها و تعطیلی‌های خورشیدی همیشه حساب می‌شوند. تعطیلی‌های قمری و آنچه دولت اعلام می‌کند اینجا ثبت می‌شوند." / "Fridays and the holidays of the solar calendar always count. Those that the moon moves, and those that the government gives, are put down here.",
    HolidaysNone = "هیچ تعطیلی دیگری ثبت نشده است." / "No other holiday is put down.",
    HolidayName = "مناسبت" / "What for",
    HolidayKeep = "ثبت تعطیلی" / "Put down a holiday",
    HolidayStrike = "برداشتن" / "Take off the list",

    // Files.
    ImportFile = "پرونده‌ی XLSX یا CSV" / "An XLSX or CSV file",
    ImportNoTable = "این پرونده جدول نیست" / "This file is no table",
    ImportNotText = "نه کارپوشه است و نه متن UTF-8." / "It is neither a workbook nor text in UTF-8.",
    ImportBadWorkbook = "کارپوشه خوانده نمی‌شود؛ آن را در صفحه‌گسترده باز کنید و دوباره به صورت XLSX نگه دارید." / "The workbook cannot be read; open it in a spreadsheet and save it as XLSX again.",
    ImportBadSheet = "برگه‌ی نخست خالی است یا بیش از ۲۰۰٬۰۰۰ سطر و ۶۴ ستون دارد." / "The first sheet is absent, or larger than 200,000 rows and 64 columns.",
    ImportAgain = "کسی در این میان سطری از همین جدول را عوض کرد. آنچه جدول اکنون می‌کند زیر آمده است؛ نگاه کنید و دوباره ثبت کنید." / "Meanwhile somebody changed a row of this table. Below stands what the table would do now; look at it and import it again.",
    ImportNothing = "هیچ" / "nothing",
    DeviceImport = "ورود دستگاه‌ها از جدول" / "Import devices",
    Photographs = "عکس‌های بازدید" / "Photographs of the survey",
    PhotographOf = "عکس {0} از بازدید {1}" / "Photograph {0} of the survey on {1}",
    PhotographAdd = "افزودن عکس" / "Add a photograph",
    PhotographHint = "JPEG، PNG یا WebP تا ۱۲ مگابایت؛ مکان و زمانی که تلفن در عکس می‌نویسد پاک می‌شود." / "JPEG, PNG or WebP up to 12 MiB; the place and time that a telephone writes into it are removed.",
    PhotographsFull = "این بازدید به اندازه‌ی کافی عکس دارد؛ برای عکس‌های دیگر بازدید تازه‌ای ثبت کنید." / "This survey has enough photographs; survey the branch again to add others.",
    Labels = "برچسب دستگاه‌ها" / "Labels of devices",
    LabelsHint = "بیست‌وچهار برچسب در هر برگ؛ همین صفحه را چاپ کنید." / "Twenty-four labels a sheet; print this page.",

    // One step of many devices.
    ListStep = "یک گام برای چند دستگاه" / "One step for many devices",
    ListLead = "فهرست سریال‌ها را بچسبانید یا با اسکنر بخوانید. همه این گام را برمی‌دارند، یا هیچ‌کدام." / "Paste the serial numbers or read them with a scanner. All of them take the step, or none does.",
    List = "فهرست دستگاه‌ها" / "List of devices",
    ListHint = "هر سطر یک دستگاه: سریال، یا نشانی روی برچسب. برای پلمب و تحویل گرفتن، شماره‌ی پلمب پس از یک فاصله." / "A device a line: its serial number, or the address on its label. To seal or to take, the seal's number after a blank.",
    ListToHint = "تنها برای تحویل دادن: شعبه یا انبار، مانند tehran/rey/2/0007" / "Only to hand over: a branch or a store, such as tehran/rey/2/0007",
    ListNoteHint = "تنها برای تطبیق، اگر گفتنی هست" / "Only to reconcile, if something is worth remembering",
    ListMistakeHint = "تنها برای پس گرفتن گام پیش" / "Only to take the step before back",
    ListDone = "{0} دستگاه این گام را برداشت" / "{0} devices took the step",
    ListStuck = "{0} سطر پذیرفته نشد؛ هیچ دستگاهی جابه‌جا نشد" / "{0} lines cannot be taken; no device was moved",
    ListStuckHint = "این سطرها را درست یا حذف کنید و همان فهرست را دوباره بفرستید." / "Correct these lines or take them out, and send the same list again.",
    ListLine = "سطر" / "Line",
    ListUnknown = "چنین دستگاهی ثبت نشده است" / "No such device is registered",
    StepCorrect = "پس گرفتن گام پیش" / "Take the last step back",
    StepCorrectOther = "گام را کس دیگری پس می‌گیرد، نه بردارنده‌ی آن" / "Somebody else takes a step back, not whoever took it",
    StepMistaken = "گام پیش اشتباه بود؟" / "Was the last step a mistake?",
    StepMistakenHint = "کسی جز بردارنده‌ی آن گام، با دلیل، آن را پس می‌گیرد. هر دو در سرگذشت می‌مانند." / "Somebody other than whoever took it takes it back, with the reason. Both stay in its life.",

    // The seal of a device.
    SealUnread = "پلمب دارد؛ شماره‌ی روی پلمب را بخوانید" / "It is sealed; read the number on its seal",
    SealDiffers = "پلمب ثبت‌شده {0} است و تحویل‌گیرنده {1} خوانده است" / "The seal on file is {0}, and the taker read {1}",
    SealExplainHint = "تا وقتی دو نفر آن را روشن نکنند این دستگاه آماده شمرده نمی‌شود و به کار نمی‌افتد. نخست کسی بنویسد چه یافته است." / "Until two persons settle it this device does not count as ready and is not put to use. First somebody writes down what was found.",
    SealSettleHint = "آنچه یافته شد نوشته شده است. نفر دومی، جز نویسنده‌ی آن، باید تأیید کند." / "What was found is written down. A second person, not the one who wrote it, has to agree.",
    StepExplain = "توضیح اختلاف پلمب" / "Explain the seal",
    StepSettle = "تأیید توضیح پلمب" / "Agree about the seal",
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
