//! Import a table: paste it or send a file, see what it would do column by column, confirm.

use super::super::columns::{self, Column, Takes, Word as C, both, values};
use super::super::form::Typed;
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::label;
use super::words::Word as F;
use super::{said, upload};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use election::bytes::Digest;
use headquarters::branch::sheet::Row;
use headquarters::branch::typed::{FIELDS, OPTIONAL};
use headquarters::branch::{Kind, Setting, Standing};
use headquarters::device::{self, sheet::Row as Delivered};
use headquarters::network::{Bearer, Rank, sheet as lines};
use headquarters::table::Wrong;
use maud::{Markup, html};
use office::{Differs, Error, Imported, Office, Planned, Preview};

/// The largest table that is taken: some hundred thousand rows, with Persian letters written as browsers send them.
pub(super) const LARGEST: usize = 64 << 20;

/// Rows of a preview that are listed; all are counted.
const LISTED: usize = 200;

/// A kind of table that can be brought in.
pub(super) trait Sheet: Send + 'static {
    /// One of its rows.
    type Row: Send + Sync;
    /// Its room.
    const ROOM: Room;
    /// Where its page is, after the language.
    const PATH: &'static str;
    /// Where what was brought in is shown.
    const SHOWN: &'static str;
    /// What its template is called.
    const NAME: &'static str;
    /// What is to be known of its rows.
    const NOTE: C;

    fn title(lang: Lang) -> &'static str;

    /// Its columns.
    fn columns() -> Vec<Column>;

    /// What a row is called in the reader's language, and by machines.
    fn name(lang: Lang, row: &Self::Row) -> (String, String);

    fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> impl Future<Output = Result<Result<Preview<Self::Row>, Error>, Absent>> + Send;

    fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> impl Future<Output = Result<Result<Imported, Error>, Absent>> + Send;
}

/// Regions and branches.
pub(super) struct Branches;

impl Sheet for Branches {
    type Row = Row;
    const ROOM: Room = Room::Branches;
    const PATH: &'static str = "/hq/branches/import";
    const SHOWN: &'static str = "/hq/branches";
    const NAME: &'static str = "branches";
    const NOTE: C = C::BranchNote;

    fn title(lang: Lang) -> &'static str {
        lang.say(H::BranchImport)
    }

    fn columns() -> Vec<Column> {
        branch_columns()
    }

    fn name(lang: Lang, row: &Row) -> (String, String) {
        let (name, latin) = match row {
            Row::Region { name, latin, .. } => (name, latin),
            Row::Branch(site) => (&site.name, &site.latin),
        };
        (lang.pick(name, latin).to_owned(), row.place().to_string())
    }

    async fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> Result<Result<Preview<Row>, Error>, Absent> {
        Ok(office.preview_branches(&signed.permit()?, cells).await)
    }

    async fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Result<Imported, Error>, Absent> {
        Ok(office.import_branches(&signed.permit()?, cells, seen).await)
    }
}

/// The columns of regions and branches.
pub(crate) fn branch_columns() -> Vec<Column> {
    let column = |code: &'static str| {
        let (takes, example) = match code {
            "place" => (Takes::Place, "tehran/rey/2/0007"),
            "name" => (Takes::Text, "دبستان البرز"),
            "latin" => (Takes::Text, "Alborz school"),
            "kind" => {
                let kinds = values(Kind::ALL, Kind::code, |lang, kind| lang.say(said::kind(kind)));
                (Takes::OneOf(kinds), "school")
            }
            "standing" => {
                let all = values(Standing::ALL, Standing::code, |lang, one| lang.say(said::standing(one)));
                (Takes::OneOf(all), "fixed")
            }
            "setting" => {
                let all = values(Setting::ALL, Setting::code, |lang, one| lang.say(said::setting(one)));
                (Takes::OneOf(all), "urban")
            }
            "education" => (Takes::Text, "ری ۱"),
            "at" => (Takes::Point, "35.58,51.43"),
            "devices" => (Takes::Number, "2"),
            "owner" => (Takes::Text, "آموزش و پرورش"),
            "agreed" => (Takes::Day, "2026-02-20"),
            "voters" => (Takes::Number, "1200"),
            _ => (Takes::Number, "4"),
        };
        let name = Lang::BOTH.map(|lang| label(lang, code));
        Column::new(code, name, takes).optional(OPTIONAL.contains(&code)).example(example)
    };
    FIELDS.into_iter().map(column).collect()
}

/// The columns of devices that came.
pub(crate) fn device_columns() -> Vec<Column> {
    let kinds = values(device::Kind::ALL, device::Kind::code, |lang, kind| lang.say(said::device_kind(kind)));
    vec![
        Column::new("serial", both(H::DeviceSerial), Takes::Code).example("ID-00017"),
        Column::new("kind", both(H::DeviceKind), Takes::OneOf(kinds)).example("identity"),
        Column::new("home", both(C::HomeStore), Takes::Place).example("tehran/rey"),
    ]
}

/// Devices that came.
pub(super) struct Devices;

impl Sheet for Devices {
    type Row = Delivered;
    const ROOM: Room = Room::Devices;
    const PATH: &'static str = "/hq/devices/import";
    const SHOWN: &'static str = "/hq/devices";
    const NAME: &'static str = "devices";
    const NOTE: C = C::DeviceNote;

    fn title(lang: Lang) -> &'static str {
        lang.say(F::DeviceImport)
    }

    fn columns() -> Vec<Column> {
        device_columns()
    }

    fn name(lang: Lang, row: &Delivered) -> (String, String) {
        (lang.say(said::device_kind(row.kind)).to_owned(), row.serial.clone())
    }

    async fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> Result<Result<Preview<Delivered>, Error>, Absent> {
        Ok(office.preview_devices(&signed.permit()?, cells).await)
    }

    async fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Result<Imported, Error>, Absent> {
        Ok(office.import_devices(&signed.permit()?, cells, seen).await)
    }
}

/// The columns of lines.
pub(crate) fn line_columns() -> Vec<Column> {
    let ranks = values(Rank::ALL, Rank::code, |lang, rank| lang.say(said::rank(rank)));
    let bearers = values(Bearer::ALL, Bearer::code, |lang, bearer| lang.say(said::bearer(bearer)));
    let column = |code: &'static str| {
        let (name, takes, example) = match code {
            "place" => (both(H::BranchPlace), Takes::Place, "tehran/rey/2/0007"),
            "rank" => (both(H::LineRank), Takes::OneOf(ranks.clone()), "primary"),
            "bearer" => (both(H::LineBearer), Takes::OneOf(bearers.clone()), "fibre"),
            "operator" => (both(H::LineOperator), Takes::Text, "مخابرات"),
            "tower" => (both(H::LineTower), Takes::Text, ""),
            "route" => (both(H::LineRoute), Takes::Text, "F-12"),
            _ => (both(H::FieldSince), Takes::Day, "2026-02-20"),
        };
        Column::new(code, name, takes).optional(lines::OPTIONAL.contains(&code)).example(example)
    };
    lines::COLUMNS.into_iter().map(column).collect()
}

/// Lines of branches.
pub(super) struct Lines;

impl Sheet for Lines {
    type Row = lines::Row;
    const ROOM: Room = Room::Network;
    const PATH: &'static str = "/hq/network/import";
    const SHOWN: &'static str = "/hq/network";
    const NAME: &'static str = "lines";
    const NOTE: C = C::LineNote;

    fn title(lang: Lang) -> &'static str {
        lang.say(C::LineImport)
    }

    fn columns() -> Vec<Column> {
        line_columns()
    }

    fn name(lang: Lang, row: &lines::Row) -> (String, String) {
        (lang.say(said::rank(row.line.rank)).to_owned(), row.place.to_string())
    }

    async fn preview(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
    ) -> Result<Result<Preview<lines::Row>, Error>, Absent> {
        Ok(office.preview_lines(&signed.permit()?, cells).await)
    }

    async fn import(
        office: &Office,
        signed: &SignedIn,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Result<Imported, Error>, Absent> {
        Ok(office.import_lines(&signed.permit()?, cells, seen).await)
    }
}

pub(super) async fn ask<S: Sheet>(signed: SignedIn) -> Response {
    page::<S>(&signed, "", &html! {}).into_response()
}

pub(super) async fn take<S: Sheet>(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    answer::<S>(&office, &signed, typed.get("table"), typed.get("seen")).await
}

/// A table that comes as a file is shown as one that was pasted.
pub(super) async fn take_file<S: Sheet>(
    State(office): State<Office>,
    signed: SignedIn,
    form: Multipart,
) -> Result<Response, Absent> {
    match upload::table(form, "file").await {
        Ok(text) => answer::<S>(&office, &signed, &text, "").await,
        Err(why) => Ok(upload::refused(&signed, &why, |said| page::<S>(&signed, "", said))),
    }
}

/// The table to be filled in.
pub(super) async fn template<S: Sheet>(signed: SignedIn) -> Result<Response, Absent> {
    columns::template(signed.lang, S::NAME, &S::columns(), S::NOTE)
}

/// What a table would do; or, once that was seen, that it was done. Where somebody changed a row meanwhile, what it would
/// do now, to be confirmed again.
async fn answer<S: Sheet>(
    office: &Office,
    signed: &SignedIn,
    text: &str,
    seen: &str,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let heading = columns::rows(text.to_owned()).next().unwrap_or_default();
    let cells: Vec<Vec<String>> = columns::in_codes(S::columns(), columns::rows(text.to_owned())).collect();
    let wrong = |wrong: &[Wrong]| refused::<S>(signed, text, &heading, wrong);
    let mut conflict = html! {};
    let mut status = StatusCode::OK;
    if let Ok(seen) = seen.parse() {
        match S::import(office, signed, &cells, seen).await? {
            Ok(_) => return Ok(Redirect::to(&format!("/{}{}", lang.code(), S::SHOWN)).into_response()),
            Err(Error::Changed) => {
                status = StatusCode::CONFLICT;
                conflict = notice("now", lang.say(H::FieldChanged), lang.say(F::ImportAgain));
            }
            Err(Error::Sheet(cells)) => return Ok(wrong(&cells)),
            Err(other) => return Err(signed.failed(other)),
        }
    }
    match S::preview(office, signed, &cells).await? {
        Ok(preview) => {
            let passed_over = columns::passed_over(lang, &S::columns(), &heading);
            let said = html! { (conflict) (passed_over) (shown::<S>(signed, text, &preview)) };
            Ok((status, page::<S>(signed, text, &said)).into_response())
        }
        Err(Error::Sheet(cells)) => Ok(wrong(&cells)),
        Err(other) => Err(signed.failed(other)),
    }
}

fn page<S: Sheet>(signed: &SignedIn, text: &str, outcome: &Markup) -> Markup {
    let lang = signed.lang;
    let title = S::title(lang);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::ImportLead)) }
        (outcome)
        (columns::guide(lang, &S::columns(), S::NOTE, &format!("{}/template.xlsx", S::PATH)))
        (upload::form(lang, &format!("{}/file", S::PATH)))
        form.card method="post" action={ "/" (lang.code()) (S::PATH) } {
            label for="table" { (lang.say(H::ImportTable)) }
            textarea #table name="table" rows="10" dir="ltr" spellcheck="false" { (text) }
            button { (lang.say(H::ImportPreview)) }
        }
    };
    super::super::page(signed, S::ROOM, title, S::PATH, &content)
}

fn refused<S: Sheet>(signed: &SignedIn, text: &str, heading: &[String], wrong: &[Wrong]) -> Response {
    let said = columns::refused(signed.lang, &S::columns(), heading, wrong);
    (StatusCode::UNPROCESSABLE_ENTITY, page::<S>(signed, text, &said)).into_response()
}

fn shown<S: Sheet>(signed: &SignedIn, text: &str, preview: &Preview<S::Row>) -> Markup {
    let (lang, columns) = (signed.lang, S::columns());
    let count = preview.count();
    let numbers = [count.new, count.changed, count.same].map(|n| lang.number(n as u64));
    let said = |planned: Planned| match planned {
        Planned::New => ("green", H::ImportNew),
        Planned::Changed => ("amber", H::ImportChanged),
        Planned::Same => ("later", H::ImportSame),
    };
    html! {
        (notice("good", &lang.fill(H::ImportCounts, &[&numbers[0], &numbers[1], &numbers[2]]), ""))
        form method="post" action={ "/" (lang.code()) (S::PATH) } {
            input type="hidden" name="table" value=(text);
            input type="hidden" name="seen" value=(preview.seen);
            button { (lang.say(H::ImportConfirm)) }
        }
        ul.plain {
            @for one in preview.effects().take(LISTED) {
                @let (tone, word) = said(one.planned);
                @let (name, code) = S::name(lang, &one.row);
                li {
                    (badge(tone, lang.say(word))) " " (name) " " span.id dir="ltr" { (code) }
                    @for differs in &one.differs { (from_to(lang, &columns, differs)) }
                }
            }
        }
    }
}

/// What stands in a column and what would.
fn from_to(lang: Lang, columns: &[Column], Differs { column, before, after }: &Differs) -> Markup {
    let of = columns.iter().find(|one| one.is(column));
    let or_nothing = |text: &str| match of {
        _ if text.is_empty() => lang.say(F::ImportNothing).to_owned(),
        Some(column) => column.said(lang, text),
        None => text.to_owned(),
    };
    html! {
        div.hint {
            (of.map_or(*column, |column| column.name(lang))) ": " del { bdi { (or_nothing(before)) } } " · " ins { bdi { (or_nothing(after)) } }
        }
    }
}
