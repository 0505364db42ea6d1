//! The processes of a rehearsal: started, waited for, stopped.

use crate::certificate;
use crate::failure::Failure;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Every server that was started; stopped when dropped. By default they speak plainly.
#[derive(Default)]
pub(crate) struct Machines {
    running: Vec<Machine>,
    /// What their doors show, and whom all of them believe.
    papers: Option<Papers>,
}

/// The certificate of this machine's doors, its key, and the authority behind it.
struct Papers {
    certificate: PathBuf,
    key: PathBuf,
    authority: PathBuf,
}

/// A server, and how to start it again.
struct Machine {
    name: String,
    child: Child,
    log: PathBuf,
    ready: PathBuf,
    words: Vec<String>,
    url: String,
}

/// This program, with a log file for what it prints.
pub(crate) fn command(log: &Path, words: &[&str]) -> Result<Command, Failure> {
    let program = std::env::current_exe().map_err(Failure::other)?;
    if let Some(parent) = log.parent() {
        std::fs::create_dir_all(parent)
            .map_err(|e| Failure::new(format!("{}: {e}", parent.display()), "Choose another --out"))?;
    }
    // A machine that is started again goes on in its log.
    let file = File::options().create(true).append(true).open(log);
    let file = file.map_err(|e| Failure::new(format!("{}: {e}", log.display()), "Choose another --out"))?;
    let errors = file.try_clone().map_err(Failure::other)?;
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(file).stderr(errors);
    Ok(command)
}

impl Machines {
    /// Servers that speak TLS, under an authority in this folder, which this process believes from now on.
    pub(crate) fn over_tls(folder: &Path) -> Result<Self, Failure> {
        let names = ["127.0.0.1", "localhost"].map(str::to_owned);
        let (certificate, key) = certificate::make(folder, &names, 30)?;
        let authority = folder.join("authority.pem");
        station::wire::believe(&std::fs::read(&authority).map_err(Failure::other)?).map_err(|e| {
            Failure::new(e, "A rehearsal makes an authority of its own: leave --authority out")
        })?;
        Ok(Self { running: Vec::new(), papers: Some(Papers { certificate, key, authority }) })
    }

    /// Whom everybody believes, if they speak TLS.
    pub(crate) fn authority(&self) -> Option<&Path> {
        self.papers.as_ref().map(|papers| papers.authority.as_path())
    }

    /// Starts a server and answers its address once its door is open.
    pub(crate) fn start(
        &mut self,
        name: &str,
        log: &Path,
        ready: &Path,
        words: &[&str],
    ) -> Result<String, Failure> {
        let _ = std::fs::remove_file(ready);
        let ready_text = ready.display().to_string();
        let mut all = words.to_vec();
        all.extend(["--ready", &ready_text]);
        let mut command = command(log, &all)?;
        if let Some(papers) = &self.papers {
            command.env("AMIN_TLS_CERTIFICATE", &papers.certificate).env("AMIN_TLS_KEY", &papers.key);
            command.env("AMIN_AUTHORITY", &papers.authority);
        }
        let mut child = command.spawn().map_err(Failure::other)?;
        let begun = Instant::now();
        loop {
            if let Ok(url) = std::fs::read_to_string(ready) {
                self.running.push(Machine {
                    name: name.to_owned(),
                    child,
                    log: log.to_owned(),
                    ready: ready.to_owned(),
                    words: words.iter().map(|word| (*word).to_owned()).collect(),
                    url: url.clone(),
                });
                return Ok(url);
            }
            if let Ok(Some(status)) = child.try_wait() {
                return Err(told(name, log, &format!("stopped at once ({status})")));
            }
            if begun.elapsed() > Duration::from_secs(60) {
                let _ = child.kill();
                return Err(told(name, log, "did not open its door within a minute"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The address of a server that runs.
    pub(crate) fn url(&self, name: &str) -> Option<&str> {
        self.running.iter().find(|machine| machine.name == name).map(|machine| machine.url.as_str())
    }

    /// Ends a server as a power cut would: it is told nothing.
    pub(crate) fn cut_off(&mut self, name: &str) {
        for machine in self.running.iter_mut().filter(|machine| machine.name == name) {
            // SIGKILL on Unix.
            let _ = machine.child.kill();
            let _ = machine.child.wait();
        }
        self.running.retain(|machine| machine.name != name);
    }

    /// Kills a server that comes back later, by [`Machines::cut_off_and_start`].
    pub(crate) fn down(&mut self, name: &str) {
        for machine in self.running.iter_mut().filter(|machine| machine.name == name) {
            let _ = machine.child.kill();
            let _ = machine.child.wait();
        }
    }

    /// Another device in its place: the words are changed, and it answers at the same address.
    pub(crate) fn replace(&mut self, name: &str, from: &str, to: &str) -> Result<(), Failure> {
        self.down(name);
        for machine in self.running.iter_mut().filter(|machine| machine.name == name) {
            machine.words.iter_mut().filter(|word| *word == from).for_each(|word| to.clone_into(word));
        }
        self.cut_off_and_start(name)
    }

    /// Ends a server as a power cut would and starts it again at the same address, on the folder as the cut left it.
    pub(crate) fn cut_off_and_start(&mut self, name: &str) -> Result<(), Failure> {
        let found = self.running.iter().find(|machine| machine.name == name);
        let found = found.ok_or_else(|| Failure::other(format!("{name} does not run")))?;
        let (log, ready, mut words) = (found.log.clone(), found.ready.clone(), found.words.clone());
        let address = bare(&found.url).to_owned();
        match words.iter().position(|word| word == "--listen") {
            Some(place) => words[place + 1] = address,
            None => words.extend(["--listen".to_owned(), address]),
        }
        self.cut_off(name);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.start(name, &log, &ready, &words).map(drop)
    }

    /// Asks every server to stop and waits for it.
    pub(crate) fn stop(&mut self) {
        self.stop_all_but(&[]);
    }

    /// Asks the servers that are not named to stop and waits for them.
    pub(crate) fn stop_all_but(&mut self, names: &[&str]) {
        let (kept, stopped): (Vec<_>, Vec<_>) =
            self.running.drain(..).partition(|machine: &Machine| names.contains(&machine.name.as_str()));
        self.running = kept;
        for machine in stopped.iter().rev() {
            terminate(&machine.child);
        }
        for Machine { mut child, .. } in stopped {
            let begun = Instant::now();
            while matches!(child.try_wait(), Ok(None)) && begun.elapsed() < Duration::from_secs(5) {
                std::thread::sleep(Duration::from_millis(10));
            }
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Asks politely: everything acknowledged is on disk anyway.
fn terminate(child: &Child) {
    let _ = Command::new("kill").arg("-TERM").arg(child.id().to_string()).stderr(Stdio::null()).status();
}

impl Drop for Machines {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An address without its scheme: host and port.
pub(crate) fn bare(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// One of the jobs that run side by side, killed (-9) so long after it began, and begun again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Struck {
    /// Which of them.
    pub(crate) job: usize,
    /// When.
    pub(crate) after: Duration,
}

/// Runs commands side by side and waits for all of them; answers whether one was struck while it was at work.
pub(crate) fn together(
    mut jobs: Vec<(String, PathBuf, Command)>,
    struck: Option<Struck>,
) -> Result<bool, Failure> {
    let mut running = Vec::new();
    for (name, log, command) in &mut jobs {
        let child = command.spawn().map_err(Failure::other)?;
        running.push((name.clone(), log.clone(), child));
    }
    let mut hurt = false;
    if let Some(Struck { job, after }) = struck {
        std::thread::sleep(after);
        let child = &mut running[job].2;
        hurt = matches!(child.try_wait(), Ok(None));
        // SIGKILL on Unix. Whoever had finished by then has nothing to lose, and finds so when it is begun again.
        let _ = child.kill();
        let _ = child.wait();
        *child = jobs[job].2.spawn().map_err(Failure::other)?;
    }
    let mut failed = None;
    while !running.is_empty() {
        let mut left = Vec::new();
        for (name, log, mut child) in running {
            match child.try_wait() {
                Ok(None) if failed.is_none() => left.push((name, log, child)),
                // One failed: the others would wait for it for ever.
                Ok(None) => {
                    let _ = child.kill();
                    let _ = child.wait();
                }
                Ok(Some(status)) if status.success() => {}
                Ok(Some(status)) => failed = Some(told(&name, &log, &format!("failed ({status})"))),
                Err(e) => failed = Some(Failure::other(format!("{name}: {e}"))),
            }
        }
        running = left;
        std::thread::sleep(Duration::from_millis(20));
    }
    failed.map_or(Ok(hurt), Err)
}

fn told(name: &str, log: &Path, what: &str) -> Failure {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let last: Vec<&str> = text.lines().rev().take(4).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Failure::new(
        format!("{name} {what}: {}", last.join(" / ")),
        format!("Its whole log is {}", log.display()),
    )
}
