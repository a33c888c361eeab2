//! What the generated council pays, and how its workers qualified.
//!
//! Chance comes from streams of each worker's own, so that nothing here moves the history of posts and people.

use workforce::Date;
use workforce::cell::{Key, Text};
use workforce::quantity::Pence;
use workforce::records::{
    Eligible, Incentive, IncentiveOffer, KnowledgeSkills, KnowledgeStatus, Payment, PaymentKind, Post,
    Qualification, QualificationLevel, Salary,
};

use crate::wexcombe::Plan;
use crate::wexcombe::chance::{Chance, plus, weekdays, years_on};
use crate::wexcombe::journal::Journal;

const UNIVERSITIES: &[&str] = &[
    "University of Middleshire",
    "University of Northborough",
    "Saltmarsh University",
    "University of Westhaven",
    "Eastmoor University",
];

/// What the council pays beyond base salary, from the first day.
pub(super) fn offers(journal: &mut Journal, day: Date) {
    use Incentive as I;
    let offers = [
        (I::RecruitmentBonus, Eligible::Some),
        (I::RetentionBonus, Eligible::Some),
        (I::PerformanceAward, Eligible::None),
        (I::CarAllowance, Eligible::Some),
        (I::RelocationPackage, Eligible::Some),
        (I::RegionalWeighting, Eligible::None),
        (I::RegistrationFee, Eligible::All),
        (I::DisclosureCheck, Eligible::All),
    ];
    for (incentive, eligible) in offers {
        let eligible = Some(eligible);
        journal.write(day, IncentiveOffer { incentive, from: day, eligible, detail: None });
    }
    let detail = Some(Text::from("Standby payments, for some social workers"));
    let incentive = I::OtherAllowances;
    journal.write(day, IncentiveOffer { incentive, from: day, eligible: None, detail });
}

fn number(worker: &str) -> u64 {
    worker.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}

/// A new employee's qualification, salary and, in a post that is hard to fill, what is paid on starting.
pub(super) fn employed(
    journal: &mut Journal,
    plan: &Plan,
    worker: &str,
    post: &Post,
    (started, known): (Date, Date),
) {
    let mut chance = Chance::new(plan.seed, 1_000_000 + number(worker));
    let (step_up, frontline) =
        chance.weighted(&[((false, false), 92), ((true, false), 4), ((false, true), 4)]);
    let level = chance.weighted(&[
        (QualificationLevel::Undergraduate, 46),
        (QualificationLevel::Postgraduate, 48),
        (QualificationLevel::Other, 6),
    ]);
    let level = if step_up || frontline { QualificationLevel::Postgraduate } else { level };
    let institution = chance.pick(UNIVERSITIES);
    journal.write(
        known,
        Qualification {
            worker: Key::new(worker),
            level: Some(level),
            institution: Some(institution.into()),
            step_up: Some(step_up),
            frontline: Some(frontline),
        },
    );
    let status = match post.role.as_str() {
        "HOS" => KnowledgeSkills::Leader,
        "TM" => KnowledgeSkills::Supervisor,
        _ => KnowledgeSkills::Practitioner,
    };
    journal.write(known, KnowledgeStatus { worker: Key::new(worker), from: started, status });
    rise(journal, post, worker, started, (started.max(plan.from), known));
    if post.hard_to_recruit.0 && started > plan.from {
        journal.write(
            plus(started, 30),
            Payment {
                payment: format!("start-{worker}-{started}").into(),
                worker: Key::new(worker),
                kind: PaymentKind::RecruitmentRetention,
                paid_on: plus(started, 30),
                amount: pounds(2_000),
                award: None,
                instalment: None,
                note: None,
            },
        );
    }
}

/// A salary from a day on.
pub(super) fn rise(
    journal: &mut Journal,
    post: &Post,
    worker: &str,
    started: Date,
    (from, known): (Date, Date),
) {
    let base: i64 = match post.role.as_str() {
        "HOS" => 84_000,
        "TM" => 54_000,
        "AP" | "IRO" => 48_500,
        "SSW" => 44_500,
        _ => 38_000,
    };
    let steps = (weekdays(started, from) / 260).clamp(0, 4);
    // Each April 2.5% of the pay of 2024 more.
    let budget_year = i64::from(from.year()) - i64::from(from.month() < 4);
    let annual = (base + steps * 750) * (1_000 + 25 * (budget_year - 2024)) / 1_000;
    journal.write(known, Salary { worker: Key::new(worker), from, annual: pounds(annual) });
}

fn pounds(pounds: i64) -> Pence {
    Pence::from_pence(pounds * 100)
}

/// Pay of those who are here in a month: rises in April, retention payments in September, standby in December.
pub(super) fn month<'a>(
    journal: &mut Journal,
    plan: &Plan,
    day: Date,
    holders: impl Iterator<Item = (&'a Post, &'a str, Date)>,
) {
    for (post, worker, started) in holders {
        let paid_on = plus(day, 14);
        let (kind, amount) = match day.month() {
            4 => {
                rise(journal, post, worker, started, (day, day));
                continue;
            }
            9 if post.hard_to_recruit.0 && years_on(started, 1) <= day => {
                (PaymentKind::RecruitmentRetention, 1_500)
            }
            12 => {
                let year = u64::from(day.year().unsigned_abs());
                let mut chance = Chance::new(plan.seed, 2_000_000 + number(worker) * 10_000 + year);
                if !chance.hit(1_500) {
                    continue;
                }
                (PaymentKind::Other, chance.between(2, 24) * 50)
            }
            _ => continue,
        };
        journal.write(
            paid_on,
            Payment {
                payment: format!("{}-{worker}-{paid_on}", kind.code()).into(),
                worker: Key::new(worker),
                kind,
                paid_on,
                amount: pounds(amount),
                award: None,
                instalment: None,
                note: None,
            },
        );
    }
}
