//! Roles that a letter of appointment gives («سمت»).

use crate::organisation::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// What somebody is appointed to be.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Role { $($(#[$doc])* $name),* }
        impl Role {
            /// All roles: the executive's, then the supervisory bodies'.
            pub const ALL: &[Role] = &[$(Role::$name),*];

            /// Its name in tables and addresses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Role::$name => $code),* }
            }
        }
    };
}

roles! {
    /// Heads a headquarters («فرماندار، رئیس ستاد»).
    Governor = "governor",
    /// Stands in for the governor («معاون فرماندار، جانشین رئیس ستاد»).
    DeputyGovernor = "deputy-governor",
    /// Runs its office («دبیر ستاد»).
    Secretary = "secretary",
    /// Heads the security committee («رئیس کمیته امنیت»).
    SecurityHead = "security-head",
    /// Heads the police committee («رئیس کمیته انتظامی»).
    PoliceHead = "police-head",
    /// Heads the logistics committee («رئیس کمیته پشتیبانی»).
    LogisticsHead = "logistics-head",
    /// Heads the committee of networks and power («رئیس کمیته زیرساخت»).
    InfrastructureHead = "infrastructure-head",
    /// Heads the information committee («رئیس کمیته اطلاع‌رسانی»).
    InformationHead = "information-head",
    /// Heads any other committee («رئیس کمیته»).
    CommitteeHead = "committee-head",
    /// Heads a part of a county («بخشدار، مسئول منطقه»).
    DistrictHead = "district-head",
    /// Heads an education district, whose schools are branches («رئیس آموزش و پرورش منطقه»).
    EducationHead = "education-head",
    /// Holds the courses («مسئول آموزش»).
    TrainingOfficer = "training-officer",
    /// Visits branches and surveys them («بازدیدکننده شعب»).
    Inspector = "inspector",
    /// Keeps the devices («مسئول انبار تجهیزات»).
    StoreKeeper = "store-keeper",
    /// Chairs a supervisory board («رئیس هیأت نظارت»).
    SupervisoryChair = "supervisory-chair",
    /// Sees for a supervisory board («ناظر»).
    Supervisor = "supervisor",
}

impl Role {
    /// Does it serve a supervisory body? The executive neither appoints nor removes such a one.
    #[must_use]
    pub fn is_supervisory(self) -> bool {
        matches!(self, Role::SupervisoryChair | Role::Supervisor)
    }

    /// Does whoever holds it run a headquarters, so that what is late there comes to their table?
    #[must_use]
    pub fn runs_headquarters(self) -> bool {
        matches!(
            self,
            Role::Governor
                | Role::DeputyGovernor
                | Role::Secretary
                | Role::DistrictHead
                | Role::EducationHead
        )
    }

    /// Does it govern, itself or in the governor's stead?
    #[must_use]
    pub fn governs(self) -> bool {
        matches!(self, Role::Governor | Role::DeputyGovernor)
    }

    /// The kind of committee that it heads; such a letter names one of that kind.
    #[must_use]
    pub fn heads(self) -> Option<Kind> {
        match self {
            Role::SecurityHead => Some(Kind::Security),
            Role::PoliceHead => Some(Kind::Police),
            Role::LogisticsHead => Some(Kind::Logistics),
            Role::InfrastructureHead => Some(Kind::Infrastructure),
            Role::InformationHead => Some(Kind::Information),
            Role::CommitteeHead => Some(Kind::Other),
            _ => None,
        }
    }

    /// Can it appoint others? Giving such a role takes two persons.
    #[must_use]
    pub fn appoints(self) -> bool {
        matches!(self, Role::Governor | Role::DeputyGovernor | Role::SupervisoryChair)
    }
}

/// What is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is no role")]
pub struct BadRole(pub String);

impl FromStr for Role {
    type Err = BadRole;
    fn from_str(text: &str) -> Result<Self, BadRole> {
        Role::ALL.iter().copied().find(|role| role.code() == text).ok_or_else(|| BadRole(text.to_owned()))
    }
}

impl TryFrom<String> for Role {
    type Error = BadRole;
    fn try_from(text: String) -> Result<Self, BadRole> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.code().to_owned()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_back_as_it_was_written() {
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(*role));
        }
        assert!("king".parse::<Role>().is_err());
    }
}
