//! HTML to a document, token by token; tag soup is read as far as it goes.

use html5gum::{Token, Tokenizer};

use crate::document::{Builder, Document, Format, Matter, Span};

use super::{LONGEST_TEXT, Unreadable};

#[derive(Default)]
struct State {
    words: String,
    links: Vec<(Span, String)>,
    /// The link that is open: where its words start, and its target.
    link: Option<(usize, String)>,
    matter: Option<Matter>,
    /// Scripts and styles.
    hidden: usize,
    /// Tables within tables are read as one.
    tables: usize,
    in_cell: bool,
}

pub(super) fn read(name: &str, text: &str) -> Result<Document, Unreadable> {
    let mut builder = Builder::new(name, Format::Html);
    let mut state = State::default();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let target =
                    tag.attributes.get(&b"href"[..]).map(|to| String::from_utf8_lossy(to).into_owned());
                state.open(&mut builder, &name, target, tag.self_closing);
            }
            Token::EndTag(tag) => state.close(&mut builder, &String::from_utf8_lossy(&tag.name)),
            Token::String(words) if state.hidden == 0 => state.say(&String::from_utf8_lossy(&words)),
            _ => {}
        }
        if builder.len() + state.words.len() > LONGEST_TEXT {
            return Err(Unreadable::TooLong);
        }
    }
    state.flush(&mut builder);
    Ok(builder.finish())
}

impl State {
    /// Adds words, with runs of white space as one space.
    fn say(&mut self, words: &str) {
        for c in words.chars() {
            if !c.is_whitespace() {
                self.words.push(c);
            } else if !self.words.ends_with(' ') && !self.words.is_empty() {
                self.words.push(' ');
            }
        }
    }

    fn flush(&mut self, builder: &mut Builder) {
        if self.in_cell {
            return;
        }
        let links = std::mem::take(&mut self.links);
        builder.words(self.matter.take().unwrap_or(Matter::Paragraph), &self.words, links);
        self.words.clear();
    }

    fn end_cell(&mut self, builder: &mut Builder) {
        if self.in_cell {
            builder.cell(&self.words);
            self.words.clear();
            self.links.clear();
            self.in_cell = false;
        }
    }

    fn open(&mut self, builder: &mut Builder, name: &str, target: Option<String>, closed: bool) {
        match name {
            "script" | "style" | "template" | "noscript" if !closed => self.hidden += 1,
            "a" => self.link = target.map(|target| (self.words.len(), target)),
            "br" => self.say(" "),
            "table" => {
                self.flush(builder);
                self.tables += 1;
            }
            "tr" => {
                self.end_cell(builder);
                builder.end_row();
            }
            "td" | "th" if self.tables > 0 => {
                self.end_cell(builder);
                self.words.clear();
                self.in_cell = true;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(builder);
                self.matter = Some(Matter::Heading);
            }
            "li" => {
                self.flush(builder);
                self.matter = Some(Matter::Item);
            }
            _ if is_block(name) => self.flush(builder),
            _ => {}
        }
    }

    fn close(&mut self, builder: &mut Builder, name: &str) {
        match name {
            "script" | "style" | "template" | "noscript" => self.hidden = self.hidden.saturating_sub(1),
            "a" => {
                if let Some((start, target)) = self.link.take() {
                    self.links.push((start.min(self.words.len())..self.words.len(), target));
                }
            }
            "td" | "th" => self.end_cell(builder),
            "tr" => {
                self.end_cell(builder);
                builder.end_row();
            }
            "table" => {
                self.end_cell(builder);
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    builder.end_table();
                }
            }
            _ if is_block(name) => self.flush(builder),
            _ => {}
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "caption"
            | "title"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "body"
            | "form"
            | "aside"
    )
}
