//! Acts of two officers at the branch's door.

use super::*;
use pollbook::device::Reason;
use pollbook::entry::UndoReason;
use pollbook::ladder::OverrideReason;
use pollbook::officers::Side;
use pollbook::sheet::Signed;
use sheets::{Done, HowFar, Proposal};

fn seat(side: Side) -> Signer {
    officer(if side == Side::Executive { 1 } else { 2 })
}

async fn sign(machine: &Arc<Machine>, code: &Digest, side: Side) -> Result<HowFar, Problem> {
    let (sheet, _) = machine.sheet(code).await?;
    machine.sign(sheet.sign(side, &seat(side))).await
}

async fn both(machine: &Arc<Machine>, proposal: Proposal) -> Done {
    let code = machine.propose(proposal).await.expect("proposed");
    assert_eq!(
        sign(machine, &code, Side::Supervisory).await.expect("signed").done,
        None,
        "not by one of them"
    );
    sign(machine, &code, Side::Executive).await.expect("signed").done.expect("both signed")
}

async fn admitted(machine: &Arc<Machine>, n: u32) -> (u64, u64) {
    match machine.check_in(number(n).as_str()).await {
        Ok(Admission::Pending { card, receipt }) => (card, receipt),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f4_s1_a_check_in_is_undone_by_both_officers_and_only_while_its_card_is_unused() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let (_, receipt) = admitted(&machine, 1).await;
    let undo = Proposal::Undo { receipt, reason: UndoReason::WrongPerson };
    let code = machine.propose(undo.clone()).await.expect("the card is not used");
    // A stranger, and one officer in the other's seat.
    let (sheet, _) = machine.sheet(&code).await.expect("it waits");
    assert!(machine.sign(sheet.sign(Side::Executive, &officer(3))).await.is_err());
    assert!(machine.sign(sheet.sign(Side::Supervisory, &officer(1))).await.is_err());
    sign(&machine, &code, Side::Executive).await.expect("signed");
    assert!(matches!(machine.check_in(number(1).as_str()).await, Ok(Admission::AlreadyVoted { .. })));
    assert_eq!(sign(&machine, &code, Side::Supervisory).await.expect("signed").done, Some(Done::Kept));
    // Signed again, nothing happens again.
    assert_eq!(sign(&machine, &code, Side::Executive).await.expect("signed").done, Some(Done::Kept));
    assert!(machine.propose(undo).await.is_err(), "it does not stand any more");
    let (card, receipt) = admitted(&machine, 1).await;
    assert_eq!(card, 2, "the card that came back is given to nobody");
    let strip = std::fs::read_to_string(folder.path().join("strip")).expect("a strip");
    assert!(strip.contains("undone"), "a lost folder would bring it back otherwise");
    // With this card a ballot was cast.
    let serial = *machine.branch.lock().await.issued.pending.first().expect("given");
    machine.branch.lock().await.spent.insert(serial, Digest([1; 32]));
    let refused = machine.propose(Proposal::Undo { receipt, reason: UndoReason::NeverGiven }).await;
    assert_eq!(refused.expect_err("used").code, "card");
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_an_override_is_asked_for_on_the_page_signed_on_two_devices_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let person = number(1);
    let form = [("act", "override"), ("national_id", person.as_str()), ("reason", "card-unreadable")];
    let shown = post(&format!("{url}/en/officers"), &form).await;
    let code = machine.open_sheets().await.pop().expect("one waits");
    let first = code.to_string()[..4].to_owned();
    assert!(shown.contains(&first) && shown.contains("still to sign") && shown.contains("فاطمه"), "{shown}");
    assert!(!shown.contains(number(1).as_str()), "the screen shows two digits of the number");
    // One comes over the network, one is carried by hand.
    let (sheet, _) = machine.sheet(&code).await.expect("it waits");
    let executive = sheet.sign(Side::Executive, &officer(1));
    let client = crate::wire::plain();
    let sent =
        client.post(format!("{url}/api/v1/acts/{}", &code.to_string()[..8])).json(&executive).send().await;
    assert!(sent.expect("a door").status().is_success());
    let supervisory = sheet.sign(Side::Supervisory, &officer(2));
    let text = serde_json::to_string(&supervisory).expect("JSON");
    let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let done = post(&format!("{url}/en/officers/{code}"), &[("signed", &escaped)]).await;
    assert!(done.contains("Pending card number 1"), "{done}");
    let overrides = machine.read_book(|book| book.desk().book().overrides(&id())).await;
    assert_eq!(overrides.expect("a book"), 1);
    assert!(matches!(machine.check_in(number(1).as_str()).await, Ok(Admission::AlreadyVoted { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_r4_a_spare_takes_a_lost_devices_place_and_its_strip_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let with_second =
        || Outfit { second: Some(folder.path().join("stick")), ..outfit(folder.path(), NOBODY) };
    let policy = WhenAlone::Pending { most: 5 };
    let machine = open(with_second(), policy).await;
    admitted(&machine, 1).await;
    admitted(&machine, 2).await;
    let before = machine.read_book(PollBook::session).await.expect("a book");
    let key = machine.signer.public();
    drop(machine);
    std::fs::remove_dir_all(folder.path().join("branch")).expect("it was there");

    let spare = open(with_second(), policy).await;
    assert_eq!((spare.signer.public(), *spare.stage.read().await), (key, Stage::Spare));
    assert!(spare.check_in(number(3).as_str()).await.is_err(), "nobody before the officers have signed");
    assert_eq!(both(&spare, Proposal::HandOver { reason: Reason::FolderLost }).await, Done::Kept);
    assert_eq!(*spare.stage.read().await, Stage::Open);
    let session = spare.read_book(PollBook::session).await.expect("a book");
    assert_ne!(session, before);
    let chain = spare.read_book(|book| {
        book.log().entries().find_map(|entry| match &entry.act {
            pollbook::entry::Act::Began(agreed) => Some((agreed.act().from, agreed.act().to)),
            _ => None,
        })
    });
    assert_eq!(chain.await.expect("a book"), Some((Some(before), session)));

    let strip = std::fs::read_to_string(folder.path().join("strip")).expect("paper");
    let read = Proposal::Strip { session: None, lines: Some(strip) };
    assert_eq!(both(&spare, read.clone()).await, Done::Kept);
    assert_eq!(spare.branch.lock().await.issued.pending.len(), 2);
    for n in [1, 2] {
        assert!(
            matches!(spare.check_in(number(n).as_str()).await, Ok(Admission::AlreadyVoted { .. })),
            "{n}"
        );
    }
    assert_eq!(admitted(&spare, 3).await.0, 3, "no pending card is given twice");
    // Read twice, it is one; and started again, this device needs no officers.
    let _ = both(&spare, read).await;
    assert_eq!(spare.branch.lock().await.issued.pending.len(), 3);
    assert_eq!(spare.balance(false).await.expect("figures").alarm, None);
    drop(spare);
    let again = open(with_second(), policy).await;
    assert_eq!(*again.stage.read().await, Stage::Open);
    assert_eq!(again.branch.lock().await.issued.pending.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_after_total_loss_the_paper_list_is_typed_in_by_receipt_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let with_second =
        || Outfit { second: Some(folder.path().join("stick")), ..outfit(folder.path(), NOBODY) };
    let policy = WhenAlone::Pending { most: 5 };
    let machine = open(with_second(), policy).await;
    let url = door(&machine).await;
    let (card, receipt) = admitted(&machine, 1).await;
    let paper = page(&format!("{url}/en/voted")).await;
    assert!(paper.contains(number(1).as_str()) && paper.contains(&format!(">{receipt}<")), "{paper}");
    let minute =
        paper.split("<code dir=\"ltr\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a time");
    let line = format!("{receipt} {} {minute} {card}", number(1).as_str());
    drop(machine);
    std::fs::remove_dir_all(folder.path().join("branch")).expect("it was there");
    std::fs::remove_file(folder.path().join("strip")).expect("it was there");

    let spare = open(with_second(), policy).await;
    both(&spare, Proposal::HandOver { reason: Reason::Broken }).await;
    both(&spare, Proposal::Strip { session: None, lines: Some(line) }).await;
    assert!(matches!(spare.check_in(number(1).as_str()).await, Ok(Admission::AlreadyVoted { .. })));
    assert_eq!(admitted(&spare, 2).await.0, card + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_for_another_act_does_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let overriding = |n: u32| Proposal::Override {
        national_id: number(n).as_str().to_owned(),
        reason: OverrideReason::PapersChanged,
    };
    let one = machine.propose(overriding(1)).await.expect("proposed");
    let two = machine.propose(overriding(2)).await.expect("proposed");
    let (sheet, _) = machine.sheet(&one).await.expect("it waits");
    let stolen = Signed { sheet: two, ..sheet.sign(Side::Executive, &officer(1)) };
    assert!(machine.sign(stolen).await.is_err());
    assert!(machine.code(&one.to_string()[..7]).await.is_err(), "seven digits name no act");
    // Both stand for a person once; the same signatures again, after an undoing, are good for nothing.
    let used = both(&machine, overriding(3)).await;
    let Done::Admission { admission: Admission::Pending { receipt, .. } } = used else { panic!("{used:?}") };
    both(&machine, Proposal::Undo { receipt, reason: UndoReason::WrongPerson }).await;
    let voter = VoterKey::of(&ROLL_KEY.0, &number(3));
    let reason = OverrideReason::PapersChanged;
    let first = pollbook::entry::Override { voter, reason, before: 0 };
    let signed = |n| pollbook::officers::consent(&EVENT, &first, &officer(n));
    let officers = machine.officers().await.expect("known");
    let again = pollbook::officers::Agreed::new(&officers, first, signed(1), signed(2)).expect("both signed");
    let acts = vec![pollbook::entry::Act::Overridden(again)];
    assert!(machine.with_book(|book| book.agreed(acts, wall())).await.is_err());
    assert!(
        matches!(both(&machine, overriding(3)).await, Done::Admission { .. }),
        "asked for anew, it is another"
    );
    machine.withdraw(&one).await;
    assert!(sign(&machine, &one, Side::Executive).await.is_err());
}
