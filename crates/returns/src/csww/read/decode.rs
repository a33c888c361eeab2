//! Bytes to text: UTF-8 with or without a mark, UTF-16, Latin-1, as declared or as the bytes show.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a file's bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, either order.
    Utf16,
    /// Latin-1, read as Windows-1252, which has it inside.
    Latin1,
}

/// What is wrong with the encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lie {
    /// The declaration names an encoding that the bytes are not in; `true` when values may have been misread.
    Declared(String, &'static str),
    /// From this byte of the text on, bytes that are no UTF-8 were read as Windows-1252.
    NotUtf8(usize),
}

/// Text as it comes out of a reader of bytes.
pub(super) struct Text<R> {
    reader: R,
    raw: Vec<u8>,
    pub(super) encoding: Encoding,
    decoder: Option<Decoder>,
    /// What the declaration said, as it was written.
    pub(super) declared: Option<String>,
    pub(super) lies: Vec<Lie>,
    /// Bytes read so far.
    pub(super) bytes: u64,
    at_end: bool,
}

const HEAD: usize = 4096;

impl<R: Read> Text<R> {
    /// Reads the beginning and settles on the encoding.
    pub(super) fn new(mut reader: R) -> io::Result<Self> {
        let mut head = Vec::with_capacity(HEAD);
        let read = reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        let (encoding, mark, decoder) = match head.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3, None),
            [0xFF, 0xFE, ..] => (Encoding::Utf16, 2, Some(UTF_16LE)),
            [0xFE, 0xFF, ..] => (Encoding::Utf16, 2, Some(UTF_16BE)),
            [b'<', 0, ..] => (Encoding::Utf16, 0, Some(UTF_16LE)),
            [0, b'<', ..] => (Encoding::Utf16, 0, Some(UTF_16BE)),
            _ => (Encoding::Utf8, 0, None),
        };
        head.drain(..mark);
        let decoder = decoder.map(encoding_rs::Encoding::new_decoder_without_bom_handling);
        let bytes = read as u64;
        let mut text = Self {
            reader,
            raw: head,
            encoding,
            decoder,
            declared: None,
            lies: Vec::new(),
            bytes,
            at_end: read < HEAD,
        };
        if encoding == Encoding::Utf16 {
            let wide = text.raw.iter().copied().filter(|byte| *byte != 0).collect::<Vec<u8>>();
            text.declared = declaration(&wide);
            text.believe_utf16();
        } else {
            text.declared = declaration(&text.raw);
            text.believe_bytes();
        }
        Ok(text)
    }

    /// What the file is, where its first bytes show that it is no XML.
    pub(super) fn foreign(&self) -> Option<&'static str> {
        match self.raw.as_slice() {
            [0x1F, 0x8B, ..] => Some("the file is compressed with gzip; unpack it first"),
            [b'P', b'K', 3, 4, ..] => Some("the file is a zip archive or a workbook (XLSX, ODS), not XML"),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("the file is an old Office file (XLS, DOC), not XML"),
            [b'%', b'P', b'D', b'F', ..] => Some("the file is a PDF, not XML"),
            _ => None,
        }
    }

    fn believe_utf16(&mut self) {
        if let Some(declared) = &self.declared
            && !declared.to_ascii_lowercase().starts_with("utf-16")
        {
            self.lies.push(Lie::Declared(declared.clone(), "UTF-16"));
        }
    }

    fn believe_bytes(&mut self) {
        let Some(declared) = self.declared.clone() else { return };
        match declared.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => {}
            "iso-8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252" | "iso-8859-15" => {
                self.encoding = Encoding::Latin1;
            }
            _ => self.lies.push(Lie::Declared(declared, "UTF-8")),
        }
    }

    /// Appends at least about `wanted` bytes of text, or all that is left; says whether the end was reached.
    pub(super) fn fill(&mut self, text: &mut Vec<u8>, wanted: usize) -> io::Result<bool> {
        if !self.at_end {
            let before = self.raw.len();
            let read = self.reader.by_ref().take(wanted as u64).read_to_end(&mut self.raw)?;
            debug_assert_eq!(self.raw.len(), before + read);
            self.bytes += read as u64;
            self.at_end = read < wanted;
        }
        match self.encoding {
            Encoding::Utf16 => self.decode(text),
            Encoding::Utf8 => self.check(text),
            Encoding::Latin1 => self.widen(text),
        }
        Ok(self.at_end)
    }

    fn decode(&mut self, text: &mut Vec<u8>) {
        let Some(decoder) = &mut self.decoder else { return };
        let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 3 + 16);
        let from = text.len();
        text.resize(from + room, 0);
        let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut text[from..], self.at_end);
        text.truncate(from + written);
        self.raw.clear();
    }

    /// Takes UTF-8 as it is; bytes that are none become the characters that Windows-1252 has for them.
    fn check(&mut self, text: &mut Vec<u8>) {
        let mut rest = std::mem::take(&mut self.raw);
        let mut from = 0;
        loop {
            match std::str::from_utf8(&rest[from..]) {
                Ok(valid) => {
                    text.extend_from_slice(valid.as_bytes());
                    rest.clear();
                    break;
                }
                Err(problem) => {
                    let valid = from + problem.valid_up_to();
                    text.extend_from_slice(&rest[from..valid]);
                    let Some(length) =
                        problem.error_len().or_else(|| self.at_end.then(|| rest.len() - valid))
                    else {
                        // A character that the next read completes.
                        rest.drain(..valid);
                        break;
                    };
                    if !self.lies.iter().any(|lie| matches!(lie, Lie::NotUtf8(_))) {
                        self.lies.push(Lie::NotUtf8(text.len()));
                    }
                    let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&rest[valid..valid + length]);
                    text.extend_from_slice(decoded.as_bytes());
                    from = valid + length;
                }
            }
        }
        self.raw = rest;
    }

    /// Takes Latin-1; bytes that are UTF-8 after all are taken as such.
    fn widen(&mut self, text: &mut Vec<u8>) {
        if self.raw.is_ascii() {
            text.append(&mut self.raw);
            return;
        }
        if std::str::from_utf8(&self.raw).is_ok() {
            let declared = self.declared.clone().unwrap_or_default();
            self.lies.push(Lie::Declared(declared, "UTF-8"));
            self.encoding = Encoding::Utf8;
            self.check(text);
            return;
        }
        let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&self.raw);
        text.extend_from_slice(decoded.as_bytes());
        self.raw.clear();
    }
}

/// The encoding that an XML declaration names.
fn declaration(head: &[u8]) -> Option<String> {
    let head = &head[..head.len().min(400)];
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = memchr::memmem::find(head, b"?>")?;
    let text = String::from_utf8_lossy(&head[..end]).into_owned();
    let (_, after) = text.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after[1..].split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> (String, Encoding, Vec<Lie>) {
        let mut text = Text::new(bytes).expect("memory can be read");
        let mut out = Vec::new();
        while !text.fill(&mut out, 7).expect("memory can be read") {}
        (String::from_utf8(out).expect("decoded text is UTF-8"), text.encoding, text.lies)
    }

    #[test]
    fn text_comes_out_of_each_encoding() {
        let plain = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>Zoë – £</a>";
        let wide = |plain: &str, little: bool| -> Vec<u8> {
            let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            plain.encode_utf16().flat_map(bytes).collect()
        };
        for little in [true, false] {
            assert_eq!(all(&wide(plain, little)), (plain.to_owned(), Encoding::Utf16, vec![]));
            let marked = wide(&format!("\u{feff}{plain}"), little);
            assert_eq!(all(&marked), (plain.to_owned(), Encoding::Utf16, vec![]));
        }
        let marked = "\u{feff}<a>Zoë</a>";
        assert_eq!(all(marked.as_bytes()), ("<a>Zoë</a>".to_owned(), Encoding::Utf8, vec![]));
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Zo\xEB</a>";
        let shown = "<?xml version='1.0' encoding='ISO-8859-1'?><a>Zoë</a>";
        assert_eq!(all(latin), (shown.to_owned(), Encoding::Latin1, vec![]));
    }

    #[test]
    fn a_declaration_that_lies_is_noticed_and_the_text_is_read_all_the_same() {
        let (text, encoding, lies) = all(b"<a>Zo\xEB \xC3\xA9</a>");
        assert_eq!((text.as_str(), encoding), ("<a>Zoë é</a>", Encoding::Utf8));
        assert_eq!(lies, [Lie::NotUtf8(5)]);
        let (text, encoding, lies) = all("<?xml version='1.0' encoding='latin1'?><a>Zoë</a>".as_bytes());
        assert!(text.ends_with("<a>Zoë</a>"));
        assert_eq!((encoding, lies.len()), (Encoding::Utf8, 1));
        let (_, encoding, lies) = all(b"<?xml version='1.0' encoding='UTF-16'?><a/>");
        assert_eq!((encoding, lies), (Encoding::Utf8, vec![Lie::Declared("UTF-16".to_owned(), "UTF-8")]));
    }
}
