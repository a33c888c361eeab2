//! Checks of the paper itself: what it names and does not hold, what was cut off or lost, what is stale, and counts so small
//! that they point at people.
//!
//! *Contradicted* where the paper says otherwise itself, *undefined* where something cannot be read, *imprecise* where the
//! wording no longer fits.

use workforce::Date;

use crate::document::{Block, Matter};

use super::number::Number;
use super::period;
use super::quantity;
use super::table::Grid;
use super::token::Sentence;
use super::{Case, Claim, Kind, Verdict};

pub(crate) fn check(case: &Case, grids: &[Grid], claims: &mut Vec<Claim>) {
    attachments(case, grids, claims);
    cut_off(case, claims);
    lost_charts(case, claims);
    same_links(case, claims);
    stale(case, claims);
    small_counts(case, claims);
    left_the_profession(case, claims);
}

fn note(case: &Case, sentence: &Sentence, verdict: Verdict, because: String) -> Claim {
    let mut claim = case.in_sentence(sentence, sentence.span.clone(), Kind::Document);
    claim.stated = String::new();
    claim.verdict = verdict;
    claim.because = because;
    claim
}

/// What the paper says is attached.
fn attachments(case: &Case, grids: &[Grid], claims: &mut Vec<Claim>) {
    let none = appendices_none(case);
    let appendices: Vec<&Block> =
        case.document.blocks.iter().filter(|block| is_appendix(case.document.at(&block.span))).collect();
    for sentence in &case.sentences {
        let attached = sentence.has_any(&[
            "is attached",
            "are attached",
            "attached tables",
            "attached table",
            "attached report",
            "is appended",
        ]);
        let closing = sentence.tokens.iter().rev().find(|token| !token.is_mark('.') && !token.is_mark(';'));
        let at_end = closing.is_some_and(|token| token.is("attached")) && sentence.has("report");
        let presented = sentence.has("reference the presentation");
        if !(attached || at_end || presented) {
            continue;
        }
        let tables = sentence.has_any(&["attached tables", "attached table"]) && !grids.is_empty();
        let claim = if tables || !appendices.is_empty() {
            let what = if tables { "tables" } else { "appendices" };
            note(case, sentence, Verdict::Confirmed, format!("The paper holds {what}."))
        } else if none {
            note(
                case,
                sentence,
                Verdict::Contradicted,
                "It names something attached, and under \"Appendices\" the paper says there are none."
                    .to_owned(),
            )
        } else {
            note(
                case,
                sentence,
                Verdict::Undefined,
                "It names something attached that is not in this text; read it before concluding.".to_owned(),
            )
        };
        claims.push(claim);
    }
}

fn is_appendix(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() <= 4
        && words.first().is_some_and(|word| word.trim_start_matches('#').eq_ignore_ascii_case("appendix"))
}

/// "15. Appendices / 15.1 None."
fn appendices_none(case: &Case) -> bool {
    let texts: Vec<String> =
        case.document.blocks.iter().map(|block| case.document.at(&block.span).to_lowercase()).collect();
    texts.windows(2).any(|pair| {
        let heading = pair[0].split_whitespace().count() <= 3 && pair[0].contains("appendices");
        let words: Vec<&str> =
            pair[1].split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        heading && matches!(words.as_slice(), ["none" | "n" | "nil", ..]) && words.len() <= 2
    })
}

fn cut_off(case: &Case, claims: &mut Vec<Claim>) {
    let text = &case.document.text;
    for phrase in ["view the full minutes text", "[truncated]", "read more...", "... more"] {
        let Some(at) = text.find(phrase) else { continue };
        let sentence = case.sentences.iter().find(|sentence| sentence.span.contains(&at));
        let span = sentence.map_or(at..at + phrase.len(), |sentence| sentence.span.clone());
        let mut claim = case.claim(span, at..at + phrase.len(), Kind::Document);
        claim.stated = String::new();
        claim.verdict = Verdict::Undefined;
        "The text is cut off here: nothing follows from what it does not say.".clone_into(&mut claim.because);
        claims.push(claim);
    }
}

/// The title of a chart with nothing after it.
fn lost_charts(case: &Case, claims: &mut Vec<Claim>) {
    const STARTS: &[&str] =
        &["percentage of", "% of", "number of", "chart", "figure", "rate of", "proportion of"];
    let blocks = &case.document.blocks;
    for (place, block) in blocks.iter().enumerate() {
        if matches!(block.matter, Matter::Table(_) | Matter::Item) {
            continue;
        }
        let text = case.document.at(&block.span);
        let lower = text.to_lowercase();
        let title = lower.split_once(": ").map_or(lower.as_str(), |(_, rest)| rest);
        let starts = STARTS.iter().any(|start| lower.starts_with(start) || title.starts_with(start));
        let short = text.split_whitespace().count() <= 20
            && !text.ends_with(['.', ';', ',', '!', '?'])
            && !text.contains('\n');
        let table = blocks[place + 1..].iter().take(2).any(|next| matches!(next.matter, Matter::Table(_)));
        if !starts || !short || table || text.chars().any(|c| c == '£') {
            continue;
        }
        let mut claim = case.claim(block.span.clone(), block.span.clone(), Kind::Document);
        claim.stated = String::new();
        claim.verdict = Verdict::Undefined;
        "It reads as the title of a chart or table, and none is here: its figures were lost. A chart needs its data beside it.".clone_into(&mut claim.because);
        claims.push(claim);
    }
}

/// One address given for two things.
fn same_links(case: &Case, claims: &mut Vec<Claim>) {
    let links = &case.document.links;
    for (place, link) in links.iter().enumerate() {
        let near = links[..place].iter().rev().find(|other| {
            other.target == link.target
                && other.span.start != link.span.start
                && link.span.start - other.span.start < 400
        });
        let Some(other) = near else { continue };
        let one_block = case
            .document
            .blocks
            .iter()
            .any(|block| block.span.start <= other.span.start && link.span.end <= block.span.end);
        let words = |span: &crate::document::Span| case.document.at(span).to_owned();
        let named_alike = case.document.format != crate::document::Format::Text
            && words(&other.span) == words(&link.span)
            && words(&link.span) != link.target;
        if !one_block || named_alike {
            continue;
        }
        let mut claim = case.claim(link.span.clone(), link.span.clone(), Kind::Document);
        claim.stated.clone_from(&link.target);
        claim.verdict = Verdict::Imprecise;
        "The same address stands here for two things; one of them is wrong.".clone_into(&mut claim.because);
        claims.push(claim);
    }
}

const FUTURE: &[&str] = &[
    "will take place",
    "will be",
    "will join",
    "will start",
    "will begin",
    "are due to",
    "is due to",
    "due to start",
    "have been arranged for",
    "has been arranged for",
    "is likely to",
    "are likely to",
    "is expected by",
    "expected by",
    "is expected in",
    "expected in",
    "we expect",
    "we will",
    "will transfer",
    "is intended to",
    "are looking at",
];

/// A day before the paper's own, written of as yet to come.
fn stale(case: &Case, claims: &mut Vec<Claim>) {
    let Some(day) = case.published else { return };
    let mut flagged = Vec::new();
    for sentence in &case.sentences {
        // A paper's own head, and what was decided before, are not told in the future.
        let Some(future) = FUTURE.iter().filter_map(|phrase| sentence.find(phrase)).min() else { continue };
        for mention in period::mentions(sentence) {
            let Some((year, month, of_day)) = mention.named else { continue };
            let near = mention.first >= future && mention.first - future <= 12;
            let year = year.map_or_else(|| day.year(), |year| i16::try_from(year).unwrap_or(day.year()));
            let (Ok(month), Some(last)) =
                (i8::try_from(month), of_day.map_or(Some(28), |day| i8::try_from(day).ok()))
            else {
                continue;
            };
            let Ok(when) = Date::new(year, month, last) else { continue };
            // Without a day, the month must be over; a paper that gives only its month counts from the first of it.
            let over = if of_day.is_some() { when < day } else { (year, month) < (day.year(), day.month()) };
            // "By January" in a paper of 2 February; "in December" in one of January is last year's only with its year.
            if !near || !over {
                continue;
            }
            let span = sentence.tokens[mention.first].span.start..sentence.tokens[mention.last].span.end;
            let words = case.document.at(&span).to_owned();
            let mut claim = case.in_sentence(sentence, span, Kind::Document);
            claim.stated.clone_from(&words);
            claim.verdict = Verdict::Imprecise;
            claim.because = format!(
                "{words} is before the paper's own date ({}), and is written of as yet to come: the text is older than the meeting.",
                shown(case, day)
            );
            flagged.push(claim);
        }
    }
    if let (Some(told), Some(first)) = (last_past(case, day), flagged.first_mut()) {
        first
            .because
            .push_str(&format!(" The last day told as past is {told}: the text was written soon after it."));
    }
    claims.extend(flagged);
}

/// The last day before the paper that is told as past, as it is written.
fn last_past(case: &Case, day: Date) -> Option<String> {
    const PAST: &[&str] = &["started", "joined", "began", "completed", "took place", "left"];
    let mut found: Vec<(Date, String)> = Vec::new();
    for sentence in &case.sentences {
        for mention in period::mentions(sentence) {
            let Some((year, month, Some(of_day))) = mention.named else { continue };
            let before = &sentence.tokens[mention.first.saturating_sub(6)..mention.first];
            let past = PAST.iter().any(|phrase| super::token::find(before, phrase).is_some());
            let due = super::token::find(before, "due").is_some();
            let year = year.map_or_else(|| day.year(), |year| i16::try_from(year).unwrap_or(day.year()));
            let (Ok(month), Ok(of_day)) = (i8::try_from(month), i8::try_from(of_day)) else { continue };
            let Ok(when) = Date::new(year, month, of_day) else { continue };
            if past && !due && when < day {
                let span = sentence.tokens[mention.first].span.start..sentence.tokens[mention.last].span.end;
                found.push((when, case.document.at(&span).to_owned()));
            }
        }
    }
    found.into_iter().max_by_key(|(when, _)| *when).map(|(_, words)| words)
}

fn shown(case: &Case, day: Date) -> String {
    if case.to_the_day { day.to_string() } else { format!("{:04}-{:02}", day.year(), day.month()) }
}

/// The count under which a number of people is not told in public.
const SMALL: i64 = 6;

/// "Only two social workers in Crewe are over the target": a count that points at people.
fn small_counts(case: &Case, claims: &mut Vec<Claim>) {
    const PEOPLE: &[&str] =
        &["social workers", "social worker", "young people", "leavers", "team managers", "workers"];
    const ABOUT_THEM: &[&str] = &[
        "over",
        "above",
        "sickness",
        "absent",
        "maternity",
        "disciplinary",
        "grievance",
        "capability",
        "applications",
        "left",
        "leaving",
        "names for",
        "applied",
    ];
    for sentence in &case.sentences {
        for quantity in quantity::of(sentence, &case.document.text) {
            let small = quantity.value.millionths() > 0
                && quantity.value.millionths() < Number::whole(SMALL).millionths();
            if !small || quantity.unit != quantity::Unit::Bare || quantity.value.places() > 0 {
                continue;
            }
            let after = &sentence.tokens[quantity.last + 1..];
            let people = PEOPLE.iter().any(|name| super::token::starts(after, name).is_some())
                || super::token::starts(after, "of the applications").is_some();
            let about = ABOUT_THEM.iter().any(|word| sentence.has(word));
            if !people || !about {
                continue;
            }
            let mut claim = case.in_sentence(sentence, quantity.span.clone(), Kind::Document);
            claim.verdict = Verdict::Imprecise;
            claim.because = format!(
                "{} is a count below {SMALL} of people in a named place or group: in public, say \"fewer than {SMALL}\" or leave it out, here and wherever it could be had by subtraction.",
                quantity.stated
            );
            claims.push(claim);
        }
    }
}

/// Leaving a council is not leaving the profession.
fn left_the_profession(case: &Case, claims: &mut Vec<Claim>) {
    // Once is enough for a paper.
    for sentence in &case.sentences {
        let Some(at) = sentence.find("left the profession") else { continue };
        let span = sentence.tokens[at].span.start..sentence.tokens[at + 2].span.end;
        let mut claim = case.in_sentence(sentence, span, Kind::Document);
        claim.verdict = Verdict::Imprecise;
        "The census counts leavers from each authority's children's social work, those who went to another authority as well. How many left the profession it does not count.".clone_into(&mut claim.because);
        claims.push(claim);
        return;
    }
}
