//! Places by their names: as pages say them, and as forms offer them.

use super::SignedIn;
use super::field::said;
use super::form::Typed;
use crate::furniture::folded;
use crate::locale::{Lang, latin_digits};
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

/// The places that somebody may mean who typed into a search: by codes, by a name, or by a part of one; nothing where there
/// are more than anybody means. Whose whole name it is comes before those whose names only contain it.
pub(super) fn called(register: &Register, typed: &str) -> Vec<Place> {
    let words = folded(typed.trim());
    let whole = named_so(register, typed);
    let found = match whole.is_empty() && !words.is_empty() {
        true => with_name(register, |name| name.contains(&words)),
        false => whole,
    };
    match found.len() {
        0 => latin_digits(typed.trim()).parse().into_iter().collect(),
        1..=MOST_CALLED => found,
        _ => Vec::new(),
    }
}

/// The places of these codes or of this whole name. One word may be the code of a province and a name: it is the code where
/// something lies there.
fn named_so(register: &Register, typed: &str) -> Vec<Place> {
    let typed = typed.trim();
    let words = folded(typed);
    let code = latin_digits(typed).parse::<Place>().ok();
    match code {
        Some(place) if typed.contains('/') || register.knows(&place) => vec![place],
        // The name before its comma will do, where it is one place's.
        _ => {
            let whole = with_name(register, |name| *name == words);
            match whole.is_empty() && !words.is_empty() {
                true => with_name(register, |name| {
                    name.split('،').next().is_some_and(|first| first.trim() == words)
                }),
                false => whole,
            }
        }
    }
}

/// The places whose name, as searches fold it, is such a one.
fn with_name(register: &Register, is_so: impl Fn(&String) -> bool) -> Vec<Place> {
    let regions = register.regions().map(|kept| &*kept.file).map(|one| (&one.place, &one.name, &one.latin));
    let sites = register.branches().map(|kept| &kept.file.site);
    let all = regions.chain(sites.map(|site| (&site.place, &site.name, &site.latin)));
    let named = all.filter(|(_, name, latin)| is_so(&folded(name)) || is_so(&folded(latin)));
    let mut named: Vec<Place> = named.map(|(place, ..)| place.clone()).take(MOST_CALLED + 1).collect();
    // A province whose table of regions does not name it, as pages call it.
    let called = |one: &Place| {
        let said = Lang::BOTH.map(|lang| said::place(lang, register, one));
        // A county may be called as its province is: then the bare name is the county's.
        let bare = headquarters::province::name(one).filter(|_| named.is_empty());
        let bare = bare.into_iter().flat_map(|(name, latin)| [name.to_owned(), latin.to_owned()]);
        said.into_iter().chain(bare).any(|name| is_so(&folded(&name)))
    };
    let unnamed = headquarters::province::all().filter(|one| register.region(one).is_none());
    let provinces: Vec<Place> = unnamed.filter(called).collect();
    named.extend(provinces);
    named
}

/// So many places a part of a name means at the most.
const MOST_CALLED: usize = 100;

/// What was typed into a form as the codes of the one place of that name; as it was typed where it is none, or several. A
/// part of a name is no name: a letter would hold somewhere by a slip of the hand.
pub(super) fn typed(register: &Register, typed: &str) -> String {
    match named_so(register, typed).as_slice() {
        [one] => one.to_string(),
        _ => latin_digits(typed),
    }
}

/// A form whose place was typed by name, as its reader wants it: by codes. What goes back to the page stays as it was typed.
pub(super) fn by_codes(register: &Register, form: &Typed, field: &str) -> Typed {
    form.with(field, &typed(register, form.get(field)))
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
