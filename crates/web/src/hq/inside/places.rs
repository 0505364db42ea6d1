//! Places by their names: as pages say them, and as forms offer them.

use super::SignedIn;
use super::field::said;
use crate::locale::Lang;
use crate::pages::Absent;
use headquarters::permit::Act;
use headquarters::place::Place;
use maud::{Markup, html};
use office::{Office, Register};

/// The register of places, which every officer may read.
pub(super) async fn register(office: &Office, signed: &SignedIn) -> Result<Register, Absent> {
    office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))
}

/// A place by its name, with its codes beside it; by its codes alone where the register has no name for it.
pub(super) fn named(lang: Lang, register: &Register, place: &Place) -> Markup {
    let (name, codes) = (said::place(lang, register, place), place.as_str());
    html! {
        @if name == codes { (said::code(codes)) } @else { (name) " " (said::code(codes)) }
    }
}

/// The same as text, for papers.
pub(super) fn in_words(lang: Lang, register: &Register, place: &Place) -> String {
    let (name, codes) = (said::place(lang, register, place), place.as_str());
    if name == codes { name } else { format!("{name} ({codes})") }
}

/// Branches that a list offers; where there are more, districts alone.
const MOST_BRANCHES: usize = 300;

/// The list from which a form's place is chosen by name, for [`Fields::place`](super::form::Fields::place): what this act
/// reaches. It stands once on a page.
pub(super) fn offered(signed: &SignedIn, register: &Register, act: Act, branches: bool) -> Markup {
    let lang = signed.lang;
    let reach = signed.officer.reach(act);
    let mine = |place: &Place| reach.iter().any(|scope| scope.contains(place));
    let regions = register.regions().map(|kept| &*kept.file).filter(|region| mine(&region.place));
    let regions = regions.map(|one| (&one.place, lang.pick(&one.name, &one.latin)));
    let sites = register.branches().map(|kept| &kept.file.site).filter(|site| branches && mine(&site.place));
    let sites: Vec<(&Place, &str)> =
        sites.map(|site| (&site.place, lang.pick(&site.name, &site.latin))).take(MOST_BRANCHES + 1).collect();
    let sites = if sites.len() > MOST_BRANCHES { Vec::new() } else { sites };
    html! {
        datalist id=(LIST) {
            @for (place, name) in regions.chain(sites) { option value=(place) { (name) " · " (place) } }
        }
    }
}

/// The id of the list.
pub(super) const LIST: &str = "places";
