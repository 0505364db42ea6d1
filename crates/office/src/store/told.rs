//! What the desks' logs say: of questions that ended without a confirmation, of second votes, of the officers' acts, and of
//! devices that were replaced.

use super::desks::{MANY, thirty_two};
use super::engine::{reading, within};
use super::{Store, Tx, check_ins};
use crate::error::Error;
use crate::read::OfficersAct;
use crate::repeats::Repeat;
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::device::SessionId;
use pollbook::entry::EntryId;
use pollbook::{CheckIn, VoterKey};
use sqlx::{QueryBuilder, Sqlite};
use std::collections::{BTreeMap, HashSet};

/// A question that ended without a confirmation.
#[derive(Debug, Clone)]
pub(crate) struct Told<'a> {
    pub(crate) question: EntryId,
    pub(crate) branch: &'a BranchId,
    /// Nobody knows of a check-in of a lost session that was undone whose it was.
    pub(crate) voter: Option<VoterKey>,
    pub(crate) at: String,
    /// The pending card; none if the question or the check-in was taken back.
    pub(crate) card: Option<Digest>,
    /// Is it the word of a strip, and not of the session itself?
    pub(crate) of_strip: bool,
}

impl Told<'_> {
    /// Does a later word replace this one? What was taken back stays so; a desk's own word comes before its strip's.
    pub(crate) fn gives_way(&self, later: &Self) -> bool {
        self.card.is_some() && (later.card.is_none() || (self.of_strip && !later.of_strip))
    }
}

/// A second vote that a desk refused by itself.
#[derive(Debug, Clone)]
pub(crate) struct Refusal<'a> {
    pub(crate) question: EntryId,
    pub(crate) branch: &'a BranchId,
    pub(crate) at: String,
    /// The first place, and when.
    pub(crate) first: (String, String),
}

/// Something that happened at a desk and is published with its branch; of whom it was is not in it.
#[derive(Debug, Clone)]
pub(crate) struct Happened<'a> {
    pub(crate) entry: EntryId,
    pub(crate) branch: &'a BranchId,
    pub(crate) act: &'static str,
    pub(crate) reason: String,
    pub(crate) at: String,
}

/// A session in whose place another stands.
#[derive(Debug, Clone)]
pub(crate) struct Superseded<'a> {
    pub(crate) session: SessionId,
    pub(crate) branch: &'a BranchId,
    pub(crate) at: String,
}

/// Questions ended without a confirmation, each once here: if one was given and came too late, it is taken away again.
pub(crate) async fn tell(tx: &mut Tx, told: &[Told<'_>]) -> Result<(), Error> {
    const AGAIN: &str = " ON CONFLICT (request, branch) DO UPDATE
         SET voter = coalesce(excluded.voter, told.voter), at = excluded.at, card = excluded.card,
             of_strip = excluded.of_strip
         WHERE told.card IS NOT NULL
           AND (excluded.card IS NULL OR (told.of_strip AND NOT excluded.of_strip))";
    if told.is_empty() {
        return Ok(());
    }
    match tx {
        Tx::Lite(tx) => {
            for some in told.chunks(MANY) {
                let words = "INSERT INTO told (request, branch, voter, at, card, of_strip) ";
                let mut words = QueryBuilder::<Sqlite>::new(words);
                words.push_values(some, |mut one, told| {
                    one.push_bind(told.question.request().0.to_vec())
                        .push_bind(told.branch.as_str())
                        .push_bind(told.voter.map(|voter| voter.0.to_vec()))
                        .push_bind(told.at.as_str())
                        .push_bind(told.card.map(|card| card.0.to_vec()))
                        .push_bind(told.of_strip);
                });
                words.push(AGAIN).build().execute(&mut **tx).await?;
            }
        }
        Tx::Pg(tx) => {
            let words = "INSERT INTO told (request, branch, voter, at, card, of_strip)
                 SELECT * FROM unnest($1::bytea[], $2::text[], $3::bytea[], $4::text[], $5::bytea[], $6::bool[])";
            sqlx::query(sqlx::AssertSqlSafe(format!("{words}{AGAIN}")))
                .bind(told.iter().map(|told| told.question.request().0.to_vec()).collect::<Vec<_>>())
                .bind(told.iter().map(|told| told.branch.as_str()).collect::<Vec<_>>())
                .bind(told.iter().map(|told| told.voter.map(|voter| voter.0.to_vec())).collect::<Vec<_>>())
                .bind(told.iter().map(|told| told.at.as_str()).collect::<Vec<_>>())
                .bind(told.iter().map(|told| told.card.map(|card| card.0.to_vec())).collect::<Vec<_>>())
                .bind(told.iter().map(|told| told.of_strip).collect::<Vec<_>>())
                .execute(tx.patient())
                .await?;
        }
    }
    take_away(tx, told).await
}

/// Takes late confirmations away. A batch of check-ins may be on its way at this moment, with one of these questions or for one
/// of these persons, and must not miss the word: whoever inserts a person's row waits for whoever inserted it before. So the
/// row is inserted here too, which waits for that batch and makes the next one wait for us; then it is taken away with what
/// was kept before. Nobody else waits. See `check_ins::keep` for the other half.
async fn take_away(tx: &mut Tx, told: &[Told<'_>]) -> Result<(), Error> {
    let mut known: Vec<(&Told<'_>, VoterKey)> =
        told.iter().filter_map(|told| Some((told, told.voter?))).collect();
    known.sort_by_key(|(_, voter)| *voter);
    match &mut *tx {
        Tx::Lite(tx) => {
            for some in known.chunks(MANY) {
                let mut words = QueryBuilder::<Sqlite>::new("WITH of (voter, branch, request) AS (");
                words.push_values(some, |mut one, (told, voter)| {
                    one.push_bind(voter.0.to_vec())
                        .push_bind(told.branch.as_str())
                        .push_bind(told.question.request().0.to_vec());
                });
                // Of three columns at once SQLite would look at every row; of the key it uses the tree.
                words.push(
                    ") DELETE FROM check_in WHERE voter IN (SELECT voter FROM of)
                       AND (voter, branch, request) IN (SELECT voter, branch, request FROM of)",
                );
                words.build().execute(&mut **tx).await?;
            }
        }
        Tx::Pg(tx) if !known.is_empty() => {
            let voters: Vec<_> = known.iter().map(|(_, voter)| voter.0.to_vec()).collect();
            let branches: Vec<_> = known.iter().map(|(told, _)| told.branch.as_str()).collect();
            let requests: Vec<_> = known.iter().map(|(told, _)| told.question.request().0.to_vec()).collect();
            for words in [
                "INSERT INTO check_in (voter, branch, at, request)
                 SELECT voter, branch, '', request
                 FROM unnest($1::bytea[], $2::text[], $3::bytea[]) AS of (voter, branch, request)
                 ON CONFLICT (voter) DO NOTHING",
                "DELETE FROM check_in USING unnest($1::bytea[], $2::text[], $3::bytea[]) AS of (voter, branch, request)
                 WHERE check_in.voter = of.voter AND check_in.branch = of.branch AND check_in.request = of.request",
            ] {
                let words = sqlx::query(words).bind(&voters).bind(&branches).bind(&requests);
                words.execute(tx.patient()).await?;
            }
        }
        Tx::Pg(_) => {}
    }
    // Of a lost session, and rare: there is no index by question, for it would cost every check-in a page.
    for told in told.iter().filter(|told| told.voter.is_none()) {
        within!(&mut *tx, connection => {
            sqlx::query("DELETE FROM check_in WHERE request = $1 AND branch = $2")
                .bind(told.question.request().0.to_vec())
                .bind(told.branch.as_str())
                .execute(connection)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

/// Which of these questions and check-ins were taken back, and by which branch.
pub(crate) async fn withdrawn(
    tx: &mut Tx,
    claims: &[EntryId],
) -> Result<HashSet<(EntryId, BranchId)>, Error> {
    if claims.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<(Vec<u8>, String)> = match tx {
        Tx::Lite(tx) => {
            let names: Vec<String> = claims.iter().map(|claim| hex::encode(claim.request().0)).collect();
            sqlx::query_as(
                "SELECT told.request, told.branch FROM json_each($1) AS asked
                 CROSS JOIN told ON told.request = unhex(asked.value) AND told.card IS NULL",
            )
            .bind(serde_json::to_string(&names).expect("texts are always JSON"))
            .fetch_all(&mut **tx)
            .await?
        }
        Tx::Pg(tx) => {
            sqlx::query_as("SELECT request, branch FROM told WHERE request = ANY($1) AND card IS NULL")
                .bind(claims.iter().map(|claim| claim.request().0.to_vec()).collect::<Vec<_>>())
                .fetch_all(tx.patient())
                .await?
        }
    };
    let taken_back = |(request, branch): (Vec<u8>, String)| {
        let branch = BranchId::new(&branch).map_err(|e| Error::Damaged(e.to_string()))?;
        Ok((EntryId::of_request(&Digest(thirty_two(&request)?)), branch))
    };
    rows.into_iter().map(taken_back).collect()
}

/// Second votes that desks refused by themselves; once, whoever tells it.
pub(crate) async fn refuse(tx: &mut Tx, refused: &[Refusal<'_>]) -> Result<(), Error> {
    const ONCE: &str = " ON CONFLICT (request) DO NOTHING";
    if refused.is_empty() {
        return Ok(());
    }
    match tx {
        Tx::Lite(tx) => {
            for some in refused.chunks(MANY) {
                let words = "INSERT INTO refusal (request, branch, at, first_branch, first_at) ";
                let mut words = QueryBuilder::<Sqlite>::new(words);
                words.push_values(some, |mut one, refused| {
                    one.push_bind(refused.question.request().0.to_vec())
                        .push_bind(refused.branch.as_str())
                        .push_bind(refused.at.as_str())
                        .push_bind(refused.first.0.as_str())
                        .push_bind(refused.first.1.as_str());
                });
                words.push(ONCE).build().execute(&mut **tx).await?;
            }
        }
        Tx::Pg(tx) => {
            let words = "INSERT INTO refusal (request, branch, at, first_branch, first_at)
                 SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[])";
            sqlx::query(sqlx::AssertSqlSafe(format!("{words}{ONCE}")))
                .bind(refused.iter().map(|one| one.question.request().0.to_vec()).collect::<Vec<_>>())
                .bind(refused.iter().map(|one| one.branch.as_str()).collect::<Vec<_>>())
                .bind(refused.iter().map(|one| one.at.as_str()).collect::<Vec<_>>())
                .bind(refused.iter().map(|one| one.first.0.as_str()).collect::<Vec<_>>())
                .bind(refused.iter().map(|one| one.first.1.as_str()).collect::<Vec<_>>())
                .execute(tx.patient())
                .await?;
        }
    }
    Ok(())
}

/// What is published with a branch; once, whoever tells it.
pub(crate) async fn happened(tx: &mut Tx, happened: &[Happened<'_>]) -> Result<(), Error> {
    for one in happened {
        within!(&mut *tx, connection => {
            sqlx::query(
                "INSERT INTO officers_act (session, counter, branch, act, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT DO NOTHING",
            )
            .bind(one.entry.session.0.to_vec())
            .bind(one.entry.counter.cast_signed())
            .bind(one.branch.as_str())
            .bind(one.act)
            .bind(one.reason.as_str())
            .bind(one.at.as_str())
            .execute(connection)
            .await
            .map(drop)
        })?;
    }
    Ok(())
}

/// Devices were replaced; once, whoever tells it.
pub(crate) async fn supersede(tx: &mut Tx, superseded: &[Superseded<'_>]) -> Result<(), Error> {
    for one in superseded {
        within!(&mut *tx, connection => {
            sqlx::query("INSERT INTO superseded (session, branch, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(one.session.0.to_vec())
                .bind(one.branch.as_str())
                .bind(one.at.as_str())
                .execute(connection)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

impl Store {
    /// The latest refused second votes.
    pub(crate) async fn repeats(&self, most: i64) -> Result<Vec<Repeat>, Error> {
        let rows: Vec<(String, String, String, String)> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT branch, at, first_branch, first_at FROM refusal
                 WHERE first_branch IS NOT NULL ORDER BY at DESC LIMIT $1",
            )
            .bind(most)
            .fetch_all(pool)
            .await?
        });
        let repeat = |(branch, at, first_branch, first_at)| Repeat { branch, at, first_branch, first_at };
        Ok(rows.into_iter().map(repeat).collect())
    }

    /// Overrides by branch.
    pub(crate) async fn overrides_by_branch(&self) -> Result<BTreeMap<String, u64>, Error> {
        let rows: Vec<(String, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT branch, count(*) FROM officers_act WHERE act = 'override' GROUP BY branch")
                .fetch_all(pool)
                .await?
        });
        Ok(rows.into_iter().map(|(branch, n)| (branch, n.unsigned_abs())).collect())
    }

    /// What happened at a branch's desk: when, what, why.
    pub(crate) async fn officers_acts(&self, branch: &BranchId) -> Result<Vec<OfficersAct>, Error> {
        let rows: Vec<(String, String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT at, act, reason FROM officers_act WHERE branch = $1 ORDER BY at, counter, session")
                .bind(branch.as_str())
                .fetch_all(pool)
                .await?
        });
        Ok(rows.into_iter().map(|(at, act, reason)| OfficersAct { at, act, reason }).collect())
    }

    /// The same of every branch.
    pub(crate) async fn officers_acts_by_branch(&self) -> Result<BTreeMap<String, Vec<OfficersAct>>, Error> {
        let rows: Vec<(String, String, String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT branch, at, act, reason FROM officers_act ORDER BY at, counter, session")
                .fetch_all(pool)
                .await?
        });
        let mut acts: BTreeMap<String, Vec<OfficersAct>> = BTreeMap::new();
        for (branch, at, act, reason) in rows {
            acts.entry(branch).or_default().push(OfficersAct { at, act, reason });
        }
        Ok(acts)
    }

    /// Pending check-ins by branch.
    pub(crate) async fn pending_by_branch(&self) -> Result<BTreeMap<String, u64>, Error> {
        let rows: Vec<(String, i64)> = reading!(self, pool => {
            sqlx::query_as("SELECT branch, count(*) FROM told WHERE card IS NOT NULL GROUP BY branch")
                .fetch_all(pool)
                .await?
        });
        Ok(rows.into_iter().map(|(branch, n)| (branch, n.unsigned_abs())).collect())
    }

    /// Confirmed check-ins of persons who also have a pending one.
    pub(crate) async fn confirmed_of_pending(&self) -> Result<Vec<(VoterKey, CheckIn)>, Error> {
        let rows: Vec<(Vec<u8>, String, String, Vec<u8>)> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT voter, branch, at, request FROM check_in
                 WHERE voter IN (SELECT voter FROM told WHERE card IS NOT NULL)",
            )
            .fetch_all(pool)
            .await?
        });
        rows.into_iter().map(check_ins::row).collect()
    }

    /// Persons with a pending check-in who are not on the roll.
    pub(crate) async fn pending_off_the_roll(&self) -> Result<Vec<VoterKey>, Error> {
        let rows: Vec<Vec<u8>> = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT voter FROM told
                 WHERE card IS NOT NULL AND NOT EXISTS (SELECT 1 FROM voter WHERE voter.key = told.voter)",
            )
            .fetch_all(pool)
            .await?
        });
        rows.iter().map(|voter| Ok(VoterKey(thirty_two(voter)?))).collect()
    }
}
