//! Photographs of a branch's surveys: shown to whoever may see the branch, added by whoever surveys it.

use super::super::SignedIn;
use super::super::form::Typed;
use super::branch::done;
use super::words::Word as F;
use super::{place_of, upload};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use headquarters::branch::Survey;
use headquarters::form::{Mistake, Why};
use maud::{Markup, html};
use office::{Error, Office};
use serde::Deserialize;

/// Those of a survey.
pub(super) fn of(lang: Lang, to: &str, survey: &Survey) -> Markup {
    let on = lang.day(&survey.on.to_string());
    html! {
        @if !survey.photographs.is_empty() {
            div.photographs {
                @for (n, hash) in (1_u64..).zip(&survey.photographs) {
                    @let src = format!("{to}/photographs/{hash}");
                    a href=(src) { img src=(src) loading="lazy" alt=(lang.fill(F::PhotographOf, &[&lang.number(n), &on])); }
                }
            }
        }
    }
}

/// The form that adds one to the last survey.
pub(super) fn form(lang: Lang, to: &str, surveys: usize) -> Markup {
    html! {
        details.aside {
            summary { (lang.say(F::PhotographAdd)) }
            form method="post" enctype="multipart/form-data" action={ (to) "/photographs?surveys=" (surveys) } {
                div.field {
                    label for="photograph" { (lang.say(F::PhotographAdd)) }
                    input #photograph name="photograph" type="file" accept="image/jpeg,image/png,image/webp" aria-describedby="photograph-hint";
                    p.hint id="photograph-hint" { (lang.say(F::PhotographHint)) }
                }
                button { (lang.say(F::PhotographAdd)) }
            }
        }
    }
}

/// How many surveys whoever adds one was shown.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    surveys: usize,
}

pub(super) async fn add(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    Query(Shown { surveys }): Query<Shown>,
    form: Multipart,
) -> Result<Response, Absent> {
    let place = place_of(&address).ok_or(Absent::Page(signed.lang))?;
    // What did not arrive whole is no picture.
    let added = match upload::file(form, "photograph").await {
        Ok(file) => office.add_photograph(&signed.permit()?, &place, surveys, file).await.map(drop),
        Err(_) => Err(Error::Typed(vec![Mistake { field: "photograph", why: Why::Missing }])),
    };
    let typed = Typed::of(&[("surveys", &surveys.to_string()), ("photograph", "chosen")]);
    done(&office, &signed, &address, &typed, added).await
}

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address, hash)): Path<(String, String, String)>,
) -> Result<Response, Absent> {
    let absent = || Absent::Page(signed.lang);
    let place = place_of(&address).ok_or_else(absent)?;
    let hash = hash.parse().map_err(|_| absent())?;
    let picture = office.photograph(&signed.permit()?, &place, &hash).await.map_err(|e| signed.failed(e))?;
    // Under this address it is always the same picture; whoever may see it now keeps it for themselves alone.
    let headers =
        [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=86400, immutable")];
    Ok((headers, picture).into_response())
}
