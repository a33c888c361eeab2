//! Licences, sources and reasons of every dependency.
//!
//! `deny.toml` is written for cargo-deny, which also knows advisories. Building that program takes longer than the rest of
//! CI, so its allow list of licences and sources is checked here over `cargo metadata`; advisories are not.

use anyhow::{Context, Result, bail};

use crate::run::{metadata, root, say};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Fails when a dependency's licence is not allowed, it comes from elsewhere than the registry, or a dependency that we
/// name has no reason in `docs/dependencies.md`.
pub(crate) fn check() -> Result<()> {
    let allowed = allowed(&std::fs::read_to_string(root().join("deny.toml")).context("deny.toml")?)?;
    let metadata = metadata(&[])?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let mut problems = Vec::new();
    for package in packages.iter().filter(|package| !package["source"].is_null()) {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        if !permits(licence, &allowed) {
            problems.push(format!("{name}: its licence `{licence}` is not allowed by deny.toml"));
        }
        if package["source"].as_str() != Some(REGISTRY) {
            problems.push(format!("{name} does not come from the registry"));
        }
    }
    problems.extend(without_reason()?);
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    say(&format!("{} packages: licences allowed, sources known, reasons given.", packages.len()));
    Ok(())
}

/// The allow list of `deny.toml`.
fn allowed(text: &str) -> Result<Vec<String>> {
    let deny: toml::Table = text.parse().context("deny.toml")?;
    let list =
        deny.get("licenses").and_then(|licences| licences.get("allow")).and_then(|allow| allow.as_array());
    let list = list.context("deny.toml has no licenses.allow")?;
    Ok(list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// Whether an SPDX expression can be met by what is allowed: every part of an `AND`, any part of an `OR`.
fn permits(expression: &str, allowed: &[String]) -> bool {
    let flat = expression.replace(['(', ')'], " ").replace('/', " OR ");
    // `A OR B AND C` does not occur without brackets among crates; taking AND first asks for more, never less.
    let any = |part: &str| part.split(" OR ").any(|name| allowed.iter().any(|known| known == name.trim()));
    !expression.trim().is_empty() && flat.split(" AND ").all(any)
}

/// The dependencies that we name and give no reason for.
fn without_reason() -> Result<Vec<String>> {
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml"))?.parse()?;
    let reasons =
        std::fs::read_to_string(root().join("docs/dependencies.md")).context("docs/dependencies.md")?;
    let named = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let named =
        named.and_then(|dependencies| dependencies.as_table()).context("Cargo.toml names no dependencies")?;
    let outside = named.iter().filter(|(_, dependency)| dependency.get("path").is_none());
    let lacking = outside.filter(|(name, _)| !reasons.contains(&format!("| `{name}` |")));
    Ok(lacking.map(|(name, _)| format!("{name} has no reason in docs/dependencies.md")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_by_any_choice_of_every_part() {
        let allowed = ["MIT".to_owned(), "Apache-2.0".to_owned(), "Unicode-3.0".to_owned()];
        for (expression, met) in [
            ("MIT", true),
            ("MIT OR GPL-3.0", true),
            ("MIT/Apache-2.0", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR Apache-2.0) AND GPL-3.0", false),
            ("GPL-3.0-only", false),
            ("", false),
        ] {
            assert_eq!(permits(expression, &allowed), met, "{expression}");
        }
    }

    #[test]
    fn the_allow_list_is_read_from_denys_own_format() {
        let text = "[licenses]\nallow = [\"MIT\", \"ISC\"]\n";
        assert_eq!(allowed(text).ok(), Some(vec!["MIT".to_owned(), "ISC".to_owned()]));
        assert!(allowed("[bans]\n").is_err());
    }
}
