//! The two officers of a branch on a rough day: what the desk asks of them they sign, each with a key of their own.

use crate::failure::Failure;
use crate::rehearse::hall::Desk;
use crate::rehearse::people::People;
use crate::signer::act::send;
use election::id::BranchId;
use election::setup::Event;
use election::signatory::{Side as Seat, Signatory};
use pollbook::officers::Side;
use pollbook::sheet::Sheet;
use serde::Deserialize;
use station::branch::{Done, Proposal};
use station::headquarters::answer;
use std::sync::Arc;

/// All branches' officers.
pub(crate) struct Officers {
    people: Arc<People>,
    event: Event,
    client: reqwest::Client,
}

impl Officers {
    pub(crate) fn new(people: &Arc<People>, event: Event) -> Arc<Self> {
        Arc::new(Self { people: Arc::clone(people), event, client: station::wire::plain() })
    }

    /// The desk asks, both sign on their own devices, and it is done; answers what it came to.
    pub(crate) async fn agree(
        &self,
        branch: &BranchId,
        desk: &Desk,
        proposal: &Proposal,
    ) -> Result<Done, Failure> {
        #[derive(Deserialize)]
        struct Asked {
            code: String,
        }
        #[derive(Deserialize)]
        struct Fetched {
            sheet: Sheet,
        }
        let acts = format!("{}/api/v1/acts", desk.url);
        let asked = self.client.post(&acts).bearer_auth(&desk.token).json(proposal).send().await;
        let Asked { code } = answer(asked).await?;
        for (seat, side) in [(Seat::Supervisory, Side::Supervisory), (Seat::Executive, Side::Executive)] {
            let Fetched { sheet } = answer(self.client.get(format!("{acts}/{code}")).send().await).await?;
            if sheet.event != self.event || sheet.branch != *branch {
                return Err(Failure::other("a desk asked its officers to sign for another event"));
            }
            let signer = self.people.signer(&Signatory::Officer(branch.clone(), seat))?;
            match send(&self.client, &acts, &sheet.sign(side, signer)).await?.done {
                Some(Done::Failed { title }) => return Err(Failure::other(title)),
                Some(done) if side == Side::Executive => return Ok(done),
                Some(_) => return Err(Failure::other("one officer alone was enough")),
                None => {}
            }
        }
        Err(Failure::other(format!("branch {branch}: both officers signed and nothing came of it")))
    }
}
