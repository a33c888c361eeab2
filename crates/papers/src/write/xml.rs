//! Text in XML.

/// Text made safe for content and attributes. Control characters that XML cannot hold are left out.
pub(super) fn escape(text: &str) -> String {
    let kept = |letter: &char| *letter >= ' ' || matches!(letter, '\t' | '\n');
    let clean: String =
        text.chars().filter(kept).filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}')).collect();
    quick_xml::escape::escape(clean.as_str()).into_owned()
}
