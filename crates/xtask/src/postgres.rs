//! A private PostgreSQL server for the tests: on a spare port of the loopback address, in a temporary folder, stopped and
//! removed when it goes out of scope.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{finish, output, say};

/// A running server.
pub(crate) struct Postgres {
    binaries: PathBuf,
    folder: PathBuf,
    as_user: Option<&'static str>,
    /// Where the tests connect: a database from which they make their own.
    pub(crate) url: String,
}

/// The folder of PostgreSQL's server programs, of the newest version that Debian has installed.
fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim_ascii() == b"0")
}

/// Finds the server's programs, installing Debian's package where that needs nobody's leave.
fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = binaries() {
        return Ok(found);
    }
    if !is_root() {
        bail!("PostgreSQL's server is not installed; install it with `sudo apt-get install postgresql`");
    }
    say("Installing PostgreSQL from Debian's packages …");
    finish(Command::new("apt-get").args(["update", "-qq"]))?;
    let install = ["install", "-y", "-qq", "--no-install-recommends", "postgresql"];
    finish(Command::new("apt-get").args(install).env("DEBIAN_FRONTEND", "noninteractive"))?;
    binaries().context("Debian's package postgresql brought no server")
}

impl Postgres {
    /// Starts a server.
    pub(crate) fn start() -> Result<Self> {
        let binaries = find_or_install()?;
        let folder = std::env::temp_dir().join(format!("mainstay-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        // The server refuses to run as root; Debian's package brings a user for it.
        let as_user = is_root().then_some("postgres");
        if let Some(user) = as_user {
            finish(Command::new("chown").arg(user).arg(&folder))?;
        }
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let url = format!("postgres://mainstay@127.0.0.1:{port}/postgres");
        let server = Self { binaries, folder, as_user, url };
        let data = server.folder.join("data");
        let initdb =
            ["--auth=trust", "--username=mainstay", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8"];
        finish(server.program("initdb").args(initdb).arg("-D").arg(&data).stdout(Stdio::null()))?;
        // A test server may forget everything when the machine fails.
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200 -k {}",
            server.folder.display()
        );
        let log = server.folder.join("log");
        let start = server
            .program("pg_ctl")
            .args(["start", "-w", "-t", "60", "-o", &options])
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(&log)
            .stdout(Stdio::null())
            .status()?;
        if !start.success() {
            bail!("the PostgreSQL server did not start: {}", fs::read_to_string(&log).unwrap_or_default());
        }
        Ok(server)
    }

    /// One of the server's programs, as the server's user.
    fn program(&self, name: &str) -> Command {
        let path = self.binaries.join(name);
        let mut command = match self.as_user {
            None => Command::new(path),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
        };
        command.current_dir(Path::new("/"));
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let stop = self
            .program("pg_ctl")
            .args(["stop", "-m", "immediate", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        if !stop.is_ok_and(|status| status.success()) {
            say("The private PostgreSQL server could not be stopped.");
        }
        // A folder left behind in the system's temporary place does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
