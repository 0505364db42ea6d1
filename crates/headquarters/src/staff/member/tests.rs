use super::super::eligibility::{Kin, Schooling};
use super::*;
use proptest::prelude::*;

pub(crate) fn day(n: i64) -> Day {
    "2026-03-01".parse::<Day>().expect("a day").after(n)
}

pub(crate) fn polling() -> Day {
    day(60)
}

pub(crate) fn signed(on: i64, by: i64) -> Signed {
    Signed { on: day(on), by: PersonId(by) }
}

fn place(text: &str) -> Place {
    text.parse().expect("a place")
}

/// Recruited by person 1 on day 0.
pub(crate) fn member(number: i64, post: Post) -> Member {
    Member {
        number,
        national: "*******289".into(),
        name: "مریم نوری".into(),
        latin: "Maryam Nouri".into(),
        phone: String::new(),
        home: place("tehran/rey/2"),
        lives: None,
        post,
        declared: Declaration {
            born: "1370/05/01".parse().expect("a day"),
            schooling: Schooling::Degree,
            candidate: false,
            agent: false,
            kin: Kin::Stranger,
            supervises: post.is_supervisory(),
            offence: false,
        },
        appointed: signed(0, 1),
        basis: "ماده ۹۰".into(),
        left: None,
        returned: Vec::new(),
        examined: Vec::new(),
        services: Vec::new(),
        shifts: Vec::new(),
        mistaken: Vec::new(),
    }
}

/// A trainer of a grade, certified from above.
fn trainer(number: i64, post: Post, grade: Grade) -> Member {
    let mut trainer = member(number, post);
    trainer.certify(grade, "۱۴۰۴/۳".into(), day(120), signed(1, 4)).expect("a trainer's");
    if grade.takes_two() {
        trainer.confirm_certificate(signed(1, 5)).expect("a second person");
    }
    trainer
}

/// A session on day 5 with one seat for each, kept by person 2.
fn session(trainer: &Member, grade: Grade, members: &[&Member]) -> Session {
    let mut session = new_session(trainer, grade, 10).open(trainer).expect("may teach");
    members.iter().for_each(|member| session.enrol(member).expect("a seat"));
    let all: Vec<i64> = members.iter().map(|member| member.number).collect();
    session.keep(&all, all.is_empty(), day(5), PersonId(2)).expect("on its day");
    session
}

fn new_session(trainer: &Member, grade: Grade, capacity: u16) -> Session {
    Session {
        number: 1,
        post: trainer.post,
        grade,
        place: place("tehran/rey"),
        venue: "دبستان البرز".into(),
        on: day(5),
        capacity,
        trainer: trainer.number,
        opened_by: PersonId(1),
        late: String::new(),
        kept_by: None,
        corrected: Vec::new(),
        seats: Vec::new(),
    }
}

/// Taught and assessed by person 3 on day 6.
pub(crate) fn passed(mut member: Member) -> Member {
    let trainer = trainer(900, member.post, Grade::CountyTrainer);
    let session = session(&trainer, Grade::Branch, &[&member]);
    assert_eq!(member.assess(&session, 90, signed(6, 3)), Ok(true));
    member
}

fn branch() -> Place {
    place("tehran/rey/2/0007")
}

#[test]
fn there_is_no_assignment_without_a_valid_pass() {
    let mut member = member(7, Post::Operator);
    let try_it =
        |member: &mut Member, on: i64| member.assign(branch(), Duty::Serving, polling(), signed(on, 1));
    assert_eq!(try_it(&mut member, 7), Err(Refused::NoPass(polling())));
    let trainer = trainer(900, Post::Operator, Grade::CountyTrainer);
    let course = session(&trainer, Grade::Branch, &[&member]);
    assert_eq!(member.assess(&course, 79, signed(6, 3)), Ok(false), "an operator's pass mark is 80");
    assert_eq!(try_it(&mut member, 7), Err(Refused::NoPass(polling())));
    let mut member = passed(self::member(7, Post::Operator));
    assert_eq!(try_it(&mut member, 5), Err(Refused::NoPass(polling())), "passed on the sixth");
    let postponed = polling().after(90);
    let early = member.assign(branch(), Duty::Serving, postponed, signed(7, 1));
    assert_eq!(early, Err(Refused::NoPass(postponed)), "it runs out before the polls");
    // A trainer's certificate is no pass for work in a branch, and a pass of another grade is none of this.
    let mut only_trains = self::trainer(8, Post::Operator, Grade::CountyTrainer);
    assert_eq!(try_it(&mut only_trains, 7), Err(Refused::NoPass(polling())));
    let forged = only_trains.certify(Grade::Branch, "۱".into(), day(99), signed(7, 1));
    assert_eq!(forged, Err(Refused::NotCertified));
    assert_eq!(try_it(&mut member, 7), Ok(()));
    assert_eq!(try_it(&mut member, 8), Err(Refused::Assigned(branch())));
}

#[test]
fn a_file_with_an_assignment_that_no_rule_made_is_not_sound() {
    let mut forged = member(7, Post::BoardMember);
    let (post, from) = (Post::BoardMember, signed(7, 1));
    let service = Service { place: branch(), post, duty: Duty::Serving, from, ended: None };
    forged.services.push(service.clone());
    assert_eq!(forged.is_sound(polling()), Err(Refused::NoPass(polling())));
    let mut honest = passed(member(7, Post::BoardMember));
    honest.services.push(service.clone());
    assert_eq!(honest.is_sound(polling()), Ok(()));
    honest.leave("بیماری".into(), signed(20, 1)).expect("is appointed");
    assert_eq!(honest.is_sound(polling()), Ok(()), "what ended was right in its time");
    honest.services.extend([service.clone(), service]);
    assert!(honest.is_sound(polling()).is_err(), "in two places at once");
    let barred = Declaration { candidate: true, ..member(7, Post::BoardMember).declared };
    let candidate = Member { declared: barred, ..passed(member(7, Post::BoardMember)) };
    assert_eq!(candidate.is_sound(polling()), Err(Refused::Barred(vec![Bar::Candidate])));
}

#[test]
fn an_appointment_ends_by_itself_with_the_election_and_moves_with_it() {
    let member = member(7, Post::Police);
    assert_eq!(member.until(polling()), polling().after(30));
    assert!(member.is_appointed(polling().after(30), polling()));
    assert!(!member.is_appointed(polling().after(31), polling()));
    assert!(member.is_appointed(polling().after(31), polling().after(14)), "postponed by a fortnight");
    let mut late = passed(self::member(8, Post::Police));
    let refused = late.assign(branch(), Duty::Serving, polling(), signed(95, 1));
    assert_eq!(refused, Err(Refused::NotAppointed(day(95))));
}

#[test]
fn whoever_becomes_a_candidate_is_assigned_no_more() {
    let mut member = passed(member(7, Post::BoardMember));
    member.declared.kin = Kin::SpousesSibling;
    let refused = member.assign(branch(), Duty::Serving, polling(), signed(7, 1));
    assert_eq!(refused, Err(Refused::Barred(vec![Bar::Kin])));
    let barred = Member { declared: member.declared.clone(), ..self::member(9, Post::Police) };
    assert_eq!(barred.appoint(polling()), Err(Refused::Barred(vec![Bar::Kin])));
}

#[test]
fn whoever_teaches_holds_the_pass_of_the_level_above() {
    use super::super::training::Refused::{NoTrainer, TaughtAbove};
    let open = |trainer: &Member, grade| new_session(trainer, grade, 9).open(trainer).map(drop);
    let plain = passed(member(1, Post::Operator));
    let refused = NoTrainer { post: Post::Operator, grade: Grade::Branch, needed: Grade::CountyTrainer };
    assert_eq!(open(&plain, Grade::Branch), Err(refused), "a pass for the post is no trainer's");
    let county = trainer(2, Post::Operator, Grade::CountyTrainer);
    assert_eq!(open(&county, Grade::Branch), Ok(()));
    assert!(matches!(
        open(&county, Grade::CountyTrainer),
        Err(NoTrainer { needed: Grade::ProvinceTrainer, .. })
    ));
    let province = trainer(3, Post::Operator, Grade::ProvinceTrainer);
    assert_eq!(open(&province, Grade::CountyTrainer), Ok(()));
    assert_eq!(open(&province, Grade::Branch), Ok(()), "who stands higher teaches too");
    let national = trainer(4, Post::Police, Grade::NationalTrainer);
    assert_eq!(open(&national, Grade::NationalTrainer), Err(TaughtAbove));
    let lapsed = Session { on: day(121), ..new_session(&county, Grade::Branch, 9) };
    assert!(lapsed.open(&county).is_err(), "the certificate ran out the day before");
    let other = Session { post: Post::Police, ..new_session(&county, Grade::Branch, 9) };
    assert!(other.open(&county).is_err(), "a county's trainer teaches the post they learned");
    let borrowed = Session { trainer: 2, ..new_session(&plain, Grade::Branch, 9) };
    assert!(borrowed.open(&plain).is_err(), "another's pass is not one's own");
}

#[test]
fn a_room_has_so_many_seats_and_only_who_sat_in_one_is_assessed() {
    use super::super::training::Refused as S;
    let trainer = trainer(900, Post::Police, Grade::CountyTrainer);
    let mut session = new_session(&trainer, Grade::Branch, 2).open(&trainer).expect("may teach");
    let [one, two, three] = [1, 2, 3].map(|number| member(number, Post::Police));
    session.enrol(&one).expect("a seat");
    assert_eq!(session.enrol(&one), Err(S::Seated(1)));
    assert_eq!(session.enrol(&trainer), Err(S::OwnTrainer));
    assert_eq!(session.enrol(&member(4, Post::Operator)), Err(S::OtherPost(Post::Police)));
    session.enrol(&two).expect("a seat");
    assert_eq!(session.enrol(&three), Err(S::Full(2)));
    assert_eq!(session.keep(&[1], false, day(4), PersonId(2)), Err(S::NotYet(day(5))));
    assert_eq!(session.keep(&[3], false, day(5), PersonId(2)), Err(S::NoSeat(3)));
    assert_eq!(session.keep(&[], false, day(5), PersonId(2)), Err(S::Nobody), "nothing was ticked");
    assert_eq!(session.keep(&[1], true, day(5), PersonId(2)), Err(S::Nobody), "somebody, and nobody");
    session.keep(&[1], false, day(5), PersonId(2)).expect("on its day");
    assert_eq!(session.keep(&[1, 2], false, day(6), PersonId(2)), Err(S::Kept), "a list is kept once");
    let assess = |member: &Member, score, by| member.clone().assess(&session, score, signed(6, by));
    assert_eq!(assess(&two, 90, 3), Err(Refused::NotAttended(1)), "was absent");
    assert_eq!(assess(&three, 90, 3), Err(Refused::NotAttended(1)), "had no seat");
    assert_eq!(assess(&one, 101, 3), Err(Refused::Score));
    assert_eq!(assess(&one, 90, 1), Err(Refused::OwnJudge), "recruited them");
    assert_eq!(assess(&one, 90, 2), Err(Refused::OwnJudge), "kept the list");
    let mut one = one;
    assert_eq!(one.assess(&session, 59, signed(6, 3)), Ok(false));
    assert_eq!(
        one.assess(&session, 90, signed(7, 4)),
        Err(Refused::Assessed(1)),
        "a second try is another session"
    );
}

#[test]
fn whoever_trains_trainers_is_certified_by_two() {
    let mut member = member(3, Post::Operator);
    member.certify(Grade::ProvinceTrainer, "۷".into(), day(120), signed(1, 4)).expect("a trainer's");
    assert!(!member.trains_on(Post::Operator, Grade::CountyTrainer, day(5)), "one signature gives nothing");
    assert_eq!(member.confirm_certificate(signed(1, 4)), Err(SamePerson(PersonId(4)).into()));
    assert_eq!(member.confirm_certificate(signed(1, 1)), Err(Refused::OwnJudge), "recruited them");
    assert_eq!(member.confirm_certificate(signed(1, 5)), Ok(()));
    assert!(member.trains_on(Post::Operator, Grade::CountyTrainer, day(5)));
    assert_eq!(member.confirm_certificate(signed(2, 6)), Err(Refused::NoCertificate), "once is enough");
}

#[test]
fn a_list_and_a_score_are_put_right_by_a_second_person() {
    use super::super::training::Refused as S;
    let trainer = trainer(900, Post::Operator, Grade::CountyTrainer);
    let [one, two] = [1, 2].map(|number| member(number, Post::Operator));
    let mut course = new_session(&trainer, Grade::Branch, 9).open(&trainer).expect("may teach");
    [&one, &two].into_iter().for_each(|member| course.enrol(member).expect("a seat"));
    let put_right = |course: &mut Session, came: &[i64], assessed: &[i64], why, by| {
        course.correct(came, assessed, why, signed(6, by))
    };
    assert_eq!(put_right(&mut course, &[1], &[], "…", 4), Err(S::NotKept));
    course.keep(&[1], false, day(5), PersonId(2)).expect("on its day");
    assert_eq!(put_right(&mut course, &[1, 2], &[], "…", 2), Err(SamePerson(PersonId(2)).into()));
    assert_eq!(put_right(&mut course, &[1, 2], &[], " ", 4), Err(S::NoReason));
    assert_eq!(put_right(&mut course, &[2], &[1], "…", 4), Err(S::Assessed(1)), "nobody absent has a score");
    assert_eq!(put_right(&mut course, &[1, 2], &[1], "فهرست دوم پیدا شد", 4), Ok(()));
    assert!(course.attended(2) && course.is_kept_by(PersonId(4)));
    let mut two = two;
    assert_eq!(two.clone().assess(&course, 90, signed(6, 4)), Err(Refused::OwnJudge), "put the list right");
    assert_eq!(two.assess(&course, 90, signed(6, 3)), Ok(true));
    two.assign(branch(), Duty::Serving, polling(), signed(7, 1)).expect("a pass");
    let before = two.clone();
    let mut fix = |score, why, by| two.correct_score(&course, score, why, polling(), signed(8, by));
    assert_eq!(fix(60, "…", 3), Err(SamePerson(PersonId(3)).into()), "their own slip");
    assert_eq!(fix(60, "", 5), Err(Refused::NoReason));
    assert_eq!(fix(101, "…", 5), Err(Refused::Score));
    assert_eq!(fix(60, "برگه‌ی دیگری بود", 5), Ok(false));
    assert_eq!(two.examined.len(), before.examined.len() + 1, "the old score stays in the file");
    assert_eq!((two.pass_until(Grade::Branch), two.service()), (None, None), "no pass, no assignment");
    assert_eq!(two.is_sound(polling()), Ok(()), "what ended was right in its time");
    assert_eq!(two.correct_score(&course, 90, "بازبینی", polling(), signed(9, 3)), Ok(true));
    assert!(two.is_free(polling(), day(9)));
}

#[test]
fn whoever_left_is_taken_back_by_somebody_else_and_it_stays_written() {
    let mut member = passed(member(7, Post::Police));
    assert_eq!(member.take_back("…", polling(), signed(20, 4)), Err(Refused::NotLeft));
    member.leave("بیماری".into(), signed(20, 1)).expect("is appointed");
    assert_eq!(member.take_back("…", polling(), signed(21, 1)), Err(SamePerson(PersonId(1)).into()));
    assert_eq!(member.take_back("", polling(), signed(21, 4)), Err(Refused::NoReason));
    let mut candidate = member.clone();
    candidate.declared.candidate = true;
    let barred = candidate.take_back("…", polling(), signed(21, 4));
    assert_eq!(barred, Err(Refused::Barred(vec![Bar::Candidate])));
    assert_eq!(member.take_back("بهبود یافت", polling(), signed(21, 4)), Ok(()));
    assert!(member.serves_on(day(21)) && member.is_free(polling(), day(21)));
    assert_eq!(member.returned[0].left.why, "بیماری");
}

#[test]
fn the_nearest_reserve_with_a_pass_is_called_when_somebody_does_not_come() {
    let mut absent = passed(member(1, Post::Operator));
    absent.assign(branch(), Duty::Serving, polling(), signed(10, 1)).expect("a pass");
    let mut reserve = passed(member(2, Post::Operator));
    assert_eq!(
        reserve.call(branch(), polling(), signed(60, 1)),
        Err(Refused::NotAssigned),
        "waits for nothing"
    );
    reserve.assign(place("tehran/rey/2"), Duty::Reserve, polling(), signed(10, 1)).expect("a pass");
    assert_eq!(absent.release(Ending::NoShow, signed(60, 1)), Ok(branch()));
    reserve.call(branch(), polling(), signed(60, 1)).expect("waits");
    let endings: Vec<_> = reserve.services.iter().map(|s| s.ended.map(|(_, ending)| ending)).collect();
    assert_eq!((reserve.at(), endings), (&branch(), vec![Some(Ending::Called), None]));
    assert_eq!(absent.service(), None);
}

#[test]
fn posts_that_go_round_are_held_in_a_district_and_the_others_in_a_branch() {
    let mut inspector = passed(member(1, Post::Inspector));
    let assign =
        |member: &mut Member, at: &str, duty| member.assign(place(at), duty, polling(), signed(9, 1));
    let wrong = Err(Refused::NoPostThere(Post::Inspector, Level::District));
    assert_eq!(assign(&mut inspector, "tehran/rey/2/0007", Duty::Serving), wrong);
    assert_eq!(assign(&mut inspector, "tehran/rey/2/0007", Duty::Reserve), wrong);
    assert_eq!(assign(&mut inspector, "tehran/rey/2", Duty::Serving), Ok(()));
    let mut police = passed(member(2, Post::Police));
    assert!(assign(&mut police, "tehran/rey", Duty::Serving).is_err());
    assert!(assign(&mut police, "tehran", Duty::Reserve).is_err(), "nobody waits for a whole province");
    assert_eq!(assign(&mut police, "tehran/rey", Duty::Reserve), Ok(()));
}

#[test]
fn nobody_works_without_rest_and_whoever_stays_too_long_is_seen() {
    let mut member = passed(member(1, Post::Police));
    let on_the_day = signed(60, 3);
    let come = |member: &mut Member, now| member.come(now, polling(), on_the_day);
    assert_eq!(come(&mut member, 0), Err(Refused::NotAssigned));
    member.assign(branch(), Duty::Serving, polling(), signed(10, 1)).expect("a pass");
    let hour = 3600;
    assert_eq!(come(&mut member, 6 * hour), Ok(()));
    assert_eq!(come(&mut member, 7 * hour), Err(Refused::There));
    assert!(!member.is_overworked(18 * hour) && member.is_overworked(18 * hour + 1));
    assert_eq!(member.worked(8 * hour), 2 * hour, "up to now");
    assert_eq!(member.go(20 * hour, PersonId(3)), Ok(()), "what happened is written down, late or not");
    assert_eq!(member.go(21 * hour, PersonId(3)), Err(Refused::Away));
    assert_eq!(come(&mut member, 27 * hour), Err(Refused::Tired(hour)));
    assert_eq!(come(&mut member, 28 * hour), Ok(()));
    assert_eq!(member.worked(30 * hour), 16 * hour);
}

#[test]
fn who_comes_and_who_does_not_is_written_down_around_the_polling_day_alone() {
    let mut member = passed(member(1, Post::Police));
    member.assign(branch(), Duty::Serving, polling(), signed(10, 1)).expect("a pass");
    let early = Err(Refused::NotTheDay(polling()));
    for on in [15, 58, 62] {
        assert_eq!(member.come(0, polling(), signed(on, 3)), early, "{on}");
        assert_eq!(member.miss(polling(), signed(on, 3)).map(drop), early, "{on}");
    }
    for on in [59, 60, 61] {
        assert_eq!(member.clone().come(0, polling(), signed(on, 3)), Ok(()), "{on}");
    }
    assert_eq!(member.miss(polling(), signed(60, 3)), Ok(branch()));
    assert_eq!(member.miss(polling(), signed(60, 3)), Err(Refused::NotAssigned));
}

#[test]
fn a_wrong_mark_is_taken_back_by_a_second_person_with_a_reason() {
    let mut member = passed(member(1, Post::Police));
    member.assign(branch(), Duty::Serving, polling(), signed(10, 1)).expect("a pass");
    assert_eq!(member.correct_shift("…", signed(60, 4)), Err(Refused::NoMark));
    member.come(100, polling(), signed(60, 3)).expect("on the day");
    member.go(200, PersonId(3)).expect("is there");
    assert_eq!(
        member.correct_shift("…", signed(60, 3)),
        Err(four_eyes(PersonId(3), PersonId(3)).expect_err("one").into())
    );
    assert_eq!(member.correct_shift(" ", signed(60, 4)), Err(Refused::NoReason));
    member.correct_shift("رفته بود کسی دیگر", signed(60, 4)).expect("a second person");
    assert_eq!(member.there_since(), Some(100), "the going was the mistake");
    member.correct_shift("نیامده بود", signed(60, 5)).expect("a third one takes the coming back");
    assert_eq!((member.shifts.len(), member.mistaken.len()), (0, 2));
    assert_eq!(member.mistaken[0].shift.went, Some(200), "what was written stays");
    assert_eq!(member.come(300, polling(), signed(60, 3)), Ok(()), "a mistake takes no rest");
}

proptest! {
    /// Whatever is tried, in whichever order: whoever serves had a pass that is good on the polling day, and is in one
    /// place.
    #[test]
    fn nobody_serves_without_a_pass_or_in_two_places(tries in proptest::collection::vec((0..9_u8, 0..3_i64), 0..40)) {
        let mut member = member(7, Post::Operator);
        let trainer = trainer(900, Post::Operator, Grade::CountyTrainer);
        let mut today = 7;
        for (n, later) in tries {
            today += later;
            let by = signed(today, 3);
            let number = today;
            let _ = match n {
                0 => member.assign(branch(), Duty::Serving, polling(), by),
                1 => member.assign(place("tehran/rey"), Duty::Reserve, polling(), by),
                2 => member.call(branch(), polling(), by),
                3 => member.release(Ending::Released, by).map(drop),
                4 => member.leave(String::new(), by),
                5 => member.certify(Grade::CountyTrainer, "۱".into(), day(200), by),
                6 => member.take_back("…", polling(), signed(today, 4)),
                7 => {
                    let course = member.examined.iter().rev().find_map(|one| one.session).unwrap_or(0);
                    let course = Session { number: course, ..session(&trainer, Grade::Branch, &[&member]) };
                    let score = (today * 11 % 101) as u8;
                    member.correct_score(&course, score, "…", polling(), signed(today, 4 + today % 2)).map(drop)
                }
                _ => {
                    let seated = session(&trainer, Grade::Branch, &[&member]);
                    let course = Session { number, ..seated };
                    member.assess(&course, (today * 7 % 101) as u8, by).map(drop)
                }
            };
            prop_assert!(member.services.is_sorted_by_key(|service| service.from.on));
            prop_assert!(member.services.iter().filter(|service| service.ended.is_none()).count() <= 1);
            if member.service().is_some() {
                prop_assert!(member.pass_until(Grade::Branch).is_some_and(|until| polling() <= until));
            }
            prop_assert_eq!(member.is_sound(polling()), Ok(()));
            let text = serde_json::to_string(&member).expect("text");
            prop_assert_eq!(&serde_json::from_str::<Member>(&text).expect("the same"), &member);
        }
    }
}
