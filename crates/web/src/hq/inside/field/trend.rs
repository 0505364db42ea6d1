//! How readiness went, day by day: a column a day, and the same as a table for whoever reads numbers.

use super::super::words::Word as H;
use super::words::Word as F;
use crate::locale::Lang;
use calendar::Day;
use headquarters::readiness::Count;
use maud::{Markup, html};

const COLUMN: usize = 30;
const HEIGHT: u64 = 200;

/// The chart of some days, the last of which is today.
pub(super) fn chart(lang: Lang, days: &[(Day, Count)]) -> Markup {
    let most = u64::from(days.iter().map(|(_, count)| count.all()).max().unwrap_or(0).max(1));
    let scaled = |part: u32| u64::from(part) * HEIGHT / most;
    let columns = days.iter().enumerate().map(|(n, (_, count))| {
        let (red, amber) = (scaled(count.red), scaled(count.red + count.amber));
        (n * COLUMN, [("green", scaled(count.all())), ("amber", amber), ("red", red)])
    });
    html! {
        figure.chart {
            svg.daily role="img" aria-label=(told(lang, days)) viewBox=(format!("0 0 {} {HEIGHT}", days.len().max(1) * COLUMN)) preserveAspectRatio="none" {
                @for (x, parts) in columns {
                    @for (colour, tall) in parts {
                        rect.(colour) x=(x) y=(HEIGHT - tall) width=(COLUMN - 4) height=(tall) {}
                    }
                }
            }
        }
    }
}

/// The first day and the last, in words.
fn told(lang: Lang, days: &[(Day, Count)]) -> String {
    let said = |(day, count): &(Day, Count)| {
        let [green, amber, red] = [count.green, count.amber, count.red].map(|n| lang.number(n));
        lang.fill(H::TrendWeek, &[&lang.day(&day.to_string()), &green, &amber, &red])
    };
    let ends = [days.first(), days.last()].into_iter().flatten().map(said);
    format!("{}: {}", lang.say(F::Trend), ends.collect::<Vec<_>>().join(lang.pick("؛ ", "; ")))
}

/// The chart, and all of its days below it.
pub(super) fn section(lang: Lang, days: &[(Day, Count)]) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(F::Trend)) }
            (chart(lang, days))
            details.aside {
                summary { (lang.say(F::TrendDays)) }
                table {
                    thead { tr {
                        th scope="col" { (lang.say(F::Day)) } th.number scope="col" { (lang.say(H::Green)) }
                        th.number scope="col" { (lang.say(H::Amber)) } th.number scope="col" { (lang.say(H::Red)) }
                    } }
                    tbody {
                        @for (day, count) in days.iter().rev() {
                            tr {
                                th scope="row" { (lang.day(&day.to_string())) }
                                @for number in [count.green, count.amber, count.red] { td.number { (lang.number(number)) } }
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
    use super::*;

    #[test]
    fn a_column_is_as_tall_as_its_day_and_says_itself_in_words() {
        let first: Day = "2026-05-01".parse().expect("a day");
        let count = |green, amber, red| Count { green, amber, red };
        let days = [(first, count(1, 1, 2)), (first.after(1), count(4, 0, 0))];
        let drawn = chart(Lang::En, &days).into_string();
        assert!(
            drawn.contains("<rect class=\"red\" x=\"0\" y=\"100\" width=\"26\" height=\"100\">"),
            "{drawn}"
        );
        assert!(
            drawn.contains("<rect class=\"green\" x=\"30\" y=\"0\" width=\"26\" height=\"200\">"),
            "{drawn}"
        );
        assert!(
            drawn.contains("1 green, 1 amber, 2 red; ") && drawn.contains("4 green, 0 amber, 0 red\""),
            "{drawn}"
        );
        assert!(chart(Lang::Fa, &[]).into_string().contains("viewBox=\"0 0 30 200\""));
    }
}
