//! The verdict on a number in a sentence: the published or recorded value, and where it differs, what gives the printed one.

mod beside;
mod change;
mod elsewhere;
mod level;
mod nearly;

use benchmarks::Measure;

use super::bind::{Bound, When};
use super::evidence::Place;
use super::number::Number;
use super::quantity::{Hedge, Quantity, Unit};
use super::topic::Topic;
use super::{Case, Claim, Kind, Verdict};

/// A number that another rule answers for: its sentence and its first token.
pub(crate) type Tied = Vec<(usize, usize)>;

/// What was found out about a number.
struct Finding {
    verdict: Verdict,
    measure: Measure,
    computed: Option<String>,
    because: String,
    source: String,
}

/// Every number that is a figure and that no other rule answers for.
pub(crate) fn check(case: &Case, bound: &[Bound], tied: &Tied, claims: &mut Vec<Claim>) {
    let findings: Vec<Option<Finding>> = bound.iter().map(|one| finding(case, one)).collect();
    for (at, one) in bound.iter().enumerate() {
        if tied.contains(&(one.sentence, one.quantity.first)) && !one.by_hand {
            continue;
        }
        let mut claim = claim(case, one);
        match &findings[at] {
            Some(found) => {
                claim.verdict = found.verdict;
                claim.measure = Some(found.measure.column());
                claim.authority = one.place.as_ref().map(Place::code);
                claim.period = one.when.year().map(|year| format!("year to 30 September {year}"));
                claim.computed.clone_from(&found.computed);
                claim.because.clone_from(&found.because);
                claim.source.clone_from(&found.source);
                soften(&mut claim, case, one, anchored(bound, &findings, at));
                if claim.verdict == Verdict::Contradicted
                    && !one.by_hand
                    && !one.change
                    && let Some(other) = elsewhere::elsewhere(case, one)
                {
                    claim.verdict = Verdict::Unsupported;
                    claim.because = format!(
                        "It is {other}, which the sentence names too, so that nothing is said. {}",
                        claim.because
                    );
                }
            }
            None if one.by_hand || is_figure(case, one) => {
                unbound(&mut claim, one);
                cohort(case, one, &mut claim);
            }
            None => continue,
        }
        definition(case, one, &mut claim);
        claims.push(claim);
    }
}

fn claim(case: &Case, bound: &Bound) -> Claim {
    let sentence = &case.sentences[bound.sentence];
    let mut claim = case.in_sentence(sentence, bound.quantity.span.clone(), Kind::Figure);
    claim.stated.clone_from(&bound.quantity.stated);
    claim.by_hand = bound.by_hand;
    claim
}

/// A relative or assumed period confirms; it contradicts only where another figure of the same period beside it holds.
fn soften(claim: &mut Claim, case: &Case, bound: &Bound, anchored: bool) {
    if matches!(claim.verdict, Verdict::Confirmed | Verdict::Unsupported) {
        return;
    }
    match bound.when {
        When::Relative(_) if !anchored => {
            claim.verdict = Verdict::Unsupported;
            claim.because = format!(
                "The period is the paper's own; for the year to 30 September, {}",
                lower_first(&claim.because)
            );
        }
        When::Assumed(_) => {
            claim.verdict = Verdict::Undefined;
            let period =
                if case.published.is_some() { "No period is given" } else { "No period or date is given" };
            claim.because =
                format!("{period}; if the last census year is meant, {}", lower_first(&claim.because));
        }
        _ => {}
    }
}

fn lower_first(text: &str) -> String {
    if text.starts_with("DfE") {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// Whether a figure beside this one, of the same area and year and from the same relative period, holds.
fn anchored(bound: &[Bound], findings: &[Option<Finding>], at: usize) -> bool {
    let this = &bound[at];
    bound.iter().zip(findings).enumerate().any(|(place, (other, found))| {
        place != at
            && other.sentence.abs_diff(this.sentence) <= 2
            && other.place == this.place
            && other.when == this.when
            && found.as_ref().is_some_and(|found| found.verdict == Verdict::Confirmed)
    })
}

/// What is counted in a paper about a workforce.
const STAFF: &[&str] = &[
    "social",
    "staff",
    "workers",
    "agency",
    "posts",
    "roles",
    "people",
    "practitioners",
    "managers",
    "leavers",
    "starters",
    "vacancies",
    "passed",
    "cases",
    "employees",
    "permanent",
    "children",
    "users",
    "responses",
    "applications",
    "applicants",
    "trainees",
    "contacts",
    "families",
    "referrals",
    "apprentices",
    "students",
];

/// Whether an unbound number is a figure that a reader could ask to see the ground of.
fn is_figure(case: &Case, bound: &Bound) -> bool {
    let quantity = &bound.quantity;
    if quantity.in_words && quantity.unit != Unit::Percent {
        return quantity.unit == Unit::Fte || quantity.hedge != Hedge::Exact;
    }
    if quantity.unit != Unit::Bare {
        return true;
    }
    let tokens = &case.sentences[bound.sentence].tokens;
    let after = tokens[quantity.last + 1..].iter().take(3).any(|token| token.one_of(STAFF));
    let before = quantity.first >= 2
        && (tokens[quantity.first - 1].is("of") && tokens[quantity.first - 2].is("cohort"));
    // "364 per 10,000".
    let rate = tokens.get(quantity.last + 1).is_some_and(|next| next.is("per"));
    after || before || rate || bound.topic.is_some()
}

fn unbound(claim: &mut Claim, bound: &Bound) {
    claim.verdict = Verdict::Unsupported;
    "none".clone_into(&mut claim.source);
    claim.because = match (&bound.why_not, bound.topic, bound.when) {
        (None, Some(_), _) if bound.supposed => {
            "Nothing to hold it against: no authority is named; give --authority.".to_owned()
        }
        (Some(why), ..) => format!("Nothing to hold it against: {why}."),
        (None, Some(_), When::Other) => {
            "Nothing to hold it against: its period is not a year to 30 September.".to_owned()
        }
        (None, Some(_), When::Unknown) => {
            claim.verdict = Verdict::Undefined;
            "No period is given that it could be tested for.".to_owned()
        }
        _ => "Nothing to hold it against: no published measure or figure of the record is meant.".to_owned(),
    };
}

/// A cohort that was recruited is part of the starters of a year.
fn cohort(case: &Case, bound: &Bound, claim: &mut Claim) {
    let (Some(home), Some(day)) = (&case.home, case.published) else { return };
    if !case.sentences[bound.sentence].has_any(&["cohort of", "cohorts"]) {
        return;
    }
    let year = super::period::census_year_before(day) + 1;
    let starters = case.evidence.value(home, year, Measure::StartersFte, case.published);
    if let Some(starters) = starters {
        claim.because.push_str(&format!(
            " A cohort must be found again among the starters: DfE has {} FTE for {} in the year to 30 September {year}.",
            starters.number, home.name
        ));
    }
}

/// What a reader must know about the words beside a figure that holds.
fn definition(case: &Case, bound: &Bound, claim: &mut Claim) {
    let sentence = &case.sentences[bound.sentence];
    if bound.topic == Some(Topic::Leavers) && sentence.has("left the profession") {
        claim.because.push_str(
            " The census counts everybody who left an authority's children's social work, also to another authority: \
             not those who left the profession.",
        );
    }
    if claim.measure.is_some() && sentence.has_any(&["front line roles", "frontline roles", "front line"]) {
        claim.because.push_str(" The published figure is of all children and family social workers, not of the front line alone.");
    }
}

/// The verdict, where the number is bound to a measure, an area and a year.
fn finding(case: &Case, bound: &Bound) -> Option<Finding> {
    if let Some(found) = beside::beside(case, bound).filter(|_| !bound.by_hand) {
        return Some(found);
    }
    let found = of_place(case, bound)?;
    (!bound.supposed || found.verdict == Verdict::Confirmed).then(|| Finding {
        because: if bound.supposed {
            format!("No area is named, and it is England's. {}", found.because)
        } else {
            found.because.clone()
        },
        ..found
    })
}

/// Whether a number that England was supposed for is England's.
pub(crate) fn is_englands(case: &Case, bound: &Bound) -> bool {
    bound.supposed && finding(case, bound).is_some()
}

fn of_place(case: &Case, bound: &Bound) -> Option<Finding> {
    let place = bound.place.as_ref()?;
    let year = bound.when.year()?;
    bound.measures.first()?;
    // "Two leavers" are named in passing; they are no figure of a year.
    let in_passing = bound.quantity.in_words && bound.quantity.unit == Unit::Bare && !bound.by_hand;
    if in_passing {
        return None;
    }
    let look = Look { case, place, year, quantity: &bound.quantity };
    if bound.change {
        let mut all = bound.measures.iter().filter_map(|measure| look.change(bound, *measure));
        let first = all.next();
        let holds = |one: &Finding| one.verdict == Verdict::Confirmed;
        return if first.as_ref().is_some_and(holds) { first } else { all.find(holds).or(first) };
    }
    Some(look.level(&bound.measures))
}

/// A question about one number.
struct Look<'a> {
    case: &'a Case<'a>,
    place: &'a Place,
    year: u16,
    quantity: &'a Quantity,
}

/// Whether a value bears out a printed number with its hedge.
pub(crate) fn holds(quantity: &Quantity, value: Number) -> bool {
    let stated = quantity.value;
    let (said, actual) = (i128::from(stated.millionths()), i128::from(value.millionths()));
    let rounds = value.prints_as(stated);
    match quantity.hedge {
        Hedge::Exact if quantity.in_words && quantity.unit == Unit::Percent => {
            (said - actual).abs() * 100 <= said * 3
        }
        Hedge::Exact => rounds,
        Hedge::About => rounds || (said - actual).abs() * 1000 <= said * 25,
        Hedge::Nearly => {
            // "Nearly a third" is looser than "nearly 33%".
            let loose = if quantity.in_words { 10 } else { 5 };
            actual < said && (said - actual) * 100 <= said * loose
        }
        Hedge::Over => actual > said,
        Hedge::Under => actual < said,
    }
}

/// The verdict on a cell of a table; whether there is one.
pub(crate) fn judge_cell(
    case: &Case,
    claim: &mut Claim,
    measures: &[Measure],
    place: &Place,
    when: When,
    cell: &super::table::Cell,
) -> bool {
    let Some(year) = when.year() else { return false };
    let quantity = Quantity {
        first: 0,
        last: 0,
        value: cell.number,
        unit: Unit::Bare,
        hedge: Hedge::Exact,
        in_words: false,
        span: cell.span.clone(),
        stated: cell.number.to_string(),
    };
    let found = Look { case, place, year, quantity: &quantity }.level(measures);
    claim.verdict = found.verdict;
    claim.measure = Some(found.measure.column());
    claim.authority = Some(place.code());
    claim.period = Some(format!("year to 30 September {year}"));
    claim.computed = found.computed;
    claim.because = found.because;
    claim.source = found.source;
    true
}
