//! Pages under load: `wrk` on the program as it is installed, over a store with a synthetic England, beside a static file of
//! the same process in the same run. Linux only: the processor's time is what the kernel says of the process.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::{shown, target};
use crate::run::{cargo, finish, output, say};
use crate::test::program;

/// The password of the account that asks.
const PASSWORD: &str = "a password of the bench";
/// How long each page is asked for, in seconds, and by how many connections at once.
const SECONDS: u32 = 8;
const CONNECTIONS: u32 = 4;
/// Variables that name what is there already: the folder of the programs, and a store that `england_store` has filled.
const PROGRAMS: &str = "MAINSTAY_BENCH_PROGRAMS";
const STORE: &str = "MAINSTAY_BENCH_STORE";
/// The static file: the largest that a page asks for.
const STATIC: &str = "govuk-frontend.css";
/// What is asked, with its words.
const PAGES: &[(&str, &str)] = &[
    ("/position?as_at=2023-09-30&by=team", "Position by team, with its chart"),
    ("/position/compare?from=2022-09-30&to=2023-09-30&by=service", "Two positions compared"),
    ("/figures/turnover_rate_fte?to=2023-09-30", "Turnover with its evidence"),
    (
        "/figures/turnover_rate_fte?to=2023-09-30&from=2014-10-01&series=quarter",
        "Turnover by quarter, nine years",
    ),
    ("/figures/vacancy_rate_fte?to=2023-09-30&by=team", "Vacancies by team"),
    ("/teams?on=2023-09-30", "Teams"),
];

/// What a page took.
struct Took {
    per_second: f64,
    p50: f64,
    p99: f64,
    /// Of the serving process, for each answer.
    processor: f64,
    bytes: u64,
}

/// A program that serves, ended when it goes out of scope.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // Nothing is lost that anybody would miss.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes the store, serves it, and asks page after page.
pub(super) fn measure(folder: &Path) -> Result<String> {
    let wrk = program(&["wrk"], "wrk").context("wrk is not installed (`apt-get install wrk`)")?;
    let programs = match std::env::var_os(PROGRAMS) {
        Some(folder) => PathBuf::from(folder),
        None => {
            cargo(&["build", "--release", "--quiet", "--locked", "-p", "mainstay"])?;
            cargo(&["build", "--release", "--quiet", "--locked", "-p", "testkit", "--bin", "england_store"])?;
            target().join("release")
        }
    };
    let built = |name: &str| programs.join(name);
    let (store, size) = england(&built("england_store"), folder)?;
    let link = |council: &str, name: &str| link(&built("mainstay"), &store, council, name);
    let links =
        (1..=ROUND).map(|at| link(&format!("E{at:03}"), &format!("lead{at}"))).collect::<Result<Vec<_>>>()?;
    let served = serve(&built("mainstay"), &store)?;
    let cookies: Vec<String> =
        links.iter().map(|link| session(&served.address, link, folder)).collect::<Result<_>>()?;
    let mut page = format!(
        "`wrk`, {CONNECTIONS} connections for {SECONDS} s each, signed in, over a SQLite store with {size}. The static file is \
         `{STATIC}`, asked for by the same means between the pages.\n\n"
    );
    for (gzip, words) in [(true, "As a browser asks (gzip)"), (false, "Without compression")] {
        page.push_str(&format!(
            "{words}:\n\n| what | answers a second | p50 | p99 | p99, static file = 1 | processor time for each | bytes |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        ));
        let ask = |path: &str| ask(&wrk, &served, path, &cookies[..1], gzip, folder);
        let file = ask(&asset(&served.address, folder)?)?;
        page.push_str(&row("The static file", &file, &file));
        for (path, what) in PAGES {
            page.push_str(&row(what, &ask(path)?, &file));
        }
        page.push('\n');
    }
    let each = ask_round(&wrk, &served, PAGES[0].0, &cookies, folder)?;
    page.push_str(&format!(
        "{ROUND} councils in turn ask for the first page: {:.0} answers a second, p99 {}, {} of processor time for each.\n",
        each.per_second,
        shown(each.p99),
        shown(each.processor)
    ));
    Ok(page)
}

/// A store with a synthetic England in the folder, and how large it is in words.
fn england(program: &Path, folder: &Path) -> Result<(PathBuf, String)> {
    let store = folder.join("england.db");
    if let Some(kept) = std::env::var_os(STORE) {
        // What is kept stays as it is: accounts are made in the copy.
        fs::copy(&kept, &store).with_context(|| format!("{STORE}: {}", kept.display()))?;
    } else {
        say("Filling a store with a synthetic England …");
        finish(Command::new(program).arg(&store).stdout(Stdio::null()))?;
    }
    let bytes = fs::metadata(&store)?.len();
    Ok((store, format!("a synthetic England of 150 councils ({} MB)", bytes / 1_000_000)))
}

/// How many councils ask in turn: more than fit into a small memory of records.
const ROUND: usize = 24;

fn row(what: &str, took: &Took, file: &Took) -> String {
    format!(
        "| {what} | {:.0} | {} | {} | {:.1} | {} | {} |\n",
        took.per_second,
        shown(took.p50),
        shown(took.p99),
        took.p99 / file.p99,
        shown(took.processor),
        took.bytes
    )
}

/// Makes an account, and gives the page on which its owner chooses a password.
fn link(mainstay: &Path, store: &Path, council: &str, name: &str) -> Result<String> {
    let mut command = Command::new(mainstay);
    command.arg("--store").arg(store).args([
        "--council",
        council,
        "--format",
        "json",
        "account",
        "add",
        name,
    ]);
    let added: Value =
        serde_json::from_slice(&output(command.args(["--shown", "The Bench", "--role", "workforce-lead"]))?)?;
    added["page"].as_str().map(str::to_owned).context("the program printed no link")
}

fn serve(mainstay: &Path, store: &Path) -> Result<Served> {
    let mut command = Command::new(mainstay);
    command.arg("--store").arg(store).args(["serve", "--listen", "127.0.0.1:0"]);
    command.env("RUST_LOG", "warn").stdout(Stdio::piped());
    let mut child = command.spawn().context("the program could not be started")?;
    let printed = child.stdout.take().context("the program prints nothing")?;
    let mut served = Served { child, address: String::new() };
    let mut line = String::new();
    BufReader::new(printed).read_line(&mut line)?;
    let address = line.trim().strip_prefix("Mainstay is at ").context("the program says not where it is")?;
    address.clone_into(&mut served.address);
    Ok(served)
}

/// Chooses the password of an account, and gives its session's cookie as a header's value.
fn session(address: &str, link: &str, folder: &Path) -> Result<String> {
    let headers = folder.join("headers");
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--output", "/dev/null", "--dump-header"]).arg(&headers);
    curl.args([
        "--header",
        "Sec-Fetch-Site: same-origin",
        "--data-urlencode",
        &format!("password={PASSWORD}"),
    ]);
    finish(curl.arg(format!("{address}{link}"))).context("curl (Debian package `curl`)")?;
    let headers = fs::read_to_string(headers)?;
    let cookie = headers.lines().find_map(|line| line.strip_prefix("set-cookie: mainstay="));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).context("nobody was let in")?;
    Ok(format!("mainstay={cookie}"))
}

/// The path of the static file, which has its digest in it.
fn asset(address: &str, folder: &Path) -> Result<String> {
    let page = get(&format!("{address}/sign-in"), "", folder)?.0;
    let page = String::from_utf8_lossy(&page).into_owned();
    let end = page.find(STATIC).context("no page asks for the static file")? + STATIC.len();
    let begin = page[..end].rfind('"').context("its address does not begin")? + 1;
    Ok(page[begin..end].to_owned())
}

/// What an address answers, and how many bytes that is; it must be a success.
fn get(address: &str, cookie: &str, folder: &Path) -> Result<(Vec<u8>, u64)> {
    let body = folder.join("body");
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--show-error",
        "--fail",
        "--write-out",
        "%{http_code} %{size_download}",
        "--output",
    ]);
    let said = output(curl.arg(&body).args(["--header", &format!("Cookie: {cookie}"), address]))?;
    let said = String::from_utf8_lossy(&said).into_owned();
    let (code, size) = said.split_once(' ').context("curl says nothing")?;
    ensure!(code == "200", "{address} answers {code}");
    Ok((fs::read(&body)?, size.parse()?))
}

/// Asks for a page for a while.
fn ask(
    wrk: &Path,
    served: &Served,
    path: &str,
    cookies: &[String],
    gzip: bool,
    folder: &Path,
) -> Result<Took> {
    let address = format!("{}{path}", served.address);
    // The first answer folds the record: it is warm afterwards, and it must be one.
    let (_, bytes) = get(&address, &cookies[0], folder)?;
    let mut command = Command::new(wrk);
    command.args(["--threads", "1", "--connections", &CONNECTIONS.to_string(), "--latency"]);
    command.args(["--duration", &format!("{SECONDS}s"), "--header", &format!("Cookie: {}", cookies[0])]);
    if gzip {
        command.args(["--header", "Accept-Encoding: gzip"]);
    }
    let before = processor(served.child.id())?;
    let printed = String::from_utf8(output(command.arg(&address))?)?;
    took(&printed, processor(served.child.id())? - before, bytes)
}

/// The same page for every council in turn.
fn ask_round(wrk: &Path, served: &Served, path: &str, cookies: &[String], folder: &Path) -> Result<Took> {
    let script = folder.join("round.lua");
    let list: Vec<String> = cookies.iter().map(|cookie| format!("\"{cookie}\"")).collect();
    fs::write(
        &script,
        format!(
            "local cookies = {{ {} }}\nlocal at = 0\nrequest = function()\n  at = at % #cookies + 1\n  \
             return wrk.format(\"GET\", nil, {{ Cookie = cookies[at] }})\nend\n",
            list.join(", ")
        ),
    )?;
    let address = format!("{}{path}", served.address);
    let mut command = Command::new(wrk);
    command.args(["--threads", "1", "--connections", &CONNECTIONS.to_string(), "--latency", "--duration"]);
    let before = processor(served.child.id())?;
    let printed = output(command.arg(format!("{SECONDS}s")).arg("--script").arg(&script).arg(&address))?;
    took(&String::from_utf8(printed)?, processor(served.child.id())? - before, 0)
}

/// Reads what `wrk` prints; every answer must have been a success.
fn took(printed: &str, processor: f64, bytes: u64) -> Result<Took> {
    if let Some(line) =
        printed.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        bail!("not every answer was a page: {}", line.trim());
    }
    let after = |name: &str| {
        let line = printed.lines().find_map(|line| line.trim().strip_prefix(name));
        line.map(str::trim).with_context(|| format!("wrk prints no {name}:\n{printed}"))
    };
    let answers =
        printed.lines().find_map(|line| line.trim().split_once(" requests in ").map(|(count, _)| count));
    let answers: f64 = answers.context("wrk counts no requests")?.parse()?;
    Ok(Took {
        per_second: after("Requests/sec:")?.parse()?,
        p50: duration(after("50%")?)?,
        p99: duration(after("99%")?)?,
        processor: processor / answers,
        bytes,
    })
}

/// A duration as `wrk` prints it, in nanoseconds.
fn duration(text: &str) -> Result<f64> {
    let units = [("us", 1e3), ("ms", 1e6), ("s", 1e9)];
    let (number, unit) = units
        .iter()
        .find_map(|(unit, size)| Some((text.strip_suffix(unit)?, *size)))
        .with_context(|| format!("{text} is no duration"))?;
    Ok(number.parse::<f64>()? * unit)
}

/// The processor's time of a process so far, in nanoseconds: user's and system's, in hundredths of a second.
fn processor(process: u32) -> Result<f64> {
    let path = PathBuf::from(format!("/proc/{process}/stat"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    // The name of the program stands in brackets and may hold anything.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = [11, 12].iter().map(|at| fields.get(*at).and_then(|field| field.parse::<f64>().ok()));
    let ticks: Option<f64> = ticks.sum();
    Ok(ticks.context("the kernel says nothing of the processor's time")? * 1e7)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "Running 10s test @ http://127.0.0.1:1/\n  1 threads and 4 connections\n  Thread Stats   Avg\n    \
        Latency   780.50us  100.00us   2.00ms\n  Latency Distribution\n     50%  780.00us\n     75%    1.00ms\n     \
        90%    1.20ms\n     99%    2.50ms\n  20000 requests in 10.00s, 2.00MB read\nRequests/sec:   2000.00\n\
        Transfer/sec:    200.00KB\n";

    #[test]
    fn what_wrk_prints_is_read_and_a_failure_is_no_measure() {
        let read = took(PRINTED, 4e9, 7).expect("it is read");
        assert!((read.p50 - 780_000.0).abs() < 1.0 && (read.p99 - 2_500_000.0).abs() < 1.0);
        assert!((read.per_second - 2000.0).abs() < 1.0 && (read.processor - 200_000.0).abs() < 1.0);
        assert!(took(&format!("{PRINTED}  Non-2xx or 3xx responses: 12\n"), 4e9, 7).is_err());
        assert!(duration("7 parsecs").is_err());
    }
}
