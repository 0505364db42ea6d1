//! One file a room of checks; the names are those of `docs/protocol/`.

pub mod ballots;
pub mod boxes;
pub mod entries;
pub mod files;
pub mod log;
pub mod outcome;

/// A named check.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its name in `docs/protocol/`.
    pub name: &'static str,
    /// What holds when it passes.
    pub claim: &'static str,
    /// Every finished election must try it at least once.
    pub always: bool,
}

const fn check(name: &'static str, claim: &'static str) -> Check {
    Check { name, claim, always: true }
}

/// A check that a right election may give no occasion for.
const fn if_any(name: &'static str, claim: &'static str) -> Check {
    Check { name, claim, always: false }
}

/// All named checks, in the order of an election.
pub const CHECKS: &[Check] = &[
    check("log.checkpoint", "the latest checkpoint is signed by the log"),
    check("log.witness", "the supervisory witness countersigned it"),
    check("log.tree", "the entries hash to its root"),
    check("log.entries", "every tile and bundle is complete and nothing else is there"),
    check("record.files", "every file is there, is the one that was signed, and no other is there"),
    check("entry.form", "every entry can be read"),
    check("entry.order", "every entry comes at its time and once"),
    check("entry.signatures", "every entry carries exactly the signatures it needs"),
    check("entry.names", "everybody named exists"),
    check("setup.rules", "the set-up holds together"),
    check("setup.keys", "no key fills two seats"),
    check("setup.event", "the event is the one that was announced"),
    check("ceremony.transport", "the trustees' transport keys are proven"),
    check("ceremony.pledge", "every deal is the one pledged"),
    check("ceremony.deal", "every deal proves that its dealer knows it"),
    check("ceremony.verdict", "every complaint is judged"),
    check("ceremony.key", "the election key is what the deals give, and enough trustees confirm it"),
    check("polls.zero", "every branch opened with an empty box"),
    check("polls.device", "every ballot comes from an enrolled booth with a key of its own"),
    check("polls.card", "every ballot spends its own card of its branch"),
    if_any("polls.refused", "every ballot that may not stand is named once, by headquarters and branch"),
    check("polls.closing", "the figures of every branch agree with each other and with the record"),
    if_any("polls.settled", "settled figures keep ballots within cards and cards within check-ins"),
    check("polls.branches", "every branch closed, or those who must have said why it has no box"),
    if_any("pending.counts", "pending cards and ballots are no more than the policy and the check-ins allow"),
    if_any("pending.decided", "every pending ballot is released or struck, once, before the ledger"),
    check("polls.ledger", "the headquarters' ledger agrees with what the branches signed"),
    check("ballot.contests", "every ballot holds every contest"),
    check("seal.shape", "every seal has the form of its contest"),
    check("seal.points", "every seal is made of proper points"),
    check("seal.set", "every ballot is a set of the contest's numbers"),
    check("seal.link", "every ciphertext holds what the set proof is about"),
    check("seal.replay", "no ciphertext stands in two sealed ballots, cast or challenged"),
    if_any("seal.opening", "every challenged ballot holds what its booth said"),
    check("box.names", "every box exists"),
    check("mix.order", "enough trustees mixed every box, each once, before it was opened"),
    check("mix.input", "every mix takes the box as the step before left it"),
    check("mix.shape", "every mix has as many slots out as in"),
    check("mix.points", "every mixed slot is made of proper points"),
    check("mix.proof", "every mix is a re-encryption and permutation"),
    check("open.input", "every opening is of the last mix"),
    check("open.shape", "every partial opening has one point a slot"),
    check("open.partial", "every partial opening uses the share that the ceremony dealt"),
    check("open.threshold", "enough trustees opened every box"),
    check("open.combine", "the partial openings can be put together"),
    check("open.table", "every opened slot is a number of the contest"),
    check("count.boxes", "every box is counted"),
    check("count.totals", "the minutes of every box are what its slots open to"),
    check("result.totals", "the totals of every contest are the sum of its boxes"),
    check("result.seats", "the seats follow from the totals by the rule in the set-up"),
];
