//! Employed workers: who they are and how they qualified.

use crate::csww::code::CodeSet;
use crate::csww::element::Element;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, DERIVED_ERROR, ERROR, JUDGED_ERROR, QUERY, Rule, SCHEMA_ERROR, Severity};

const ALL: Years = Years::ALL;
const TO_2024: Years = Years::to(2024);
/// The longest institution of a public schema, in characters.
const LONGEST_INSTITUTION: usize = 300;

/// What people type where they know nothing.
fn is_filler(text: &str) -> bool {
    const FILLERS: &[&str] = &["unknown", "not known", "n/a", "na", "none", "tbc", "tba", "test", "-", "."];
    FILLERS.iter().any(|filler| text.eq_ignore_ascii_case(filler)) || text.bytes().all(|b| b.is_ascii_digit())
}

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-W20", ALL, [PersonBirthDate],
        "An employed worker has a date of birth",
        "An employed worker has no `PersonBirthDate`.",
        "The date of birth is missing",
        "Give the date of birth as yyyy-mm-dd.",
        when!(w: PersonBirthDate if w.is_employed() && w.born.is_missing()),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, PersonBirthDate = _), one!(Leaver, PersonBirthDate = _)]),
    rule!(JUDGED_ERROR, "CW-W21", ALL, [PersonBirthDate],
        "The date of birth is a real date before the census",
        "`PersonBirthDate` is no day of the calendar written `yyyy-mm-dd`, or is after 30 September of the census year.",
        "The date of birth is not a real date before the census",
        "Give the date of birth as yyyy-mm-dd.",
        when!(w: PersonBirthDate if w.born.is_invalid() || w.born.ok().is_some_and(|born| born > w.year.end())),
        pass [one!(InPost, PersonBirthDate = "1980-02-29")],
        fail [one!(InPost, PersonBirthDate = "1981-02-29"), one!(InPost, PersonBirthDate = "2025-10-01")]),
    rule!(QUERY, "CW-W22", ALL, [PersonBirthDate],
        "Ages are from 20 to 75",
        "The age at 30 September of the census year (of a leaver, on leaving) is below 20 or above 75. Both do occur.",
        "The age is unlikely",
        "Check the date of birth, or explain in the return note.",
        Check::Worker(|w, hits| {
            let day = w.ended.ok().unwrap_or_else(|| w.year.end());
            let born_before = w.born.ok().is_some_and(|born| born <= w.year.end());
            if let Some(age) = w.age_on(day).filter(|age| born_before && !(20..=75).contains(age)) {
                hits.because(Element::PersonBirthDate, format!("{age} years"));
            }
        }),
        pass [one!(InPost, PersonBirthDate = "2005-09-30"), one!(InPost, PersonBirthDate = "1949-10-01")],
        fail [one!(InPost, PersonBirthDate = "2005-10-01"), one!(InPost, PersonBirthDate = "1949-09-30"),
            one!(Leaver, PersonBirthDate = "2005-09-01")]),
    rule!(
        DERIVED_ERROR,
        "CW-W23",
        ALL,
        [PersonBirthDate, RoleStartDate],
        "Nobody starts before being born",
        "`PersonBirthDate` is on or after `RoleStartDate`.",
        "The worker started before being born",
        "Correct the date of birth or the start date.",
        when!(w: PersonBirthDate if w.born.ok().zip(w.started.ok()).is_some_and(|(born, started)| born >= started)),
        pass[one!(InPost)],
        fail[one!(InPost, PersonBirthDate = "2021-11-01")]
    ),
    rule!(
        QUERY,
        "CW-W24",
        ALL,
        [PersonBirthDate, RoleStartDate],
        "Nobody starts before 18",
        "The age at `RoleStartDate` is below 18.",
        "The worker was under 18 on starting",
        "Correct the date of birth or the start date.",
        when!(w: PersonBirthDate if w.started.ok().and_then(|day| w.age_on(day)).is_some_and(|age| age < 18)),
        pass[one!(InPost, PersonBirthDate = "2003-11-01")],
        fail[one!(InPost, PersonBirthDate = "2003-11-02")]
    ),
    rule!(ERROR, "CW-W25", ALL, [Sex, GenderCurrent],
        "An employed worker has a sex",
        "An employed worker has no `Sex` (to 2023 no `GenderCurrent`; in 2024 neither).",
        "The worker's sex is missing",
        "Give Sex as F or M; to 2023 GenderCurrent as 0, 1, 2 or 9.",
        Check::Worker(|w, hits| {
            let wanted = if w.year.number() >= 2024 { Element::Sex } else { Element::GenderCurrent };
            let other = w.year.number() == 2024 && w.has(Element::GenderCurrent);
            if w.is_employed() && !w.has(wanted) && !other {
                hits.at(wanted);
            }
        }),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, Sex = _), one!(Leaver, Sex = "")]),
    rule!(ERROR, "CW-W26", ALL, [Sex, GenderCurrent],
        "Sex is a code of its list",
        "From 2024 `Sex` is neither F nor M; to 2023 `GenderCurrent` is not 0, 1, 2 or 9.",
        "The code is not one of the list",
        "Give Sex as F or M; to 2023 GenderCurrent as 0, 1, 2 or 9.",
        Check::Worker(|w, hits| {
            let (item, set) = if w.year.number() >= 2024 {
                (Element::Sex, CodeSet::Sex)
            } else {
                (Element::GenderCurrent, CodeSet::Gender)
            };
            if w.is_no_code(item, set) {
                hits.at(item);
            }
        }),
        pass [one!(InPost, Sex = "M")], fail [one!(InPost, Sex = "f"), one!(InPost, Sex = "U"), one!(Agency, Sex = "2")]),
    rule!(
        ERROR,
        "CW-W27",
        ALL,
        [Ethnicity],
        "An employed worker has an ethnicity",
        "An employed worker has no `Ethnicity`. REFU and NOBT are codes for what is not known.",
        "The ethnicity is missing",
        "Give a code of the list; REFU when refused, NOBT when not yet obtained.",
        when!(w: Ethnicity if w.is_employed() && !w.has(Element::Ethnicity)),
        pass[one!(InPost, Ethnicity = "REFU")],
        fail[one!(InPost, Ethnicity = _)]
    ),
    rule!(SCHEMA_ERROR, "CW-W28", ALL, [Ethnicity],
        "Ethnicity is a code of its list",
        "`Ethnicity` is none of the eighteen codes of the census, which has none for Gypsy, Roma or Traveller.",
        "The code is not one of the list",
        "Give a code of the list, in capitals.",
        when!(w: Ethnicity if w.is_no_code(Element::Ethnicity, CodeSet::Ethnicity)),
        pass [one!(InPost, Ethnicity = "CHNE")], fail [one!(InPost, Ethnicity = "WROM"), one!(InPost, Ethnicity = "wbri")]),
    rule!(
        QUERY,
        "CW-W29",
        ALL,
        [Ethnicity, RoleStartDate],
        "Ethnicity is obtained within a year",
        "`Ethnicity` is NOBT and the worker started before the census year.",
        "The ethnicity has not been obtained after a year",
        "Ask the worker; REFU is the code for one who prefers not to say.",
        when!(w: Ethnicity if w.is(Element::Ethnicity, &["NOBT"]) && w.started.ok().is_some_and(|day| day < w.year.start())),
        pass[one!(Starter, Ethnicity = "NOBT")],
        fail[one!(InPost, Ethnicity = "NOBT")]
    ),
    rule!(QUERY.source = "Community Care, 1 May 2024: the item was voluntary; a schema made it an error", "CW-W30", TO_2024, [QualInst],
        "An employed worker's institution is given",
        "An employed worker has no `QualInst`. The item was voluntary.",
        "The institution of the qualification is missing",
        "Give the institution where it is known.",
        when!(w: QualInst if w.is_employed() && !w.has(Element::QualInst)),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, QualInst = _)]),
    rule!(
        SCHEMA_ERROR,
        "CW-W31",
        TO_2024,
        [QualInst],
        "The institution has at most 300 characters",
        "`QualInst` has more than 300 characters.",
        "The institution is longer than 300 characters",
        "Shorten the name.",
        when!(w: QualInst if w.text(Element::QualInst).is_some_and(|text| text.chars().count() > LONGEST_INSTITUTION)),
        pass[one!(InPost)],
        fail[one!(
            InPost,
            QualInst = "University of a Name That Goes on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on"
        )]
    ),
    rule!(QUERY, "CW-W32", TO_2024, [QualInst],
        "The institution is a name",
        "`QualInst` is a filler such as unknown, n/a or tbc, or digits only.",
        "The institution is not a name",
        "Give the institution, or leave the element out.",
        when!(w: QualInst if w.text(Element::QualInst).is_some_and(is_filler)),
        pass [one!(InPost)], fail [one!(InPost, QualInst = "N/A"), one!(InPost, QualInst = "0123")]),
    rule!(ERROR, "CW-W33", ALL, [QualLevel],
        "The level of qualification is a code of its list",
        "`QualLevel` is not 1, 2 or 3.",
        "The code is not one of the list",
        "Give 1 undergraduate, 2 postgraduate or 3 other.",
        when!(w: QualLevel if w.is_no_code(Element::QualLevel, CodeSet::QualLevel)),
        pass [one!(InPost, QualLevel = "3")], fail [one!(InPost, QualLevel = "4"), one!(InPost, QualLevel = "02")]),
    rule!(ERROR.severity = Severity::ErrorFrom(2025), "CW-W34", ALL, [QualLevel],
        "An employed worker has a level of qualification",
        "An employed worker has no `QualLevel`. Mandatory in 2025; before, not known to be, so a query.",
        "The level of qualification is missing",
        "Give 1 undergraduate, 2 postgraduate or 3 other.",
        when!(w: QualLevel if w.is_employed() && !w.has(Element::QualLevel)),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, QualLevel = _)]),
    rule!(ERROR, "CW-W35", ALL, [StepUpGrad],
        "Step Up graduates are marked 0 or 1",
        "An employed worker has no `StepUpGrad`, or a record has one that is neither 0 nor 1. Y and N are not accepted.",
        "The Step Up marker is missing or is neither 0 nor 1",
        "Give 1 for a Step Up to Social Work graduate and 0 for anyone else.",
        when!(w: StepUpGrad if w.is_employed() && !w.has(Element::StepUpGrad) || w.is_no_code(Element::StepUpGrad, CodeSet::YesNo)),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, StepUpGrad = _), one!(Agency, StepUpGrad = "Y")]),
    rule!(ERROR, "CW-W36", ALL, [FrontlineGrad],
        "Frontline graduates are marked 0 or 1",
        "An employed worker has no `FrontlineGrad`, or a record has one that is neither 0 nor 1.",
        "The Frontline marker is missing or is neither 0 nor 1",
        "Give 1 for a Frontline graduate and 0 for anyone else.",
        when!(w: FrontlineGrad if w.is_employed() && !w.has(Element::FrontlineGrad) || w.is_no_code(Element::FrontlineGrad, CodeSet::YesNo)),
        pass [one!(InPost), one!(Agency)], fail [one!(InPost, FrontlineGrad = _), one!(Agency, FrontlineGrad = "N")]),
    rule!(
        QUERY,
        "CW-W37",
        ALL,
        [StepUpGrad, FrontlineGrad],
        "Nobody graduates from both fast-track routes",
        "`StepUpGrad` and `FrontlineGrad` are both 1.",
        "The worker is marked as a graduate of both fast-track routes",
        "Keep the route by which the worker qualified.",
        when!(w: FrontlineGrad if w.is(Element::StepUpGrad, &["1"]) && w.is(Element::FrontlineGrad, &["1"])),
        pass[one!(InPost, StepUpGrad = "1")],
        fail[one!(InPost, StepUpGrad = "1", FrontlineGrad = "1")]
    ),
    rule!(QUERY, "CW-W38", ALL, [StepUpGrad, FrontlineGrad, QualLevel],
        "Fast-track graduates are postgraduates",
        "`StepUpGrad` or `FrontlineGrad` is 1 and `QualLevel` is 1. Both routes are postgraduate.",
        "A fast-track graduate has an undergraduate qualification",
        "Correct the marker or the level.",
        when!(w: QualLevel if (w.is(Element::StepUpGrad, &["1"]) || w.is(Element::FrontlineGrad, &["1"])) && w.is(Element::QualLevel, &["1"])),
        pass [one!(InPost, StepUpGrad = "1"), one!(InPost, QualLevel = "1")],
        fail [one!(InPost, StepUpGrad = "1", QualLevel = "1"), one!(InPost, FrontlineGrad = "1", QualLevel = "1")]),
];
