//! What liars try, a file for each kind of liar. Each test's name is the crime; each asserts that the verifier
//! names the check and the culprit.

mod booth;
mod branch;
mod ceremony;
mod headquarters;
mod keeper;
mod mixer;
mod officers;
mod opener;
mod pending;
mod refused;
mod settle;
