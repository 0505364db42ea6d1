//! The numbers of a step as JSON. Exact fractions are text, because a JSON reader may make a float of anything else.

use serde_json::{Value, json};

use super::{Act, Standing, Tally};
use crate::{Code, Group};

impl Act {
    /// The word used in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Totalled { .. } => "totalled",
            Self::StayedBelowThreshold { .. } => "stayed-below-threshold",
            Self::RankedIndependents { .. } => "ranked-independents",
            Self::RaisedQuota { .. } => "raised-quota",
            Self::Entitled { .. } => "entitled",
            Self::Rounded { .. } => "rounded",
            Self::Capped { .. } => "capped",
            Self::GaveBack { .. } => "gave-back",
            Self::GotLeftover { .. } => "got-leftover",
            Self::GotQuotient { .. } => "got-quotient",
            Self::SettledTie { .. } => "settled-tie",
            Self::Drew { .. } => "drew",
            Self::Seated { .. } => "seated",
            Self::NamedAlternates { .. } => "named-alternates",
            Self::LeftVacant { .. } => "left-vacant",
        }
    }

    /// The numbers with which the step can be redone.
    pub fn numbers(&self) -> Value {
        match self {
            Self::Totalled { groups, total, seats } => {
                let groups: Vec<Value> = groups.iter().map(group_votes).collect();
                json!({ "lists": groups, "total": total, "seats": seats })
            }
            Self::StayedBelowThreshold { group, votes, valid, threshold } => {
                json!({ "list": group.code, "votes": votes, "valid_votes": valid, "threshold": threshold.to_string() })
            }
            Self::RankedIndependents { eligible, of, rank } => {
                json!({ "eligible": eligible, "of": of, "rank": rank })
            }
            Self::RaisedQuota { given, seats, quota } => {
                json!({ "given": given, "seats": seats, "quota": quota.to_string() })
            }
            Self::Entitled { quota, groups, .. } => {
                let groups: Vec<Value> = groups
                    .iter()
                    .map(|entry| {
                        json!({ "list": entry.group.code, "votes": entry.votes, "exact": entry.exact.to_string() })
                    })
                    .collect();
                json!({ "quota": quota.to_string(), "lists": groups })
            }
            Self::Rounded { groups, given, seats, .. } => {
                let groups: Vec<Value> = groups
                    .iter()
                    .map(|entry| {
                        json!({ "list": entry.group.code, "exact": entry.exact.to_string(), "seats": entry.seats })
                    })
                    .collect();
                json!({ "lists": groups, "given": given, "seats": seats })
            }
            Self::Capped { change } => json!({ "due": change.from, "members": change.to }),
            Self::GaveBack { exact, votes, reading, .. } => {
                json!({ "exact": exact.to_string(), "votes": votes, "reading": reading.name() })
            }
            Self::GotLeftover { by: Standing::Share { votes, total }, round, .. } => {
                json!({ "by": "share", "votes": votes, "total": total, "round": round })
            }
            Self::GotLeftover { by: Standing::Remainder(rest), round, .. } => {
                json!({ "by": "remainder", "remainder": rest.to_string(), "round": round })
            }
            Self::GotQuotient { votes, divisor, .. } => {
                let quotient = crate::Ratio::new(u128::from(*votes) * divisor.den, divisor.num);
                json!({ "votes": votes, "divisor": divisor.to_string(), "quotient": quotient.to_string() })
            }
            Self::SettledTie { stage, among, first, told_apart } => {
                json!({ "stage": stage.name(), "among": among, "first": first, "told_apart": told_apart })
            }
            Self::Drew { lot, drawn } => {
                json!({ "for": lot.purpose.name(), "among": lot.among, "drawn": drawn })
            }
            Self::Seated { group, persons, next, .. } => json!({
                "list": group.as_ref().map(|group| &group.code),
                "persons": persons.iter().map(person_votes).collect::<Vec<_>>(),
                "next": next.as_ref().map(person_votes),
            }),
            Self::NamedAlternates { by, group, persons } => json!({
                "list": group.as_ref().map(|group| &group.code),
                "persons": persons.iter().map(person_votes).collect::<Vec<_>>(),
                "reading": by.name(),
            }),
            Self::LeftVacant { seats } => json!({ "seats": seats }),
        }
    }
}

fn group_votes(tally: &Tally<Group>) -> Value {
    json!({ "list": tally.who.code, "votes": tally.votes })
}

fn person_votes(tally: &Tally<Code>) -> Value {
    json!({ "code": tally.who, "votes": tally.votes })
}
