//! A letter of appointment («حکم»), as it is handed over and hung up.

use crate::{Failed, Form, Lang, Letterhead};
use serde::Serialize;

const FORM: Form = Form::new("letter", include_str!("../templates/letter.typ"));

/// A letter, in words of its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The headquarters that it is of.
    pub office: String,
    /// Its number.
    pub number: i64,
    /// The day of its issue, `2026-05-01`.
    pub issued: String,
    /// To whom.
    pub person: String,
    /// As what.
    pub role: String,
    /// Where: the name of a headquarters, and its codes.
    pub place: String,
    /// Of which committee.
    pub committee: Option<String>,
    /// First and last day.
    pub term: (String, String),
    /// The articles that it rests on.
    pub basis: String,
    /// Who issued it, and who put the second signature under it.
    pub issued_by: String,
    /// Who confirmed it, where two had to.
    pub confirmed_by: Option<String>,
    /// Said in red where the letter gives nothing: it waits, has ended, was revoked.
    pub standing: Option<String>,
    /// Does it give rights in the system? One of a branch's staff does not.
    pub gives_rights: bool,
}

#[derive(Debug, Serialize)]
struct Page {
    to: String,
    body: String,
    facts: Vec<(String, String)>,
    standing: String,
    note: String,
}

/// Prints the letter.
pub fn print(language: Lang, letter: &Letter) -> Result<Vec<u8>, Failed> {
    FORM.pdf(&head(language, letter), &page(language, letter))
}

fn head(l: Lang, letter: &Letter) -> Letterhead {
    let number = l.number(letter.number.unsigned_abs());
    let about = match l {
        Lang::Fa => format!("شماره {number}"),
        Lang::En => format!("No. {number}"),
    };
    let head =
        Letterhead::new(l, letter.office.clone(), l.pick("حکم انتصاب", "Letter of appointment"), about)
            .fact(l.pick("تاریخ صدور", "Issued"), l.day(&letter.issued))
            .signed_by(letter.issued_by.clone(), l.pick("صادرکننده", "Issued by"));
    match &letter.confirmed_by {
        Some(second) => head.signed_by(second.clone(), l.pick("تأییدکننده", "Confirmed by")),
        None => head,
    }
}

fn page(l: Lang, letter: &Letter) -> Page {
    let Letter { person, role, place, basis, .. } = letter;
    let (from, until) = (l.day(&letter.term.0), l.day(&letter.term.1));
    let of = letter.committee.as_ref();
    let body = match (l, of) {
        (Lang::Fa, None) => format!(
            "به استناد {basis}، به موجب این حکم از {from} تا پایان {until} به سمت «{role}» در {place} منصوب می‌شوید."
        ),
        (Lang::Fa, Some(of)) => format!(
            "به استناد {basis}، به موجب این حکم از {from} تا پایان {until} به سمت «{role}» در «{of}» در {place} منصوب \
             می‌شوید."
        ),
        (Lang::En, None) => format!(
            "Under {basis}, you are appointed {role} at {place}, from {from} until the end of {until}."
        ),
        (Lang::En, Some(of)) => format!(
            "Under {basis}, you are appointed {role} of the {of} at {place}, from {from} until the end of {until}."
        ),
    };
    Page {
        to: match l {
            Lang::Fa => format!("جناب آقای / سرکار خانم {person}"),
            Lang::En => format!("To {person}"),
        },
        body,
        facts: vec![
            (l.pick("سمت", "Role").into(), role.clone()),
            (l.pick("محل", "Place").into(), place.clone()),
            (l.pick("از", "From").into(), from),
            (l.pick("تا پایان", "Until the end of").into(), until),
        ],
        standing: letter.standing.clone().unwrap_or_default(),
        note: match letter.gives_rights {
            true => l.pick(
                "اختیارهای این سمت در سامانه با این حکم آغاز می‌شود و با پایان، لغو یا جایگزینی آن تمام می‌شود.",
                "The rights of this role in the system begin with this letter and end with its term, its revocation or the \
                 letter that takes its place.",
            ),
            false => l.pick(
                "این انتصاب موقت با پایان انتخابات، یا پیش از آن با پایان همکاری، خودبه‌خود تمام می‌شود.",
                "This temporary appointment ends by itself with the election, or before that when the service ends.",
            ),
        }
        .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            office: "ستاد انتخابات شهرستان ری".into(),
            number: 12,
            issued: "2026-03-30".into(),
            person: "مریم نوری".into(),
            role: "رئیس کمیته زیرساخت".into(),
            place: "شهرستان ری".into(),
            committee: Some("کمیته زیرساخت و ارتباطات".into()),
            term: ("2026-03-30".into(), "2026-06-18".into()),
            basis: "ماده ۹۰ قانون".into(),
            issued_by: "فرماندار".into(),
            confirmed_by: None,
            standing: None,
            gives_rights: true,
        }
    }

    #[test]
    fn a_letter_speaks_in_the_days_and_digits_of_its_language() {
        let page = page(Lang::Fa, &letter());
        assert!(
            page.body.contains("۱۰ فروردین ۱۴۰۵") && page.body.contains("۲۸ خرداد ۱۴۰۵"),
            "{}",
            page.body
        );
        assert!(!page.body.contains(|c: char| c.is_ascii_digit()), "{}", page.body);
        let page = super::page(Lang::En, &letter());
        assert!(page.body.contains("2026") && page.to == "To مریم نوری", "{}", page.body);
    }

    #[test]
    fn it_becomes_a_pdf_in_both_languages() {
        for language in [Lang::Fa, Lang::En] {
            let revoked = Letter { standing: Some("لغوشده".into()), ..letter() };
            for letter in [letter(), revoked] {
                assert!(print(language, &letter).expect("the letter is laid out").starts_with(b"%PDF-"));
            }
        }
    }
}
