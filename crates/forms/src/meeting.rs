//! The minutes of a meeting («صورت‌جلسه») with what it decided, to be signed by those who were there.

use crate::{Failed, Form, Lang, Letterhead};
use serde::Serialize;

const FORM: Form = Form::new("meeting", include_str!("../templates/meeting.typ"));

/// The minutes, in words of their language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// The headquarters whose meeting it was.
    pub office: String,
    /// The meeting's number.
    pub number: i64,
    /// What it was called.
    pub title: String,
    /// With whom or about what.
    pub topic: String,
    /// Where: the name of a place, and its codes.
    pub place: String,
    /// Of which committee.
    pub committee: Option<String>,
    /// The day on which it was held, `2026-05-01`.
    pub held: String,
    /// The hour at which it began, `09:30`, where it was set.
    pub hour: Option<String>,
    /// Who was asked to come.
    pub invited: String,
    /// Who else was asked, a person a line.
    pub guests: String,
    /// Who was there.
    pub present: String,
    /// What was to be talked about.
    pub agenda: String,
    /// What was said.
    pub minutes: String,
    /// What was decided.
    pub decisions: Vec<Decision>,
}

/// A decision in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub number: i64,
    /// What was decided.
    pub text: String,
    /// Who has to carry it out.
    pub owner: String,
    /// By when.
    pub due: String,
    /// How far it has come.
    pub status: String,
}

#[derive(Debug, Serialize)]
struct Page {
    sections: Vec<(String, String)>,
    decided: String,
    header: Vec<String>,
    decisions: Vec<Vec<String>>,
    none: String,
}

/// Prints the minutes.
pub fn print(language: Lang, minutes: &Minutes) -> Result<Vec<u8>, Failed> {
    FORM.pdf(&head(language, minutes), &page(language, minutes))
}

fn head(l: Lang, minutes: &Minutes) -> Letterhead {
    let number = l.number(minutes.number.unsigned_abs());
    let head = Letterhead::new(l, minutes.office.clone(), minutes.title.clone(), minutes.topic.clone())
        .fact(l.pick("شماره‌ی جلسه", "Meeting no."), number)
        .fact(l.pick("تاریخ برگزاری", "Held on"), l.day(&minutes.held))
        .fact(l.pick("محل", "Place"), minutes.place.clone());
    let head = match &minutes.hour {
        Some(hour) => head.fact(l.pick("ساعت", "Hour"), l.digits(hour)),
        None => head,
    };
    let head = match &minutes.committee {
        Some(of) => head.fact(l.pick("کمیته", "Committee"), of.clone()),
        None => head,
    };
    head.signed_by(l.pick("رئیس جلسه", "Chair of the meeting"), minutes.office.clone())
        .signed_by(l.pick("دبیر جلسه", "Secretary of the meeting"), minutes.office.clone())
}

fn page(l: Lang, minutes: &Minutes) -> Page {
    let sections = [
        (l.pick("دعوت‌شدگان", "Asked to come"), &minutes.invited),
        (l.pick("مهمانان", "Guests"), &minutes.guests),
        (l.pick("حاضران", "Present"), &minutes.present),
        (l.pick("دستور جلسه", "Agenda"), &minutes.agenda),
        (l.pick("صورت‌جلسه", "Minutes"), &minutes.minutes),
    ];
    let written = sections.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let row = |one: &Decision| {
        let number = l.number(one.number.unsigned_abs());
        vec![number, one.text.clone(), one.owner.clone(), l.day(&one.due), one.status.clone()]
    };
    let header = [
        l.pick("شماره", "No."),
        l.pick("مصوبه", "Decision"),
        l.pick("مسئول اجرا", "Owner"),
        l.pick("مهلت", "Due"),
        l.pick("وضعیت", "Standing"),
    ];
    Page {
        sections: written.map(|(title, text)| (title.to_owned(), text.clone())).collect(),
        decided: l.pick("مصوبه‌ها", "Decisions").into(),
        header: header.map(str::to_owned).to_vec(),
        decisions: minutes.decisions.iter().map(row).collect(),
        none: l.pick("مصوبه‌ای ثبت نشده است.", "Nothing was decided.").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes() -> Minutes {
        Minutes {
            office: "ستاد انتخابات شهرستان ری".into(),
            number: 3,
            title: "پوشش شعبه‌های روستایی".into(),
            topic: "اپراتورها".into(),
            place: "شهرستان ری".into(),
            committee: Some("کمیته زیرساخت و ارتباطات".into()),
            held: "2026-03-30".into(),
            hour: Some("09:30".into()),
            invited: "مریم نوری، رضا کریمی".into(),
            guests: "نماینده‌ی همراه اول".into(),
            present: "فرماندار\nدو اپراتور".into(),
            agenda: String::new(),
            minutes: "گزارش‌ها شنیده شد. #let x = 1".into(),
            decisions: vec![Decision {
                number: 12,
                text: "خط دوم برای روستاها".into(),
                owner: "مریم نوری".into(),
                due: "2026-04-09".into(),
                status: "باز".into(),
            }],
        }
    }

    #[test]
    fn minutes_speak_in_the_days_and_digits_of_their_language() {
        let page = page(Lang::Fa, &minutes());
        assert_eq!(
            page.decisions,
            [["۱۲", "خط دوم برای روستاها", "مریم نوری", "پنجشنبه ۲۰ فروردین ۱۴۰۵", "باز"]]
        );
        let titles: Vec<&str> = page.sections.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles, ["دعوت‌شدگان", "مهمانان", "حاضران", "صورت‌جلسه"], "what is empty has no heading");
        assert!(super::page(Lang::En, &minutes()).decisions[0][3].contains("2026"));
    }

    #[test]
    fn they_become_a_pdf_in_both_languages() {
        for language in [Lang::Fa, Lang::En] {
            for minutes in [minutes(), Minutes { decisions: Vec::new(), committee: None, ..minutes() }] {
                assert!(print(language, &minutes).expect("the minutes are laid out").starts_with(b"%PDF-"));
            }
        }
    }
}
