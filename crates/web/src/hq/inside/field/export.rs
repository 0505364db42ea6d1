//! The same figures as files: CSV, XLSX, JSON.

use super::super::{SignedIn, words::Word as H};
use super::branches::{Asked, Field, Line};
use super::{place_of, said};
use crate::pages::Absent;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use headquarters::branch::typed;
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use office::{Office, Readiness};
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::json;

/// A table for people and programs alike.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) heading: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn csv(&self) -> Response {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut rows = self.rows.iter().map(|row| row.iter().map(|cell| tame(cell)).collect::<Vec<_>>());
        let written = writer
            .write_record(&self.heading)
            .and_then(|()| rows.try_for_each(|row| writer.write_record(&row)));
        written.expect("rows are as long as their heading, and memory takes them");
        // Spreadsheets read UTF-8 only when the file says so.
        let mut file = "\u{feff}".as_bytes().to_vec();
        file.extend(writer.into_inner().expect("memory takes what is written"));
        self.answer("text/csv; charset=utf-8", "csv", file)
    }

    pub(crate) fn xlsx(&self, lang: crate::locale::Lang) -> Result<Response, Absent> {
        let book = || -> Result<Vec<u8>, XlsxError> {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.set_right_to_left(lang.dir() == "rtl");
            sheet.write_row(0, 0, self.heading.iter().copied())?;
            for (row, cells) in (1..).zip(&self.rows) {
                sheet.write_row(row, 0, cells.iter().map(String::as_str))?;
            }
            sheet.set_freeze_panes(1, 0)?;
            book.save_to_buffer()
        };
        let file = book().map_err(|e| Absent::Unplanned(e.to_string()))?;
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Ok(self.answer(kind, "xlsx", file))
    }

    fn answer(&self, kind: &'static str, ending: &str, file: Vec<u8>) -> Response {
        let name = format!("attachment; filename=\"{}.{ending}\"", self.name);
        ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], file).into_response()
    }
}

/// A cell that a spreadsheet would compute is told to be text: somebody typed it.
fn tame(cell: &str) -> String {
    if cell.starts_with(['=', '+', '@', '\t', '\r'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err())
    {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn branches(lines: &[Line<'_>]) -> Table {
    let mut heading = typed::FIELDS.to_vec();
    heading.extend(["colour", "score", "open"]);
    let row = |line: &Line<'_>| {
        let mut row: Vec<String> =
            typed::write(&line.branch.site).into_iter().map(|(_, value)| value).collect();
        row.push(line.colour.map_or(String::new(), |colour| colour.to_string()));
        row.push(line.branch.surveys.last().map_or(String::new(), |survey| survey.score().to_string()));
        row.push(line.findings.iter().map(|f| f.topic.code()).collect::<Vec<_>>().join(" "));
        row
    };
    Table { name: "branches", heading, rows: lines.iter().map(row).collect() }
}

pub(super) async fn branches_csv(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    Ok(branches(&field.lines(&signed.permit()?, &asked)).csv())
}

pub(super) async fn branches_xlsx(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    branches(&field.lines(&signed.permit()?, &asked)).xlsx(signed.lang)
}

pub(super) async fn branches_json(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    let field = Field::read(&office, &signed).await?;
    let lines = field.lines(&signed.permit()?, &asked);
    let all: Vec<_> = lines
        .iter()
        .map(|line| json!({ "branch": line.branch, "colour": line.colour, "findings": line.findings }))
        .collect();
    Ok(axum::Json(json!({ "branches": all })).into_response())
}

/// `tehran.rey.csv`: the areas of a place that an officer may see.
pub(super) async fn readiness(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let absent = || Absent::Page(lang);
    let (name, ending) = file.rsplit_once('.').ok_or_else(absent)?;
    let place = place_of(name).ok_or_else(absent)?;
    permit.over(&place).map_err(|_| Absent::Forbidden(lang))?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?.ok_or_else(absent)?;
    match ending {
        "csv" => Ok(areas(&signed, &ready, &place).csv()),
        "xlsx" => areas(&signed, &ready, &place).xlsx(lang),
        "json" => {
            let areas: Vec<_> = ready.areas.iter().filter(|area| place.contains(&area.place)).collect();
            let answer = json!({ "today": ready.today, "polling": ready.polling, "areas": areas, "trend": ready.trend(&place) });
            Ok(axum::Json(answer).into_response())
        }
        _ => Err(absent()),
    }
}

fn areas(signed: &SignedIn, ready: &Readiness, place: &Place) -> Table {
    let lang = signed.lang;
    let left = ready.polling.days_since(ready.today);
    let heading =
        vec!["place", "name", "state", "green", "amber", "red", "next", "whose", "branches", "since", "due"];
    let mut rows = Vec::new();
    for area in ready.areas.iter().filter(|area| place.contains(&area.place)) {
        let [green, amber, red] = [area.count.green, area.count.amber, area.count.red].map(|n| n.to_string());
        let state = area.count.colour(left).to_string();
        let mut row = vec![area.place.to_string(), said::place(lang, &ready.register, &area.place), state];
        row.extend([green, amber, red]);
        row.extend(match area.next.first() {
            Some(next) => [
                said::topic(lang, next.topic).to_owned(),
                said::whose(lang, &next.whose),
                next.branches.to_string(),
                next.since.to_string(),
                next.due.to_string(),
            ],
            None => [
                lang.say(H::NothingToDo).to_owned(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ],
        });
        rows.push(row);
    }
    Table { name: "readiness", heading, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_typed_is_computed_by_a_spreadsheet() {
        assert_eq!(tame("=HYPERLINK(\"http://evil.example\")"), "'=HYPERLINK(\"http://evil.example\")");
        assert_eq!(
            [tame("-12.5"), tame("-cmd"), tame("ری ۱")],
            ["-12.5", "'-cmd", "ری ۱"].map(str::to_owned)
        );
    }
}
