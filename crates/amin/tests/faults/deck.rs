//! Acceptance: a machine that answers a published deck as it must, and machines with a fault that do not.

use super::line::Mood;
use super::stand::opened;
use super::town::{AMIN, Town, inhabitant};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::IntoResponse as _;
use election::alone::WhenAlone;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

fn deck(folder: &Path, lines: &[(&str, &str, &str)]) -> String {
    let path = folder.join("small.csv");
    let lines = lines.iter().map(|(does, number, must)| format!("{does},{number},{must},why\n"));
    std::fs::write(&path, format!("does,national_id,must,why\n{}", lines.collect::<String>())).unwrap();
    path.display().to_string()
}

/// Plays a deck; `officers` sign what the desk asks of them.
async fn play(town: &Town, deck: &str, desk: &str, more: &[String]) -> Output {
    let mut command = Command::new(AMIN);
    let token = town.branches[0].folder.join("desk.token");
    command.args(["test-deck", "play", deck, "--json", "--desk", desk, "--event", &town.event.to_string()]);
    command.arg("--token-file").arg(token).args(more);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    let officers = async {
        let mut all = String::new();
        while let Some(line) = told.next_line().await.unwrap() {
            all.push_str(&line);
            if let Some((_, code)) = line.split_once("--code ") {
                town.officers_sign(0, code).await;
            }
        }
        all
    };
    let (output, told) = tokio::join!(child.wait_with_output(), officers);
    Output { stderr: told.into_bytes(), ..output.unwrap() }
}

fn lines(output: &Output) -> Vec<Value> {
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["ok"], output.status.success(), "{told}");
    told["lines"].as_array().unwrap().clone()
}

fn wrong(output: &Output) -> Vec<String> {
    let lines = lines(output);
    let wrong = lines.iter().filter(|line| line["ok"] == false);
    wrong.map(|line| format!("{} instead of {}", line["got"], line["must"]).replace('"', "")).collect()
}

/// What a machine with a fault answers instead of the true answer.
type Fault = fn(bool, &Value) -> Option<Value>;

/// A machine with a fault: everything goes to the true one, and some check-ins are answered otherwise. The fault is told
/// whether the number was typed before.
async fn faulty(machine: &str, fault: Fault) -> String {
    let (machine, client) = (machine.to_owned(), station::wire::plain());
    let seen: Arc<Mutex<BTreeSet<Vec<u8>>>> = Arc::default();
    let door =
        Router::new().fallback(async move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let mut request = client.request(method, format!("{machine}{uri}")).body(body.to_vec());
            for name in [header::AUTHORIZATION, header::CONTENT_TYPE] {
                request = headers
                    .get(&name)
                    .into_iter()
                    .fold(request, |request, value| request.header(&name, value));
            }
            let answer = request.send().await.unwrap();
            let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
            let mut told: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
            if uri.path() == "/api/v1/check-ins" {
                let before = !seen.lock().unwrap().insert(body.to_vec());
                if let Some(lie) = fault(before, &told) {
                    told = lie;
                }
            }
            (status, axum::Json(told)).into_response()
        });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, door).await });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn p1_a_machine_is_accepted_by_a_test_deck_and_one_with_a_fault_is_not() {
    let policy = WhenAlone::Pending { most: 10 };
    let town = Town::found(policy).await;
    opened(&town, 0).await;
    let (folder, desk) = (town.folder.path(), town.branches[0].machine.url.clone());

    // The whole deck, drawn from the county's own files.
    town.write_county(policy, &folder.join("county"));
    let path = folder.join("deck.csv").display().to_string();
    let draw = ["test-deck", "draw", &folder.join("county").display().to_string(), "--deck", &path];
    assert!(Command::new(AMIN).args(draw).stdout(Stdio::null()).status().await.unwrap().success());
    let cut = folder.join("cut").display().to_string();
    let token = folder.join("hq/operator.token").display().to_string();
    let token_file = town.branches[0].folder.join("desk.token").display().to_string();
    let elsewhere = [
        "test-deck",
        "play",
        &path,
        "--desk",
        &desk,
        "--token-file",
        &token_file,
        "--event",
        &"0".repeat(64),
    ];
    let more = [
        "--headquarters",
        &town.headquarters.url,
        "--operator-token",
        &token,
        "--unplug=true",
        "--plug-in=true",
    ];
    let elsewhere = Command::new(AMIN).args(elsewhere).args(more).output().await.unwrap();
    let said = String::from_utf8_lossy(&elsewhere.stderr);
    assert!(
        !elsewhere.status.success() && said.contains("Never play a deck"),
        "a polling day's machine: {said}"
    );
    let unable = play(&town, &path, &desk, &[]).await;
    assert!(!unable.status.success() && unable.stdout.is_empty(), "nothing is played by halves");
    let more = ["--headquarters", &town.headquarters.url, "--operator-token", &token];
    let more: Vec<String> = more.iter().map(|word| (*word).to_owned()).collect();
    let cables = [format!("--unplug=touch {cut}"), format!("--plug-in=rm {cut}")];
    let line = Arc::clone(&town.branches[0].line);
    let watched = cut.clone();
    let cable = tokio::spawn(async move {
        loop {
            let mood = if Path::new(&watched).exists() { Mood::Cut } else { Mood::Carries };
            line.is(mood);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let played = play(&town, &path, &desk, &[more.as_slice(), &cables].concat()).await;
    cable.abort();
    assert_eq!(wrong(&played), Vec::<String>::new(), "{}", String::from_utf8_lossy(&played.stdout));
    assert!(lines(&played).len() > 12, "{played:?}");
    // Its voters come once: played again, the deck finds them.
    let again =
        play(&town, &deck(folder, &[("check-in", &voter_of(&played), "checked-in")]), &desk, &[]).await;
    assert_eq!(wrong(&again), ["already-voted instead of checked-in"]);

    // Three machines with a fault each, and what finds it.
    let (in_twice, anybody, nobody): (Fault, Fault, Fault) = (
        |before, _| before.then(|| json!({ "decision": "checked-in", "name": "n", "receipt": 1 })),
        |_, told| {
            (told["decision"] == "not-on-roll")
                .then(|| json!({ "decision": "checked-in", "name": "n", "receipt": 1 }))
        },
        |_, told| (told["decision"] == "checked-in").then(|| json!({ "decision": "not-reached" })),
    );
    let found = [
        (in_twice, "checked-in instead of already-voted"),
        (anybody, "checked-in instead of not-on-roll"),
        (nobody, "not-reached instead of checked-in"),
    ];
    let unused = unused(&played);
    for (n, (fault, what)) in found.into_iter().enumerate() {
        let voter = &unused[n];
        let small = deck(
            folder,
            &[
                ("check-in", voter, "checked-in"),
                ("check-in", voter, "already-voted"),
                ("check-in", &inhabitant(900), "not-on-roll"),
            ],
        );
        let played = play(&town, &small, &faulty(&desk, fault).await, &[]).await;
        assert_eq!(played.status.code(), Some(1), "{what}");
        assert_eq!(wrong(&played), [what]);
        let told = String::from_utf8_lossy(&played.stderr).into_owned();
        assert!(told.contains("This machine is not accepted"), "{told}");
    }
}

fn voter_of(played: &Output) -> String {
    lines(played)[0]["national_id"].as_str().unwrap().to_owned()
}

/// Inhabitants who are not in the deck.
fn unused(played: &Output) -> Vec<String> {
    let lines = lines(played);
    let named: BTreeSet<&str> = lines.iter().filter_map(|line| line["national_id"].as_str()).collect();
    (0..40).map(inhabitant).filter(|number| !named.contains(number.as_str())).collect()
}
