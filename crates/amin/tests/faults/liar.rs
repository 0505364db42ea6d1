//! Somebody on the line, who passes on everything but a closing and refuses that in the headquarters' name.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};

/// Answers the liar's address.
pub(crate) async fn refuses(headquarters: &str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router =
        Router::new().fallback(pass_on).with_state((headquarters.to_owned(), station::wire::plain()));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

async fn pass_on(State((to, client)): State<(String, reqwest::Client)>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    if body.windows(16).any(|part| part == b"\"kind\":\"closing\"") {
        return r#"[{"check":"polls.closing","title":"no","culprits":[]}]"#.into_response();
    }
    let path = parts.uri.path_and_query().unwrap().as_str();
    let request = client.request(parts.method, format!("{to}{path}")).headers(parts.headers).body(body);
    let answered = request.send().await.unwrap();
    let (status, headers) = (answered.status(), answered.headers().clone());
    (status, headers, answered.bytes().await.unwrap()).into_response()
}
