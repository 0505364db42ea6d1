//! The polling day, fixed and moved, and the holidays by which deadlines are counted: one for the whole event.
//!
//! Everything else that a deadline hangs on follows from these two, so whoever moves the day first sees what moves with
//! it ([`Office::preview_polling_day`]), and the move is kept as the event that it is.

use super::officer;
use crate::clock;
use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use crate::store::passes::Lapsing;
use board::admission::Phase;
use calendar::{Calendar, Day, Holiday, Holidays, Kind, Term};
use headquarters::form::Why;
use headquarters::permit::{Permit, PersonId, act};
use headquarters::place::Place;
use serde::{Deserialize, Serialize};

/// The setting that names the polling day.
pub(crate) const POLLING: &str = "polling-day";
/// The setting that tells when it was fixed first.
const FIXED: &str = "polling-day-fixed";
/// The setting that tells how it was moved.
const POSTPONEMENTS: &str = "postponements";
/// The setting that holds the holidays which the moon moves, and those that a government gives.
const HOLIDAYS: &str = "holidays";
/// Holidays of one event.
const MOST_HOLIDAYS: usize = 200;

/// The polling day was moved («تعویق یا تعجیل»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponement {
    /// When that was decided.
    pub on: Day,
    /// By whom.
    pub by: PersonId,
    /// From this day.
    pub from: Day,
    /// To this one.
    pub to: Day,
    /// Why.
    pub why: String,
}

/// The polling day and what deadlines are counted by.
#[derive(Debug, Clone, Default)]
pub struct Schedule {
    /// The polling day, once it is fixed.
    pub polling: Option<Day>,
    /// How often it was fixed; 0 while it is not.
    pub version: i64,
    /// When it was fixed first; nothing where that was not kept yet.
    pub fixed: Option<Day>,
    /// How it was moved, the first move first.
    pub postponements: Vec<Postponement>,
    /// Holidays besides Fridays and those of the solar calendar, in their order.
    pub holidays: Vec<Holiday>,
    /// How often these were changed.
    pub holidays_version: i64,
}

impl Schedule {
    /// The legal calendar of a kind of election on a polling day, with these holidays. Where that day was moved, a step that
    /// ended while the earlier day held stays where it was.
    #[must_use]
    pub fn calendar(&self, kind: Kind, polling: Day) -> Calendar {
        let found = self.counted(kind, polling);
        if self.polling == Some(polling) { self.keeping(found, kind) } else { found }
    }

    /// The same, were the polling day moved to this one today.
    #[must_use]
    pub fn calendar_after(&self, kind: Kind, to: Day, today: Day) -> Calendar {
        let found = self.counted(kind, to);
        let Some(stands) = self.polling else { return found };
        let since = self.postponements.last().map(|last| last.on).or(self.fixed);
        self.keeping(found.keeping(&self.counted(kind, stands), since, today), kind)
    }

    /// A calendar with what ended while each earlier polling day held.
    fn keeping(&self, calendar: Calendar, kind: Kind) -> Calendar {
        let since = std::iter::once(self.fixed).chain(self.postponements.iter().map(|one| Some(one.on)));
        let moves: Vec<_> = self.postponements.iter().zip(since).collect();
        // The first one's last: what was done once was not done again later.
        moves.into_iter().rev().fold(calendar, |calendar, (one, since)| {
            calendar.keeping(&self.counted(kind, one.from), since, one.on)
        })
    }

    /// The calendar as it is counted from a polling day alone.
    fn counted(&self, kind: Kind, polling: Day) -> Calendar {
        let term = Term { kind, polling, registration: None };
        Calendar::of(&term, &Holidays::with(self.holidays.clone()))
    }

    /// How often anything that a calendar shows was changed, for programs that keep a copy of it.
    #[must_use]
    pub fn sequence(&self) -> i64 {
        (self.version - 1).max(0) + self.holidays_version
    }
}

/// What another polling day would do.
#[derive(Debug, Clone)]
pub struct Move {
    /// What stands.
    pub schedule: Schedule,
    /// The day that is asked about.
    pub to: Day,
    /// The passes that would not be good any more.
    pub lapsing: Vec<Lapsing>,
}

impl Office {
    /// The polling day, its moves and the holidays. Public: deadlines bind everybody.
    pub async fn schedule(&self, _permit: &Permit<act::ReadRecord>) -> Result<Schedule, Error> {
        let store = &self.0.store;
        let polling = store.setting_with_version::<Day>(POLLING).await?;
        let (holidays_version, holidays) = store.setting_with_version(HOLIDAYS).await?.unwrap_or_default();
        Ok(Schedule {
            polling: polling.map(|(_, day)| day),
            version: polling.map_or(0, |(version, _)| version),
            fixed: store.setting(FIXED).await?,
            postponements: store.setting(POSTPONEMENTS).await?.unwrap_or_default(),
            holidays,
            holidays_version,
        })
    }

    /// Who moved the polling day, by name.
    pub async fn postponers(
        &self,
        _permit: &Permit<act::ReadReadiness>,
        schedule: &Schedule,
    ) -> Result<Names, Error> {
        self.names(schedule.postponements.iter().map(|one| one.by)).await
    }

    /// What another polling day would do; nothing is kept. Refuses what [`fix_polling_day`](Self::fix_polling_day) would.
    pub async fn preview_polling_day(
        &self,
        permit: &Permit<act::FixPollingDay>,
        to: Day,
    ) -> Result<Move, Error> {
        self.answers_for_all(permit).await?;
        let read = headquarters::permit::permit(permit.actor().clone()).expect("the record is public");
        let schedule = self.schedule(&read).await?;
        self.may_be_fixed(schedule.polling, to).await?;
        let lapsing = match schedule.polling {
            Some(from) => self.0.store.lapsing(from, to).await?,
            None => Vec::new(),
        };
        Ok(Move { schedule, to, lapsing })
    }

    /// Fixes the polling day, or moves it, with the reason, if nobody else did since version `seen` of it was read; 0
    /// where none was fixed. There is one for the whole event, so whoever fixes it answers for every headquarters,
    /// every region and every branch on the register.
    pub async fn fix_polling_day(
        &self,
        permit: &Permit<act::FixPollingDay>,
        day: Day,
        seen: i64,
        why: &str,
    ) -> Result<(), Error> {
        let at = self.answers_for_all(permit).await?;
        let mut tx = self.0.store.begin_act().await?;
        let before: Option<(i64, Day)> = field::find(&mut tx, Table::Setting, POLLING).await?;
        let from = before.map(|(_, day)| day);
        self.may_be_fixed(from, day).await?;
        if from.is_some() && why.trim().is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Setting, POLLING, seen, changed, &day).await? {
            return Err(Error::Changed);
        }
        let Some(from) = from else {
            if !field::put(&mut tx, Table::Setting, FIXED, 0, changed, &clock::today()).await? {
                return Err(Error::Changed);
            }
            let change = Change::of("polling day", day, &at).after(&day);
            witness(&mut tx, permit, &change.why(why)).await?;
            return tx.commit().await;
        };
        let found = field::find(&mut tx, Table::Setting, POSTPONEMENTS).await?;
        let (version, mut moves): (i64, Vec<Postponement>) = found.unwrap_or_default();
        let (on, by, why) = (clock::today(), officer(permit), why.trim());
        moves.push(Postponement { on, by, from, to: day, why: why.to_owned() });
        if !field::put(&mut tx, Table::Setting, POSTPONEMENTS, version, changed, &moves).await? {
            return Err(Error::Changed);
        }
        let lapsing: i64 = self.0.store.lapsing(from, day).await?.iter().map(|one| one.passes).sum();
        let of = |day: Day, passes: i64| serde_json::json!({ "polling": day, "lapsing": passes });
        let change =
            Change::of("postponement", moves.len(), &at).before(&of(from, 0)).after(&of(day, lapsing));
        witness(&mut tx, permit, &change.why(why)).await?;
        tx.commit().await
    }

    /// Puts a holiday on the list, if nobody changed the list since version `seen` of it was read; where the day is on it
    /// already, under its new name.
    pub async fn keep_holiday(
        &self,
        permit: &Permit<act::Organise>,
        holiday: Holiday,
        seen: i64,
    ) -> Result<(), Error> {
        let label = holiday.name.clone();
        self.change_holidays(permit, seen, &label, |all| {
            all.retain(|other| other.day != holiday.day);
            if all.len() >= MOST_HOLIDAYS {
                return Err(Error::field("day", Why::TooLong));
            }
            all.push(holiday);
            all.sort_by_key(|one| one.day);
            Ok(())
        })
        .await
    }

    /// Takes a holiday off the list, with the reason.
    pub async fn strike_holiday(
        &self,
        permit: &Permit<act::Organise>,
        day: Day,
        seen: i64,
        why: &str,
    ) -> Result<(), Error> {
        if why.trim().is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        self.change_holidays(permit, seen, why, |all| {
            let before = all.len();
            all.retain(|other| other.day != day);
            if all.len() == before { Err(Error::Unknown(format!("holiday on {day}"))) } else { Ok(()) }
        })
        .await
    }

    async fn change_holidays(
        &self,
        permit: &Permit<act::Organise>,
        seen: i64,
        why: &str,
        decide: impl FnOnce(&mut Vec<Holiday>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // Deadlines are everybody's, and so are the days on which offices are closed.
        let at = self.answers_for_all(permit).await?;
        let mut tx = self.0.store.begin_act().await?;
        let found = field::find(&mut tx, Table::Setting, HOLIDAYS).await?;
        let (_, before): (i64, Vec<Holiday>) = found.unwrap_or_default();
        let mut after = before.clone();
        decide(&mut after)?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Setting, HOLIDAYS, seen, changed, &after).await? {
            return Err(Error::Changed);
        }
        let of = |holidays: &[Holiday]| serde_json::json!({ "holidays": holidays });
        let change = Change::of("holidays", after.len(), &at).before(&of(&before)).after(&of(&after));
        witness(&mut tx, permit, &change.why(why.trim())).await?;
        tx.commit().await
    }

    /// Refuses whoever does not answer for every headquarters, region and branch; answers the place of the whole event.
    pub(super) async fn answers_for_all<A: headquarters::permit::Kind>(
        &self,
        permit: &Permit<A>,
    ) -> Result<Place, Error> {
        let register = self.field().await?;
        let at = register.top().or_else(|| permit.widest().cloned());
        let at = at.ok_or(Error::NotNow("this is done by an officer of a place"))?;
        permit.over_all(self.0.store.all_headquarters().await?.iter().map(|one| &one.place))?;
        permit.over_all(register.regions().map(|region| &region.file.place))?;
        permit.over_all(register.branches().map(|branch| &branch.file.site.place))?;
        Ok(at)
    }

    /// Refuses a day that is past, the day that stands already, and any once a branch has opened its polls.
    async fn may_be_fixed(&self, from: Option<Day>, to: Day) -> Result<(), Error> {
        if to < clock::today() {
            return Err(Error::field("polling", Why::Past));
        }
        if from == Some(to) {
            return Err(Error::field("polling", Why::Taken));
        }
        let phase = self.0.board.read().await.state.phase();
        if matches!(phase, Phase::Polling | Phase::Counting | Phase::Decided) {
            return Err(Error::NotNow("the polls have opened; their day is not moved any more"));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::field::tests::filled;
    use crate::fixture::may;
    use headquarters::permit::{Actor, permit};
    use headquarters::role::Role;

    fn governor<A: headquarters::permit::Kind>() -> Permit<A> {
        may(1, Role::Governor, "tehran")
    }

    fn anybody<A: headquarters::permit::Kind>() -> Permit<A> {
        permit(Actor::Public).unwrap()
    }

    fn fields(refused: Result<impl std::fmt::Debug, Error>) -> Vec<(&'static str, Why)> {
        match refused {
            Err(Error::Typed(mistakes)) => mistakes.iter().map(|m| (m.field, m.why)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn no_poll_is_held_on_a_day_that_is_past() {
        let (_folder, office) = filled().await;
        let past = [office.today().after(-1), "1305/02/11".parse().unwrap()];
        for day in past {
            let refused = office.fix_polling_day(&governor(), day, 0, "").await;
            assert_eq!(fields(refused), [("polling", Why::Past)], "{day}");
            assert_eq!(
                fields(office.preview_polling_day(&governor(), day).await.map(|_| ())),
                [("polling", Why::Past)]
            );
        }
        let day = office.today().after(60);
        office.fix_polling_day(&governor(), day, 0, "").await.unwrap();
        let again = office.fix_polling_day(&governor(), day, 1, "سیل").await;
        assert_eq!(fields(again), [("polling", Why::Taken)], "nothing would move");
    }

    #[tokio::test]
    async fn a_postponement_is_an_event_with_its_reason_and_what_it_moved() {
        let (_folder, office) = filled().await;
        let (first, second) = (office.today().after(60), office.today().after(88));
        office.fix_polling_day(&governor(), first, 0, "").await.unwrap();
        let asked = office.preview_polling_day(&governor(), second).await.unwrap();
        let moved = asked.schedule.calendar_after(Kind::City, second, office.today());
        let moved = moved.moved_from(&asked.schedule.calendar(Kind::City, first));
        // A step that is counted in months moves by their lengths.
        assert!(moved.iter().all(|one| (26..=31).contains(&one.days)) && moved.len() == 15, "{moved:?}");
        assert!(moved.iter().any(|one| one.step == calendar::Step::Poll && one.days == 28), "{moved:?}");
        assert_eq!(
            office.schedule(&anybody()).await.unwrap().polling,
            Some(first),
            "nothing is moved by asking"
        );
        office.fix_polling_day(&governor(), second, 1, " سیل ").await.unwrap();
        let schedule = office.schedule(&anybody()).await.unwrap();
        let Postponement { on, by, from, to, why } = &schedule.postponements[0];
        assert_eq!((*by, *from, *to, why.as_str()), (PersonId(1), first, second, "سیل"));
        assert_eq!((*on, schedule.version, schedule.sequence()), (office.today(), 2, 1));
        // The day was moved on the day on which it was fixed: nothing was done by it, and what was past already moves too.
        let now = schedule.calendar(Kind::City, second);
        let then = Schedule::default().calendar(Kind::City, first);
        let stays = |step| now.span(step).unwrap().last == then.span(step).unwrap().last;
        assert!(
            ![calendar::Step::Resignation, calendar::Step::Poll, calendar::Step::Campaign]
                .map(stays)
                .contains(&true)
        );
        let shown = asked.schedule.calendar_after(Kind::City, second, office.today());
        assert_eq!(shown.spans, now.spans, "what is shown is what comes");
        let lasting = Schedule { fixed: Some(office.today().after(-200)), ..schedule };
        let kept = lasting.calendar(Kind::City, second);
        let due = |calendar: &calendar::Calendar| calendar.span(calendar::Step::Resignation).unwrap().last;
        assert_eq!(due(&kept), due(&then), "it was due three months before, and done");
        let (lines, _, _) =
            office.journal(&governor(), &crate::LinesSought::default(), None, 100).await.unwrap();
        let [postponement, fixed] = ["postponement", "polling day"]
            .map(|of| lines.iter().find(|line| line.what.0 == of).unwrap_or_else(|| panic!("{of}")).clone());
        assert_eq!((postponement.what.1.as_str(), postponement.why.as_str()), ("1", "سیل"));
        assert_eq!(postponement.changed, [("polling".into(), first.to_string(), second.to_string())]);
        assert!(fixed.line < postponement.line);
    }

    #[tokio::test]
    async fn a_holiday_moves_the_next_working_day_and_nobody_s_list_is_lost() {
        let (_folder, office) = filled().await;
        // The last day of objections, which offices are open on.
        let polling: Day = "2027-05-04".parse().unwrap();
        let objections = async || {
            let schedule = office.schedule(&anybody()).await.unwrap();
            let calendar = schedule.calendar(Kind::City, polling);
            calendar.spans.into_iter().find(|span| span.step == calendar::Step::Objections).unwrap()
        };
        let day = objections().await.last;
        let holiday = |name: &str| Holiday { day, name: name.to_owned() };
        let next = async || objections().await.working;
        assert_eq!(next().await, None);
        office.keep_holiday(&governor(), holiday("عید قربان"), 0).await.unwrap();
        assert!(next().await.is_some_and(|next| next > day));
        let blind = office.keep_holiday(&governor(), holiday("عید فطر"), 0).await;
        assert!(matches!(blind, Err(Error::Changed)), "{blind:?}");
        let partial = office.keep_holiday(&may(2, Role::Secretary, "tehran/rey/2"), holiday("…"), 1).await;
        assert!(matches!(partial, Err(Error::Forbidden(_))), "{partial:?}");
        let silent = office.strike_holiday(&governor(), day, 1, " ").await;
        assert_eq!(fields(silent), [("why", Why::Missing)]);
        office.strike_holiday(&governor(), day, 1, "ماه دیده نشد").await.unwrap();
        assert_eq!(next().await, None);
        let schedule = office.schedule(&anybody()).await.unwrap();
        assert_eq!((schedule.holidays.len(), schedule.holidays_version), (0, 2));
    }
}
