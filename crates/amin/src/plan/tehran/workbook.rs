//! The answer as a workbook: what the county needs, every branch, and what was assumed.

use planning::tehran::{Answer, Question};
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use web::locale::{Lang, Word as W};

use super::super::Error;

/// The bytes of the workbook. In Persian its sheets run from right to left.
pub(super) fn xlsx(
    lang: Lang,
    question: &Question,
    answer: &Answer,
    synthetic: bool,
) -> Result<Vec<u8>, Error> {
    let failed = |error: XlsxError| Error::Write(std::io::Error::other(error));
    let mut book = Workbook::new();
    let styles = Styles::new();
    county(book.add_worksheet(), lang, answer, &styles).map_err(failed)?;
    branches(book.add_worksheet(), lang, question, answer, &styles).map_err(failed)?;
    assumptions(book.add_worksheet(), lang, question, synthetic, &styles).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

struct Styles {
    head: Format,
    whole: Format,
    percent: Format,
    emphasis: Format,
}

impl Styles {
    fn new() -> Self {
        let whole = Format::new().set_num_format("#,##0");
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x000A_5C63))
                .set_font_color(Color::White),
            percent: Format::new().set_num_format("0%"),
            emphasis: whole.clone().set_bold(),
            whole,
        }
    }
}

fn begin(
    sheet: &mut Worksheet,
    lang: Lang,
    name: W,
    head: &[String],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(lang.say(name))?;
    sheet.set_right_to_left(lang == Lang::Fa);
    sheet.set_freeze_panes(1, 0)?;
    for (column, title) in (0..).zip(head) {
        sheet.write_with_format(0, column, title, &styles.head)?;
        sheet.set_column_width(column, 15)?;
    }
    Ok(())
}

fn county(sheet: &mut Worksheet, lang: Lang, answer: &Answer, styles: &Styles) -> Result<(), XlsxError> {
    let head = [
        W::PlanSecondsAVoter,
        W::Turnout,
        W::PlanVoters,
        W::PlanDevicesNeeded,
        W::PlanMore,
        W::PlanBranchesShort,
    ];
    begin(sheet, lang, W::PlanTheCounty, &head.map(|word| lang.say(word).to_owned()), styles)?;
    for (row, case) in (1..).zip(&answer.cases) {
        sheet.write(row, 0, case.seconds)?;
        sheet.write_with_format(row, 1, case.turnout, &styles.percent)?;
        sheet.write_with_format(row, 2, case.voters.round(), &styles.whole)?;
        sheet.write_with_format(row, 3, case.devices as f64, &styles.whole)?;
        sheet.write_with_format(row, 4, case.more as f64, &styles.emphasis)?;
        sheet.write_with_format(row, 5, case.branches_short as f64, &styles.whole)?;
    }
    Ok(())
}

fn branches(
    sheet: &mut Worksheet,
    lang: Lang,
    question: &Question,
    answer: &Answer,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let mut head: Vec<String> = [W::Branch, W::PlanDistrict, W::PlanEligible, W::PlanDevicesNow]
        .map(|word| lang.say(word).to_owned())
        .into();
    head.extend(answer.cases.iter().map(|case| {
        let (seconds, turnout) = (lang.digits(&case.seconds.to_string()), (case.turnout * 100.0).round());
        lang.fill(W::PlanCase, &[&seconds, &lang.percent(turnout as u64, 100)])
    }));
    begin(sheet, lang, W::Branches, &head, styles)?;
    for ((row, branch), i) in (1..).zip(&question.branches).zip(0..) {
        sheet.write(row, 0, &branch.id)?;
        sheet.write(row, 1, branch.district.as_deref().unwrap_or_default())?;
        sheet.write_with_format(row, 2, branch.eligible.round(), &styles.whole)?;
        sheet.write(row, 3, branch.devices)?;
        for (column, case) in (4..).zip(&answer.cases) {
            let need = case.needs[i];
            if need > branch.devices {
                sheet.write_with_format(row, column, need, &styles.emphasis)?;
            } else {
                sheet.write(row, column, need)?;
            }
        }
    }
    sheet.autofilter(0, 0, question.branches.len() as u32, head.len() as u16 - 1)?;
    Ok(())
}

fn assumptions(
    sheet: &mut Worksheet,
    lang: Lang,
    question: &Question,
    synthetic: bool,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let head = [W::PlanAssumption, W::PlanValue].map(|word| lang.say(word).to_owned());
    begin(sheet, lang, W::PlanAssumptions, &head, styles)?;
    sheet.set_column_width(0, 60)?;
    let promise = &question.promise;
    let rows = [
        (W::PlanHours, question.arrivals.hours()),
        (W::PlanLimitMinutes, promise.limit_s / 60.0),
        (W::PlanDaysShare, promise.days_share),
        (W::PlanConfidence, promise.confidence),
        (W::PlanCheckInCv, question.cv),
        (W::PlanVotersCv, question.voters_cv),
        (W::PlanDays, f64::from(question.days)),
        (W::PlanSeed, question.seed as f64),
    ];
    for (row, (word, value)) in (1..).zip(rows) {
        sheet.write(row, 0, lang.say(word))?;
        sheet.write(row, 1, value)?;
    }
    let last = rows.len() as u32 + 2;
    sheet.write(last, 0, lang.say(W::PlanBoothsEnough))?;
    if synthetic {
        sheet.write(last + 1, 0, lang.say(W::PlanSynthetic))?;
    }
    Ok(())
}
