//! PostgreSQL: one host, or a primary and its standbys.
//!
//! `postgres://user@host-1:5432,host-2:5432/amin` names all of them. The one that takes writes is looked for;
//! after a failover it is another one, and we follow it.

use super::Tx;
use super::patience::Patient;
use crate::error::Error;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};
use std::str::FromStr as _;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// The hosts, and the one that serves us.
#[derive(Debug, Clone)]
pub(crate) struct Cluster(Arc<Hosts>);

#[derive(Debug)]
struct Hosts {
    all: Box<[PgConnectOptions]>,
    serving: RwLock<Serving>,
    /// Held by whoever looks for a primary: the others need not look as well.
    looking: tokio::sync::Mutex<()>,
}

/// The host that takes our writes, with a pool of connections to it.
#[derive(Debug, Clone)]
pub(crate) struct Serving {
    pool: PgPool,
    host: Arc<PgConnectOptions>,
    cluster: std::sync::Weak<Hosts>,
}

/// Locks that a headquarters takes against others on the same database.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lock {
    /// Appending to the record.
    Record = 1,
    /// The journal's chain of acts.
    Acts = 2,
    /// The ledger: shared by those who check in and those who keep the desks' logs, alone for whoever closes it.
    Ledger = 3,
    /// Publishing the record.
    Lead = 4,
}

/// All locks of ours are of this class: `amin` in ASCII.
pub(super) const CLASS: i32 = 0x616d_696e;

/// Takes a lock until the transaction ends. The database in the headquarters' own folder has one writer anyway.
pub(super) async fn hold(tx: &mut Tx, lock: Lock) -> Result<(), Error> {
    if let Tx::Pg(tx) = tx {
        sqlx::query("SELECT pg_advisory_xact_lock($1, $2)")
            .bind(CLASS)
            .bind(lock as i32)
            .execute(tx.patient())
            .await?;
    }
    Ok(())
}

/// Takes a lock beside others who share it, until the transaction ends.
pub(super) async fn share(tx: &mut Tx, lock: Lock) -> Result<(), Error> {
    if let Tx::Pg(tx) = tx {
        sqlx::query("SELECT pg_advisory_xact_lock_shared($1, $2)")
            .bind(CLASS)
            .bind(lock as i32)
            .execute(tx.patient())
            .await?;
    }
    Ok(())
}

/// How long to look for a primary when a headquarters starts.
const START: Duration = Duration::from_secs(60);
/// How long one host may take to say what it is.
const GREETING: Duration = Duration::from_secs(1);

impl Cluster {
    /// Connects to the primary and brings its tables up to date.
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        let all: Box<[PgConnectOptions]> = hosts(url)?.into();
        let begun = Instant::now();
        let host = loop {
            match primary(&all).await {
                Ok(primary) => break primary,
                Err(error) if !error.is_away() || begun.elapsed() > START => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(500)).await,
            }
        };
        let pool = pool().connect_with(host.clone()).await?;
        sqlx::migrate!("./migrations/postgres")
            .run(&pool)
            .await
            .map_err(|e| Error::Damaged(e.to_string()))?;
        Ok(Self(Arc::new_cyclic(|cluster| {
            let serving = RwLock::new(Serving { pool, host: Arc::new(host), cluster: cluster.clone() });
            Hosts { all, serving, looking: tokio::sync::Mutex::default() }
        })))
    }

    /// The host that takes our writes now.
    pub(super) fn serving(&self) -> Serving {
        self.0.serving.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks for the primary, and takes our writes there from now on.
    pub(crate) async fn follow_primary(&self) {
        self.0.follow_primary().await;
    }
}

impl Hosts {
    async fn follow_primary(&self) {
        let Ok(_alone) = self.looking.try_lock() else {
            // Somebody looks already: wait for what they find.
            drop(self.looking.lock().await);
            return;
        };
        let Ok(host) = primary(&self.all).await else { return };
        let mut serving = self.serving.write().unwrap_or_else(PoisonError::into_inner);
        let fresh = Serving {
            pool: pool().connect_lazy_with(host.clone()),
            host: Arc::new(host),
            cluster: serving.cluster.clone(),
        };
        let left = std::mem::replace(&mut *serving, fresh);
        // Connections to a machine that vanished may hang for long. Nobody waits for them.
        tokio::spawn(async move { left.pool.close().await });
    }
}

impl Serving {
    pub(super) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The pool, for those who wait as long as this host is there.
    pub(crate) fn patient(&self) -> Patient<'_, &PgPool> {
        Patient::new(&self.pool, self)
    }

    /// Does this host answer, and still take writes?
    pub(super) async fn is_primary(&self) -> bool {
        matches!(timeline(&self.host).await, Ok(Some(_)))
    }

    /// Another host may serve from now on.
    pub(super) async fn is_gone(&self) {
        if let Some(cluster) = self.cluster.upgrade() {
            cluster.follow_primary().await;
        }
    }
}

fn pool() -> PgPoolOptions {
    // A host that answers no more is found out within this time.
    PgPoolOptions::new().max_connections(12).acquire_timeout(Duration::from_secs(2))
}

/// Of the hosts that take writes, the one of the latest timeline: an old primary that came back uninvited is on
/// an earlier one.
async fn primary(hosts: &[PgConnectOptions]) -> Result<PgConnectOptions, Error> {
    let mut latest: Option<(String, &PgConnectOptions)> = None;
    let mut failed = None;
    for host in hosts {
        match timeline(host).await {
            Ok(Some(timeline)) if latest.as_ref().is_none_or(|(best, _)| *best < timeline) => {
                latest = Some((timeline, host));
            }
            Ok(_) => {}
            Err(error) => failed = Some(error),
        }
    }
    match (latest, failed) {
        (Some((_, host)), _) => Ok(host.clone()),
        (None, Some(error)) => Err(error.into()),
        (None, None) => Err(Error::NoPrimary),
    }
}

/// The timeline on which a host writes; nothing while it is a standby.
async fn timeline(host: &PgConnectOptions) -> Result<Option<String>, sqlx::Error> {
    let greet = async {
        let mut connection = host.connect().await?;
        let timeline = sqlx::query_scalar(
            "SELECT CASE WHEN pg_is_in_recovery() THEN NULL
                    ELSE substring(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END",
        )
        .fetch_one(&mut connection)
        .await?;
        connection.close().await?;
        Ok(timeline)
    };
    tokio::time::timeout(GREETING, greet).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// One set of options for each host of the address.
fn hosts(url: &str) -> Result<Vec<PgConnectOptions>, Error> {
    let bad = || Error::BadDatabase;
    let (scheme, rest) = url.split_once("://").ok_or_else(bad)?;
    if !matches!(scheme, "postgres" | "postgresql") {
        return Err(bad());
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (who, names) = authority.rsplit_once('@').map_or(("", authority), |(who, names)| (who, names));
    let at = if who.is_empty() { "" } else { "@" };
    names
        .split(',')
        .map(|name| {
            let host = PgConnectOptions::from_str(&format!("{scheme}://{who}{at}{name}{path}"));
            Ok(host.map_err(|_| bad())?.application_name("amin").options(SETTINGS))
        })
        .collect()
}

/// What every session of ours is set to.
const SETTINGS: [(&str, &str); 6] = [
    // An answer waits for this disk, and for the synchronous standby where there is one.
    ("synchronous_commit", "on"),
    // A batch asks for some hundred keys in a roll of millions: never read the whole roll for that, however
    // little the planner knows about it, and do not plan it again each time.
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("enable_seqscan", "off"),
    ("plan_cache_mode", "force_generic_plan"),
    ("jit", "off"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(url: &str) -> Vec<(String, u16)> {
        let hosts = hosts(url).expect("an address");
        hosts.iter().map(|host| (host.get_host().to_owned(), host.get_port())).collect()
    }

    #[test]
    fn an_address_names_one_host_or_several() {
        assert_eq!(addresses("postgres://amin@db-1/amin"), [("db-1".into(), 5432)]);
        assert_eq!(
            addresses("postgres://amin:p%40ss@db-1:5433,db-2:5434/amin?statement-cache-capacity=10"),
            [("db-1".into(), 5433), ("db-2".into(), 5434)]
        );
    }

    #[test]
    fn another_database_is_refused_and_the_password_not_repeated() {
        let refused = hosts("mysql://amin:secret@db/amin").expect_err("MySQL is none of ours");
        assert!(!refused.to_string().contains("secret"));
    }
}
