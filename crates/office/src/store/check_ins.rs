//! The ledger.

use super::cluster::{Lock, hold, share};
use super::desks::thirty_two;
use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::entry::EntryId;
use pollbook::{CheckIn, VoterKey};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A voter at a desk, as the ledger is asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) voter: VoterKey,
    pub(crate) branch: BranchId,
    /// May this branch check voters in now?
    pub(crate) open: bool,
    /// The same when it is asked again.
    pub(crate) request: Digest,
}

/// What the ledger holds of a voter once it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The name on the roll.
    pub(crate) name: Option<String>,
    /// The check-in, and whether it is the one that was asked for.
    pub(crate) check_in: Option<(CheckIn, bool)>,
    /// Has the desk told that this question ended without an answer?
    pub(crate) withdrawn: bool,
    /// Does another device stand in the place of the one that asks?
    pub(crate) superseded: bool,
    /// Was the person taken off the roll?
    pub(crate) taken_off: bool,
}

/// A check-in that was just kept: voter, branch, request, name.
type New = (Vec<u8>, String, Vec<u8>, String);

/// Place in the batch, name, and of the check-in that stands, perhaps a pending one: branch, time, request. And whether the
/// question was taken back, whether it is a replaced device's, and whether the person was taken off the roll.
type Row = (i64, Option<String>, Option<String>, Option<String>, Option<Vec<u8>>, bool, bool, bool);

/// A second vote that was refused, and what stood already.
pub(crate) type Refused<'a> = (&'a Asked, CheckIn);

/// Checks in whoever of these may be and is not yet; answers how many that were, and what stands then of each. Nothing if a
/// desk's log overtook one of the questions: then the transaction is begun again, and sees it.
///
/// The primary key decides, not what was read before: of two requests for one voter, in this batch or in another
/// headquarters at this moment, one inserts. What stands of the others is read in a second statement, for the first
/// does not see what others committed while it waited.
pub(crate) async fn keep(tx: &mut Tx, asked: &[Asked], at: &str) -> Result<Option<(u64, Vec<Found>)>, Error> {
    let new = insert(tx, asked, at).await?;
    if is_overtaken(tx, &new).await? {
        return Ok(None);
    }
    let kept = new.len() as u64;
    let names: HashMap<_, _> =
        new.into_iter().map(|(voter, branch, request, name)| ((voter, branch, request), name)).collect();
    let own = |asked: &Asked| {
        let key = (asked.voter.0.to_vec(), asked.branch.as_str().to_owned(), asked.request.0.to_vec());
        let check_in = CheckIn {
            branch: asked.branch.clone(),
            at: at.to_owned(),
            claim: EntryId::of_request(&asked.request),
        };
        names.get(&key).map(|name| Found {
            name: Some(name.clone()),
            check_in: Some((check_in, true)),
            withdrawn: false,
            superseded: false,
            taken_off: false,
        })
    };
    let mut found: Vec<Option<Found>> = asked.iter().map(own).collect();
    let others: Vec<usize> = (0..asked.len()).filter(|&place| found[place].is_none()).collect();
    if !others.is_empty() {
        let rest: Vec<&Asked> = others.iter().map(|&place| &asked[place]).collect();
        for (place, stands) in others.into_iter().zip(read(tx, &rest).await?) {
            found[place] = Some(stands);
        }
    }
    Ok(Some((kept, found.into_iter().flatten().collect())))
}

/// The keys are inserted in order, lest two batches wait for each other; so the order of rows within a batch says
/// nothing either.
async fn insert(tx: &mut Tx, asked: &[Asked], at: &str) -> Result<Vec<New>, Error> {
    let mut open: Vec<&Asked> = asked.iter().filter(|asked| asked.open).collect();
    open.sort_by_key(|asked| asked.voter);
    // Whoever closes the ledger waits for us, and we for them.
    share(tx, Lock::Ledger).await?;
    Ok(match tx {
        Tx::Lite(tx) => {
            let words = sqlx::query_as(
                "WITH asked AS MATERIALIZED (
                     SELECT unhex(substr(value, 1, 64)) AS voter, unhex(substr(value, 65, 64)) AS request,
                            substr(value, 129) AS branch
                     FROM json_each($1))
                 INSERT INTO check_in (voter, branch, at, request)
                 SELECT voter, branch, $2, request FROM asked
                 WHERE EXISTS (SELECT 1 FROM voter WHERE key = asked.voter)
                   AND NOT EXISTS (SELECT 1 FROM taken_off WHERE taken_off.voter = asked.voter)
                   AND NOT EXISTS (SELECT 1 FROM closed)
                   AND NOT EXISTS (SELECT 1 FROM told WHERE told.request = asked.request AND told.branch = asked.branch)
                   AND NOT EXISTS (SELECT 1 FROM told WHERE card IS NOT NULL AND told.voter = asked.voter)
                   AND NOT EXISTS (SELECT 1 FROM superseded AS old
                                   WHERE old.session = substr(asked.request, 1, 16) AND old.branch = asked.branch)
                 ON CONFLICT (voter) DO NOTHING
                 RETURNING voter, branch, request, (SELECT name FROM voter AS of WHERE of.key = check_in.voter)",
            );
            words.bind(json(&open)).bind(at).fetch_all(&mut **tx).await?
        }
        Tx::Pg(tx) => {
            let words = sqlx::query_as(
                "INSERT INTO check_in (voter, branch, at, request)
                 SELECT asked.voter, asked.branch, $4, asked.request
                 FROM unnest($1::bytea[], $2::text[], $3::bytea[]) AS asked (voter, branch, request)
                 WHERE EXISTS (SELECT 1 FROM voter WHERE voter.key = asked.voter)
                   AND NOT EXISTS (SELECT 1 FROM taken_off WHERE taken_off.voter = asked.voter)
                   AND NOT EXISTS (SELECT 1 FROM closed)
                   AND NOT EXISTS (SELECT 1 FROM told WHERE told.request = asked.request AND told.branch = asked.branch)
                   AND NOT EXISTS (SELECT 1 FROM told WHERE told.card IS NOT NULL AND told.voter = asked.voter)
                   AND NOT EXISTS (SELECT 1 FROM superseded AS old
                                   WHERE old.session = substring(asked.request FROM 1 FOR 16) AND old.branch = asked.branch)
                 ON CONFLICT (voter) DO NOTHING
                 RETURNING voter, branch, request, (SELECT name FROM voter AS of WHERE of.key = check_in.voter)",
            );
            words
                .bind(open.iter().map(|a| a.voter.0.as_slice()).collect::<Vec<_>>())
                .bind(open.iter().map(|a| a.branch.as_str()).collect::<Vec<_>>())
                .bind(open.iter().map(|a| a.request.0.as_slice()).collect::<Vec<_>>())
                .bind(at)
                .fetch_all(tx.patient())
                .await?
        }
    })
}

/// Did a desk's log tell of one of these questions or persons while we waited for the row? What we saw when we inserted was
/// older. See `told::take_away` for the other half. SQLite has one writer, and nobody waits there.
async fn is_overtaken(tx: &mut Tx, new: &[New]) -> Result<bool, Error> {
    let Tx::Pg(tx) = tx else { return Ok(false) };
    if new.is_empty() {
        return Ok(false);
    }
    let overtaken = sqlx::query_scalar(
        "SELECT EXISTS (
             SELECT 1 FROM unnest($1::bytea[], $2::text[], $3::bytea[]) AS new (voter, branch, request)
             WHERE EXISTS (SELECT 1 FROM told WHERE told.request = new.request AND told.branch = new.branch)
                OR EXISTS (SELECT 1 FROM told WHERE told.card IS NOT NULL AND told.voter = new.voter))",
    );
    let overtaken = overtaken
        .bind(new.iter().map(|new| new.0.as_slice()).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.1.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|new| new.2.as_slice()).collect::<Vec<_>>());
    Ok(overtaken.fetch_one(tx.patient()).await?)
}

/// What stands of each who was not checked in just now.
async fn read(tx: &mut Tx, asked: &[&Asked]) -> Result<Vec<Found>, Error> {
    let rows: Vec<Row> = match tx {
        Tx::Lite(tx) => {
            let words = sqlx::query_as(
                "WITH asked AS MATERIALIZED (
                     SELECT key AS place, unhex(substr(value, 1, 64)) AS voter, unhex(substr(value, 65, 64)) AS request,
                            substr(value, 129) AS branch
                     FROM json_each($1))
                 SELECT asked.place, voter.name, coalesce(check_in.branch, pending.branch),
                        coalesce(check_in.at, pending.at), coalesce(check_in.request, pending.request),
                        own.request IS NOT NULL, old.session IS NOT NULL, off.voter IS NOT NULL
                 FROM asked
                 LEFT JOIN voter ON voter.key = asked.voter
                 LEFT JOIN taken_off AS off ON off.voter = asked.voter
                 LEFT JOIN check_in ON check_in.voter = asked.voter
                 LEFT JOIN told AS pending ON pending.voter = asked.voter AND pending.card IS NOT NULL
                 LEFT JOIN told AS own ON own.request = asked.request AND own.branch = asked.branch
                 LEFT JOIN superseded AS old ON old.session = substr(asked.request, 1, 16) AND old.branch = asked.branch",
            );
            words.bind(json(asked)).fetch_all(&mut **tx).await?
        }
        Tx::Pg(tx) => {
            let words = sqlx::query_as(
                "SELECT asked.place - 1, voter.name, coalesce(check_in.branch, pending.branch),
                        coalesce(check_in.at, pending.at), coalesce(check_in.request, pending.request),
                        own.request IS NOT NULL, old.session IS NOT NULL, off.voter IS NOT NULL
                 FROM unnest($1::bytea[], $2::bytea[], $3::text[]) WITH ORDINALITY AS asked (voter, request, branch, place)
                 LEFT JOIN voter ON voter.key = asked.voter
                 LEFT JOIN taken_off AS off ON off.voter = asked.voter
                 LEFT JOIN check_in ON check_in.voter = asked.voter
                 LEFT JOIN told AS pending ON pending.voter = asked.voter AND pending.card IS NOT NULL
                 LEFT JOIN told AS own ON own.request = asked.request AND own.branch = asked.branch
                 LEFT JOIN superseded AS old ON old.session = substring(asked.request FROM 1 FOR 16)
                                            AND old.branch = asked.branch",
            );
            words
                .bind(asked.iter().map(|a| a.voter.0.as_slice()).collect::<Vec<_>>())
                .bind(asked.iter().map(|a| a.request.0.as_slice()).collect::<Vec<_>>())
                .bind(asked.iter().map(|a| a.branch.as_str()).collect::<Vec<_>>())
                .fetch_all(tx.patient())
                .await?
        }
    };
    found(asked, rows)
}

/// Which of these check-ins the ledger holds: question, person, branch.
pub(crate) async fn confirmed(
    tx: &mut Tx,
    said: &HashSet<(EntryId, VoterKey, BranchId)>,
) -> Result<HashSet<(EntryId, VoterKey, BranchId)>, Error> {
    let voters: BTreeSet<VoterKey> = said.iter().map(|(_, voter, _)| *voter).collect();
    let rows = rows(tx, &voters.into_iter().collect::<Vec<_>>()).await?;
    let held = rows.into_iter().map(|(voter, row)| (row.claim, voter, row.branch));
    Ok(held.filter(|held| said.contains(held)).collect())
}

/// The check-ins of these persons.
pub(crate) async fn rows(tx: &mut Tx, voters: &[VoterKey]) -> Result<Vec<(VoterKey, CheckIn)>, Error> {
    if voters.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Vec<u8>, String, String, Vec<u8>)> = match tx {
        Tx::Lite(tx) => {
            let keys: Vec<String> = voters.iter().map(|voter| hex::encode(voter.0)).collect();
            sqlx::query_as(
                "SELECT c.voter, c.branch, c.at, c.request FROM json_each($1) AS asked
                 CROSS JOIN check_in AS c ON c.voter = unhex(asked.value)",
            )
            .bind(serde_json::to_string(&keys).expect("texts are always JSON"))
            .fetch_all(&mut **tx)
            .await?
        }
        Tx::Pg(tx) => {
            sqlx::query_as("SELECT voter, branch, at, request FROM check_in WHERE voter = ANY($1)")
                .bind(voters.iter().map(|voter| voter.0.as_slice()).collect::<Vec<_>>())
                .fetch_all(tx.patient())
                .await?
        }
    };
    rows.into_iter().map(row).collect()
}

/// A row of the ledger, read.
pub(crate) fn row(
    (voter, branch, at, request): (Vec<u8>, String, String, Vec<u8>),
) -> Result<(VoterKey, CheckIn), Error> {
    let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
    let claim = EntryId::of_request(&Digest(thirty_two(&request)?));
    Ok((VoterKey(thirty_two(&voter)?), CheckIn { branch, at, claim }))
}

/// Counts refused second votes: each request once, however often it is sent, with the first place.
pub(crate) async fn refuse(tx: &mut Tx, mut refused: Vec<Refused<'_>>, at: &str) -> Result<(), Error> {
    if refused.is_empty() {
        return Ok(());
    }
    refused.sort_by_key(|(asked, _)| asked.request.0);
    match tx {
        Tx::Lite(tx) => {
            let lines: Vec<serde_json::Value> = refused
                .iter()
                .map(|(asked, first)| {
                    serde_json::json!([hex::encode(asked.request.0), asked.branch, first.branch, first.at])
                })
                .collect();
            sqlx::query(
                "INSERT INTO refusal (request, branch, at, first_branch, first_at)
                 SELECT unhex(value ->> 0), value ->> 1, $2, value ->> 2, value ->> 3 FROM json_each($1)
                 WHERE true
                 ON CONFLICT (request) DO NOTHING",
            )
            .bind(serde_json::to_string(&lines).expect("texts are always JSON"))
            .bind(at)
            .execute(&mut **tx)
            .await?;
        }
        Tx::Pg(tx) => {
            sqlx::query(
                "INSERT INTO refusal (request, branch, at, first_branch, first_at)
                 SELECT request, branch, $5, first_branch, first_at
                 FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[]) AS of (request, branch, first_branch, first_at)
                 ON CONFLICT (request) DO NOTHING",
            )
            .bind(refused.iter().map(|(asked, _)| asked.request.0.as_slice()).collect::<Vec<_>>())
            .bind(refused.iter().map(|(asked, _)| asked.branch.as_str()).collect::<Vec<_>>())
            .bind(refused.iter().map(|(_, first)| first.branch.as_str()).collect::<Vec<_>>())
            .bind(refused.iter().map(|(_, first)| first.at.as_str()).collect::<Vec<_>>())
            .bind(at)
            .execute(tx.patient())
            .await?;
        }
    }
    Ok(())
}

/// Asked-for check-ins as SQLite takes them out of a JSON array: voter, request, branch.
fn json(asked: &[&Asked]) -> String {
    let lines: Vec<String> = asked
        .iter()
        .map(|asked| {
            let mut line = hex::encode(asked.voter.0);
            line.push_str(&hex::encode(asked.request.0));
            line.push_str(asked.branch.as_str());
            line
        })
        .collect();
    serde_json::to_string(&lines).expect("texts are always JSON")
}

/// The rows, each at its place.
fn found(asked: &[&Asked], rows: Vec<Row>) -> Result<Vec<Found>, Error> {
    let mut found: Vec<Option<Found>> = vec![None; asked.len()];
    for (place, name, branch, at, request, withdrawn, superseded, taken_off) in rows {
        let place = usize::try_from(place).map_err(|e| Error::Damaged(e.to_string()))?;
        let check_in = match (branch, at, request) {
            (Some(branch), Some(at), Some(request)) => {
                let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
                let own = branch == asked[place].branch && request == asked[place].request.0;
                let claim = EntryId::of_request(&Digest(thirty_two(&request)?));
                Some((CheckIn { branch, at, claim }, own))
            }
            _ => None,
        };
        // A person with two pending check-ins has two rows here: one of them is told.
        found[place].get_or_insert(Found { name, check_in, withdrawn, superseded, taken_off });
    }
    let every = found.into_iter().collect::<Option<Vec<_>>>();
    every.ok_or_else(|| Error::Damaged("the ledger did not answer for every voter".into()))
}

impl Store {
    /// The check-ins of these persons.
    pub(crate) async fn check_ins_of(&self, voters: &[VoterKey]) -> Result<Vec<(VoterKey, CheckIn)>, Error> {
        let mut tx = self.begin().await?;
        rows(&mut tx, voters).await
    }

    /// Check-ins and refusals by branch. Reads the whole ledger.
    pub(crate) async fn by_branch(&self) -> Result<BTreeMap<String, (u64, u64)>, Error> {
        let (ins, refused): (Vec<(String, i64)>, Vec<(String, i64)>) = reading!(self, pool => {
            let ins = sqlx::query_as("SELECT branch, count(*) FROM check_in GROUP BY branch");
            let refused = sqlx::query_as("SELECT branch, count(*) FROM refusal GROUP BY branch");
            (ins.fetch_all(pool).await?, refused.fetch_all(pool).await?)
        });
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (branch, n) in ins {
            counts.entry(branch).or_default().0 = n.unsigned_abs();
        }
        for (branch, n) in refused {
            counts.entry(branch).or_default().1 = n.unsigned_abs();
        }
        Ok(counts)
    }

    /// Open → closed: whoever is being checked in now still is, nobody after that.
    pub(crate) async fn close_ledger(&self, at: &str) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        hold(&mut tx, Lock::Ledger).await?;
        within!(&mut tx, connection => {
            sqlx::query("INSERT INTO closed (id, at) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
                .bind(at)
                .execute(connection)
                .await
                .map(drop)
        })?;
        tx.commit().await
    }

    /// Closed → open: the record did not take its end.
    pub(crate) async fn reopen_ledger(&self) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        within!(&mut tx, connection => {
            sqlx::query("DELETE FROM closed").execute(connection).await.map(drop)
        })?;
        tx.commit().await
    }
}
