//! The morning page: what is not ready or waits, whose it is, and since when.

use super::field::{next, said::lamp, words::Word as F};
use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::{Absent, Answer, may_read};
use crate::public::{KINDS, calendar};
use ::calendar::{Day, Span};
use axum::extract::State;
use headquarters::decision::{Decision, Status};
use headquarters::permit::{Act, Permit, act};
use headquarters::place::Place;
use headquarters::role::Role;
use headquarters::security::{Incident, Line, State as Incidence, Step};
use headquarters::staff::Member;
use maud::{Markup, html};
use office::{InForce, Office, Register};

/// A letter is said to end soon this many days before.
const SOON: i64 = 14;
/// A decision is said to be due soon this many days before.
const DUE_SOON: i64 = 3;
/// A step of the law is told so many days before its last day, and a move of the polling day so many days after it.
const WEEK: i64 = 7;
/// Of what is not ready, the worst.
const WORST: usize = 8;

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let register = super::places::register(&office, &signed).await?;
    let letters = office.letters_at_hand(&signed.permit()?, SOON).await.map_err(|e| signed.failed(e))?;
    let holders = office.holders(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let decisions = office.decisions_at_hand(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let mine = |heading| decisions.mine.iter().filter(|one| when(one, decisions.today) == heading).collect();
    let kinds: [(H, Vec<&Decision>); 8] = [
        (H::DecisionsMineLate, mine(H::DecisionsMineLate)),
        (H::DecisionsMineSoon, mine(H::DecisionsMineSoon)),
        (H::DecisionsMineReported, mine(H::DecisionsMineReported)),
        (H::DecisionsToVerify, decisions.to_verify.iter().collect()),
        (H::DecisionsEscalated, decisions.escalated.iter().collect()),
        (H::DecisionsWithdrawn, decisions.withdrawn.iter().collect()),
        (H::DecisionsObjected, decisions.objected.iter().collect()),
        (H::DecisionsMineLater, mine(H::DecisionsMineLater)),
    ];
    let said = (&decisions.names, &decisions.asked);
    let to_sign = [(H::LettersWaiting, &letters.waiting), (H::LettersSent, &letters.sent)];
    let (to_take, to_see) = to_take(&office, &signed).await?;
    let meetings = office.meetings_at_hand(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let meetings = [(H::MeetingsToCome, meetings.to_come), (H::MeetingsUnwritten, meetings.unwritten)];
    let steps = first_steps(&office, &signed, &register, &holders, letters.sent.len()).await?;
    let mine: Vec<String> = signed
        .officer
        .appointments
        .iter()
        .map(|held| {
            let place = super::field::said::place(lang, &register, &held.scope);
            format!("{} · {place}", lang.say(super::words::role(held.role)))
        })
        .collect();
    let unready = unready(&office, &signed, &holders).await?;
    let legal = legal(&office, &signed).await?;
    let nothing = kinds.iter().all(|(_, some)| some.is_empty())
        && to_sign.iter().all(|(_, some)| some.is_empty())
        && letters.ending.is_empty()
        && letters.declined.is_empty()
        && to_take.is_empty()
        && to_see.is_empty()
        && meetings.iter().all(|(_, some)| some.is_empty())
        && steps.is_empty()
        && legal.is_none()
        && unready.is_none();
    let title = lang.say(H::Morning);
    let links = |some: &[(String, String)]| {
        html! { ul.plain { @for (path, said) in some { li { a href={ "/" (lang.code()) "/hq" (path) } { (said) } } } } }
    };
    let content = html! {
        h1 { (title) }
        p.hint { (mine.join(lang.pick("، ", ", "))) }
        @if nothing { (notice("good", lang.say(H::NothingWaits), "")) }
        @if !steps.is_empty() {
            section.card { h2 { (lang.say(H::FirstSteps)) } p.hint { (lang.say(H::FirstStepsLead)) } (links(&steps)) }
        }
        @for (heading, some) in [(H::MorningToTake, &to_take), (H::MorningToSee, &to_see)] {
            @if !some.is_empty() { section.card { h2 { (lang.say(heading)) } (links(some)) } }
        }
        @for (heading, some) in meetings {
            @if !some.is_empty() {
                section.card {
                    h2 { (lang.say(heading)) }
                    ul.plain {
                        @for meeting in some {
                            li {
                                (super::meetings::when(lang, &meeting)) " · "
                                a href={ "/" (lang.code()) "/hq/meetings/" (meeting.id) } { (meeting.title) }
                                " · " (super::field::said::place(lang, &register, &meeting.place))
                            }
                        }
                    }
                }
            }
        }
        @for (heading, some) in kinds {
            @if !some.is_empty() {
                section { h2 { (lang.say(heading)) } (super::decisions::rows_asked(lang, said, decisions.today, some)) }
            }
        }
        @for (heading, some) in to_sign {
            @if !some.is_empty() {
                section.card {
                    h2 { (lang.say(heading)) }
                    ul.plain { @for letter in some { li { (super::letters::line(lang, &letters.names, &register, letter)) } } }
                }
            }
        }
        @if !letters.declined.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersDeclined)) }
                ul.plain {
                    @for letter in &letters.declined {
                        li {
                            (super::letters::line(lang, &letters.names, &register, letter))
                            @if let Some(end) = &letter.revoked { " · " (super::letters::name(lang, &letters.names, end.by)) ": " (end.why) }
                        }
                    }
                }
            }
        }
        @if !letters.ending.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersEnding)) }
                ul.plain {
                    @for letter in &letters.ending {
                        li { (super::letters::line(lang, &letters.names, &register, letter)) " · " (lang.say(H::Until)) " " (lang.day(&letter.until.to_string())) }
                    }
                }
            }
        }
        @if let Some(legal) = &legal { (legal) }
        @if let Some(unready) = &unready { (unready) }
    };
    Ok(shell(&signed, Room::Morning, title, "/hq", &content))
}

/// Under which heading an officer's own decision stands.
fn when(decision: &Decision, today: Day) -> H {
    match decision.status {
        Status::Reported | Status::Verified | Status::Withdrawn => H::DecisionsMineReported,
        Status::Open | Status::UnderWay if decision.due < today => H::DecisionsMineLate,
        Status::Open | Status::UnderWay if decision.due <= today.after(DUE_SOON) => H::DecisionsMineSoon,
        Status::Open | Status::UnderWay => H::DecisionsMineLater,
    }
}

/// With what a headquarters begins, as far as it is this officer's to do and is not done: where, and in words.
async fn first_steps(
    office: &Office,
    signed: &SignedIn,
    register: &Register,
    holders: &InForce,
    sent: usize,
) -> Result<Vec<Pointer>, Absent> {
    let no_committees = match signed.officer.may(Act::Organise) {
        true => office.chart(&signed.permit()?).await.map_err(|e| signed.failed(e))?.committees.is_empty(),
        false => false,
    };
    let below = |scope: &Place| signed.officer.reaches(Act::ReadOrganisation, scope);
    let appointed = |which: fn(Role) -> bool| {
        holders.letters.iter().filter(|one| which(one.role) && below(&one.scope)).count()
    };
    let planned = match signed.officer.may(Act::ReadStaff) {
        true => office.staff_plan(&signed.permit()?).await.map_err(|e| signed.failed(e))?.0 > 0,
        false => true,
    };
    let officer = &signed.officer;
    let reach = officer.reach(Act::RegisterBranch);
    let no_branches =
        !register.branches().any(|kept| reach.iter().any(|at| at.contains(&kept.file.site.place)));
    // The day and the plan are the whole event's.
    let of_all = |act| officer.reach(act).iter().any(|scope| register.is_of_all(scope));
    let (fixes_day, plans) = (of_all(Act::FixPollingDay), of_all(Act::Organise));
    // A letter that waits for its second signature was issued.
    let alone = appointed(|role| !role.is_supervisory()) + sent < 2;
    let steps = [
        (register.polling().is_none() && fixes_day, Act::FixPollingDay, "/calendar", H::StepFixDay),
        (no_branches, Act::RegisterBranch, "/branches/import", H::StepBranches),
        (no_committees, Act::Organise, "/committees/form", H::StepCommittees),
        (alone, Act::AppointExecutive, "/people/register", H::StepPeople),
        (alone, Act::AppointExecutive, "/letters/executive", H::StepLetters),
        (!planned && plans, Act::Organise, "/staff/plan", H::StepPlan),
        (
            appointed(|role| role == Role::Supervisor) + sent == 0,
            Act::AppointSupervisor,
            "/letters/supervisory",
            H::StepSupervisors,
        ),
    ];
    let open = steps.into_iter().filter(|(open, act, ..)| *open && signed.officer.may(*act));
    Ok(open.map(|(.., path, word)| (path.to_owned(), signed.lang.say(word).to_owned())).collect())
}

/// Where something is, and what it is in words.
type Pointer = (String, String);

/// What waits for the officer's hand beside letters and decisions; and what waits for others, and supervision has to know.
async fn to_take(office: &Office, signed: &SignedIn) -> Result<(Vec<Pointer>, Vec<Pointer>), Absent> {
    let (lang, me) = (signed.lang, signed.officer.person);
    let (mut found, mut to_see) = (Vec::new(), Vec::new());
    if signed.officer.may(Act::RecoverAccess) {
        let (waiting, _) = office.recoveries(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        let theirs = waiting.iter().filter(|one| one.proposed_by != me && one.person != me).count();
        if theirs > 0 {
            let said = lang.fill(H::RecoveriesToConfirm, &[&lang.number(theirs as u64)]);
            found.push(("/recoveries".to_owned(), said));
        }
    }
    if signed.officer.may(Act::RecordSecurity) {
        let register = office.security_register(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        let reach = signed.officer.reach(Act::RecordSecurity);
        let mine = |place: &Place| reach.iter().any(|scope| scope.contains(place));
        for segment in register.segments().map(|kept| &*kept.file).filter(|one| mine(&one.place)) {
            if let Some(offer) = segment.offer.as_ref().filter(|offer| offer.signed.by != me) {
                let said = lang.fill(H::SegmentOffered, &[&segment.name, &offer.body]);
                found.push((format!("/security/segments/{}", segment.code), said));
            }
        }
        let open = |one: &&Incident| mine(&one.place) && one.state() != Incidence::Closed;
        for incident in register.incidents().map(|kept| &*kept.file).filter(open) {
            let of_offer = |line: &&Line| matches!(line.step, Step::Offer { .. });
            let mine_to_give =
                incident.lines.iter().rev().find(of_offer).is_some_and(|line| line.signed.by == me);
            if let (_, Some(body)) = incident.whose()
                && !mine_to_give
            {
                let said = lang.fill(H::IncidentOffered, &[&incident.title, body]);
                found.push((format!("/security/incidents/{}", incident.number), said));
            }
        }
    }
    courses(office, signed, &mut found).await?;
    let moves = signed.officer.may(Act::MoveDevice);
    // Supervision takes no device, and sees where a seal was not the one that was set.
    let watches = signed.officer.appointments.iter().any(|held| held.role.is_supervisory());
    if moves || watches {
        let register = office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        let reach = signed.officer.reach(if moves { Act::MoveDevice } else { Act::ReadDevices });
        let mine = |place: &Place| reach.iter().any(|scope| scope.contains(place));
        let today = office.today();
        let (mut offered, mut disputed, mut missing) = (0_u64, 0_u64, 0_u64);
        for device in register.devices().map(|kept| &*kept.file) {
            offered += u64::from(moves && device.offer().is_some_and(|(by, to)| by != me && mine(to)));
            let here = mine(device.place());
            disputed += u64::from(here && device.dispute().is_some());
            missing += u64::from(
                here && register.polling().is_some_and(|polling| device.is_missing(polling, today)),
            );
        }
        for (count, said, state) in [
            (offered, H::DevicesOffered, "offered"),
            (disputed, H::SealsDisputed, "seal-differs"),
            (missing, H::DevicesUnreturned, ""),
        ] {
            if count > 0 {
                let list = if moves { &mut found } else { &mut to_see };
                let to =
                    if state.is_empty() { "/devices".to_owned() } else { format!("/devices?state={state}") };
                list.push((to, lang.fill(said, &[&lang.number(count)])));
            }
        }
        // Orders are the whole event's.
        if moves && office.notes_supply(&signed.permit()?).await {
            let (_, supply) = office.supply(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
            let overdue = supply.orders.iter().filter(|one| one.came.is_none() && one.due < today).count();
            if overdue > 0 {
                let said = lang.fill(H::OrdersOverdue, &[&lang.number(overdue as u64)]);
                found.push(("/devices/forecast".to_owned(), said));
            }
        }
    }
    Ok((found, to_see))
}

/// So many of the latest courses are looked through, and so many of them asked who has marks.
const COURSES: usize = 200;
const ASKED: usize = 20;

/// Courses that wait for the officer's hand: held, and nobody kept who came; or kept, and nobody assessed those who came.
async fn courses(office: &Office, signed: &SignedIn, found: &mut Vec<Pointer>) -> Result<(), Absent> {
    let (trains, assesses) = (signed.officer.may(Act::TrainStaff), signed.officer.may(Act::AssessStaff));
    if !(trains || assesses) {
        return Ok(());
    }
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let (lang, today, me) = (signed.lang, office.today(), signed.officer.person);
    // Before tomorrow: those that are planned wait for nobody.
    let held = Some((today.after(1), 0));
    let courses = office.sessions(&permit, held, COURSES).await.map_err(|e| signed.failed(e))?;
    let mut asked = 0;
    for course in &courses {
        let may = |act| super::staff::on_own_side(signed, act, course.post, &course.place);
        let said = match course.kept_by {
            None if trains && may(Act::TrainStaff) => H::CourseToKeep,
            Some(_) if assesses && asked < ASKED && !course.is_kept_by(me) && may(Act::AssessStaff) => {
                asked += 1;
                let came: Vec<i64> = course.who_came().collect();
                let members = office.members(&permit, &came).await.map_err(|e| signed.failed(e))?;
                let waits = |one: &Member| one.result_of(course.number).is_none() && one.appointed.by != me;
                if !members.iter().any(waits) {
                    continue;
                }
                H::CourseToMark
            }
            _ => continue,
        };
        let number = lang.number(course.number.unsigned_abs());
        let said = lang.fill(said, &[&number, &lang.day(&course.on.to_string()), &course.venue]);
        found.push((format!("/training/{}", course.number), said));
    }
    Ok(())
}

/// The steps of the law that end within a week, for each kind of election, and a polling day that was moved lately.
async fn legal(office: &Office, signed: &SignedIn) -> Result<Option<Markup>, Absent> {
    let (lang, today) = (signed.lang, office.today());
    let schedule = office.schedule(&may_read()).await.map_err(|e| signed.failed(e))?;
    let Some(polling) = schedule.polling else { return Ok(None) };
    let moved = schedule.postponements.last().filter(|one| today.days_since(one.on) <= WEEK);
    let soon = |span: &Span| span.last >= today && span.last <= today.after(WEEK);
    let mut steps: Vec<(Span, Vec<&str>)> = Vec::new();
    for (_, kind) in KINDS {
        for span in schedule.calendar(kind, polling).spans.into_iter().filter(soon) {
            let of = lang.say(calendar::kind(kind));
            match steps.iter_mut().find(|(one, _)| (one.step, one.last) == (span.step, span.last)) {
                Some((_, kinds)) => kinds.push(of),
                None => steps.push((span, vec![of])),
            }
        }
    }
    steps.sort_by_key(|(span, _)| span.last);
    if steps.is_empty() && moved.is_none() {
        return Ok(None);
    }
    let day = |day: Day| lang.day(&day.to_string());
    Ok(Some(html! {
        section.card {
            h2 { (lang.say(F::MorningLegal)) }
            @if let Some(one) = moved { p.lead { (lang.fill(F::MorningMoved, &[&day(one.from), &day(one.to), &one.why])) } }
            ul.plain {
                @for (span, kinds) in &steps {
                    li {
                        strong { (lang.say(calendar::step(span.step))) } " · " (day(span.last)) (calendar::closed(lang, span))
                        " · " span.hint { (kinds.join(lang.pick("، ", ", "))) }
                    }
                }
            }
            p { a href={ "/" (lang.code()) "/hq/calendar" } { (lang.say(H::LegalCalendar)) } }
        }
    }))
}

/// What is not ready where the officer's letters reach, the worst first; nothing if all is, or no polling day is fixed.
async fn unready(office: &Office, signed: &SignedIn, holders: &InForce) -> Result<Option<Markup>, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?;
    let Some(ready) = ready else { return Ok(None) };
    let reach = permit.reach();
    let (count, mut next) = ready.together(&reach);
    let naming = next::Naming::of(signed, holders, &ready.register);
    // Their own first; of each kind the most urgent.
    next.sort_by_key(|one| !naming.is_mine(one));
    if next.is_empty() {
        return Ok(None);
    }
    let left = ready.polling.days_since(ready.today);
    let number = lang.number(left.max(0).unsigned_abs());
    let only = if let [place] = reach[..] { Some(place) } else { None };
    Ok(Some(html! {
        section.card {
            h2 { (lang.say(F::MorningReadiness)) }
            p.lead { (lang.fill(F::DaysToPolls, &[&number])) " " (lamp(lang, count.colour(left))) }
            (next::table(lang, only, &next, WORST, ready.today, naming))
            p { a href={ "/" (lang.code()) "/hq/readiness" } { (lang.say(F::MorningAll)) } }
        }
    }))
}
