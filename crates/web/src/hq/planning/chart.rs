//! The line over the day as a picture, with the figures behind it as a table.

use super::said::{OPENS_H, clock, duration, tenths};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use planning::kernel::Outcome;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 280.0;
/// Where the drawing stands within the picture.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;

/// Both lines over the day. Time runs from left to right in both languages, as numbers do.
pub(super) fn queue(lang: Lang, outcome: &Outcome, hours: f64) -> Markup {
    let lines: Vec<&[f64]> = outcome.stages.iter().map(|stage| stage.queue_by_quarter.as_slice()).collect();
    let until = (lines.iter().map(|line| line.len()).max().unwrap_or(1).max(2) - 1) as f64 / 4.0;
    let most = nice(lines.iter().flat_map(|line| line.iter().copied()).fold(1.0, f64::max));
    let x = |hour: f64| LEFT + hour / until * (WIDTH - LEFT - RIGHT);
    let y = |people: f64| HEIGHT - BOTTOM - people / most * (HEIGHT - TOP - BOTTOM);
    let peak = |line: &[f64]| {
        let (at, most) = line
            .iter()
            .copied()
            .enumerate()
            .fold((0, 0.0), |best, (q, n)| if n > best.1 { (q, n) } else { best });
        (clock(lang, at as f64 / 4.0), tenths(lang, most))
    };
    let ((desk_at, desk), (booth_at, booth)) = (peak(lines[0]), peak(lines[1]));
    let desc = lang.fill(W::PlanQueueDesc, &[&desk_at, &desk, &booth_at, &booth]);
    let every = if until > 14.0 { 2 } else { 1 };
    html! {
        section {
            h2 { (lang.say(W::PlanQueue)) }
            p.hint { (lang.say(W::PlanQueueHint)) }
            figure.chart {
                svg role="img" aria-labelledby="queue-title queue-desc" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } direction="ltr" {
                    title #queue-title { (lang.say(W::PlanQueue)) }
                    desc #queue-desc { (desc) }
                    @for step in 0..=4 {
                        @let people = most * f64::from(step) / 4.0;
                        line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(place(y(people))) y2=(place(y(people))) {}
                        text.tick x=(LEFT - 8.0) y=(place(y(people) + 4.0)) text-anchor="end" { (tenths(lang, people)) }
                    }
                    @for hour in (0..=until.floor() as u32).step_by(every) {
                        text.tick x=(place(x(hour.into()))) y=(HEIGHT - 12.0) text-anchor="middle" {
                            (lang.number((OPENS_H as u32 + hour) % 24))
                        }
                    }
                    line.closing x1=(place(x(hours))) x2=(place(x(hours))) y1=(TOP) y2=(HEIGHT - BOTTOM) {}
                    text.tick x=(place(x(hours) - 6.0)) y=(TOP + 10.0) text-anchor="end" { (lang.say(W::PlanClosing)) }
                    path.area d=(format!("{}L{} {}L{} {}Z", trace(lines[0], x, y), place(x((lines[0].len() - 1) as f64 / 4.0)), place(y(0.0)), place(x(0.0)), place(y(0.0)))) {}
                    path.desk d=(trace(lines[0], x, y)) {}
                    path.booth d=(trace(lines[1], x, y)) {}
                }
                figcaption {
                    span.key { (sample("desk")) (lang.say(W::PlanForCheckIn)) }
                    span.key { (sample("booth")) (lang.say(W::PlanForBooth)) }
                    span { (desc) }
                }
            }
            (figures(lang, outcome))
        }
    }
}

/// A bit of a line, for the legend.
fn sample(class: &str) -> Markup {
    html! { svg viewBox="0 0 34 8" aria-hidden="true" focusable="false" { path.(class) d="M2 4H32" {} } }
}

fn trace(line: &[f64], x: impl Fn(f64) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    for (quarter, &people) in line.iter().enumerate() {
        path.push(if quarter == 0 { 'M' } else { 'L' });
        path.push_str(&format!("{} {}", place(x(quarter as f64 / 4.0)), place(y(people))));
    }
    path
}

/// A coordinate, to a tenth.
fn place(at: f64) -> String {
    format!("{at:.1}")
}

/// The top of a scale that is read easily: 1, 2 or 5 times four steps of a power of ten.
fn nice(most: f64) -> f64 {
    let unit = 10_f64.powf((most / 4.0).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|step| step * unit * 4.0)
        .find(|&top| top >= most)
        .unwrap_or(most)
}

fn figures(lang: Lang, outcome: &Outcome) -> Markup {
    let rows = outcome.stages.iter().map(|stage| stage.queue_by_quarter.len()).max().unwrap_or(0);
    let at = |stage: usize, quarter: usize| {
        outcome.stages[stage].queue_by_quarter.get(quarter).copied().unwrap_or(0.0)
    };
    html! {
        details {
            summary { (lang.say(W::PlanFigures)) }
            div.scroll tabindex="0" role="region" aria-label=(lang.say(W::PlanFigures)) {
                table {
                    thead { tr {
                        th scope="col" { (lang.say(W::PlanTime)) }
                        th.number scope="col" { (lang.say(W::PlanForCheckIn)) }
                        th.number scope="col" { (lang.say(W::PlanForBooth)) }
                        th.number scope="col" { (lang.say(W::PlanMeanWait)) }
                    } }
                    tbody {
                        @for quarter in 0..rows {
                            tr {
                                th scope="row" { (clock(lang, quarter as f64 / 4.0)) }
                                td.number { (tenths(lang, at(0, quarter))) }
                                td.number { (tenths(lang, at(1, quarter))) }
                                td.number { @if let Some(wait) = outcome.wait_by_quarter_s.get(quarter) { (duration(lang, *wait)) } @else { "–" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::nice;

    #[test]
    fn a_scale_ends_where_it_is_read_easily() {
        for (most, top) in [(1.0, 1.0), (3.7, 4.0), (37.0, 40.0), (41.0, 80.0), (90.0, 100.0), (150.0, 200.0)]
        {
            assert!((nice(most) - top).abs() < 1e-9, "{most}: {}", nice(most));
        }
    }
}
