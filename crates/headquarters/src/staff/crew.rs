//! Who serves at a place, and what is missing there.

use super::member::{Duty, Member};
use super::post::{Plan, Post};
use super::training::Grade;
use crate::branch::Site;
use crate::readiness::Topic;
use calendar::Day;

/// An assignment as a place sees it: small, for a province has a hundred and fifty thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Whose, by number.
    pub member: i64,
    /// For which post.
    pub post: Post,
    /// To serve or to wait.
    pub duty: Duty,
    /// Since when.
    pub from: Day,
    /// The day from which not any more.
    pub ended: Option<Day>,
    /// Until when the pass for it is good.
    pub pass_until: Option<Day>,
}

impl Held {
    /// The assignments in a member's file, each with its place.
    pub fn of(member: &Member) -> impl Iterator<Item = (&crate::place::Place, Held)> {
        let pass_until = member.pass_until(Grade::Branch);
        member.services.iter().map(move |service| {
            let left = member.left.as_ref().map(|left| left.signed.on);
            let ended = service.ended.map(|(signed, _)| signed.on).or(left);
            let (post, duty, from) = (service.post, service.duty, service.from.on);
            (&service.place, Held { member: member.number, post, duty, from, ended, pass_until })
        })
    }

    fn stands_on(&self, day: Day) -> bool {
        self.from <= day && self.ended.is_none_or(|ended| day < ended)
    }
}

/// The assignments to one place, those that ended too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crew(Vec<Held>);

impl Crew {
    /// Puts an assignment down.
    pub fn add(&mut self, held: Held) {
        self.0.push(held);
    }

    /// Forgets those of a member, whose file was changed.
    pub fn forget(&mut self, member: i64) {
        self.0.retain(|held| held.member != member);
    }

    /// Those that stand on a day.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &Held> {
        self.0.iter().filter(move |held| held.stands_on(day))
    }

    /// How many hold a post in this way on a day.
    #[must_use]
    pub fn count(&self, post: Post, duty: Duty, day: Day) -> u32 {
        self.on(day).filter(|held| held.post == post && held.duty == duty).count() as u32
    }

    /// Since when somebody serves whose pass is not good on the polling day any more; a postponement does that.
    #[must_use]
    pub fn without_pass(&self, day: Day, polling: Day) -> Option<Day> {
        let stale = |held: &&Held| held.pass_until.is_none_or(|until| until < polling);
        self.on(day).filter(|held| held.duty == Duty::Serving).filter(stale).map(|held| held.from).min()
    }
}

/// A post with too few people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Which.
    pub post: Post,
    /// How many the plan gives the branch.
    pub takes: u32,
    /// How many serve.
    pub serving: u32,
}

/// The posts of a branch that are not filled on a day.
#[must_use]
pub fn gaps(plan: &Plan, site: &Site, crew: &Crew, day: Day) -> Vec<Gap> {
    let each = Post::ALL.iter().map(|post| Gap {
        post: *post,
        takes: u32::from(plan.at_branch(*post, site)),
        serving: crew.count(*post, Duty::Serving, day),
    });
    each.filter(|gap| gap.serving < gap.takes).collect()
}

/// What is not ready about a branch's staff on a day, and since when. `waiting` says how many reserves of a post the
/// branch can call: its own, its district's and its county's.
#[must_use]
pub fn findings(
    plan: &Plan,
    site: &Site,
    crew: &Crew,
    waiting: impl Fn(Post) -> u32,
    (day, polling): (Day, Day),
) -> Vec<(Topic, Day)> {
    let mut found = Vec::new();
    if site.registered > day {
        return found;
    }
    // Each side fills its own posts.
    let short = gaps(plan, site, crew, day);
    for (supervisory, topic) in [(false, Topic::NoStaff), (true, Topic::NoObservers)] {
        if short.iter().any(|gap| gap.post.is_supervisory() == supervisory) {
            found.push((topic, site.registered));
        }
    }
    if let Some(since) = crew.without_pass(day, polling) {
        found.push((Topic::NoPass, since));
    }
    let mut serving = Post::ALL.iter().filter(|post| crew.count(**post, Duty::Serving, day) > 0);
    if plan.reserve_percent > 0 && serving.any(|post| waiting(*post) == 0) {
        found.push((Topic::NoReserve, site.registered));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::member::tests::{day, member, passed, polling, signed};
    use super::*;
    use crate::branch::{Kind, Setting, Standing};

    fn site() -> Site {
        Site {
            place: "tehran/rey/2/0007".parse().expect("a place"),
            name: "البرز".into(),
            latin: "Alborz".into(),
            kind: Kind::School,
            standing: Standing::Fixed,
            setting: Setting::Urban,
            education: String::new(),
            at: "35.58,51.43".parse().expect("coordinates"),
            devices: 1,
            voters: None,
            rooms: None,
            registered: day(0),
            agreement: None,
        }
    }

    #[test]
    fn a_branch_is_short_of_a_post_until_somebody_with_a_pass_is_assigned() {
        let plan = Plan {
            board_members: 1,
            operators_per_device: 0,
            governor_representatives: 0,
            supervisor_representatives: 0,
            police: 0,
            ..Plan::default()
        };
        let (site, mut crew) = (site(), Crew::default());
        let said = |crew: &Crew, waiting: u32, on: i64| {
            let found = findings(&plan, &site, crew, |_| waiting, (day(on), polling()));
            found.into_iter().map(|(topic, _)| topic).collect::<Vec<_>>()
        };
        assert_eq!(said(&crew, 0, 1), [Topic::NoStaff]);
        assert_eq!(said(&crew, 0, -1), [], "it was not on the register yet");
        let mut member = passed(member(7, Post::BoardMember));
        member.assign(site.place.clone(), Duty::Serving, polling(), signed(12, 3)).expect("has a pass");
        Held::of(&member).for_each(|(_, held)| crew.add(held));
        assert_eq!(said(&crew, 0, 11), [Topic::NoStaff], "as it was the day before");
        assert_eq!(said(&crew, 0, 12), [Topic::NoReserve]);
        assert_eq!(said(&crew, 1, 12), []);
        let later = findings(&plan, &site, &crew, |_| 1, (day(12), polling().after(400)));
        assert_eq!(later, [(Topic::NoPass, day(12))], "the polls were postponed beyond the pass");
        crew.forget(7);
        assert_eq!(said(&crew, 1, 12), [Topic::NoStaff]);
    }
}
