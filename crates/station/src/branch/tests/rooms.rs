//! The desk's pages as a clerk meets them: read by everybody, in both languages; the ladder; the day and its files; the counts.

use super::*;
use pollbook::entry::UndoReason;
use sheets::Proposal;

/// The parts of a page between two angle brackets: tags, and what stands behind each.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).collect()
}

fn attribute<'p>(tag: &'p str, name: &str) -> Option<&'p str> {
    let head = tag.split('>').next()?;
    head.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_every_page_says_its_language_labels_its_fields_and_never_speaks_by_colour_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let Ok(Admission::Pending { receipt, .. }) = machine.check_in(number(1).as_str()).await else { panic!() };
    let undo = Proposal::Undo { receipt, reason: UndoReason::WrongPerson };
    let act = format!("/officers/{}", machine.propose(undo).await.expect("proposed"));
    machine.is_opened(Opened::Waits);
    let mut fields = 0;
    for path in ["", "/find?q=Ali", "/officers", &act, "/voted", "/day", "/pair", "/locked"] {
        for (lang, dir) in [("fa", "rtl"), ("en", "ltr")] {
            let shown = page(&format!("{url}/{lang}{path}")).await;
            let at = format!("/{lang}{path}: {shown}");
            let html = tags(&shown).into_iter().find(|tag| tag.starts_with("html")).expect("a page");
            assert_eq!((attribute(html, "lang"), attribute(html, "dir")), (Some(lang), Some(dir)), "{at}");
            let other = if lang == "fa" { "en" } else { "fa" };
            assert!(tags(&shown).iter().any(|tag| attribute(tag, "hreflang") == Some(other)), "{at}");
            for tag in tags(&shown) {
                let name = tag.split([' ', '>']).next().unwrap_or_default();
                let is_field = matches!(name, "input" | "select" | "textarea");
                if is_field && attribute(tag, "type") != Some("hidden") {
                    let id = attribute(tag, "id").unwrap_or_else(|| panic!("a field without a name in {at}"));
                    let labels = tags(&shown).into_iter().filter(|tag| attribute(tag, "for") == Some(id));
                    assert_eq!(labels.count(), 1, "the label of {id} in {at}");
                    fields += 1;
                }
                // What is coloured has a sign of its own, or says so in words.
                let class = attribute(tag, "class").unwrap_or_default();
                if class.starts_with("answer ") || class.starts_with("connection ") {
                    let rest = shown.split(tag).nth(1).unwrap_or_default();
                    assert!(rest.starts_with("<span class=\"sign\""), "a colour without a sign in {at}");
                }
            }
        }
    }
    assert!(fields > 20, "{fields} fields were looked at");
}

#[tokio::test(flavor = "multi_thread")]
async fn s2_what_a_booth_hears_and_what_its_branch_keeps_of_it_does_not_depend_on_who_voted() {
    let heard = async |n: u32| {
        let folder = tempfile::tempdir().expect("a folder");
        let outfit = outfit(folder.path(), NOBODY);
        let cards: String = (1..=5).map(|place| format!("{place},{place:020}\n")).collect();
        crate::disk::write(
            &outfit.folder.join("pending.csv"),
            format!("place,card\n{cards}").as_bytes(),
            true,
        )
        .expect("a disk");
        crate::disk::write(&outfit.folder.join("cards.csv"), b"card\n00000000000000000099\n", true)
            .expect("a disk");
        let machine = open(outfit, WhenAlone::Pending { most: 5 }).await;
        let admission = machine.check_in(number(n).as_str()).await;
        assert!(matches!(admission, Ok(Admission::Pending { card: 1, .. })), "{admission:?}");
        let taken = machine.insert(7, &format!("{:020}", 1)).await.expect("it was given");
        let kept = std::fs::read(machine.folder.join("box.json")).expect("a box");
        let desk = std::fs::read(machine.folder.join("desk.log")).expect("a log");
        (serde_json::to_vec(&taken).expect("JSON"), kept, desk)
    };
    let (one, two) = (heard(1).await, heard(2).await);
    assert_eq!((&one.0, &one.1), (&two.0, &two.1), "nothing of the voter goes to the booth or its box");
    assert_ne!(one.2, two.2, "the desk did check in two different persons");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voter_who_is_not_identified_is_led_from_way_to_way_to_both_officers() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let wrong = async || post(&format!("{url}/en"), &[("national_id", "1234567890")]).await;
    let says = |page: &str, next: &str| {
        assert!(page.contains(&format!("Next, to identify the voter: {next}")), "{page}")
    };
    says(&wrong().await, "read the national card again");
    says(&wrong().await, "type the number");
    says(&page(&format!("{url}/en")).await, "type the number");
    says(&wrong().await, "type the number");
    says(&wrong().await, "search by name");
    says(&page(&format!("{url}/en/find?q=Nobody")).await, "search by name");
    let last = page(&format!("{url}/en/find?q=Nobody")).await;
    says(&last, "both officers decide now");
    assert!(last.contains("href=\"/en/officers\""), "and there is the way to them");
    // An answer ends it, and so does another voter.
    assert!(
        !post(&format!("{url}/en"), &[("national_id", number(1).as_str())])
            .await
            .contains("Next, to identify")
    );
    says(&wrong().await, "read the national card again");
    post(&format!("{url}/en/another"), &[]).await;
    assert!(!page(&format!("{url}/en")).await.contains("Next, to identify"));
}

#[tokio::test(flavor = "multi_thread")]
async fn f6_f7_s5_the_day_is_read_and_taken_along_without_names_and_without_minutes() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    for n in [1, 2, 1] {
        machine.check_in(number(n).as_str()).await.expect("an answer");
    }
    let day = page(&format!("{url}/en/day?minutes=15")).await;
    assert!(day.contains("Every 15 minutes") && day.contains("This branch"), "{day}");
    assert!(day.contains("This machine&#39;s program") || day.contains("This machine's program"), "{day}");
    assert!(day.contains("<span>0808</span>"), "{day}");
    let status = page(&format!("{url}/api/v1/status")).await;
    assert!(status.contains(&format!("\"program\":\"{PROGRAM}\"")), "{status}");
    let csv = page(&format!("{url}/api/v1/exports/throughput.csv?minutes=15")).await;
    let counted: Vec<u64> = csv
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().and_then(|n| n.parse().ok()).expect("a figure"))
        .collect();
    assert_eq!(counted.iter().sum::<u64>(), 2, "{csv}");
    let history = page(&format!("{url}/api/v1/exports/history.csv")).await;
    let keys: Vec<&str> = history.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(keys.len() == 2 && keys.is_sorted(), "by key, and not in the order of coming: {history}");
    let events: serde_json::Value =
        serde_json::from_str(&page(&format!("{url}/api/v1/exports/events.json")).await).expect("JSON");
    assert_eq!(events["@type"], "EventLogging.ElectionEventLog");
    assert_eq!(events["ElectionId"], EVENT.to_string());
    let started = format!("SHA-256 {PROGRAM}");
    let told = events["Device"][0]["Event"].as_array().into_iter().flatten();
    assert_eq!(told.filter(|event| event["Description"] == started).count(), 1, "{events}");
    let kept = std::fs::read_to_string(machine.folder.join("desk.log")).expect("a log").lines().count();
    assert_eq!(events["Device"][0]["Event"].as_array().map(Vec::len), Some(kept), "every entry of the log");
    for n in [1, 2] {
        let key = hex::encode(VoterKey::of(&ROLL_KEY.0, &number(n)).0);
        assert!(history.contains(&key) && !events.to_string().contains(&key));
        assert!(!history.contains(number(n).as_str()) && !day.contains(number(n).as_str()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_the_strips_paper_is_counted_and_told_before_it_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let outfit = Outfit { lines_of_paper: Some(51), ..outfit(folder.path(), NOBODY) };
    let machine = open(outfit, WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let ends = "The strip&#39;s paper ends soon";
    let tells = |page: &str| page.contains(ends) || page.contains("The strip's paper ends soon");
    assert!(!tells(&page(&format!("{url}/en")).await), "fifty-one lines are left");
    for n in [1, 2] {
        machine.check_in(number(n).as_str()).await.expect("an answer");
    }
    let shown = page(&format!("{url}/en")).await;
    assert!(tells(&shown) && shown.contains("action=\"/en/paper\""), "{shown}");
    post(&format!("{url}/en/paper"), &[]).await;
    assert!(!tells(&page(&format!("{url}/en")).await), "a new roll");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_closes_before_the_stack_was_counted_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    machine.branch.lock().await.issued.confirmed = 3;
    assert_eq!(machine.closing().await.expect_err("not counted").code, "count");
    post(&format!("{url}/en/stack"), &[("left", "17")]).await;
    assert!(machine.is_counted().await);
    // The headquarters is not reached; the count is not what stands in the way.
    assert_ne!(machine.closing().await.expect_err("alone").code, "count");
    let counts = std::fs::read_to_string(machine.folder.join("counts.json")).expect("kept");
    assert!(counts.contains("\"left\":17") && counts.contains("\"given\":3"), "{counts}");
}
