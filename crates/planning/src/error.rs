//! What is wrong with a question, where, and what to do about it.

/// An input the planner refuses. Every variant names the field, and its text ends with the way out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InputError {
    /// A count that must be at least one is zero.
    #[error("{field}: there is none, and voters would wait for ever; give 1 or more")]
    NoneGiven {
        /// The path of the field, as the officer wrote it.
        field: String,
    },
    /// A time, rate or number of voters that must be above zero is not.
    #[error("{field}: {value} is not above zero; give a positive number")]
    NotPositive {
        /// The path of the field.
        field: String,
        /// What was given.
        value: f64,
    },
    /// A quantity that may be zero is below it, or is not a number.
    #[error("{field}: {value} is negative or not a number; give zero or more")]
    Negative {
        /// The path of the field.
        field: String,
        /// What was given.
        value: f64,
    },
    /// A share lies outside its range.
    #[error("{field}: {value} is not a share; give a number from 0 to 1 (one quarter is 0.25)")]
    NotAShare {
        /// The path of the field.
        field: String,
        /// What was given.
        value: f64,
    },
    /// A level of service that no stock can reach.
    #[error("{field}: {value} cannot be promised; give a number above 0 and below 1, such as 0.999")]
    NotALevel {
        /// The path of the field.
        field: String,
        /// What was given.
        value: f64,
    },
    /// Too few simulated days to prove a promise even if every one of them keeps it.
    #[error("{field}: {days} days cannot prove the promise at that confidence; give {needed} or more")]
    TooFewDays {
        /// The path of the field.
        field: String,
        /// Days given.
        days: u32,
        /// Days needed.
        needed: u32,
    },
    /// A number beyond what this planner computes.
    #[error(
        "{field}: {value} is more than the {limit} this planner takes; split the question or check the unit"
    )]
    TooLarge {
        /// The path of the field.
        field: String,
        /// What was given.
        value: f64,
        /// The most that is taken.
        limit: f64,
    },
    /// The shares of an arrival profile do not make one whole day.
    #[error("{field}: the shares add up to {sum}, not to 1; scale them so that every voter arrives once")]
    ProfileSum {
        /// The path of the field.
        field: String,
        /// What they add up to.
        sum: f64,
    },
    /// The intervals of an arrival profile leave a gap, overlap, or run backwards.
    #[error(
        "{field}: the interval starts at hour {from} where {expected} was due, or ends before it starts; \
         list the intervals in order, without gaps"
    )]
    ProfileOrder {
        /// The path of the interval.
        field: String,
        /// Where it starts.
        from: f64,
        /// Where it had to start.
        expected: f64,
    },
    /// The profile covers another number of hours than the polls are open.
    #[error("{field}: the profile covers {covered} hours but the polls are open {open}; make them equal")]
    ProfileHours {
        /// The path of the field.
        field: String,
        /// Hours in the profile.
        covered: f64,
        /// Hours asked for.
        open: f64,
    },
    /// A list that must have entries is empty.
    #[error("{field}: the list is empty; give at least one entry")]
    Empty {
        /// The path of the field.
        field: String,
    },
    /// Two entries share a name that must be unique.
    #[error("{field}: {name} appears twice; give each its own name")]
    Twice {
        /// The path of the field.
        field: String,
        /// The name.
        name: String,
    },
    /// A name that refers to nothing.
    #[error("{field}: {name} is not in the list it refers to; correct the name or add the entry")]
    Unknown {
        /// The path of the field.
        field: String,
        /// The name.
        name: String,
    },
    /// A finite waiting room smaller than the number of places of service inside it.
    #[error("{field}: a room for {room} cannot hold its {servers} places of service; give {servers} or more")]
    RoomTooSmall {
        /// The path of the field.
        field: String,
        /// The room given.
        room: u32,
        /// The places of service inside it.
        servers: u32,
    },
    /// A coordinate outside the county (or with latitude and longitude exchanged).
    #[error(
        "{field}: latitude {latitude}, longitude {longitude} lies outside the county \
         ({south} to {north} north, {west} to {east} east); check for exchanged or mistyped numbers"
    )]
    OutsideCounty {
        /// The path of the field.
        field: String,
        /// Latitude given, degrees.
        latitude: f64,
        /// Longitude given, degrees.
        longitude: f64,
        /// Southern edge, degrees.
        south: f64,
        /// Northern edge, degrees.
        north: f64,
        /// Western edge, degrees.
        west: f64,
        /// Eastern edge, degrees.
        east: f64,
    },
}

impl InputError {
    /// The stable code, under which the office keeps the two translated sentences.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoneGiven { .. } => "plan-none-given",
            Self::NotPositive { .. } => "plan-not-positive",
            Self::Negative { .. } => "plan-negative",
            Self::NotAShare { .. } => "plan-not-a-share",
            Self::NotALevel { .. } => "plan-not-a-level",
            Self::TooFewDays { .. } => "plan-too-few-days",
            Self::TooLarge { .. } => "plan-too-large",
            Self::ProfileSum { .. } => "plan-profile-sum",
            Self::ProfileOrder { .. } => "plan-profile-order",
            Self::ProfileHours { .. } => "plan-profile-hours",
            Self::Empty { .. } => "plan-empty",
            Self::Twice { .. } => "plan-twice",
            Self::Unknown { .. } => "plan-unknown",
            Self::RoomTooSmall { .. } => "plan-room-too-small",
            Self::OutsideCounty { .. } => "plan-outside-county",
        }
    }

    /// The path of the field at fault.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::NoneGiven { field }
            | Self::NotPositive { field, .. }
            | Self::Negative { field, .. }
            | Self::NotAShare { field, .. }
            | Self::NotALevel { field, .. }
            | Self::TooFewDays { field, .. }
            | Self::TooLarge { field, .. }
            | Self::ProfileSum { field, .. }
            | Self::ProfileOrder { field, .. }
            | Self::ProfileHours { field, .. }
            | Self::Empty { field }
            | Self::Twice { field, .. }
            | Self::Unknown { field, .. }
            | Self::RoomTooSmall { field, .. }
            | Self::OutsideCounty { field, .. } => field,
        }
    }

    /// The same fault, seen from one level further out: `seconds` becomes `check_in.seconds`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        let field = match &mut self {
            Self::NoneGiven { field }
            | Self::NotPositive { field, .. }
            | Self::Negative { field, .. }
            | Self::NotAShare { field, .. }
            | Self::NotALevel { field, .. }
            | Self::TooFewDays { field, .. }
            | Self::TooLarge { field, .. }
            | Self::ProfileSum { field, .. }
            | Self::ProfileOrder { field, .. }
            | Self::ProfileHours { field, .. }
            | Self::Empty { field }
            | Self::Twice { field, .. }
            | Self::Unknown { field, .. }
            | Self::RoomTooSmall { field, .. }
            | Self::OutsideCounty { field, .. } => field,
        };
        *field = format!("{outer}.{field}");
        self
    }
}

/// A number above zero and finite.
pub(crate) fn positive(field: &str, value: f64) -> Result<(), InputError> {
    if value.is_finite() && value > 0.0 {
        Ok(())
    } else {
        Err(InputError::NotPositive { field: field.into(), value })
    }
}

/// A number of zero or more and finite.
pub(crate) fn not_negative(field: &str, value: f64) -> Result<(), InputError> {
    if value.is_finite() && value >= 0.0 {
        Ok(())
    } else {
        Err(InputError::Negative { field: field.into(), value })
    }
}

/// A number from 0 to 1.
pub(crate) fn share(field: &str, value: f64) -> Result<(), InputError> {
    if (0.0..=1.0).contains(&value) {
        Ok(())
    } else {
        Err(InputError::NotAShare { field: field.into(), value })
    }
}

/// A number strictly between 0 and 1.
pub(crate) fn level(field: &str, value: f64) -> Result<(), InputError> {
    if value > 0.0 && value < 1.0 {
        Ok(())
    } else {
        Err(InputError::NotALevel { field: field.into(), value })
    }
}

/// A number no larger than what the planner computes in reasonable time and memory.
pub(crate) fn at_most(field: &str, value: f64, limit: f64) -> Result<(), InputError> {
    if value <= limit { Ok(()) } else { Err(InputError::TooLarge { field: field.into(), value, limit }) }
}

/// A count of one or more.
pub(crate) fn at_least_one(field: &str, count: u32) -> Result<(), InputError> {
    if count >= 1 { Ok(()) } else { Err(InputError::NoneGiven { field: field.into() }) }
}
