//! `amin plan spares`: how many spares, and where they wait.

use std::path::PathBuf;

use planning::spares::hubs::{Hubs, Question};
use planning::spares::{Pool, Site, Travel, hubs, pool};
use serde_json::{Value, json};

use super::county::{self, Row};
use super::{Error, print};

/// Spare identity devices: how many cover a day, and at which branches they wait.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "The file is a list of branches, CSV with a header or JSON, with the columns id, devices,\n\
                  latitude, longitude and, if only some may keep spares, hub (true or false).\n\
                  Without coordinates only the pool is computed; without a file, from --devices.\n\n\
                  Example:\n  amin plan spares --devices 10000 --failure-share 0.02 --level 0.999\n  \
                  amin plan spares branches.csv --within-minutes 30"
)]
pub(crate) struct Spares {
    /// The list of branches.
    #[arg(required_unless_present = "devices")]
    file: Option<PathBuf>,
    /// Devices in use, instead of a list.
    #[arg(long, conflicts_with = "file")]
    devices: Option<u64>,
    /// Share of devices that fail in a day.
    #[arg(long, default_value_t = 0.02)]
    failure_share: f64,
    /// The chance that there are enough.
    #[arg(long, default_value_t = 0.999)]
    level: f64,
    /// Every branch gets a spare within this many minutes.
    #[arg(long, default_value_t = 30.0)]
    within_minutes: f64,
    /// Number of hubs; the fewest that reach every branch when absent.
    #[arg(long)]
    hubs: Option<usize>,
    /// Kilometres an hour on the road.
    #[arg(long, default_value_t = Travel::default().kmh)]
    kmh: f64,
    /// Street kilometres over straight ones.
    #[arg(long, default_value_t = Travel::default().detour)]
    detour: f64,
    /// Minutes from the call to the road, and from the door to the desk.
    #[arg(long, default_value_t = Travel::default().handling_min)]
    handling_minutes: f64,
    /// The box all branches lie in: south,north,west,east in degrees.
    #[arg(long, value_delimiter = ',', default_values_t = county::TEHRAN)]
    county: Vec<f64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Spares {
    pub(super) fn run(self) -> Result<(), Error> {
        let rows = match &self.file {
            Some(file) => county::read(file)?,
            None => vec![],
        };
        let in_list: u64 = rows.iter().map(|row| u64::from(row.devices.unwrap_or(1))).sum();
        let pool = pool(self.devices.unwrap_or(in_list), self.failure_share, self.level)?;
        let placed = match self.question(&rows)? {
            Some(question) => Some((hubs(&question)?, question)),
            None => None,
        };
        if self.json {
            return print::json(&answer(&pool, placed.as_ref()));
        }
        let mut lines = sheet(&pool, &self);
        if let Some((hubs, question)) = &placed {
            lines.push(String::new());
            lines.extend(hub_sheet(hubs, question));
        }
        print::lines(&lines)
    }

    /// The question about hubs, if every branch says where it is.
    fn question(&self, rows: &[Row]) -> Result<Option<Question>, Error> {
        if rows.is_empty() || rows.iter().all(|row| row.latitude.is_none() && row.longitude.is_none()) {
            return Ok(None);
        }
        let anybody = rows.iter().all(|row| row.hub.is_none());
        let site = |row: &Row| Site {
            id: row.id.clone(),
            // A branch without coordinates is at no place in the county, and is refused by its line.
            latitude: row.latitude.unwrap_or(f64::NAN),
            longitude: row.longitude.unwrap_or(f64::NAN),
            devices: row.devices.unwrap_or(1),
            may_hold: anybody || row.hub.unwrap_or(false),
        };
        Ok(Some(Question {
            sites: rows.iter().map(site).collect(),
            county: county::bounds(&self.county)?,
            travel: Travel { kmh: self.kmh, detour: self.detour, handling_min: self.handling_minutes },
            within_min: self.within_minutes,
            failure_share: self.failure_share,
            level: self.level,
            hubs: self.hubs,
        }))
    }
}

fn answer(pool: &Pool, placed: Option<&(Hubs, Question)>) -> Value {
    let placed = placed.map(|(hubs, question)| {
        let branch = |(site, served): (&Site, &Option<(usize, f64)>)| {
            json!({
                "id": site.id,
                "hub": served.map(|(hub, _)| hubs.hubs[hub].id.as_str()),
                "minutes": served.map(|(_, minutes)| minutes),
            })
        };
        let branches: Vec<Value> = question.sites.iter().zip(&hubs.served).map(branch).collect();
        json!({
            "hubs": hubs.hubs,
            "spares": hubs.spares,
            "spares_at_least": hubs.spares_at_least,
            "mean_min": hubs.mean_min,
            "mean_min_at_least": hubs.mean_min_at_least,
            "farthest_min": hubs.farthest_min,
            "hubs_at_least": hubs.hubs_at_least,
            "exact": hubs.exact,
            "unreached": hubs.unreached,
            "branches": branches,
        })
    });
    json!({ "pool": pool, "placed": placed })
}

fn sheet(pool: &Pool, question: &Spares) -> Vec<String> {
    vec![
        format!("devices in use          {}", pool.devices),
        format!(
            "failures expected       {:.1} ({} a day)",
            pool.expected,
            print::percent(question.failure_share)
        ),
        format!(
            "one pool, anywhere      {} spares ({:.2} % of the fleet) cover {:.3} % of days",
            pool.spares,
            pool.share * 100.0,
            pool.covered * 100.0
        ),
        format!("  each fails once only  {} spares", pool.spares_binomial),
    ]
}

fn hub_sheet(hubs: &Hubs, question: &Question) -> Vec<String> {
    let rows: Vec<Vec<String>> = hubs
        .hubs
        .iter()
        .map(|hub| {
            vec![
                hub.id.clone(),
                hub.spares.to_string(),
                hub.branches.to_string(),
                format!("{:.2}", hub.expected),
                format!("{:.0} min", hub.farthest_min),
            ]
        })
        .collect();
    let mut lines = print::table(&["hub at", "spares", "branches", "failures", "farthest"], &rows);
    lines.push(String::new());
    lines.push(format!(
        "{} hubs (no plan has fewer than {}), {} spares (no plan has fewer than {})",
        hubs.hubs.len(),
        hubs.hubs_at_least,
        hubs.spares,
        hubs.spares_at_least
    ));
    lines.push(format!(
        "mean way {:.1} min (no choice of {} hubs is below {:.1}); farthest {:.0} of {:.0} min",
        hubs.mean_min,
        hubs.hubs.len(),
        hubs.mean_min_at_least,
        hubs.farthest_min,
        question.within_min
    ));
    if !hubs.unreached.is_empty() {
        lines.push(format!(
            "NOT REACHED in time, give them a spare of their own: {}",
            hubs.unreached.join(", ")
        ));
    }
    lines
}
