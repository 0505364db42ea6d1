//! Notes, keys and checkpoints: one spelling for one thing.

use super::{log_signer, name, tree, witness_signer};
use crate::log::checkpoint::{BadCheckpoint, Checkpoint};
use crate::log::key::{BadKey, BadName, Key, Name, Purpose};
use crate::log::note::{BadLine, BadNote, FalseSignature, MOST_NOTE_BYTES, Note, SignatureLine, Verified};
use crypto::signature::PublicKey;

/// The key of Go's `golang.org/x/mod/sumdb/note` documentation, and the note signed with it there.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn a_note_that_go_signed_verifies() {
    let key: Key = GO_KEY.parse().unwrap();
    assert_eq!((key.purpose, key.to_string().as_str()), (Purpose::Log, GO_KEY));
    let note = Note::parse(GO_NOTE.as_bytes()).unwrap();
    assert_eq!(note.verify([&key]), Ok(vec![Verified { key: &key, at: None }]));
    assert_eq!(note.to_bytes(), GO_NOTE.as_bytes());
}

#[test]
fn one_changed_letter_makes_a_signature_false() {
    let key: Key = GO_KEY.parse().unwrap();
    let note = Note::parse(GO_NOTE.replace("don't", "do").as_bytes()).unwrap();
    assert_eq!(note.verify([&key]), Err(FalseSignature(name("PeterNeumann"))));
    assert_eq!(Note::parse(GO_NOTE.as_bytes()).unwrap().verify([log_signer().key()]), Ok(Vec::new()));
}

/// The example of the specification's page on keys and cosignatures: three lines and two signatures.
#[test]
fn a_checkpoint_with_signatures_of_strangers_keeps_its_bytes() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.to_bytes(), text.as_bytes());
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.to_string(), note.text());
}

#[test]
fn a_log_signs_its_tree() {
    let signer = log_signer();
    let tree = tree(9);
    let note = signer.sign(&tree);
    let parsed = Note::parse(&note.to_bytes()).unwrap();
    assert_eq!(parsed, note);
    assert_eq!(parsed.verify([signer.key()]).unwrap().len(), 1);
    assert_eq!(parsed.text().parse(), Ok(Checkpoint::of(name("amin.example/log"), &tree)));
}

/// A checkpoint of our log that a witness cosigned which we did not write (`interop/log/witness`).
const OTHER_WITNESS: &str = "other.example/witness+d9536bf6+BO3+vSDT4hZskNiR6rCzbueRlzt0Dtk5TceE8TpVoCsF";
const COSIGNED_BY_OTHER: &str = "amin.example/tehran\n1\nFiHOfaiyVKSlJYyQjHADc2z8NG8kgqvmCmBlH7wRZ5E=\n\n\
    — amin.example/tehran 4VpVaLULalFU0UeVqoM0Ubj/QdgZODeutemMgow6C/l7S5TRJ6tFson2DAVbNDCWDNigQKZ9fFs2WGkwx8a7i9QJeww=\n\
    — other.example/witness 2VNr9gAAAABrBQSOw83D80ID3GjoLiKKs6Ns6SY8dz/Qnle5JXVmjfznhjjIm+fErG4oTQmPDaKo8A/QQSwhpqbly6LrUmjRFqZ6Ag==\n";

#[test]
fn a_cosignature_of_another_program_verifies() {
    let key: Key = OTHER_WITNESS.parse().unwrap();
    assert_eq!((key.purpose, key.to_string().as_str()), (Purpose::Witness, OTHER_WITNESS));
    let note = Note::parse(COSIGNED_BY_OTHER.as_bytes()).unwrap();
    let signed = note.verify([&key]).unwrap();
    assert!(matches!(signed.as_slice(), [Verified { at: Some(1795490958), .. }]), "{signed:?}");
}

/// A record verifies forever, so these bytes never change. Go's client accepts their like (`interop/log`).
#[test]
fn the_bytes_of_a_checkpoint_stay_as_they_are() {
    let (log, witness) = (log_signer(), witness_signer(1));
    let tree = tree(9);
    let mut note = log.sign(&tree);
    let checkpoint = Checkpoint::of(log.key().name.clone(), &tree);
    note.add(witness.cosign(&checkpoint, 1_760_000_000).unwrap()).unwrap();
    assert_eq!(
        log.key().to_string(),
        "amin.example/log+f40aecee+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
    );
    assert_eq!(
        witness.key().to_string(),
        "board.example/witness1+21f723ee+BNYvAWoe/R5P33k+tCzYRHHhup8M8E0Sh7XMcfYWKHy4"
    );
    assert_eq!(
        note.to_string(),
        "amin.example/log\n9\n3aXQcmH/kVGzW49xkWCAVPasOHYwYSgVuGKpmdrseu4=\n\n\
         — amin.example/log 9Ars7nTNMZ7R5TgvZdwRfQkKVpZEQQDg+bZ2Aw4CgaTKkJCo4K3kzPxLGlNq37wZ38gkA4TSKafMkptVHTOSvKKI0A8=\n\
         — board.example/witness1 Ifcj7gAAAABo53gAcrSVLY4M/bogY6Mf6SZLBVqpQw2oAF63YrZEg+I9APdLzf2MXKhtbCTh4QVFxw1fnXFrNJ3qVcR+aaxr7bxtCA==\n"
    );
}

#[test]
fn a_cosignature_bears_its_time() {
    let (log, witness) = (log_signer(), witness_signer(1));
    let tree = tree(9);
    let mut note = log.sign(&tree);
    let checkpoint = Checkpoint::of(log.key().name.clone(), &tree);
    note.add(witness.cosign(&checkpoint, 1_760_000_000).unwrap()).unwrap();
    let known = [log.key().clone(), witness.key().clone()];
    assert_eq!(
        note.verify(&known),
        Ok(vec![Verified { key: &known[0], at: None }, Verified { key: &known[1], at: Some(1_760_000_000) }])
    );
    // The time is signed too: its last byte is the twelfth of the line's.
    let mut later = note.lines()[1].to_string();
    let base64 = later.split_off(later.rfind(' ').unwrap() + 1);
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let mut bytes = STANDARD.decode(base64).unwrap();
    bytes[11] += 1;
    let line: SignatureLine = (later + &STANDARD.encode(bytes)).parse().unwrap();
    let mut forged = log.sign(&tree);
    forged.add(line).unwrap();
    assert_eq!(forged.verify(&known), Err(FalseSignature(witness.key().name.clone())));
    assert!(witness.cosign(&checkpoint, u64::MAX).is_err());
}

#[test]
fn a_cosignature_is_not_a_logs_signature_nor_the_other_way_round() {
    // Same name, same key, other purpose: another id, so the line is a stranger's.
    let log = log_signer();
    let as_witness = Key { purpose: Purpose::Witness, ..log.key().clone() };
    assert_eq!(log.sign(&tree(3)).verify([&as_witness]), Ok(Vec::new()));
}

#[test]
fn a_note_without_its_form_is_refused() {
    let refused = |text: &str| Note::parse(text.as_bytes()).unwrap_err();
    let line = GO_NOTE.lines().last().unwrap();
    assert_eq!(refused(""), BadNote::Form);
    assert_eq!(refused("text\n"), BadNote::Form);
    assert_eq!(refused("text\n\n"), BadNote::Form);
    assert_eq!(refused(&format!("text\n{line}\n")), BadNote::Form);
    assert_eq!(refused(&format!("text\n\n{line}")), BadNote::Form);
    assert_eq!(refused(&format!("text\n\n{line}\n\n")), BadNote::Form);
    assert_eq!(refused(&format!("te\txt\n\n{line}\n")), BadNote::Text);
    assert_eq!(refused(&format!("text\r\n\n{line}\n")), BadNote::Text);
    assert_eq!(refused(&format!("text\n\n{line}\n{line}\n")), BadNote::Twice);
    assert_eq!(refused(&"x".repeat(MOST_NOTE_BYTES + 1)), BadNote::Long(MOST_NOTE_BYTES + 1));
    assert_eq!(Note::parse(b"te\xffxt\n\n"), Err(BadNote::Text));
    let many: String = (0..65).map(|n| format!("— n{n} AAAAAAA=\n")).collect();
    assert_eq!(refused(&format!("text\n\n{many}")), BadNote::Signatures);
}

#[test]
fn a_signature_line_has_one_spelling() {
    let refused = |line: &str| line.parse::<SignatureLine>().unwrap_err();
    assert!("— name AAAAAAA=".parse::<SignatureLine>().is_ok());
    assert_eq!(refused("- name AAAAAAA="), BadLine::Form);
    assert_eq!(refused("—name AAAAAAA="), BadLine::Form);
    assert_eq!(refused("— name"), BadLine::Form);
    assert_eq!(refused("— name  AAAAAAA="), BadLine::Form);
    assert_eq!(refused("— name AAAAAAA= "), BadLine::Form);
    assert_eq!(refused("— name AAAAAAA"), BadLine::Form);
    assert_eq!(refused("— name AAAAAAB="), BadLine::Form);
    assert_eq!(refused("— name AAAAAA=="), BadLine::Short);
    assert_eq!(refused("— name AAAA"), BadLine::Short);
    assert_eq!(refused("—  AAAAAAA="), BadLine::Name(BadName));
    assert_eq!(refused("— a+b AAAAAAA="), BadLine::Name(BadName));
}

#[test]
fn a_checkpoint_has_three_lines_and_one_spelling() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let refused = |text: &str| text.parse::<Checkpoint>().unwrap_err();
    assert!(format!("log\n0\n{root}\n").parse::<Checkpoint>().is_ok());
    assert_eq!(refused(""), BadCheckpoint::Lines);
    assert_eq!(refused(&format!("log\n0\n{root}")), BadCheckpoint::Lines);
    assert_eq!(refused(&format!("log\n0\n{root}\nextension\n")), BadCheckpoint::Lines);
    assert_eq!(refused(&format!("log\n0\n{root}\n\n")), BadCheckpoint::Lines);
    for size in ["", "00", "01", "+1", "-1", " 1", "1 ", "0x1", "1_0", "18446744073709551616", "۱"] {
        assert_eq!(refused(&format!("log\n{size}\n{root}\n")), BadCheckpoint::Size, "{size}");
    }
    assert!(matches!(refused(&format!("log\n1\n{}\n", &root[1..])), BadCheckpoint::Root(_)));
    assert!(matches!(refused(&format!("log\n1\n{}J=\n", &root[..42])), BadCheckpoint::Root(_)));
    assert!(matches!(refused(&format!("l og\n1\n{root}\n")), BadCheckpoint::Origin(_)));
}

#[test]
fn a_name_is_short_and_plain() {
    for bad in ["", "a b", "a\u{a0}b", "a+b", "a\nb", "a\u{85}b", "a\u{7f}b", &"x".repeat(256)] {
        assert_eq!(bad.parse::<Name>(), Err(BadName), "{bad:?}");
    }
    assert!("انتخابات.example/تهران".parse::<Name>().is_ok());
    assert!("x".repeat(255).parse::<Name>().is_ok());
}

#[test]
fn a_key_has_one_spelling_and_checks_its_id() {
    let refused = |text: &str| text.parse::<Key>().unwrap_err();
    let witness = witness_signer(1).key().clone();
    assert_eq!(witness.to_string().parse(), Ok(witness.clone()));
    assert_eq!(refused("name"), BadKey::Form);
    assert_eq!(refused(&GO_KEY.replace("c74f20a3", "c74f20a4")), BadKey::Id);
    assert_eq!(refused(&GO_KEY.replace("c74f20a3", "C74F20A3")), BadKey::Id);
    assert_eq!(refused(&GO_KEY.replace("Peter", "Petra")), BadKey::Id);
    assert_eq!(refused(&GO_KEY.replace("+ARpc", "+Arpc")), BadKey::Purpose);
    assert_eq!(refused(&GO_KEY[..GO_KEY.len() - 1]), BadKey::Form);
    assert_eq!(refused(&format!("{GO_KEY}AAAA")), BadKey::Form);
    let anybody = Key { public: PublicKey([0; 32]), ..witness };
    assert_eq!(refused(&anybody.to_string()), BadKey::Point);
}

#[test]
fn strangers_lines_can_be_left_out() {
    let (log, witness) = (log_signer(), witness_signer(1));
    let tree = tree(2);
    let mut note = log.sign(&tree);
    note.add(witness.cosign(&Checkpoint::of(log.key().name.clone(), &tree), 5).unwrap()).unwrap();
    assert_eq!(note.clone().only_of(&[log.key().clone()]), log.sign(&tree));
    assert_eq!(note.clone().only_of(&[log.key().clone(), witness.key().clone()]), note);
}
