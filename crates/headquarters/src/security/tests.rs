use super::*;
use crate::form::Why;
use crate::permit::SamePerson;
use proptest::prelude::*;

fn day(n: i64) -> Day {
    "2026-03-01".parse::<Day>().expect("a day").after(n)
}

fn signed(on: i64, by: i64) -> Signed {
    Signed { on: day(on), by: PersonId(by) }
}

fn segment() -> Segment {
    let typed =
        [("code", "branches-rey"), ("name", "شعبه‌های ری"), ("place", "tehran/rey"), ("zone", "branches")];
    let of = |name: &str| typed.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| *value);
    typed::segment(of, signed(0, 1)).expect("all is there")
}

fn incident() -> Incident {
    Incident {
        number: 1,
        title: "دستگاهی ناشناس".into(),
        place: "tehran/rey/2".parse().expect("a place"),
        segment: "branches-rey".into(),
        reported_as: Severity::Medium,
        body: "پیمانکار".into(),
        opened: signed(3, 1),
        at: None,
        lines: Vec::new(),
    }
}

fn line(at: u64, by: i64, step: Step) -> Line {
    Line { signed: signed(3 + at as i64, by), at, step }
}

fn take() -> Step {
    Step::Take { text: text("با نامه‌ی ۱۲") }
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_segment_goes_from_body_to_body_by_two_people_and_is_never_between_two_chairs() {
    let mut segment = segment();
    assert_eq!(segment.take(signed(1, 2)), Err(SegmentRefused::NoOffer));
    segment.offer(text("پیمانکار"), day(40), signed(1, 2)).expect("from today on");
    assert_eq!(segment.responsible_on(day(1)), None, "offered is not taken");
    assert_eq!(segment.take(signed(2, 2)), Err(SegmentRefused::SamePerson(SamePerson(PersonId(2)))));
    segment.take(signed(2, 3)).expect("another");
    assert_eq!(segment.responsible_on(day(40)).map(|body| body.body.as_str()), Some("پیمانکار"));
    assert_eq!((segment.responsible_on(day(41)), segment.unanswered_since(day(45))), (None, day(41)));
    segment.offer(text("پلیس فتا"), day(90), signed(20, 3)).expect("ahead of its end");
    assert_eq!(
        segment.responsible_on(day(20)).map(|body| body.body.as_str()),
        Some("پیمانکار"),
        "until taken"
    );
    segment.take(signed(21, 4)).expect("another");
    assert_eq!(segment.responsible_on(day(21)).map(|body| body.body.as_str()), Some("پلیس فتا"));
    assert_eq!(segment.offer(text("کسی"), day(3), signed(22, 1)), Err(SegmentRefused::Passed(day(3))));
}

#[test]
fn an_inventory_has_each_name_and_address_once_and_forgets_nothing() {
    let mut segment = segment();
    let host = |name: &'static str, address: &'static str| {
        let of = move |field: &str| match field {
            "host" => name,
            "address" => address,
            _ => "server",
        };
        typed::host(of, signed(1, 1))
    };
    segment.add_host(host("hq-1", "10.0.0.1").expect("a host")).expect("new");
    for (name, address) in [("hq-1", "10.0.0.2"), ("hq-2", "10.0.0.1")] {
        let again = segment.add_host(host(name, address).expect("a host"));
        assert_eq!(again, Err(SegmentRefused::Taken("hq-1".into())));
    }
    assert!(host("hq-3", "10.0.0.300").is_err() && host("../etc", "10.0.0.3").is_err());
    segment.remove_host("hq-1", text("سرور سوخت"), signed(2, 1)).expect("stands there");
    assert_eq!(
        segment.remove_host("hq-1", text("…"), signed(3, 1)),
        Err(SegmentRefused::NoHost("hq-1".into()))
    );
    segment.add_host(host("hq-1", "10.0.0.1").expect("a host")).expect("its place is free");
    assert_eq!(segment.hosts.len(), 2);
}

fn list(rows: &[&str]) -> Result<Vec<Certificate>, Vec<crate::table::Wrong>> {
    let rows = std::iter::once(&"serial;subject;from;until").chain(rows);
    typed::certificates(rows.map(|row| row.split(';').map(str::to_owned).collect()))
}

#[test]
fn a_list_of_certificates_is_all_or_nothing_safe_to_repeat_and_warns() {
    let mut segment = segment();
    let rows = ["0A:01;booth-1;2026-03-01;2026-03-31", "0a02;booth-2;2026-03-01;2026-12-31"];
    assert_eq!(segment.add_certificates(list(&rows).expect("a list")), Ok(2));
    assert_eq!(segment.add_certificates(list(&rows).expect("a list")), Ok(0));
    let other = list(&["0a01;booth-9;2026-03-01;2026-03-31", "0a03;x;2026-03-01;2026-03-02"]);
    assert_eq!(segment.add_certificates(other.expect("a list")), Err(SegmentRefused::Differs("0a01".into())));
    assert_eq!(segment.certificates.len(), 2, "nothing of it was taken");
    let polling = day(60);
    let of = |segment: &Segment, n: usize, on: i64| segment.certificates[n].validity(day(on), polling);
    assert_eq!(
        [of(&segment, 0, 5), of(&segment, 0, 31), of(&segment, 1, 31)],
        [Validity::Short, Validity::Expired, Validity::Good]
    );
    segment.revoke("0a02", signed(7, 1)).expect("is known");
    assert_eq!([of(&segment, 1, 6), of(&segment, 1, 7)], [Validity::Good, Validity::Revoked]);
    let wrong = list(&["xyz;booth 1;2026-03-05;2026-03-01"]).expect_err("three cells");
    let said: Vec<_> = wrong.iter().map(|one| (one.row, one.column, one.why)).collect();
    assert_eq!(
        said,
        [(2, "serial", Why::NoSerial), (2, "subject", Why::NoSerial), (2, "until", Why::Before(day(4)))]
    );
}

#[test]
fn an_incident_is_closed_by_another_than_who_resolved_it_with_a_lesson() {
    let mut incident = incident();
    let close = || Step::Close { lesson: text("پورت بی‌مصرف بسته شود") };
    assert_eq!(incident.add(line(1, 2, close())), Err(IncidentRefused::NotFrom(State::Open)));
    incident
        .add(line(1, 2, Step::Weigh { severity: Severity::High, text: text("در دو شعبه") }))
        .expect("a line");
    assert!(!incident.is_grave_on(day(3)) && incident.is_grave_on(day(4)), "as it was known on the day");
    incident.add(line(2, 2, Step::Contain { text: text("پورت بسته شد") })).expect("open");
    incident.add(line(3, 2, Step::Resolve { text: text("برداشته شد") })).expect("contained");
    assert!(incident.is_grave_on(day(5)) && !incident.is_grave_on(day(6)));
    assert_eq!(incident.add(line(4, 2, close())), Err(IncidentRefused::SamePerson(SamePerson(PersonId(2)))));
    assert_eq!(incident.add(line(1, 3, close())), Err(IncidentRefused::Backwards));
    incident.add(line(4, 3, close())).expect("another");
    let late = incident.add(line(5, 3, Step::Note { text: text("…") }));
    assert_eq!(late, Err(IncidentRefused::NotFrom(State::Closed)));
}

#[test]
fn an_incident_is_handed_over_by_two_people() {
    let mut incident = incident();
    let offer = || Step::Offer { body: text("پلیس فتا") };
    assert_eq!(incident.add(line(1, 2, take())), Err(IncidentRefused::NoOffer));
    incident.add(line(1, 2, offer())).expect("a line");
    assert_eq!(incident.whose(), ("پیمانکار", Some("پلیس فتا")));
    assert_eq!(incident.add(line(2, 2, take())), Err(IncidentRefused::SamePerson(SamePerson(PersonId(2)))));
    incident.add(line(2, 3, take())).expect("another");
    assert_eq!(incident.whose(), ("پلیس فتا", None));
    assert_eq!(incident.add(line(3, 3, take())), Err(IncidentRefused::NoOffer), "an offer is taken once");
}

#[test]
fn a_branch_is_told_of_what_its_segments_and_incidents_lack() {
    let branch: Place = "tehran/rey/2/0007".parse().expect("a place");
    let (mut segment, mut grave) = (segment(), incident());
    grave.reported_as = Severity::Critical;
    let found = |segment: &Segment, incidents: &[Incident], on: i64| {
        findings(&branch, std::iter::once(segment), incidents.iter(), (day(on), day(60)))
    };
    assert_eq!(found(&segment, &[], 5), [(Topic::NoResponsible, day(0))]);
    segment.offer(text("پیمانکار"), day(59), signed(5, 1)).expect("from today on");
    segment.take(signed(5, 2)).expect("another");
    assert_eq!(found(&segment, &[], 6), [(Topic::NoResponsible, day(6))], "their term ends before the polls");
    segment.offer(text("پیمانکار"), day(61), signed(6, 1)).expect("longer");
    segment.take(signed(6, 2)).expect("another");
    segment.add_certificates(list(&["0a;booth-1;2026-03-01;2026-03-31"]).expect("a list")).expect("new");
    assert_eq!(
        found(&segment, std::slice::from_ref(&grave), 7),
        [(Topic::Certificate, day(7)), (Topic::Unconfirmed, day(3))]
    );
    segment.add_certificates(list(&["0b;booth-1;2026-03-09;2026-12-31"]).expect("a list")).expect("renewed");
    grave.place = "tehran/rey/3".parse().expect("a place");
    assert_eq!(found(&segment, &[grave], 8), [], "renewed from that day on, and another district's");
}

#[test]
fn one_persons_word_reddens_one_branch_and_a_second_persons_the_whole_scope() {
    let branch: Place = "tehran/rey/2/0007".parse().expect("a place");
    let topics = |incident: &Incident, on: i64| {
        let found = findings(&branch, std::iter::empty(), std::iter::once(incident), (day(on), day(60)));
        found.into_iter().map(|(topic, since)| (topic, since == day(3))).collect::<Vec<_>>()
    };
    let weigh = |severity| Step::Weigh { severity, text: text("دیدیم") };
    let mut wide = incident();
    wide.reported_as = Severity::Critical;
    assert_eq!(topics(&wide, 3), [(Topic::Unconfirmed, true)]);
    wide.add(line(1, 1, weigh(Severity::Critical))).expect("a line");
    assert_eq!(topics(&wide, 4), [(Topic::Unconfirmed, true)], "the same person again");
    wide.add(line(2, 2, weigh(Severity::High))).expect("a line");
    assert_eq!(topics(&wide, 4), [(Topic::Unconfirmed, true)], "as it was the day before");
    assert_eq!(topics(&wide, 5), [(Topic::Incident, true)], "since it was reported");
    wide.add(line(3, 2, weigh(Severity::Low))).expect("a line");
    assert_eq!(topics(&wide, 6), [(Topic::MinorIncident, true)]);
    wide.add(line(4, 2, Step::Resolve { text: text("برداشته شد") })).expect("a line");
    assert_eq!(topics(&wide, 7), []);
    // A second person's word about something small is none about something grave.
    let mut raised = Incident { reported_as: Severity::Low, ..incident() };
    raised.add(line(1, 2, weigh(Severity::Low))).expect("a line");
    assert_eq!(topics(&raised, 4), [(Topic::MinorIncident, true)]);
    raised.add(line(2, 1, weigh(Severity::Critical))).expect("a line");
    assert_eq!(topics(&raised, 5), [(Topic::Unconfirmed, true)], "its reporter alone says so");
    raised.add(line(3, 2, Step::Contain { text: text("جدا شد") })).expect("a line");
    assert_eq!(topics(&raised, 6), [(Topic::Incident, true)]);
    let mut here = Incident { place: branch.clone(), reported_as: Severity::High, ..incident() };
    assert_eq!(topics(&here, 3), [(Topic::Incident, true)], "whoever is there knows");
    here.reported_as = Severity::Low;
    assert_eq!(topics(&here, 3), [(Topic::MinorIncident, true)]);
    let low = Incident { reported_as: Severity::Low, ..incident() };
    assert_eq!(topics(&low, 3), [], "a nuisance somewhere in the district says nothing of a branch");
}

#[test]
fn only_what_may_follow_is_allowed_to_a_person() {
    let incident = incident();
    let bare = |step: Step, by: i64| incident.allows(&step, PersonId(by)).is_ok();
    assert!(bare(Step::Contain { text: text("") }, 1) && bare(Step::Note { text: text("") }, 1));
    for step in [Step::Close { lesson: text("") }, Step::Reopen { text: text("") }, take()] {
        assert!(!bare(step, 2));
    }
}

proptest! {
    /// Whatever is tried, in whichever order: a closed incident was resolved by another, a line is never taken back, and
    /// it is read as it was written.
    #[test]
    fn a_time_line_only_grows_and_nobody_closes_what_they_resolved(tries in proptest::collection::vec((0..8_u8, 1..4_i64, 0..3_u64), 0..40)) {
        let mut incident = incident();
        let mut now = 0;
        for (n, by, later) in tries {
            now += later;
            let before = incident.lines.clone();
            let step = match n {
                0 => Step::Note { text: text("…") },
                1 => Step::Weigh { severity: Severity::Low, text: text("…") },
                2 => Step::Contain { text: text("…") },
                3 => Step::Resolve { text: text("…") },
                4 => Step::Reopen { text: text("…") },
                5 => Step::Close { lesson: text("…") },
                6 => Step::Offer { body: text("ب") },
                _ => take(),
            };
            let _ = incident.add(line(now, by, step));
            prop_assert!(incident.lines.starts_with(&before) && incident.lines.len() <= before.len() + 1);
        }
        if incident.state() == State::Closed {
            let closed = incident.lines.last().expect("it has lines");
            let last_is_close = matches!(closed.step, Step::Close { .. });
            prop_assert!(last_is_close);
            let resolved = incident.lines.iter().rev().find(|l| matches!(l.step, Step::Resolve { .. })).expect("a line");
            prop_assert_ne!(closed.signed.by, resolved.signed.by);
        }
        let written = serde_json::to_string(&incident).expect("text");
        prop_assert_eq!(serde_json::from_str::<Incident>(&written).expect("the same"), incident);
    }

    #[test]
    fn any_list_of_certificates_is_read_or_refused(cells in proptest::collection::vec(proptest::collection::vec("[a-f0-9:-]{0,10}|.{0,5}", 0..6), 0..6)) {
        let heading = typed::CERTIFICATE.map(str::to_owned).to_vec();
        if let Ok(read) = typed::certificates(std::iter::once(heading).chain(cells.clone())) {
            prop_assert!(read.len() <= cells.len());
        }
    }
}
