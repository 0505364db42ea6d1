//! Why a rule said no, in words.

use super::words::{Word, bar};
use crate::locale::Lang;
use headquarters::staff::{Refused, SessionRefused};
use office::Error;

/// What a refusal comes to on a page: a sentence, or the error itself where it is none of the rules'.
pub(super) fn say(lang: Lang, error: Error) -> Result<String, Error> {
    Ok(match error {
        Error::Member(Refused::Barred(bars)) => {
            bars.into_iter().map(|one| lang.say(bar(one))).collect::<Vec<_>>().join(" ")
        }
        Error::Member(refused) => lang.say(member(&refused)).to_owned(),
        Error::Session(refused) => lang.say(session(&refused)).to_owned(),
        Error::Changed => lang.say(super::super::words::Word::ChangedMeanwhile).to_owned(),
        Error::NotNow(_) => lang.say(Word::NoPollingDayHint).to_owned(),
        other => return Err(other),
    })
}

pub(super) fn member(refused: &Refused) -> Word {
    match refused {
        Refused::Barred(_) => Word::RefusedBarred,
        Refused::OtherSide(_) => Word::WhyOtherSide,
        Refused::NotAppointed(_) => Word::RefusedNotAppointed,
        Refused::NoPass(_) => Word::RefusedNoPass,
        Refused::Assigned(_) => Word::RefusedAssigned,
        Refused::NotAssigned => Word::RefusedNotAssigned,
        Refused::NoPostThere(..) => Word::RefusedNoPostThere,
        Refused::NotAttended(_) => Word::RefusedNotAttended,
        Refused::Assessed(_) => Word::RefusedAssessed,
        Refused::OwnJudge => Word::RefusedOwnJudge,
        Refused::Score => Word::RefusedScore,
        Refused::NotCertified => Word::RefusedNotCertified,
        Refused::Backwards(_) => Word::RefusedBackwards,
        Refused::NotTheDay(_) => Word::RefusedNotTheDay,
        Refused::NoMark => Word::RefusedNoMark,
        Refused::There => Word::RefusedThere,
        Refused::Away => Word::RefusedAway,
        Refused::Tired(_) => Word::RefusedTired,
        Refused::NotLeft => Word::RefusedNotLeft,
        Refused::NoCertificate => Word::RefusedNoCertificate,
        Refused::NoReason => Word::RefusedNoReason,
        Refused::SamePerson(_) => Word::RefusedSamePerson,
    }
}

fn session(refused: &SessionRefused) -> Word {
    match refused {
        SessionRefused::NoTrainer { .. } => Word::RefusedNoTrainer,
        SessionRefused::TaughtAbove => Word::RefusedTaughtAbove,
        SessionRefused::Full(_) => Word::RefusedFull,
        SessionRefused::NoSeat(_) => Word::RefusedNoSeat,
        SessionRefused::Seated(_) => Word::RefusedSeated,
        SessionRefused::OtherPost(_) => Word::RefusedOtherPost,
        SessionRefused::OwnTrainer => Word::RefusedOwnTrainer,
        SessionRefused::NotYet(_) => Word::RefusedNotYet,
        SessionRefused::Kept => Word::RefusedKept,
        SessionRefused::Nobody => Word::RefusedNobody,
        SessionRefused::NotKept => Word::RefusedNotKept,
        SessionRefused::Assessed(_) => Word::RefusedWasAssessed,
        SessionRefused::NoReason => Word::RefusedNoReason,
        SessionRefused::SamePerson(_) => Word::RefusedSamePerson,
    }
}
