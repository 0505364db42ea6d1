//! What the branches' machines measure on their lines, and by whose leave.

use super::officer;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use election::bytes::Digest;
use headquarters::branch::Branch;
use headquarters::network::probe::{LEAVE_DAYS, Leave, Measured, Which};
use headquarters::permit::{Actor, Permit, act};
use headquarters::place::Place;

/// The token by which a branch's machine may report.
#[derive(Debug, Clone)]
pub struct ProbeToken(pub String);

impl Office {
    /// Gives a branch's machine leave to report what it measures; the token is answered once and kept as its digest alone.
    /// An earlier one of the same branch ends.
    pub async fn give_probe_token(
        &self,
        permit: &Permit<act::RecordNetwork>,
        place: &Place,
    ) -> Result<ProbeToken, Error> {
        let token = hex::encode(rand::random::<[u8; 24]>());
        let given = clock::today();
        let leave = Leave {
            token: Digest::of(token.as_bytes()),
            by: officer(permit),
            given,
            until: given.after(LEAVE_DAYS),
        };
        self.change_branch(permit, place, None, "", |branch| {
            branch.network.give_leave(leave);
            Ok(())
        })
        .await?;
        Ok(ProbeToken(token))
    }

    /// The machine that shows this token, if it is good for that branch today.
    pub async fn recognise_prober(&self, place: &Place, token: &str) -> Result<Actor, Error> {
        let register = self.field().await?;
        // A branch that is not on the register and a false token are refused alike: a stranger learns nothing.
        let welcome = register
            .branch(place)
            .map(|kept| kept.file.network.is_welcome(Digest::of(token.as_bytes()), clock::today()));
        match welcome {
            Some(Ok(())) => Ok(Actor::Prober(place.clone())),
            _ => Err(Error::Probe(headquarters::network::probe::Refused::NoLeave)),
        }
    }

    /// Puts down what a branch's machine measured. A branch's key reports for the branch of its number, where the register has
    /// one of that number only; a token for the branch that it was given to.
    pub async fn report_probe(
        &self,
        permit: &Permit<act::ReportProbe>,
        place: &Place,
        which: Which,
        measured: Measured,
    ) -> Result<(), Error> {
        let own = match permit.actor() {
            Actor::Prober(of) => of == place,
            Actor::Signed(election::signatory::Signatory::Branch(branch)) => {
                let register = self.field().await?;
                let namesakes = register.branches().map(|kept| &kept.file.site.place);
                let namesakes: Vec<_> = namesakes.filter(|one| one.code() == branch.as_str()).collect();
                namesakes == [place]
            }
            _ => false,
        };
        if !own {
            return Err(Error::Probe(headquarters::network::probe::Refused::NoLeave));
        }
        let mut tx = self.0.store.begin_act().await?;
        let found: Option<(i64, Branch)> = field::find(&mut tx, Table::Branch, place.as_str()).await?;
        let (version, before) = found.ok_or_else(|| Error::Unknown(format!("branch {place}")))?;
        let mut after = before.clone();
        after.network.report(which, measured, clock::today()).map_err(Error::Probe)?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Branch, place.as_str(), version, changed, &after).await? {
            return Err(Error::Changed);
        }
        let signal = after.network.signals.last();
        witness(&mut tx, permit, &Change::of("probe", place, place).after(&signal)).await?;
        tx.commit().await
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Noted;
    use crate::field::tests::filled;
    use crate::fixture::{may, place};
    use election::id::BranchId;
    use election::signatory::Signatory;
    use headquarters::network::probe::Refused;
    use headquarters::network::{Bearer, Coverage, Line, Rank};
    use headquarters::permit::permit;
    use headquarters::role::Role;

    const GOOD: Measured = Measured { latency_ms: 40, lost: 2, upward_kbps: 9_000, downward_kbps: 20_000 };

    #[tokio::test]
    async fn a_machine_reports_for_its_own_branch_and_readiness_follows() {
        let (_folder, office) = filled().await;
        let (at, other) = (place("tehran/rey/2/0007"), place("tehran/rey/2/0008"));
        let infrastructure = || may(1, Role::InfrastructureHead, "tehran");
        let line = Line {
            rank: Rank::Primary,
            bearer: Bearer::Fibre,
            operator: "A".into(),
            tower: String::new(),
            route: String::new(),
            since: office.today(),
        };
        office.note_network(&infrastructure(), &at, Noted::Line(line)).await.unwrap();
        let token = office.give_probe_token(&infrastructure(), &at).await.unwrap().0;
        let stranger = office.give_probe_token(&may(1, Role::Inspector, "tehran/rey/3"), &at).await;
        assert!(matches!(stranger, Err(Error::Forbidden(_))), "{stranger:?}");
        for (place, token) in [(&at, "guessed"), (&other, token.as_str())] {
            let refused = office.recognise_prober(place, token).await;
            assert!(matches!(refused, Err(Error::Probe(Refused::NoLeave))), "{refused:?}");
        }
        let prober = office.recognise_prober(&at, &token).await.unwrap();
        let report: Permit<act::ReportProbe> = permit(prober).unwrap();
        let elsewhere = office.report_probe(&report, &other, Which::Rank(Rank::Primary), GOOD).await;
        assert!(matches!(elsewhere, Err(Error::Probe(Refused::NoLeave))), "{elsewhere:?}");
        office.report_probe(&report, &at, Which::Bearer(Bearer::Fibre), GOOD).await.unwrap();
        let machine = Actor::Signed(Signatory::Branch(BranchId::new("0007").unwrap()));
        let signed: Permit<act::ReportProbe> = permit(machine).unwrap();
        office.report_probe(&signed, &at, Which::Rank(Rank::Primary), GOOD).await.unwrap();
        let foreign = office.report_probe(&signed, &other, Which::Rank(Rank::Primary), GOOD).await;
        assert!(matches!(foreign, Err(Error::Probe(Refused::NoLeave))), "{foreign:?}");
        let register = office.network_register(&may(1, Role::Supervisor, "tehran")).await.unwrap();
        let network = &register.branch(&at).unwrap().file.network;
        // Twice on one day on one line: the last stands, and the journal tells both.
        assert_eq!((network.signals.len(), network.coverage_on(office.today())), (1, Coverage::Half));
        let (lines, _, _) = office
            .journal(&may(1, Role::Governor, "tehran"), &crate::LinesSought::default(), None, 100)
            .await
            .unwrap();
        let told = lines.iter().filter(|line| line.what.0 == "probe").map(|line| line.actor.as_str());
        assert_eq!(told.collect::<Vec<_>>(), ["branch:0007", "prober:tehran/rey/2/0007"]);
        let text = format!("{lines:?}");
        assert!(!text.contains(&token), "the token is kept nowhere");
        assert!(permit::<act::CheckIn>(Actor::Prober(at)).is_err(), "a token lets nobody check voters in");
    }
}
