//! The description of an interface (OpenAPI 3.1), made from the list that its router is made of.
//!
//! A route that is not in the list does not exist, and one that is cannot be left out of the description.

use serde_json::{Map, Value, json};

/// One route, as people and programs are told of it.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// `GET`, `POST`, `PUT`.
    pub method: &'static str,
    /// The path, with its parts in braces.
    pub path: &'static str,
    /// For whom: `public`, or the act that needs a permit.
    pub who: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The media type of what it takes; nothing if it takes nothing.
    pub takes: Option<&'static str>,
    /// The media type of what it answers.
    pub gives: &'static str,
}

/// JSON.
pub const JSON: &str = "application/json";
/// Bytes.
pub const BYTES: &str = "application/octet-stream";
/// Text.
pub const TEXT: &str = "text/plain";

/// The document.
pub fn document(title: &str, routes: impl IntoIterator<Item = Described>) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let path = route.path.replace("{*", "{");
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[route.method.to_ascii_lowercase()] = operation(&route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Entries are judged by their own signatures: docs/protocol/requests.md",
        },
        "paths": paths,
        "components": {
            "schemas": { "Problem": problem() },
            "responses": {
                "Problem": {
                    "description": "what happened, and what to do (RFC 9457)",
                    "content": {
                        "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
                    },
                },
            },
            "securitySchemes": {
                "operator": { "type": "http", "scheme": "bearer", "description": "the operator's token" },
                "machine": {
                    "type": "apiKey",
                    "in": "header",
                    "name": crate::signed::SIGNATURE,
                    "description": "a machine's signature under path and body; its name is in amin-by",
                },
            },
        },
    })
}

fn operation(route: &Described) -> Value {
    let parameters: Vec<Value> = parts(route.path)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let mut operation = json!({
        "operationId": name(route),
        "summary": route.does,
        "description": format!("For: {}", route.who),
        "parameters": parameters,
        "responses": {
            "200": { "description": "done", "content": { (route.gives): {} } },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    });
    if let Some(takes) = route.takes {
        operation["requestBody"] = json!({ "required": true, "content": { (takes): {} } });
    }
    match route.who {
        "public" | "append an entry to the record" => {}
        "a booth" | "check a voter in" => operation["security"] = json!([{ "machine": [] }]),
        _ => operation["security"] = json!([{ "operator": [] }]),
    }
    operation
}

/// `getReceiptsCode` for `GET /api/v1/receipts/{code}`.
fn name(route: &Described) -> String {
    let words = route.path.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| !matches!(*word, "" | "api" | "v1"));
    let mut name = route.method.to_ascii_lowercase();
    for word in words {
        name.push_str(&word[..1].to_ascii_uppercase());
        name.push_str(&word[1..]);
    }
    name
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|part| part.trim_start_matches('*'))
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["status", "type", "title"],
        "properties": {
            "status": { "type": "integer" },
            "type": { "type": "string", "description": "a stable code, often the name of a check" },
            "title": { "type": "string", "description": "what happened" },
            "detail": { "type": "string", "description": "what to do" },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_with_its_parts() {
        let route =
            |method, path| Described { method, path, who: "public", does: "x", takes: None, gives: JSON };
        let all = [
            route("GET", "/api/v1/receipts/{code}"),
            route("PUT", "/api/v1/receipts/{code}"),
            route("GET", "/record/{*path}"),
        ];
        let document = document("t", all);
        let paths = document["paths"].as_object().expect("paths");
        assert_eq!(paths.keys().collect::<Vec<_>>(), ["/api/v1/receipts/{code}", "/record/{path}"]);
        let receipts = &paths["/api/v1/receipts/{code}"];
        assert_eq!(receipts["get"]["operationId"], "getReceiptsCode");
        assert_eq!(receipts["put"]["parameters"][0]["name"], "code");
        assert_eq!(paths["/record/{path}"]["get"]["parameters"][0]["name"], "path");
    }
}
