//! `amin certificate`: an authority of a headquarters' own, and certificates for its doors.

use crate::failure::Failure;
use clap::Parser;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use station::disk;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Make a certificate for a door, under an authority of the headquarters' own
///
/// The first time an authority is drawn as well: authority.pem goes to every machine that shall believe it (--authority),
/// authority.key stays where it is and is needed only here. A certificate's days are few on purpose: it is made again,
/// and the door reads it at a SIGHUP.
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin certificate hq.example.ir 10.0.0.1 --out tls\n  amin serve --tls-certificate tls/hq.example.ir.pem --tls-key tls/hq.example.ir.key --listen 10.0.0.1:8443\n  amin branch --authority authority.pem --headquarters https://10.0.0.1:8443 --id 0001 --dir branch-0001"
)]
pub(crate) struct Args {
    /// Names and addresses under which the door is reached; the first gives the files their name
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Folder of the authority and of the certificates
    #[arg(long, default_value = "tls")]
    out: PathBuf,
    /// How long the certificate is good
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=397))]
    days: u32,
}

/// The authority's own certificate is good for so many days: an election and what comes after it.
const AUTHORITY_DAYS: u32 = 1_096;

/// Makes both, or the one that lacks.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let (chain, key) = make(&args.out, &args.names, args.days)?;
    println!("certificate {}", chain.display());
    println!("its key     {}", key.display());
    println!("believed by whoever has {}", args.out.join("authority.pem").display());
    Ok(())
}

/// Writes a certificate for these names into the folder, and the authority if there is none; answers where chain and
/// key are.
pub(crate) fn make(folder: &Path, names: &[String], days: u32) -> Result<(PathBuf, PathBuf), Failure> {
    let Some(first) = names.first().filter(|name| is_plain(name)) else {
        return Err(Failure::new(
            "the first name cannot be a file's name",
            "Give a host name or an address: letters, digits, dots, colons and hyphens",
        ));
    };
    std::fs::create_dir_all(folder)
        .map_err(|e| Failure::new(format!("{}: {e}", folder.display()), "Choose another --out"))?;
    let authority = authority(folder)?;
    let mut door = CertificateParams::new(names.to_vec()).map_err(|e| {
        Failure::new(format!("these names: {e}"), "Names are ASCII; write others in Punycode")
    })?;
    door.distinguished_name.push(DnType::CommonName, first.clone());
    door.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    door.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    door.use_authority_key_identifier_extension = true;
    good_for(&mut door, days);
    let key = KeyPair::generate().map_err(Failure::other)?;
    let chain = door.signed_by(&key, &authority).map_err(Failure::other)?;
    let file = first.replace(':', "-");
    let (at, key_at) = (folder.join(format!("{file}.pem")), folder.join(format!("{file}.key")));
    disk::write(&key_at, key.serialize_pem().as_bytes(), true)?;
    disk::write(&at, chain.pem().as_bytes(), false)?;
    Ok((at, key_at))
}

/// The authority in this folder, drawn if there is none.
fn authority(folder: &Path) -> Result<Issuer<'static, KeyPair>, Failure> {
    let (at, key_at) = (folder.join("authority.pem"), folder.join("authority.key"));
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::OrganizationName, "Amin");
    params.distinguished_name.push(DnType::CommonName, "Election headquarters");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    good_for(&mut params, AUTHORITY_DAYS);
    let key = match disk::read(&key_at)? {
        Some(kept) => {
            let unreadable = |e: &dyn std::fmt::Display| {
                Failure::new(
                    format!("{}: {e}", key_at.display()),
                    "Bring the authority's key back from its copy, or make a new authority in another folder",
                )
            };
            let text = String::from_utf8(kept).map_err(|e| unreadable(&e))?;
            KeyPair::from_pem(&text).map_err(|e| unreadable(&e))?
        }
        None => {
            let key = KeyPair::generate().map_err(Failure::other)?;
            disk::write(&key_at, key.serialize_pem().as_bytes(), true)?;
            key
        }
    };
    // A power cut between the two files leaves a key without its certificate: it is made from the key.
    if disk::read(&at)?.is_none() {
        let certificate: Certificate = params.self_signed(&key).map_err(Failure::other)?;
        disk::write(&at, certificate.pem().as_bytes(), false)?;
    }
    Ok(Issuer::new(params, key))
}

/// From yesterday, for clocks that are behind, and for so many days.
fn good_for(params: &mut CertificateParams, days: u32) {
    let now = SystemTime::now();
    params.not_before = (now - DAY).into();
    params.not_after = (now + DAY * days).into();
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A name that is a file's name as well.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'*'))
}
