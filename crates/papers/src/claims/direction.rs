//! The words that say which way something went, and by how many times.

use super::number::Number;
use super::token::Token;

/// Words of a direction, and which way they point.
const DIRECTIONS: &[(&str, i8)] = &[
    ("higher", 1),
    ("rose", 1),
    ("risen", 1),
    ("rising", 1),
    ("increased", 1),
    ("increase", 1),
    ("grew", 1),
    ("grown", 1),
    ("growth", 1),
    ("climbed", 1),
    ("jumped", 1),
    ("leapt", 1),
    ("surged", 1),
    ("soared", 1),
    ("expanded", 1),
    ("worsened", 1),
    ("deteriorated", 1),
    ("lower", -1),
    ("fell", -1),
    ("fallen", -1),
    ("falling", -1),
    ("reduced", -1),
    ("decreased", -1),
    ("decrease", -1),
    ("reduction", -1),
    ("dropped", -1),
    ("dropping", -1),
    ("dipped", -1),
    ("slipped", -1),
    ("plunged", -1),
    ("eased", -1),
    ("easing", -1),
    ("declined", -1),
    ("shrank", -1),
    ("shrunk", -1),
    // Of rates, days and caseloads: of the workforce it would be the other way, and is not said so.
    ("improved", -1),
];

/// Verbs that a word after them gives a direction: "went up".
const GOING: &[&str] =
    &["went", "gone", "go", "goes", "going", "came", "come", "coming", "edged", "crept", "inched", "nudged"];

/// The direction that the word at a place names: of a verb in two words, its first.
pub(crate) fn direction_at(tokens: &[Token], at: usize) -> Option<i8> {
    let token = tokens.get(at)?;
    if token.one_of(GOING) {
        return match tokens.get(at + 1)?.lower.as_str() {
            "up" => Some(1),
            "down" => Some(-1),
            _ => None,
        };
    }
    beside_a_number(tokens, at)
        .or_else(|| DIRECTIONS.iter().find(|(word, _)| token.is(word)).map(|(_, way)| *way))
}

/// "174, up from 160", "down 2 points": not "up to 20", "made up 12%".
fn beside_a_number(tokens: &[Token], at: usize) -> Option<i8> {
    let way = match tokens[at].lower.as_str() {
        "up" => 1,
        "down" => -1,
        _ => return None,
    };
    let before = at.checked_sub(1).map_or("", |place| tokens[place].lower.as_str());
    let next = tokens.get(at + 1)?;
    let leads = next.one_of(&["from", "on", "by"]) || next.number().is_some() || (way < 0 && next.is("to"));
    let of_a_verb =
        matches!(before, "made" | "make" | "makes" | "making" | "set" | "take" | "taken" | "follow");
    (leads && !of_a_verb && !GOING.contains(&before)).then_some(way)
}

/// The directions that a stretch of words names.
pub(crate) fn directions(tokens: &[Token]) -> Vec<i8> {
    (0..tokens.len()).filter_map(|at| direction_at(tokens, at)).collect()
}

/// "Doubled", "almost halved", "more than trebled": a direction and how many times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Multiple {
    /// Up or down.
    pub(crate) way: i8,
    times: i64,
    bound: Bound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Near,
    Beyond,
    Short,
}

impl Multiple {
    /// The only one that a stretch of words names.
    pub(crate) fn of(tokens: &[Token]) -> Option<Self> {
        let mut found = (0..tokens.len()).filter_map(|at| Self::at(tokens, at));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The one that the word at a place names.
    pub(crate) fn at(tokens: &[Token], at: usize) -> Option<Self> {
        let (way, times) = match tokens[at].lower.as_str() {
            "doubled" => (1, 2),
            "trebled" | "tripled" => (1, 3),
            "quadrupled" => (1, 4),
            "halved" => (-1, 2),
            _ => return None,
        };
        let word = |back: usize| at.checked_sub(back).map_or("", |place| tokens[place].lower.as_str());
        let bound = match (word(2), word(1)) {
            ("more", "than") => Bound::Beyond,
            (_, "almost" | "nearly") => Bound::Short,
            _ => Bound::Near,
        };
        Some(Self { way, times, bound })
    }

    /// Whether a change bears it out: "doubled" within a tenth, "almost" from a fifth short of it.
    pub(crate) fn holds(self, from: Number, to: Number) -> bool {
        let (low, high) = if self.way > 0 { (from, to) } else { (to, from) };
        let (low, high) = (i128::from(low.millionths()), i128::from(high.millionths()));
        let whole = low * i128::from(self.times);
        match self.bound {
            Bound::Beyond => high > whole,
            Bound::Short => high * 10 >= whole * 8 && high < whole,
            Bound::Near => (high - whole).abs() * 10 <= whole,
        }
    }
}
