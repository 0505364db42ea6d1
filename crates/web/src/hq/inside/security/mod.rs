//! Network security: segments and who answers for them, certificates, incidents.

mod incident;
mod overview;
mod segment;
pub(crate) mod words;

use super::officer;
use crate::pages::Route;
use axum::routing::{get, post};
use headquarters::permit::Act;

/// The room's routes.
pub(crate) const ROUTES: &[Route] = &[
    officer("/{lang}/hq/security", Act::ReadSecurity, || get(overview::page)),
    officer("/{lang}/hq/security/segments/keep", Act::RecordSecurity, || {
        get(segment::ask).post(segment::keep)
    }),
    officer("/{lang}/hq/security/segments/{code}", Act::ReadSecurity, || get(segment::page)),
    officer("/{lang}/hq/security/segments/{code}/change", Act::RecordSecurity, || post(segment::change)),
    officer("/{lang}/hq/security/incidents/report", Act::ReportIncident, || {
        get(incident::ask).post(incident::report)
    }),
    officer("/{lang}/hq/security/incidents/{number}", Act::ReadSecurity, || get(incident::page)),
    officer("/{lang}/hq/security/incidents/{number}/line", Act::ReportIncident, || post(incident::add)),
];

/// Why the rules said no, in words; or the error itself where it is none of theirs.
fn refused(lang: crate::locale::Lang, error: office::Error) -> Result<String, office::Error> {
    use headquarters::security::{IncidentRefused, SegmentRefused};
    use office::Error;
    use words::Word;
    let word = match error {
        Error::Segment(SegmentRefused::Differs(serial)) => {
            return Ok(lang.fill(Word::RefusedDiffers, &[&serial]));
        }
        Error::Segment(SegmentRefused::NoOffer) | Error::Incident(IncidentRefused::NoOffer) => {
            Word::RefusedNoOffer
        }
        Error::Segment(SegmentRefused::SamePerson(_)) | Error::Incident(IncidentRefused::SamePerson(_)) => {
            Word::RefusedSamePerson
        }
        Error::Segment(SegmentRefused::Passed(_)) => Word::RefusedPassed,
        Error::Segment(SegmentRefused::Taken(_)) => Word::RefusedTaken,
        Error::Segment(SegmentRefused::NoHost(_)) => Word::RefusedNoHost,
        Error::Segment(SegmentRefused::NoCertificate(_)) => Word::RefusedNoCertificate,
        Error::Incident(IncidentRefused::NotFrom(_) | IncidentRefused::Backwards) => Word::RefusedStep,
        Error::Changed => return Ok(lang.say(super::words::Word::ChangedMeanwhile).to_owned()),
        other => return Err(other),
    };
    Ok(lang.say(word).to_owned())
}
