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

    // Files.
    ImportFile = "پرونده‌ی XLSX یا CSV" / "An XLSX or CSV file",
    ImportNoTable = "این پرونده جدول نیست" / "This file is no table",
    Photographs = "عکس‌های بازدید" / "Photographs of the survey",
    PhotographOf = "عکس {0} از بازدید {1}" / "Photograph {0} of the survey on {1}",
    PhotographAdd = "افزودن عکس" / "Add a photograph",
    PhotographHint = "JPEG، PNG یا WebP تا ۱۲ مگابایت؛ مکان و زمانی که تلفن در عکس می‌نویسد پاک می‌شود." / "JPEG, PNG or WebP up to 12 MiB; the place and time that a telephone writes into it are removed.",
    PhotographsFull = "این بازدید به اندازه‌ی کافی عکس دارد؛ برای عکس‌های دیگر بازدید تازه‌ای ثبت کنید." / "This survey has enough photographs; survey the branch again to add others.",
    Labels = "برچسب دستگاه‌ها" / "Labels of devices",
    LabelsHint = "بیست‌وچهار برچسب در هر برگ؛ همین صفحه را چاپ کنید." / "Twenty-four labels a sheet; print this page.",

    // The seal of a device.
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
