//! A cable to the server that can be cut without a word: nothing comes through any more, and nobody says goodbye.

use std::path::PathBuf;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// Carries connections from a port of this machine to the server's socket.
pub struct Cable {
    /// `127.0.0.1:port`.
    pub address: String,
    cut: watch::Sender<bool>,
}

impl Cable {
    pub async fn lay(socket: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (cut, is_cut) = watch::channel(false);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(stream, socket.clone(), is_cut.clone()));
            }
        });
        Self { address, cut }
    }

    pub fn cut(&self) {
        self.cut.send(true).unwrap();
    }
}

async fn carry(mut near: TcpStream, socket: PathBuf, mut is_cut: watch::Receiver<bool>) {
    let mut far = UnixStream::connect(socket).await.unwrap();
    let cut = tokio::select! {
        biased;
        cut = async { is_cut.wait_for(|cut| *cut).await.is_ok() } => cut,
        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => false,
    };
    if cut {
        // The sockets stay open, and silent.
        std::future::pending::<()>().await;
    }
}
