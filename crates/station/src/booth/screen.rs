//! The voting device's screens, for its own browser on loopback.

use super::sitting::{Done, Onward, Sitting};
use super::{Device, REPEATED};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use door::Problem;
use screens::booth::{self, CardTrouble, Press};
use screens::locale::Lang;
use screens::{assets, headers};
use std::sync::Arc;

type Shared = State<Arc<Device>>;

/// The pages of the device.
pub(super) fn router() -> Router<Arc<Device>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/fa") }))
        .route("/{lang}", get(show).post(press))
        .route("/assets/{edition}/{name}", get(asset))
        .layer(middleware::map_response(headers::guard))
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    assets::answer(&name)
}

async fn show(State(device): Shared, Path(lang): Path<Lang>) -> Response {
    let sitting = device.sitting.lock().await;
    let setup = device.setup().await;
    let address = match &sitting.receipt {
        Some(receipt) => device.address(lang, receipt).await,
        None => None,
    };
    let view = sitting.view(device.screen().await, setup.as_deref(), address.as_deref());
    booth::screen(lang, &device.place(lang).await, &view).into_response()
}

/// Takes a button, then sends the browser to the screen as it is now, so that nothing is pressed twice by
/// loading a page again.
async fn press(State(device): Shared, Path(lang): Path<Lang>, Form(form): Form<booth::Form>) -> Response {
    let Ok(press) = form.press() else { return StatusCode::BAD_REQUEST.into_response() };
    let mut sitting = device.sitting.lock().await;
    sitting.typed = form.spelled();
    if let Err(problem) = device.pressed(&mut sitting, press).await {
        if problem.code == REPEATED {
            *sitting = Sitting::broken();
        }
        // The voter cannot mend it. What was being done can be done again from the screen that comes next.
        say!("amin booth: {problem}");
    }
    Redirect::to(&format!("/{}", lang.code())).into_response()
}

impl Device {
    async fn pressed(&self, sitting: &mut Sitting, press: Press) -> Result<(), Problem> {
        let Some(setup) = self.setup().await else { return Ok(()) };
        sitting.out_of_service = false;
        match press {
            Press::Digit(digit) => sitting.typed.push(digit),
            Press::Erase => drop(sitting.typed.pop()),
            Press::Insert => match self.insert(&sitting.typed).await {
                Ok(()) => *sitting = Sitting::begun(&setup),
                Err(problem) => {
                    sitting.typed.clear();
                    sitting.card = trouble(&problem);
                    sitting.out_of_service = sitting.card.is_none();
                }
            },
            Press::Add => {
                let typed = sitting.typed.clone();
                sitting.add(&setup, &typed);
            }
            Press::Choose(code) => sitting.add(&setup, code.as_str()),
            Press::Remove(code) => sitting.remove(&code),
            Press::Blank => {
                sitting.blank();
                self.onward(sitting, &setup).await?;
            }
            Press::Next => self.onward(sitting, &setup).await?,
            Press::Back => sitting.back(),
            Press::Change(place) => sitting.change(place),
            Press::Seal => sitting.code = Some(self.seal().await?),
            Press::Cast => {
                sitting.receipt = Some(self.cast().await?);
                sitting.done = Some(Done::Cast);
            }
            Press::Challenge => {
                self.challenge().await?;
                sitting.done = Some(Done::Challenged);
            }
            Press::Finish if sitting.done == Some(Done::Challenged) => sitting.again(),
            Press::Finish => *sitting = Sitting::default(),
            Press::Leave => {
                self.leave().await?;
                *sitting = Sitting::default();
            }
        }
        Ok(())
    }

    async fn onward(&self, sitting: &mut Sitting, setup: &election::setup::Setup) -> Result<(), Problem> {
        if sitting.next() == Onward::Review {
            self.choose(&sitting.choices(setup)).await?;
        }
        Ok(())
    }
}

/// Why a card was not taken, if it is something that a voter can be told.
fn trouble(problem: &Problem) -> Option<CardTrouble> {
    match problem.code.as_str() {
        "card.unknown" => Some(CardTrouble::Unknown),
        "card.spent" => Some(CardTrouble::Used),
        "card.in-use" => Some(CardTrouble::InUse),
        "card.none-due" => Some(CardTrouble::NoneDue),
        _ => None,
    }
}
