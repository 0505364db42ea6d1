//! The branch's machine at its own door: a headquarters that is never reached, and a roll beside the desk.
//!
//! Tests whose rule has an id in `docs/pollbook.md` carry it.

mod acts;
mod entering;
mod rooms;
mod told;
mod warned;

use super::*;
use axum::Router;
use board::entry::{File, Opening};
use board::log::LogSigner;
use pollbook::policy::Policy as WhenAlone;
use pollbook::roll::{Builder, Entitled};
use std::path::Path;

pub(super) const ROLL_KEY: RollKey = RollKey([5; 32]);
pub(super) const PROGRAM: Digest = Digest([8; 32]);
pub(super) const EVENT: Digest = Digest([9; 32]);

pub(super) fn number(n: u32) -> election::national_id::NationalId {
    election::national_id::NationalId::from_serial(10_000_000 + n).expect("a serial")
}

/// Three persons of this constituency and one of another.
pub(super) fn roll(folder: &Path) -> RollFiles {
    let mut builder = Builder::new(ROLL_KEY.0);
    let people = [
        (1, "فاطمه امین\u{200c}زاده", "کاظم", 1371, 1),
        (2, "علی رضایی", "حسن", 1360, 1),
        (3, "علی رضایی", "محمود", 1333, 1),
        (4, "حسین قزوینی", "علی", 1390, 2),
    ];
    for (n, name, father, born, constituency) in people {
        let national_id = &number(n);
        builder.add(&Entitled { national_id, name, father, born, constituency }).expect("few");
    }
    let mut bytes = Vec::new();
    let written = builder.write([3; 16], |page| {
        bytes.extend_from_slice(page);
        Ok::<(), pollbook::roll::NotBuilt>(())
    });
    written.expect("each once");
    let files = RollFiles { roll: folder.join("roll"), key: folder.join("roll.hex"), constituency: Some(1) };
    std::fs::write(&files.roll, bytes).expect("a disk");
    crate::roll::put_key(&files.key, &ROLL_KEY).expect("a disk");
    files
}

pub(super) fn officer(n: u8) -> Signer {
    Signer::from_seed(&[n; 32])
}

pub(super) fn id() -> BranchId {
    BranchId::new("0001").expect("an id")
}

/// The desk's token, as if it had been drawn.
pub(super) const TOKEN: &str = "12345678901234567890";

pub(super) fn outfit(folder: &Path, headquarters: &str) -> Outfit {
    crate::disk::write(&folder.join("branch/desk.token"), TOKEN.as_bytes(), true).expect("a disk");
    Outfit {
        folder: folder.join("branch"),
        id: id(),
        headquarters: headquarters.to_owned(),
        cards: 20,
        strip: Some(folder.join("strip")),
        announced: None,
        roll: Some(roll(folder)),
        registry: None,
        second: None,
        lines_of_paper: None,
        hosts: Vec::new(),
        lock_after: Duration::from_secs(600),
        program: Some(PROGRAM),
    }
}

/// A machine that starts on its folder when the branch is open, as it stands after the record and the officers opened it.
pub(super) async fn open(outfit: Outfit, policy: WhenAlone) -> Arc<Machine> {
    let machine = Machine::open(outfit).expect("a folder");
    let opening = Opening {
        branch: id(),
        at: now(),
        booths: Vec::new(),
        cards: File::of(&[]),
        ballots: 0,
        pending: None,
    };
    let digest = opening.digest();
    keep::put_opening(&machine.folder, &Entry::unsigned(opening).to_bytes()).expect("a disk");
    let pending = keep::pending_cards(&machine.folder, &machine.id, policy.most()).expect("a disk");
    let log = LogSigner::new("test".parse().expect("a name"), &officer(7));
    let known = Known {
        event: EVENT,
        state: State::default(),
        policy: Policy { log: log.key().clone(), witnesses: Vec::new(), quorum: 0 },
        headquarters: officer(6).public(),
        stack: Stack { cards: machine.cards.clone(), pending: pending.iter().copied().collect() },
        year: Some(1405),
    };
    let officers =
        Officers { event: EVENT, executive: officer(1).public(), supervisory: officer(2).public() };
    let book = machine.poll_book(officers, policy, pending).expect("a log");
    *machine.book.lock().await = Some(book);
    *machine.event.write().await = Some(Arc::new(known));
    machine.follow_on_second().expect("a disk");
    machine.go_on(digest, false).await.expect("a disk");
    machine
}

/// Nobody listens there.
pub(super) const NOBODY: &str = "http://127.0.0.1:9";

/// The machine's door, as a browser of the branch sees it.
pub(super) async fn door(machine: &Arc<Machine>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let router: Router = router(Arc::clone(machine));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

pub(super) async fn page(url: &str) -> String {
    let request = crate::wire::plain().get(url).bearer_auth(TOKEN);
    request.send().await.expect("a door").text().await.expect("a page")
}

pub(super) async fn post(url: &str, form: &[(&str, &str)]) -> String {
    let client = crate::wire::plain();
    let body: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = client
        .post(url)
        .bearer_auth(TOKEN)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.join("&"));
    request.send().await.expect("a door").text().await.expect("a page")
}

#[tokio::test(flavor = "multi_thread")]
async fn r1_a_branch_that_is_cut_off_takes_who_is_on_its_roll_and_nobody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    assert!(matches!(machine.check_in(number(1).as_str()).await, Ok(Admission::Pending { card: 1, .. })));
    assert!(matches!(machine.check_in(number(99).as_str()).await, Ok(Admission::NotOnRoll)));
    let elsewhere = machine.check_in(number(4).as_str()).await;
    assert!(matches!(elsewhere, Ok(Admission::Elsewhere { constituency: 2 })), "{elsewhere:?}");
    assert!(matches!(machine.check_in(number(2).as_str()).await, Ok(Admission::Pending { card: 2, .. })));
    let strip = std::fs::read_to_string(folder.path().join("strip")).expect("a strip");
    assert_eq!(strip.lines().count(), 2, "who is refused is on no strip");
}

#[tokio::test(flavor = "multi_thread")]
async fn f2_a_clerk_presses_enter_twice_after_the_number_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let ready = page(&format!("{url}/en")).await;
    let focus = |page: &str| -> Vec<String> {
        page.split('<').filter(|tag| tag.contains(" autofocus")).map(str::to_owned).collect()
    };
    assert!(matches!(focus(&ready).as_slice(), [tag] if tag.contains("name=\"national_id\"")));
    // First: the form of the field is sent. Second: the button that has the focus leads to the empty field.
    let handing = post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await;
    assert!(
        matches!(focus(&handing).as_slice(), [tag] if tag.starts_with("button")),
        "{:?}",
        focus(&handing)
    );
    assert!(handing.contains("action=\"/en\"><button class=\"main\" autofocus>Card handed"), "{handing}");
    // Who is refused gets no card: the field waits for the next.
    let refused = post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await;
    assert!(matches!(focus(&refused).as_slice(), [tag] if tag.contains("name=\"national_id\"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_a1_whom_the_desk_reaches_is_a_word_and_a_sign_on_every_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    for path in ["", "/find?q=Ali", "/officers"] {
        let fa = page(&format!("{url}/fa{path}")).await;
        let en = page(&format!("{url}/en{path}")).await;
        assert!(fa.contains("○") && fa.contains("تنها: ارتباط با ستاد قطع است"), "{path}");
        assert!(en.contains("○") && en.contains("Alone: cut off from the headquarters"), "{path}");
    }
    machine.contact().heard_headquarters(wall());
    assert!(page(&format!("{url}/en")).await.contains("●"));
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_do_not_agree_alarm_at_once_and_are_told_to_the_headquarters() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    assert!(matches!(machine.check_in(number(1).as_str()).await, Ok(Admission::Pending { .. })));
    let alarm = "The figures do not agree";
    assert!(page(&format!("{url}/en")).await.contains("Check-ins, cards and ballots agree"));
    assert_eq!(machine.sign_of_life().await.alarm, None);
    // A card of the stack that nobody drew lies in the box.
    let card = *machine.cards.first().expect("twenty cards");
    machine.branch.lock().await.spent.insert(card, Digest([1; 32]));
    let shown = page(&format!("{url}/en")).await;
    assert!(
        shown.contains(alarm) && shown.contains("▲") && shown.contains("role=\"alert\""),
        "words and a shape"
    );
    assert!(machine.sign_of_life().await.alarm.is_some());
    machine.branch.lock().await.spent.clear();
    assert!(!page(&format!("{url}/en")).await.contains(alarm));
    // The stack of twenty was counted by hand, and one card is missing.
    post(&format!("{url}/en/stack"), &[("left", "19")]).await;
    assert!(page(&format!("{url}/en")).await.contains(alarm));
    post(&format!("{url}/en/stack"), &[("left", "20")]).await;
    assert!(!page(&format!("{url}/en")).await.contains(alarm));
}

#[tokio::test(flavor = "multi_thread")]
async fn f1_s6_a_voter_without_a_card_is_found_by_name_and_no_number_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    for written in ["Ali+Rezaei", "%D8%B1%D8%B6%D8%A7%DB%8C%DB%8C", "Rezai"] {
        let page = page(&format!("{url}/en/find?q={written}")).await;
        assert!(page.contains("علی رضایی") && page.contains("1360") && page.contains("1333"), "{written}");
        assert!(page.contains("محمود"), "the father's name tells them apart");
        for n in 1..=4 {
            assert!(!page.contains(number(n).as_str()), "{written}: a whole number is on the page");
        }
    }
    let none = page(&format!("{url}/en/find?q=Ghazvini")).await;
    assert!(!none.contains("قزوینی"), "votes in another constituency");
    let found = page(&format!("{url}/en/find?q=Aminzadeh")).await;
    let key = found.split("name=\"person\" value=\"").nth(1).expect("one is found");
    let key = key.split('"').next().expect("a value").to_owned();
    assert!(post(&format!("{url}/en"), &[("person", &key)]).await.contains("Pending card number 1"));
    assert!(post(&format!("{url}/en"), &[("person", &key)]).await.contains("Has voted already"));
    let stranger = "00".repeat(16);
    assert!(!post(&format!("{url}/en"), &[("person", &stranger)]).await.contains("Pending card"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_that_ask_for_one_person_at_one_instant_get_one_card() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let national_id = number(1);
    let desk = || post_owned(format!("{url}/en"), national_id.as_str().to_owned());
    let (one, two, three) = tokio::join!(desk(), desk(), desk());
    let says = |word: &str| [&one, &two, &three].iter().filter(|page| page.contains(word)).count();
    assert_eq!(says("Pending card number 1"), 1, "one of the desks hands the card");
    assert_eq!(says("At another desk of this branch now") + says("Has voted already"), 2);
    assert_eq!(machine.branch.lock().await.issued.pending.len(), 1);
    for page in [one, two, three] {
        assert!(!page.contains("Pending card number 2"));
    }
}

async fn post_owned(url: String, national_id: String) -> String {
    tokio::spawn(async move { post(&url, &[("national_id", &national_id)]).await }).await.expect("a page")
}
