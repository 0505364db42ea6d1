//! The people of a made-up province: headquarters, committees, persons with their letters, meetings and what they
//! decided. All of it by the use cases by which officers do it, so that a page shows of it what it would of theirs.

use super::chance;
use super::province::COUNTIES;
use crate::failure::Failure;
use calendar::Day;
use headquarters::decision::{self, Step};
use headquarters::letter::Draft;
use headquarters::meeting::{Meeting, Topic, Typed};
use headquarters::organisation::{Committee, Headquarters, Kind};
use headquarters::permit::{Actor, Appointment, Kind as Act, Officer, Permit, PersonId, act, permit};
use headquarters::person::Person;
use headquarters::place::Place;
use headquarters::role::Role;
use office::Office;
use rand::RngExt as _;
use std::collections::BTreeMap;

/// Meetings of a county's headquarters, and decisions of each.
const MEETINGS: u32 = 20;
const DECISIONS: u32 = 6;

/// An officer by whose hand a sample is made.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    person: PersonId,
    role: Role,
    scope: Place,
}

impl Hand {
    /// Somebody with a role everywhere in the province.
    pub(super) fn of(person: i64, role: Role) -> Self {
        Self { person: PersonId(person), role, scope: super::province::top() }
    }

    /// What this officer may do.
    pub(super) fn may<A: Act>(&self) -> Result<Permit<A>, Failure> {
        let appointments = vec![Appointment { letter: 0, role: self.role, scope: self.scope.clone() }];
        let officer = Officer { person: self.person, name: "amin sample".into(), appointments };
        permit(Actor::Officer(officer)).map_err(Failure::other)
    }
}

/// Fills an office that has regions already, by the hands of its first two officers.
pub(super) async fn fill(office: &Office, regions: &[office::Region], seed: u64) -> Result<(), Failure> {
    office.first_links(&permit(Actor::Operator).map_err(Failure::other)?, &super::province::top()).await?;
    let (governor, chair) = (Hand::of(1, Role::Governor), Hand::of(2, Role::SupervisoryChair));
    let formed = office.today().after(-90);
    let mut login = 0;
    let mut appoint = async |(role, committee): (Role, Option<i64>), place: &Place| {
        login += 1;
        let hand = if role.is_supervisory() { &chair } else { &governor };
        appointed(office, hand, (role, committee), place, (login, formed)).await
    };
    for region in regions {
        let place = &region.place;
        match place.as_str().matches('/').count() {
            0 => {
                form(office, &governor, region, formed).await?;
                appoint((Role::Secretary, None), place).await?;
            }
            1 => {
                let committees = form(office, &governor, region, formed).await?;
                let mut owners = Vec::new();
                for role in HEADS {
                    let heads = role.heads().and_then(|kind| committees.get(&kind.code()).copied());
                    owners.push(appoint((role, heads), place).await?);
                }
                for _ in 0..4 {
                    appoint((Role::Supervisor, None), place).await?;
                }
                decide(office, &governor, region, &owners, seed).await?;
            }
            _ => {
                appoint((Role::DistrictHead, None), place).await?;
                for _ in 0..9 {
                    appoint((Role::Inspector, None), place).await?;
                }
            }
        }
    }
    Ok(())
}

/// Who runs a county's headquarters.
const HEADS: [Role; 7] = [
    Role::Secretary,
    Role::SecurityHead,
    Role::PoliceHead,
    Role::LogisticsHead,
    Role::InfrastructureHead,
    Role::InformationHead,
    Role::StoreKeeper,
];

/// The headquarters of a place with its committees, which it answers by their kind. The province's was formed with its
/// first officers.
async fn form(
    office: &Office,
    by: &Hand,
    region: &office::Region,
    formed: Day,
) -> Result<BTreeMap<&'static str, i64>, Failure> {
    let place = &region.place;
    if *place != super::province::top() {
        let (name, latin) =
            (format!("ستاد انتخابات {}", region.name), format!("Headquarters of {}", region.latin));
        let new = Headquarters { place: place.clone(), name, latin, formed, ended: None, version: 1 };
        office.form_headquarters(&by.may()?, new).await?;
    }
    let mut committees = BTreeMap::new();
    for kind in &Kind::ALL[..5] {
        let (place, kind) = (place.clone(), *kind);
        let new = Committee { id: 0, place, kind, name: String::new(), formed, ended: None, version: 1 };
        committees.insert(kind.code(), office.form_committee(&by.may()?, new).await?);
    }
    Ok(committees)
}

async fn appointed(
    office: &Office,
    by: &Hand,
    (role, committee): (Role, Option<i64>),
    scope: &Place,
    (login, formed): (u32, Day),
) -> Result<PersonId, Failure> {
    let new = Person {
        id: PersonId(0),
        name: format!("مأمور {login}"),
        latin: format!("Officer {login}"),
        login: format!("officer-{login}"),
        place: scope.clone(),
        version: 1,
    };
    let (person, _) = office.register_person(&by.may::<act::RegisterPerson>()?, new).await?;
    // One letter in ten ends before the polls, so that somebody has to see it.
    let (from, until) = (formed.after(65), formed.after(if login % 10 == 0 { 95 } else { 200 }));
    let (basis, scope) = ("ماده ۹۰ قانون انتخابات".into(), scope.clone());
    let draft = Draft { person, role, scope, committee, from, until, basis, supersedes: None };
    // The other of the first two signs too: whoever registered somebody does not appoint them alone.
    let (governor, chair) = (Hand::of(1, Role::Governor), Hand::of(2, Role::SupervisoryChair));
    let letter = if role.is_supervisory() {
        (office.issue_letter(&by.may::<act::AppointSupervisor>()?, draft, true).await?, governor)
    } else {
        (office.issue_letter(&by.may::<act::AppointExecutive>()?, draft, true).await?, chair)
    };
    office.confirm_letter(&letter.1.may()?, letter.0.number).await?;
    Ok(person)
}

/// A county's meetings, the decisions of each, and how far these have come.
async fn decide(
    office: &Office,
    by: &Hand,
    region: &office::Region,
    owners: &[PersonId],
    seed: u64,
) -> Result<(), Failure> {
    let county = COUNTIES.iter().position(|county| county.0 == region.place.code()).unwrap_or(0);
    let mut rng = chance::of(seed, "meetings", county as u64);
    let today = office.today();
    for n in 0..MEETINGS {
        let held = today.after(-i64::from(MEETINGS - n) * 4);
        let topic = Topic::ALL[rng.random_range(0..Topic::ALL.len())];
        let title = format!("جلسه‌ی {} ستاد {}", n + 1, region.name);
        let invited: Vec<PersonId> = owners.iter().take(4).copied().collect();
        let new = Meeting::read(&Typed {
            place: region.place.as_str(),
            committee: "",
            topic: topic.code(),
            title: &title,
            held: &held.to_string(),
            hour: ["09:30", "11:30", "14:30", "16:30"][n as usize % 4],
            invited: &invited,
            guests: if topic == Topic::Operators { "نماینده‌ی اپراتور" } else { "" },
            present: "فرماندار و رؤسای کمیته‌ها",
            agenda: "شعب، ارتباطات، تجهیزات",
            minutes: "گزارش‌ها شنیده شد.",
        });
        let new = new.map_err(office::Error::from)?;
        let meeting = office.call_meeting(&by.may()?, new).await?;
        for _ in 0..DECISIONS {
            let owner = owners[rng.random_range(0..owners.len())];
            let text = format!("پیگیری کاستی‌های شعب {} تا بازدید بعدی", region.name);
            let draft = decision::Draft { text, owner, due: held.after(rng.random_range(5..40)) };
            let number = office.put_decision(&by.may()?, meeting, draft).await?;
            carry_out(office, by, owner, number, rng.random_range(0..10)).await?;
        }
    }
    Ok(())
}

/// Seven in ten are begun, five reported, four verified.
async fn carry_out(
    office: &Office,
    by: &Hand,
    owner: PersonId,
    number: i64,
    far: u32,
) -> Result<(), Failure> {
    let owner = Hand { person: owner, role: Role::Secretary, scope: by.scope.clone() };
    let say = async |step: Step, note: &str| {
        office.say_of_decision(&owner.may::<act::ReportDecision>()?, number, step, note, Vec::new()).await?;
        Ok::<(), Failure>(())
    };
    if far < 7 {
        say(Step::Begin, "آغاز شد").await?;
    }
    if far < 5 {
        say(Step::Report, "انجام شد؛ صورت‌جلسه پیوست است").await?;
    }
    if far < 4 {
        office
            .say_of_decision(&by.may::<act::VerifyDecision>()?, number, Step::Verify, "دیده شد", Vec::new())
            .await?;
    }
    Ok(())
}
