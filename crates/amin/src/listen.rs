//! Listening on an address, and saying so.

use crate::failure::Failure;
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;

/// Binds an address.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|e| {
        let remedy = match e.kind() {
            std::io::ErrorKind::AddrInUse => {
                "Another program listens there: stop it, or choose another --listen"
            }
            std::io::ErrorKind::PermissionDenied => {
                "Ports below 1024 need a right of their own: choose a higher one"
            }
            _ => "Choose an address of this machine, such as 127.0.0.1:8080",
        };
        Failure::new(format!("cannot listen on {address}: {e}"), remedy)
    })
}

/// The address in full, for people and for `--ready`.
pub(crate) fn url(listener: &TcpListener) -> Result<String, Failure> {
    let address = listener.local_addr().map_err(Failure::other)?;
    Ok(format!("http://{address}"))
}

/// Writes the address to a file when the door is open: for scripts that start several machines.
pub(crate) fn ready(file: Option<&Path>, url: &str) -> Result<(), Failure> {
    match file {
        Some(file) => Ok(station::disk::write(file, url.as_bytes(), false)?),
        None => Ok(()),
    }
}

/// Serves until the process is told to stop, finishing what was begun.
pub(crate) async fn serve(listener: TcpListener, router: axum::Router) -> Result<(), Failure> {
    axum::serve(listener, router).with_graceful_shutdown(stopped()).await.map_err(Failure::other)
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}

/// A runtime for the servers.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::other)
}
