//! `amin bench office`: how long the pages of a headquarters take to answer while many officers read at once.

use crate::failure::Failure;
use crate::sample::province::{PROVINCE, Size, province};
use crate::{listen, serve};
use clap::Args as ClapArgs;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use web::pages::Audience;

/// Ask every page of a headquarters with a province in it, so many times a second, over loopback HTTP
///
/// A headquarters is filled and served by a process of its own. A governor enrols there as a person would, and then
/// every page that answers a GET is asked in turn: lists, maps, dashboards, forms and files. Requests are sent on the
/// clock, whether or not earlier ones are answered, so that a slow answer is not hidden by the next one waiting for
/// it. Beside the pages a static file is asked, as often: what it takes is the floor under the same load. Files that are
/// taken along (CSV, XLSX, JSON, PDF) hold everything that a list shows a page of; they are asked afterwards, one at a time, and
/// so is the check of the whole journal.
#[derive(ClapArgs)]
#[command(
    after_help = "Example, and exit 1 if a page is slower than it may be:\n  amin bench office --rate 50 --seconds 30 --p95-ms 100 --json"
)]
pub(crate) struct Args {
    /// Requests a second, of all pages together
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    rate: u32,
    /// Seconds
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    seconds: u32,
    /// Branches
    #[arg(long, default_value_t = PROVINCE.branches)]
    branches: usize,
    /// Devices
    #[arg(long, default_value_t = PROVINCE.devices)]
    devices: usize,
    /// Staff
    #[arg(long, default_value_t = PROVINCE.staff)]
    staff: usize,
    /// Fail if nineteen answers of twenty of any page take longer than so many milliseconds
    #[arg(long, value_name = "MS")]
    p95_ms: Option<f64>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What fills the blanks of a route.
const BLANKS: [(&str, &str); 6] = [
    ("{code}", "tehran-branches"),
    ("{lang}", "fa"),
    ("{place}", "tehran.tehran.1.0001"),
    ("{serial}", "A-000001"),
    ("{id}", "1"),
    ("{number}", "5"),
];

/// Pages that a route alone does not name.
const MORE: [&str; 18] = [
    "/en/hq/readiness?place=tehran.tehran",
    "/fa/hq/readiness?place=tehran&wall",
    "/fa/hq/readiness/tehran.csv",
    "/fa/hq/readiness/tehran.xlsx",
    "/fa/hq/readiness/tehran.json",
    "/fa/hq/branches?topic=no-coverage&page=2",
    "/en/hq/branches?q=%D8%AF%D8%A8%D8%B3%D8%AA%D8%A7%D9%86&place=tehran.rey",
    "/fa/hq/devices?state=issued&page=9",
    "/fa/hq/devices?q=A-03",
    "/fa/hq/people?q=officer-99",
    "/fa/hq/staff?q=%D8%B9%D9%84%DB%8C&post=operator",
    "/fa/hq/staff?place=tehran.rey&lacking=yes",
    "/en/hq/staff/gaps?place=tehran.tehran",
    "/fa/hq/network?coverage=half&page=3",
    "/fa/hq/network/operators?operator=%D9%85%D8%AE%D8%A7%D8%A8%D8%B1%D8%A7%D8%AA",
    "/fa/hq/branches/risks?setting=village",
    "/fa/hq/calendar?kind=village",
    "/fa/hq/branches/what-if?of=tehran.tehran.1.0001",
];

const PASSWORD: &str = "four pigeons on a wire";

/// Measures and prints.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    listen::runtime()?.block_on(measure(args))
}

async fn measure(args: &Args) -> Result<(), Failure> {
    let folder = tempfile::tempdir().map_err(Failure::other)?;
    let size = Size { branches: args.branches, devices: args.devices, staff: args.staff, ..PROVINCE };
    let filling = Instant::now();
    {
        let office = serve::open(folder.path(), None, None).await?;
        province(size, office.today())?.bring_into(&office, size).await?;
    }
    let filled_s = filling.elapsed().as_secs_f64();
    let server = Server::start(folder.path())?;
    let reader = Reader::enrol(&server).await?;
    let (pages, left_out) = reader.find_pages().await?;
    if !args.json {
        println!("{} pages of a headquarters filled in {filled_s:.0} s; left out: {left_out:?}", pages.len());
    }
    let (files, pages): (Vec<Page>, Vec<Page>) = pages.into_iter().partition(|page| is_file(&page.path));
    let seen = reader.ask_in_turn(&pages, args).await?;
    let files = reader.ask_alone(&files).await?;
    let memory_mib = server.memory_mib()?;
    let floor = Times::of(seen.get(&pages[0].path).cloned().unwrap_or_default());
    let mut told = Vec::new();
    for page in &pages {
        let times = Times::of(seen.get(&page.path).cloned().unwrap_or_default());
        let ratio = times.p95 / floor.p95.max(f64::MIN_POSITIVE);
        if !args.json {
            let (Times { p50, p95, p99, .. }, Page { path, bytes, first_ms }) = (&times, page);
            println!(
                "{p50:8.1} {p95:8.1} {p99:8.1} ms  ×{ratio:5.1}  first {first_ms:6.0}  {bytes:9} B  {path}"
            );
        }
        told.push(json!({
            "page": page.path, "p50_ms": times.p50, "p95_ms": times.p95, "p99_ms": times.p99, "asked": times.asked,
            "to_floor": ratio, "first_ms": page.first_ms, "bytes": page.bytes,
        }));
    }
    for file in files.iter().filter(|_| !args.json) {
        println!("file {:>8} ms at most  {:>9} B  {}", file["most_ms"], file["bytes"], file["file"]);
    }
    let worst = told.iter().filter_map(|page| page["p95_ms"].as_f64()).fold(0.0, f64::max);
    if args.json {
        let all = json!({
            "branches": args.branches, "devices": args.devices, "staff": args.staff, "files": files, "rate": args.rate, "seconds": args.seconds,
            "filled_s": filled_s, "memory_mib": memory_mib, "floor_p95_ms": floor.p95, "worst_p95_ms": worst,
            "pages": told, "left_out": left_out,
        });
        println!("{all}");
    } else {
        println!("worst p95 {worst:.1} ms, floor {:.1} ms, memory at most {memory_mib:.0} MiB", floor.p95);
    }
    match args.p95_ms.filter(|most| worst > *most) {
        Some(most) => Err(Failure::new(
            format!("a page took {worst:.1} ms at the ninety-fifth hundredth, and {most:.1} were allowed"),
            "Look for the page above; on a busy machine, compare with the floor",
        )),
        None => Ok(()),
    }
}

/// Is it a file that is taken along, and not a page that is looked at?
fn is_file(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    // The check of the journal reads all that was ever done, by a button: it is no page of a list either.
    [".csv", ".xlsx", ".json", ".pdf", ".ics", "/journal/check"].iter().any(|ending| path.ends_with(ending))
}

/// How often each file is asked for.
const ALONE: usize = 3;

/// A headquarters in a process of its own, stopped when dropped.
struct Server {
    process: Child,
    url: String,
    link: String,
}

impl Server {
    fn start(data: &Path) -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(Failure::other)?;
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(Failure::other)?;
        let said = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let mut server = Self { process, url: String::new(), link: String::new() };
        for line in said {
            let line = line.map_err(Failure::other)?;
            if let Some(url) = line.strip_prefix("headquarters on ") {
                server.url = url.to_owned();
            }
            if let Some((_, link)) = line.strip_prefix("first governor of ").and_then(|l| l.split_once(": "))
            {
                server.link = link.to_owned();
            }
            // The last line that is printed before requests are taken.
            if line.starts_with("first supervisory-chair of ") {
                return Ok(server);
            }
        }
        Err(Failure::other("the headquarters ended before it printed its links"))
    }

    /// The most memory that the process has had, as the kernel tells it.
    fn memory_mib(&self) -> Result<f64, Failure> {
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let told = told.map_err(Failure::other)?;
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: Option<f64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kib.map(|kib| kib / 1024.0).ok_or_else(|| Failure::other("the kernel does not tell the memory"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A page that answers.
struct Page {
    path: String,
    bytes: usize,
    first_ms: f64,
}

/// A signed-in governor.
struct Reader {
    client: reqwest::Client,
    url: String,
    cookie: String,
}

impl Reader {
    /// Opens the printed link, reads the secret from the page, sets a password and shows a code.
    async fn enrol(server: &Server) -> Result<Self, Failure> {
        let client = station::wire::client()
            .pool_max_idle_per_host(64)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(Failure::other)?;
        let page = client.get(&server.link).send().await.map_err(Failure::other)?;
        let page = page.text().await.map_err(Failure::other)?;
        let secret = page.split("<code class=\"long\" dir=\"ltr\" translate=\"no\">").nth(1);
        let secret = secret.and_then(|rest| rest.split('<').next()).unwrap_or_default().to_owned();
        let secret = totp_rs::Secret::Encoded(secret).to_bytes();
        let secret = secret.map_err(|_| Failure::other("the page of the link shows no secret"))?;
        let codes = totp_rs::TOTP::new(totp_rs::Algorithm::SHA1, 6, 1, 30, secret).map_err(Failure::other)?;
        let code = codes.generate_current().map_err(Failure::other)?;
        let password = web::furniture::percent_encoded(PASSWORD);
        let form = format!("password={password}&again={password}&code={code}");
        let form_type = ("content-type", "application/x-www-form-urlencoded");
        let answer = client.post(&server.link).header(form_type.0, form_type.1).body(form).send().await;
        let answer = answer.map_err(Failure::other)?;
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        let cookie = cookie.ok_or_else(|| Failure::other("the governor could not enrol"))?;
        Ok(Self { client, url: server.url.clone(), cookie })
    }

    /// The pages that answer, the static file first; and those that did not, with their status.
    async fn find_pages(&self) -> Result<(Vec<Page>, Vec<Value>), Failure> {
        let (mut pages, mut left_out) = (Vec::new(), Vec::new());
        let routes = web::pages::routes()
            .filter(|(path, audience)| matches!(audience, Audience::Officer(_)) && !path.ends_with("{file}"));
        let filled =
            |path: &str| BLANKS.iter().fold(path.to_owned(), |path, (b, with)| path.replace(b, with));
        let paths = routes.map(|(path, _)| filled(path)).chain(MORE.map(str::to_owned));
        for path in std::iter::once(web::assets::path("style.css").to_owned()).chain(paths) {
            let asked = Instant::now();
            let (status, bytes) = self.ask(&path).await?;
            match status {
                200 => pages.push(Page { path, bytes, first_ms: millis(asked.elapsed()) }),
                // A route that only takes forms.
                405 => {}
                other => left_out.push(json!([path, other])),
            }
        }
        Ok((pages, left_out))
    }

    fn ask(&self, path: &str) -> impl Future<Output = Result<(u16, usize), Failure>> + Send + use<> {
        let request = self.client.get(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        async move {
            let answer = request.send().await.map_err(Failure::other)?;
            let status = answer.status().as_u16();
            Ok((status, answer.bytes().await.map_err(Failure::other)?.len()))
        }
    }

    /// Each file, asked for by itself: the longest it took, and how large it is.
    async fn ask_alone(&self, files: &[Page]) -> Result<Vec<Value>, Failure> {
        let mut told = Vec::new();
        for file in files {
            let mut most = 0.0_f64;
            for _ in 0..ALONE {
                let asked = Instant::now();
                let (status, _) = self.ask(&file.path).await?;
                if status != 200 {
                    return Err(Failure::other(format!("{} answered {status}", file.path)));
                }
                most = most.max(millis(asked.elapsed()));
            }
            told.push(json!({ "file": file.path, "bytes": file.bytes, "most_ms": most.round() }));
        }
        Ok(told)
    }

    /// Milliseconds of each answer, by page.
    async fn ask_in_turn(&self, pages: &[Page], args: &Args) -> Result<BTreeMap<String, Vec<f64>>, Failure> {
        let mut clock = tokio::time::interval(Duration::from_secs(1) / args.rate);
        let mut asked = Vec::new();
        for page in pages.iter().cycle().take((args.rate * args.seconds) as usize) {
            clock.tick().await;
            let (request, due) = (self.ask(&page.path), Instant::now());
            let answer =
                tokio::spawn(async move { Ok::<_, Failure>((request.await?, millis(due.elapsed()))) });
            asked.push((&page.path, answer));
        }
        let mut seen: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (path, answer) in asked {
            let ((status, _), took) = answer.await.map_err(Failure::other)??;
            if status != 200 {
                return Err(Failure::other(format!("{path} answered {status} under load")));
            }
            seen.entry(path.clone()).or_default().push(took);
        }
        Ok(seen)
    }
}

/// Times that so many of a hundred answers stayed below.
struct Times {
    asked: usize,
    p50: f64,
    p95: f64,
    p99: f64,
}

impl Times {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let part = |hundredths: usize| {
            let at = (times.len() * hundredths).div_ceil(100);
            times.get(at.max(1) - 1).copied().unwrap_or(f64::NAN)
        };
        Self { asked: times.len(), p50: part(50), p95: part(95), p99: part(99) }
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
