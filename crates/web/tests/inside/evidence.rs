//! Files that show what was said of a decision: what is taken, what is refused and loses no words, and who may see it.

use super::*;
use axum::http::HeaderMap;
use sha2::Digest as _;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";

/// A picture of a telephone: with a comment segment, as telephones write where and when into theirs.
fn photograph(secret: &[u8]) -> Vec<u8> {
    let mut plain = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(60, 40, |x, y| image::Rgb([x as u8, y as u8, 90]))
        .write_to(&mut plain, image::ImageFormat::Jpeg)
        .unwrap();
    let plain = plain.into_inner();
    let length = u16::try_from(secret.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xfe], &length, secret, &plain[2..]].concat()
}

/// A form with files as a browser sends it: the words, then the files, then the button.
fn body(note: &str, files: &[(&str, &[u8])], step: &str) -> Vec<u8> {
    let word = |name: &str, value: &str| {
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let file = |(name, bytes): &(&str, &[u8])| {
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        [head.as_bytes(), bytes, b"\r\n"].concat()
    };
    let mut all = word("note", note);
    all.extend(files.iter().flat_map(file));
    all.extend(word("step", step));
    all.extend(b"--edge--\r\n");
    all
}

impl Site {
    async fn say(&self, who: &str, how: &str, step: &str, note: &str, files: &[(&str, &[u8])]) -> Answer {
        let request = Request::post(format!("/en/hq/decisions/1/{how}"))
            .header(header::HOST, "hq.example")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header(header::COOKIE, who);
        self.ask(request.body(Body::from(body(note, files, step))).unwrap()).await
    }

    /// A file as it comes: status, headers, bytes.
    async fn fetch(&self, cookie: &str, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::get(path).header(header::HOST, "hq.example").header(header::COOKIE, cookie);
        let request = request.body(Body::empty()).unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        (head.status, head.headers, axum::body::to_bytes(body, 1 << 26).await.unwrap().to_vec())
    }
}

/// A decision of the province whose owner has a letter for Rey alone; the governor, the owner, and a stranger of Qods.
async fn decided() -> (Site, [String; 3]) {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let (owner, number) = site.appoint(&governor, "owner", "inspector", "tehran/rey").await;
    let (stranger, _) = site.appoint(&governor, "stranger", "district-head", "tehran/qods").await;
    let meeting = [("place", "tehran"), ("topic", "media"), ("title", "رسانه"), ("held", "1404/11/01")];
    site.post(&governor, "/en/hq/meetings/call", &meeting).await;
    let decision = [("text", "خط دوم"), ("owner", number.as_str()), ("due", "1404/11/05")];
    let put = site.post(&governor, "/en/hq/meetings/1/decisions", &decision).await;
    assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.page);
    (site, [governor, owner, stranger])
}

/// The addresses of the files on a decision's page.
fn addresses(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"/en/hq/decisions/1/files/").skip(1);
    links.map(|rest| format!("/en/hq/decisions/1/files/{}", rest.split('"').next().unwrap())).collect()
}

#[tokio::test]
async fn files_come_with_what_is_said_and_are_seen_by_whoever_may_see_the_decision() {
    let (site, [governor, owner, stranger]) = decided().await;
    let secret = b"35.6892,51.3890 by a telephone";
    let picture = photograph(secret);
    let files = [("صورت‌جلسه تحویل.pdf", PDF), ("IMG 1.jpeg", picture.as_slice())];
    let said = site.say(&owner, "report", "report", "هر سه شعبه", &files).await;
    assert_eq!((said.status, said.to.as_str()), (StatusCode::SEE_OTHER, "/en/hq/decisions/1"));
    let page = site.get(&owner, "/en/hq/decisions/1").await.page;
    for shown in ["هر سه شعبه", "صورت‌جلسه تحویل.pdf", "IMG 1.jpg", "PDF", "picture", "<img src="]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let [paper, photo] = &addresses(&page)[..] else { panic!("two files: {page}") };
    let (status, headers, bytes) = site.fetch(&governor, paper).await;
    assert_eq!((status, bytes.as_slice()), (StatusCode::OK, PDF), "a paper stays as it is");
    assert!(paper.ends_with(&hex::encode(sha2::Sha256::digest(PDF))), "under its hash");
    assert_eq!(headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    let disposition = headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename*=UTF-8''%D8%B5"), "{disposition}");
    let (status, headers, bytes) = site.fetch(&owner, photo).await;
    assert_eq!((status, &headers[header::CONTENT_TYPE]), (StatusCode::OK, &"image/jpeg".parse().unwrap()));
    assert!(image::load_from_memory(&bytes).is_ok());
    assert!(!bytes.windows(secret.len()).any(|part| part == secret), "made anew");
    for address in [paper, photo] {
        assert_eq!(site.fetch(&stranger, address).await.0, StatusCode::FORBIDDEN, "{address}");
        assert_eq!(site.fetch("", address).await.0, StatusCode::SEE_OTHER, "{address}");
    }
    let other = format!("/en/hq/decisions/1/files/{}", "0".repeat(64));
    assert_eq!(site.fetch(&governor, &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(site.fetch(&governor, "/en/hq/decisions/1/files/x").await.0, StatusCode::NOT_FOUND);
    // Whoever judges shows what they have seen.
    let judged = site.say(&governor, "judge", "send-back", "سیم قطع است", &[("seen.jpg", &picture)]).await;
    assert_eq!(judged.status, StatusCode::SEE_OTHER, "{}", judged.page);
    assert_eq!(addresses(&site.get(&owner, "/en/hq/decisions/1").await.page).len(), 3);
    let journal = site.get(&governor, "/en/hq/journal").await.page;
    let line = format!("{}  صورت‌جلسه تحویل.pdf", hex::encode(sha2::Sha256::digest(PDF)));
    assert!(journal.contains(&line), "{journal}");
}

#[tokio::test]
async fn what_is_no_evidence_is_refused_whole_and_the_words_stay() {
    let (site, [governor, owner, _]) = decided().await;
    let large = [PDF, vec![b' '; 12 << 20].as_slice()].concat();
    let six: Vec<(&str, &[u8])> = (0..6).map(|_| ("a.pdf", PDF)).collect();
    let html: &[u8] = b"<html><script>alert(1)</script>";
    let cases: [(&[(&str, &[u8])], &str); 4] = [
        (&[("right.pdf", PDF), ("page.pdf", html)], "neither a PDF nor"),
        (&[("empty.pdf", b"")], "neither a PDF nor"),
        (&[("large.pdf", &large)], "larger than 12 MiB"),
        (&six, "No more than five files"),
    ];
    for (files, said) in cases {
        let refused = site.say(&owner, "report", "report", "سه <شعبه> مانده", files).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", refused.page);
        assert!(refused.page.contains(said), "{said}: {}", refused.page);
        assert!(refused.page.contains(">سه &lt;شعبه&gt; مانده</textarea>"), "{}", refused.page);
        assert!(refused.page.contains("choose the files again"), "{}", refused.page);
    }
    // Refused for another reason than the files: they are still to be chosen again.
    let other = site.say(&governor, "report", "report", "من نه", &[("a.pdf", PDF)]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.page.contains("Only its owner") && other.page.contains("choose the files again"));
    let silent = site.say(&owner, "report", "report", " ", &[("a.pdf", PDF)]).await;
    assert_eq!(silent.status, StatusCode::CONFLICT, "files do not speak for themselves");
    let page = site.get(&owner, "/en/hq/decisions/1").await.page;
    assert!(page.contains("Nothing has been reported yet") && addresses(&page).is_empty(), "{page}");
    // No file was chosen: browsers send an empty part.
    let plain = site.say(&owner, "report", "begin", "", &[("", b"")]).await;
    assert_eq!(plain.status, StatusCode::SEE_OTHER, "{}", plain.page);
}

#[tokio::test]
async fn five_files_of_the_largest_size_are_taken() {
    let (site, [_, owner, _]) = decided().await;
    let large: Vec<Vec<u8>> =
        (0..5_u8).map(|n| [PDF, vec![n; (12 << 20) - PDF.len()].as_slice()].concat()).collect();
    let files: Vec<(&str, &[u8])> = large.iter().map(|file| ("large.pdf", file.as_slice())).collect();
    let said = site.say(&owner, "report", "report", "همه", &files).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.page);
    let found = addresses(&site.get(&owner, "/en/hq/decisions/1").await.page);
    assert_eq!(found.len(), 5);
    assert_eq!(site.fetch(&owner, &found[4]).await.2, large[4]);
}

/// A session that ended while a report was written: its words are carried through the sign-in, its files chosen again there.
#[tokio::test]
async fn a_report_whose_session_had_ended_keeps_its_words_and_asks_for_its_files() {
    let (site, _) = decided().await;
    let ended = site.say("amin-session=ended", "report", "report", "هر سه شعبه", &[("a.pdf", PDF)]).await;
    assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
    for kept in [
        "choose them again",
        "name=\"carried.note\" value=\"هر سه شعبه\"",
        "name=\"carried.step\" value=\"report\"",
    ] {
        assert!(ended.page.contains(kept), "{kept}: {}", ended.page);
    }
    assert!(ended.page.contains("name=\"carries.files\" value=\"files\""), "{}", ended.page);
    assert!(!ended.page.contains("%PDF"), "no file travels in a page");
}

/// Whoever has no session sends what they like, and nothing of it may fill this machine's memory or come back as a page.
#[tokio::test]
async fn a_strangers_form_of_very_many_parts_is_not_carried() {
    let (site, _) = decided().await;
    let part = "--edge\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    let many = format!("{}--edge--\r\n", part.repeat(100_000));
    let long = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"{}\"\r\n\r\n\r\n--edge--\r\n",
        "a".repeat(300 << 10)
    );
    for body in [many, long] {
        let request = Request::post("/en/hq/decisions/1/report")
            .header(header::HOST, "hq.example")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        let answer = site.ask(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.page.contains("name=\"carried.a"), "nothing of it comes back");
        assert!(answer.page.len() < 64 << 10, "{} bytes", answer.page.len());
    }
}

#[tokio::test]
async fn a_decision_has_room_for_forty_files() {
    let (site, [governor, owner, _]) = decided().await;
    let files: Vec<Vec<u8>> = (0..5_u8).map(|n| [PDF, &[n]].concat()).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|file| ("a.pdf", file.as_slice())).collect();
    for _ in 0..4 {
        for (who, how, step) in [(&owner, "report", "report"), (&governor, "judge", "send-back")] {
            let said = site.say(who, how, step, "ببینید", &files).await;
            assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.page);
        }
    }
    let full = site.say(&owner, "report", "report", "باز هم", &files[..1]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.page.contains("forty with one decision") && full.page.contains("باز هم"), "{}", full.page);
    let words = site.say(&owner, "report", "report", "باز هم", &[]).await;
    assert_eq!(words.status, StatusCode::SEE_OTHER, "words are always taken");
}
