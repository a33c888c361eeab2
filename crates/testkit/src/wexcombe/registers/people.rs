//! Registers of people at work: incentives, early careers, registration, and why they left.

use workforce::Date;
use workforce::period::Period;
use workforce::records::{Basis, LeavingReason, Origin, Spell};

use super::Desk;
use crate::wexcombe::chance::{plus, years_on};

/// A golden hello from April 2023: the payments on starting are its first and only instalment.
pub(super) fn incentives(desk: &mut Desk<'_>) {
    let from = jiff::civil::date(2023, 4, 1);
    let hard = desk.records.posts.values().filter(|post| post.hard_to_recruit.0);
    let mut hard: Vec<String> = hard.map(|post| post.post.to_string()).collect();
    hard.sort();
    hard.dedup();
    let hard = hard.join(";");
    let scheme = [
        ("scheme", "HELLO"),
        ("name", "Golden hello"),
        ("kind", "golden-hello"),
        ("census", "recruitment-bonus"),
        ("from", "2023-04-01"),
        ("posts", &hard),
        ("waivers", "redundancy;death;internal-move"),
        ("on_cost_hundredths", "3550"),
        ("review_on", "2026-03-31"),
    ];
    desk.write(from, "incentive_scheme", &scheme);
    let instalment = [
        ("scheme", "HELLO"),
        ("instalment", "1"),
        ("after_months", "1"),
        ("amount", "2000"),
        ("tie_in_months", "24"),
        ("taper", "linear"),
    ];
    desk.write(from, "incentive_instalment", &instalment);
    for spell in desk.spells(from) {
        let payment = format!("start-{}-{}", spell.worker, spell.started);
        let Some(mut payment) = desk.records.payments.get(payment.as_str()).cloned() else { continue };
        let award = format!("HELLO-{}", spell.spell);
        let columns = [
            ("award", award.as_str()),
            ("scheme", "HELLO"),
            ("spell", spell.spell.as_str()),
            ("awarded_on", &spell.started.to_string()),
            ("agreed_on", &spell.started.to_string()),
        ];
        desk.write(payment.paid_on, "incentive_award", &columns);
        payment.award = Some(workforce::cell::Key::new(award));
        payment.instalment = Some("1".into());
        desk.journal.write(payment.paid_on, payment);
    }
}

fn programme(desk: &mut Desk<'_>) {
    let known = desk.plan.from;
    let from = ("from", "2017-09-01");
    let columns = [
        ("programme", "ASYE"),
        from,
        ("name", "Assessed and supported year in employment"),
        ("kind", "asye"),
        ("months", "12"),
        ("longest_months", "24"),
        ("pro_rata", "yes"),
        ("source", "Councils' published arrangements"),
    ];
    desk.write(known, "programme", &columns);
    let stages: &[(&str, &[(&str, &str)])] = &[
        ("review-3", &[("kind", "review"), ("name", "Review at three months"), ("at_months", "3")]),
        ("review-6", &[("kind", "review"), ("name", "Review at six months"), ("at_months", "6")]),
        ("review-9", &[("kind", "review"), ("name", "Review at nine months"), ("at_months", "9")]),
        ("panel", &[("kind", "panel"), ("name", "Moderation panel"), ("at_months", "12")]),
        (
            "weekly",
            &[
                ("kind", "supervision"),
                ("name", "Supervision every week"),
                ("at_weeks", "0"),
                ("to_weeks", "6"),
                ("every_days", "7"),
            ],
        ),
        (
            "fortnightly",
            &[
                ("kind", "supervision"),
                ("name", "Supervision every fortnight"),
                ("at_weeks", "6"),
                ("to_months", "6"),
                ("every_days", "14"),
            ],
        ),
        (
            "monthly",
            &[
                ("kind", "supervision"),
                ("name", "Supervision every month"),
                ("at_months", "6"),
                ("to_months", "12"),
                ("every_days", "31"),
            ],
        ),
        (
            "time",
            &[
                ("kind", "protected-time"),
                ("name", "Time to learn"),
                ("at_weeks", "0"),
                ("to_months", "12"),
                ("share", "0.1"),
            ],
        ),
        (
            "workload",
            &[
                ("kind", "workload"),
                ("name", "Less work"),
                ("at_weeks", "0"),
                ("to_months", "12"),
                ("share", "0.9"),
            ],
        ),
    ];
    for (stage, more) in stages {
        let columns = [&[("programme", "ASYE"), ("stage", stage), from][..], more].concat();
        desk.write(known, "programme_stage", &columns);
    }
}

/// A cohort each September of the newly qualified who start that autumn, with reviews, panels and less work.
pub(super) fn early_careers(desk: &mut Desk<'_>) {
    programme(desk);
    for year in desk.plan.from.year()..desk.last.year() {
        let starts = jiff::civil::date(year, 9, 1);
        let autumn = Period::new(starts, Some(jiff::civil::date(year, 12, 1)));
        let spells: Vec<Spell> = desk
            .spells(starts)
            .into_iter()
            .filter(|spell| spell.origin == Some(Origin::NewlyQualified) && autumn.holds(spell.started))
            .collect();
        let Some(known) = spells.iter().map(|spell| spell.started).min() else { continue };
        let cohort = format!("ASYE-{year}");
        let places = (spells.len() + 1).to_string();
        let name = format!("ASYE {year}");
        let starts = starts.to_string();
        let columns = [
            ("cohort", cohort.as_str()),
            ("programme", "ASYE"),
            ("name", &name),
            ("starts", &starts),
            ("places", &places),
        ];
        desk.write(known, "cohort", &columns);
        for spell in spells {
            enrol(desk, &cohort, &spell);
        }
    }
}

fn enrol(desk: &mut Desk<'_>, cohort: &str, spell: &Spell) {
    let enrolment = format!("{cohort}-{}", spell.worker);
    let started = spell.started.to_string();
    let mut chance = desk.chance(2, spell.worker.as_str());
    let base = [
        ("enrolment", enrolment.as_str()),
        ("cohort", cohort),
        ("worker", spell.worker.as_str()),
        ("started", &started),
    ];
    desk.write(spell.started, "enrolment", &base);
    let end = plus(years_on(spell.started, 1), chance.between(0, 40));
    let left = spell.left.filter(|left| *left < end);
    let (outcome, on) = match left {
        Some(left) => ("left", left),
        None => (chance.weighted(&[("passed", 96), ("failed", 4)]), end),
    };
    for (stage, months) in [("review-3", 3), ("review-6", 6), ("review-9", 9), ("panel", 12)] {
        let held = plus(spell.started, months * 30 + chance.between(0, 20));
        if held <= on && chance.hit(9_700) {
            let columns =
                [("enrolment", enrolment.as_str()), ("stage", stage), ("held_on", &held.to_string())];
            desk.write(held, "milestone", &columns);
        }
    }
    if on <= plus(desk.last, 60) {
        let outcome = [("outcome", outcome), ("outcome_on", &on.to_string())];
        desk.write(on, "enrolment", &[&base[..], &outcome].concat());
    }
    let columns = [
        ("worker", spell.worker.as_str()),
        ("reduction", "asye"),
        ("from", &started),
        ("to", &years_on(spell.started, 1).to_string()),
        ("kind", "newly-qualified"),
        ("share", "0.1"),
    ];
    desk.write(spell.started, "reduction", &columns);
}

/// Renewals and supervision of the last autumn, a course, rights to work that end, practice educators.
pub(super) fn registration(desk: &mut Desk<'_>) {
    let on = plus(desk.last, -1);
    desk.write(
        on,
        "course",
        &[
            ("course", "TRAUMA"),
            ("name", "Working with trauma"),
            ("roles", "SW;SSW;AP"),
            ("teams", "CHI"),
            ("days", "2"),
            ("again_months", "36"),
        ],
    );
    for stay in desk.stays(Basis::Substantive, Date::MIN) {
        let spell =
            desk.records.spells.values().find(|spell| {
                spell.worker == stay.worker && Period::new(spell.started, spell.left).holds(on)
            });
        if spell.is_none() || !Period::new(stay.from, stay.to).holds(on) {
            continue;
        }
        let worker = stay.worker.to_string();
        let mut chance = desk.chance(3, &worker);
        let form = plus(jiff::civil::date(2025, 9, 1), chance.between(0, 90));
        let known = form.max(on);
        let done = chance.hit(8_500);
        let form = form.to_string();
        let fee_by = if done { "council" } else { "" };
        let columns = [
            ("worker", worker.as_str()),
            ("year", "2025"),
            ("form_on", &form),
            ("pieces", if done { "2" } else { "1" }),
            ("peer", if done { "yes" } else { "" }),
            ("fee_on", if done { &form } else { "" }),
            ("fee_by", fee_by),
        ];
        desk.write(known, "renewal", &columns);
        let held = plus(on, -chance.between(0, 34)).max(stay.from);
        let minutes = chance.between(4, 7) * 15;
        let columns = [
            ("worker", worker.as_str()),
            ("on", &held.to_string()),
            ("minutes", &minutes.to_string()),
            ("reflective", if chance.hit(6_000) { "yes" } else { "no" }),
        ];
        desk.write(held.max(plus(on, -30)), "supervision", &columns);
        if chance.hit(5_500) {
            let done = plus(on, -chance.between(20, 900)).max(stay.from).to_string();
            desk.write(on, "course_completion", &[("course", "TRAUMA"), ("worker", &worker), ("on", &done)]);
        }
        if chance.hit(350) {
            let ends = plus(on, chance.between(40, 900)).to_string();
            let columns = [
                ("worker", worker.as_str()),
                ("ground", "sponsored"),
                ("ends", &ends),
                ("occupation_code", "2461"),
                ("keep_until", "2031-09-30"),
            ];
            desk.write(on, "right_to_work", &columns);
        }
        if chance.hit(400) {
            let columns = [
                ("worker", worker.as_str()),
                ("stage", "stage-2"),
                ("from", "2022-04-01"),
                ("students", "1"),
            ];
            desk.write(on, "practice_educator", &columns);
        }
    }
}

/// Exit interviews of the last two years.
pub(super) fn leavers(desk: &mut Desk<'_>) {
    let since = years_on(desk.last, -2);
    let left = |spell: &Spell| spell.left.filter(|left| *left >= since && *left <= plus(desk.last, 60));
    let spells: Vec<(Spell, Date)> = desk
        .spells(Date::MIN)
        .into_iter()
        .filter_map(|spell| left(&spell).map(|left| (spell, left)))
        .collect();
    for (spell, left) in spells {
        let mut chance = desk.chance(4, spell.spell.as_str());
        if !chance.hit(7_500) {
            continue;
        }
        let reason = match spell.reason {
            Some(LeavingReason::Retired) => "personal-retirement",
            Some(LeavingReason::Resignation) => chance.weighted(&[
                ("workload-cases", 30),
                ("pay-agency", 22),
                ("flexibility-commute", 14),
                ("progression-no-route", 12),
                ("management-supervision", 10),
                ("wellbeing-stress", 12),
            ]),
            _ => "",
        };
        let held = chance.hit(7_000);
        let yes = |yes: bool| if yes { "yes" } else { "no" };
        let offered = plus(left, -21).to_string();
        let held_on = plus(left, -7).to_string();
        let columns = [
            ("spell", spell.spell.as_str()),
            ("offered_on", &offered),
            ("held_on", if held { &held_on } else { "" }),
            ("held_by", if held { chance.weighted(&[("hr", 60), ("manager", 40)]) } else { "" }),
            ("main_reason", if held { reason } else { "" }),
            ("regretted", if held { yes(chance.hit(7_000)) } else { "" }),
            ("avoidable", if held { yes(chance.hit(4_500)) } else { "" }),
            ("would_return", if held { yes(chance.hit(6_000)) } else { "" }),
            ("keep_until", &years_on(left, 3).to_string()),
        ];
        desk.write(left.max(since), "exit_interview", &columns);
    }
}
