//! What sentences are about: the phrases that name a measure, and the words that narrow whom it is counted over.

use benchmarks::Measure;

use super::direction;
use super::quantity::Unit;
use super::token::{self, Sentence, Token};

/// A subject of the published figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    Turnover,
    Leavers,
    Starters,
    Agency,
    AgencyCover,
    VacancyCover,
    Vacancy,
    Absence,
    DaysLost,
    Caseload,
    Cases,
    CaseHolders,
    InPost,
}

/// A topic and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) topic: Topic,
}

/// Longer phrases come first where one holds another.
const PHRASES: &[(&str, Topic)] = &[
    ("agency workers covering vacancies", Topic::AgencyCover),
    ("agency staff covering vacancies", Topic::AgencyCover),
    ("agency workers were covering vacancies", Topic::AgencyCover),
    ("agency workers were covering a vacancy", Topic::AgencyCover),
    ("covering a vacancy", Topic::AgencyCover),
    ("covered a vacancy", Topic::AgencyCover),
    ("agency workers who were covering vacancies", Topic::AgencyCover),
    ("covered vacancies", Topic::AgencyCover),
    ("covering vacancies", Topic::AgencyCover),
    ("cover vacancies", Topic::AgencyCover),
    ("vacancies covered by agency workers", Topic::VacancyCover),
    ("vacancies were covered by agency workers", Topic::VacancyCover),
    ("vacancies were covered by agency staff", Topic::VacancyCover),
    ("turnover rates", Topic::Turnover),
    ("turnover rate", Topic::Turnover),
    ("turnover", Topic::Turnover),
    ("social workers leaving", Topic::Leavers),
    ("social workers left", Topic::Leavers),
    ("staff left", Topic::Leavers),
    ("leavers", Topic::Leavers),
    ("left", Topic::Leavers),
    ("new starters", Topic::Starters),
    ("starters", Topic::Starters),
    ("social workers started", Topic::Starters),
    ("social workers joined", Topic::Starters),
    ("joined", Topic::Starters),
    ("recruited", Topic::Starters),
    ("appointed", Topic::Starters),
    ("started with", Topic::Starters),
    ("joiners", Topic::Starters),
    ("agency worker rates", Topic::Agency),
    ("agency worker rate", Topic::Agency),
    ("agency rates", Topic::Agency),
    ("agency rate", Topic::Agency),
    ("agency social workers", Topic::Agency),
    ("agency workers", Topic::Agency),
    ("agency worker", Topic::Agency),
    ("agency staff", Topic::Agency),
    ("agency usage", Topic::Agency),
    ("agency headcount", Topic::Agency),
    ("use of agency", Topic::Agency),
    ("agency", Topic::Agency),
    ("vacancy rates", Topic::Vacancy),
    ("vacancy rate", Topic::Vacancy),
    ("vacancies", Topic::Vacancy),
    ("vacancy", Topic::Vacancy),
    ("vacant posts", Topic::Vacancy),
    ("vacant", Topic::Vacancy),
    ("unfilled", Topic::Vacancy),
    ("stood empty", Topic::Vacancy),
    ("posts were empty", Topic::Vacancy),
    ("without a permanent holder", Topic::Vacancy),
    ("days lost", Topic::DaysLost),
    ("days were lost", Topic::DaysLost),
    ("sickness absence rate", Topic::Absence),
    ("sickness absence", Topic::Absence),
    ("sickness rate", Topic::Absence),
    ("absence rates", Topic::Absence),
    ("absence rate", Topic::Absence),
    ("rate of sickness", Topic::Absence),
    ("absence", Topic::Absence),
    ("days to sickness", Topic::DaysLost),
    ("days lost to sickness", Topic::DaysLost),
    ("days were lost to sickness", Topic::DaysLost),
    ("sickness", Topic::Absence),
    ("average caseloads", Topic::Caseload),
    ("average caseload", Topic::Caseload),
    ("caseloads", Topic::Caseload),
    ("caseload", Topic::Caseload),
    ("cases held", Topic::Cases),
    ("cases were held", Topic::Cases),
    ("case holders", Topic::CaseHolders),
    ("in post", Topic::InPost),
    ("social workers were employed", Topic::InPost),
    ("social workers employed", Topic::InPost),
    ("employed", Topic::InPost),
    ("workforce of", Topic::InPost),
    ("size of the workforce", Topic::InPost),
    ("social workers by headcount", Topic::InPost),
    ("social workers were in post", Topic::InPost),
];

/// Words that narrow whom a figure is about to fewer than the published measures count, or to others.
const NARROWING: &[&str] = &[
    "newly qualified",
    "nqsw",
    "nqsws",
    "asye",
    "academy",
    "team managers",
    "team manager",
    "managers",
    "manager",
    "senior practitioners",
    "advanced practitioners",
    "advanced practitioner",
    "practitioners",
    "adult",
    "adults",
    "adults'",
    "adult's",
    "occupational",
    "foster",
    "carers",
    "apprentices",
    "personal advisers",
    "family support",
    "business support",
    "family practitioner",
    "head of service",
    "overseas",
    "students",
    "teachers",
    "nurses",
    "residential",
    "early help",
    "team leaders",
    "team leader",
    "cohort of",
    "crewe",
    "macclesfield",
    "in the team",
    "this team",
    "teams",
    "the profession had",
    "had been in the role",
    "less than 5 years",
    "applications",
    "appointments",
    "interviews",
    "supervision",
    "forecast",
    "agency bill",
    "agency spend",
    "agency spending",
    "agency cost",
    "agency costs",
    "agency budget",
    "agency expenditure",
    "spend on agency",
    "spent on agency",
    "spending on agency",
    "cost of agency",
    "costs of agency",
    "expect",
    "planned",
    "schools",
    "care homes",
    "expected to",
    "projected",
    "aim to",
    "plan to",
    "would",
    "will",
];

/// The topics of a sentence, in order.
pub(crate) fn mentions(sentence: &Sentence) -> Vec<Mention> {
    let tokens = &sentence.tokens;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(mention) = cases(tokens, at).or_else(|| started(tokens, at)) {
            found.push(mention);
            at += 1;
            continue;
        }
        let longest = PHRASES
            .iter()
            .filter_map(|(phrase, topic)| Some((token::starts(&tokens[at..], phrase)?, *topic)))
            .max_by_key(|(taken, _)| *taken);
        match longest {
            Some((taken, topic)) => {
                found.push(Mention { first: at, last: at + taken - 1, topic });
                at += taken;
            }
            None => {
                found.extend(workforce(tokens, at));
                at += 1;
            }
        }
    }
    if found.is_empty() {
        found.extend((1..tokens.len()).find_map(|at| had(tokens, at)));
    }
    found
}

/// "The workforce shrank": what is said to move is how many are in post.
fn workforce(tokens: &[Token], at: usize) -> Option<Mention> {
    let have = usize::from(tokens.get(at + 1).is_some_and(|next| next.one_of(&["has", "have", "had"])));
    let moves = direction::direction_at(tokens, at + 1 + have).is_some();
    // "We have grown our workforce".
    let back = |back: usize| at.checked_sub(back).and_then(|place| direction::direction_at(tokens, place));
    let object = at >= 2 && tokens[at - 1].one_of(&["our", "the", "its", "their"]) && back(2).is_some();
    let counted = tokens[at].is("workforce") || tokens[at].is("headcount");
    // "Headcount was unchanged, at 241", "headcount, 35,199": not "by headcount".
    let alone = tokens[at].is("headcount")
        && (at == 0 || !tokens[at - 1].one_of(&["by", "agency", "of", "a"]))
        && tokens.get(at + 1).is_some_and(|next| next.one_of(&["was", "is", "stood", ",", ":", "of"]));
    // "The second largest social work workforce", "the workforce hits a record high".
    let record = tokens[at].is("workforce")
        && (tokens[at.saturating_sub(4)..at]
            .iter()
            .any(|token| token.one_of(&["largest", "smallest", "biggest", "bigger", "larger", "smaller"]))
            || tokens[at + 1..].iter().take(4).any(|token| token.is("record")));
    (counted && (moves || object || alone || record)).then_some(Mention {
        first: at,
        last: at,
        topic: Topic::InPost,
    })
}

/// "3,747 cases were held", "16.1 cases each": all of them, or those of one worker.
fn cases(tokens: &[Token], at: usize) -> Option<Mention> {
    const HELD: &[&str] = &["held", "hold", "holding", "holds", "carried", "carrying", "carry"];
    const EACH: &[&str] = &["each", "per", "every", "average", "apiece"];
    let number = tokens[at.checked_sub(1)?].number().filter(|_| tokens[at].is("cases"))?;
    let around = &tokens[at.saturating_sub(4)..(at + 6).min(tokens.len())];
    let of_one = number.places() > 0 || around.iter().any(|token| token.one_of(EACH));
    let held = tokens.iter().any(|token| token.one_of(HELD));
    let topic = if of_one { Topic::Caseload } else { Topic::Cases };
    (held || of_one).then_some(Mention { first: at, last: at, topic })
}

/// "34.3 FTE started", "26 people started".
fn started(tokens: &[Token], at: usize) -> Option<Mention> {
    let before = &tokens[at.saturating_sub(2)..at];
    let counted = before.last().is_some_and(|token| token.one_of(&["fte", "wte", "people"]))
        && before.first().is_some_and(|token| token.number().is_some());
    (tokens[at].is("started") && counted).then_some(Mention { first: at, last: at, topic: Topic::Starters })
}

/// "England had 33,119 FTE social workers": those in post, where the sentence is about nothing else.
fn had(tokens: &[Token], at: usize) -> Option<Mention> {
    const OF: &[&str] = &[
        "social workers",
        "children's social workers",
        "children and family social workers",
        "child and family social workers",
    ];
    tokens[at].number()?;
    let next = |on: usize| tokens.get(at + on).map_or("", |token| token.lower.as_str());
    let unit = match (next(1), next(2)) {
        ("fte" | "wte", _) => 1,
        ("full-time" | "whole-time", "equivalent" | "equivalents") => 2,
        _ => 0,
    };
    let have = tokens[at - 1].one_of(&["had", "has", "have", "were", "are", "employed", "of"]);
    let hedged = at >= 2 && tokens[at - 2].one_of(&["had", "has", "have", "were", "are", "employed"]);
    let people = ["headcount", "by head"].iter().any(|phrase| token::find(tokens, phrase).is_some());
    let counted = (unit > 0 || people) && (have || hedged || at <= 1);
    let after = tokens.get(at + 1 + unit..)?;
    let taken = OF.iter().find_map(|phrase| token::starts(after, phrase)).filter(|_| counted)?;
    Some(Mention { first: at + 1 + unit, last: at + unit + taken, topic: Topic::InPost })
}

/// The word that narrows a sentence to a part of the workforce, or looks ahead.
pub(crate) fn narrowed(sentence: &Sentence) -> Option<&'static str> {
    NARROWING.iter().copied().find(|phrase| sentence.has(phrase))
}

/// The basis that a figure is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    Fte,
    Headcount,
    Unsaid,
}

/// The measures that a number of a unit may be of, the headline first.
pub(crate) fn measures(topic: Topic, unit: Unit, basis: Basis) -> Vec<Measure> {
    use Measure as M;
    let both = match (topic, unit) {
        (Topic::Turnover, Unit::Percent) => vec![M::TurnoverRateFte, M::TurnoverRateHeadcount],
        (Topic::Agency, Unit::Percent) => vec![M::AgencyRateFte, M::AgencyRateHeadcount],
        (Topic::AgencyCover, Unit::Percent) => vec![M::AgencyCoverRateFte],
        (Topic::VacancyCover, Unit::Percent) => vec![M::VacancyAgencyCoverRateFte],
        (Topic::Vacancy, Unit::Percent) => vec![M::VacancyRateFte],
        (Topic::Absence, Unit::Percent) => vec![M::AbsenceRateFte],
        (Topic::DaysLost | Topic::Absence, Unit::Days) | (Topic::DaysLost, Unit::Bare) => {
            vec![M::WorkingDaysLostFte]
        }
        (Topic::Leavers, Unit::Bare | Unit::Fte) => vec![M::LeaversFte, M::LeaversHeadcount],
        (Topic::Starters, Unit::Bare | Unit::Fte) => vec![M::StartersFte, M::StartersHeadcount],
        (Topic::Agency, Unit::Bare | Unit::Fte) => vec![M::AgencyFte, M::AgencyHeadcount],
        (Topic::AgencyCover, Unit::Bare | Unit::Fte) => vec![M::AgencyCoverFte],
        (Topic::Vacancy, Unit::Bare | Unit::Fte) => vec![M::VacancyFte],
        (Topic::InPost, Unit::Bare | Unit::Fte) => vec![M::InpostFte, M::InpostHeadcount],
        (Topic::CaseHolders, Unit::Bare | Unit::Fte) => vec![M::CaseHoldersFte],
        (Topic::Cases, Unit::Bare) => vec![M::Cases],
        (Topic::Caseload, Unit::Bare) => vec![M::CaseloadFte],
        _ => vec![],
    };
    let fits = |measure: &M| match (basis, unit) {
        (_, Unit::Fte) | (Basis::Fte, _) => *measure == both[0],
        (Basis::Headcount, _) => both.len() == 1 || *measure == both[1],
        (Basis::Unsaid, _) => true,
    };
    both.iter().copied().filter(fits).collect()
}

/// The measure by the other basis.
pub(crate) fn other_basis(measure: Measure) -> Option<Measure> {
    use Measure as M;
    Some(match measure {
        M::InpostFte => M::InpostHeadcount,
        M::InpostHeadcount => M::InpostFte,
        M::StartersFte => M::StartersHeadcount,
        M::StartersHeadcount => M::StartersFte,
        M::LeaversFte => M::LeaversHeadcount,
        M::LeaversHeadcount => M::LeaversFte,
        M::TurnoverRateFte => M::TurnoverRateHeadcount,
        M::TurnoverRateHeadcount => M::TurnoverRateFte,
        M::AgencyFte => M::AgencyHeadcount,
        M::AgencyHeadcount => M::AgencyFte,
        M::AgencyRateFte => M::AgencyRateHeadcount,
        M::AgencyRateHeadcount => M::AgencyRateFte,
        _ => return None,
    })
}

/// The headline measure of a topic, to compare years and areas by: its rate, or its count where it has no rate.
pub(crate) fn headline(topic: Topic) -> Measure {
    use Measure as M;
    match topic {
        Topic::Turnover => M::TurnoverRateFte,
        Topic::Leavers => M::LeaversFte,
        Topic::Starters => M::StartersFte,
        Topic::Agency => M::AgencyRateFte,
        Topic::AgencyCover => M::AgencyCoverRateFte,
        Topic::VacancyCover => M::VacancyAgencyCoverRateFte,
        Topic::Vacancy => M::VacancyRateFte,
        Topic::Absence => M::AbsenceRateFte,
        Topic::DaysLost => M::WorkingDaysLostFte,
        Topic::Caseload => M::CaseloadFte,
        Topic::Cases => M::Cases,
        Topic::CaseHolders => M::CaseHoldersFte,
        Topic::InPost => M::InpostFte,
    }
}

/// A measure in words.
pub(crate) fn words(measure: Measure) -> &'static str {
    use Measure as M;
    match measure {
        M::InpostFte => "social workers in post (FTE)",
        M::InpostHeadcount => "social workers in post (people)",
        M::StartersFte => "starters (FTE)",
        M::StartersHeadcount => "starters (people)",
        M::LeaversFte => "leavers (FTE)",
        M::LeaversHeadcount => "leavers (people)",
        M::TurnoverRateFte => "turnover rate by FTE",
        M::TurnoverRateHeadcount => "turnover rate by headcount",
        M::AgencyFte => "agency workers (FTE)",
        M::AgencyHeadcount => "agency workers (people)",
        M::AgencyRateFte => "agency worker rate by FTE",
        M::AgencyRateHeadcount => "agency worker rate by headcount",
        M::AgencyCoverFte => "agency workers covering vacancies (FTE)",
        M::AgencyCoverRateFte => "share of agency workers covering vacancies",
        M::VacancyFte => "vacancies (FTE)",
        M::VacancyRateFte => "vacancy rate",
        M::VacancyAgencyCoverRateFte => "share of vacancies covered by agency workers",
        M::CaseHoldersFte => "FTE holding cases",
        M::Cases => "cases held",
        M::CaseloadFte => "average caseload",
        M::WorkingDaysLostFte => "working days lost to sickness",
        M::AbsenceRateFte => "sickness absence rate",
    }
}
