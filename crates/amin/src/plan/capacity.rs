//! `amin plan capacity`: the arithmetic a court does.

use planning::capacity::capacity;

use super::{Error, print};

/// How many voters the booths can serve at all: an upper bound, with no allowance for chance.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = "Example, Berlin 2021 (472 of 1085 voters, 43 %; at five minutes 26 %):\n  \
                        amin plan capacity --voters 1085 --booths 2.36 --hours 10 --minutes-per-voter 3"
)]
pub(crate) struct Capacity {
    /// Voters expected, or entitled.
    #[arg(long)]
    voters: f64,
    /// Booths; an average over branches need not be whole.
    #[arg(long)]
    booths: f64,
    /// Hours the polls are open.
    #[arg(long)]
    hours: f64,
    /// Minutes a voter occupies a booth.
    #[arg(long)]
    minutes_per_voter: f64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Capacity {
    pub(super) fn run(self) -> Result<(), Error> {
        let answer = capacity(self.voters, self.booths, self.hours, self.minutes_per_voter)?;
        if self.json {
            return print::json(&serde_json::json!(answer));
        }
        let verdict = if answer.share >= 1.0 {
            "all, if voters came without a gap; simulate to see how long they wait".to_owned()
        } else {
            format!(
                "too few; {} booths or more are needed, and then some for the queue",
                answer.booths_at_least
            )
        };
        print::lines(&[
            format!("voters           {}", answer.voters),
            format!("booths           {}", answer.booths),
            format!("hours            {}", answer.hours),
            format!("minutes a voter  {}", answer.minutes_per_voter),
            format!("can serve        {} ({})", answer.can_serve, print::percent(answer.share)),
            format!("load             {}", print::percent(answer.load)),
            format!("booths           {verdict}"),
        ])
    }
}
