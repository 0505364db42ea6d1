//! A branch's lines: what reaches the building, what was chosen, measured, promised and rehearsed.

use super::super::super::form::{Typed, say};
use super::super::super::{SignedIn, words::Word as H};
use super::super::said;
use super::super::tokens;
use super::super::words::Word as F;
use super::{Sheet, at, done};
use crate::furniture::badge;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::response::Response;
use headquarters::network::{self, Bearer, Commitment, Rank, Signal};
use headquarters::permit::Act;
use maud::{Markup, html};
use office::{Noted, Office};

impl Sheet<'_> {
    pub(super) fn network(&self) -> Markup {
        let (lang, network) = (self.lang(), &self.branch.network);
        let (tone, word) = said::coverage(network.coverage_on(self.today));
        html! {
            section.card {
                h2 { (lang.say(H::Network)) " " (badge(tone, lang.say(word))) }
                ul.plain {
                    @for rank in Rank::ALL {
                        li {
                            strong { (lang.say(said::rank(*rank))) } ": "
                            @match network.line_on(*rank, self.today) {
                                None => (lang.say(H::LineNone)),
                                Some(line) => {
                                    (lang.say(said::bearer(line.bearer))) " · " (line.operator)
                                    @if !line.tower.is_empty() { " · " (lang.fill(F::Tower, &[&line.tower])) }
                                    @if !line.route.is_empty() { " · " (lang.fill(F::Route, &[&line.route])) }
                                }
                            }
                            @if let Some(signal) = network.signals.iter().rev().find(|s| s.rank == *rank) {
                                " · " (lang.day(&signal.on.to_string())) ": " (lang.fill(F::SignalSaid, &[&lang.number(signal.latency_ms), &lang.number(u64::from(signal.lost)), &lang.number(signal.upward_kbps)]))
                                @if let Some(down) = signal.downward_kbps { " · " (lang.fill(F::SignalDown, &[&lang.number(down)])) }
                                " " @if signal.carries() { (badge("green", lang.say(F::SignalCarries))) } @else { (badge("red", lang.say(F::SignalWeak))) }
                                @if signal.by.is_none() { " " (badge("later", lang.say(F::SignalByMachine))) }
                            }
                        }
                    }
                    @for fate in network.fates_on(self.today) { li { (badge("red", lang.say(H::SharedFate))) " " (lang.say(said::fate(fate))) } }
                    @if let Some(rehearsal) = network.rehearsals.last() {
                        li {
                            strong { (lang.say(H::Rehearsal)) } ": "
                            (lang.say(if rehearsal.passed { H::RehearsalPassed } else { H::RehearsalFailed })) " · " (lang.day(&rehearsal.on.to_string())) " " (rehearsal.note)
                            @if rehearsal.passed && !network.is_measured_on(self.today) { " " (badge("amber", lang.say(F::RehearsalUnmeasured))) }
                        }
                    }
                }
                @if !network.commitments.is_empty() {
                    h3 { (lang.say(H::Promises)) }
                    ul.plain {
                        @for promise in &network.commitments {
                            li {
                                strong { (promise.operator) } ": " (promise.what) " · " (lang.say(H::FieldDue)) " " (lang.day(&promise.due.to_string()))
                                @match promise.kept {
                                    Some(kept) => {
                                        " · " (badge("green", lang.say(H::PromiseKept))) " " (lang.day(&kept.to_string()))
                                        @if !promise.shown.is_empty() { " · " (promise.shown) }
                                        @if let Some(by) = promise.kept_by { " · " (said::name(lang, self.names, by)) }
                                    }
                                    None => { @if self.may(Act::RecordNetwork) { (self.keep_form(promise)) } }
                                }
                            }
                        }
                    }
                }
                (self.receptions())
                @if self.may(Act::RecordNetwork) {
                    (self.network_forms())
                    (tokens::form(lang, self.to, network.leave.as_ref()))
                }
            }
        }
    }

    /// Closes a promise, with what shows that it was kept.
    fn keep_form(&self, promise: &Commitment) -> Markup {
        let (lang, typed) = (self.lang(), self.fields.typed);
        let mine = typed.get("noted") == "kept" && typed.latin("number") == promise.number.to_string();
        let wrong = self.fields.mistakes.iter().find(|mistake| mine && mistake.field == "shown");
        html! {
            form.step method="post" action={ (self.to) "/network" } {
                input type="hidden" name="noted" value="kept";
                input type="hidden" name="number" value=(promise.number);
                label { (lang.say(F::PromiseShown)) input name="shown" value=(if mine { typed.get("shown") } else { "" }) maxlength="200" autocomplete="off"; }
                @if let Some(wrong) = wrong { p.wrong { (say(lang, wrong.why)) } }
                button.quiet.small { (lang.say(H::PromiseKept)) }
            }
        }
    }

    /// Which operators reach the building, before anybody chooses a line.
    fn receptions(&self) -> Markup {
        let lang = self.lang();
        let all = self.branch.network.reception();
        html! {
            h3 { (lang.say(F::Receptions)) }
            @if all.is_empty() { p { (lang.say(F::ReceptionsNone)) } }
            ul.plain {
                @for one in all {
                    li {
                        strong { (one.operator) } ": "
                        @if let Some(below) = one.below_dbm { (lang.fill(F::ReceptionDbm, &[&lang.number(below)])) " · " }
                        @if let Some(down) = one.downward_kbps { (lang.fill(F::SignalDown, &[&lang.number(down)])) " · " }
                        (lang.day(&one.on.to_string())) " · " (said::name(lang, self.names, one.by))
                    }
                }
            }
        }
    }

    fn network_forms(&self) -> Markup {
        let lang = self.lang();
        let ranks = self.choices(Rank::ALL.iter().map(|r| (r.code(), said::rank(*r))));
        let bearers = self.choices(Bearer::ALL.iter().map(|b| (b.code(), said::bearer(*b))));
        let results = self.choices([("passed", H::RehearsalPassed), ("failed", H::RehearsalFailed)]);
        let noted = |what: &str| html! { input type="hidden" name="noted" value=(what); };
        let fields = &self.fields;
        let line = html! {
            (noted("line"))
            (fields.choose("rank", H::LineRank, &ranks))
            (fields.choose("bearer", H::LineBearer, &bearers))
            (fields.line("operator", H::LineOperator, None))
            (fields.line("tower", H::LineTower, Some(H::LineSharedHint)))
            (fields.line("route", H::LineRoute, Some(H::LineSharedHint)))
        };
        let signal = html! {
            (noted("signal"))
            p.hint { (lang.fill(F::SignalLimits, &[&lang.number(Signal::MOST_LATENCY_MS), &lang.number(u64::from(Signal::MOST_LOST)), &lang.number(Signal::LEAST_UPWARD_KBPS)])) }
            (fields.choose("measured", H::LineRank, &ranks))
            (fields.plain("latency", H::SignalLatency, None))
            (fields.plain("lost", H::SignalLost, None))
            (fields.plain("upward", H::SignalUp, None))
            (fields.entry("downward", lang.say(F::SignalDownward), Some(lang.say(F::SignalDownwardHint)), Some("ltr")))
        };
        let reception = html! {
            (noted("reception"))
            (fields.entry("heard", lang.say(H::LineOperator), None, None))
            (fields.entry("strength", lang.say(F::ReceptionStrength), Some(lang.say(F::ReceptionStrengthHint)), Some("ltr")))
            (fields.entry("heard-down", lang.say(F::ReceptionSpeed), None, Some("ltr")))
        };
        let promise = html! {
            (noted("promise"))
            (fields.line("promised-by", H::LineOperator, None))
            (fields.line("promised", H::PromiseWhat, None))
            (fields.day("promised-for", H::FieldDue))
        };
        let rehearsal = html! {
            (noted("rehearsal"))
            (fields.choose("rehearsed", H::Rehearsal, &results))
            (fields.line("rehearsal-note", H::FieldNote, None))
        };
        html! {
            (self.opening(lang.say(F::ReceptionKeep), &["heard", "strength", "heard-down"], "/network", &reception))
            (self.folded(H::LineKeep, &["rank", "bearer", "operator"], "/network", &line))
            (self.folded(H::SignalKeep, &["measured", "latency", "lost", "upward", "downward"], "/network", &signal))
            (self.folded(H::PromiseKeep, &["promised-by", "promised", "promised-for"], "/network", &promise))
            (self.folded(H::RehearsalKeep, &["rehearsed", "rehearsal-note"], "/network", &rehearsal))
        }
    }
}

pub(in super::super) async fn note(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let (today, by) = (office.today(), signed.officer.person);
    let numbers =
        ["latency", "lost", "upward", "downward", "promised-for", "strength", "heard-down", "number"];
    let numbers = numbers.map(|name| (name, typed.latin(name)));
    let field = |name: &str| {
        numbers
            .iter()
            .find(|(field, _)| *field == name)
            .map_or_else(|| typed.get(name), |(_, value)| value.as_str())
    };
    let noted = match typed.get("noted") {
        "line" => network::typed::line(field, today).map(Noted::Line),
        "promise" => network::typed::promise(field, today).map(Noted::Promise),
        "signal" => network::typed::signal(field, today, by).map(Noted::Signal),
        "rehearsal" => network::typed::rehearsal(field, today).map(Noted::Rehearsal),
        "reception" => network::typed::reception(field, today, by).map(Noted::Reception),
        "kept" => network::typed::kept(field).map(|(number, shown)| Noted::Kept(number, shown)),
        _ => return Err(Absent::Page(signed.lang)),
    };
    let result = match noted {
        Ok(noted) => office.note_network(&signed.permit()?, &place, noted).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}
