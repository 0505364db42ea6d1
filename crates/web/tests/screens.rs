//! What every screen must keep, whatever it shows.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../examples/gallery/rooms.rs"]
mod rooms;
#[path = "../examples/gallery/sample.rs"]
mod sample;

use maud::Markup;
use web::furniture::Shown;
use web::locale::Lang;
use web::public::what_if::Question;
use web::public::{self, Lookup, Paper};
use web::{hq, missing};

fn screens(lang: Lang) -> Vec<(String, String)> {
    let shown = Shown { words: "", page: 2, rows: 50 };
    let event = sample::overview("polling");
    let (contest, boxes) = sample::boxes();
    let found = sample::lookup(Some(sample::digest(3).to_string()));
    let mut all: Vec<(String, Markup)> = [
        ("overview", hq::overview(lang, &event, None)),
        ("overview of nothing", hq::overview(lang, &sample::nothing_yet(), None)),
        ("branches", hq::branches(lang, &event.branches, &shown)),
        ("branch", sample::branch(lang, true)),
        ("branch that did not open", sample::branch(lang, false)),
        ("contests", public::choose(lang, &event.contests)),
        ("council", public::results(lang, &sample::council())),
        ("experts", public::results(lang, &sample::experts())),
        ("candidates", public::candidates(lang, &sample::council(), &shown)),
        ("not decided", public::not_decided(lang, &event.contests[0])),
        ("boxes", public::boxes(lang, &contest, &boxes, &shown)),
        ("minutes", public::minutes(lang, &contest, &boxes[1])),
        ("receipt", public::receipt(lang, &Lookup::Nothing, &public::Shown::Nothing)),
        ("receipt found", public::receipt(lang, &found, &public::Shown::Nothing)),
        (
            "receipt missing",
            public::receipt(lang, &sample::lookup(Some("0".repeat(64))), &public::Shown::False),
        ),
        ("calendar", sample::calendar(lang)),
        ("verify", public::verify(lang, event.event.as_ref(), "https://results.example/record", None)),
        (
            "verify a paper",
            public::verify(lang, None, "https://results.example/record", Some(Paper::NotOurs)),
        ),
        (
            "verify our paper",
            public::verify(
                lang,
                None,
                "https://results.example/record",
                Some(Paper::Ours { size: 3, of: Paper::page_of("branches/0001") }),
            ),
        ),
        ("what if", public::what_if::page(lang, &Question::read(&[]))),
        ("no page", missing::no_page(lang)),
        ("trouble", missing::trouble(lang)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into();
    for screen in rooms::SCREENS {
        let (room, what) = screen.split_once('/').unwrap();
        let page = if room == "desk" { rooms::desk(lang, what) } else { rooms::booth(lang, what) };
        all.push((screen.to_owned(), page.unwrap()));
    }
    all.into_iter().map(|(name, page)| (name, page.into_string())).collect()
}

/// What a reader sees: the text between the tags, without what machines wrote.
fn text(page: &str) -> String {
    let mut seen = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        seen.push_str(before);
        let skipped = ["code", "pre", "title"]
            .iter()
            .find(|name| tag.strip_prefix(**name).is_some_and(|after| after.starts_with([' ', '>'])));
        let end = skipped.map_or_else(|| String::from(">"), |name| format!("</{name}>"));
        rest = tag.split_once(end.as_str()).map_or("", |(_, after)| after);
    }
    seen
}

#[test]
fn every_screen_says_its_language_and_direction() {
    for (name, page) in screens(Lang::Fa) {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"fa\" dir=\"rtl\">"), "{name}");
    }
    for (name, page) in screens(Lang::En) {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\" dir=\"ltr\">"), "{name}");
    }
}

#[test]
fn no_screen_needs_another_site_a_script_or_an_inline_style() {
    for (name, page) in Lang::BOTH.into_iter().flat_map(screens) {
        // A provision's source is a link that a reader may follow; nothing is fetched from there.
        let page = page.replace("<a class=\"source\" href=\"https://", "");
        for stranger in [
            "src=\"http",
            "href=\"http",
            "<script",
            " style=",
            " onclick",
            "@import",
            "src=\"//",
            "href=\"//",
        ] {
            assert!(!page.contains(stranger), "{name} has {stranger}");
        }
    }
    for sheet in
        [include_str!("../../screens/assets/style.css"), include_str!("../../screens/assets/typeface.css")]
    {
        assert!(!sheet.contains("http") && !sheet.contains("@import"));
    }
}

#[test]
fn no_element_says_its_class_twice() {
    for (name, page) in screens(Lang::Fa) {
        let twice = page
            .split('<')
            .find(|tag| tag.split('>').next().is_some_and(|tag| tag.matches(" class=").count() > 1));
        assert_eq!(twice, None, "{name}");
    }
}

#[test]
fn persian_screens_show_persian_digits_and_english_ones_latin() {
    for (name, page) in screens(Lang::Fa) {
        let seen: Vec<char> = text(&page).chars().filter(char::is_ascii_digit).collect();
        // The rule's name and the hint about a code's alphabet are what a machine reads.
        let machine =
            ["council", "experts", "receipt", "verify", "what if"].iter().any(|some| name.starts_with(some));
        assert!(machine || seen.is_empty(), "{name} shows {seen:?}");
    }
    for (name, page) in screens(Lang::En) {
        assert!(!text(&page).contains(|c| ('۰'..='۹').contains(&c)), "{name}");
    }
}

#[test]
fn every_page_opens_at_the_same_place_in_the_other_language() {
    let page = public::results(Lang::Fa, &sample::council()).into_string();
    assert!(page.contains("href=\"/en/results/council\" hreflang=\"en\""));
    let shown = Shown { words: "البرز", page: 1, rows: 50 };
    let page = hq::branches(Lang::En, &sample::overview("polling").branches, &shown).into_string();
    assert!(page.contains("href=\"/fa/branches?q=%D8%A7%D9%84%D8%A8%D8%B1%D8%B2&amp;page=1\""));
}

#[test]
fn s5_the_overview_names_branches_that_run_another_program_than_most() {
    let mut event = sample::overview("polling");
    let page = |event: &office::Overview| hq::overview(Lang::En, event, None).into_string();
    let told = page(&event);
    let odd = "1 branches run another program than most";
    assert!(told.contains(odd) && told.contains("/en/branches/0042"), "{told}");
    event.branches.iter_mut().for_each(|row| row.life.program = Some(sample::digest(1)));
    assert!(!page(&event).contains("another program"), "all are alike");
}

#[test]
fn the_overview_names_branches_whose_log_is_refused() {
    let mut event = sample::overview("polling");
    let page = |event: &office::Overview| hq::overview(Lang::En, event, None).into_string();
    let told = page(&event);
    assert!(told.contains("log of 1 branches is refused") && told.contains("/en/branches/0053"), "{told}");
    event.branches.iter_mut().for_each(|row| row.log_refused = false);
    assert!(!page(&event).contains("is refused"));
}

#[test]
fn the_overview_shows_the_event() {
    let page = hq::overview(Lang::Fa, &sample::overview("polling"), None).into_string();
    for expected in ["جمعه ۱۱ اردیبهشت ۱۴۰۵", "aria-current=\"step\"", "مسجد جامع نارمک", "۲۳۱٬۴۸۰", "۵ از ۵"]
    {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(!page.contains("http-equiv=\"refresh\""), "a page comes again only when asked to");
    let wall = hq::overview(Lang::Fa, &sample::overview("polling"), Some(hq::SECONDS)).into_string();
    assert!(wall.contains("<meta http-equiv=\"refresh\" content=\"15\">"));
}

#[test]
fn a_result_shows_every_seat_its_owner_and_the_way_there() {
    let result = sample::council();
    let page = public::results(Lang::Fa, &result).into_string();
    assert_eq!(page.matches("<circle").count(), 21);
    let seats: Vec<u16> = result.lists.iter().map(|list| list.seats).collect();
    assert_eq!(seats, [8, 5, 3, 2, 3], "vector V1 of the law");
    assert_eq!(result.elected().len(), 21);
    assert_eq!(result.alternates().len(), 11);
    for candidate in result.elected() {
        assert!(page.contains(&candidate.name.fa));
    }
    for step in &result.transcript.steps {
        let said = page.replace(['\u{2068}', '\u{2069}'], "");
        assert!(said.contains(&step.text.fa.replace('"', "&quot;")), "{}", step.text.fa);
    }
    assert!(page.contains("tehran-1404"));
}

#[test]
fn a_receipt_shows_its_place_and_its_proof_and_no_vote() {
    let found = sample::lookup(Some(sample::digest(3).to_string()));
    let page = public::receipt(Lang::Fa, &found, &public::Shown::Nothing).into_string();
    assert!(page.contains("برگ شماره‌ی ۴۰٬۱۱۷"));
    assert!(page.contains("<details><summary>"), "the proof is folded");
    assert_eq!(page.matches("<li><code").count(), 17);
}

#[test]
fn what_people_wrote_is_never_markup() {
    let mut event = sample::overview("polling");
    event.branches[0].name.fa = "<script>alert(1)</script>".into();
    assert!(!hq::overview(Lang::Fa, &event, None).into_string().contains("<script"));
    let asked = Lookup::read("\"><img src=x>").unwrap_err();
    let page = public::receipt(Lang::Fa, &asked, &public::Shown::Nothing).into_string();
    assert!(!page.contains("<img src=x>"));
}

#[test]
fn a_blank_vote_is_only_cast_by_its_own_button() {
    let page = rooms::booth(Lang::Fa, "code-empty").unwrap().into_string();
    assert!(page.contains("value=\"blank\"") && !page.contains("value=\"next\""));
    let page = rooms::booth(Lang::Fa, "review").unwrap().into_string();
    assert!(page.contains("رأی سفید"), "the review says a blank vote in words");
}

#[test]
fn a_receipt_of_the_device_shows_the_code_and_nobody_chosen() {
    for lang in Lang::BOTH {
        let page = rooms::booth(lang, "cast").unwrap().into_string();
        let chosen = sample::picks(0, 40);
        assert!(chosen.iter().all(|pick| !page.contains(&pick.name.fa) && !page.contains(&pick.name.en)));
        assert!(page.contains("class=\"qr\""));
    }
}
