//! Posts of a branch, and how many of each it takes.

use super::source::Source;
use crate::branch::Site;
use crate::coded::coded;
use crate::place::Level;
use serde::{Deserialize, Serialize};

coded! {
    /// A post («سمت در شعبه»).
    Post {
        /// Sits on the branch's board («عضو شعبه»).
        BoardMember = "board-member",
        /// Works a device («کاربر دستگاه»).
        Operator = "operator",
        /// Stands for the governor («نماینده فرماندار»).
        GovernorRepresentative = "governor-representative",
        /// Sees for the supervisory body («نماینده هیأت نظارت»).
        SupervisorRepresentative = "supervisor-representative",
        /// Keeps order («مأمور انتظامی»).
        Police = "police",
        /// Puts devices and lines right in several branches («کارشناس فنی»).
        Technician = "technician",
        /// Goes round several branches («بازرس»).
        Inspector = "inspector",
    }
}

impl Post {
    /// Is it the supervisory body's? The executive neither recruits for it nor assigns to it.
    #[must_use]
    pub fn is_supervisory(self) -> bool {
        self == Post::SupervisorRepresentative
    }

    /// Where its holder is assigned: one branch, or a district whose branches share them.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Post::Technician | Post::Inspector => Level::District,
            _ => Level::Branch,
        }
    }

    /// Whose word says that a branch has it.
    #[must_use]
    pub fn source(self) -> Source {
        match self {
            Post::Technician => Source::Headquarters,
            _ => Source::BranchTraining1394,
        }
    }
}

/// How many of each post the headquarters plans for.
///
/// The law of 1403 and its by-law of 1404 name the posts and no numbers that we could read, so the numbers are the
/// headquarters' and it changes them; one inspector for five branches is the practice of Tehran province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Members of the branch's board.
    pub board_members: u16,
    /// Operators for each identity device that the capacity plan gives the branch.
    pub operators_per_device: u16,
    /// Representatives of the governor.
    pub governor_representatives: u16,
    /// Representatives of supervision: with two contests on one day, one of each body.
    pub supervisor_representatives: u16,
    /// Police.
    pub police: u16,
    /// Branches of a district that share a technician.
    pub branches_per_technician: u16,
    /// Branches of a district that share an inspector.
    pub branches_per_inspector: u16,
    /// Reserves of a post out of a hundred who hold it, at least one for a district.
    pub reserve_percent: u16,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            board_members: 5,
            operators_per_device: 1,
            governor_representatives: 1,
            supervisor_representatives: 2,
            police: 2,
            branches_per_technician: 10,
            branches_per_inspector: 5,
            reserve_percent: 10,
        }
    }
}

/// More than this of one kind is a slip of the finger.
pub const MOST: u16 = 200;

impl Plan {
    /// How many of a post a branch takes; none of what a district's branches share.
    #[must_use]
    pub fn at_branch(&self, post: Post, site: &Site) -> u16 {
        match post {
            Post::BoardMember => self.board_members,
            Post::Operator => self.operators_per_device.saturating_mul(site.devices),
            Post::GovernorRepresentative => self.governor_representatives,
            Post::SupervisorRepresentative => self.supervisor_representatives,
            Post::Police => self.police,
            Post::Technician | Post::Inspector => 0,
        }
    }

    /// How many of a post a district with so many branches takes besides those in its branches.
    #[must_use]
    pub fn at_district(&self, post: Post, branches: usize) -> u16 {
        let shared = match post {
            Post::Technician => self.branches_per_technician,
            Post::Inspector => self.branches_per_inspector,
            _ => 0,
        };
        if shared == 0 {
            return 0;
        }
        u16::try_from(branches.div_ceil(usize::from(shared))).unwrap_or(u16::MAX)
    }

    /// How many reserves a post needs of which so many serve in a district.
    #[must_use]
    pub fn reserves(&self, serving: u32) -> u32 {
        (serving * u32::from(self.reserve_percent)).div_ceil(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::branch::{Kind, Setting, Standing};

    #[test]
    fn a_branch_takes_an_operator_a_device_and_a_district_its_share_of_those_who_go_round() {
        let site = Site {
            place: "tehran/rey/2/0007".parse().expect("a place"),
            name: "البرز".into(),
            latin: "Alborz".into(),
            kind: Kind::School,
            standing: Standing::Fixed,
            setting: Setting::Urban,
            education: String::new(),
            at: "35.58,51.43".parse().expect("coordinates"),
            devices: 3,
            voters: None,
            rooms: None,
            registered: "2026-01-01".parse().expect("a day"),
            agreement: None,
        };
        let plan = Plan::default();
        let takes = Post::ALL.iter().map(|post| plan.at_branch(*post, &site)).collect::<Vec<_>>();
        assert_eq!(takes, [5, 3, 1, 2, 2, 0, 0]);
        assert_eq!([plan.at_district(Post::Inspector, 11), plan.at_district(Post::Technician, 11)], [3, 2]);
        assert_eq!(plan.at_district(Post::Operator, 11), 0);
        assert_eq!([0, 1, 10, 11].map(|serving| plan.reserves(serving)), [0, 1, 1, 2]);
    }
}
