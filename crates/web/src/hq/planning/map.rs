//! A county's branches on a map, by how long one waits there.
//!
//! Wait is told by shape as well as by colour: dot, square, triangle, diamond. All branches of a class are
//! one path, so that thousands of them make a small page; the table beside it has every branch by name.

use super::districts::short;
use super::said::{duration, tenths};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// A branch on the map.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// Degrees north and east.
    pub at: (f64, f64),
    /// The wait not exceeded on the promised share of days, seconds.
    pub wait_s: f64,
    /// The district it lies in.
    pub district: Option<&'a str>,
}

/// Classes of wait, from the shortest: the longest wait in each, and its name.
const CLASSES: [(f64, W); 4] = [
    (600.0, W::PlanWaitUnder10),
    (1_800.0, W::PlanWaitUnder30),
    (3_600.0, W::PlanWaitUnder60),
    (f64::INFINITY, W::PlanWaitOver60),
];

/// Width of the picture, and how high it may become.
const WIDTH: f64 = 900.0;
const HIGHEST: f64 = 900.0;
const MARGIN: f64 = 26.0;
const KM_PER_DEGREE: f64 = 111.195;

/// The class of a wait.
pub(super) fn class(wait_s: f64) -> usize {
    CLASSES.iter().position(|(longest, _)| wait_s <= *longest).unwrap_or(CLASSES.len() - 1)
}

/// The name of a wait's class.
pub(super) fn class_name(lang: Lang, wait_s: f64) -> &'static str {
    lang.say(CLASSES[class(wait_s)].1)
}

/// The sheet a file carries with it; on a page the same classes are dressed by its own sheet.
const SHEET: &str = "svg{background:#fff;font-family:Vazirmatn,Tahoma,sans-serif}\
    .wait-0,.wait-1{fill:none;stroke-linecap:round}.wait-0{stroke:#8fbcb6}\
    .wait-1{stroke:#1f7f86;stroke-linecap:square}.wait-2{fill:#d9822b}.wait-3{fill:#9c1c2c}\
    .name{font-size:13px;font-weight:700;fill:#17211f;stroke:#fff;stroke-width:3px;paint-order:stroke;text-anchor:middle}\
    .scale{stroke:#55615e;stroke-width:2;fill:none}.tick{font-size:13px;fill:#55615e}.title{font-size:17px;font-weight:700;fill:#17211f}";

/// The picture for a page, with its legend.
pub(super) fn figure(lang: Lang, points: &[Point<'_>]) -> Markup {
    let counts = counts(points);
    html! {
        figure.map {
            (picture(lang, points, &Sheet::lay(points), None))
            figcaption {
                @for (place, (_, name)) in CLASSES.iter().enumerate() {
                    span.key { (sample(place)) (lang.say(*name)) ": " strong { (lang.number(counts[place] as u64)) } }
                }
            }
        }
    }
}

/// The picture as a file of its own.
#[must_use]
pub fn file(lang: Lang, seconds: f64, turnout: f64, points: &[Point<'_>]) -> String {
    let said = [
        lang.fill(W::PlanSeconds, &[&tenths(lang, seconds)]),
        lang.fill(W::PlanPercent, &[&tenths(lang, turnout * 100.0)]),
    ];
    let title = lang.fill(W::PlanMapTitle, &[&said[0], &said[1]]);
    picture(lang, points, &Sheet::lay(points), Some(&title)).into_string()
}

fn counts(points: &[Point<'_>]) -> [usize; 4] {
    let mut counts = [0; 4];
    points.iter().for_each(|point| counts[class(point.wait_s)] += 1);
    counts
}

/// How degrees become places on the paper.
struct Sheet {
    north: f64,
    west: f64,
    /// Places for a degree of latitude and of longitude.
    per_degree: (f64, f64),
    /// Places for a kilometre.
    per_km: f64,
    width: f64,
    height: f64,
}

impl Sheet {
    fn lay(points: &[Point<'_>]) -> Self {
        let fold = |by: fn(f64, f64) -> f64, start: f64, of: fn(&Point<'_>) -> f64| {
            points.iter().map(of).fold(start, by)
        };
        let (south, north) = (fold(f64::min, 90.0, |p| p.at.0), fold(f64::max, -90.0, |p| p.at.0));
        let (west, east) = (fold(f64::min, 180.0, |p| p.at.1), fold(f64::max, -180.0, |p| p.at.1));
        let shrink = (0.5 * (south + north)).to_radians().cos().max(0.05);
        // A county of one branch still has a kilometre around it.
        let (tall, wide) = ((north - south).max(0.01), ((east - west) * shrink).max(0.01));
        let per_degree = ((WIDTH - 2.0 * MARGIN) / wide).min((HIGHEST - 2.0 * MARGIN) / tall);
        Self {
            north,
            west,
            per_degree: (per_degree, per_degree * shrink),
            per_km: per_degree / KM_PER_DEGREE,
            width: wide * per_degree + 2.0 * MARGIN,
            height: tall * per_degree + 2.0 * MARGIN + 30.0,
        }
    }

    fn place(&self, (latitude, longitude): (f64, f64)) -> (f64, f64) {
        (
            MARGIN + (longitude - self.west) * self.per_degree.1,
            MARGIN + (self.north - latitude) * self.per_degree.0,
        )
    }
}

fn picture(lang: Lang, points: &[Point<'_>], sheet: &Sheet, title: Option<&str>) -> Markup {
    let counts = counts(points);
    let each: Vec<String> = CLASSES
        .iter()
        .zip(counts)
        .map(|((_, name), count)| format!("{}: {}", lang.say(*name), lang.number(count as u64)))
        .collect();
    let desc =
        lang.fill(W::PlanMapDesc, &[&lang.number(points.len() as u64), &each.join(lang.pick("، ", ", "))]);
    let head = if title.is_some() { 66.0 } else { 0.0 };
    let size = across(points.len());
    html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="map-title map-desc" direction="ltr"
            viewBox=(format!("0 {:.0} {:.0} {:.0}", -head, sheet.width, sheet.height + head)) {
            title #map-title { (title.unwrap_or(lang.say(W::PlanMap))) }
            desc #map-desc { (desc) }
            @if let Some(title) = title {
                style { (maud::PreEscaped(SHEET)) }
                text.title x=(format!("{:.0}", sheet.width / 2.0)) y="-40" text-anchor="middle" { (title) }
                @for (place, said) in each.iter().enumerate() {
                    @let across = sheet.width * (0.14 + 0.24 * place as f64);
                    path.(format!("wait-{place}")) d=(shape(place, (across - 70.0, -16.0), 11.0)) stroke-width="8" {}
                    text.tick x=(format!("{:.0}", across - 58.0)) y="-11" { (said) }
                }
            }
            @for place in 0..CLASSES.len() {
                @let all: String = points.iter().filter(|point| class(point.wait_s) == place)
                    .map(|point| shape(place, sheet.place(point.at), size)).collect();
                path.(format!("wait-{place}")) d=(all) stroke-width=(size - 1.5) {}
            }
            @for (name, (x, y)) in middles(points, sheet) {
                text.name x=(format!("{x:.0}")) y=(format!("{:.0}", y + 4.0)) text-anchor="middle" { (short(lang, name)) }
            }
            (scale(lang, sheet))
        }
    }
}

/// A branch's mark, by class, so many places across.
fn shape(class: usize, (x, y): (f64, f64), across: f64) -> String {
    let half = across / 2.0;
    match class {
        // A line of no length shows its round or square end.
        0 | 1 => format!("M{x:.0} {y:.0}h0"),
        2 => format!("M{x:.0} {:.0}l{half:.1} {across:.1}h-{across:.1}z", y - half),
        _ => format!("M{x:.0} {:.0}l{half:.1} {half:.1}-{half:.1} {half:.1}-{half:.1}-{half:.1}z", y - half),
    }
}

/// How large marks are: of many branches, small, so that few lie upon one another.
fn across(branches: usize) -> f64 {
    match branches {
        0..=300 => 11.0,
        301..=1_500 => 8.0,
        _ => 6.0,
    }
}

/// A mark of a class, for the legend.
fn sample(class: usize) -> Markup {
    html! {
        svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
            path.(format!("wait-{class}")) d=(shape(class, (8.0, 8.0), 11.0)) stroke-width="8" {}
        }
    }
}

/// The middle of each district's branches.
fn middles<'a>(points: &[Point<'a>], sheet: &Sheet) -> Vec<(&'a str, (f64, f64))> {
    let mut sums: BTreeMap<&str, (f64, f64, f64)> = BTreeMap::new();
    for point in points {
        if let Some(district) = point.district {
            let (x, y) = sheet.place(point.at);
            let sum = sums.entry(district).or_default();
            *sum = (sum.0 + x, sum.1 + y, sum.2 + 1.0);
        }
    }
    // Names upon names would hide the branches.
    let few = sums.len() <= 60;
    sums.into_iter().filter(|_| few).map(|(name, (x, y, n))| (name, (x / n, y / n))).collect()
}

/// A length on the ground, for the eye.
fn scale(lang: Lang, sheet: &Sheet) -> Markup {
    let km = [20.0, 10.0, 5.0, 2.0, 1.0]
        .into_iter()
        .find(|km| km * sheet.per_km < sheet.width / 4.0)
        .unwrap_or(0.5);
    let (y, end) = (sheet.height - 16.0, MARGIN + km * sheet.per_km);
    html! {
        path.scale d=(format!("M{MARGIN:.0} {:.0}v6H{end:.0}v-6", y - 6.0)) {}
        text.tick x=(format!("{:.0}", end + 8.0)) y=(format!("{:.0}", y + 2.0)) { (lang.fill(W::PlanKilometres, &[&tenths(lang, km)])) }
    }
}

/// Beyond this many hours a wait is no forecast: people would have gone home.
const BELIEVED_H: f64 = 4.0;

/// A wait in words.
pub(super) fn wait(lang: Lang, wait_s: f64) -> String {
    if wait_s <= BELIEVED_H * 3_600.0 {
        duration(lang, wait_s)
    } else {
        lang.fill(W::PlanOverHours, &[&tenths(lang, BELIEVED_H)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: (f64, f64), wait_s: f64) -> Point<'static> {
        Point { at, wait_s, district: Some("4") }
    }

    #[test]
    fn each_branch_is_drawn_once_in_the_shape_of_its_wait() {
        let points = [
            point((35.7, 51.4), 0.0),
            point((35.8, 51.5), 1_200.0),
            point((35.6, 51.3), 2_000.0),
            point((35.6, 51.6), f64::INFINITY),
        ];
        let drawn = file(Lang::En, 22.7, 0.4, &points);
        for (class, marks) in [(0, "h0"), (1, "h0"), (2, "h-11.0z"), (3, "-5.5-5.5z")] {
            // Once in the legend and once on the ground.
            let own: Vec<&str> =
                drawn.split("<path").filter(|path| path.contains(&format!("wait-{class}"))).collect();
            assert_eq!(own.iter().map(|path| path.matches(marks).count()).sum::<usize>(), 2, "{class}");
        }
        assert!(drawn.contains("22.7 s a voter, 40% turnout") && drawn.contains("over an hour: 1"));
    }

    #[test]
    fn north_is_up_and_everything_lies_on_the_paper() {
        let points = [point((35.5, 51.2), 0.0), point((35.9, 51.9), 0.0)];
        let sheet = Sheet::lay(&points);
        let [(x_a, y_a), (x_b, y_b)] = points.map(|point| sheet.place(point.at));
        assert!(y_b < y_a && x_a < x_b);
        for (x, y) in [(x_a, y_a), (x_b, y_b)] {
            assert!((0.0..=sheet.width).contains(&x) && (0.0..=sheet.height).contains(&y));
        }
        // One branch alone is drawn, too.
        let alone = Sheet::lay(&points[..1]);
        assert!(alone.width.is_finite() && alone.height.is_finite());
    }
}
