//! A form that was sent after its session had ended is carried through the sign-in, so that nothing typed is lost.
//!
//! The fields travel in the page itself, as hidden fields of the sign-in's form, and come back with it: nothing of a
//! stranger's is kept on this machine. Whoever has signed in is shown what was typed and sends it once more, by a form of
//! ours that passes every check of a form: the officer may be another than the one who typed.
//!
//! Not carried: forms about the person themselves, which hold passwords and codes; and more than [`LARGEST`]. Of a form with
//! files the words are carried, and the files are chosen again on that page.

use super::columns::Column;
use super::field::words::Word as F;
use super::field::{branch_columns, device_columns, line_columns, said};
use super::form::{Typed, WAS};
use super::sent::{self, Sent};
use super::staff::staff_columns;
use super::staff::words::Word as Staff;
use super::told::code;
use super::words::Word as H;
use super::{SignedIn, acts, guard, page_of_one, passkeys, sign_in};
use crate::furniture::notice;
use crate::locale::Lang;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headquarters::branch::{Item, typed};
use headquarters::form::Why;
use headquarters::permit::Act;
use maud::{Markup, html};

/// The longest form that is carried, as browsers send it: long minutes, and not a province's table.
const LARGEST: usize = 512 << 10;

/// What the names of carried fields begin with, beside those of the sign-in.
const MARK: &str = "carried.";

/// The field that says that a form is carried, and what it does: a button alone has no fields.
const CARRIES: &str = "carries";

/// The field that names one in which files were chosen.
const FILES: &str = "carries.files";

/// Fields that are never written into a page, whichever form has them.
const SECRETS: [&str; 2] = ["password", "again"];

/// Fields that steer a form and that nobody typed.
const STEERS: [&str; 11] = [
    "version",
    "surveys",
    "steps",
    "refused",
    "noted",
    "lack",
    "ask",
    "confirmed",
    "seen",
    "token",
    "waiting",
];

/// A form and where it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    then: String,
    act: String,
    fields: Vec<(String, String)>,
    /// The fields in which files were chosen.
    files: Vec<String>,
}

impl Carried {
    /// What a sign-in's form brought along, if anything: for a page of ours and for no other.
    pub(super) fn of(typed: &Typed, lang: Lang) -> Option<Self> {
        let then = typed.get("then");
        let is_ours = sign_in::destination(lang, then) == then;
        let act = typed.get(CARRIES);
        if act.is_empty() || !is_ours {
            return None;
        }
        let marked = typed.fields().filter_map(|(name, value)| Some((name.strip_prefix(MARK)?, value)));
        let fields = marked.filter(|(name, _)| !SECRETS.contains(name));
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let files = typed.all(FILES).map(str::to_owned).collect();
        Some(Self { then: then.to_owned(), act: act.to_owned(), fields, files })
    }

    /// The fields, hidden in the form of the sign-in.
    pub(super) fn within(&self) -> Markup {
        html! {
            input type="hidden" name=(CARRIES) value=(self.act);
            @for (name, value) in &self.fields { input type="hidden" name={ (MARK) (name) } value=(value); }
            @for name in &self.files { input type="hidden" name=(FILES) value=(name); }
        }
    }

    /// The page after the sign-in: what was typed, to be sent by whoever has signed in.
    pub(super) fn page(&self, signed: &SignedIn) -> Markup {
        let lang = signed.lang;
        let title = lang.say(H::CarriedTitle);
        let words = Spoken::at(&self.then);
        let told = |name: &str| !STEERS.contains(&name) && !name.starts_with(WAS);
        let spoken = self.fields.iter().filter(|(name, value)| told(name) && !value.trim().is_empty());
        let content = html! {
            h1 { (title) }
            p.lead { (lang.fill(H::CarriedLead, &[&signed.name])) }
            // Without it a button that was pressed by somebody else would be pressed again unseen.
            p { strong { (acts::done(lang, &self.act)) } " " code dir="ltr" { (self.then) } }
            form.card method="post" action=(self.then) enctype=[(!self.files.is_empty()).then_some("multipart/form-data")] {
                @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                dl.readings {
                    @for (name, value) in spoken {
                        @let (label, value) = words.say(lang, name, value);
                        dt { (label) } dd.spoken { (value) }
                    }
                }
                @for name in &self.files {
                    div.field {
                        label for=(name) { (lang.say(H::FilesAgain)) }
                        input id=(name) name=(name) type="file" multiple;
                    }
                }
                button { (lang.say(H::CarriedSend)) }
            }
        };
        page_of_one(signed, title, "/hq", &content)
    }
}

/// The words of the form at an address: one name stands for different things in different rooms.
struct Spoken {
    columns: Vec<Column>,
    /// What the form is about, as the journal calls it.
    of: &'static str,
}

impl Spoken {
    fn at(path: &str) -> Self {
        let room = path.split('/').nth(3).unwrap_or_default();
        let columns = match room {
            // Whoever puts a deficiency right, or treats a risk, is no owner of a building.
            "branches" if path.contains("/deficiencies") || path.contains("/risks") => Vec::new(),
            "branches" => [branch_columns(), line_columns()].concat(),
            "network" => line_columns(),
            "devices" => device_columns(),
            "staff" => staff_columns(),
            _ => Vec::new(),
        };
        let of = match room {
            "branches" | "network" => "branch",
            "committees" => "committee",
            "decisions" => "decision",
            "devices" => "device",
            _ => "",
        };
        Self { columns, of }
    }

    /// What a field is called, and what was typed into it as the form's page says it; as it stands where nothing has it.
    fn say(&self, lang: Lang, name: &str, value: &str) -> (String, String) {
        for item in Item::ALL {
            let (mark, note) = typed::names(*item);
            let label = lang.say(said::item(*item)).to_owned();
            if name == mark {
                let mark = value.parse().map_or(value, |mark| lang.say(said::mark(mark)));
                return (label, mark.to_owned());
            }
            if name == note {
                return (label, value.to_owned());
            }
        }
        if let Some(column) = self.columns.iter().find(|column| column.is(name)) {
            return (column.name(lang).to_owned(), column.said(lang, value));
        }
        let label = own_label(lang, name).map_or_else(|| acts::field(lang, name), str::to_owned);
        let key = if name == "measured" { "rank" } else { name };
        let value = code(lang, key, self.of, value).unwrap_or_else(|| value.to_owned());
        (label, value)
    }
}

/// What forms call fields that no record has under the same name.
fn own_label(lang: Lang, name: &str) -> Option<&'static str> {
    Some(match name {
        "measured" => lang.say(H::LineRank),
        "latency" => lang.say(H::SignalLatency),
        "upward" => lang.say(H::SignalUp),
        "downward" => lang.say(F::SignalDownward),
        "heard" | "promised-by" => lang.say(H::LineOperator),
        "heard-down" => lang.say(F::ReceptionSpeed),
        "strength" => lang.say(F::ReceptionStrength),
        "promised" => lang.say(H::PromiseWhat),
        "promised-for" => lang.say(H::FieldDue),
        "shown" => lang.say(F::PromiseShown),
        "risk-owner" => lang.say(H::RiskOwner),
        "configuration" => lang.say(F::Configuration),
        "rehearsal-note" => lang.say(H::FieldNote),
        "score-why" => lang.say(H::FieldReason),
        _ if name.starts_with("score-") => lang.say(Staff::Score),
        _ => return None,
    })
}

/// The sign-in for whoever sent a form after the session had ended. A form for no act is about the person themselves.
pub(super) async fn ask(lang: Lang, request: Request, act: Option<Act>) -> Response {
    let then = request.uri().path().to_owned();
    let typed = match act {
        Some(act) => read(request).await.map(|(fields, files)| (act.to_string(), fields, files)),
        None => Err(H::CarriedLeftOut),
    };
    let (said, carried) = match typed {
        Ok(kept) => {
            let hint = if kept.2.is_empty() { H::CarriedHint } else { H::CarriedFiles };
            (notice("now", lang.say(H::SessionEnded), lang.say(hint)), Some(kept))
        }
        Err(why) => (notice("bad", lang.say(H::SessionEnded), lang.say(why)), None),
    };
    let carried = carried.map(|(act, fields, files)| Carried { then: then.clone(), act, fields, files });
    // Where nothing is carried, the sign-in leads to the first page: the address may have nothing to read.
    let then = if carried.is_some() { then } else { String::new() };
    let page = sign_in::page(lang, &Typed::of(&[("then", &then)]), &said, carried.as_ref());
    let answer = (StatusCode::UNAUTHORIZED, passkeys::with_script(page)).into_response();
    guard::same_origin_referrer(answer)
}

/// The fields of a form and those in which files were chosen, or why they are not carried.
async fn read(mut request: Request) -> Result<(Vec<(String, String)>, Vec<String>), H> {
    if sent::is_multipart(&request) {
        DefaultBodyLimit::max(sent::LARGEST).apply(&mut request);
        let form = Multipart::from_request(request, &()).await.map_err(|_| H::CarriedLeftOut)?;
        let Sent { typed, chosen, wrong, .. } = Sent::read(form, 0).await;
        match wrong {
            Some(Why::TooLong) => return Err(H::CarriedTooLong),
            Some(Why::Unfinished) => return Err(H::CarriedUnfinished),
            _ => {}
        }
        let fields = open(&typed);
        return if fields.is_empty() { Err(H::CarriedLeftOut) } else { Ok((fields, chosen)) };
    }
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return Err(H::CarriedLeftOut);
    }
    let body = to_bytes(body, LARGEST).await.map_err(|_| H::CarriedTooLong)?;
    let typed = Typed::from_request(Request::from_parts(parts, Body::from(body)), &()).await;
    let typed = typed.map_err(|_| H::CarriedLeftOut)?;
    Ok((open(&typed), Vec::new()))
}

/// The fields that may be written into a page.
fn open(typed: &Typed) -> Vec<(String, String)> {
    let open = typed.fields().filter(|(name, _)| !SECRETS.contains(name));
    open.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_is_shown_as_its_form_says_it() {
        let at = |path: &str, name, value| Spoken::at(path).say(Lang::Fa, name, value);
        let said = |name, value| at("/fa/hq/branches/tehran.rey.2.0007", name, value);
        let both = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        assert_eq!(said("mark-power", "good"), both("برق", "خوب"));
        assert_eq!(said("kind", "school"), both("نوع ساختمان", "مدرسه"));
        assert_eq!(said("measured", "primary"), both("کدام خط", "خط اصلی"));
        assert_eq!(said("promised-by", "مخابرات"), both("اپراتور", "مخابرات"));
        let assigned = at("/fa/hq/branches/tehran.rey.2.0007/deficiencies/1", "owner", "شهرداری");
        assert_eq!(assigned, both("مسئول اجرا", "شهرداری"));
        assert_eq!(at("/fa/hq/staff/recruit", "post", "board-member"), both("سمت", "عضو شعبه"));
        assert_eq!(at("/fa/hq/devices/receive", "kind", "identity"), both("نوع دستگاه", "احراز هویت"));
        assert_eq!(at("/fa/hq/committees/form", "kind", "police"), both("نوع", "کمیته انتظامی"));
        assert_eq!(at("/fa/hq/meetings/call", "place", "tehran/rey"), both("محل", "tehran/rey"));
        assert_eq!(said("agreed", "2026-02-20"), both("روز موافقت مالک", "۱۴۰۴/۱۲/۰۱"));
        assert_eq!(said("xyz", "good"), both("xyz", "good"));
    }

    #[test]
    fn nothing_is_carried_to_another_site_and_no_secret_at_all() {
        let typed = |then: &str| {
            Typed::of(&[
                ("then", then),
                (CARRIES, "organise"),
                ("carried.name", "ری"),
                ("carried.password", "…"),
            ])
        };
        let carried = Carried::of(&typed("/fa/hq/people/1"), Lang::Fa).expect("ours");
        assert_eq!(carried.fields, [("name".to_owned(), "ری".to_owned())]);
        for then in ["", "//evil.example/", "https://evil.example/", "/fa", "/fa/hq\r\n"] {
            assert_eq!(Carried::of(&typed(then), Lang::Fa), None, "{then}");
        }
        let no_form = Typed::of(&[("then", "/fa/hq/people/1"), ("carried.name", "ری")]);
        assert_eq!(Carried::of(&no_form, Lang::Fa), None);
    }
}
