//! Encodings: from a text file's bytes to its text.
//!
//! UTF-8 and UTF-16 are believed when the bytes bear them out; all else is Windows-1252, which is what Excel on Windows
//! writes for plain "CSV" in this country. Nothing here knows of rows or columns.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::codes;
use crate::finding::{Finding, Place};

/// The text of a file, without its byte-order mark. Findings say when the encoding is a guess or does not hold; the text
/// is `None` when it cannot be trusted at all.
pub fn decode<'a>(bytes: &'a [u8], file: &str, findings: &mut Vec<Finding>) -> Option<Cow<'a, str>> {
    let marked = [(&b"\xef\xbb\xbf"[..], UTF_8), (&b"\xff\xfe"[..], UTF_16LE), (&b"\xfe\xff"[..], UTF_16BE)];
    for (mark, encoding) in marked {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, malformed) = encoding.decode_without_bom_handling(rest);
            if malformed {
                let line = 1 + text.split('\u{fffd}').next().map_or(0, |before| before.matches('\n').count());
                let message = format!(
                    "The file is marked as {}, but text at line {line} or after is not.",
                    encoding.name()
                );
                findings.push(Finding::new(&codes::BAD_ENCODING, Place::file(file), message));
                return None;
            }
            return nul_free(text, file, findings);
        }
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => windows_1252(bytes, error.valid_up_to(), file, findings),
    };
    nul_free(text, file, findings)
}

fn windows_1252<'a>(bytes: &'a [u8], first: usize, file: &str, findings: &mut Vec<Finding>) -> Cow<'a, str> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    // A line holding the first of them lets the reader check the guess against a name they know.
    let line_number = 1 + bytes[..first].iter().filter(|byte| **byte == b'\n').count();
    let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = bytes[start..].split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let (line, _) = WINDOWS_1252.decode_without_bom_handling(line);
    let message = format!(
        "The file is not UTF-8 and was read as Windows-1252; line {line_number} is the first that differs."
    );
    let place = Place::file(file).at_row(u32::try_from(line_number).unwrap_or(u32::MAX));
    findings.push(Finding::new(&codes::WINDOWS_1252, place, message).with_value(&line));
    text
}

fn nul_free<'a>(text: Cow<'a, str>, file: &str, findings: &mut Vec<Finding>) -> Option<Cow<'a, str>> {
    let Some(at) = text.find('\0') else {
        return Some(text);
    };
    let line = 1 + text[..at].matches('\n').count();
    let place = Place::file(file).at_row(u32::try_from(line).unwrap_or(u32::MAX));
    findings.push(Finding::new(&codes::NUL_BYTES, place, format!("There is a zero byte in line {line}.")));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Option<String>, Vec<&'static str>) {
        let mut findings = Vec::new();
        let text = decode(bytes, "f.csv", &mut findings).map(Cow::into_owned);
        (text, findings.iter().map(|finding| finding.code).collect())
    }

    fn utf_16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    #[test]
    fn reads_each_encoding() {
        let text = "name\r\nZoë £5 – 😀";
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        let little = utf_16(text, [0xff, 0xfe], u16::to_le_bytes);
        let big = utf_16(text, [0xfe, 0xff], u16::to_be_bytes);
        for bytes in [text.as_bytes(), &marked, &little, &big] {
            assert_eq!(read(bytes), (Some(text.to_owned()), vec![]));
        }
    }

    #[test]
    fn windows_1252_is_told_once_with_the_line() {
        let mut findings = Vec::new();
        let bytes = b"name\r\nAnn\r\nZo\xeb \x80 \x96\r\nZo\xeb";
        let text = decode(bytes, "f.csv", &mut findings).unwrap();
        assert_eq!(text, "name\r\nAnn\r\nZoë € –\r\nZoë");
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].code, findings[0].row), ("windows-1252", Some(3)));
        assert_eq!(findings[0].value.as_deref(), Some("Zoë € –"));
    }

    #[test]
    fn what_does_not_hold_is_refused() {
        assert_eq!(read(b"\xef\xbb\xbfname\nZo\xeb\n"), (None, vec!["bad-encoding"]));
        assert_eq!(read(b"\xff\xfea\0b"), (None, vec!["bad-encoding"]));
        assert_eq!(read(b"a,b\n1,\0\n"), (None, vec!["nul-bytes"]));
        assert_eq!(read(b"a\0,\0b\0\n\0"), (None, vec!["nul-bytes"]));
    }
}
