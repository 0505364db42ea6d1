//! `amin signer act`: an officer signs what the desk asks: undo, override, hand-over, a strip read back.

use super::key::Where;
use super::sign::confirm;
use crate::failure::Failure;
use crate::listen;
use clap::Args as ClapArgs;
use election::bytes::Digest;
use election::setup::Setup;
use election::signatory::{Side as Seat, Signatory};
use pollbook::entry::Line;
use pollbook::officers::Side;
use pollbook::sheet::{Deed, Sheet, Signed};
use serde::Deserialize;
use station::branch::HowFar;
use station::headquarters::answer;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Which act, and with which key.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// Address of the branch's machine
    #[arg(long)]
    branch: String,
    /// The code on the desk's screen, its first eight digits at least
    #[arg(long)]
    code: String,
    #[command(flatten)]
    key: Where,
    /// The event's setup.json: then it is checked that this key is this branch's officer's
    #[arg(long)]
    setup: Option<PathBuf>,
    /// The event that was announced, 64 digits
    #[arg(long, required_unless_present = "setup")]
    event: Option<Digest>,
    /// Write the signature to this file, to be carried to the desk by hand, instead of sending it
    #[arg(long)]
    out: Option<PathBuf>,
    /// Do not ask for a confirmation: for scripts whose operator has read the act
    #[arg(long)]
    yes: bool,
}

/// A sheet as the branch's machine answers it.
#[derive(Deserialize)]
struct Fetched {
    sheet: Sheet,
}

/// Fetches, tells, asks, signs, sends.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let runtime = listen::runtime()?;
    let client = station::wire::plain();
    let acts = format!("{}/api/v1/acts", args.branch.trim_end_matches('/'));
    let sheet = runtime.block_on(async {
        let code: String = args.code.chars().filter(char::is_ascii_hexdigit).collect();
        let fetched: Fetched = answer(client.get(format!("{acts}/{code}")).send().await).await?;
        Ok::<_, Failure>(fetched.sheet)
    })?;
    let setup = args.setup.as_deref().map(setup).transpose()?;
    let announced = [args.event, setup.as_ref().map(|(event, _)| *event)];
    if announced.into_iter().flatten().any(|event| event != sheet.event) {
        return Err(Failure::new("this act is of another event", "Do not sign; tell the headquarters"));
    }
    eprint!("{}", told(&sheet));
    if !args.yes {
        confirm()?;
    }
    let (by, signer) = args.key.open()?;
    let Signatory::Officer(branch, seat) = &by else {
        return Err(Failure::new(format!("{by} is no officer of a branch"), "Use the officer's own file"));
    };
    if *branch != sheet.branch {
        let what = format!("{by} has no part in an act of branch {}", sheet.branch);
        return Err(Failure::new(what, "Use the file of this branch's officer"));
    }
    if setup.is_some_and(|(_, setup)| setup.keys().get(&by) != Some(&signer.public())) {
        return Err(Failure::new(
            format!("the set-up has another key for {by} than this file"),
            "Use the file whose key was registered for this event",
        ));
    }
    let side = match seat {
        Seat::Executive => Side::Executive,
        Seat::Supervisory => Side::Supervisory,
    };
    let signed = sheet.sign(side, &signer);
    if let Some(out) = &args.out {
        let json = serde_json::to_vec(&signed).map_err(Failure::other)?;
        return Ok(station::disk::write(out, &json, false)?);
    }
    let stands = runtime.block_on(send(&client, &acts, &signed))?;
    match stands.done {
        None => println!("signed; the other officer is due"),
        Some(done) => println!("both signed: {}", serde_json::to_string(&done).map_err(Failure::other)?),
    }
    Ok(())
}

/// Puts one officer's signatures under a sheet of a branch's machine.
pub(crate) async fn send(
    client: &reqwest::Client,
    acts: &str,
    signed: &Signed,
) -> Result<HowFar, door::Problem> {
    answer(client.post(format!("{acts}/{}", signed.sheet)).json(signed).send().await).await
}

fn setup(path: &Path) -> Result<(Digest, Setup), Failure> {
    let bytes = station::disk::read(path)?
        .ok_or_else(|| Failure::new(format!("{} is missing", path.display()), "Check --setup"))?;
    Ok((Digest::of(&bytes), Setup::parse(&bytes).map_err(Failure::other)?))
}

/// What it means to sign the sheet, and the code that the desk must show.
fn told(sheet: &Sheet) -> String {
    let code = sheet.code().to_string();
    let mut text = format!("branch {}, code {} {} {}\n", sheet.branch, &code[..4], &code[4..8], &code[8..12]);
    for deed in &sheet.deeds {
        let _ = match deed {
            Deed::Undo(act) => {
                writeln!(
                    text,
                    "  undo receipt {} ({:?}): its unused card lies before you",
                    act.claim.counter, act.reason
                )
            }
            Deed::Override(act) => writeln!(
                text,
                "  let in a person who was not identified ({:?}): you have seen person and papers; their key begins {}",
                act.reason,
                hex::encode(&act.voter.0[..4])
            ),
            Deed::HandOver(act) => writeln!(
                text,
                "  hand desk {} over to the device of session {}{} ({:?})",
                act.station.desk,
                act.to,
                act.from.map(|from| format!(", in the place of session {from}")).unwrap_or_default(),
                act.reason
            ),
            Deed::Restore(Line::CheckedIn { claim, .. }) => {
                writeln!(text, "  read back from the strip: receipt {}", claim.counter)
            }
            Deed::Restore(Line::Undone { claim }) => {
                writeln!(text, "  read back from the strip: receipt {} was undone", claim.counter)
            }
            Deed::StripRead(act) => match act.lines {
                Some(lines) => writeln!(
                    text,
                    "  the strip of session {} was read to its end: {lines} lines",
                    act.session
                ),
                None => writeln!(
                    text,
                    "  the strip of session {} is lost; what it held can never be known",
                    act.session
                ),
            },
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use election::id::BranchId;
    use pollbook::device::{HandOver, Reason, SessionId, Station};
    use pollbook::entry::StripRead;

    #[test]
    fn an_officer_is_told_every_act_and_the_code_of_all_of_them() {
        let branch = BranchId::new("0007").expect("an id");
        let session = SessionId([3; 16]);
        let station = Station { branch: branch.clone(), desk: 1 };
        let hand_over = HandOver { station, to: session, from: None, reason: Reason::FolderLost };
        let deeds = vec![Deed::HandOver(hand_over), Deed::StripRead(StripRead { session, lines: None })];
        let sheet = Sheet { event: Digest([0; 32]), branch, deeds };
        let text = told(&sheet);
        let code = sheet.code().to_string();
        assert_eq!(text.lines().count(), 3);
        for word in ["branch 0007", &code[8..12], "FolderLost", "can never be known", &session.to_string()] {
            assert!(text.contains(word), "{word} is not in {text}");
        }
    }
}
