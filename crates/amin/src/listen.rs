//! A door: listening on an address, over TLS if it has a certificate, and saying so.

use crate::failure::Failure;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::HOST;
use axum::middleware::{map_request, map_response};
use axum::response::Response;
use axum::serve::ListenerExt as _;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use door::scheme::FORWARDED;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// What a door shows whoever knocks.
#[derive(clap::Args, Clone)]
pub(crate) struct Certificate {
    /// This door's certificate and those between it and its authority (PEM); it then speaks TLS and nothing else. Read
    /// again at a SIGHUP
    #[arg(long, value_name = "FILE", requires = "tls_key", env = "AMIN_TLS_CERTIFICATE")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_certificate", env = "AMIN_TLS_KEY")]
    tls_key: Option<PathBuf>,
}

/// An open door, whose address is known and at which nobody is answered yet.
pub(crate) struct Door {
    listener: TcpListener,
    tls: Option<Tls>,
}

struct Tls {
    config: RustlsConfig,
    files: (PathBuf, PathBuf),
}

/// Binds an address.
pub(crate) async fn bind(address: SocketAddr, certificate: &Certificate) -> Result<Door, Failure> {
    let tls = match (&certificate.tls_certificate, &certificate.tls_key) {
        (Some(chain), Some(key)) => Some(Tls::read(chain, key).await?),
        _ => None,
    };
    let listener = TcpListener::bind(address).await.map_err(|e| {
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
    })?;
    Ok(Door { listener, tls })
}

impl Door {
    /// Where it is.
    pub(crate) fn address(&self) -> Result<SocketAddr, Failure> {
        self.listener.local_addr().map_err(Failure::other)
    }

    /// Over what one speaks here.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// The address in full, for people and for `--ready`.
    pub(crate) fn url(&self) -> Result<String, Failure> {
        Ok(format!("{}://{}", self.scheme(), self.address()?))
    }

    /// Serves until the process is told to stop, finishing what was begun.
    pub(crate) async fn serve(self, router: axum::Router) -> Result<(), Failure> {
        let router = router.layer(map_request(named));
        let Some(tls) = self.tls else {
            // An answer goes out at once: waiting for more of it costs a reader whose system acknowledges late 40 ms.
            let prompt = self.listener.tap_io(|stream| {
                let _ = stream.set_nodelay(true);
            });
            let served = axum::serve(prompt, router).with_graceful_shutdown(stopped());
            return served.await.map_err(Failure::other);
        };
        let handle = Handle::new();
        let told = handle.clone();
        tokio::spawn(async move {
            stopped().await;
            told.graceful_shutdown(Some(Duration::from_secs(30)));
        });
        let config = tls.config.clone();
        tokio::spawn(tls.renew());
        // What nobody but this door knows: that the request came over TLS. A caller's own word for it is replaced.
        let router = router.layer(map_request(async |mut request: Request| {
            request.headers_mut().insert(FORWARDED, HeaderValue::from_static("https"));
            request
        }));
        let router = router.layer(map_response(async |mut answer: Response| {
            let year = HeaderValue::from_static("max-age=31536000");
            answer.headers_mut().insert("strict-transport-security", year);
            answer
        }));
        let listener = self.listener.into_std().map_err(Failure::other)?;
        let server = axum_server::from_tcp(listener).map_err(Failure::other)?;
        let acceptor = RustlsAcceptor::new(config).acceptor(NoDelayAcceptor);
        server
            .acceptor(acceptor)
            .handle(handle)
            .serve(router.into_make_service())
            .await
            .map_err(Failure::other)
    }
}

/// Of HTTP/2 the name by which a request calls this machine stands in its address; everybody behind this door looks for it
/// in the header.
async fn named(mut request: Request) -> Request {
    let name = request.uri().authority().and_then(|name| HeaderValue::try_from(name.as_str()).ok());
    if let Some(name) = name.filter(|_| !request.headers().contains_key(HOST)) {
        request.headers_mut().insert(HOST, name);
    }
    request
}

impl Tls {
    async fn read(chain: &Path, key: &Path) -> Result<Self, Failure> {
        // The one provider of this house; whoever comes second finds it chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = RustlsConfig::from_pem_file(chain, key).await.map_err(|e| {
            Failure::new(
                format!("{} with {}: {e}", chain.display(), key.display()),
                "Give a certificate chain and its own private key, both PEM: amin certificate makes them",
            )
        })?;
        Ok(Self { config, files: (chain.to_owned(), key.to_owned()) })
    }

    /// Reads the files again whenever it is told to. A bad pair changes nothing: the one before stays.
    async fn renew(self) {
        let Ok(mut told) = signal(SignalKind::hangup()) else { return };
        while told.recv().await.is_some() {
            let (chain, key) = &self.files;
            match self.config.reload_from_pem_file(chain, key).await {
                Ok(()) => eprintln!("amin: the certificate was read again"),
                Err(e) => eprintln!("amin: the certificate stays as it was: {}: {e}", chain.display()),
            }
        }
    }
}

/// Writes the address to a file when the door is open: for scripts that start several machines.
pub(crate) fn ready(file: Option<&Path>, url: &str) -> Result<(), Failure> {
    match file {
        Some(file) => Ok(station::disk::write(file, url.as_bytes(), false)?),
        None => Ok(()),
    }
}

async fn stopped() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[tokio::test]
    async fn a_request_over_http_2_says_its_host_in_the_header_too() {
        let ask = |header: Option<&str>| {
            let request = Request::builder().uri("https://192.168.7.1:8101/fa");
            let request = header.iter().fold(request, |request, name| request.header(HOST, *name));
            request.body(Body::empty()).expect("a request")
        };
        assert_eq!(named(ask(None)).await.headers()[HOST], "192.168.7.1:8101");
        assert_eq!(
            named(ask(Some("evil.example"))).await.headers()[HOST],
            "evil.example",
            "what is said stays"
        );
    }
}
