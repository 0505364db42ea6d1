//! Whoever read a record once cannot be shown an older or another one.

use board::entry::Body;
use board::reader::{Disbelief, Follower};
use journey::{Story, story};

fn follow(follower: &mut Follower, story: &Story) -> Result<bool, Disbelief> {
    let record = story.record();
    follower.advance(&|path| Ok(record.0.get(path).cloned()))
}

#[test]
fn a_record_read_before_is_followed_from_there() {
    let whole = story();
    let mut half = whole.clone();
    half.entries.truncate(20);
    let mut follower = Follower::of(None);
    follow(&mut follower, &half).expect("an honest record");
    let (event, seen) = follower.seen().expect("it was read");
    assert_eq!((event, seen.size), (whole.event, 20));
    let mut again = Follower::since(Some(event), seen);
    assert_eq!(follow(&mut again, &whole), Ok(true));
    assert_eq!(again.seen().map(|(_, seen)| seen.size), Some(whole.entries.len() as u64));
}

#[test]
fn an_older_record_is_not_believed() {
    let whole = story();
    let mut follower = Follower::of(None);
    follow(&mut follower, &whole).expect("an honest record");
    let (event, seen) = follower.seen().expect("it was read");
    let mut rolled_back = whole;
    rolled_back.entries.pop();
    let size = rolled_back.entries.len() as u64;
    let mut again = Follower::since(Some(event), seen);
    assert_eq!(follow(&mut again, &rolled_back), Err(Disbelief::Shrunk { seen: seen.size, size }));
    assert_eq!(again.seen(), None, "what is not believed is not remembered");
}

/// Signed by everybody who must, and by the log and the witness: only who saw the other past can tell.
#[test]
fn another_past_is_not_believed() {
    let honest = story();
    let mut follower = Follower::of(None);
    follow(&mut follower, &honest).expect("an honest record");
    let (event, seen) = follower.seen().expect("it was read");
    let mut other = honest;
    let (at, body) = other.find(|body| matches!(body, Body::Void(_)));
    let Body::Void(mut void) = body else { unreachable!("as found") };
    void.reason = "another reason".into();
    other.replace(at, void);
    let mut again = Follower::since(Some(event), seen);
    assert_eq!(follow(&mut again, &other), Err(Disbelief::Rewritten { size: seen.size }));
}
