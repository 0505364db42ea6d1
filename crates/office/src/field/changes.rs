//! Who changed which field of a branch's register, as the journal tells it: for whoever finds another version than theirs.

use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::reach::lies_in;
use headquarters::branch::{Site, typed};
use headquarters::permit::{Kind as _, Permit, PersonId, act};
use headquarters::place::Place;
use serde_json::Value;
use std::collections::BTreeMap;

/// Lines of the journal about the register that are looked through.
const LINES: i64 = 100;

/// Who changed which field last.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    by: BTreeMap<&'static str, PersonId>,
    /// Their names.
    pub names: Names,
}

impl Changes {
    /// Who changed a field last, if anybody did.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<PersonId> {
        self.by.get(field).copied()
    }

    fn add(&mut self, actor: &str, what: &str) {
        let person = actor.strip_prefix("person:").and_then(|id| id.parse().ok()).map(PersonId);
        let told: Value = serde_json::from_str(what).unwrap_or_default();
        let (before, after) = (site(&told["before"]), site(&told["after"]));
        let (Some(person), Some(before), Some(after)) = (person, before, after) else { return };
        for ((field, before), (_, after)) in typed::write(&before).into_iter().zip(typed::write(&after)) {
            if before != after {
                self.by.entry(field).or_insert(person);
            }
        }
    }
}

/// What the register said in a line: an act on a branch tells the whole file, a table only the register.
fn site(told: &Value) -> Option<Site> {
    let site = if told["site"].is_object() { &told["site"] } else { told };
    serde_json::from_value(site.clone()).ok()
}

impl Office {
    /// Who changed which field of a branch's register last.
    pub async fn register_changes(
        &self,
        permit: &Permit<act::RegisterBranch>,
        place: &Place,
    ) -> Result<Changes, Error> {
        permit.over(place)?;
        // What a machine measures there every minute says nothing of the register.
        let acts = [act::RegisterBranch::ACT, act::Import::ACT].map(|act| format!("'{act}'")).join(", ");
        let which = format!("{} AND act IN ({acts})", lies_in("place", [place]));
        let rows = self.0.store.acts(&which, ["", ""], i64::MAX, LINES).await?;
        let mut changes = Changes::default();
        for (_, _, actor, _, what, _) in &rows {
            changes.add(actor, what);
        }
        changes.names = self.names(changes.by.values().copied()).await?;
        Ok(changes)
    }
}
