//! `candidates.csv`.

use super::list::Slate;
use super::permutation::Permutation;
use super::{Scale, chance, event, person};
use election::id::{Code, ContestId};
use election::setup::Candidate;
use rand::RngExt as _;

/// The file: the council's lists, its independents, then the Assembly of Experts.
pub(super) fn csv(scale: &Scale, slates: &[Slate]) -> Vec<u8> {
    let in_memory = "memory takes every row";
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["contest", "code", "name_fa", "name_en", "list", "veteran", "degree"])
        .expect(in_memory);
    for (contest, candidate) in all(scale, slates) {
        csv.write_record([
            contest.as_str(),
            candidate.code.as_str(),
            &candidate.name.fa,
            &candidate.name.en,
            candidate.list.as_ref().map_or("", Code::as_str),
            if candidate.veteran { "1" } else { "0" },
            &candidate.degree.to_string(),
        ])
        .expect(in_memory);
    }
    csv.into_inner().expect(in_memory)
}

fn all(scale: &Scale, slates: &[Slate]) -> Vec<(ContestId, Candidate)> {
    let members = slates.iter().flat_map(|s| {
        (1..=s.members)
            .map(|n| (event::council(), format!("{}{n:02}", s.list.code), Some(s.list.code.clone())))
    });
    let on_lists: u32 = slates.iter().map(|s| s.members).sum();
    let alone = scale.candidates - on_lists;
    let width = digits(alone).max(3);
    let independents = (1..=alone).map(|n| (event::council(), format!("9{n:0width$}"), None));
    let experts = (1..=experts(scale)).map(|n| (event::experts(), format!("5{n:04}"), None));

    let names = Permutation::new(person::NAMES, scale.seed, "candidates");
    (0u64..)
        .zip(members.chain(independents).chain(experts))
        .map(|(place, (contest, code, list))| {
            let mut rng = chance::of(scale.seed, "candidate", place);
            let candidate = Candidate {
                code: Code::new(&code).expect("digits"),
                name: person::name(names.at(place % person::NAMES)),
                list,
                veteran: rng.random_bool(0.15),
                degree: rng.random_range(2..=5),
            };
            (contest, candidate)
        })
        .collect()
}

/// 55 registered for one seat in Tehran (law.md §6) while thousands did for the council.
fn experts(scale: &Scale) -> u32 {
    (scale.candidates / 40).clamp(5, 55)
}

fn digits(n: u32) -> usize {
    n.to_string().len()
}
