//! How long a province's staff take to come in: `cargo run -p office --example import_staff -- 150000`.
//!
//! A new office in a folder that vanishes: preview, import, the same table again, and what lists then cost.
#![allow(clippy::unwrap_used)]

use board::log::LogSigner;
use crypto::signature::Signer;
use election::national_id::NationalId;
use headquarters::permit::{Actor, Appointment, Officer, Permit, PersonId, permit};
use headquarters::role::Role;
use office::{Cosigned, Office, StaffAsked, Witness};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

struct Away;
impl Witness for Away {
    fn key(&self) -> String {
        String::new()
    }
    fn cosign(&self, _: Vec<u8>) -> Pin<Box<dyn Future<Output = Result<Cosigned, String>> + Send + '_>> {
        Box::pin(async { Err("away".into()) })
    }
}

fn may<A: headquarters::permit::Kind>() -> Permit<A> {
    let appointments =
        vec![Appointment { letter: 1, role: Role::Governor, scope: "tehran".parse().unwrap() }];
    permit(Actor::Officer(Officer { person: PersonId(1), name: "…".into(), appointments })).unwrap()
}

fn rows(many: u32) -> impl Iterator<Item = Vec<String>> + Send + 'static {
    let heading = ["national", "name", "latin", "post", "home", "lives", "born", "schooling", "kin"];
    let posts = ["board-member", "board-member", "operator", "police", "governor-representative"];
    let people = (0..many).filter_map(move |n| {
        let national = NationalId::from_serial(10_000_000 + n * 61)?;
        let row = [
            national.as_str().to_owned(),
            format!("کارمند {n:06}"),
            format!("Member {n:06}"),
            posts[n as usize % posts.len()].to_owned(),
            format!("tehran/c{}/{}", n % 16, n % 22 + 1),
            format!("35.{:04},51.{:04}", 3_000 + n % 6_000, 1_000 + n % 7_000),
            "1370/05/01".to_owned(),
            "diploma".to_owned(),
            "none".to_owned(),
        ];
        Some(row.to_vec())
    });
    std::iter::once(heading.map(str::to_owned).to_vec()).chain(people)
}

#[tokio::main]
async fn main() {
    let many = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(150_000);
    let folder = tempfile::tempdir().unwrap();
    let log = LogSigner::new("amin/record".parse().unwrap(), &Signer::from_seed(&[1; 32]));
    let office = Office::open(folder.path(), None, log, Arc::new(Away)).await.unwrap();
    office.fix_polling_day(&may(), office.today().after(50), 0, "").await.unwrap();
    let begun = Instant::now();
    let said = |what: &str, begun: Instant| println!("{what}: {:.2} s", begun.elapsed().as_secs_f64());
    let preview = office.preview_staff(&may(), rows(many)).await.unwrap();
    said(&format!("preview of {} new rows", preview.count.new), begun);
    let begun = Instant::now();
    office.import_staff(&may(), rows(many), preview.seen).await.unwrap();
    said("import", begun);
    let begun = Instant::now();
    let again = office.preview_staff(&may(), rows(many)).await.unwrap();
    said(&format!("the same table again, {} the same", again.count.same), begun);
    for (what, words) in [("first page", ""), ("a rare name", "14999"), ("nobody", "xyzzy")] {
        let begun = Instant::now();
        let asked = StaffAsked { words: words.into(), ..StaffAsked::default() };
        office.staff(&may(), &asked, None, 100).await.unwrap();
        said(what, begun);
    }
    for what in ["sums", "sums again"] {
        let begun = Instant::now();
        office.staff_sums(&may(), None).await.unwrap();
        said(what, begun);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
}
