//! Codes in words.

use super::super::security::words::Word as Security;
use super::super::staff::words::Word as Staff;
use super::super::words::Word as H;
use super::words::Word as F;
use crate::furniture::badge;
use crate::locale::Lang;
use calendar::Day;
use headquarters::branch::{Coordinates, Fitness, Item, Kind, Mark, RiskLevel, Setting, Standing, State};
use headquarters::device;
use headquarters::network::{Bearer, Coverage, Fate, Rank};
use headquarters::permit::PersonId;
use headquarters::place::Place;
use headquarters::readiness::{Colour, Finding, Topic, Whose};
use maud::{Markup, html};
use office::{Names, Register};

/// A code: a place's, a serial number, a seal. In either language it stands as it is typed and printed: Latin digits, from
/// left to right.
pub(in crate::hq::inside) fn code(text: &str) -> Markup {
    html! { span.id dir="ltr" { (text) } }
}

/// The same within a sentence, where a page has no place for an element: nothing around it turns its parts about.
pub(in crate::hq::inside) fn code_within(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Fa => format!("\u{2066}{text}\u{2069}"),
        Lang::En => text.to_owned(),
    }
}

/// Degrees north and east as people read them.
pub(super) fn coordinates(lang: Lang, at: Coordinates) -> String {
    let degrees = |degrees: f64| {
        let text = format!("{degrees:.6}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        lang.digits(text).replace('.', lang.pick("٫", "."))
    };
    format!("{}{}{}", degrees(at.latitude()), lang.pick("، ", ", "), degrees(at.longitude()))
}

/// What somebody is called who signed something.
pub(in crate::hq::inside) fn name(lang: Lang, names: &Names, of: PersonId) -> String {
    names.of(of).map_or_else(
        || lang.say(F::Somebody).to_owned(),
        |person| lang.pick(&person.name, &person.latin).to_owned(),
    )
}

/// When a step was taken, with its hour where that was kept, and by whom.
pub(in crate::hq::inside) fn signed(
    lang: Lang,
    names: &Names,
    (on, at, by): (Day, Option<u64>, PersonId),
) -> Markup {
    let second = at.and_then(|at| i64::try_from(at).ok());
    let moment = second.and_then(|second| jiff::Timestamp::from_second(second).ok());
    let when = moment
        .map_or_else(|| lang.day(&on.to_string()), |moment| super::super::moment(lang, &moment.to_string()));
    html! { (when) " · " @if let Some(person) = names.of(by) { (lang.pick(&person.name, &person.latin)) " · " } }
}

/// What is not ready, with what exactly is wanting.
pub(super) fn finding(lang: Lang, one: &Finding) -> String {
    let said = topic(lang, one.topic);
    one.item.map_or_else(|| said.to_owned(), |of| format!("{said}: {}", lang.say(item(of))))
}

pub(crate) fn topic(lang: Lang, topic: Topic) -> &'static str {
    lang.say(match topic {
        Topic::NoSurvey => H::TopicNoSurvey,
        Topic::Unfit => H::TopicUnfit,
        Topic::NoAgreement => H::TopicNoAgreement,
        Topic::Deficiency => H::TopicDeficiency,
        Topic::Unverified => H::TopicUnverified,
        Topic::NoLines => H::TopicNoLines,
        Topic::SharedFate => H::TopicSharedFate,
        Topic::NoCoverage => H::TopicNoCoverage,
        Topic::Commitment => H::TopicCommitment,
        Topic::NoRehearsal => H::TopicNoRehearsal,
        Topic::Devices => H::TopicDevices,
        Topic::Risk => H::TopicRisk,
        Topic::NoStaff => return lang.say(Staff::TopicNoStaff),
        Topic::NoPlan => return lang.say(F::TopicNoPlan),
        Topic::NoObservers => return lang.say(F::TopicNoObservers),
        Topic::SurveyAgain => return lang.say(F::TopicSurveyAgain),
        Topic::NoPass => return lang.say(Staff::TopicNoPass),
        Topic::NoReserve => return lang.say(Staff::TopicNoReserve),
        Topic::NoResponsible => return lang.say(Security::TopicNoResponsible),
        Topic::Certificate => return lang.say(Security::TopicCertificate),
        Topic::Incident => return lang.say(Security::TopicIncident),
        Topic::Unconfirmed => return lang.say(F::TopicUnconfirmed),
        Topic::MinorIncident => return lang.say(F::TopicMinorIncident),
        Topic::Seal => return lang.say(F::TopicSeal),
    })
}

pub(super) fn whose(lang: Lang, whose: &Whose) -> String {
    match whose {
        Whose::Named(name) => name.clone(),
        Whose::Role(role) => lang.say(super::super::words::role(role.0)).to_owned(),
    }
}

pub(super) fn colour(colour: Colour) -> H {
    match colour {
        Colour::Green => H::Green,
        Colour::Amber => H::Amber,
        Colour::Red => H::Red,
    }
}

/// A colour as a badge, with its word.
pub(in crate::hq::inside) fn lamp(lang: Lang, of: Colour) -> Markup {
    badge(of.code(), lang.say(colour(of)))
}

pub(crate) fn kind(kind: Kind) -> H {
    match kind {
        Kind::School => H::KindSchool,
        Kind::Mosque => H::KindMosque,
        Kind::Other => H::SiteOther,
    }
}

pub(crate) fn standing(standing: Standing) -> H {
    match standing {
        Standing::Fixed => H::StandingFixed,
        Standing::Mobile => H::StandingMobile,
    }
}

pub(crate) fn setting(setting: Setting) -> H {
    match setting {
        Setting::Urban => H::SettingUrban,
        Setting::Village => H::SettingVillage,
    }
}

pub(super) fn fitness(fitness: Fitness) -> (&'static str, H) {
    match fitness {
        Fitness::Fit => ("green", H::FitnessFit),
        Fitness::Conditional => ("amber", H::FitnessConditional),
        Fitness::Unfit => ("red", H::FitnessUnfit),
    }
}

pub(crate) fn item(item: Item) -> H {
    match item {
        Item::Rooms => H::ItemRooms,
        Item::Power => H::ItemPower,
        Item::Light => H::ItemLight,
        Item::Network => H::ItemNetwork,
        Item::Access => H::ItemAccess,
        Item::Security => H::ItemSecurity,
        Item::History => H::ItemHistory,
    }
}

pub(crate) fn mark(mark: Mark) -> H {
    match mark {
        Mark::Good => H::MarkGood,
        Mark::Poor => H::MarkPoor,
        Mark::Missing => H::MarkMissing,
    }
}

pub(super) fn state(state: State) -> H {
    match state {
        State::Found => H::StateFound,
        State::Assigned => H::StateAssigned,
        State::Reported => H::StateReported,
        State::Verified => H::StateVerified,
    }
}

pub(super) fn risk(level: RiskLevel) -> (&'static str, H) {
    match level {
        RiskLevel::Low => ("green", H::RiskLow),
        RiskLevel::Medium => ("amber", H::RiskMedium),
        RiskLevel::High => ("red", H::RiskHigh),
    }
}

pub(crate) fn rank(rank: Rank) -> H {
    match rank {
        Rank::Primary => H::LinePrimary,
        Rank::Second => H::LineSecond,
    }
}

pub(crate) fn bearer(bearer: Bearer) -> H {
    match bearer {
        Bearer::Fibre => H::BearerFibre,
        Bearer::Landline => H::BearerLandline,
        Bearer::Sim => H::BearerSim,
    }
}

pub(super) fn fate(fate: Fate) -> H {
    match fate {
        Fate::Operator => H::FateOperator,
        Fate::Tower => H::FateTower,
        Fate::Route => H::FateRoute,
    }
}

pub(super) fn coverage(coverage: Coverage) -> (&'static str, H) {
    match coverage {
        Coverage::Full => ("green", H::CoverageFull),
        Coverage::Half => ("amber", H::CoverageHalf),
        Coverage::Uncovered => ("red", H::CoverageNone),
    }
}

pub(crate) fn device_kind(kind: device::Kind) -> H {
    match kind {
        device::Kind::Identity => H::KindIdentity,
        device::Kind::Booth => H::KindBooth,
        device::Kind::Router => H::KindRouter,
        device::Kind::Spare => H::KindSpare,
    }
}

pub(super) fn device_state(state: device::State) -> H {
    match state {
        device::State::Received => H::DeviceReceived,
        device::State::Accepted => H::DeviceAccepted,
        device::State::Rejected => H::DeviceRejected,
        device::State::Failed => H::DeviceFailed,
        device::State::Configured => H::DeviceConfigured,
        device::State::Tested => H::DeviceTested,
        device::State::Sealed => H::DeviceSealed,
        device::State::Issued => H::DeviceIssued,
        device::State::InUse => H::DeviceInUse,
        device::State::Returned => H::DeviceReturned,
        device::State::Reconciled => H::DeviceReconciled,
    }
}

/// A place by name, or by its codes where it has none.
pub(crate) fn place(lang: Lang, register: &Register, place: &Place) -> String {
    if let Some(region) = register.region(place) {
        return lang.pick(&region.name, &region.latin).to_owned();
    }
    match register.branch(place) {
        Some(kept) => lang.pick(&kept.file.site.name, &kept.file.site.latin).to_owned(),
        None => match headquarters::province::name(place) {
            Some((name, latin)) => lang.fill(F::ProvinceOf, &[lang.pick(name, latin)]),
            None => place.to_string(),
        },
    }
}
