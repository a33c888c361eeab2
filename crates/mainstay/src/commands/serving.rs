//! Serving the pages: the settings, the first administrator's link, and the demonstration.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use app::examples;
use app::office::Office;
use app::policy::Role;
use app::reception::{DEMONSTRATION_PASSWORD, EntryRules, Reception};
use serde::Deserialize;
use tracing_subscriber::EnvFilter;
use web::serve::{asked_to_end, listen, serve as serve_site};
use web::settings::Settings;
use web::site::Site;

use crate::args::{Arguments, DemoArgs, LogForm, ServeArgs};
use crate::commands::{Done, operator, today};
use crate::console::Console;
use crate::failure::{Failure, Outcome};
use crate::files;

/// The settings file: every key is that of a flag.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    #[serde(default)]
    proxy: Vec<IpAddr>,
    max_upload: Option<u64>,
    log: Option<LogForm>,
    #[serde(default)]
    require_codes: Vec<String>,
}

fn read(path: Option<&Path>) -> Result<File, Failure> {
    let Some(path) = path else { return Ok(File::default()) };
    let (name, text) = files::read_text(path)?;
    toml::from_str(&text)
        .map_err(|problem| Failure::Settings(format!("{name}: {}", problem.to_string().trim())))
}

/// Flags and variables before the file, the file before what is usual.
fn settings(args: &ServeArgs, file: &File) -> Settings {
    let usual = Settings::default();
    Settings {
        listen: args.listen.or(file.listen).unwrap_or(usual.listen),
        public_url: args.public_url.clone().or_else(|| file.public_url.clone()),
        proxies: if args.proxy.is_empty() { file.proxy.clone() } else { args.proxy.clone() },
        max_upload: args.max_upload.or(file.max_upload).unwrap_or(usual.max_upload),
        demonstration: false,
    }
}

/// How people may come in; everything that cannot be right about it is a sentence.
fn entry(args: &ServeArgs, file: &File) -> Result<EntryRules, Vec<String>> {
    let named = if args.require_codes.is_empty() { &file.require_codes } else { &args.require_codes };
    let (roles, problems): (Vec<_>, Vec<_>) =
        named.iter().map(|code| role("require-codes", code)).partition(Result::is_ok);
    if !problems.is_empty() {
        return Err(problems.into_iter().filter_map(Result::err).collect());
    }
    Ok(EntryRules { codes_for: roles.into_iter().filter_map(Result::ok).collect(), ..EntryRules::default() })
}

/// A role that an account can have, by its code.
fn role(key: &str, code: &str) -> Result<Role, String> {
    Role::from_code(code).filter(|role| *role != Role::Operator).ok_or_else(|| {
        let known: Vec<_> =
            Role::ALL.iter().filter(|role| **role != Role::Operator).map(|role| role.code()).collect();
        format!("{key}: there is no role `{code}`; there are {}", known.join(", "))
    })
}

/// Writes the log to standard error. What is logged is in RUST_LOG; warnings and our own lines when it is not set.
fn log(form: LogForm) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,web=info"));
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Who has set up a log already keeps it.
    let _ = match form {
        LogForm::Text => lines.with_ansi(false).try_init(),
        LogForm::Json => lines.json().flatten_event(true).try_init(),
    };
}

/// Serves a store, making it when there is none.
pub(crate) async fn serve(arguments: &Arguments, args: &ServeArgs) -> Done {
    let file = read(args.config.as_deref())?;
    let settings = settings(args, &file);
    let mut problems = settings.problems();
    let rules = entry(args, &file).unwrap_or_else(|wrong| {
        problems.extend(wrong);
        EntryRules::default()
    });
    if !problems.is_empty() {
        return Err(Failure::Settings(problems.join("; ")));
    }
    log(args.log.or(file.log).unwrap_or(LogForm::Text));
    let reception = Reception::open_or_create(&arguments.store).await?.under(rules);
    if reception.has_demonstration().await? {
        Console::progress("This store holds demonstration accounts: nobody can sign in with them here.");
    }
    run(reception, settings).await
}

/// Serves until it is asked to end.
async fn run(reception: Reception, settings: Settings) -> Done {
    let site = Site::new(reception.clone(), settings);
    let listener = listen(&site)
        .await
        .map_err(|problem| Failure::Settings(format!("listen: {}: {problem}", site.settings().listen)))?;
    let mut settings = site.settings().clone();
    // Port 0 asks the system for a free one.
    settings.listen = listener.local_addr().unwrap_or(settings.listen);
    let site = Site::new(reception.clone(), settings);
    Console::print(&format!("Mainstay is at {}\n", site.settings().url()))?;
    if let Some(link) = reception.first_link(site.now()).await? {
        Console::print(&format!(
            "Nobody has an account yet. Make the first administrator here, once, within 48 hours:\n  {}/set-up/{}\n",
            site.settings().url(),
            link.reveal()
        ))?;
    }
    let served = serve_site(site, listener, asked_to_end()).await;
    reception.close().await;
    served.map_err(|problem| Failure::Settings(format!("serving ended: {problem}")))?;
    Ok(Outcome::Done)
}

/// Serves the invented council, with an account for each role.
pub(crate) async fn demonstrate(arguments: &Arguments, args: &DemoArgs) -> Done {
    let settings = Settings { listen: args.listen, demonstration: true, ..Settings::default() };
    let problems = settings.problems();
    if !problems.is_empty() {
        return Err(Failure::Settings(problems.join("; ")));
    }
    log(LogForm::Text);
    let reception = Reception::open_or_create(&arguments.store).await?;
    if !reception.is_new().await? && !reception.has_demonstration().await? {
        return Err(Failure::Settings(
            "the store has accounts of its own: give --store a new file for the demonstration".to_owned(),
        ));
    }
    let office: Office = reception.office(operator(None));
    let example = examples::find("wexcombe")?;
    Console::progress("Loading wexcombe …");
    office.load_example(&example).await?;
    let council = office.council(Some(&example.council)).await?;
    let places = office.places(&council, today()).await?;
    let teams: Vec<String> = places.teams().into_iter().map(|(key, _)| key).collect();
    let names = reception.add_demonstration(&council, &teams, jiff::Timestamp::now()).await?;
    Console::print(&format!(
        "A demonstration: {} and everyone in it are invented. Everyone may sign in with these names and the password \
         “{DEMONSTRATION_PASSWORD}”:\n",
        council.name
    ))?;
    for (name, role) in names {
        Console::print(&format!("  {name:<44} {role}\n"))?;
    }
    run(reception, settings).await
}
