//! Everybody's keys.

use board::log::{LogSigner, WitnessSigner};
use crypto::signature::Signer;
use election::id::{BranchId, ContestId};
use election::signatory::{Side, Signatory};
use std::collections::BTreeMap;

/// The keys of everybody who signs, the log's and the witness's.
#[derive(Debug)]
pub struct People {
    signers: BTreeMap<Signatory, Signer>,
    /// The log's key.
    pub log: LogSigner,
    /// The witness's key.
    pub witness: WitnessSigner,
}

impl People {
    /// Keys for these contests and branches, two booths a branch, and trustees given by their own makers.
    pub fn appoint(contests: &[ContestId], branches: &[BranchId]) -> Self {
        let mut rng = rand::rng();
        let mut names = vec![Signatory::Headquarters];
        for contest in contests {
            names.extend(Side::BOTH.map(|side| Signatory::Body(contest.clone(), side)));
        }
        for branch in branches {
            names.push(Signatory::Branch(branch.clone()));
            names.extend(Side::BOTH.map(|side| Signatory::Officer(branch.clone(), side)));
            names.extend([1, 2].map(|n| Signatory::Booth(branch.clone(), n)));
        }
        let signers = names.into_iter().map(|name| (name, Signer::generate(&mut rng))).collect();
        let log = LogSigner::new("journey/log".parse().expect("a name"), &Signer::generate(&mut rng));
        let witness =
            WitnessSigner::new("journey-witness".parse().expect("a name"), &Signer::generate(&mut rng));
        Self { signers, log, witness }
    }

    /// Adds somebody with a key of their own.
    pub fn add(&mut self, name: Signatory, signer: Signer) {
        self.signers.insert(name, signer);
    }

    /// The key of somebody.
    pub fn signer(&self, of: &Signatory) -> &Signer {
        self.signers.get(of).expect("everybody in the story has a key")
    }
}
