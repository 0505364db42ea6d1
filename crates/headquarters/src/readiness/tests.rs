use super::*;
use crate::branch::{
    Agreement, Answer, Handled, Item, Kind, Mark, Risk, Setting, Site, Standing, Step, Survey,
};
use crate::device;
use crate::network::{Bearer, Line, Rehearsal, Signal};
use crate::permit::PersonId;
use crate::place::{Level, Place};
use proptest::prelude::*;

fn day(n: i64) -> Day {
    "2026-01-01".parse::<Day>().expect("a day").after(n)
}

fn deadlines() -> Deadlines {
    Deadlines::of_polling(day(120))
}

fn place(text: &str) -> Place {
    text.parse().expect("a place")
}

/// Nothing is known but the register.
fn new_branch() -> Branch {
    Branch::new(Site {
        place: place("tehran/rey/2/0007"),
        name: "دبستان البرز".into(),
        latin: "Alborz school".into(),
        kind: Kind::School,
        standing: Standing::Fixed,
        setting: Setting::Village,
        education: "ری ۱".into(),
        at: "35.58,51.43".parse().expect("coordinates"),
        devices: 2,
        voters: None,
        rooms: None,
        registered: day(0),
        agreement: None,
    })
}

/// All is done by the tenth day.
fn ready_branch() -> Branch {
    let mut branch = new_branch();
    branch.site.agreement = Some(Agreement { owner: "آموزش و پرورش".into(), on: Some(day(3)) });
    branch.add_survey(survey(5, Mark::Good)).expect("the first survey");
    for (rank, operator) in [(Rank::Primary, "A"), (Rank::Second, "B")] {
        let [tower, route] = [String::new(), String::new()];
        let line =
            Line { rank, bearer: Bearer::Fibre, operator: operator.into(), tower, route, since: day(6) };
        branch.network.lines.push(line);
        let (by, latency_ms, downward_kbps) = (Some(PersonId(1)), 40, None);
        let signal = Signal { on: day(7), by, rank, latency_ms, lost: 0, upward_kbps: 9_000, downward_kbps };
        branch.network.signals.push(signal);
    }
    branch.network.rehearsals.push(Rehearsal { on: day(10), passed: true, note: String::new() });
    branch
}

fn survey(on: i64, power: Mark) -> Survey {
    let answer = |item: &Item| {
        let mark = if *item == Item::Power { power } else { Mark::Good };
        (*item, Answer { mark, note: String::new() })
    };
    Survey {
        on: day(on),
        by: PersonId(1),
        at: None,
        answers: Item::ALL.iter().map(answer).collect(),
        photographs: Vec::new(),
    }
}

/// Ready devices: so many that check voters in, and one of each other kind.
fn stock(identity: u16) -> Stock {
    let mut ready = [1; device::Kind::ALL.len()];
    ready[device::Kind::Identity as usize] = identity;
    Stock(ready)
}

fn enough() -> Stock {
    stock(2)
}

fn findings(branch: &Branch, stock: Stock, day: Day, deadlines: &Deadlines) -> Vec<Finding> {
    super::findings(branch, (stock, &Supply::default()), day, deadlines)
}

fn topics(branch: &Branch, stock: Stock, on: i64) -> Vec<Topic> {
    findings(branch, stock, day(on), &deadlines()).iter().map(|f| f.topic).collect()
}

#[test]
fn a_branch_of_which_nothing_is_known_lacks_everything() {
    use Topic::{Devices, NoAgreement, NoLines, NoRehearsal, NoSurvey};
    let branch = new_branch();
    let all = [NoSurvey, NoAgreement, NoLines, NoRehearsal, Devices];
    assert_eq!(topics(&branch, Stock::default(), 1), all, "the one that is due first comes first");
    assert!(topics(&branch, Stock::default(), -1).is_empty(), "it was not on the register yet");
}

#[test]
fn a_branch_of_which_everything_is_done_is_green_to_the_end() {
    for on in [10, 60, 119, 120] {
        assert_eq!(topics(&ready_branch(), enough(), on), [], "day {on}");
    }
    assert_eq!(topics(&ready_branch(), stock(1), 20), [Topic::Devices]);
}

#[test]
fn the_same_lack_turns_amber_and_red_as_its_day_comes() {
    let branch = new_branch();
    // A survey is due sixty days before the poll: on day 60.
    let colours = [52, 53, 60, 61].map(|on| {
        let found = findings(&branch, enough(), day(on), &deadlines());
        found.iter().find(|f| f.topic == Topic::NoSurvey).expect("not surveyed").colour
    });
    assert_eq!(colours, [Colour::Green, Colour::Amber, Colour::Amber, Colour::Red]);
}

#[test]
fn what_is_grave_is_urgent_from_its_first_day_and_is_not_late() {
    let mut found = findings(&new_branch(), enough(), day(5), &deadlines());
    let more = [(Topic::Incident, day(5)), (Topic::MinorIncident, day(5)), (Topic::Unconfirmed, day(4))];
    add(&mut found, more, day(5), &deadlines());
    let said: Vec<_> = found.iter().map(|f| (f.topic, f.colour, f.due)).collect();
    assert_eq!(
        said[..2],
        [(Topic::Incident, Colour::Red, day(5)), (Topic::Unconfirmed, Colour::Amber, day(4))]
    );
    assert!(said.contains(&(Topic::MinorIncident, Colour::Green, day(106))), "{said:?}");
}

#[test]
fn what_is_to_be_done_first_comes_first_however_many_branches_it_is_in() {
    let mut one = new_branch();
    one.site.agreement = Some(Agreement { owner: "…".into(), on: Some(day(0)) });
    let few = findings(&new_branch(), enough(), day(1), &deadlines());
    let many = findings(&one, Stock::default(), day(1), &deadlines());
    let places = ["1/0001", "2/0001"].map(|at| place(&format!("tehran/rey/{at}")));
    let all = std::iter::once((&places[0], &few[..])).chain(std::iter::repeat_n((&places[1], &many[..]), 9));
    let (_, next) = together(all);
    let said: Vec<_> = next.iter().map(|n| (n.topic, n.branches)).collect();
    assert_eq!(said[..2], [(Topic::NoSurvey, 10), (Topic::NoAgreement, 1)], "{said:?}");
    let within = |n: usize, scope: &str| next[n].is_within(&place(scope));
    let scopes = ["tehran", "tehran/rey/1", "tehran/rey/2", "tehran/rey/1/0002", "tehran/shemiranat"];
    assert_eq!(scopes.map(|scope| within(0, scope)), [true, true, true, true, false]);
    assert_eq!(
        scopes.map(|scope| within(1, scope)),
        [true, true, false, true, false],
        "the other district's is not"
    );
    let without = |n: usize, scopes: &[&str]| {
        let scopes: Vec<Place> = scopes.iter().map(|scope| place(scope)).collect();
        next[n].without(scopes.iter())
    };
    assert_eq!(without(0, &[]), 10);
    assert_eq!(without(0, &["tehran/rey/1"]), 9, "nobody has the other district's");
    assert_eq!(without(0, &["tehran/rey/1", "tehran/rey/2"]), 0);
    assert_eq!([without(0, &["tehran"]), without(1, &["tehran/rey/2"])], [0, 1]);
}

#[test]
fn a_branch_that_was_found_unfit_is_never_green() {
    let mut branch = ready_branch();
    branch.add_survey(survey(11, Mark::Missing)).expect("a later survey");
    let colour = |on: i64| {
        let all = findings(&branch, enough(), day(on), &deadlines());
        all.iter().find(|one| one.topic == Topic::Unfit).expect("unfit").colour
    };
    assert_eq!([colour(11), colour(78), colour(81)], [Colour::Amber, Colour::Amber, Colour::Red]);
}

#[test]
fn an_owner_who_was_only_asked_has_not_agreed() {
    let mut branch = ready_branch();
    branch.site.agreement = Some(Agreement { owner: "آموزش و پرورش".into(), on: None });
    assert_eq!(topics(&branch, enough(), 20), [Topic::NoAgreement]);
}

#[test]
fn a_lack_is_its_owners_until_it_is_reported_and_then_the_inspectors() {
    let mut branch = ready_branch();
    branch.add_survey(survey(20, Mark::Poor)).expect("a later survey");
    let found = |branch: &Branch| findings(branch, enough(), day(40), &deadlines());
    assert_eq!(found(&branch)[0].whose, Whose::Role(Topic::Deficiency.role()));
    assert_eq!(found(&branch)[0].item, Some(Item::Power), "it says what is wanting");
    let assign = Step::Assign { owner: "شرکت برق".into(), due: day(30), why: String::new() };
    let on = |n: i64, by: i64, step: Step| Handled::of(day(n), PersonId(by), step);
    branch.handle(1, on(21, 2, assign)).expect("found");
    let owned = &found(&branch)[0];
    assert_eq!((owned.whose.clone(), owned.since), (Whose::Named("شرکت برق".into()), day(20)));
    assert_eq!(owned.colour, Colour::Red, "its own day has passed");
    branch.handle(1, on(22, 3, Step::Report { note: "شد".into() })).expect("assigned");
    assert_eq!(found(&branch)[0].topic, Topic::Unverified);
    branch.handle(1, on(23, 4, Step::Verify)).expect("another");
    assert!(found(&branch).is_empty());
    assert_eq!(topics(&branch, enough(), 22), [Topic::Unverified], "as it was that day");
}

#[test]
fn lines_that_share_a_fate_and_high_risks_are_found() {
    let mut branch = ready_branch();
    branch.network.lines[1].operator = "a".into();
    let [what, treatment] = [String::new(), String::new()];
    let (owner, raised) = ("بخشدار".into(), day(9));
    branch.raise(Risk { number: 0, what, likelihood: 4, impact: 4, treatment, owner, raised, closed: None });
    assert_eq!(topics(&branch, enough(), 20), [Topic::SharedFate, Topic::Risk]);
    branch.close_risk(1, day(15)).expect("there is one");
    branch.network.signals[1].upward_kbps = 3;
    assert_eq!(topics(&branch, enough(), 20), [Topic::SharedFate, Topic::NoCoverage]);
}

#[test]
fn an_area_sums_what_is_to_be_done_and_is_not_as_red_as_its_worst_branch() {
    let one = findings(&new_branch(), enough(), day(70), &deadlines());
    let places: Vec<Place> = (0..40).map(|n| place(&format!("tehran/rey/{}/{n:04}", n % 2))).collect();
    let each = places.iter().enumerate().map(|(n, place)| (place, if n == 7 { &one[..] } else { &[][..] }));
    let counties = areas(Level::County, each.clone());
    let county = &counties[0];
    assert_eq!((county.place.as_str(), county.count), ("tehran/rey", Count { green: 39, amber: 0, red: 1 }));
    assert_eq!(county.count.colour(50), Colour::Amber);
    assert_eq!(county.count.colour(7), Colour::Red, "in the last week none may be red");
    assert_eq!((county.next[0].topic, county.next[0].branches), (Topic::NoSurvey, 1));
    let districts = areas(Level::District, each);
    assert_eq!(districts.iter().map(|area| area.count.red).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(districts[1].count.colour(50), Colour::Red, "one in twenty");
}

proptest! {
    #[test]
    fn time_alone_makes_nothing_better(early in 0..130_i64, later in 0..130_i64, power in 0..3_usize, ready in 0..3_u16) {
        let mut branch = new_branch();
        branch.add_survey(survey(0, Mark::ALL[power])).expect("the first survey");
        let stock = stock(ready);
        let at = |on| findings(&branch, stock, day(on), &deadlines());
        let (before, after) = (at(early.min(later)), at(early.max(later)));
        prop_assert!(colour(&before) <= colour(&after));
        prop_assert_eq!(before.len(), after.len());
        prop_assert!(after.is_sorted_by_key(|f| std::cmp::Reverse(f.colour)));
        prop_assert!(after.iter().all(|f| f.due <= deadlines().polling && f.since <= day(early.max(later))));
    }

    #[test]
    fn every_branch_is_counted_once_in_each_level(codes in proptest::collection::vec((0..3_u8, 0..3_u8, 0..99_u8), 0..60)) {
        let places: Vec<Place> = codes.iter().map(|(a, b, c)| place(&format!("p/{a}/{b}/{c}"))).collect();
        for level in [Level::Province, Level::County, Level::District, Level::Branch] {
            let areas = areas(level, places.iter().map(|place| (place, &[][..])));
            prop_assert_eq!(areas.iter().map(|area| area.count.all()).sum::<u32>() as usize, places.len());
            prop_assert!(areas.iter().all(|area| area.place.level() == level));
        }
    }
}
