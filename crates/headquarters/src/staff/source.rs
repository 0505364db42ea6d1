//! On whose word a rule about staff stands.

use crate::coded::coded;

coded! {
    /// Where a rule comes from. Where no text of the law of 1403 could be read, the nearest one that could, and the
    /// screen says which.
    Source {
        /// Article 90 of the councils' election law, as renumbered: temporary appointment until the end of the election.
        Article90 = "article-90",
        /// Article 30 of the Assembly of Experts' election law, whose contest is held on the same day in the same branches:
        /// who may be no candidate's relative, and which relatives.
        Experts30 = "experts-30",
        /// Note 2 to Article 32 of the councils' election law before 1403: whoever runs does not sit on the boards.
        Councils32 = "councils-32",
        /// What branches were taught for 1394: trusted persons of the place, no past offence, an operator trained
        /// beforehand, a letter and an identity card for everybody.
        BranchTraining1394 = "branch-training-1394",
        /// The age that votes («سن رأی»), applied to whoever takes votes.
        VotingAge = "voting-age",
        /// The boards of execution and supervision are different bodies, each with its own people.
        TwoBodies = "two-bodies",
        /// The headquarters' own rule, which it may change.
        Headquarters = "headquarters",
    }
}
