//! A cable between a branch and the headquarters that can be cut.

use crate::failure::Failure;
use crate::rehearse::machines::bare;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How a cable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It carries.
    Joined,
    /// Every connection breaks at once, and no new one is made.
    Unplugged,
    /// Connections stand, and nothing comes: the worse kind, for nobody is told.
    Silent,
}

/// The cable: the branch knows this end's address only.
pub(crate) struct Cable {
    url: String,
    state: watch::Sender<Cut>,
}

impl Cable {
    /// Lays a cable to a headquarters.
    pub(crate) async fn lay(to: &str) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(Failure::other)?;
        // The cable carries bytes: whatever is spoken over it stays between its ends.
        let scheme = to.split_once("://").map_or("http", |(scheme, _)| scheme);
        let url = format!("{scheme}://{}", listener.local_addr().map_err(Failure::other)?);
        let to = bare(to).to_owned();
        let state = watch::Sender::new(Cut::Joined);
        let seen = state.subscribe();
        tokio::spawn(async move {
            loop {
                if let Ok((near, _)) = listener.accept().await {
                    tokio::spawn(carry(near, to.clone(), seen.clone()));
                }
            }
        });
        Ok(Self { url, state })
    }

    /// The branch's end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Cuts or joins it.
    pub(crate) fn is(&self, state: Cut) {
        self.state.send_replace(state);
    }
}

/// One connection, for as long as the cable carries. What stood silent breaks when the cable is joined again.
async fn carry(mut near: TcpStream, to: String, mut state: watch::Receiver<Cut>) {
    let cut = |state: &Cut| *state != Cut::Joined;
    if !cut(&state.borrow_and_update()) {
        let Ok(mut far) = TcpStream::connect(&to).await else { return };
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut near, &mut far) => return,
            _ = state.wait_for(cut) => {}
        }
        // Kept open where it is silent.
        if *state.borrow() == Cut::Silent {
            let _ = state.wait_for(|state| *state != Cut::Silent).await;
        }
        return;
    }
    if *state.borrow() == Cut::Silent {
        let _ = state.wait_for(|state| *state != Cut::Silent).await;
    }
}
