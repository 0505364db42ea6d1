//! Where the branches are and what they need: as points for a map program, and as a picture.

use planning::tehran::{Answer, Known, Question, waits};
use serde_json::{Value, json};
use web::hq::planning::map;
use web::locale::Lang;

use super::super::Error;
use super::table::case_name;

/// The branches that have coordinates, as points with their needs.
pub(super) fn geojson(question: &Question, answer: &Answer) -> Value {
    let features: Vec<Value> = question
        .branches
        .iter()
        .enumerate()
        .filter_map(|(i, branch)| {
            let (latitude, longitude) = branch.position?;
            let mut properties =
                json!({ "id": branch.id, "eligible": branch.eligible, "devices_now": branch.devices });
            for case in &answer.cases {
                properties[case_name(case)] = json!(case.needs[i]);
            }
            Some(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [longitude, latitude] },
                "properties": properties,
            }))
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features })
}

/// The branches coloured by how long one waits there with the devices of today.
pub(super) fn svg(lang: Lang, question: &Question, seconds: f64, turnout: f64) -> Result<String, Error> {
    let waits = waits(question, seconds, turnout, &mut Known::new())?;
    let branches = question.branches.iter().zip(&waits);
    let points: Vec<map::Point<'_>> = branches
        .filter_map(|(branch, &wait_s)| {
            Some(map::Point { at: branch.position?, wait_s, district: branch.district.as_deref() })
        })
        .collect();
    if points.is_empty() {
        let (field, name) = ("map".to_owned(), "a branch with latitude and longitude".to_owned());
        return Err(planning::InputError::Unknown { field, name }.into());
    }
    Ok(map::file(lang, seconds, turnout, &points))
}
