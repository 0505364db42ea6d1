//! A line between two machines, over which this process decides.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It carries.
    Carries,
    /// It breaks every connection.
    Cut,
    /// What holds this word waits on its way there.
    Holds(&'static str),
    /// What holds this word arrives, and its answer does not.
    Loses(&'static str),
}

/// A line: whoever uses it knows this end's address only.
pub(crate) struct Line {
    pub(crate) url: String,
    to: Mutex<String>,
    mood: watch::Sender<Mood>,
    /// How often a word was met.
    met: watch::Sender<u64>,
}

impl Line {
    pub(crate) async fn lay(to: &str) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (mood, met) = (watch::Sender::new(Mood::Carries), watch::Sender::new(0));
        let line = Arc::new(Self { url, to: Mutex::default(), mood, met });
        line.leads_to(to);
        let carrying = Arc::clone(&line);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let line = Arc::clone(&carrying);
                tokio::spawn(async move { line.carry(near).await });
            }
        });
        line
    }

    /// Joins it to another machine; what was joined before breaks.
    pub(crate) fn leads_to(&self, to: &str) {
        *self.to.lock().unwrap() = to.trim_start_matches("http://").to_owned();
        self.mood.send_replace(Mood::Cut);
        self.mood.send_replace(Mood::Carries);
    }

    pub(crate) fn is(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }

    /// Waits until the word that is held or lost has been met.
    pub(crate) async fn has_met(&self) {
        self.met.subscribe().wait_for(|met| *met > 0).await.unwrap();
        self.met.send_replace(0);
    }

    async fn carry(&self, mut near: TcpStream) -> Option<()> {
        let mut mood = self.mood.subscribe();
        let to = self.to.lock().unwrap().clone();
        if *mood.borrow() == Mood::Cut {
            return None;
        }
        let mut far = TcpStream::connect(&to).await.ok()?;
        let (mut there, mut back) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        let mut lost = false;
        loop {
            tokio::select! {
                changed = mood.changed() => {
                    changed.ok()?;
                    // It was cut, or leads elsewhere since.
                    if *mood.borrow_and_update() == Mood::Cut || *self.to.lock().unwrap() != to { return None }
                }
                read = near.read(&mut there) => {
                    let chunk = &there[..read.ok().filter(|n| *n > 0)?];
                    let now = *mood.borrow();
                    let meets = |word: &str| chunk.windows(word.len()).any(|part| part == word.as_bytes());
                    match now {
                        Mood::Holds(word) if meets(word) => {
                            self.met.send_modify(|met| *met += 1);
                            mood.wait_for(|mood| !matches!(mood, Mood::Holds(_))).await.ok()?;
                        }
                        Mood::Loses(word) if meets(word) => lost = true,
                        _ => {}
                    }
                    far.write_all(chunk).await.ok()?;
                }
                read = far.read(&mut back) => {
                    let chunk = &back[..read.ok().filter(|n| *n > 0)?];
                    if lost {
                        self.mood.send_replace(Mood::Cut);
                        self.met.send_modify(|met| *met += 1);
                        return None;
                    }
                    near.write_all(chunk).await.ok()?;
                }
            }
        }
    }
}
