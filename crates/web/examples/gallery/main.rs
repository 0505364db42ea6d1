//! Serves every screen with sample data, to look at: `cargo run -p web --example gallery`, then
//! `http://127.0.0.1:8090/gallery`. Nothing here is an election.

mod rooms;
mod sample;

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::Html;
use axum::routing::get;
use maud::{Markup, html};
use web::furniture::Shown;
use web::locale::Lang;
use web::public;
use web::{assets, headers, hq, missing};

#[tokio::main]
async fn main() -> Result<(), std::io::Error> {
    let at = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".into());
    let listener = tokio::net::TcpListener::bind(&at).await?;
    println!("http://{at}/gallery");
    let router = Router::new()
        .route("/gallery", get(async || Html(index().into_string())))
        .route(
            "/assets/{edition}/{name}",
            get(async |Path((_, name)): Path<(String, String)>| assets::answer(&name)),
        )
        .fallback(page)
        .layer(map_response(headers::guard));
    axum::serve(listener, router).await
}

async fn page(uri: axum::http::Uri, RawQuery(query): RawQuery) -> (StatusCode, Markup) {
    let query = query.unwrap_or_default();
    let path = uri.path();
    let (lang, rest) = match path.strip_prefix("/en") {
        Some(rest) => (Lang::En, rest),
        None => (Lang::Fa, path.strip_prefix("/fa").unwrap_or(path)),
    };
    let asked = |key: &str| {
        query.split('&').find_map(|pair| pair.strip_prefix(&format!("{key}=")).map(str::to_owned))
    };
    let number = asked("page").and_then(|n| n.parse().ok()).unwrap_or(1);
    let shown = Shown { words: "", page: number, rows: 50 };
    let event = sample::overview("counting");
    let page = match rest {
        "" | "/" => hq::overview(lang, &event, None),
        "/phase/none" => hq::overview(lang, &sample::nothing_yet(), None),
        "/phase/polling" => hq::overview(lang, &sample::overview("polling"), Some(hq::SECONDS)),
        "/branches" => hq::branches(lang, &event.branches, &shown),
        "/branches/0002" => sample::branch(lang, true),
        "/branches/0009" => sample::branch(lang, false),
        "/results" => public::choose(lang, &event.contests),
        "/results/council" => public::results(lang, &sample::council()),
        "/results/experts" => public::results(lang, &sample::experts()),
        "/results/later" => public::not_decided(lang, &event.contests[0]),
        "/results/council/candidates" => public::candidates(lang, &sample::council(), &shown),
        "/results/council/boxes" => public::boxes(lang, &sample::boxes().0, &sample::boxes().1, &shown),
        "/results/council/boxes/0001" => public::minutes(lang, &sample::boxes().0, &sample::boxes().1[0]),
        "/results/council/boxes/0002+2" => public::minutes(lang, &sample::boxes().0, &sample::boxes().1[1]),
        "/verify/paper" => {
            let of = public::Paper::page_of("results/council/boxes/0002+2");
            let paper = public::Paper::Ours { size: 84_213, of };
            public::verify(lang, event.event.as_ref(), "http://127.0.0.1:8090/record", Some(paper))
        }
        "/receipt" => public::receipt(lang, &sample::lookup(asked("code")), &public::Shown::Nothing),
        "/verify" => public::verify(lang, event.event.as_ref(), "http://127.0.0.1:8090/record", None),
        "/what-if" => public::what_if::page(lang, &public::what_if::Question::read(&pairs(&uri))),
        "/calendar" => sample::calendar(lang),
        "/trouble" => missing::trouble(lang),
        _ if rest.starts_with("/desk/") => match rooms::desk(lang, &rest["/desk/".len()..]) {
            Some(page) => page,
            None => return (StatusCode::NOT_FOUND, missing::no_page(lang)),
        },
        _ if rest.starts_with("/booth/") => match rooms::booth(lang, &rest["/booth/".len()..]) {
            Some(page) => page,
            None => return (StatusCode::NOT_FOUND, missing::no_page(lang)),
        },
        _ => return (StatusCode::NOT_FOUND, missing::no_page(lang)),
    };
    (StatusCode::OK, page)
}

fn pairs(uri: &axum::http::Uri) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(uri).map(|query| query.0).unwrap_or_default()
}

fn index() -> Markup {
    let code = sample::digest(3).to_string();
    let places = [
        "",
        "/phase/none",
        "/phase/polling",
        "/branches",
        "/branches/0002",
        "/branches/0009",
        "/results",
        "/results/council",
        "/results/experts",
        "/results/later",
        "/what-if",
        "/results/council/candidates",
        "/results/council/boxes",
        "/results/council/boxes/0002+2",
        "/receipt",
        "/verify",
        "/verify/paper",
        "/calendar",
        "/trouble",
        "/no-such-page",
    ];
    html! {
        ul {
            @for lang in Lang::BOTH {
                @for place in places { li { a href={ "/" (lang.code()) (place) } { (lang.code()) (place) } } }
                @for screen in rooms::SCREENS { li { a href={ "/" (lang.code()) "/" (screen) } { (lang.code()) "/" (screen) } } }
                li { a href={ "/" (lang.code()) "/receipt?code=" (code) } { (lang.code()) "/receipt, found" } }
            }
        }
    }
}
