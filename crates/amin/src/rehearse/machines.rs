//! The processes of a rehearsal: started, waited for, stopped.

use crate::failure::Failure;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Every server that was started; stopped when dropped.
#[derive(Default)]
pub(crate) struct Machines(Vec<(String, Child)>);

/// This program, with a log file for what it prints.
pub(crate) fn command(log: &Path, words: &[&str]) -> Result<Command, Failure> {
    let program = std::env::current_exe().map_err(Failure::other)?;
    if let Some(parent) = log.parent() {
        std::fs::create_dir_all(parent)
            .map_err(|e| Failure::new(format!("{}: {e}", parent.display()), "Choose another --out"))?;
    }
    let file = File::create(log)
        .map_err(|e| Failure::new(format!("{}: {e}", log.display()), "Choose another --out"))?;
    let errors = file.try_clone().map_err(Failure::other)?;
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(file).stderr(errors);
    Ok(command)
}

impl Machines {
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
        let mut child = command(log, &all)?.spawn().map_err(Failure::other)?;
        let begun = Instant::now();
        loop {
            if let Ok(url) = std::fs::read_to_string(ready) {
                self.0.push((name.to_owned(), child));
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

    /// Ends a server as a power cut would: it is told nothing.
    pub(crate) fn cut_off(&mut self, name: &str) {
        for (_, child) in self.0.iter_mut().filter(|(called, _)| called == name) {
            // SIGKILL on Unix.
            let _ = child.kill();
            let _ = child.wait();
        }
        self.0.retain(|(called, _)| called != name);
    }

    /// Asks every server to stop and waits for it.
    pub(crate) fn stop(&mut self) {
        self.stop_all_but(&[]);
    }

    /// Asks the servers that are not named to stop and waits for them.
    pub(crate) fn stop_all_but(&mut self, names: &[&str]) {
        let (kept, mut stopped): (Vec<_>, Vec<_>) =
            self.0.drain(..).partition(|(name, _)| names.contains(&name.as_str()));
        self.0 = kept;
        for (_, child) in stopped.iter_mut().rev() {
            terminate(child);
        }
        for (_, mut child) in stopped {
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

/// Runs commands side by side and waits for all of them.
pub(crate) fn together(jobs: Vec<(String, PathBuf, Command)>) -> Result<(), Failure> {
    let mut running = Vec::new();
    for (name, log, mut command) in jobs {
        let child = command.spawn().map_err(Failure::other)?;
        running.push((name, log, child));
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
    failed.map_or(Ok(()), Err)
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
