//! The shapes of what the headquarters answers, as JSON Schemas (`docs/schemas/headquarters.json`), and their place in the
//! description of the interface.

use serde_json::{Value, json};

/// The shapes, for programs that check what they are sent.
const SHAPES: &str = include_str!("../../../../docs/schemas/headquarters.json");

/// Which answer has which shape.
const ANSWERS: [(&str, &str); 7] = [
    ("/api/v1/headquarters/branches", "Branches"),
    ("/api/v1/headquarters/branches/{place}", "Branch"),
    ("/api/v1/headquarters/devices", "Devices"),
    ("/api/v1/headquarters/devices/{serial}", "Device"),
    ("/api/v1/headquarters/network", "Network"),
    ("/api/v1/headquarters/readiness", "Readiness"),
    ("/api/v1/headquarters/staff", "Staff"),
];

/// What a list takes in its address.
const QUERY: [(&str, &str); 5] = [
    ("place", "within this place"),
    ("kind", "devices of this kind"),
    ("state", "devices in this state"),
    ("after", "those after this one, which next named"),
    ("limit", "at most so many, up to 500"),
];

/// The description with the shapes in it.
pub(super) fn described(mut document: Value) -> Value {
    // A description has its shapes elsewhere than a schema has.
    let shapes = SHAPES.replace("#/$defs/", "#/components/schemas/");
    let shapes: Value = serde_json::from_str(&shapes).expect("a file of ours");
    for (name, shape) in shapes["$defs"].as_object().into_iter().flatten() {
        document["components"]["schemas"][name] = shape.clone();
    }
    document["components"]["securitySchemes"]["officer"] = json!({ "type": "apiKey", "in": "cookie", "name": "amin-session", "description": "the session of an officer" });
    document["components"]["securitySchemes"]["program"] = json!({ "type": "http", "scheme": "bearer", "description": "a token that an officer draws for a program: it reads what their letters let them read, and nothing else" });
    for (path, shape) in ANSWERS {
        let operation = &mut document["paths"][path]["get"];
        operation["responses"]["200"]["content"]["application/json"]["schema"] =
            json!({ "$ref": format!("#/components/schemas/{shape}") });
        operation["security"] = json!([{ "officer": [] }, { "program": [] }]);
        if let Some(parameters) = operation["parameters"].as_array_mut().filter(|_| !path.ends_with('}')) {
            parameters.extend(QUERY.map(|(name, does)| {
                json!({ "name": name, "in": "query", "required": false, "description": does, "schema": { "type": "string" } })
            }));
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_that_is_named_is_there() {
        let paths =
            ANSWERS.iter().map(|(path, _)| ((*path).to_owned(), json!({ "get": { "parameters": [] } })));
        let told = described(json!({ "paths": paths.collect::<serde_json::Map<_, _>>() }));
        let text = told.to_string();
        let named = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
        let mut count = 0;
        for name in named {
            assert!(told["components"]["schemas"][name].is_object(), "{name}");
            count += 1;
        }
        assert!(count > 40, "{count}");
    }

    /// What a program is told to expect is what it gets: a state that is new here is new there.
    #[test]
    fn states_and_kinds_of_devices_are_those_of_the_rule() {
        use headquarters::device::{Kind, State};
        let shapes: Value = serde_json::from_str(SHAPES).expect("a file of ours");
        let device = &shapes["$defs"]["Device"]["properties"]["state"]["enum"];
        let states: Vec<&str> = State::ALL.iter().map(|state| state.code()).collect();
        let mut told: Vec<&str> = device.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(states.iter().all(|state| told.contains(state)), "{told:?}");
        told.retain(|state| !states.contains(state));
        assert!(told.is_empty(), "{told:?}");
        let kinds = &shapes["$defs"]["DeviceFile"]["properties"]["kind"]["enum"];
        assert_eq!(*kinds, json!(Kind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>()));
    }
}
