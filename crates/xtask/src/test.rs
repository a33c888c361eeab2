//! Every test, with all the set-up that they need, and an honest account of what could not be run.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::browser::Browser;
use crate::postgres::Postgres;
use crate::run::{cargo_command, finish, in_ci, output, say, target};

/// Runs every test. Further arguments go to the test runner.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut not_run = Vec::new();
    let postgres = match Postgres::start() {
        Ok(server) => Some(server),
        Err(problem) => {
            not_run.push(format!("every test on PostgreSQL: {problem:#}"));
            None
        }
    };
    let soffice = office();
    if soffice.is_none() {
        not_run.push(
            "opening templates and papers in LibreOffice: it is not installed (`apt-get install libreoffice-calc \
             libreoffice-writer`)"
                .into(),
        );
    }
    let pdfua = pdf_tools();
    if let Err(problem) = &pdfua {
        not_run.push(format!("papers as PDF held against the standards: {problem:#}"));
    }
    if program(&["xmllint"], "libxml2-utils").is_none() {
        not_run.push(
            "census files against their schemas: xmllint is not installed (`apt-get install libxml2-utils`)"
                .into(),
        );
    }
    let browser = Browser::find();
    if let Err(problem) = &browser {
        not_run.push(format!("the pages in a browser: {problem:#}"));
    }
    let prepare = |command: &mut Command| {
        if let Some(server) = &postgres {
            command.env("MAINSTAY_TEST_POSTGRES", &server.url);
        }
        if let Some(path) = &soffice {
            command.env("MAINSTAY_TEST_SOFFICE", path);
        }
        if let Ok(path) = &pdfua {
            command.env("MAINSTAY_TEST_PDFUA", path);
        }
    };
    let mut tests = runner();
    tests.args(arguments);
    prepare(&mut tests);
    let ran = finish(&mut tests);
    let mut examples = cargo_command(&["test", "--doc", "--workspace", "--quiet"]);
    prepare(&mut examples);
    let documented = finish(&mut examples);
    // With arguments for the runner only some tests are meant, and these are not among them.
    let walked = match &browser {
        Ok(browser) if arguments.is_empty() => browser.run(None),
        _ => Ok(()),
    };
    for what in &not_run {
        say(&format!("not run: {what}"));
    }
    ran.and(documented).and(walked)?;
    if !not_run.is_empty() && in_ci() {
        bail!("in CI, a test that is not run is a failure");
    }
    Ok(())
}

/// LibreOffice, with what opens sheets and documents.
fn office() -> Option<PathBuf> {
    program(&["localc"], "libreoffice-calc")?;
    program(&["lowriter"], "libreoffice-writer")?;
    program(&["soffice", "libreoffice"], "libreoffice-common")
}

/// The version of `pdfua`, from PyPI.
const PDFUA: &str = "pdfua==0.1.3";

/// The programs that look at PDF files; gives `pdfua`, which is kept in the target folder.
fn pdf_tools() -> Result<PathBuf> {
    program(&["qpdf"], "qpdf").context("qpdf is not installed (`apt-get install qpdf`)")?;
    program(&["pdfinfo"], "poppler-utils")
        .context("poppler is not installed (`apt-get install poppler-utils`)")?;
    let folder = target().join("pdfua");
    let built = folder.join("bin/pdfua");
    if !built.is_file() {
        ensure!(in_ci(), "pdfua is not in {} (`cargo xtask ci` installs it)", folder.display());
        say("Installing pdfua from PyPI …");
        program(&["python3"], "python3").context("python3 is not installed")?;
        finish(Command::new("python3").args(["-m", "venv"]).arg(&folder)).or_else(|_| {
            let mut install = Command::new("apt-get");
            install.args(["install", "-y", "-qq", "--no-install-recommends", "python3-venv"]);
            finish(install.env("DEBIAN_FRONTEND", "noninteractive"))?;
            finish(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        })?;
        finish(Command::new(folder.join("bin/pip")).args(["install", "--quiet", PDFUA]))?;
    }
    Ok(built)
}

/// The test runner: cargo-nextest, or cargo's own where it is missing.
fn runner() -> Command {
    if output(&mut cargo_command(&["nextest", "--version"])).is_ok() {
        return cargo_command(&["nextest", "run", "--workspace"]);
    }
    say("cargo-nextest is not installed: running the tests with cargo's own runner.");
    cargo_command(&["test", "--workspace", "--lib", "--bins", "--tests"])
}

/// A program by one of its names, installed from Debian's packages where CI wants it and may.
pub(crate) fn program(names: &[&str], package: &str) -> Option<PathBuf> {
    let find = || {
        let ask: Vec<String> = names.iter().map(|name| format!("command -v {name}")).collect();
        let found = output(Command::new("sh").args(["-c", &ask.join(" || ")])).ok()?;
        let path = String::from_utf8(found).ok()?;
        Some(PathBuf::from(path.trim())).filter(|path| path.is_file())
    };
    find().or_else(|| {
        if !in_ci() {
            return None;
        }
        say(&format!("Installing {package} from Debian's packages …"));
        finish(Command::new("apt-get").args(["update", "-qq"])).ok()?;
        let install = ["install", "-y", "-qq", "--no-install-recommends", package];
        let mut command = Command::new("apt-get");
        command.args(install).env("DEBIAN_FRONTEND", "noninteractive").stdout(std::process::Stdio::null());
        finish(&mut command).ok()?;
        find()
    })
}
