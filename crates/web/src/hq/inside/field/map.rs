//! The branches on a map, by readiness: dot, triangle, diamond, so that the colour is not alone in saying it. All
//! branches of a colour are one path, and thousands of them a small page.

use super::super::words::Word as H;
use super::{part, said};
use crate::locale::Lang;
use headquarters::branch::Site;
use headquarters::readiness::Colour;
use maud::{Markup, html};

const WIDTH: f64 = 900.0;
const MARGIN: f64 = 16.0;

/// A branch and its colour.
pub(super) type Point<'a> = (&'a Site, Colour);

/// Branches of a map that are ways to their pages. More of them cannot be told apart by a finger, and their page would be
/// large.
const LINKED: usize = 300;

/// Where a branch lies.
fn at(site: &Site) -> (f64, f64) {
    (site.at.latitude(), site.at.longitude())
}

pub(super) fn map(lang: Lang, points: &[Point<'_>]) -> Markup {
    let counts = Colour::ALL.iter().map(|colour| points.iter().filter(|point| point.1 == *colour).count());
    let counts: Vec<String> = counts.map(|n| lang.number(n as u64)).collect();
    let all = lang.number(points.len() as u64);
    let desc = lang.fill(H::ReadinessMapDesc, &[&all, &counts[0], &counts[1], &counts[2]]);
    let places: Vec<(f64, f64)> = points.iter().map(|(site, _)| at(site)).collect();
    let ground = Ground::under(&places);
    let linked = points.len() <= LINKED;
    let across = if points.len() > 1_500 { 6.0 } else { 10.0 };
    html! {
        figure.map {
            svg role=(if linked { "group" } else { "img" }) aria-label=(desc) direction="ltr" viewBox=(format!("0 0 {WIDTH:.0} {:.0}", ground.height)) {
                @if linked {
                    @for (site, colour) in points {
                        @let name = format!("{} · {}", lang.pick(&site.name, &site.latin), lang.say(said::colour(*colour)));
                        a href={ "/" (lang.code()) "/hq/branches/" (part(&site.place)) } aria-label=(name) {
                            title { (name) }
                            path.ready.(colour.code()) d=(shape(*colour, ground.place(at(site)), across)) stroke-width=(across - 1.0) {}
                        }
                    }
                } @else {
                    @for colour in Colour::ALL {
                        @let marks: String = points.iter().filter(|point| point.1 == *colour)
                            .map(|point| shape(*colour, ground.place(at(point.0)), across)).collect();
                        path.ready.(colour.code()) d=(marks) stroke-width=(across - 1.0) {}
                    }
                }
            }
            figcaption {
                @for (colour, count) in Colour::ALL.iter().zip(&counts) {
                    span.key {
                        svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
                            path.ready.(colour.code()) d=(shape(*colour, (8.0, 8.0), 11.0)) stroke-width="9" {}
                        }
                        (lang.say(said::colour(*colour))) ": " strong { (count) }
                    }
                }
            }
        }
    }
}

/// How degrees become places on the paper.
struct Ground {
    north: f64,
    west: f64,
    across: f64,
    down: f64,
    height: f64,
}

impl Ground {
    fn under(points: &[(f64, f64)]) -> Self {
        let (mut south, mut north, mut west, mut east) = (90.0_f64, -90.0_f64, 180.0_f64, -180.0_f64);
        for (latitude, longitude) in points {
            (south, north) = (south.min(*latitude), north.max(*latitude));
            (west, east) = (west.min(*longitude), east.max(*longitude));
        }
        // A degree of longitude is shorter the further north it is; one branch alone has some ground around it.
        let shrink = (0.5 * (south + north)).to_radians().cos().max(0.05);
        let (tall, wide) = ((north - south).max(0.01), ((east - west) * shrink).max(0.01));
        let down = ((WIDTH - 2.0 * MARGIN) / wide).min((WIDTH - 2.0 * MARGIN) / tall);
        Self { north, west, across: down * shrink, down, height: tall * down + 2.0 * MARGIN }
    }

    fn place(&self, (latitude, longitude): (f64, f64)) -> (f64, f64) {
        (MARGIN + (longitude - self.west) * self.across, MARGIN + (self.north - latitude) * self.down)
    }
}

fn shape(colour: Colour, (x, y): (f64, f64), across: f64) -> String {
    let half = across / 2.0;
    match colour {
        // A line of no length shows its round end.
        Colour::Green => format!("M{x:.0} {y:.0}h0"),
        Colour::Amber => format!("M{x:.0} {:.0}l{half:.1} {across:.1}h-{across:.1}z", y - half),
        Colour::Red => {
            format!("M{x:.0} {:.0}l{half:.1} {half:.1}-{half:.1} {half:.1}-{half:.1}-{half:.1}z", y - half)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_and_everything_lies_on_the_paper() {
        let points = [(35.5, 51.2), (35.9, 51.9)];
        let ground = Ground::under(&points);
        let [(x_a, y_a), (x_b, y_b)] = points.map(|point| ground.place(point));
        assert!(y_b < y_a && x_a < x_b);
        for (x, y) in [(x_a, y_a), (x_b, y_b)] {
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=ground.height).contains(&y), "{x} {y}");
        }
        assert!(Ground::under(&points[..1]).height.is_finite());
    }

    #[test]
    fn a_branch_on_a_map_is_the_way_to_its_page_while_there_are_few() {
        let site = |n: usize| {
            let fields = [
                ("name", "البرز"),
                ("latin", "Alborz"),
                ("kind", "school"),
                ("standing", "fixed"),
                ("setting", "urban"),
                ("at", "35.58,51.43"),
                ("devices", "1"),
            ];
            let place = format!("tehran/rey/2/{n:04}");
            let read = headquarters::branch::typed::read(
                |name| {
                    if name == "place" {
                        &place
                    } else {
                        fields.iter().find(|(f, _)| *f == name).map_or("", |(_, v)| v)
                    }
                },
                "2026-03-01".parse().expect("a day"),
            );
            read.expect("a branch")
        };
        let sites: Vec<Site> = (0..=LINKED).map(site).collect();
        let point = |(n, site)| (site, if n == 0 { Colour::Red } else { Colour::Green });
        let points: Vec<Point<'_>> = sites.iter().enumerate().map(point).collect();
        let few = map(Lang::En, &points[..2]).into_string();
        assert!(few.contains("2 branches: 1 green, 0 amber, 1 red"), "{few}");
        assert!(
            few.contains("href=\"/en/hq/branches/tehran.rey.2.0001\" aria-label=\"Alborz · Green\""),
            "{few}"
        );
        let many = map(Lang::En, &points).into_string();
        assert!(many.contains("role=\"img\"") && !many.contains("href"), "one path a colour");
    }
}
