//! Asking every rule of every engagement, and of the council.

use serde::Serialize;
use workforce::facts::Work;
use workforce::period::Period;
use workforce::records::{Basis, Derogation};
use workforce::{Date, Workforce};

use super::rules::{Asks, Case, Duty, Rule, Verdict, Whole, all};
use crate::parameter::Parameters;

/// How serious a finding is, in the words of the census check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A rule that binds the council is not met.
    Error,
    /// The record does not say enough, the rule is a memorandum's, or the departure is derogated.
    Query,
}

/// Something that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How serious it is.
    pub level: Level,
    /// How binding the rule is on the day.
    pub duty: Duty,
    /// The day by which it was judged.
    pub day: Date,
    /// The record to look at first.
    pub record: String,
    /// The worker, where it is about one.
    pub worker: Option<String>,
    /// The worker's registration number.
    pub swe: Option<String>,
    /// The column.
    pub item: &'static str,
    /// Its value.
    pub value: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The derogation that allows it, and why, where there is one.
    pub note: Option<String>,
}

/// How a rule fared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: &'static str,
    /// What must hold.
    pub title: &'static str,
    /// How binding it is on the last day; none when it is not in force.
    pub duty: Option<&'static str>,
    /// Met.
    pub pass: usize,
    /// Not met, and allowed.
    pub derogated: usize,
    /// Not met.
    pub fail: usize,
    /// The record does not say enough.
    pub unknown: usize,
}

/// Everything that the rules found over some days.
#[derive(Debug, Clone)]
pub struct Check {
    /// The first day looked at.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// How many engagements were looked at.
    pub engagements: usize,
    /// Agency occupancies of the census's roles on these days that have no engagement record: no rule can be asked of them.
    pub without_terms: Vec<String>,
    /// What was found, by record and rule.
    pub findings: Vec<Finding>,
    /// How each rule fared, in the order of the registry.
    pub rules: Vec<RuleCount>,
}

/// Agency occupancies of children's social work that hold on a day looked at.
pub(crate) fn covered<'a>(whole: &Whole<'a>) -> impl Iterator<Item = Work<'a>> + use<'a> {
    let workforce = whole.workforce;
    let looked = Period::new(whole.from, whole.to.tomorrow().ok());
    workforce.works().filter(move |work| work.basis() == Basis::Agency && work.period().overlaps(looked))
}

/// A derogation that lets a rule be departed from: someone allowed it, and said why. Departing from the cap takes the
/// director and the chief executive, before the rate began.
fn allows(rule: &Rule, derogation: &Derogation, case: &Case<'_>) -> bool {
    let signed = |day: Option<Date>, by: Date| day.is_some_and(|day| day <= by);
    let begins = case.rate().map_or(case.occupancy.from, |rate| rate.from);
    let both = |by: Date| {
        signed(derogation.director_signed_on, by) && signed(derogation.chief_executive_signed_on, by)
    };
    let allowed = if rule.id == "AR-01" {
        both(begins)
    } else {
        both(case.day) || (derogation.approved_by.is_some() && signed(derogation.approved_on, case.day))
    };
    allowed && derogation.reason.is_some()
}

/// Asks the rules of the days from `from` to `to`, both included.
pub fn check(workforce: &Workforce, parameters: &Parameters<'_>, from: Date, to: Date) -> Check {
    let whole = Whole { workforce, parameters, from, to };
    let records = workforce.records();
    let mut engagements: Vec<_> = records.engagements.values().collect();
    engagements.sort_unstable_by(|a, b| a.engagement.cmp(&b.engagement));
    let cases: Vec<Case<'_>> =
        engagements.iter().filter_map(|engagement| Case::new(whole, engagement)).collect();
    let mut found = Check {
        from,
        to,
        engagements: cases.len(),
        without_terms: without_terms(&whole, &cases),
        findings: Vec::new(),
        rules: Vec::new(),
    };
    for rule in all() {
        let duty = whole.duty(rule, to).map(Duty::code);
        let mut count =
            RuleCount { rule: rule.id, title: rule.title, duty, pass: 0, derogated: 0, fail: 0, unknown: 0 };
        match rule.asks {
            Asks::Engagement(ask) => {
                for case in &cases {
                    if let Some(duty) = whole.duty(rule, case.day) {
                        let verdict = ask(case);
                        of_case(&mut found.findings, &mut count, rule, duty, case, verdict);
                    }
                }
            }
            Asks::Council(ask) => {
                if let Some(duty) = whole.duty(rule, to) {
                    for (record, verdict) in ask(&whole) {
                        let finding = finding(rule, duty, to, record, verdict, &mut count);
                        found.findings.extend(finding);
                    }
                }
            }
        }
        found.rules.push(count);
    }
    found.findings.sort_by(|a, b| (&a.record, a.rule.id).cmp(&(&b.record, b.rule.id)));
    found
}

fn without_terms(whole: &Whole<'_>, cases: &[Case<'_>]) -> Vec<String> {
    let children = covered(whole).filter(|work| {
        let role = work.on(work.period().clamp(whole.to)).role;
        role.and_then(|role| whole.workforce.role_on(role, whole.to)).is_some_and(|facts| facts.census)
    });
    let known = |work: &Work<'_>| cases.iter().any(|case| &case.occupancy.occupancy == work.occupancy());
    let mut without: Vec<String> =
        children.filter(|work| !known(work)).map(|work| work.occupancy().to_string()).collect();
    without.sort_unstable();
    without
}

fn of_case(
    findings: &mut Vec<Finding>,
    count: &mut RuleCount,
    rule: &'static Rule,
    duty: Duty,
    case: &Case<'_>,
    verdict: Verdict,
) {
    // What a sign-off lacks is not put right by the same derogation.
    let may = matches!(verdict, Verdict::Fail(..)) && rule.id != "AR-01c";
    let derogations = if may { case.derogations(rule.id) } else { Vec::new() };
    let allowed = derogations.into_iter().find(|derogation| allows(rule, derogation, case));
    let record = format!("engagement:{}", case.engagement.engagement);
    let Some(mut one) = finding(rule, duty, case.day, record, verdict, count) else { return };
    one.worker = Some(case.occupancy.worker.to_string());
    one.swe = case.worker.and_then(|worker| worker.registration.as_ref()).map(ToString::to_string);
    if let Some(derogation) = allowed {
        count.fail -= 1;
        count.derogated += 1;
        one.level = Level::Query;
        let reason = derogation.reason.as_deref().unwrap_or_default();
        one.note = Some(format!("derogation `{}`: {reason}", derogation.derogation));
    }
    findings.push(one);
}

fn finding(
    rule: &'static Rule,
    duty: Duty,
    day: Date,
    record: String,
    verdict: Verdict,
    count: &mut RuleCount,
) -> Option<Finding> {
    let (level, item, value, message) = match verdict {
        Verdict::NotAsked => return None,
        Verdict::Pass => {
            count.pass += 1;
            return None;
        }
        Verdict::Fail(item, value, told) => {
            count.fail += 1;
            let level = if duty == Duty::Voluntary { Level::Query } else { Level::Error };
            let mut letters = told.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            (level, item, value, format!("{first}{}.", letters.as_str()))
        }
        Verdict::Unknown(item, missing) => {
            count.unknown += 1;
            (Level::Query, item, None, format!("Not enough is recorded; missing is {missing}."))
        }
    };
    Some(Finding {
        rule,
        level,
        duty,
        day,
        record,
        worker: None,
        swe: None,
        item,
        value,
        message,
        note: None,
    })
}
