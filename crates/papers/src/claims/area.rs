//! The areas that sentences name: England, regions, authorities, groups of them, and "we".

use std::sync::LazyLock;

use benchmarks::areas::{self, Status};

use super::evidence::Place;
use super::token::{self, Sentence, Sort, Token};

/// An area as the words give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Area {
    /// England, a region or an authority: what a release finds it by, and its name.
    Named { key: String, name: String },
    /// "We", "the council".
    Own,
    /// "The regional average": the region of the council.
    Region,
    /// Neighbours, and other groups that have no published row.
    Group,
}

impl Area {
    pub(crate) fn england() -> Self {
        Self::Named { key: "England".to_owned(), name: "England".to_owned() }
    }

    /// The place that is named by itself.
    pub(crate) fn named(&self) -> Option<Place> {
        match self {
            Self::Named { key, name } => Some(Place { key: key.clone(), name: name.clone() }),
            Self::Own | Self::Region | Self::Group => None,
        }
    }

    /// The place that is meant, in a paper of a place; none of a group.
    pub(crate) fn place(&self, home: Option<&Place>) -> Option<Place> {
        match self {
            Self::Named { .. } => self.named(),
            Self::Own => home.cloned(),
            Self::Region => home.and_then(Place::region),
            Self::Group => None,
        }
    }
}

/// An area and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) area: Area,
}

struct Name {
    words: Vec<String>,
    key: String,
    shown: String,
}

/// The regions that have figures of their own, as the files name them.
pub(crate) const REGIONS: [&str; 11] = [
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "Inner London",
    "Outer London",
    "London",
    "South East",
    "South West",
];

/// What some authorities are called for short, by code.
const ALIASES: [(&str, &str); 7] = [
    ("Hull", "810"),
    ("Newcastle", "391"),
    ("Stoke", "861"),
    ("Southend", "882"),
    ("Brighton", "846"),
    ("Telford", "894"),
    ("Durham", "840"),
];

/// Every name, longest first, so that North East Lincolnshire is not the North East.
static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let words = |name: &str| -> Vec<String> {
        token::tokens(name, &(0..name.len())).into_iter().map(|token| token.lower).collect()
    };
    let mut names = Vec::new();
    let mut authorities: Vec<_> = areas::authorities().iter().collect();
    authorities.sort_by_key(|authority| authority.status == Status::Former);
    for authority in authorities {
        let short = authority.name.split_once(',').map_or(&*authority.name, |(short, _)| short);
        for spelling in [&*authority.name, short] {
            let of = words(spelling);
            let with_mark: Vec<String> =
                of.iter().map(|word| if word == "and" { "&".to_owned() } else { word.clone() }).collect();
            for words in [of, with_mark] {
                let name = Name { words, key: authority.code.clone(), shown: short.to_owned() };
                if !names.iter().any(|known: &Name| known.words == name.words) {
                    names.push(name);
                }
            }
        }
    }
    for (alias, code) in ALIASES {
        if let Some(authority) = areas::find(code) {
            let shown = authority.name.split_once(',').map_or(&*authority.name, |(short, _)| short);
            names.push(Name { words: words(alias), key: authority.code.clone(), shown: shown.to_owned() });
        }
    }
    for region in REGIONS {
        names.push(Name { words: words(region), key: region.to_owned(), shown: region.to_owned() });
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
    names
});

const ENGLAND: &[&str] = &[
    "england",
    "england's",
    "english average",
    "nationally",
    "national average",
    "national rate",
    "national figure",
    "national turnover",
    "national vacancy",
    "national agency",
    "national sickness",
    "national caseload",
    "national (",
    "across the country",
    "employed by local authorities",
    "english local authorities",
];
const GROUP: &[&str] = &[
    "statistical neighbours",
    "statistical neighbour",
    "neighbours",
    "neighbouring authorities",
    "comparator authorities",
    "other authorities",
];
const REGION: &[&str] = &[
    "regional average",
    "regional rate",
    "regional figure",
    "regional turnover",
    "regional vacancy",
    "regional (",
    "region",
    "region's",
    "regionally",
];
const OWN: &[&str] =
    &["we", "our", "ours", "the council", "the council's", "the authority", "the service", "locally"];

/// Words before "region" that make it one of several, not the council's own.
const SEVERAL: &[&str] =
    &["any", "every", "each", "all", "other", "another", "no", "which", "nine", "english", "per"];

/// Words that make a record of what stands among others.
const RECORDS: &[&str] = &[
    "highest", "lowest", "largest", "smallest", "biggest", "heaviest", "lightest", "most", "least", "fewest",
    "best", "worst",
];

/// How many words may stand between a record and the areas that it is among: "the highest vacancy rate in the North West".
const AMONG: usize = 7;

/// Whether an area is what a record is among, and not what has it: "the fifth lowest agency rate in Yorkshire".
fn is_scope(tokens: &[Token], mention: &Mention) -> bool {
    let article = usize::from(mention.first > 0 && tokens[mention.first - 1].one_of(&["the", "any", "all"]));
    let Some(lead) = mention.first.checked_sub(article + 1) else { return false };
    if !tokens[lead].one_of(&["in", "of", "across", "among", "within"]) {
        return false;
    }
    let apart = |token: &Token| token.number().is_some() || token.one_of(&["than", "while", "but", "and"]);
    let before = tokens[lead.saturating_sub(AMONG)..lead].iter().rev();
    before
        .take_while(|token| !matches!(token.sort, Sort::Mark(mark) if mark != '%') && !apart(token))
        .any(|token| token.one_of(RECORDS))
}

/// The areas of a sentence, in order, and those that records in it are among.
pub(crate) fn split(sentence: &Sentence) -> (Vec<Mention>, Vec<Mention>) {
    let all = mentions(sentence);
    all.into_iter().partition(|mention| !is_scope(&sentence.tokens, mention))
}

/// The areas of a sentence, in order.
pub(crate) fn mentions(sentence: &Sentence) -> Vec<Mention> {
    let tokens = &sentence.tokens;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let one = phrase(tokens, at).or_else(|| named(tokens, at));
        at = one.as_ref().map_or(at + 1, |mention| mention.last + 1);
        found.extend(one);
    }
    found
}

fn phrase(tokens: &[Token], at: usize) -> Option<Mention> {
    let find = |list: &[&str], area: Area| {
        let taken = list.iter().filter_map(|phrase| token::starts(&tokens[at..], phrase)).max()?;
        Some(Mention { first: at, last: at + taken - 1, area })
    };
    let of_several = at > 0 && tokens[at].is("region") && tokens[at - 1].one_of(SEVERAL);
    find(ENGLAND, Area::england())
        .or_else(|| find(REGION, Area::Region).filter(|_| !of_several))
        .or_else(|| find(GROUP, Area::Group))
        .or_else(|| find(OWN, Area::Own))
}

fn named(tokens: &[Token], at: usize) -> Option<Mention> {
    let first = &tokens[at];
    if !first.capital {
        return None;
    }
    // A possessive: "Devon's".
    let bare = |word: &str| word.strip_suffix("'s").unwrap_or(word).to_owned();
    let name = NAMES.iter().find(|name| {
        let last = name.words.len() - 1;
        name.words.iter().enumerate().all(|(place, word)| {
            let Some(token) = tokens.get(at + place) else { return false };
            token.lower == *word || (place == last && bare(&token.lower) == *word)
        })
    })?;
    // "Reading" begins many a sentence.
    if name.words == ["reading"] && at == 0 {
        return None;
    }
    let last = at + name.words.len() - 1;
    let next = tokens.get(last + 1);
    let other = next.is_some_and(|next| {
        next.one_of(&[
            "road",
            "street",
            "hospital",
            "university",
            "college",
            "headquarters",
            "team",
            "office",
        ])
    });
    let from = at > 0 && tokens[at - 1].is("from");
    if other || from {
        return None;
    }
    Some(Mention { first: at, last, area: Area::Named { key: name.key.clone(), name: name.shown.clone() } })
}

/// The authority that a paper is by: one that its start names as a council, or else the one it names most.
pub(crate) fn authority_of(sentences: &[Sentence]) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for sentence in sentences {
        for mention in mentions(sentence) {
            let Area::Named { key, .. } = mention.area else { continue };
            if areas::find(&key).is_none_or(|authority| authority.code != key) {
                continue;
            }
            let council = sentence.tokens[mention.last + 1..].iter().take(3).any(|token| token.is("council"));
            let weight = if council && sentence.span.start < 1500 { 10 } else { 1 };
            match counts.iter_mut().find(|(known, _)| *known == key) {
                Some((_, count)) => *count += weight,
                None => counts.push((key, weight)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    // Named once is enough where no other is.
    let first = counts.first().filter(|(_, count)| *count >= 2 || counts.len() == 1)?;
    let next = counts.get(1).map_or(0, |(_, count)| *count);
    (first.1 >= 2 * next).then(|| first.0.clone())
}
