//! Serving the pages: the settings, the first administrator's link, and the demonstration.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use app::examples;
use app::office::Office;
use app::reception::{DEMONSTRATION_PASSWORD, Reception};
use serde::Deserialize;
use tracing_subscriber::EnvFilter;
use web::serve::{asked_to_end, listen, serve as serve_site};
use web::settings::Settings;
use web::site::Site;
use web::tls::Tls;

use crate::args::{Arguments, DemoArgs, LogForm, ServeArgs};
use crate::commands::entry::{Entry, Oidc};
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
    oidc: Option<Oidc>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
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
        ..usual
    }
}

/// The certificate, where one is named. Paths in the file begin where the file is.
fn tls(args: &ServeArgs, file: &File, folder: &Path) -> Result<Option<Tls>, Vec<String>> {
    let of_file = |path: &Option<PathBuf>| path.as_ref().map(|path| folder.join(path));
    let certificate = args.tls_certificate.clone().or_else(|| of_file(&file.tls_certificate));
    let key = args.tls_key.clone().or_else(|| of_file(&file.tls_key));
    match (certificate, key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => Tls::read(&certificate, &key).map(Some),
        (Some(_), None) => Err(vec!["tls-key: give the key of the certificate, too".to_owned()]),
        (None, Some(_)) => Err(vec!["tls-certificate: give the certificate of the key, too".to_owned()]),
    }
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
    let named = if args.require_codes.is_empty() { &file.require_codes } else { &args.require_codes };
    let folder = args.config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let entry = Entry::new(named, file.oidc.as_ref(), folder);
    let (tls, of_tls) = match tls(args, &file, folder) {
        Ok(tls) => (tls, Vec::new()),
        Err(problems) => (None, problems),
    };
    let settings = Settings { sign_on: entry.provider, tls, ..settings(args, &file) };
    // What hangs on the certificate is only said once that is right.
    let general = if of_tls.is_empty() { settings.problems() } else { of_tls };
    let problems = [general, entry.problems].concat();
    if !problems.is_empty() {
        return Err(Failure::Settings(problems.join("; ")));
    }
    log(args.log.or(file.log).unwrap_or(LogForm::Text));
    let reception = Reception::open_or_create(&arguments.store).await?.under(entry.rules);
    if reception.has_demonstration().await? {
        Console::progress("This store holds demonstration accounts: nobody can sign in with them here.");
    }
    if settings.sign_on.is_some() {
        check_council(&reception).await?;
    }
    run(reception, settings).await
}

/// Refuses a store in which the council of those who come by single sign-on cannot be known.
async fn check_council(reception: &Reception) -> Result<(), Failure> {
    let councils = reception.councils().await?;
    let list = || {
        let list: Vec<_> =
            councils.iter().map(|council| format!("{} {}", council.code, council.name)).collect();
        list.join(", ")
    };
    match &reception.rules().council {
        Some(code) if !councils.is_empty() && !councils.iter().any(|council| council.code == *code) => {
            Err(Failure::Settings(format!(
                "oidc.council: the store holds no council `{code}`; it holds {}",
                list()
            )))
        }
        None if councils.len() > 1 => Err(Failure::Settings(format!(
            "oidc.council: the store holds several councils: say whose people come by single sign-on ({})",
            list()
        ))),
        _ => Ok(()),
    }
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
