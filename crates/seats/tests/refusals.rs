//! A contest that cannot be believed is refused, with the path of the field. One crime a line.
#![allow(clippy::unwrap_used)]

mod story;

#[track_caller]
fn refused(text: &str, code: &str, path: &str) {
    let fault = match seats::json::parse(text) {
        Err(fault) => fault,
        Ok(input) => seats::allocate(seats::rule("tehran-1404").unwrap(), &input).unwrap_err(),
    };
    assert_eq!((fault.code(), fault.path()), (code, path), "{fault}");
}

/// A contest of one seat with these two candidates on one list, and more fields after it.
fn contest(first: &str, second: &str, more: &str) -> String {
    format!(r#"{{"seats":2,"lists":[{{"code":"11","candidates":[{first},{second}]}}]{more}}}"#)
}

const A: &str = r#"{"code":"1101","votes":5}"#;
const B: &str = r#"{"code":"1102","votes":4}"#;

#[test]
fn the_honest_contest_beside_these_crimes_is_accepted() {
    assert!(seats::json::parse(&contest(A, B, "")).is_ok());
}

#[test]
fn counts_must_be_whole_and_in_range() {
    let with = |votes: &str| contest(&format!(r#"{{"code":"1101","votes":{votes}}}"#), B, "");
    let path = "lists[0].candidates[0].votes";
    refused(&with("-1"), "seats-negative", path);
    refused(&with("-1.5"), "seats-negative", path);
    refused(&with("1.5"), "seats-wrong-kind", path);
    refused(&with("\"5\""), "seats-wrong-kind", path);
    refused(&with("null"), "seats-wrong-kind", path);
    refused(&with("1000000000001"), "seats-too-large", path);
    refused(&with("99999999999999999999999"), "seats-wrong-kind", path);
    assert!(seats::json::parse(&with("1000000000000")).is_ok());
}

#[test]
fn nobody_stands_twice() {
    refused(&contest(A, A, ""), "seats-duplicate-code", "lists[0].candidates[1].code");
    let independents = r#","independents":[{"code":"1102","votes":1}]"#;
    refused(&contest(A, B, independents), "seats-duplicate-code", "independents[0].code");
    refused(
        r#"{"seats":1,"lists":[{"code":"11","votes":1},{"code":"11","votes":2}]}"#,
        "seats-duplicate-code",
        "lists[1].code",
    );
    refused(r#"{"seats":1,"lists":[{"code":" ","votes":1}]}"#, "seats-empty-code", "lists[0].code");
    refused(
        r#"{"seats":1,"lists":[{"code":"independents","votes":1}]}"#,
        "seats-reserved-code",
        "lists[0].code",
    );
}

#[test]
fn a_field_is_known_and_given_once() {
    refused(&contest(A, B, r#","seats":3"#), "seats-duplicate-key", "seats");
    refused(&contest(A, B, r#","threshold":"5%""#), "seats-unknown-field", "threshold");
    refused(
        &contest(r#"{"code":"1101","votes":5,"votes":500}"#, B, ""),
        "seats-duplicate-key",
        "lists[0].candidates[0].votes",
    );
    refused(&contest(r#"{"code":"1101"}"#, B, ""), "seats-missing", "lists[0].candidates[0].votes");
    refused(r#"{"lists":[{"code":"11","votes":1}]}"#, "seats-missing", "seats");
    refused(r#"{"seats":1,"lists":[{"code":"11"}]}"#, "seats-missing", "lists[0].candidates");
    refused(r#"{"seats":1,"lists":[{"code":"11","#, "seats-not-json", "$");
    refused("[]", "seats-wrong-kind", "$");
    refused(&contest(A, B, r#","a.seats":3"#), "seats-unknown-field", "a.seats");
}

#[test]
fn the_house_can_be_filled() {
    refused(r#"{"seats":0,"lists":[{"code":"11","votes":1}]}"#, "seats-no-seats", "seats");
    refused(r#"{"seats":10001,"lists":[{"code":"11","votes":1}]}"#, "seats-too-large", "seats");
    refused(r#"{"seats":1,"lists":[]}"#, "seats-nobody-stands", "lists");
    refused(
        r#"{"seats":1,"lists":[{"code":"11","candidates":[]}]}"#,
        "seats-no-candidates",
        "lists[0].candidates",
    );
    refused(r#"{"seats":1,"lists":[{"code":"11","votes":0}]}"#, "seats-no-votes", "lists");
    let three = contest(A, B, "").replace(r#""seats":2"#, r#""seats":3"#);
    refused(&three, "seats-too-few-candidates", "seats");
    let one = contest(A, B, "").replace(r#""seats":2"#, r#""seats":1"#);
    refused(&one, "seats-too-many-candidates", "lists[0].candidates");
}

#[test]
fn totals_and_parts_agree() {
    let total = r#"{"seats":1,"lists":[{"code":"11","votes":9,"candidates":[{"code":"1101","votes":8}]}]}"#;
    refused(total, "seats-totals-differ", "lists[0].votes");
    refused(&contest(A, B, r#","valid_votes":8"#), "seats-fewer-valid-votes", "valid_votes");
}

#[test]
fn a_lot_speaks_of_this_contest() {
    let lot = |lot: &str| contest(A, B, &format!(r#","lots":[{lot}]"#));
    refused(
        &lot(r#"{"for":"elected","among":["1101","13"],"drawn":["1101"]}"#),
        "seats-unknown-code",
        "lots[0].among[1]",
    );
    refused(
        &lot(r#"{"for":"elected","among":["1101"],"drawn":["1102"]}"#),
        "seats-unknown-code",
        "lots[0].drawn[0]",
    );
    refused(
        &lot(r#"{"for":"elected","among":["1101","1101"],"drawn":["1101"]}"#),
        "seats-duplicate-code",
        "lots[0].among[1]",
    );
    refused(&lot(r#"{"for":"luck","among":["1101"],"drawn":["1101"]}"#), "seats-wrong-kind", "lots[0].for");
    refused(
        &lot(r#"{"for":"elected","among":["1101","1102"],"drawn":["1101"]}"#),
        "seats-lot-not-asked",
        "lots[0]",
    );
}

#[test]
fn a_reading_belongs_to_the_rule() {
    refused(&contest(A, B, r#","readings":{"half":"sideways"}"#), "seats-unknown-reading", "readings.half");
    refused(
        &contest(A, B, r#","readings":{"threshold":"5%"}"#),
        "seats-unknown-reading",
        "readings.threshold",
    );
}

#[test]
fn persons_are_elected_at_large_only_by_name() {
    let plain = story::Story::seats(1).party("11", 5);
    let fault = plain.fault("plurality");
    assert_eq!((fault.code(), fault.path()), ("seats-candidates-needed", "lists[0].candidates"));
}
