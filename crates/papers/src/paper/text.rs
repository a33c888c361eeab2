//! The prose of a section, with its places for figures.

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A paragraph.
    Paragraph(Vec<Part>),
    /// A list.
    List {
        /// Whether it is numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<Part>>,
    },
    /// A table by id.
    Table(String),
    /// A chart by id.
    Chart(String),
    /// A position by id.
    Position(String),
    /// A table of a register by id.
    Register(String),
    /// A forecast by id.
    Forecast(String),
    /// A list of records by id.
    Records(String),
    /// The implications grid.
    Implications,
    /// The sign-off chain.
    SignOff,
    /// What changed since the previous paper.
    Changes,
}

/// A piece of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// Words that stand out.
    Strong(String),
    /// A figure by id.
    Figure(String),
    /// How a figure moved from another.
    Change(String, String),
}

/// Reads prose; each problem comes with its line, from 0.
pub fn parse(text: &str, problems: &mut Vec<(usize, String)>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut paragraph: Vec<Part> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let alone = block(line);
        if line.is_empty() || alone.is_some() {
            close(&mut paragraph, &mut items);
        }
        if let Some(item) = alone {
            items.push(item);
        } else if let Some((numbered, rest)) = bullet(line) {
            close(&mut paragraph, &mut items);
            let parts = parts(rest, at, problems);
            match items.last_mut() {
                Some(Item::List { numbered: same, items }) if *same == numbered => items.push(parts),
                _ => items.push(Item::List { numbered, items: vec![parts] }),
            }
        } else if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(Part::Text(" ".to_owned()));
            }
            paragraph.extend(parts(line, at, problems));
        }
    }
    close(&mut paragraph, &mut items);
    items
}

fn close(paragraph: &mut Vec<Part>, items: &mut Vec<Item>) {
    if !paragraph.is_empty() {
        items.push(Item::Paragraph(std::mem::take(paragraph)));
    }
}

/// What stands on a line by itself.
fn block(line: &str) -> Option<Item> {
    let inside = line.strip_prefix('{')?.strip_suffix('}')?;
    let words: Vec<&str> = inside.split_whitespace().collect();
    match words.as_slice() {
        ["table", id] => Some(Item::Table((*id).to_owned())),
        ["chart", id] => Some(Item::Chart((*id).to_owned())),
        ["position", id] => Some(Item::Position((*id).to_owned())),
        ["register", id] => Some(Item::Register((*id).to_owned())),
        ["forecast", id] => Some(Item::Forecast((*id).to_owned())),
        ["records", id] => Some(Item::Records((*id).to_owned())),
        ["implications"] => Some(Item::Implications),
        ["sign-off"] => Some(Item::SignOff),
        ["changes"] => Some(Item::Changes),
        _ => None,
    }
}

fn bullet(line: &str) -> Option<(bool, &str)> {
    if let Some(rest) = line.strip_prefix("- ") {
        return Some((false, rest.trim()));
    }
    let digits = line.len() - line.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let rest = line[digits..].strip_prefix(". ").filter(|_| digits > 0)?;
    Some((true, rest.trim()))
}

/// The pieces of a line.
pub(super) fn parts(line: &str, at: usize, problems: &mut Vec<(usize, String)>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find('{') {
        push_words(&rest[..start], &mut parts);
        let Some(length) = rest[start..].find('}') else {
            problems.push((at, "a `{` is not closed by `}`".to_owned()));
            return parts;
        };
        let inside = &rest[start + 1..start + length];
        match inside.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["figure", id] => parts.push(Part::Figure((*id).to_owned())),
            ["change", now, before] => {
                parts.push(Part::Change((*now).to_owned(), (*before).to_owned()));
            }
            _ => problems.push((
                at,
                format!(
                    "`{{{inside}}}` is not known: in a sentence write {{figure ID}} or {{change ID ID}}; on a line by \
                     itself {{table ID}}, {{chart ID}}, {{position ID}}, {{register ID}}, {{forecast ID}}, {{records ID}}, \
                     {{implications}}, {{sign-off}} or {{changes}}"
                ),
            )),
        }
        rest = &rest[start + length + 1..];
    }
    push_words(rest, &mut parts);
    parts
}

fn push_words(words: &str, parts: &mut Vec<Part>) {
    for (at, piece) in words.split("**").enumerate().filter(|(_, piece)| !piece.is_empty()) {
        let piece = piece.to_owned();
        parts.push(if at % 2 == 1 { Part::Strong(piece) } else { Part::Text(piece) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_lists_and_blocks_are_told_apart() {
        let mut problems = Vec::new();
        let items = parse(
            "One {figure a} and\n**two**.\n\n- first\n- second\n1. third\n{table t}\nAfter {change a b}.",
            &mut problems,
        );
        assert_eq!(problems, []);
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(
            items[0],
            Item::Paragraph(vec![
                text("One "),
                Part::Figure("a".into()),
                text(" and"),
                text(" "),
                Part::Strong("two".into()),
                text(".")
            ])
        );
        assert!(matches!(&items[1], Item::List { numbered: false, items } if items.len() == 2));
        assert!(matches!(&items[2], Item::List { numbered: true, items } if items.len() == 1));
        assert_eq!(items[3], Item::Table("t".into()));
        assert_eq!(items.len(), 5);
    }

    #[test]
    fn what_is_not_known_is_said_with_its_line() {
        let mut problems = Vec::new();
        parse("Fine.\nBad {figur a}.\nOpen {figure a", &mut problems);
        assert_eq!(problems.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2]);
    }
}
