//! A PostgreSQL of a test's own: Debian's, in a folder that vanishes, reached by a socket in that folder.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Running until dropped.
pub struct Server {
    folder: tempfile::TempDir,
    port: u16,
    process: Child,
}

impl Server {
    /// Makes a cluster and starts it. Fails, and does not skip, where PostgreSQL is not installed.
    pub fn start() -> Self {
        Self::start_with(5432, |_| Vec::new())
    }

    /// The same, that opens a port of this machine to those alone who speak TLS; answers its address as well.
    pub fn over_tls(certificate: &str, key: &str) -> (Self, String) {
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = port.local_addr().expect("bound");
        drop(port);
        let server = Self::start_with(address.port(), |folder| {
            let keep = |name: &str, text: &str, mode: u32| {
                let path = folder.join(name);
                std::fs::write(&path, text).expect("room for a file");
                std::fs::set_permissions(&path, Permissions::from_mode(mode)).expect("ours");
                if let Some((user, group)) = servant() {
                    std::os::unix::fs::chown(&path, Some(user), Some(group)).expect("root gives files away");
                }
                path.display().to_string()
            };
            let gate = "local all all trust\nhostssl all all 127.0.0.1/32 trust\n";
            vec![
                format!("hba_file={}", keep("gate.conf", gate, 0o600)),
                format!("ssl_cert_file={}", keep("server.pem", certificate, 0o644)),
                format!("ssl_key_file={}", keep("server.key", key, 0o600)),
                "ssl=on".to_owned(),
                "listen_addresses=127.0.0.1".to_owned(),
            ]
        });
        (server, address.to_string())
    }

    fn start_with(port: u16, settings: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        if let Some((user, group)) = servant() {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group))
                .expect("root gives folders away");
        }
        let data = folder.path().join("data");
        let data = data.to_str().expect("a temporary folder has a plain name");
        let socket = folder.path().to_str().expect("a temporary folder has a plain name");
        let made = program("initdb")
            .args([
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ])
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let process = program("postgres")
            .args(["-D", data, "-k", socket, "-p", &port.to_string()])
            .args(["-c", "listen_addresses=", "-c", "fsync=off"])
            .args(["-c", "shared_buffers=32MB", "-c", "logging_collector=off"])
            .args(settings(folder.path()).iter().flat_map(|setting| ["-c", setting]))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres runs");
        let server = Self { folder, port, process };
        let begun = Instant::now();
        while !server.psql("postgres", "SELECT 1").0 {
            assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL does not open its door");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// A new, empty database; answers its address.
    pub fn database(&self, name: &str) -> String {
        let (made, said) = self.psql("postgres", &format!("CREATE DATABASE {name}"));
        assert!(made, "{said}");
        format!("postgres:///{name}?host={}&user=postgres", self.folder.path().display())
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join(format!(".s.PGSQL.{}", self.port))
    }

    /// Runs a statement; answers whether it succeeded and what was said.
    pub fn psql(&self, database: &str, words: &str) -> (bool, String) {
        let socket = self.folder.path();
        let said = program("psql")
            .arg("-h")
            .arg(socket)
            .args(["-p", &self.port.to_string()])
            .args(["-U", "postgres", "-d", database, "-X", "-A", "-t", "-c", words])
            .output()
            .expect("psql runs");
        let text = if said.status.success() { said.stdout } else { said.stderr };
        (said.status.success(), String::from_utf8_lossy(&text).trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT: at once, for nothing of it is needed again.
        let _ = Command::new("kill").arg("-QUIT").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// A program of PostgreSQL, as a user that it accepts: it refuses to run as root.
fn program(name: &str) -> Command {
    let mut command = Command::new(programs().join(name));
    if let Some((user, group)) = servant() {
        command.uid(user).gid(group);
    }
    command.current_dir("/");
    command
}

/// Debian's folder of the newest version.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max()
        .expect("PostgreSQL is installed: apt-get install postgresql")
}

/// The user `postgres` and its group, where we are root.
fn servant() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !root {
        return None;
    }
    let users = std::fs::read_to_string(Path::new("/etc/passwd")).expect("a list of users");
    let line = users.lines().find(|line| line.starts_with("postgres:")).expect("Debian's user postgres");
    let mut fields = line.split(':').skip(2).map(|field| field.parse().expect("a number"));
    Some((fields.next().expect("its number"), fields.next().expect("its group")))
}
