//! How many devices are wanted, how many there are and are coming, and by when the rest has to be ordered («پیش‌بینی
//! تجهیزات»). What is there is counted from the devices' own files; what is typed here is the terms and the orders.

use super::{Device, Kind, State};
use crate::branch::Site;
use crate::form::{LINE, Mistake, Reading, Why};
use crate::readiness::Topic;
use calendar::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// By which a kind is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// At the least so many in every branch.
    pub per_branch: u16,
    /// And one more for every so many voters expected there; 0 where voters do not count.
    pub voters_each: u32,
    /// Of a thousand that work, how many fail on the day: spares are held for these.
    pub failing: u16,
    /// Days from an order to its arrival («زمان تأمین»).
    pub lead: u16,
}

impl Terms {
    /// Ours, until the headquarters makes its own.
    #[must_use]
    pub fn usual(kind: Kind) -> Self {
        match kind {
            Kind::Identity => Self { per_branch: 1, voters_each: 0, failing: 20, lead: 90 },
            Kind::Booth => Self { per_branch: 1, voters_each: 220, failing: 20, lead: 90 },
            Kind::Router => Self { per_branch: 1, voters_each: 0, failing: 10, lead: 45 },
            Kind::Spare => Self { per_branch: 1, voters_each: 0, failing: 50, lead: 30 },
        }
    }

    /// How many a branch needs. Of identity devices, as many as the capacity plan gave it.
    #[must_use]
    pub fn of(&self, kind: Kind, site: &Site) -> u64 {
        let planned = if kind == Kind::Identity { site.devices } else { 0 };
        let by_voters = match (self.voters_each, site.voters) {
            (0, _) | (_, None) => 0,
            (each, Some(voters)) => voters.div_ceil(each),
        };
        u64::from(self.per_branch.max(planned)).max(by_voters.into())
    }
}

/// An order that is on its way («سفارش»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub number: u32,
    /// Of what.
    pub kind: Kind,
    /// How many.
    pub count: u32,
    /// From whom.
    pub supplier: String,
    /// When it was placed.
    pub placed: Day,
    /// When it is promised.
    pub due: Day,
    /// When it came: from then on its devices have files of their own.
    pub came: Option<Day>,
}

/// The terms and the orders of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    terms: BTreeMap<Kind, Terms>,
    /// The orders, in the order of their numbers.
    pub orders: Vec<Order>,
}

impl Supply {
    /// By which a kind is reckoned.
    #[must_use]
    pub fn terms(&self, kind: Kind) -> Terms {
        self.terms.get(&kind).copied().unwrap_or_else(|| Terms::usual(kind))
    }

    /// Sets the terms of a kind.
    pub fn set(&mut self, kind: Kind, terms: Terms) {
        self.terms.insert(kind, terms);
    }

    /// Are both reckoned by the same terms? What is on order makes no branch ready.
    #[must_use]
    pub fn is_reckoned_as(&self, other: &Self) -> bool {
        self.terms == other.terms
    }

    /// The terms alone.
    #[must_use]
    pub fn without_orders(&self) -> Self {
        Self { terms: self.terms.clone(), orders: Vec::new() }
    }

    /// Puts an order down.
    pub fn place(&mut self, mut order: Order) {
        order.number = self.orders.len() as u32 + 1;
        self.orders.push(order);
    }

    /// An order came. Nothing where there is none of that number that is still awaited.
    pub fn come(&mut self, number: u32, on: Day) -> Option<()> {
        let found = self.orders.iter_mut().find(|order| order.number == number && order.came.is_none())?;
        found.came = Some(on.max(found.placed));
        Some(())
    }

    /// What is still awaited of a kind.
    pub fn awaited(&self, kind: Kind) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |order| order.kind == kind && order.came.is_none())
    }
}

/// Does a device count as there? Not one that was refused or that failed, until it was mended.
#[must_use]
pub fn is_there(device: &Device) -> bool {
    !matches!(device.state(), State::Rejected | State::Failed)
}

/// What is wanted of a kind and what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// Which kind.
    pub kind: Kind,
    /// For the branches.
    pub needed: u64,
    /// Besides, against failures on the day.
    pub spares: u64,
    /// What is there.
    pub stock: u64,
    /// What is ordered and comes in time.
    pub ordered: u64,
    /// What is ordered and comes too late to be made ready, or is overdue.
    pub late: u64,
    /// What has to be ordered still.
    pub short: u64,
    /// By when, if anything is short and a polling day is fixed.
    pub order_by: Option<Day>,
}

/// Days before the polls by which a device has to be there, so that it can still be tried, configured, tested, sealed and
/// carried.
#[must_use]
pub fn arrives_by(polling: Day) -> Day {
    polling.after(-(Topic::Devices.lead() + MAKING_READY))
}

/// Days that a delivery takes from the store's door to a branch's.
const MAKING_READY: i64 = 14;

impl Forecast {
    /// Reckons a kind. `spares` says how many are held for so many that work.
    #[must_use]
    pub fn of(
        kind: Kind,
        supply: &Supply,
        (needed, stock): (u64, u64),
        spares: u64,
        (today, polling): (Day, Option<Day>),
    ) -> Self {
        let in_time = |order: &&Order| {
            order.due >= today && polling.is_none_or(|polling| order.due <= arrives_by(polling))
        };
        let sum = |orders: Vec<&Order>| orders.iter().map(|order| u64::from(order.count)).sum::<u64>();
        let (ordered, late): (Vec<&Order>, Vec<&Order>) = supply.awaited(kind).partition(in_time);
        let (ordered, late) = (sum(ordered), sum(late));
        let short = (needed + spares).saturating_sub(stock + ordered);
        let last = polling.map(|polling| arrives_by(polling).after(-i64::from(supply.terms(kind).lead)));
        Self { kind, needed, spares, stock, ordered, late, short, order_by: last.filter(|_| short > 0) }
    }
}

/// Reads the terms of a kind.
pub fn terms<'a>(field: impl Fn(&str) -> &'a str) -> Result<(Kind, Terms), Vec<Mistake>> {
    let mut reading = Reading::default();
    let kind = reading.read("terms-kind", field("terms-kind"), Why::Unknown);
    let per_branch = reading.number("per-branch", field("per-branch"), (0, MOST_PER_BRANCH));
    let voters_each = reading.number("voters-each", field("voters-each"), (0, MOST_ORDERED));
    let failing = reading.number("failing", field("failing"), (0, 999));
    let lead = reading.number("lead", field("lead"), (0, MOST_LEAD));
    let all = kind.zip(per_branch.zip(voters_each)).zip(failing.zip(lead));
    reading.answer(all.map(|((kind, (per_branch, voters_each)), (failing, lead))| {
        (kind, Terms { per_branch, voters_each, failing, lead })
    }))
}

/// Whoever orders two years ahead has mistyped.
const MOST_LEAD: u32 = 730;
/// More than one branch has had.
const MOST_PER_BRANCH: u32 = 999;
/// More than a country has branches.
const MOST_ORDERED: u32 = 1_000_000;

/// Reads an order placed today.
pub fn order<'a>(field: impl Fn(&str) -> &'a str, placed: Day) -> Result<Order, Vec<Mistake>> {
    let mut reading = Reading::default();
    let kind = reading.read("order-kind", field("order-kind"), Why::Unknown);
    let count = reading.number("count", field("count"), (1, MOST_ORDERED));
    let supplier = reading.text("supplier", field("supplier"), LINE);
    let due = reading.day_from("order-due", field("order-due"), placed);
    let all = kind.zip(count).zip(due);
    reading.answer(all.map(|((kind, count), due)| Order {
        number: 0,
        kind,
        count,
        supplier,
        placed,
        due,
        came: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Day {
        "2026-03-01".parse::<Day>().expect("a day").after(n)
    }

    fn order_of(count: u32, due: i64) -> Order {
        let supplier = "…".to_owned();
        Order { number: 0, kind: Kind::Router, count, supplier, placed: day(0), due: day(due), came: None }
    }

    #[test]
    fn what_is_short_is_ordered_so_early_that_it_can_still_be_made_ready() {
        let mut supply = Supply::default();
        let of = |supply: &Supply, today| {
            Forecast::of(Kind::Router, supply, (100, 60), 5, (day(today), Some(day(200))))
        };
        let first = of(&supply, 0);
        assert_eq!((first.short, first.order_by), (45, Some(arrives_by(day(200)).after(-45))));
        let in_time = arrives_by(day(200)).days_since(day(0));
        supply.place(order_of(30, in_time));
        supply.place(order_of(50, in_time + 1));
        let second = of(&supply, 0);
        assert_eq!(
            (second.ordered, second.late, second.short),
            (30, 50, 15),
            "what comes too late is no help"
        );
        assert_eq!(of(&supply, in_time + 1).ordered, 0, "what is overdue has not come");
        supply.come(1, day(9)).expect("it was awaited");
        assert_eq!(supply.come(1, day(10)), None, "once");
        assert_eq!(of(&supply, 0).ordered, 0, "its devices have files of their own now");
        let enough = Forecast::of(Kind::Router, &supply, (10, 60), 5, (day(0), Some(day(200))));
        assert_eq!((enough.short, enough.order_by), (0, None));
    }

    #[test]
    fn a_branch_needs_what_its_voters_ask_for_and_not_less_than_its_plan() {
        let mut site = crate::branch::tests::branch().site;
        let terms = Terms { per_branch: 1, voters_each: 600, failing: 0, lead: 0 };
        assert_eq!(
            [Kind::Identity, Kind::Router].map(|kind| terms.of(kind, &site)),
            [2, 1],
            "nobody counted voters"
        );
        site.voters = Some(1_801);
        assert_eq!(terms.of(Kind::Identity, &site), 4);
        assert_eq!(Terms { voters_each: 0, ..terms }.of(Kind::Booth, &site), 1);
    }

    #[test]
    fn what_is_wrong_with_terms_or_an_order_is_said_field_by_field() {
        fn of<'a>(fields: &'a [(&str, &'a str)]) -> impl Fn(&str) -> &'a str {
            move |name| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
        }
        let names = |mistakes: Vec<Mistake>| mistakes.iter().map(|m| m.field).collect::<Vec<_>>();
        let wrong = [
            ("terms-kind", "lamp"),
            ("per-branch", "1"),
            ("voters-each", "x"),
            ("failing", "1000"),
            ("lead", "800"),
        ];
        assert_eq!(
            names(terms(of(&wrong)).expect_err("mistakes")),
            ["terms-kind", "voters-each", "failing", "lead"]
        );
        let wrong = [("order-kind", "router"), ("count", "0"), ("order-due", "2026-02-01")];
        assert_eq!(
            names(order(of(&wrong), day(0)).expect_err("mistakes")),
            ["count", "supplier", "order-due"]
        );
    }

    proptest! {
        #[test]
        fn supply_is_read_back_as_it_was_written(counts in proptest::collection::vec((1_u32..9_999, 0_i64..400), 0..8), lead in 0_u16..700) {
            let mut supply = Supply::default();
            supply.set(Kind::Booth, Terms { lead, ..Terms::usual(Kind::Booth) });
            for (count, due) in counts {
                supply.place(order_of(count, due));
            }
            let text = serde_json::to_string(&supply).expect("text");
            prop_assert_eq!(serde_json::from_str::<Supply>(&text).expect("the same"), supply);
        }
    }
}
