//! `amin signer read`: an entry in words.

use super::entry::Given;
use crate::failure::Failure;
use board::admission::signatories;
use board::entry::{Body, Entry};
use clap::Args as ClapArgs;
use election::setup::{Event, Setup};
use std::fmt::Write as _;

/// Which entry.
#[derive(ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    given: Given,
}

/// Tells it.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let entry = args.given.entry()?;
    let setup = args.given.setup()?;
    let event = args.given.event(&entry, setup.as_ref())?;
    print!("{}", told(&entry, &event, setup.as_ref().map(|(_, setup)| setup)));
    Ok(())
}

/// What the entry says, what it means to sign it, and who has signed.
pub(crate) fn told(entry: &Entry, event: &Event, setup: Option<&Setup>) -> String {
    let mut text = format!("{}: {}\n  event {event}\n", entry.kind(), meaning(&entry.body));
    for line in says(&entry.body) {
        let _ = writeln!(text, "  {line}");
    }
    let Some(setup) = setup else {
        for signed in &entry.signatures {
            let _ = writeln!(text, "  signed by {} (not checked: no --setup)", signed.by);
        }
        return text;
    };
    let keys = setup.keys();
    for by in signatories(setup, &entry.body) {
        let word = match entry.signatures.iter().find(|signed| signed.by == by) {
            None => "still to sign",
            Some(signed) if keys.get(&by).is_some_and(|key| entry.is_signed_by(event, signed, key)) => {
                "has signed"
            }
            Some(_) => "A SIGNATURE THAT DOES NOT HOLD",
        };
        let _ = writeln!(text, "  {by}: {word}");
    }
    text
}

fn meaning(body: &Body) -> &'static str {
    match body {
        Body::Setup(_) => "the set-up is frozen as in this file",
        Body::Pledge(_) | Body::Deal(_) | Body::Verdict(_) | Body::Key(_) => "a trustee makes the key",
        Body::Opening(_) => {
            "the polls of this branch open: its box is empty, and these are its booths and cards"
        }
        Body::Ballot(_) => "a ballot is cast",
        Body::Spoiled(_) => "a challenged ballot is opened",
        Body::Refused(_) => "a ballot that has a receipt may not stand on the record",
        Body::Closing(_) => "the polls of this branch are closed with these figures",
        Body::Settlement(_) => "the branch and the ledger differ, and all agree on these figures",
        Body::Void(_) => "this branch has no box; whatever it has on the record is not counted",
        Body::Decision(_) => "every pending ballot is released or struck as in this file",
        Body::Ledger(_) => "the ledger of check-ins is closed",
        Body::Mix(_) | Body::Partial(_) => "a trustee works on a box",
        Body::Count(_) => "a box is counted",
        Body::Lot(_) => "a lot was drawn before both boards, with this outcome",
        Body::Outcome(_) => "the contest has the result in this file",
    }
}

/// The fields, one a line, as the entry's own JSON has them: nothing is left out.
fn says(body: &Body) -> Vec<String> {
    let json = match body {
        Body::Setup(b) => serde_json::to_value(b),
        Body::Opening(b) => serde_json::to_value(b),
        Body::Closing(b) => serde_json::to_value(b),
        Body::Settlement(b) => serde_json::to_value(b),
        Body::Void(b) => serde_json::to_value(b),
        Body::Decision(b) => serde_json::to_value(b),
        Body::Lot(b) => serde_json::to_value(b),
        Body::Outcome(b) => serde_json::to_value(b),
        // Nobody signs these by hand.
        _ => return Vec::new(),
    };
    let mut lines = Vec::new();
    if let Ok(json) = json {
        flatten("", &json, &mut lines);
    }
    lines
}

fn flatten(name: &str, value: &serde_json::Value, lines: &mut Vec<String>) {
    let under = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(part, value)| flatten(&under(part), value, lines));
        }
        serde_json::Value::Array(items) => {
            let numbered = (1..).zip(items);
            numbered.for_each(|(n, item)| flatten(&under(&n.to_string()), item, lines));
        }
        serde_json::Value::String(text) => lines.push(format!("{name}: {text}")),
        other => lines.push(format!("{name}: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use board::entry::{SaidBy, Void};
    use election::id::BranchId;
    use election::outcome;

    #[test]
    fn everything_that_is_signed_is_told() {
        let body = Void {
            branch: BranchId::new("0007").expect("an id"),
            at: "2026-05-01T15:00:00Z".into(),
            why: outcome::Void::Lost,
            said_by: SaidBy::Boards,
            reason: "the school burned".into(),
        };
        let text = told(&Entry::unsigned(body), &election::bytes::Digest([0; 32]), None);
        for word in [
            "void: this branch has no box",
            "branch: 0007",
            "why: lost",
            "said_by: boards",
            "the school burned",
        ] {
            assert!(text.contains(word), "{word} is not in {text}");
        }
    }
}
