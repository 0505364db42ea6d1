//! What the desk says when something fails: what stands, what does not, and what is owed.

use super::*;
use pollbook::entry::UndoReason;
use pollbook::officers::Side;
use sheets::{Done, Proposal};

/// A strip whose paper can be taken away.
fn with_paper(folder: &Path) -> (Outfit, PathBuf) {
    let paper = folder.join("paper");
    std::fs::create_dir(&paper).expect("a disk");
    (Outfit { strip: Some(paper.join("strip")), ..outfit(folder, NOBODY) }, paper)
}

fn away(paper: &Path) -> PathBuf {
    let elsewhere = paper.with_extension("away");
    std::fs::rename(paper, &elsewhere).expect("a disk");
    elsewhere
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strip_that_fails_is_told_as_checked_in_and_owed_and_the_card_is_given_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (outfit, paper) = with_paper(folder.path());
    let machine = open(outfit, WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let elsewhere = away(&paper);
    let told = post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await;
    assert!(told.contains("Checked in; the card is owed") && told.contains("Mend the strip"), "{told}");
    assert!(!told.contains("Card handed") && !told.contains("Nothing was recorded"), "{told}");
    let receipt = machine.desk_status().await.1.expect("it stands").receipt;
    let said = machine.check_in(number(1).as_str()).await;
    assert!(matches!(said, Ok(Admission::Owed { receipt: again }) if again == receipt), "{said:?}");
    for _ in 0..2 {
        // On every page, also after a reload, until it is mended.
        let shown = page(&format!("{url}/en")).await;
        assert!(shown.contains("owed a card, because the strip did not print"), "{shown}");
        assert!(shown.contains(&format!("<strong>{receipt}</strong>")), "{shown}");
    }
    std::fs::rename(elsewhere, &paper).expect("a disk");
    let given = post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await;
    assert!(given.contains("Pending card number 1"), "{given}");
    assert!(!page(&format!("{url}/en")).await.contains("owed a card"));
    assert!(post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await.contains("Has voted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undoing_that_was_kept_and_not_printed_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (outfit, paper) = with_paper(folder.path());
    let machine = open(outfit, WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let Ok(Admission::Pending { receipt, .. }) = machine.check_in(number(1).as_str()).await else { panic!() };
    let code = machine.propose(Proposal::Undo { receipt, reason: UndoReason::WrongPerson }).await;
    let code = code.expect("the card is not used");
    let elsewhere = away(&paper);
    let (sheet, _) = machine.sheet(&code).await.expect("it waits");
    machine.sign(sheet.sign(Side::Executive, &officer(1))).await.expect("signed");
    let stands = machine.sign(sheet.sign(Side::Supervisory, &officer(2))).await.expect("signed");
    assert_eq!(stands.done, Some(Done::NotPrinted));
    let told = page(&format!("{url}/en/officers/{code}")).await;
    assert!(told.contains("Done; the strip has not printed it yet"), "{told}");
    assert!(told.contains("Undone, and the strip does not say so yet"), "on every page");
    assert_eq!(machine.branch.lock().await.issued.pending.len(), 0, "it stands");
    std::fs::rename(elsewhere, &paper).expect("a disk");
    machine.with_book(|book| Ok(book.print_owed()?)).await.expect("paper");
    assert!(std::fs::read_to_string(paper.join("strip")).expect("a strip").contains("undone"));
    assert!(!page(&format!("{url}/en")).await.contains("does not say so yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roll_of_another_event_is_called_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    machine.people.as_ref().expect("a roll").is_of_another_event();
    let told = post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await;
    assert!(told.contains("The roll on this machine is not this event"), "{told}");
    assert!(page(&format!("{url}/fa")).await.contains("فهرست این دستگاه از این انتخابات نیست"));
    assert_eq!(machine.desk_status().await.0, 0, "nobody was asked about");
}
