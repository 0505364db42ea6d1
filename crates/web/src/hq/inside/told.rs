//! A line of the journal in words: what it was done to, by its name and with the way to it, and each field that differs as
//! its reader would write it. The journal itself keeps codes, numbers and Gregorian days; nothing of it is changed here.

use super::field::{part, said};
use super::letters::name;
use super::{acts, moment, places, security, staff, words};
use crate::locale::Lang;
use calendar::Day;
use headquarters::permit::{Act, PersonId};
use headquarters::place::Place;
use maud::{Markup, html};
use office::{Names, Register, Told};

/// What a line is told with.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub(super) lang: Lang,
    pub(super) names: &'a Names,
    pub(super) register: &'a Register,
}

impl Teller<'_> {
    /// Who did it.
    pub(super) fn actor(&self, told: &Told) -> String {
        let lang = self.lang;
        match (told.person(), told.actor.as_str()) {
            (Some(id), _) => name(lang, self.names, id).to_owned(),
            (None, "operator") => lang.say(words::Word::PowersOperator).to_owned(),
            (None, "public") => lang.say(words::Word::PowersEverybody).to_owned(),
            (None, actor) => match actor.strip_prefix("prober:").and_then(|place| place.parse().ok()) {
                Some(place) => {
                    format!("{} {}", lang.say(acts::Word::Prober), said::place(lang, self.register, &place))
                }
                None => actor.to_owned(),
            },
        }
    }

    /// What was done. One act says several things of a decision or a letter; which of them, what changed tells.
    pub(super) fn done(&self, told: &Told) -> String {
        let changed = |name: &str| told.changed.iter().find(|(field, ..)| field == name);
        let became = |name: &str| changed(name).map(|(_, before, after)| (before.as_str(), after.as_str()));
        let set = |name: &str| {
            told.changed.iter().any(|(field, _, after)| field.starts_with(name) && !after.is_empty())
        };
        let word = match told.what.0.as_str() {
            "decision" => match became("status") {
                Some((_, "withdrawn")) => Some(acts::Word::DecisionWithdrawn),
                Some(("verified" | "withdrawn", _)) => Some(acts::Word::DecisionReopened),
                Some(("reported", "under-way")) => Some(acts::Word::DecisionSentBack),
                _ => None,
            },
            "letter" if set("superseded") => Some(acts::Word::LetterSuperseded),
            "letter" if set("revoked") && told.act == Act::ConfirmLetter.to_string() => {
                Some(acts::Word::LetterDeclined)
            }
            "recovery" if set("ended_by") => Some(acts::Word::RecoveryEnded),
            _ => None,
        };
        match word {
            Some(word) => self.lang.say(word).to_owned(),
            None => acts::done(self.lang, &told.act).to_owned(),
        }
    }

    /// What it was done to.
    pub(super) fn thing(&self, told: &Told) -> String {
        let lang = self.lang;
        let (of, which) = (told.what.0.as_str(), told.what.1.as_str());
        let text = |field: &str| told.record[field].as_str().unwrap_or_default().to_owned();
        let place = which.parse::<Place>().ok();
        let at = |place: &Place| said::place(lang, self.register, place);
        let person = told.about().map(|id| name(lang, self.names, id).to_owned());
        let number = lang.digits(which);
        let role = text("role").parse().ok().map(|role| lang.say(words::role(role)));
        let called = match of {
            "letter" => joined([number, person.unwrap_or_default(), role.unwrap_or_default().to_owned()]),
            "decision" => joined([number, first_line(&text("text"))]),
            "person" | "link" | "recovery" => person.unwrap_or(number),
            "committee" => {
                let kind = text("kind").parse().ok().map(|kind| lang.say(words::committee(kind)));
                joined([kind.unwrap_or_default().to_owned(), text("name")])
            }
            "meeting" => joined([number, text("title")]),
            "branch" | "region" | "probe" | "headquarters" => place.as_ref().map(at).unwrap_or(number),
            "member" => joined([number, lang.pick(&text("name"), &text("latin")).to_owned()]),
            "incident" => {
                let title = which.parse().ok().and_then(|number| self.register.incident(number));
                joined([number, title.map(|kept| kept.file.title.clone()).unwrap_or_default()])
            }
            "segment" => {
                self.register.segment(which).map_or_else(|| which.to_owned(), |kept| kept.file.name.clone())
            }
            "assignment" => code(lang, "post", of, which).unwrap_or_else(|| which.to_owned()),
            "applicant" => joined([number, text("name")]),
            "device" | "evidence" => which.to_owned(),
            "polling day" => lang.day(which),
            _ if which.bytes().all(|b| b.is_ascii_digit()) => number,
            _ => String::new(),
        };
        joined([acts::thing(lang, of), called])
    }

    /// Which part of a branch's file it was done to, the last of its way that has a name: a photograph of a survey, a risk, a
    /// line. One act keeps them all.
    pub(super) fn part(&self, told: &Told) -> Option<String> {
        let (field, _, _) = told.changed.first().filter(|_| told.what.0 == "branch")?;
        let named = |one: &&str| ["photographs", "surveys", "deficiencies", "risks", "network"].contains(one);
        let part = field.split('.').rfind(named)?;
        Some(acts::field_within(self.lang, "", part))
    }

    /// Where its page is, if it has one.
    pub(super) fn way(&self, told: &Told) -> Option<String> {
        let (of, which) = (told.what.0.as_str(), told.what.1.as_str());
        let way = match of {
            "letter" => format!("/letters/{which}"),
            "decision" => format!("/decisions/{which}"),
            "meeting" => format!("/meetings/{which}"),
            "member" => format!("/staff/{which}"),
            "training session" => format!("/training/{which}"),
            "incident" => format!("/security/incidents/{which}"),
            "segment" => format!("/security/segments/{which}"),
            "device" => format!("/devices/{which}"),
            "person" | "link" => format!("/letters?person={which}"),
            "branch" | "probe" => {
                which.parse::<Place>().map(|place| format!("/branches/{}", part(&place))).unwrap_or_default()
            }
            "committee" | "headquarters" => "/organisation".to_owned(),
            "recovery" => "/recoveries".to_owned(),
            "polling day" | "postponement" | "holidays" => "/calendar".to_owned(),
            "supply" => "/devices/forecast".to_owned(),
            _ => String::new(),
        };
        (!way.is_empty()).then(|| format!("/{}/hq{way}", self.lang.code()))
    }

    /// The way to a field, in words.
    pub(super) fn field(&self, field: &str) -> String {
        let mut above = "";
        let mut said = Vec::new();
        for one in field.split('.') {
            // An item of a survey and a figure of a branch may share a code.
            let item = if above == "answers" { code(self.lang, "item", "", one) } else { None };
            said.push(match one.parse::<u64>() {
                Ok(at) => self.lang.number(at),
                Err(_) if one.parse::<Day>().is_ok() => self.lang.day(one),
                Err(_) => item.unwrap_or_else(|| acts::field_within(self.lang, above, one)),
            });
            // The number of a thing in a list stands between the list and its fields.
            if one.parse::<u64>().is_err() {
                above = one;
            }
        }
        said.join(self.lang.pick("، ", ", "))
    }

    /// What stands in a field.
    pub(super) fn value(&self, told: &Told, field: &str, value: &str) -> Markup {
        let lang = self.lang;
        // What stands in a list is of the kind that the list is.
        let key = field.rsplit('.').find(|key| key.parse::<u64>().is_err()).unwrap_or_default();
        if value.is_empty() {
            return html! {};
        }
        let persons = told.persons_in(field, value);
        if !persons.is_empty() {
            let name = |id: PersonId| match self.names.of(id) {
                Some(one) => lang.pick(&one.name, &one.latin).to_owned(),
                None => lang.digits(&id.0.to_string()),
            };
            return html! { (persons.into_iter().map(name).collect::<Vec<_>>().join(lang.pick("، ", ", "))) };
        }
        if let Some(said) = code(lang, key, &told.what.0, value) {
            return html! { (said) };
        }
        let to = |way: &str, of: acts::Word| {
            html! { a href={ "/" (lang.code()) "/hq/" (way) "/" (value) } { (lang.say(of)) " " (lang.digits(value)) } }
        };
        match (key, value.parse::<i64>()) {
            ("supersedes", Ok(_)) => to("letters", acts::Word::Letter),
            ("by", Ok(_)) if field.ends_with("superseded.by") => to("letters", acts::Word::Letter),
            ("meeting", Ok(_)) => to("meetings", acts::Word::Meeting),
            ("member" | "trainer", Ok(_)) => to("staff", acts::Word::Member),
            ("session", Ok(_)) => to("training", acts::Word::Training),
            ("at" | "came" | "went", Ok(seconds)) if seconds > YEAR_2001 => {
                let at = jiff::Timestamp::from_second(seconds).map(|at| at.to_string());
                html! { (moment(lang, at.as_deref().unwrap_or(value))) }
            }
            // What is written on a thing stays as it is written there.
            (key, Ok(_))
                if AS_WRITTEN.contains(&key) || (key, told.what.0.as_str()) == ("number", "device") =>
            {
                html! { (value) }
            }
            (_, Ok(_)) => html! { (lang.digits(value)) },
            (key, Err(_)) if PLACES.contains(&key) => match value.parse::<Place>() {
                Ok(place) => places::named(lang, self.register, &place),
                Err(_) => html! { (value) },
            },
            (_, Err(_)) if value.contains('T') && value.parse::<jiff::Timestamp>().is_ok() => {
                html! { (moment(lang, value)) }
            }
            (_, Err(_)) => match value.parse::<Day>() {
                Ok(day) => html! { (lang.day(&day.to_string())) },
                Err(_) => html! { (value) },
            },
        }
    }
}

/// A code in words, by the field in which it stands; nothing where it is none that we know.
pub(super) fn code(lang: Lang, key: &str, of: &str, code: &str) -> Option<String> {
    let word = |word: words::Word| Some(lang.say(word));
    let staff = |word: staff::words::Word| Some(lang.say(word));
    let said = match (key, of) {
        (_, _) if matches!(code, "true" | "false") => {
            Some(lang.say(if code == "true" { acts::Word::Yes } else { acts::Word::No }))
        }
        ("role", _) => code.parse().ok().map(words::role).and_then(word),
        ("kind", "committee") => code.parse().ok().map(words::committee).and_then(word),
        ("kind", "device" | "supply") => code.parse().ok().map(said::device_kind).and_then(word),
        ("kind", "segment") => code.parse().ok().map(|kind| lang.say(security::words::host(kind))),
        ("kind", _) => code.parse().ok().map(said::kind).and_then(word),
        ("topic", _) => code.parse().ok().map(words::topic).and_then(word),
        ("status", "decision") => {
            let status = headquarters::decision::Status::ALL.into_iter().find(|one| one.code() == code);
            status.map(super::decisions::status_word).and_then(word)
        }
        ("standing", _) => code.parse().ok().map(said::standing).and_then(word),
        ("setting", _) => code.parse().ok().map(said::setting).and_then(word),
        ("item", _) => code.parse().ok().map(said::item).and_then(word),
        ("mark", _) => code.parse().ok().map(said::mark).and_then(word),
        ("rank", _) => code.parse().ok().map(said::rank).and_then(word),
        ("bearer", _) => code.parse().ok().map(said::bearer).and_then(word),
        ("post", _) => code.parse().ok().map(staff::words::post).and_then(staff),
        ("grade", _) => code.parse().ok().map(staff::words::grade).and_then(staff),
        ("duty", _) => code.parse().ok().map(staff::words::duty).and_then(staff),
        ("step", _) => acts::step(code).map(|word| lang.say(word)),
        ("bars", _) => code.parse().ok().map(staff::words::bar).and_then(staff),
        ("kin", _) => code.parse().ok().map(staff::words::kin).and_then(staff),
        ("schooling", _) => code.parse().ok().map(staff::words::schooling).and_then(staff),
        ("presence", _) => code.parse().ok().map(|one| staff::words::presence(one).1).and_then(staff),
        ("zone", _) => code.parse().ok().map(|zone| lang.say(security::words::zone(zone))),
        ("severity" | "reported_as", _) => {
            code.parse().ok().map(|one| lang.say(security::words::severity(one).1))
        }
        _ => None,
    };
    said.map(str::to_owned)
}

/// Fields that hold what is written on a thing, whatever the language.
const AS_WRITTEN: [&str; 4] = ["serial", "seal", "token", "phone"];
/// Fields that name a place by its codes.
const PLACES: [&str; 5] = ["place", "scope", "home", "to", "in"];
/// Seconds since 1970 that no other number of a record reaches.
const YEAR_2001: i64 = 1_000_000_000;

/// The parts that say something, with a dot between them.
fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The first line of a text, cut where it is long.
fn first_line(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        line.to_owned()
    } else {
        line.chars().take(MOST).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(of: &str) -> Told {
        Told {
            line: 1,
            at: "2026-05-01T20:45:00Z".into(),
            actor: "operator".into(),
            act: "organise".into(),
            what: (of.into(), "7".into()),
            place: None,
            changed: Vec::new(),
            record: serde_json::Value::Null,
            why: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn codes_numbers_and_days_are_said_as_their_reader_writes_them() {
        let (names, register) = (Names::default(), Register::default());
        let fa = Teller { lang: Lang::Fa, names: &names, register: &register };
        let said = |of: &str, field: &str, value: &str| fa.value(&told(of), field, value).into_string();
        assert_eq!(said("committee", "kind", "police"), "کمیته انتظامی");
        assert_eq!(said("device", "kind", "router"), "روتر");
        assert_eq!(said("decision", "status", "under-way"), "در دست اجرا");
        assert!(said("letter", "from", "2026-05-01").contains("۱۴۰۵"));
        assert!(said("decision", "since", "2026-05-01T21:00:00Z").contains("۰۰:۳۰"), "on clocks in Iran");
        assert_eq!(said("branch", "site.devices", "12"), "۱۲");
        assert_eq!(said("letter", "takes_two", "true"), "بله");
        assert_eq!(said("device", "serial", "IR-001"), "IR-001", "what is written on a thing stays so");
        assert_eq!(said("thing", "unheard-of", "some-code"), "some-code");
        assert_eq!(fa.field("revoked.by"), "لغو، به دست");
        assert_eq!(fa.field("surveys.2.answers.rooms.mark"), "بازدیدها، ۲، پاسخ‌ها، فضا و اتاق‌ها، ارزیابی");
        assert_eq!(fa.field("site.agreement.owner"), "مشخصات شعبه، موافقت مالک، مالک");
        assert_eq!(fa.field("risks.2.owner"), "ریسک‌ها، ۲، مسئول ریسک");
        assert_eq!(fa.field("unheard-of"), "unheard-of");
        assert_eq!(fa.field("2026-03-21.name"), "شنبه ۱ فروردین ۱۴۰۵، نام");
        let part = |field: &str| {
            fa.part(&Told { changed: vec![(field.into(), String::new(), "…".into())], ..told("branch") })
        };
        assert_eq!(part("surveys.0.photographs.1").as_deref(), Some("عکس‌ها"));
        assert_eq!(part("deficiencies.0.steps.1.step.step").as_deref(), Some("کاستی‌ها"));
        assert_eq!(part("site.name"), None);
        let done = |of: &str, act: Act, (field, before, after): (&str, &str, &str)| {
            let changed = vec![(field.to_owned(), before.to_owned(), after.to_owned())];
            fa.done(&Told { changed, act: act.to_string(), ..told(of) })
        };
        let verified = |before, after| done("decision", Act::VerifyDecision, ("status", before, after));
        assert_eq!(verified("reported", "verified"), "راستی‌آزمایی مصوبه");
        assert_eq!(verified("open", "withdrawn"), "کنار گذاشتن مصوبه");
        assert_eq!(verified("reported", "under-way"), "برگرداندن مصوبه");
        assert_eq!(verified("withdrawn", "under-way"), "بازگشایی مصوبه");
        assert_eq!(done("letter", Act::ConfirmLetter, ("superseded.by", "", "12")), "جایگزین شدن حکم");
        assert_eq!(done("letter", Act::ConfirmLetter, ("revoked.why", "", "…")), "تأیید نکردن حکم");
        assert_eq!(done("letter", Act::ConfirmLetter, ("confirmed_by", "", "2")), "تأیید حکم");
        for step in ["receive", "reconcile", "weigh", "close", "send-back"] {
            assert!(code(Lang::Fa, "step", "", step).is_some_and(|said| said != step), "{step}");
        }
    }
}
