//! Forms that keep what was typed: a refused form comes back filled, with each mistake beside its field.

use super::field::words::Word as Field;
use super::staff::words::{Word as Staff, bar};
use super::words::Word as H;
use crate::furniture::notice;
use crate::locale::{Lang, latin_digits};
use axum::extract::{Form, FromRequest, Request};
use calendar::Day;
use headquarters::form::{Mistake, Why};
use headquarters::sign_in::WeakPassword;
use maud::{Markup, html};

/// What the names of fields begin with that say what stood in a form when it was opened.
pub(super) const WAS: &str = "was.";

/// What was typed into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// A form that comes filled.
    pub(crate) fn of(fields: &[(&str, &str)]) -> Self {
        Self(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// A form that comes filled with what stands in this version, and remembers what that was: whoever finds a newer one
    /// later is not taken for having typed what they only left as it was.
    pub(crate) fn standing(fields: &[(&str, &str)], version: i64) -> Self {
        let was = fields.iter().map(|(name, value)| (format!("{WAS}{name}"), (*value).to_owned()));
        let stands = Self::of(fields).0.into_iter().chain(was);
        Self(stands.chain([("version".to_owned(), version.to_string())]).collect())
    }

    /// What was typed beside what another officer wrote meanwhile: a field that was left as it was takes what stands now;
    /// a field that was typed into keeps it. The form is then one of the newer version.
    pub(crate) fn beside(&self, now: &Self) -> Self {
        let merged = now.0.iter().map(|(name, stands)| {
            let keeps = !name.starts_with(WAS) && name != "version" && self.is_typed(name);
            (name.clone(), if keeps { self.get(name).to_owned() } else { stands.clone() })
        });
        let others = self.0.iter().filter(|(name, _)| !now.0.iter().any(|(known, _)| known == name));
        Self(merged.chain(others.cloned()).collect())
    }

    /// Does the form say what stood in it when it was opened?
    pub(crate) fn remembers(&self) -> bool {
        self.0.iter().any(|(name, _)| name.starts_with(WAS))
    }

    /// Did whoever sent the form change this field? Yes, where the form does not say what stood in it.
    pub(crate) fn is_typed(&self, name: &str) -> bool {
        let was = self.0.iter().find(|(field, _)| field.strip_prefix(WAS) == Some(name));
        was.is_none_or(|(_, was)| !same(was, self.get(name)))
    }

    /// The fields in which another officer wrote something else than stood in this form when it was opened, or than was
    /// typed where the form does not say what stood in it.
    pub(crate) fn overtaken<'a>(&'a self, now: &'a Self) -> impl Iterator<Item = Overtaken<'a>> {
        let fields = now.fields().filter(|(name, _)| !name.starts_with(WAS) && *name != "version");
        fields.filter_map(move |(name, stands)| {
            let was = self.0.iter().find(|(field, _)| field.strip_prefix(WAS) == Some(name));
            let was = was.map(|(_, was)| was.as_str());
            let changed = !same(was.unwrap_or_else(|| self.get(name)), stands);
            let clashes = self.is_typed(name) && !same(self.get(name), stands);
            changed.then_some(Overtaken { name, was, stands, clashes })
        })
    }

    /// The same by what the fields are called, with what stands in them now.
    pub(crate) fn changes(&self, now: &Self, named: &[(&str, H)]) -> Vec<(H, String)> {
        let called = |one: Overtaken<'_>| {
            let (_, label) = named.iter().find(|(name, _)| *name == one.name)?;
            Some((*label, one.stands.to_owned()))
        };
        self.overtaken(now).filter_map(called).collect()
    }

    /// What stands in a field.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The same with Latin digits, for numbers and days.
    pub(crate) fn latin(&self, name: &str) -> String {
        latin_digits(self.get(name))
    }

    /// The same, filled from another version.
    pub(crate) fn with_version(&self, version: i64) -> Self {
        self.with("version", &version.to_string())
    }

    /// The same, with this in a field.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let others = self.0.iter().filter(|(field, _)| field != name).cloned();
        Self(others.chain([(name.to_owned(), value.to_owned())]).collect())
    }

    /// All that stands in fields of this name, as check boxes send them.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The fields and what stands in them.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The version that a form was filled from; none matches 0.
    pub(crate) fn version(&self) -> i64 {
        self.latin("version").parse().unwrap_or(0)
    }
}

/// Do two fields say the same? A browser ends lines as it likes, and digits are of either writing.
pub(super) fn same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(latin_digits);
    one.trim().lines().eq(other.trim().lines())
}

impl From<Vec<(String, String)>> for Typed {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }
}

/// A field that another officer changed while a form was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overtaken<'a> {
    /// Which.
    pub(crate) name: &'a str,
    /// What stood in it when the form was opened, where the form says so.
    pub(crate) was: Option<&'a str>,
    /// What stands now.
    pub(crate) stands: &'a str,
    /// Was something else typed here?
    pub(crate) clashes: bool,
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = axum::extract::rejection::FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
        Ok(Self(fields))
    }
}

/// The fields of a form, as they were typed, with what is wrong with them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) lang: Lang,
    pub(crate) typed: &'a Typed,
    pub(crate) mistakes: &'a [Mistake],
}

/// A choice: its value and what it is called.
pub(crate) type Choice = (String, String);

impl Fields<'_> {
    /// Said above a form that was refused.
    pub(crate) fn refused(&self) -> Markup {
        html! {
            @if !self.mistakes.is_empty() {
                (notice("bad", self.lang.say(H::FormRefused), self.lang.say(H::FormRefusedHint)))
            }
        }
    }

    /// The same on a form of secrets, which are never sent back.
    pub(crate) fn refused_secret(&self) -> Markup {
        html! {
            @if !self.mistakes.is_empty() {
                (notice("bad", self.lang.say(H::FormRefused), self.lang.say(H::SecretsAgain)))
            }
        }
    }

    /// The same with the way to the first mistake, on a page that has one form of these fields.
    pub(crate) fn refused_at(&self) -> Markup {
        html! {
            (self.refused())
            @if let Some(first) = self.mistakes.first() {
                p { a href={ "#" (first.field) } { (self.lang.say(H::FormFirstMistake)) } }
            }
        }
    }

    fn field(&self, name: &str, label: &str, hint: Option<&str>, whole: bool, control: &Markup) -> Markup {
        let wrong = self.mistakes.iter().find(|mistake| mistake.field == name);
        html! {
            div.field.whole[whole] {
                label for=(name) { (label) }
                (control)
                @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (hint) } }
                @if let Some(wrong) = wrong { p.wrong id={ (name) "-wrong" } { (say(self.lang, wrong.why)) } }
            }
        }
    }

    fn is_wrong(&self, name: &str) -> Option<&'static str> {
        self.mistakes.iter().any(|mistake| mistake.field == name).then_some("true")
    }

    fn described(&self, name: &str, hint: bool) -> Option<String> {
        let wrong = self.is_wrong(name).is_some();
        let parts = [(hint, "-hint"), (wrong, "-wrong")].into_iter().filter(|(there, _)| *there);
        let ids: Vec<String> = parts.map(|(_, part)| format!("{name}{part}")).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// One line of text.
    pub(crate) fn line(&self, name: &str, label: H, hint: Option<H>) -> Markup {
        self.input(name, label, hint, "text", None)
    }

    /// A line that machines read: a login, a place, a code.
    pub(crate) fn plain(&self, name: &str, label: H, hint: Option<H>) -> Markup {
        self.input(name, label, hint, "text", Some("ltr"))
    }

    /// A place, typed by its codes or chosen by its name from [`offered`](super::places::offered).
    pub(crate) fn place(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        let control = html! {
            input id=(name) name=(name) type="text" dir="ltr" list=(super::places::LIST) value=(self.typed.get(name))
                maxlength="140" autocomplete="off"
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, hint.is_some())];
        };
        self.field(name, label, hint, false, &control)
    }

    /// A person, by name, sign-in name or number, or chosen from those [offered](super::people::Offered). Where what was typed
    /// may mean several, they stand beside it.
    pub(crate) fn person(&self, name: &str, label: H, offered: &super::people::Offered) -> Markup {
        let control = html! {
            input id=(name) name=(name) type="text" dir="auto" list=(super::people::LIST) value=(self.typed.get(name))
                maxlength="140" autocomplete="off"
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, true)];
            (offered.list(self.lang))
        };
        let ambiguous = self.mistakes.iter().any(|wrong| wrong.field == name && wrong.why == Why::Ambiguous);
        html! {
            (self.field(name, self.lang.say(label), Some(self.lang.say(H::PersonHint)), false, &control))
            @if ambiguous { (offered.candidates(self.lang)) }
        }
    }

    /// Persons, a line for each; `unclear` is the line that names nobody or more than one, and whom it may mean.
    pub(crate) fn persons(&self, name: &str, label: H, hint: H, unclear: &str) -> Markup {
        let is_unclear = !unclear.is_empty() && self.is_wrong(name).is_some();
        let mut described = self.described(name, true).unwrap_or_default();
        if is_unclear {
            described.push_str(&format!(" {name}-unclear"));
        }
        let control = html! {
            textarea id=(name) name=(name) rows="4" dir="auto" aria-invalid=[self.is_wrong(name)]
                aria-describedby=(described) { (self.typed.get(name)) }
        };
        html! {
            (self.field(name, self.lang.say(label), Some(self.lang.say(hint)), true, &control))
            @if is_unclear { p.wrong.spoken id={ (name) "-unclear" } { (unclear) } }
        }
    }

    /// A day of either calendar.
    pub(crate) fn day(&self, name: &str, label: H) -> Markup {
        self.input(name, label, Some(H::DayHint), "text", Some("ltr"))
    }

    /// A password; never filled again.
    pub(crate) fn password(&self, name: &str, label: H, hint: Option<H>, fresh: bool) -> Markup {
        let control = html! {
            input id=(name) name=(name) type="password" dir="ltr" maxlength="200"
                autocomplete=(if fresh { "new-password" } else { "current-password" })
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, hint.is_some())];
        };
        self.field(name, self.lang.say(label), hint.map(|hint| self.lang.say(hint)), false, &control)
    }

    /// A one-time code; never filled again.
    pub(crate) fn code(&self, name: &str) -> Markup {
        let control = html! {
            input id=(name) name=(name) type="text" dir="ltr" inputmode="numeric" autocomplete="one-time-code" maxlength="12"
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, true)];
        };
        self.field(name, self.lang.say(H::Code), Some(self.lang.say(H::CodeHint)), false, &control)
    }

    fn input(&self, name: &str, label: H, hint: Option<H>, kind: &str, dir: Option<&str>) -> Markup {
        let control = html! {
            input id=(name) name=(name) type=(kind) dir=[dir] value=(self.typed.get(name)) maxlength="400" autocomplete="off"
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, hint.is_some())];
        };
        self.field(name, self.lang.say(label), hint.map(|hint| self.lang.say(hint)), false, &control)
    }

    /// A line whose label comes from another room's words.
    pub(crate) fn entry(&self, name: &str, label: &str, hint: Option<&str>, dir: Option<&str>) -> Markup {
        let control = html! {
            input id=(name) name=(name) type="text" dir=[dir] value=(self.typed.get(name)) maxlength="400" autocomplete="off"
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, hint.is_some())];
        };
        self.field(name, label, hint, false, &control)
    }

    /// A line that offers what this list of the page has; something else may be typed.
    pub(crate) fn offered(&self, name: &str, label: &str, list: &str) -> Markup {
        let control = html! {
            input id=(name) name=(name) type="text" list=(list) value=(self.typed.get(name)) maxlength="400" autocomplete="off"
                aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, false)];
        };
        self.field(name, label, None, false, &control)
    }

    /// One of several, whose label comes from another room's words.
    pub(crate) fn pick(&self, name: &str, label: &str, choices: &[Choice]) -> Markup {
        let control = html! {
            select id=(name) name=(name) aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, false)] {
                @for (value, said) in choices {
                    option value=(value) selected[value == self.typed.get(name)] { (said) }
                }
            }
        };
        self.field(name, label, None, false, &control)
    }

    /// Several lines of text.
    pub(crate) fn text(&self, name: &str, label: H, hint: Option<H>) -> Markup {
        let control = html! {
            textarea id=(name) name=(name) rows="5" aria-invalid=[self.is_wrong(name)]
                aria-describedby=[self.described(name, hint.is_some())] { (self.typed.get(name)) }
        };
        self.field(name, self.lang.say(label), hint.map(|hint| self.lang.say(hint)), true, &control)
    }

    /// A list that a scanner or a clipboard fills, a line for each thing.
    pub(crate) fn area(&self, name: &str, label: &str, hint: &str) -> Markup {
        let control = html! {
            textarea id=(name) name=(name) rows="10" dir="ltr" spellcheck="false" aria-invalid=[self.is_wrong(name)]
                aria-describedby=[self.described(name, true)] { (self.typed.get(name)) }
        };
        self.field(name, label, Some(hint), true, &control)
    }

    /// One of several; the first choice may be nothing.
    pub(crate) fn choose(&self, name: &str, label: H, choices: &[Choice]) -> Markup {
        self.pick(name, self.lang.say(label), choices)
    }

    /// The version that this form was filled from, as it stands in what was typed, and what stood in it then. A refused
    /// form keeps both: only whoever was shown what another officer wrote meanwhile gets a newer one, by
    /// [`Typed::with_version`] or [`Typed::beside`].
    pub(crate) fn version(&self) -> Markup {
        html! {
            input type="hidden" name="version" value=(self.typed.version());
            @for (name, was) in self.typed.fields().filter(|(name, _)| name.starts_with(WAS)) {
                input type="hidden" name=(name) value=(was);
            }
        }
    }

    /// The same for a form that comes empty beside what stands, in this version.
    pub(crate) fn version_of(&self, stands: i64) -> Markup {
        let version = if self.mistakes.is_empty() { stands } else { self.typed.version() };
        html! { input type="hidden" name="version" value=(version); }
    }
}

/// A day as it is typed in a language: Jalali in Persian, Gregorian in English.
pub(crate) fn day_typed(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Fa => {
            let (year, month, date) = day.in_jalali();
            lang.digits(&format!("{year:04}/{month:02}/{date:02}"))
        }
        Lang::En => day.to_string(),
    }
}

/// Said above a form whose reader another officer was faster than: field by field what was changed, from what to what, and
/// by whom where that is known. `said` puts a value into the reader's words.
pub(crate) fn overtaken<'a>(
    lang: Lang,
    fields: impl Iterator<Item = Overtaken<'a>>,
    label: impl Fn(&str) -> String,
    said: impl Fn(&str, &str) -> String,
    by: impl Fn(&str) -> Option<String>,
) -> Markup {
    let value = |name: &str, text: &str| match text.trim() {
        "" => lang.say(Field::Nothing).to_owned(),
        text => said(name, text),
    };
    html! {
        (notice("now", lang.say(H::FieldChanged), lang.say(Field::MergedHint)))
        ul.plain {
            @for one in fields {
                @let (label, stands) = (label(one.name), value(one.name, one.stands));
                li {
                    @match one.was {
                        Some(was) => { (lang.fill(Field::MergedFrom, &[&label, &value(one.name, was), &stands])) }
                        None => { (lang.fill(Field::MergedTaken, &[&label, &stands])) }
                    }
                    @if let Some(by) = by(one.name) { " · " (lang.fill(Field::MergedBy, &[&by])) }
                    @if one.clashes { " · " strong { (lang.say(Field::MergedClash)) } }
                }
            }
        }
    }
}

/// What is wrong with a field.
pub(crate) fn say(lang: Lang, why: Why) -> String {
    let word = match why {
        Why::NotWithin(least, most) => {
            return lang.fill(Field::WhyNotWithin, &[&lang.number(least), &lang.number(most)]);
        }
        Why::Before(day) => return lang.fill(Field::WhyBefore, &[&lang.day(&day.to_string())]),
        Why::After(day) => return lang.fill(Field::WhyAfter, &[&lang.day(&day.to_string())]),
        Why::Missing => H::WhyMissing,
        Why::TooLong => H::WhyTooLong,
        Why::NoDay => H::WhyNoDay,
        Why::NoHour => H::WhyNoHour,
        Why::TooManyPersons => H::WhyTooManyPersons,
        Why::Unfinished => H::WhyUnfinished,
        Why::ShortMonth(..=28) => H::WhyMonthOf28,
        Why::ShortMonth(29) => H::WhyMonthOf29,
        Why::ShortMonth(30) => H::WhyMonthOf30,
        Why::ShortMonth(31..) => H::WhyMonthOf31,
        Why::TooEarly => H::WhyTooEarly,
        Why::BeforeMeasured => H::WhyBeforeMeasured,
        Why::BeforeMeeting => H::WhyBeforeMeeting,
        Why::Past => H::WhyPast,
        Why::LongPast => H::WhyLongPast,
        Why::OutlastsEvent => H::WhyOutlastsEvent,
        Why::NoPerson => H::WhyNoPerson,
        Why::Ambiguous => H::WhyAmbiguous,
        Why::NoCommittee => H::WhyNoCommittee,
        Why::HasHead => H::WhyHasHead,
        Why::Headed => H::WhyHeaded,
        Why::NotLatin => H::WhyNotLatin,
        Why::NoSerial => H::WhyNoSerial,
        Why::Unknown => H::WhyUnknown,
        Why::PlaceUnknown => H::PlaceUnknown,
        Why::NoPlace => H::WhyNoPlace,
        Why::NoNumber => H::WhyNoNumber,
        Why::NoCoordinates => H::WhyNoCoordinates,
        Why::NoPicture => H::WhyNoPicture,
        Why::NoEvidence => H::WhyNoEvidence,
        Why::TooLarge => H::WhyTooLarge,
        Why::Crowded => H::WhyCrowded,
        Why::TooMany => H::WhyTooMany,
        Why::Taken => H::WhyTaken,
        Why::Twice => H::WhyTwice,
        Why::NoAddress => H::WhyNoAddress,
        Why::FormedAlready => H::WhyFormedAlready,
        Why::NoLogin => H::WhyNoLogin,
        Why::Weak(WeakPassword::Short) => H::WhyShort,
        Why::Weak(WeakPassword::Long) => H::WhyTooLong,
        Why::Weak(WeakPassword::Name) => H::WhyNameInPassword,
        Why::Weak(WeakPassword::Monotonous) => H::WhyMonotonous,
        Why::Differs => H::WhyDiffers,
        Why::WrongCode => H::WhyWrongCode,
        Why::NoNationalId => return lang.say(Staff::WhyNoNationalId).to_owned(),
        Why::OtherSide => return lang.say(Staff::WhyOtherSide).to_owned(),
        Why::Assigned => return lang.say(Staff::WhyAssigned).to_owned(),
        Why::Headquarters => return lang.say(Field::WhyHeadquarters).to_owned(),
        Why::RefusedBefore => return lang.say(Staff::WhyRefusedBefore).to_owned(),
        Why::TakesBack => return lang.say(Staff::WhyTakesBack).to_owned(),
        Why::Barred(why) => return lang.say(bar(why)).to_owned(),
        Why::WrongPassword => H::WhyWrongPassword,
    };
    lang.say(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_comes_back_filled_with_its_mistake_beside_the_field() {
        let typed = Typed::of(&[("name", "<ری>"), ("place", "Tehran")]);
        let mistakes = [Mistake { field: "place", why: Why::NoPlace }];
        let fields = Fields { lang: Lang::En, typed: &typed, mistakes: &mistakes };
        let name = fields.line("name", H::NameFa, None).into_string();
        assert!(name.contains("value=\"&lt;ری&gt;\"") && !name.contains("aria-invalid"), "{name}");
        let place = fields.plain("place", H::Place, None).into_string();
        assert!(place.contains("aria-invalid=\"true\" aria-describedby=\"place-wrong\""), "{place}");
        assert!(place.contains("id=\"place-wrong\""), "{place}");
        let password = Fields { typed: &Typed::of(&[("password", "secret")]), ..fields };
        assert!(!password.password("password", H::Password, None, false).into_string().contains("secret"));
    }

    #[test]
    fn what_an_officer_left_alone_takes_what_another_wrote() {
        let opened = Typed::standing(&[("voters", "720"), ("rooms", "3"), ("name", "البرز")], 1);
        let now = Typed::standing(&[("voters", "777"), ("rooms", "4"), ("name", "البرز")], 2);
        // Rooms and the name were typed into, the name alone by this officer.
        let sent = opened.fields().map(|(name, value)| {
            (
                name,
                match name {
                    "rooms" => "۵",
                    "name" => "البرز ۲",
                    _ => value,
                },
            )
        });
        let sent = Typed::of(&sent.collect::<Vec<_>>());
        let overtaken: Vec<_> = sent.overtaken(&now).map(|one| (one.name, one.stands, one.clashes)).collect();
        assert_eq!(overtaken, [("voters", "777", false), ("rooms", "4", true)]);
        let merged = sent.beside(&now);
        let values = ["voters", "rooms", "name"].map(|name| merged.get(name));
        assert_eq!((values, merged.version()), (["777", "۵", "البرز ۲"], 2));
        assert_eq!(merged.overtaken(&now).count(), 0, "and is then one of what stands now");
        assert!(merged.is_typed("rooms") && !merged.is_typed("voters"));
        // A program that says nothing of what stood there has typed all of it.
        let bare = Typed::of(&[("voters", "720"), ("version", "1")]);
        assert_eq!(bare.overtaken(&now).next().map(|one| one.clashes), Some(true));
        assert_eq!(bare.beside(&now).get("voters"), "720");
    }

    #[test]
    fn a_day_is_written_in_the_readers_calendar_and_read_back() {
        let day: Day = "1405/02/11".parse().expect("a day");
        assert_eq!(day_typed(Lang::Fa, day), "۱۴۰۵/۰۲/۱۱");
        assert_eq!(day_typed(Lang::En, day), "2026-05-01");
        let typed = Typed::of(&[("day", &day_typed(Lang::Fa, day))]);
        assert_eq!(typed.latin("day").parse(), Ok(day));
    }
}
