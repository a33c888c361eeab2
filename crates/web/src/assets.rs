//! The style sheets, scripts and pictures that pages ask for. Each has an address with its digest, so that a browser may
//! keep it for ever and still never shows an old one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Folder;

/// The address of each file, by name.
static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let address = |name: std::borrow::Cow<'static, str>| {
        let file = Folder::get(&name)?;
        let digest = Sha256::digest(&file.data);
        let mut short = String::new();
        for byte in digest.iter().take(6) {
            write!(short, "{byte:02x}").expect("writing to a String cannot fail");
        }
        Some((name.to_string(), format!("/assets/{short}/{name}")))
    };
    Folder::iter().filter_map(address).collect()
});

/// The address of a file.
///
/// # Panics
/// When there is no such file: the names are this crate's own.
pub(crate) fn address(name: &str) -> &'static str {
    ADDRESSES.get(name).map(String::as_str).expect("a page asks only for files that are there")
}

/// The names of all files.
pub fn names() -> Vec<String> {
    ADDRESSES.keys().cloned().collect()
}

/// The bytes of a file.
pub fn bytes(name: &str) -> Option<Vec<u8>> {
    Folder::get(name).map(|file| file.data.into_owned())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Gives a file.
pub(crate) async fn serve(Path((digest, name)): Path<(String, String)>) -> Response {
    let current = ADDRESSES.get(&name).is_some_and(|address| address.contains(&digest));
    let Some(bytes) = bytes(&name) else { return StatusCode::NOT_FOUND.into_response() };
    // An address from before an update still works, but is not to be kept.
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, media_type(&name)), (header::CACHE_CONTROL, keep)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_licensed_for_gov_uk_only_is_served() {
        assert!(names().len() >= 4, "{:?}", names());
        for name in names() {
            let bytes = bytes(&name).expect("it is listed");
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for word in ["gds transport", "@font-face", "woff", "crest", "crown"] {
                assert!(!text.contains(word), "{name} has `{word}`");
            }
        }
    }
}
