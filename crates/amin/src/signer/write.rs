//! `amin signer write`: the entries that no machine writes.

use crate::failure::Failure;
use board::entry::{Body, Entry, Lot, SaidBy, Settlement, Void};
use clap::{Subcommand, ValueEnum};
use election::id::{BranchId, Code, ContestId};
use election::outcome::{self, Drawn};
use std::io::Write as _;

/// Which entry to write
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Figures of a branch on which officers and boards agree («رفع اختلاف»)
    #[command(
        after_help = "Example:\n  amin signer write settlement --branch 0002 --counted 411 --check-ins 412 --cards 412 --reason 'box.json was restored from the copy of 13:05' > settlement.json"
    )]
    Settlement {
        /// The branch
        #[arg(long, value_parser = BranchId::new)]
        branch: BranchId,
        /// Check-ins as the branch's machine counted them
        #[arg(long)]
        counted: u64,
        /// Check-ins as the ledger has them and all agree
        #[arg(long)]
        check_ins: u64,
        /// Voting cards given out, as all agree
        #[arg(long)]
        cards: u64,
        /// What happened, in words; it is published and read aloud
        #[arg(long)]
        reason: String,
    },
    /// A branch has no box («عدم تشکیل، ابطال»)
    #[command(
        after_help = "Example:\n  amin signer write void --branch 0007 --why not-opened --said-by officers --reason 'the school was flooded' > void.json"
    )]
    Void {
        /// The branch
        #[arg(long, value_parser = BranchId::new)]
        branch: BranchId,
        /// What became of it
        #[arg(long)]
        why: Why,
        /// Who says so, and signs; once it opened only the boards can
        #[arg(long)]
        said_by: Says,
        /// What happened, in words; it is published and read aloud
        #[arg(long)]
        reason: String,
    },
    /// A lot that was drawn («قرعه»)
    #[command(
        after_help = "Example:\n  amin signer write lot --contest council --purpose seat --among 11,12 --drawn 12 > lot.json"
    )]
    Lot {
        /// The contest
        #[arg(long, value_parser = ContestId::new)]
        contest: ContestId,
        /// What for, as the headquarters named it
        #[arg(long)]
        purpose: String,
        /// Between whom, as the headquarters named them
        #[arg(long, value_delimiter = ',', value_parser = Code::new)]
        among: Vec<Code>,
        /// Who was drawn, in order
        #[arg(long, value_delimiter = ',', value_parser = Code::new)]
        drawn: Vec<Code>,
    },
}

/// Why a branch has no box.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Why {
    /// Nothing of it is on the record
    NotOpened,
    /// It opened and cannot close
    Lost,
    /// The boards annul it
    Annulled,
}

/// Who says so.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Says {
    /// Both officers of the branch
    Officers,
    /// Both boards of every contest
    Boards,
}

/// Writes it without signatures.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    let at = station::branch::now();
    let body: Body = match command {
        Command::Settlement { branch, counted, check_ins, cards, reason } => {
            Settlement { branch, at, counted, check_ins, cards, reason }.into()
        }
        Command::Void { branch, why, said_by, reason } => {
            let why = match why {
                Why::NotOpened => outcome::Void::NotOpened,
                Why::Lost => outcome::Void::Lost,
                Why::Annulled => outcome::Void::Annulled,
            };
            let said_by = match said_by {
                Says::Officers => SaidBy::Officers,
                Says::Boards => SaidBy::Boards,
            };
            Void { branch, at, why, said_by, reason }.into()
        }
        Command::Lot { contest, purpose, among, drawn } => {
            Lot { contest, drawn: Drawn { purpose, among, drawn } }.into()
        }
    };
    let mut out = std::io::stdout().lock();
    out.write_all(&Entry::unsigned(body).to_bytes()).and_then(|()| out.flush()).map_err(Failure::other)
}
