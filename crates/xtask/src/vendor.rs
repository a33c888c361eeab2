//! Brings GOV.UK Frontend's built files from npm into `crates/web/assets`, without what councils may not use, and its
//! components' fixtures into `crates/web/tests/govuk`. What it writes is committed, so that no build needs npm.
//!
//! The font GDS Transport and the crown and crest are licensed for GOV.UK only. The style sheet is left without them, and a
//! test of the web crate looks that no asset has them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::run::{finish, root, say};

/// The version that the templates are written for.
const VERSION: &str = "6.6.0";
/// The components whose templates are ours, by the package's names.
const COMPONENTS: &[&str] = &[
    "breadcrumbs",
    "button",
    "checkboxes",
    "details",
    "error-summary",
    "file-upload",
    "generic-header",
    "input",
    "inset-text",
    "notification-banner",
    "phase-banner",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tag",
    "textarea",
    "warning-text",
];

/// Fetches the package and writes its files.
pub(crate) fn run() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("mainstay-vendor-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let done = fetch(&folder).and_then(|()| write(&folder.join("package")));
    // A folder left behind in the system's temporary place does no harm.
    let _ = fs::remove_dir_all(&folder);
    done
}

fn fetch(folder: &Path) -> Result<()> {
    let package = format!("govuk-frontend@{VERSION}");
    finish(Command::new("npm").args(["pack", "--silent", &package]).current_dir(folder))?;
    let archive = format!("govuk-frontend-{VERSION}.tgz");
    finish(Command::new("tar").args(["xzf", &archive]).current_dir(folder))
}

fn write(package: &Path) -> Result<()> {
    let dist = package.join("dist/govuk");
    let assets = root().join("crates/web/assets");
    let read = |name: &str| {
        let path = dist.join(name);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    fs::write(assets.join("govuk-frontend.css"), councils(&read("govuk-frontend.min.css")?)?)?;
    fs::write(assets.join("govuk-frontend.js"), without_map(&read("govuk-frontend.min.js")?))?;
    for name in COMPONENTS {
        let all: Value = serde_json::from_str(&read(&format!("components/{name}/fixtures.json"))?)?;
        let fixtures = all["fixtures"].as_array().with_context(|| format!("{name} has no fixtures"))?;
        let kept: Vec<Value> = fixtures
            .iter()
            .map(|one| json!({ "name": one["name"], "options": one["options"], "html": one["html"] }))
            .collect();
        let text = serde_json::to_string_pretty(&json!({ "component": name, "fixtures": kept }))? + "\n";
        fs::write(root().join(format!("crates/web/tests/govuk/{name}.json")), text)?;
    }
    say(&format!(
        "GOV.UK Frontend {VERSION}: style sheet, script and fixtures of {} components.",
        COMPONENTS.len()
    ));
    Ok(())
}

/// The style sheet that councils may use: without the font and the crest.
fn councils(css: &str) -> Result<String> {
    let css = without_map(css);
    let mut kept = String::new();
    let mut rest = css.as_str();
    while let Some(at) = rest.find("@font-face{") {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find('}').context("a font face does not end")?;
        rest = &rest[at + end + 1..];
    }
    kept.push_str(rest);
    let kept = kept.replace("GDS Transport,", "").replace("\"GDS Transport\",", "");
    let kept = without_rules(&kept, &["govuk-crest.svg", "footer__crown"])?;
    for word in ["GDS Transport", "crest", "crown", "woff"] {
        if kept.contains(word) {
            bail!("the style sheet still has `{word}`");
        }
    }
    Ok(kept)
}

/// A style sheet without the rules whose selector or body holds one of these words. Rules stand between braces that hold no
/// other; the selector begins after the brace before it.
fn without_rules(css: &str, words: &[&str]) -> Result<String> {
    let mut kept = css.to_owned();
    while let Some(at) = words.iter().filter_map(|word| kept.find(word)).min() {
        let opens_before = kept[..at].rfind('{');
        let closes_before = kept[..at].rfind('}');
        let in_body = opens_before > closes_before;
        let open = if in_body { opens_before.context("a rule has no brace")? } else { at };
        let start = kept[..open].rfind(['}', '{']).map_or(0, |brace| brace + 1);
        let end = kept[at..].find('}').context("a rule does not end")? + at + 1;
        kept.replace_range(start..end, "");
    }
    Ok(kept)
}

fn without_map(text: &str) -> String {
    let cut = text.find("//# sourceMappingURL").or_else(|| text.find("/*# sourceMappingURL"));
    text[..cut.unwrap_or(text.len())].trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_and_crests_go_and_everything_else_stays() {
        let css = "@font-face{font-family:GDS Transport;src:url(a.woff2)}.a{font-family:GDS Transport,arial}\
            @media print{.b{color:red}.footer__crown{margin:0}}.c{background:url(govuk-crest.svg)}.d{top:0}\
            /*# sourceMappingURL=x */";
        let kept = councils(css).expect("it is cleaned");
        assert_eq!(kept, ".a{font-family:arial}@media print{.b{color:red}}.d{top:0}\n");
    }
}
