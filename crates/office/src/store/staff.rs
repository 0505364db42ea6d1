//! Staff and training sessions, each a file with the columns that lists and sums need.

use super::engine::{reading, within};
use super::{Store, Tx};
use crate::error::Error;
use calendar::Day;
use headquarters::place::Place;
use headquarters::staff::{Applicant, Grade, Member, Session, spelling};
use pollbook::VoterKey;
use serde::de::DeserializeOwned;
use sqlx::AssertSqlSafe;
use std::collections::HashSet;

/// Rows that go into one statement.
const MANY: usize = 1_000;

/// A member's file and its version.
pub(crate) type Kept = (i64, Member);

fn read<T: DeserializeOwned>(what: &str, id: i64, file: &str) -> Result<T, Error> {
    serde_json::from_str(file).map_err(|e| Error::Damaged(format!("{what} {id}: {e}")))
}

/// The columns that are drawn from a file, in the order of the statements below.
struct Columns {
    words: String,
    alphabet: String,
    at: String,
    post: &'static str,
    duty: &'static str,
    pass_until: String,
    served: i64,
    gone: i64,
    file: String,
}

impl Columns {
    fn of(member: &Member) -> Self {
        Self {
            alphabet: language::alphabet_key(&member.name),
            words: spelling::words(member),
            at: member.at().to_string(),
            post: member.post.code(),
            duty: member.service().map_or("", |service| service.duty.code()),
            pass_until: member.pass_until(Grade::Branch).map_or(String::new(), |day| day.to_string()),
            served: i64::from(!member.services.is_empty()),
            gone: i64::from(member.left.is_some()),
            file: serde_json::to_string(member).expect("files hold texts, numbers and days"),
        }
    }
}

/// Keeps new members; answers whether all of them were new.
pub(crate) async fn put(tx: &mut Tx, changed: i64, new: &[(VoterKey, &Member)]) -> Result<bool, Error> {
    let mut kept = 0;
    for some in new.chunks(MANY) {
        let rows: Vec<(i64, &VoterKey, Columns)> =
            some.iter().map(|(key, member)| (member.number, key, Columns::of(member))).collect();
        kept += match tx {
            Tx::Lite(tx) => {
                let rows: Vec<_> = rows
                    .into_iter()
                    .map(|(id, key, c)| {
                        (
                            id,
                            hex::encode(key.0),
                            c.words,
                            c.at,
                            c.post,
                            c.duty,
                            c.pass_until,
                            c.served,
                            c.gone,
                            c.file,
                            c.alphabet,
                        )
                    })
                    .collect();
                sqlx::query(
                    "INSERT INTO staff
                        (id, version, changed, person, words, at, post, duty, pass_until, served, gone, file, alphabet)
                     SELECT value ->> 0, 1, $2, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                        value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10 FROM json_each($1) WHERE true
                     ON CONFLICT DO NOTHING",
                )
                .bind(serde_json::to_string(&rows).expect("texts and numbers"))
                .bind(changed)
                .execute(&mut **tx)
                .await?
                .rows_affected()
            }
            Tx::Pg(tx) => {
                let texts =
                    |of: fn(&Columns) -> String| rows.iter().map(|row| of(&row.2)).collect::<Vec<_>>();
                let numbers = |of: fn(&Columns) -> i64| rows.iter().map(|row| of(&row.2)).collect::<Vec<_>>();
                sqlx::query(
                    "INSERT INTO staff
                        (id, version, changed, person, words, at, post, duty, pass_until, served, gone, file, alphabet)
                     SELECT id, 1, $1, person, words, at, post, duty, pass_until, served, gone, file, alphabet
                     FROM unnest($2::bigint[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                        $9::bigint[], $10::bigint[], $11::text[], $12::text[])
                        AS new (id, person, words, at, post, duty, pass_until, served, gone, file, alphabet)
                     ON CONFLICT DO NOTHING",
                )
                .bind(changed)
                .bind(rows.iter().map(|row| row.0).collect::<Vec<_>>())
                .bind(rows.iter().map(|row| row.1.0.as_slice()).collect::<Vec<_>>())
                .bind(texts(|c| c.words.clone()))
                .bind(texts(|c| c.at.clone()))
                .bind(texts(|c| c.post.to_owned()))
                .bind(texts(|c| c.duty.to_owned()))
                .bind(texts(|c| c.pass_until.clone()))
                .bind(numbers(|c| c.served))
                .bind(numbers(|c| c.gone))
                .bind(texts(|c| c.file.clone()))
                .bind(texts(|c| c.alphabet.clone()))
                .execute(tx.patient())
                .await?
                .rows_affected()
            }
        };
    }
    Ok(kept == new.len() as u64)
}

/// Changes members who are still of these versions; answers whether all of them were.
pub(crate) async fn change(tx: &mut Tx, changed: i64, members: &[(i64, &Member)]) -> Result<bool, Error> {
    let mut kept = 0;
    for some in members.chunks(MANY) {
        let rows: Vec<(i64, i64, Columns)> =
            some.iter().map(|(version, member)| (member.number, *version, Columns::of(member))).collect();
        kept += match tx {
            Tx::Lite(tx) => {
                let rows: Vec<_> = rows
                    .into_iter()
                    .map(|(id, version, c)| {
                        (
                            id,
                            version,
                            c.words,
                            c.at,
                            c.post,
                            c.duty,
                            c.pass_until,
                            c.served,
                            c.gone,
                            c.file,
                            c.alphabet,
                        )
                    })
                    .collect();
                sqlx::query(
                    "UPDATE staff SET version = version + 1, changed = $2, words = new.value ->> 2, at = new.value ->> 3,
                        post = new.value ->> 4, duty = new.value ->> 5, pass_until = new.value ->> 6,
                        served = new.value ->> 7, gone = new.value ->> 8, file = new.value ->> 9,
                        alphabet = new.value ->> 10
                     FROM json_each($1) AS new
                     WHERE staff.id = new.value ->> 0 AND staff.version = new.value ->> 1",
                )
                .bind(serde_json::to_string(&rows).expect("texts and numbers"))
                .bind(changed)
                .execute(&mut **tx)
                .await?
                .rows_affected()
            }
            Tx::Pg(tx) => {
                let texts =
                    |of: fn(&Columns) -> String| rows.iter().map(|row| of(&row.2)).collect::<Vec<_>>();
                let numbers = |of: fn(&Columns) -> i64| rows.iter().map(|row| of(&row.2)).collect::<Vec<_>>();
                sqlx::query(
                    "UPDATE staff SET version = staff.version + 1, changed = $1, words = new.words, at = new.at,
                        post = new.post, duty = new.duty, pass_until = new.pass_until, served = new.served,
                        gone = new.gone, file = new.file, alphabet = new.alphabet
                     FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                        $9::bigint[], $10::bigint[], $11::text[], $12::text[])
                        AS new (id, version, words, at, post, duty, pass_until, served, gone, file, alphabet)
                     WHERE staff.id = new.id AND staff.version = new.version",
                )
                .bind(changed)
                .bind(rows.iter().map(|row| row.0).collect::<Vec<_>>())
                .bind(rows.iter().map(|row| row.1).collect::<Vec<_>>())
                .bind(texts(|c| c.words.clone()))
                .bind(texts(|c| c.at.clone()))
                .bind(texts(|c| c.post.to_owned()))
                .bind(texts(|c| c.duty.to_owned()))
                .bind(texts(|c| c.pass_until.clone()))
                .bind(numbers(|c| c.served))
                .bind(numbers(|c| c.gone))
                .bind(texts(|c| c.file.clone()))
                .bind(texts(|c| c.alphabet.clone()))
                .execute(tx.patient())
                .await?
                .rows_affected()
            }
        };
    }
    Ok(kept == members.len() as u64)
}

/// The number of the next change, of whichever of the two tables.
pub(crate) async fn next_change(tx: &mut Tx) -> Result<i64, Error> {
    let last: i64 = within!(tx, connection => {
        sqlx::query_scalar(LAST_CHANGE).fetch_one(connection).await?
    });
    Ok(last + 1)
}

const LAST_CHANGE: &str = "SELECT max(n) FROM (SELECT coalesce(max(changed), 0) AS n FROM staff
     UNION ALL SELECT coalesce(max(changed), 0) AS n FROM training) AS each";

/// The number of the next member.
pub(crate) async fn next(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM staff").fetch_one(connection).await?
    }))
}

/// Is there somebody of this national number?
pub(crate) async fn of_person(tx: &mut Tx, key: &VoterKey) -> Result<Option<i64>, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT id FROM staff WHERE person = $1")
            .bind(key.0.as_slice())
            .fetch_optional(connection)
            .await?
    }))
}

/// Who was refused under this national number, the first one first.
pub(crate) async fn refused(tx: &mut Tx, key: &VoterKey) -> Result<Vec<Applicant>, Error> {
    let rows: Vec<(i64, String)> = within!(tx, connection => {
        sqlx::query_as("SELECT id, file FROM refused_applicant WHERE person = $1 ORDER BY id")
            .bind(key.0.as_slice())
            .fetch_all(connection)
            .await?
    });
    rows.into_iter().map(|(id, file)| read("refused applicant", id, &file)).collect()
}

/// Keeps that somebody was refused.
pub(crate) async fn refuse(tx: &mut Tx, key: &VoterKey, applicant: &Applicant) -> Result<(), Error> {
    within!(tx, connection => {
        sqlx::query("INSERT INTO refused_applicant (person, file) VALUES ($1, $2)")
            .bind(key.0.as_slice())
            .bind(serde_json::to_string(applicant).expect("files hold texts, numbers and days"))
            .execute(connection)
            .await
            .map(drop)
    })?;
    Ok(())
}

/// The member of this number.
pub(crate) async fn find(tx: &mut Tx, id: i64) -> Result<Kept, Error> {
    let row: Option<(i64, String)> = within!(tx, connection => {
        sqlx::query_as("SELECT version, file FROM staff WHERE id = $1").bind(id).fetch_optional(connection).await?
    });
    let (version, file) = row.ok_or_else(|| Error::Unknown(format!("member {id}")))?;
    Ok((version, read("member", id, &file)?))
}

/// Whoever is in a place or below and has this post and this duty; empty for those without one.
const OF_POST: &str = "SELECT id, version, file FROM staff
     WHERE (at = $1 OR (at >= $2 AND at < $3)) AND post = $4 AND duty = $5 AND gone = 0 ORDER BY id";

/// The same within a transaction.
pub(crate) async fn of_post(tx: &mut Tx, place: &Place, post: &str, duty: &str) -> Result<Vec<Kept>, Error> {
    let (first, end) = place.range_below();
    let rows: Vec<(i64, i64, String)> = within!(tx, connection => {
        sqlx::query_as(OF_POST)
            .bind(place.as_str())
            .bind(first)
            .bind(end)
            .bind(post)
            .bind(duty)
            .fetch_all(connection)
            .await?
    });
    rows.into_iter().map(|(id, version, file)| Ok((version, read("member", id, &file)?))).collect()
}

/// The number of the next session.
pub(crate) async fn next_session(tx: &mut Tx) -> Result<i64, Error> {
    Ok(within!(tx, connection => {
        sqlx::query_scalar("SELECT coalesce(max(id), 0) + 1 FROM training").fetch_one(connection).await?
    }))
}

/// Keeps a session that was of this version, 0 if it is new; answers whether it still was.
pub(crate) async fn put_session(
    tx: &mut Tx,
    version: i64,
    changed: i64,
    session: &Session,
) -> Result<bool, Error> {
    let file = serde_json::to_string(session).expect("files hold texts, numbers and days");
    let words = if version == 0 {
        "INSERT INTO training (id, version, changed, at, held_on, file) VALUES ($1, $2 + 1, $3, $4, $5, $6)
         ON CONFLICT (id) DO NOTHING"
    } else {
        "UPDATE training SET version = version + 1, changed = $3, at = $4, held_on = $5, file = $6
         WHERE id = $1 AND version = $2"
    };
    let rows = within!(tx, connection => {
        sqlx::query(AssertSqlSafe(words))
            .bind(session.number)
            .bind(version)
            .bind(changed)
            .bind(session.place.as_str())
            .bind(session.on.to_string())
            .bind(file)
            .execute(connection)
            .await?
            .rows_affected()
    });
    Ok(rows == 1)
}

/// The session of this number.
pub(crate) async fn find_session(tx: &mut Tx, id: i64) -> Result<(i64, Session), Error> {
    let row: Option<(i64, String)> = within!(tx, connection => {
        sqlx::query_as("SELECT version, file FROM training WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?
    });
    let (version, file) = row.ok_or_else(|| Error::Unknown(format!("session {id}")))?;
    Ok((version, read("session", id, &file)?))
}

/// What a list of staff is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sought<'a> {
    /// The places that the list reaches.
    pub(crate) reach: Vec<&'a Place>,
    /// Within this place.
    pub(crate) within: Option<&'a Place>,
    /// In one spelling; empty for all.
    pub(crate) words: String,
    /// Empty for all.
    pub(crate) post: &'a str,
    /// A duty; `none` for those without; empty for all.
    pub(crate) duty: &'a str,
    /// Those only whose pass is not good on this day.
    pub(crate) without_pass_on: Option<Day>,
    /// After this [key](language::alphabet_key) and number, in the order of the list.
    pub(crate) after: Option<(String, i64)>,
}

impl Sought<'_> {
    /// The condition and what is bound in it, on a column of places or what stands for it.
    fn condition(&self, at: &str) -> (String, Vec<String>) {
        let mut binds: Vec<String> = Vec::new();
        let mut bind = |value: String| {
            binds.push(value);
            format!("${}", binds.len())
        };
        let mut all: Vec<String> = vec!["gone = 0".into()];
        let mut lies_in = |place: &Place| {
            let (first, end) = place.range_below();
            let [one, first, end] = [place.to_string(), first, end].map(&mut bind);
            format!("({at} = {one} OR ({at} >= {first} AND {at} < {end}))")
        };
        let reach: Vec<String> = self.reach.iter().map(|place| lies_in(place)).collect();
        all.push(if reach.is_empty() { "1 = 0".into() } else { format!("({})", reach.join(" OR ")) });
        if let Some(place) = self.within {
            all.push(lies_in(place));
        }
        if !self.words.is_empty() {
            let plain = self.words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            all.push(format!("words LIKE {} ESCAPE '\\'", bind(format!("%{plain}%"))));
        }
        if !self.post.is_empty() {
            all.push(format!("post = {}", bind(self.post.to_owned())));
        }
        match self.duty {
            "" => {}
            "none" => all.push("duty = ''".into()),
            duty => all.push(format!("duty = {}", bind(duty.to_owned()))),
        }
        if let Some(day) = self.without_pass_on {
            all.push(format!("pass_until < {}", bind(day.to_string())));
        }
        if let Some((key, id)) = &self.after {
            all.push(format!(
                "(alphabet, id) > ({}, CAST({} AS BIGINT))",
                bind(key.clone()),
                bind(id.to_string())
            ));
        }
        (all.join(" AND "), binds)
    }
}

/// How many of a post and a duty, and how many of them have a pass that is good on the polling day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Sum {
    pub(crate) post: String,
    pub(crate) duty: String,
    pub(crate) count: i64,
    pub(crate) with_pass: i64,
}

impl Store {
    /// Gives those of before the column their place in the alphabet.
    pub(crate) async fn order_staff(&self) -> Result<(), Error> {
        loop {
            let some: Vec<(i64, String)> = reading!(self, pool => {
                sqlx::query_as("SELECT id, file FROM staff WHERE alphabet = '' LIMIT 10000").fetch_all(pool).await?
            });
            if some.is_empty() {
                return Ok(());
            }
            let mut tx = self.begin_act().await?;
            for (id, file) in some {
                let member: Member = read("member", id, &file)?;
                within!(&mut tx, connection => {
                    // Whoever changed the file meanwhile has given it its place.
                    sqlx::query("UPDATE staff SET alphabet = $2 WHERE id = $1 AND alphabet = ''")
                        .bind(id)
                        .bind(language::alphabet_key(&member.name))
                        .execute(connection)
                        .await?;
                });
            }
            tx.commit().await?;
        }
    }

    /// The number of the last change of staff or sessions.
    pub(crate) async fn last_staff_change(&self) -> Result<i64, Error> {
        Ok(reading!(self, pool => sqlx::query_scalar(LAST_CHANGE).fetch_one(pool).await?))
    }

    /// A page of a list: files with their versions and their place in the order.
    pub(crate) async fn staff(
        &self,
        sought: &Sought<'_>,
        limit: i64,
    ) -> Result<Vec<(String, i64, Member)>, Error> {
        // An expression and not the column: a database would else take the index of places and sort a province for each
        // page. Walked in the order of names, a page is found after a few rows, and a rare name without opening a file.
        let (condition, binds) = sought.condition("(at || '')");
        let words = format!(
            "SELECT alphabet, id, version, file FROM staff WHERE id IN
                (SELECT id FROM staff WHERE {condition} ORDER BY alphabet, id LIMIT {limit}) ORDER BY alphabet, id"
        );
        let rows: Vec<(String, i64, i64, String)> = reading!(self, pool => {
            let mut query = sqlx::query_as(AssertSqlSafe(words));
            for value in &binds {
                query = query.bind(value);
            }
            query.fetch_all(pool).await?
        });
        rows.into_iter()
            .map(|(key, id, version, file)| Ok((key, version, read("member", id, &file)?)))
            .collect()
    }

    /// Sums of a list.
    pub(crate) async fn staff_sums(&self, sought: &Sought<'_>, polling: Day) -> Result<Vec<Sum>, Error> {
        let (condition, mut binds) = sought.condition("at");
        binds.push(polling.to_string());
        let words = format!(
            "SELECT post, duty, count(*) AS count, coalesce(sum(CASE WHEN pass_until >= ${} THEN 1 ELSE 0 END), 0) AS with_pass
             FROM staff WHERE {condition} GROUP BY post, duty ORDER BY post, duty",
            binds.len()
        );
        Ok(reading!(self, pool => {
            let mut query = sqlx::query_as(AssertSqlSafe(words));
            for value in &binds {
                query = query.bind(value);
            }
            query.fetch_all(pool).await?
        }))
    }

    /// Whoever is in a place or below and has this post and this duty; empty for those without one.
    pub(crate) async fn of_post(&self, place: &Place, post: &str, duty: &str) -> Result<Vec<Kept>, Error> {
        let (first, end) = place.range_below();
        let rows: Vec<(i64, i64, String)> = reading!(self, pool => {
            sqlx::query_as(OF_POST)
                .bind(place.as_str())
                .bind(first)
                .bind(end)
                .bind(post)
                .bind(duty)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|(id, version, file)| Ok((version, read("member", id, &file)?))).collect()
    }

    /// The persons who were refused at some time.
    pub(crate) async fn refused(&self) -> Result<HashSet<Vec<u8>>, Error> {
        let all: Vec<Vec<u8>> = reading!(self, pool => {
            sqlx::query_scalar("SELECT DISTINCT person FROM refused_applicant").fetch_all(pool).await?
        });
        Ok(all.into_iter().collect())
    }

    /// The member of this number.
    pub(crate) async fn member(&self, id: i64) -> Result<Kept, Error> {
        let row: Option<(i64, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT version, file FROM staff WHERE id = $1").bind(id).fetch_optional(pool).await?
        });
        let (version, file) = row.ok_or_else(|| Error::Unknown(format!("member {id}")))?;
        Ok((version, read("member", id, &file)?))
    }

    /// Some members by number.
    pub(crate) async fn members(&self, ids: &[i64]) -> Result<Vec<Kept>, Error> {
        let mut found = Vec::new();
        for some in ids.chunks(MANY) {
            let numbers: Vec<String> = some.iter().map(i64::to_string).collect();
            let words = format!(
                "SELECT id, version, file FROM staff WHERE id IN ({}) ORDER BY alphabet, id",
                numbers.join(",")
            );
            let rows: Vec<(i64, i64, String)> = reading!(self, pool => {
                sqlx::query_as(AssertSqlSafe(words)).fetch_all(pool).await?
            });
            for (id, version, file) in rows {
                found.push((version, read("member", id, &file)?));
            }
        }
        Ok(found)
    }

    /// Everybody above a number, in the order of numbers, with their keys: for comparing a table with what stands.
    pub(crate) async fn people_after(&self, id: i64, limit: i64) -> Result<Vec<(VoterKey, Kept)>, Error> {
        let rows: Vec<(i64, Vec<u8>, i64, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT id, person, version, file FROM staff WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(id)
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let person = |(id, person, version, file): (i64, Vec<u8>, i64, String)| {
            let key = person.try_into().map_err(|_| Error::Damaged(format!("member {id}")))?;
            Ok((VoterKey(key), (version, read("member", id, &file)?)))
        };
        rows.into_iter().map(person).collect()
    }

    /// Whoever was ever assigned and was changed after this number, some at a time by number.
    pub(crate) async fn served_since(
        &self,
        since: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Member>, Error> {
        let rows: Vec<(i64, String)> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, file FROM staff WHERE changed > $1 AND id > $2 AND served = 1 ORDER BY id LIMIT $3",
            )
            .bind(since)
            .bind(after)
            .bind(limit)
            .fetch_all(pool)
            .await?
        });
        rows.into_iter().map(|(id, file)| read("member", id, &file)).collect()
    }

    /// Sessions before a day and number that meet a condition, newest first.
    pub(crate) async fn sessions(
        &self,
        which: &str,
        before: (Day, i64),
        limit: i64,
    ) -> Result<Vec<(i64, Session)>, Error> {
        let sql = format!(
            "SELECT id, version, file FROM training WHERE {which} AND (held_on, id) < ($1, $2)
             ORDER BY held_on DESC, id DESC LIMIT $3"
        );
        let rows: Vec<(i64, i64, String)> = reading!(self, pool => {
            sqlx::query_as(AssertSqlSafe(sql))
            .bind(before.0.to_string())
            .bind(before.1)
            .bind(limit)
            .fetch_all(pool)
            .await?
        });
        rows.into_iter().map(|(id, version, file)| Ok((version, read("session", id, &file)?))).collect()
    }

    /// The session of this number.
    pub(crate) async fn training_session(&self, id: i64) -> Result<(i64, Session), Error> {
        let row: Option<(i64, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT version, file FROM training WHERE id = $1").bind(id).fetch_optional(pool).await?
        });
        let (version, file) = row.ok_or_else(|| Error::Unknown(format!("session {id}")))?;
        Ok((version, read("session", id, &file)?))
    }
}
