//! Persons, letters, meetings and the journal, as those who use them every day meet them.

use super::*;

/// A site with its first governor and chair, signed in.
async fn begun() -> (Site, String, String) {
    let site = Site::open().await;
    let links = site.first_links().await;
    let (governor, chair) = (site.enrol(&links[0]).await, site.enrol(&links[1]).await);
    (site, governor, chair)
}

/// Somebody on the register, by the hand of whoever this is; answers the page that follows.
async fn register(site: &Site, by: &str, name: &str, latin: &str, login: &str) -> Answer {
    let fields = [("name", name), ("latin", latin), ("login", login), ("place", "tehran")];
    site.post(by, "/en/hq/people/register", &fields).await
}

/// A meeting of the province today.
async fn meeting(site: &Site, governor: &str) -> String {
    let held = site.office.today().to_string();
    let fields = [("place", "tehran"), ("topic", "operators"), ("title", "پوشش"), ("held", held.as_str())];
    site.post(governor, "/fa/hq/meetings/call", &fields).await.to
}

#[tokio::test]
async fn nobody_serves_the_executive_and_supervision_at_once() {
    let (site, governor, chair) = begun().await;
    // The sitting chair is no secretary.
    let refused = site.post(&governor, "/en/hq/letters/executive", &letter("2", "secretary", "tehran")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.page.contains("Nobody serves the executive and supervision at once"), "{}", refused.page);
    assert!(refused.page.contains("value=\"ماده ۹۰\""), "what was typed");
    // Nor is an officer of the executive a supervisor, until the letter is revoked.
    site.appoint(&governor, "m.nouri", "inspector", "tehran").await;
    let supervise = letter("m.nouri", "supervisor", "tehran");
    let path = "/en/hq/letters/supervisory";
    assert_eq!(site.post(&chair, path, &supervise).await.status, StatusCode::CONFLICT);
    site.post(&governor, "/en/hq/letters/3/revoke/executive", &[("why", "استعفا")]).await;
    assert_eq!(site.post(&chair, path, &supervise).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_letter_that_waits_binds_too_and_offers_its_issuer_no_button() {
    let (site, governor, chair) = begun().await;
    register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await;
    let proposed =
        site.post(&governor, "/en/hq/letters/executive", &letter("z.kazemi", "governor", "tehran")).await;
    assert_eq!(proposed.to, "/en/hq/letters/3", "{}", proposed.page);
    let supervise = letter("z.kazemi", "supervisor", "tehran");
    let other = site.post(&chair, "/en/hq/letters/supervisory", &supervise).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let page = site.get(&governor, "/en/hq/letters/3").await.page;
    assert!(!page.contains("/letters/3/confirm"), "whoever issued it is not offered to confirm it");
    assert!(site.get(&chair, "/en/hq/letters/3").await.page.contains("/letters/3/confirm"));
}

#[tokio::test]
async fn whoever_issued_a_letter_reads_that_it_was_declined_and_issues_it_again() {
    let (site, governor, chair) = begun().await;
    register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await;
    let form = site.get(&governor, "/en/hq/letters/executive").await.page;
    assert!(form.contains("<option value=\"\""), "nobody is a governor because nothing was chosen: {form}");
    let unchosen = site.post(&governor, "/en/hq/letters/executive", &letter("z.kazemi", "", "tehran")).await;
    assert_eq!(unchosen.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unchosen.page);
    site.post(&governor, "/en/hq/letters/executive", &letter("z.kazemi", "governor", "tehran")).await;
    let waits = site.get(&governor, "/en/hq/letters/3").await.page;
    assert!(waits.contains("is for:"), "whose signature it waits for: {waits}");
    let decline = "/en/hq/letters/3/decline";
    let silent = site.post(&chair, decline, &[("why", " ")]).await;
    assert_eq!(silent.status, StatusCode::CONFLICT, "a reason: {}", silent.page);
    assert_eq!(
        site.post(&governor, decline, &[("why", "…")]).await.status,
        StatusCode::CONFLICT,
        "their own"
    );
    assert_eq!(site.post(&chair, decline, &[("why", "جانشین می‌خواهید")]).await.status, StatusCode::SEE_OTHER);
    let today = site.get(&governor, "/en/hq").await.page;
    assert!(today.contains("not confirmed") && today.contains("جانشین می‌خواهید"), "{today}");
    let page = site.get(&governor, "/en/hq/letters/3").await.page;
    assert!(page.contains("?like=3") && page.contains("Not confirmed by"), "{page}");
    assert!(!page.contains("is for:"), "nothing waits: {page}");
    let again = site.get(&governor, "/en/hq/letters/executive?like=3").await.page;
    assert!(
        again.contains("z.kazemi")
            && again.contains("name=\"supersedes\" type=\"text\" dir=\"ltr\" value=\"\""),
        "{again}"
    );
    // The journal calls it so, and finds acts by their names.
    let told = site.get(&governor, "/en/hq/journal?q=Confirm%20a%20letter").await.page;
    assert!(told.contains("decline a letter") && !told.contains("register a person ·"), "{told}");
    let reversed = site.get(&governor, "/en/hq/journal?from=2026-05-02&until=2026-05-01").await.page;
    assert!(reversed.contains("until-wrong"), "{reversed}");
}

#[tokio::test]
async fn a_committee_has_one_head_who_heads_its_kind() {
    let (site, governor, _) = begun().await;
    site.appoint(&governor, "first", "police-head", "tehran").await;
    site.appoint(&governor, "other", "secretary", "tehran").await;
    let path = "/en/hq/letters/executive";
    let refused = async |role: &str, committee: &str| {
        let of = letter("other", role, "tehran");
        let fields: Vec<_> = of.iter().copied().chain([("committee", committee)]).collect();
        let answer = site.post(&governor, path, &fields).await;
        (answer.status, answer.page)
    };
    for (role, committee) in [("police-head", ""), ("security-head", "1")] {
        let (status, page) = refused(role, committee).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("This role heads a committee"), "{page}");
    }
    let (status, page) = refused("police-head", "1").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("This committee has a head in that time"), "{page}");
    site.post(&governor, "/en/hq/letters/3/revoke/executive", &[("why", "…")]).await;
    assert_eq!(refused("police-head", "1").await.0, StatusCode::SEE_OTHER);
    let chart = site.get(&governor, "/en/hq/organisation").await.page;
    assert!(!chart.contains("no head"), "{chart}");
}

#[tokio::test]
async fn a_letter_has_a_term_of_this_event() {
    let (site, governor, _) = begun().await;
    site.appoint(&governor, "m.nouri", "secretary", "tehran").await;
    let path = "/en/hq/letters/executive";
    let said = async |from: &str, until: &str| {
        let fields = [
            ("person", "m.nouri"),
            ("role", "inspector"),
            ("scope", "tehran"),
            ("from", from),
            ("until", until),
            ("basis", "…"),
        ];
        site.post(&governor, path, &fields).await.page
    };
    let [from, until] = TERM.each_ref().map(String::as_str);
    assert!(said("1404/01/01", until).await.contains("at most 30 days after its first day"));
    assert!(said(from, "1500/01/01").await.contains("ends at most 180 days after the polling day"));
    assert!(said(from, "1405/08/31").await.contains("That month has 30 days"));
    let day = site.office.today().after(60);
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", &day.to_string()), ("confirmed", &day.to_string())],
    )
    .await;
    assert!(
        said(from, until).await.contains("ends at most 180 days after the polling day"),
        "400 days are too many"
    );
}

#[tokio::test]
async fn a_person_is_named_by_name_login_or_number_and_namesakes_are_told_apart() {
    let (site, governor, _) = begun().await;
    for (name, latin, login) in [
        ("مریم نوری", "Maryam Nouri", "m.nouri"),
        ("مریم نوری", "Maryam Nouri", "maryam2"),
        ("زهرا کاظمی", "Zahra Kazemi", "z.kazemi"),
    ] {
        assert_eq!(register(&site, &governor, name, latin, login).await.status, StatusCode::OK);
    }
    let path = "/en/hq/letters/executive";
    let form = site.get(&governor, path).await.page;
    assert!(
        form.contains("<option value=\"Zahra Kazemi · z.kazemi\">"),
        "those in reach are offered: {form}"
    );
    let issue = async |person: &str| site.post(&governor, path, &letter(person, "inspector", "tehran")).await;
    for named in ["زهرا كاظمي", "Zahra Kazemi", "Zahra Kazemi · z.kazemi", "z.kazemi", "۵"] {
        let issued = issue(named).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{named}: {}", issued.page);
    }
    // A name to sign in with may be of digits alone, and somebody else's number.
    register(&site, &governor, "رضا کریمی", "Reza Karimi", "005").await;
    for named in ["Reza Karimi · 005", "۰۰۵"] {
        let issued = issue(named).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{named}: {}", issued.page);
        let page = site.get(&governor, &issued.to).await.page;
        assert!(page.contains("Reza Karimi") && !page.contains("Zahra Kazemi"), "{named}: {page}");
    }
    let namesakes = issue("مریم نوری").await;
    assert_eq!(namesakes.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        namesakes.page.contains("Who is meant?")
            && namesakes.page.contains("<li>Maryam Nouri · m.nouri</li>")
            && namesakes.page.contains("<li>Maryam Nouri · maryam2</li>"),
        "{}",
        namesakes.page
    );
    let part = issue("کاظم").await;
    assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY, "a part of a name is no name");
    assert!(part.page.contains("<li>Zahra Kazemi · z.kazemi</li>"), "{}", part.page);
    let nobody = issue("پرویز").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.page.contains("Nobody in your reach is called so"), "{}", nobody.page);
    let persian = register(&site, &governor, "پرویز", "پرویز", "parviz").await;
    assert_eq!(persian.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(persian.page.contains("in Latin letters"), "{}", persian.page);
}

#[tokio::test]
async fn whoever_was_registered_is_one_step_from_a_letter_and_another_in_its_place_comes_filled() {
    let (site, governor, _) = begun().await;
    let registered = register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await.page;
    assert!(registered.contains("/en/hq/letters/executive?person=z.kazemi"), "{registered}");
    let form = site.get(&governor, "/en/hq/letters/executive?person=z.kazemi").await.page;
    assert!(form.contains("value=\"Zahra Kazemi · z.kazemi\""), "{form}");
    site.appoint(&governor, "m.nouri", "logistics-head", "tehran").await;
    let again = site.get(&governor, "/en/hq/letters/executive?supersedes=3").await.page;
    for filled in [
        "value=\"Maryam Nouri · m.nouri\"",
        "<option value=\"logistics-head\" selected>",
        "<option value=\"1\" selected>",
        "value=\"tehran\"",
        "value=\"ماده ۹۰\"",
    ] {
        assert!(again.contains(filled), "{filled}: {again}");
    }
    assert!(again.contains(&format!("value=\"{}\"", TERM[1])), "{again}");
}

#[tokio::test]
async fn a_deputy_stands_in_for_the_governor_and_neither_makes_nor_unmakes_one() {
    let (site, governor, chair) = begun().await;
    let (deputy, _) = site.appoint(&governor, "m.nouri", "deputy-governor", "tehran").await;
    assert_eq!(site.get(&deputy, "/en/hq").await.status, StatusCode::FORBIDDEN, "it takes two signatures");
    site.post(&chair, "/en/hq/letters/3/confirm", &[]).await;
    assert_eq!(site.get(&deputy, "/en/hq").await.status, StatusCode::OK);
    register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await;
    let path = "/en/hq/letters/executive";
    let form = site.get(&deputy, path).await.page;
    assert!(form.contains("value=\"secretary\"") && !form.contains("value=\"governor\""), "{form}");
    for role in ["governor", "deputy-governor"] {
        let refused = site.post(&deputy, path, &letter("z.kazemi", role, "tehran")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{role}");
        assert!(refused.page.contains("are the governor"), "{}", refused.page);
    }
    let removed = site.post(&deputy, "/en/hq/letters/1/revoke/executive", &[("why", "…")]).await;
    assert_eq!(removed.status, StatusCode::CONFLICT);
    // Nor by another letter in the place of the governor's.
    let instead = [letter("1", "inspector", "tehran").to_vec(), vec![("supersedes", "1")]].concat();
    let unmade = site.post(&deputy, path, &instead).await;
    assert_eq!(unmade.status, StatusCode::CONFLICT, "{}", unmade.page);
    assert!(unmade.page.contains("are the governor"), "{}", unmade.page);
    assert_eq!(site.get(&governor, "/en/hq").await.status, StatusCode::OK);
    let issued = site.post(&deputy, path, &letter("z.kazemi", "training-officer", "tehran")).await;
    assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.page);
    assert_eq!(
        site.post(&deputy, "/en/hq/polling-day", &[("polling", "2095-05-01")]).await.status,
        StatusCode::FORBIDDEN
    );
    let powers = site.get(&governor, "/fa/hq/powers").await.page;
    assert!(
        powers.contains("معاون فرماندار") && powers.contains("مریم نوری"),
        "who holds what, by name: {powers}"
    );
}

#[tokio::test]
async fn a_committee_keeps_its_kind_under_its_head_and_a_letter_its_side() {
    let (site, governor, chair) = begun().await;
    site.appoint(&governor, "m.nouri", "logistics-head", "tehran").await;
    let change = |version: &'static str| {
        let day = crate::TERM[0].as_str();
        [("kind", "police"), ("name", "دیگر"), ("formed", day), ("version", version), ("why", "اشتباه")]
    };
    let headed = site.post(&governor, "/en/hq/committees/1", &change("1")).await;
    assert_eq!(headed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", headed.page);
    assert!(headed.page.contains("heads this committee as one of its kind"), "{}", headed.page);
    // Nor does one become another one's double by a change.
    let formed = crate::TERM[0].as_str();
    let other = [("place", "tehran"), ("kind", "other"), ("name", "حمل‌ونقل"), ("formed", formed)];
    let form = "/en/hq/committees/form";
    assert_eq!(site.post(&governor, form, &other).await.status, StatusCode::SEE_OTHER);
    let third = [("place", "tehran"), ("kind", "other"), ("name", "آمار"), ("formed", formed)];
    site.post(&governor, form, &third).await;
    let double = [("kind", "other"), ("name", "حمل‌ونقل"), ("formed", formed), ("version", "1")];
    let refused = site.post(&governor, "/en/hq/committees/3", &double).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.page.contains("has such a committee")
    );
    let other_side = site.get(&chair, "/en/hq/letters/supervisory?supersedes=3").await;
    assert_eq!(other_side.status, StatusCode::NOT_FOUND);
    // A part of a name is no place of a letter, and a name that too many have finds no line.
    let fields = letter("m.nouri", "inspector", "ehr");
    let part = site.post(&governor, "/en/hq/letters/executive", &fields).await;
    assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", part.page);
    let nobody = site.get(&governor, "/en/hq/journal?by=nobody").await.page;
    assert!(nobody.contains("more than 50 people or 100 places"), "{nobody}");
}

#[tokio::test]
async fn whoever_lost_their_letter_reads_how() {
    let (site, governor, _) = begun().await;
    let (officer, _) = site.appoint(&governor, "m.nouri", "secretary", "tehran").await;
    site.post(&governor, "/en/hq/letters/3/revoke/executive", &[("why", "استعفا")]).await;
    let told = site.get(&officer, "/en/hq").await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    assert!(
        told.page.contains("Letter no. 3 was revoked on") && told.page.contains("by Governor: استعفا"),
        "{}",
        told.page
    );
}

#[tokio::test]
async fn minutes_are_not_lost_when_a_decision_is_put_down_beside_them() {
    let (site, governor, _) = begun().await;
    let at = meeting(&site, &governor).await;
    let (held, due) = (site.office.today().to_string(), site.office.today().after(9).to_string());
    let both = |minutes: &'static str, due: &'static str| {
        vec![
            ("title", "پوشش".to_owned()),
            ("topic", "operators".to_owned()),
            ("held", held.clone()),
            ("minutes", minutes.to_owned()),
            ("version", "1".to_owned()),
            ("text", "خط دوم".to_owned()),
            ("owner", "Governor".to_owned()),
            ("due", due.to_owned()),
        ]
    };
    let path = format!("{at}/decisions");
    let early = site.post(&governor, &path, &borrowed(&both("گزارش‌ها شنیده شد", "2020-01-01"))).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.page.contains("مهلت مصوبه نمی‌تواند پیش از روز جلسه‌ی آن باشد"), "{}", early.page);
    assert!(early.page.contains(">گزارش‌ها شنیده شد</textarea>") && early.page.contains(">خط دوم</textarea>"));
    let mut right = both("گزارش‌ها شنیده شد", "");
    right.retain(|(name, _)| *name != "due");
    right.push(("due", due));
    let put = site.post(&governor, &path, &borrowed(&right)).await;
    assert_eq!(put.to, at, "{}", put.page);
    let page = site.get(&governor, &at).await.page;
    assert!(page.contains(">گزارش‌ها شنیده شد</textarea>") && page.contains("/hq/decisions/1"), "{page}");
    // Of two who write, the second one's decision stands and the minutes of both are shown.
    let stale = site.post(&governor, &path, &borrowed(&right_with(&right, "نوشته‌ی دیگر"))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.page.contains("/hq/decisions/2") && stale.page.contains(">نوشته‌ی دیگر</textarea>"));
    for lang in ["fa", "en"] {
        let paper = site.get(&governor, &format!("/{lang}/hq/meetings/1/minutes.pdf")).await;
        assert!(paper.status == StatusCode::OK && paper.page.starts_with("%PDF-"), "{lang}");
    }
}

fn right_with(fields: &[(&'static str, String)], minutes: &str) -> Vec<(&'static str, String)> {
    let changed = |(name, value): &(&'static str, String)| {
        (*name, if *name == "minutes" { minutes.to_owned() } else { value.clone() })
    };
    fields.iter().map(changed).collect()
}

#[tokio::test]
async fn today_shows_all_that_is_mine_and_what_was_said_of_it() {
    let (site, governor, chair) = begun().await;
    let first = site.get(&governor, "/en/hq").await.page;
    for step in ["Fix the polling day", "Form the committees", "Issue letters to the officers"] {
        assert!(first.contains(step), "{step}: {first}");
    }
    assert!(!first.contains("Nothing waits"));
    let (owner, number) = site.appoint(&governor, "m.nouri", "infrastructure-head", "tehran").await;
    let (supervisor, _) = site.appoint_by(&chair, "supervisory", "s.karimi", "supervisor", "tehran").await;
    let at = meeting(&site, &governor).await;
    for days in [30, 1] {
        let due = site.office.today().after(days).to_string();
        let fields = [("text", if days == 1 { "نزدیک" } else { "دور" }), ("owner", &number), ("due", &due)];
        site.post(&governor, &format!("{at}/decisions"), &fields).await;
    }
    let mine = site.get(&owner, "/en/hq").await.page;
    let [soon, later] = ["due within three days", "My decisions: later"].map(|heading| mine.find(heading));
    assert!(soon.unwrap() < later.unwrap(), "{mine}");
    assert!(!mine.contains("Form the committees"), "the first steps are not hers");
    let say = async |who: &str, how: &str, step: &str| {
        let fields = [("step", step), ("note", "سه شعبه مانده")];
        site.post(who, &format!("/en/hq/decisions/1/{how}"), &fields).await.status
    };
    assert_eq!(say(&owner, "report", "report").await, StatusCode::SEE_OTHER);
    assert_eq!(say(&governor, "judge", "send-back").await, StatusCode::SEE_OTHER);
    assert!(site.get(&owner, "/en/hq").await.page.contains("sent back"), "marked");
    // Supervision objects, and judges nothing.
    let page = site.get(&supervisor, "/en/hq/decisions/1").await.page;
    assert!(page.contains("/decisions/1/object") && !page.contains("/decisions/1/judge"), "{page}");
    assert_eq!(say(&supervisor, "judge", "send-back").await, StatusCode::FORBIDDEN);
    assert_eq!(say(&governor, "object", "object").await, StatusCode::FORBIDDEN);
    assert_eq!(say(&supervisor, "object", "verify").await, StatusCode::CONFLICT);
    assert_eq!(say(&supervisor, "object", "object").await, StatusCode::SEE_OTHER);
    assert!(site.get(&owner, "/en/hq").await.page.contains("objected to by supervision"));
    let journal = site.get(&supervisor, "/en/hq/journal").await.page;
    assert!(journal.contains("object to a decision"), "{journal}");
    // A letter that waits for somebody else's signature is on the page of whoever issued it.
    register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await;
    site.post(&governor, "/en/hq/letters/executive", &letter("z.kazemi", "secretary", "tehran")).await;
    let sent = site.get(&governor, "/en/hq").await.page;
    assert!(sent.contains("Letters that I issued") && sent.contains("Zahra Kazemi"), "{sent}");
}

#[tokio::test]
async fn a_meeting_stands_on_the_page_of_those_who_are_asked_to_it() {
    let (site, governor, chair) = begun().await;
    let (asked, number) = site.appoint(&governor, "m.nouri", "inspector", "tehran/rey").await;
    let (other, _) = site.appoint(&governor, "r.karimi", "inspector", "tehran/rey").await;
    let day = |days| site.office.today().after(days).to_string();
    let call = |held: &str, hour: &str, invited: &str| {
        let fields = [("place", "tehran"), ("topic", "operators"), ("title", "خط دوم")];
        let fields = fields.map(|(name, value)| (name, value.to_owned())).to_vec();
        let more = [("held", held), ("hour", hour), ("invited", invited)];
        [fields, more.map(|(name, value)| (name, value.to_owned())).to_vec()].concat()
    };
    let post = async |fields: &[(&'static str, String)]| {
        site.post(&governor, "/en/hq/meetings/call", &borrowed(fields)).await
    };
    // All that is wrong is said at once, with the line that nobody is.
    let refused = post(&call(&day(3), "25:00", &format!("{number}\r\nناکس"))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["write it as 09:30", "Nobody", "ناکس</p>", "id=\"invited-unclear\"", "href=\"#hour\""] {
        assert!(refused.page.contains(part), "{part}: {}", refused.page);
    }
    // A decision of an earlier meeting is the province's; whoever is asked to another does not read it.
    let earlier = [("place", "tehran"), ("topic", "media"), ("title", "پیش‌تر"), ("held", &*day(-40))];
    let earlier = site.post(&governor, "/en/hq/meetings/call", &earlier).await.to;
    let secret = [("text", "کار دیگران"), ("owner", "1"), ("due", &*day(9))];
    assert_eq!(
        site.post(&governor, &format!("{earlier}/decisions"), &secret).await.status,
        StatusCode::SEE_OTHER
    );
    register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await;
    // A number beyond the officer's reach is nobody: numbers can be counted through.
    let (rey, _) = site.appoint(&governor, "s.rezaei", "secretary", "tehran/rey").await;
    let headquarters =
        [("place", "tehran/rey"), ("name", "ستاد ری"), ("latin", "Rey"), ("formed", "2026-01-01")];
    site.post(&governor, "/en/hq/organisation/form", &headquarters).await;
    let mut beyond = call(&day(3), "", "1");
    beyond[0].1 = "tehran/rey".to_owned();
    let counted = site.post(&rey, "/en/hq/meetings/call", &borrowed(&beyond)).await;
    assert!(counted.status == StatusCode::UNPROCESSABLE_ENTITY && counted.page.contains("Nobody"));
    let called = post(&call(&day(3), "۹:۳۰", &format!("{number}\r\nz.kazemi\r\nz.kazemi"))).await;
    assert_eq!(called.to, "/en/hq/meetings/2", "{}", called.page);
    let of = async |who: &str| site.get(who, "/fa/hq").await.page;
    for (who, awaited) in [(&asked, true), (&governor, true), (&other, false), (&chair, false)] {
        let page = of(who).await;
        assert_eq!(page.contains("جلسه‌های پیش رو"), awaited, "{page}");
        assert_eq!(page.contains("ساعت ۰۹:۳۰"), awaited, "{page}");
    }
    // Whoever is asked may read it, though the province's meetings are not theirs to read.
    let page = site.get(&asked, "/en/hq/meetings/2").await;
    assert!(page.status == StatusCode::OK && page.page.contains("09:30"), "{}", page.page);
    assert!(!page.page.contains("کار دیگران"), "{}", page.page);
    assert!(site.get(&governor, "/en/hq/meetings/2").await.page.contains("کار دیگران"), "carried over");
    let list = site.get(&asked, "/en/hq/meetings").await.page;
    assert!(list.contains("/meetings/2") && !list.contains("/meetings/1\""), "{list}");
    assert_eq!(site.get(&other, "/en/hq/meetings/2").await.status, StatusCode::FORBIDDEN);
    assert!(site.get(&asked, "/en/hq/meetings/2/minutes.pdf").await.status.is_success());
    let journal = site.get(&governor, "/en/hq/journal").await.page;
    let line = journal.split("asked to come").nth(1).unwrap();
    assert!(line.split("</tr>").next().unwrap().contains("Maryam Nouri, Zahra Kazemi"), "{line}");
    // One that was held and of which nobody wrote anything is missed where it is kept.
    post(&call(&day(-2), "", &number)).await;
    assert!(of(&governor).await.contains("جلسه‌هایی که صورت‌جلسه ندارند"));
    assert!(!of(&asked).await.contains("جلسه‌هایی که صورت‌جلسه ندارند"));
}

#[tokio::test]
async fn a_link_is_offered_to_whoever_has_no_way_in_yet() {
    let (site, governor, _) = begun().await;
    register(&site, &governor, "زهرا کاظمی", "Zahra Kazemi", "z.kazemi").await;
    let (_, number) = site.appoint(&governor, "m.nouri", "inspector", "tehran").await;
    let page = site.get(&governor, "/en/hq/people").await.page;
    assert!(page.contains("/people/3/link") && !page.contains(&format!("/people/{number}/link")), "{page}");
}

#[tokio::test]
async fn the_journal_names_persons_things_and_days_as_its_reader_does() {
    let (site, governor, _) = begun().await;
    site.appoint(&governor, "m.nouri", "secretary", "tehran").await;
    let fa = site.get(&governor, "/fa/hq/journal").await.page;
    assert!(
        fa.contains("<a href=\"/fa/hq/letters/3\">حکم · ۳ · مریم نوری · دبیر ستاد</a>"),
        "the letter by its person and role: {fa}"
    );
    assert!(fa.contains("<bdi>مریم نوری</bdi>"), "a person's number is a name");
    assert!(!fa.contains("{&quot;") && !fa.contains("person:"), "no codes of ours: {fa}");
    assert!(fa.contains("متصدی فنی ستاد") && !fa.contains("<strong>operator</strong>"));
    assert!(!fa.contains(&TERM[1]), "no Gregorian day is shown: {fa}");
    let narrowed = async |query: &str| site.get(&governor, &format!("/fa/hq/journal?{query}")).await.page;
    let of = async |query: &str| narrowed(query).await.contains("/hq/letters/3\"");
    for by in ["نوری", "nouri", "m.nouri", "مريم نوري"] {
        assert!(of(&format!("by={}", web::furniture::percent_encoded(by))).await, "about whom it is: {by}");
    }
    assert!(!of("by=somebody").await && of("by=governor").await);
    let today = site.office.today();
    assert!(of(&format!("from={today}&until={today}")).await);
    assert!(
        !of(&format!("from={}", today.after(1))).await && !of(&format!("until={}", today.after(-1))).await
    );
    let soon = narrowed("from=soon").await;
    assert!(soon.contains("id=\"from-wrong\"") && !soon.contains("هنوز سطری نیست"), "{soon}");
    let file = site.get(&governor, "/fa/hq/journal.csv?until=1405/07/31").await;
    assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", file.page);
    assert!(narrowed("q=nothing-so-called").await.contains("سطری با این جست‌وجو نیست"));
    assert!(of("place=tehran").await && !of("place=nowhere-such").await);
    let checked = site.get(&governor, "/en/hq/journal/check").await.page;
    assert!(checked.contains("The journal is whole"), "the chain is what it was: {checked}");
}

#[tokio::test]
async fn the_first_polling_day_shows_what_is_past_before_it_is_fixed() {
    let (site, governor, _) = begun().await;
    let day = site.office.today().after(20).to_string();
    let fix = "/en/hq/polling-day";
    let asked = site.post(&governor, fix, &[("polling", &day), ("version", "0"), ("ask", "1")]).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.page.contains("Nothing is fixed yet") && asked.page.contains("deadlines are past already"));
    assert!(site.get(&governor, "/en/hq/readiness").await.page.contains("No polling day is fixed yet"));
    let confirmed = [("polling", day.as_str()), ("version", "0"), ("confirmed", &day)];
    assert_eq!(site.post(&governor, fix, &confirmed).await.status, StatusCode::SEE_OTHER);
    // Moved on the same day: nothing was done by it, so nothing stays.
    let later = site.office.today().after(90).to_string();
    let moved = [("polling", later.as_str()), ("version", "1"), ("why", "سیل")];
    let shown = site.post(&governor, fix, &moved).await.page;
    assert!(shown.contains("+70") && !shown.contains("past, and stays"), "{shown}");
}

#[tokio::test]
async fn an_address_with_a_word_for_a_number_is_no_page_in_the_readers_language() {
    let (site, governor, _) = begun().await;
    for path in ["/hq/decisions/meetings", "/hq/letters/soon", "/hq/meetings/x", "/hq/staff/x"] {
        let fa = site.get(&governor, &format!("/fa{path}")).await;
        assert_eq!(fa.status, StatusCode::NOT_FOUND, "{path}");
        assert!(fa.page.contains("<html lang=\"fa\"") && !fa.page.contains("Invalid URL"), "{}", fa.page);
        assert!(site.get(&governor, &format!("/en{path}")).await.page.contains("<html lang=\"en\""));
        assert!(fa.page.contains("/fa/hq/readiness\""), "among the rooms of the house: {}", fa.page);
    }
}

#[tokio::test]
async fn a_page_in_english_has_names_in_latin_letters() {
    let (site, governor, _) = begun().await;
    let of = async |lang: &str| site.get(&governor, &format!("/{lang}/hq")).await.page;
    assert!(of("en").await.contains(">Governor</a>") && of("fa").await.contains(">فرماندار</a>"));
    let account = site.get(&governor, "/en/hq/account").await.page;
    assert!(account.contains("Governor · "), "{account}");
    let first = site.get(&governor, "/fa/hq/letters/1").await.page;
    assert!(!first.contains("first start") && first.contains("راه‌اندازی سامانه"), "{first}");
}

#[tokio::test]
async fn enrolment_says_all_that_is_wrong_at_once() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let wrong = [("password", "short"), ("again", "other"), ("code", "000000")];
    let refused = site.post("", &format!("/en/enrol/{link}"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["twelve characters", "differs from the password above", "not right now"] {
        assert!(refused.page.contains(said), "{said}: {}", refused.page);
    }
    site.enrol(&link).await;
}
