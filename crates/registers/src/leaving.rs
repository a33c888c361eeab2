//! Why people leave and stay: interviews by theme, surveys by question, and who came back.
//!
//! What is told is counts, and only above a threshold: below it a count is *not told*, which is not zero. Interviews are
//! few and answers frank, so the threshold is that of the parameter `results.least-answers`, of all interviews together.

use serde::Serialize;
use std::collections::BTreeMap;

use workforce::period::Period;
use workforce::records::{ExitInterview, ExitReason, Records, Survey, SurveyResult};
use workforce::{Date, Workforce};

/// Interviews with leavers of some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exits {
    /// Spells that ended.
    pub left: u64,
    /// Of these, an interview was offered.
    pub offered: u64,
    /// Of these, one was held.
    pub held: u64,
    /// Held by someone other than the line manager.
    pub independent: u64,
    /// By theme: how many named it as main reason, and how many named it at all; none below the threshold.
    pub themes: Option<Vec<(&'static str, u64, u64)>>,
    /// By reason: how many named it at all, those of fewer than the threshold left out; none below the threshold.
    pub reasons: Option<Vec<(ExitReason, u64)>>,
    /// Regretted, avoidable, would return, each with of how many it was said; none below the threshold.
    pub said: Option<[(u64, u64); 3]>,
    /// Workers who started again after an earlier spell.
    pub returned: u64,
}

/// What leavers of a period said, told where at least so many were asked.
pub fn exits(workforce: &Workforce, period: Period, least: u64) -> Exits {
    let records = workforce.records();
    let left: Vec<_> = workforce.spells_ended(period).map(|(_, spell)| spell).collect();
    let interviews: Vec<&ExitInterview> =
        left.iter().filter_map(|spell| records.exit_interviews.get(spell.spell.as_str())).collect();
    let held: Vec<&ExitInterview> = interviews.iter().copied().filter(|one| one.held_on.is_some()).collect();
    let count = |count: usize| u64::try_from(count).unwrap_or(0);
    let told = count(held.len()) >= least;
    let manager = Some(workforce::records::HeldBy::Manager);
    let returned = workforce.spells_begun(period).filter(|(_, spell)| {
        workforce.employments_of(spell.worker).iter().any(|other| other.period.from < spell.period.from)
    });
    Exits {
        left: count(left.len()),
        offered: count(interviews.iter().filter(|one| one.offered_on.is_some()).count()),
        held: count(held.len()),
        independent: count(held.iter().filter(|one| one.held_by.is_some() && one.held_by != manager).count()),
        themes: told.then(|| themes(&held)),
        reasons: told.then(|| reasons(&held, least)),
        said: told.then(|| {
            let said = |answer: fn(&ExitInterview) -> Option<bool>| {
                let answers: Vec<bool> = held.iter().filter_map(|one| answer(one)).collect();
                (count(answers.iter().filter(|yes| **yes).count()), count(answers.len()))
            };
            [said(|one| one.regretted), said(|one| one.avoidable), said(|one| one.would_return)]
        }),
        returned: count(returned.count()),
    }
}

/// The reasons that an interview names, each once.
fn named(interview: &ExitInterview) -> Vec<ExitReason> {
    let mut reasons: Vec<ExitReason> =
        interview.main_reason.into_iter().chain(interview.reasons.iter().copied()).collect();
    reasons.sort_unstable_by_key(|reason| reason.code());
    reasons.dedup();
    reasons
}

fn themes(held: &[&ExitInterview]) -> Vec<(&'static str, u64, u64)> {
    let mut themes: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
    for interview in held {
        if let Some(main) = interview.main_reason {
            themes.entry(main.theme()).or_default().0 += 1;
        }
        let mut own: Vec<&'static str> = named(interview).into_iter().map(ExitReason::theme).collect();
        own.dedup();
        for theme in own {
            themes.entry(theme).or_default().1 += 1;
        }
    }
    let mut told: Vec<_> = themes.into_iter().map(|(theme, (main, any))| (theme, main, any)).collect();
    told.sort_by(|a, b| (b.2, a.0).cmp(&(a.2, b.0)));
    told
}

fn reasons(held: &[&ExitInterview], least: u64) -> Vec<(ExitReason, u64)> {
    let mut counts: BTreeMap<&'static str, (ExitReason, u64)> = BTreeMap::new();
    for reason in held.iter().flat_map(|one| named(one)) {
        counts.entry(reason.code()).or_insert((reason, 0)).1 += 1;
    }
    let mut told: Vec<_> = counts.into_values().filter(|(_, count)| *count >= least).collect();
    told.sort_by(|a, b| (b.1, a.0.code()).cmp(&(a.1, b.0.code())));
    told
}

/// The result of a question, or that it is not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// The question.
    pub question: String,
    /// In words.
    pub words: String,
    /// The standard for employers that it speaks to.
    pub standard: Option<u32>,
    /// The unit that answered.
    pub unit: String,
    /// How many answered and how many agreed; none where so few answered that it is not told.
    pub told: Option<(u32, Option<u32>)>,
}

/// A survey's results by question and unit, told where at least so many answered.
pub fn survey_results(records: &Records, survey: &Survey, least: u32) -> Vec<Answered> {
    let all = records.survey_results.values().filter(|one| one.survey == survey.survey);
    let mut rows: Vec<&SurveyResult> = all.collect();
    rows.sort_by(|a, b| (&a.question, &a.unit).cmp(&(&b.question, &b.unit)));
    let told = |row: &SurveyResult| (row.answered >= least).then_some((row.answered, row.agreed));
    let lines = rows.into_iter().map(|row| Answered {
        question: row.question.to_string(),
        words: row.words.as_ref().map(ToString::to_string).unwrap_or_default(),
        standard: row.standard,
        unit: row.unit.to_string(),
        told: told(row),
    });
    lines.collect()
}

/// Surveys that had ended by a day, the latest first.
pub fn surveys(records: &Records, on: Date) -> Vec<&Survey> {
    let mut ended: Vec<&Survey> = records.surveys.values().filter(|one| one.from <= on).collect();
    ended.sort_by(|a, b| (b.from, &a.survey).cmp(&(a.from, &b.survey)));
    ended
}
