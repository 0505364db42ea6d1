//! A member of staff, a session and a plan as they are typed into a form, or stand in a row of a table.

use super::eligibility::{Declaration, Kin, Schooling, bars};
use super::member::{Member, Signed};
use super::post::{MOST, Plan, Post};
use super::training::{Grade, LARGEST};
use crate::branch::Coordinates;
use crate::form::{LINE, Mistake, Reading, Why};
use crate::place::Place;
use calendar::Day;
use election::national_id::NationalId;

/// The fields of a form and the columns of a table, in their order.
pub const FIELDS: [&str; 14] = [
    "national",
    "name",
    "latin",
    "phone",
    "post",
    "home",
    "lives",
    "born",
    "schooling",
    "candidate",
    "agent",
    "kin",
    "supervises",
    "offence",
];

/// The longest telephone number.
const PHONE: usize = 20;

/// Somebody as they were typed: their national number, which no file keeps, and their file without a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Checked, and kept as a keyed hash alone.
    pub national: NationalId,
    /// The rest.
    pub member: Member,
}

/// The last digits of a national number, the others starred.
#[must_use]
pub fn masked(national: &NationalId) -> String {
    format!("*******{}", &national.as_str()[7..])
}

/// Reads somebody who is taken on, with all that is wrong and all that bars them.
pub fn member<'a>(
    field: impl Fn(&'static str) -> &'a str,
    polling: Day,
    appointed: Signed,
) -> Result<Typed, Vec<Mistake>> {
    let mut reading = Reading::default();
    let (national, file) = both(&mut reading, &field, appointed);
    for bar in file.iter().flat_map(|file| bars(&file.declared, file.post, polling)) {
        reading.mistake(bar.field(), Why::Barred(bar));
    }
    reading.answer(national.zip(file).map(typed))
}

/// Reads somebody who asks to be taken on. What bars them is no mistake of the form: whoever decides writes it down.
pub fn applicant<'a>(
    field: impl Fn(&'static str) -> &'a str,
    appointed: Signed,
) -> Result<Typed, Vec<Mistake>> {
    let mut reading = Reading::default();
    let (national, file) = both(&mut reading, &field, appointed);
    reading.answer(national.zip(file).map(typed))
}

/// Reads whether something bars somebody from what they ask for, whatever else is wrong with the form: whoever mends two
/// mistakes at once is not unknown for having made two.
pub fn barred<'a>(field: impl Fn(&'static str) -> &'a str, polling: Day, appointed: Signed) -> Option<Typed> {
    let (national, file) = both(&mut Reading::default(), &field, appointed);
    let barred = national.zip(file).map(typed)?;
    (!bars(&barred.member.declared, barred.member.post, polling).is_empty()).then_some(barred)
}

fn both<'a>(
    reading: &mut Reading,
    field: &impl Fn(&'static str) -> &'a str,
    appointed: Signed,
) -> (Option<NationalId>, Option<Member>) {
    (national(reading, field("national")), whole(reading, field, appointed))
}

fn typed((national, member): (NationalId, Member)) -> Typed {
    Typed { member: Member { national: masked(&national), ..member }, national }
}

/// Reads what the file of somebody says who is on the list already. What bars them is no mistake here: it is written down.
pub fn file<'a>(field: impl Fn(&'static str) -> &'a str, appointed: Signed) -> Result<Member, Vec<Mistake>> {
    let mut reading = Reading::default();
    let file = whole(&mut reading, &field, appointed);
    reading.answer(file)
}

fn whole<'a>(
    reading: &mut Reading,
    field: &impl Fn(&'static str) -> &'a str,
    appointed: Signed,
) -> Option<Member> {
    let name = reading.text("name", field("name"), LINE);
    let latin = reading.note("latin", field("latin"), LINE);
    let phone = reading.note("phone", field("phone"), PHONE);
    let post: Option<Post> = reading.read("post", field("post"), Why::Unknown);
    let home: Option<Place> = reading.read("home", field("home"), Why::NoPlace);
    let lives = lives(reading, field("lives"));
    let declared = declaration(reading, field);
    let (post, (home, declared)) = post.zip(home.zip(declared))?;
    Some(Member {
        number: 0,
        national: String::new(),
        name,
        latin,
        phone,
        home,
        lives,
        post,
        declared,
        appointed,
        basis: BASIS.to_owned(),
        left: None,
        returned: Vec::new(),
        examined: Vec::new(),
        services: Vec::new(),
        shifts: Vec::new(),
        mistaken: Vec::new(),
    })
}

/// What every temporary appointment rests on.
pub const BASIS: &str = "ماده ۹۰ قانون انتخابات شوراها";

fn national(reading: &mut Reading, typed: &str) -> Option<NationalId> {
    match NationalId::parse(typed) {
        Ok(national) => Some(national),
        Err(_) => {
            let why = if typed.trim().is_empty() { Why::Missing } else { Why::NoNationalId };
            reading.mistake("national", why);
            None
        }
    }
}

fn lives(reading: &mut Reading, typed: &str) -> Option<Coordinates> {
    if typed.trim().is_empty() { None } else { reading.read("lives", typed, Why::NoCoordinates) }
}

fn declaration<'a>(reading: &mut Reading, field: &impl Fn(&'static str) -> &'a str) -> Option<Declaration> {
    let born: Option<Day> = reading.read("born", field("born"), Why::NoDay);
    let schooling: Option<Schooling> = reading.read("schooling", field("schooling"), Why::Unknown);
    let kin = match field("kin").trim() {
        "" => Some(Kin::Stranger),
        typed => reading.read("kin", typed, Why::Unknown),
    };
    let [candidate, agent, supervises, offence] =
        ["candidate", "agent", "supervises", "offence"].map(|name| said(reading, name, field(name)));
    let (born, (schooling, kin)) = born.zip(schooling.zip(kin))?;
    Some(Declaration { born, schooling, candidate, agent, kin, supervises, offence })
}

/// What somebody declares who is taken on.
pub const DECLARED: [&str; 5] = ["candidate", "agent", "supervises", "offence", "kin"];

/// What nobody was asked in a form: there an answer is given by hand, and nobody is declared free of a bar by leaving it.
/// In a table, which somebody filled elsewhere, an empty cell says no.
pub fn unasked<'a>(field: impl Fn(&'static str) -> &'a str) -> Vec<Mistake> {
    let left = DECLARED.into_iter().filter(|name| field(name).trim().is_empty());
    left.map(|field| Mistake { field, why: Why::Missing }).collect()
}

/// Yes or no; nothing is no. Anything else is a mistake, and never a silent no.
fn said(reading: &mut Reading, name: &'static str, typed: &str) -> bool {
    match typed.trim() {
        "yes" | "بله" | "1" => true,
        "" | "no" | "خیر" | "0" => false,
        _ => {
            reading.mistake(name, Why::Unknown);
            false
        }
    }
}

/// The fields of somebody, as they are typed; the national number only as far as it is kept.
#[must_use]
pub fn write(member: &Member) -> [(&'static str, String); 14] {
    let declared = &member.declared;
    let yes = |said: bool| if said { "yes" } else { "" }.to_owned();
    let values = [
        member.national.clone(),
        member.name.clone(),
        member.latin.clone(),
        member.phone.clone(),
        member.post.to_string(),
        member.home.to_string(),
        member.lives.map_or(String::new(), |lives| lives.to_string()),
        declared.born.to_string(),
        declared.schooling.to_string(),
        yes(declared.candidate),
        yes(declared.agent),
        declared.kin.to_string(),
        yes(declared.supervises),
        yes(declared.offence),
    ];
    let mut values = values.into_iter();
    FIELDS.map(|field| (field, values.next().expect("a value a field")))
}

/// A session as it is typed: who teaches is a number, and whether they may is asked when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// For which post.
    pub post: Post,
    /// For which grade.
    pub grade: Grade,
    /// For whom.
    pub place: Place,
    /// Where it is held.
    pub venue: String,
    /// When.
    pub on: Day,
    /// How many it seats.
    pub capacity: u16,
    /// Who teaches.
    pub trainer: i64,
    /// Why it is written down after its day; empty for one that is announced.
    pub late: String,
}

/// Reads a session that is announced, or one that was held already, with the reason why it is written down so late.
pub fn session<'a>(field: impl Fn(&'static str) -> &'a str, today: Day) -> Result<NewSession, Vec<Mistake>> {
    let mut reading = Reading::default();
    let post = reading.read("post", field("post"), Why::Unknown);
    let grade = reading.read("grade", field("grade"), Why::Unknown);
    let place = reading.read("place", field("place"), Why::NoPlace);
    let venue = reading.text("venue", field("venue"), LINE);
    let on: Option<Day> = reading.read("on", field("on"), Why::NoDay);
    let late = match on.is_some_and(|on| on < today) {
        true => reading.text("late", field("late"), LINE),
        false => String::new(),
    };
    let capacity: Option<u16> = reading.read("capacity", field("capacity"), Why::NoNumber);
    if capacity.is_some_and(|capacity| capacity == 0 || capacity > LARGEST) {
        reading.mistake("capacity", Why::NoNumber);
    }
    let trainer = reading.read("trainer", field("trainer"), Why::NoNumber);
    let whole = post.zip(grade).zip(place.zip(on)).zip(capacity.zip(trainer));
    reading.answer(whole.map(|(((post, grade), (place, on)), (capacity, trainer))| NewSession {
        post,
        grade,
        place,
        venue,
        on,
        capacity,
        trainer,
        late,
    }))
}

/// The fields of a plan.
pub const PLAN: [&str; 8] = [
    "board-members",
    "operators-per-device",
    "governor-representatives",
    "supervisor-representatives",
    "police",
    "branches-per-technician",
    "branches-per-inspector",
    "reserve-percent",
];

/// Reads a plan.
pub fn plan<'a>(field: impl Fn(&'static str) -> &'a str) -> Result<Plan, Vec<Mistake>> {
    let mut reading = Reading::default();
    let numbers: Vec<u16> = PLAN
        .into_iter()
        .filter_map(|name| {
            let number: Option<u16> = reading.read(name, field(name), Why::NoNumber);
            if number.is_some_and(|number| number > MOST) {
                reading.mistake(name, Why::NoNumber);
            }
            number
        })
        .collect();
    let whole = <[u16; 8]>::try_from(numbers).ok();
    reading.answer(whole.map(|n| Plan {
        board_members: n[0],
        operators_per_device: n[1],
        governor_representatives: n[2],
        supervisor_representatives: n[3],
        police: n[4],
        branches_per_technician: n[5],
        branches_per_inspector: n[6],
        reserve_percent: n[7],
    }))
}

/// The numbers of a plan, as they are typed.
#[must_use]
pub fn write_plan(plan: &Plan) -> [(&'static str, String); 8] {
    let numbers = [
        plan.board_members,
        plan.operators_per_device,
        plan.governor_representatives,
        plan.supervisor_representatives,
        plan.police,
        plan.branches_per_technician,
        plan.branches_per_inspector,
        plan.reserve_percent,
    ];
    let mut numbers = numbers.into_iter();
    PLAN.map(|name| (name, numbers.next().expect("a number a field").to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permit::PersonId;
    use crate::staff::Bar;

    fn polling() -> Day {
        "1405/02/11".parse().expect("a day")
    }

    fn signed() -> Signed {
        Signed { on: "2026-01-01".parse().expect("a day"), by: PersonId(1) }
    }

    const ROW: [(&str, &str); 9] = [
        ("national", "۰۰۷۶۲۲۹۲۸۹"),
        ("name", "مریم نوری"),
        ("post", "operator"),
        ("home", "tehran/rey/2"),
        ("lives", "35.58,51.43"),
        ("born", "1370/05/01"),
        ("schooling", "diploma"),
        ("agent", "خیر"),
        ("kin", "further"),
    ];

    fn read(changed: &[(&'static str, &'static str)]) -> Result<Typed, Vec<Mistake>> {
        let of = |name: &'static str| {
            let all = changed.iter().chain(&ROW);
            all.clone().find(|(field, _)| *field == name).map_or("", |(_, value)| *value)
        };
        member(of, polling(), signed())
    }

    #[test]
    fn somebody_is_read_and_written_the_same_but_for_their_national_number() {
        let typed = read(&[]).expect("all is there");
        assert_eq!((typed.national.as_str(), typed.member.national.as_str()), ("0076229289", "*******289"));
        assert!(!serde_json::to_string(&typed.member).expect("text").contains("0076229289"));
        let fields = write(&typed.member);
        let value = |name| {
            if name == "national" {
                "0076229289"
            } else {
                fields.iter().find(|(f, _)| *f == name).map_or("", |(_, v)| v)
            }
        };
        assert_eq!(member(value, polling(), signed()), Ok(typed));
    }

    #[test]
    fn what_bars_somebody_stands_at_its_field() {
        let barred =
            read(&[("candidate", "بله"), ("kin", "spouse"), ("schooling", "literate")]).expect_err("barred");
        let said: Vec<_> = barred.into_iter().map(|mistake| (mistake.field, mistake.why)).collect();
        let expected = [("schooling", Bar::NoDiploma), ("candidate", Bar::Candidate), ("kin", Bar::Kin)];
        assert_eq!(said, expected.map(|(field, bar)| (field, Why::Barred(bar))));
    }

    #[test]
    fn a_mistyped_answer_is_never_a_silent_no() {
        let wrong = read(&[("candidate", "maybe"), ("national", "0076229288")]).expect_err("mistyped");
        let fields: Vec<_> = wrong.iter().map(|mistake| (mistake.field, mistake.why)).collect();
        assert_eq!(fields, [("national", Why::NoNationalId), ("candidate", Why::Unknown)]);
    }

    #[test]
    fn a_plan_is_read_and_written_the_same_and_a_slip_is_refused() {
        let fields = write_plan(&Plan::default());
        let value =
            |name| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value.as_str());
        assert_eq!(plan(value), Ok(Plan::default()));
        let wrong = plan(|name| if name == "police" { "2000" } else { value(name) }).expect_err("a slip");
        assert_eq!(wrong, [Mistake { field: "police", why: Why::NoNumber }]);
    }

    #[test]
    fn a_session_of_yesterday_takes_a_reason_and_none_is_for_nobody() {
        let typed = [
            ("post", "police"),
            ("grade", "branch"),
            ("place", "tehran/rey"),
            ("venue", "البرز"),
            ("on", "2025-12-31"),
            ("capacity", "0"),
            ("trainer", "7"),
        ];
        let wrong =
            session(|name| typed.iter().find(|(f, _)| *f == name).map_or("", |(_, v)| v), signed().on);
        let fields: Vec<_> = wrong.expect_err("two mistakes").iter().map(|m| (m.field, m.why)).collect();
        assert_eq!(fields, [("late", Why::Missing), ("capacity", Why::NoNumber)]);
    }
}
