//! What cannot be, or is doubtful, in the registers: recruitment, agency, programmes, improvement, surveys.

use std::collections::BTreeMap;

use crate::check::{
    Breach, CENSUS_REASON_DIFFERS, NOT_AGENCY, NUMBER_OUT_OF_RANGE, OUTCOME_WITHOUT_DATE, QUARTER_FORM,
    SHARED_ADDRESS, STAGE_ORDER, UNKNOWN_WITHIN, breach,
};
use crate::quantity::{Fte, Pence};
use crate::record::Kind;
use crate::records::{ApplicationStage, Basis, Records, Stage};

pub(super) fn check(records: &Records, found: &mut Vec<Breach>) {
    ranges(records, found);
    agency(records, found);
    applications(records, found);
    labels(records, found);
    for enrolment in records.enrolments.values() {
        if enrolment.outcome.is_some() && enrolment.outcome_on.is_none() {
            let message = format!("Enrolment `{}` ended on no stated day", enrolment.enrolment);
            found.push(breach(OUTCOME_WITHOUT_DATE, enrolment, "outcome_on", message));
        }
    }
    channels(records, found);
    for interview in records.exit_interviews.values() {
        let spell = records.spells.get(interview.spell.as_str());
        let (Some(said), Some(told)) = (interview.main_reason, spell.and_then(|spell| spell.reason)) else {
            continue;
        };
        if said.census() != told {
            let message =
                format!("`{said}` goes with the census reason `{}`; the spell says `{told}`", said.census());
            found.push(breach(CENSUS_REASON_DIFFERS, interview, "main_reason", message));
        }
    }
}

/// Notes a number that is outside its range.
fn range<T: Kind>(found: &mut Vec<Breach>, record: &T, column: &'static str, within: bool, told: &str) {
    if !within {
        found.push(breach(NUMBER_OUT_OF_RANGE, record, column, format!("`{column}` is not {told}")));
    }
}

fn ranges(records: &Records, found: &mut Vec<Breach>) {
    let share = |share: Fte| (Fte::ZERO..=Fte::ONE).contains(&share);
    for rating in records.risk_ratings.values() {
        range(found, rating, "likelihood", (1..=5).contains(&rating.likelihood), "from 1 to 5");
        range(found, rating, "impact", (1..=5).contains(&rating.impact), "from 1 to 5");
    }
    for reduction in records.reductions.values() {
        range(found, reduction, "share", share(reduction.share), "from 0 to 1");
    }
    for stage in records.programme_stages.values() {
        range(found, stage, "share", stage.share.is_none_or(share), "from 0 to 1");
    }
    for instalment in records.incentive_instalments.values() {
        range(found, instalment, "amount", instalment.amount >= Pence::ZERO, "zero or more");
    }
    for rate in records.engagement_rates.values() {
        range(found, rate, "pay", rate.pay >= Pence::ZERO, "zero or more");
    }
    for interview in records.stay_interviews.values() {
        range(found, interview, "intent", interview.intent.is_none_or(|intent| intent <= 10), "from 0 to 10");
    }
    for result in records.survey_results.values() {
        let standard = result.standard.is_none_or(|standard| (1..=8).contains(&standard));
        range(found, result, "standard", standard, "from 1 to 8");
        let agreed = result.agreed.is_none_or(|agreed| agreed <= result.answered);
        range(found, result, "agreed", agreed, "at most `answered`");
    }
}

fn agency(records: &Records, found: &mut Vec<Breach>) {
    for engagement in records.engagements.values() {
        let occupancy = records.occupancies.get(engagement.occupancy.as_str());
        if occupancy.is_some_and(|occupancy| occupancy.basis != Basis::Agency) {
            let message = format!("Occupancy `{}` is not on the basis `agency`", engagement.occupancy);
            found.push(breach(NOT_AGENCY, engagement, "occupancy", message));
        }
    }
    let quarter = |text: &str| {
        text.split_once("-Q").is_some_and(|(year, quarter)| {
            year.len() == 4
                && year.bytes().all(|b| b.is_ascii_digit())
                && matches!(quarter, "1" | "2" | "3" | "4")
        })
    };
    for sent in records.agency_returns.values().filter(|sent| !quarter(&sent.quarter)) {
        let message = format!("`{}` is not a quarter such as 2025-Q1", sent.quarter);
        found.push(breach(QUARTER_FORM, sent, "quarter", message));
    }
}

/// Stages that come before one that they follow from.
fn applications(records: &Records, found: &mut Vec<Breach>) {
    let mut stages: BTreeMap<&str, Vec<&ApplicationStage>> = BTreeMap::new();
    for stage in records.application_stages.values() {
        stages.entry(stage.application.as_str()).or_default().push(stage);
    }
    let place = |stage: Stage| Stage::ALL.iter().position(|known| *known == stage);
    for (application, mut of_one) in stages {
        of_one.sort_by_key(|stage| place(stage.stage));
        let received = records.applications.get(application).map(|one| one.received);
        for (at, stage) in of_one.iter().enumerate() {
            let ended = matches!(stage.stage, Stage::Rejected | Stage::Withdrawn | Stage::Declined);
            let before = of_one[..at].iter().filter(|_| !ended).map(|earlier| earlier.on).max();
            if let Some(day) = before.max(received).filter(|day| stage.on < *day) {
                let message =
                    format!("`{}` on {} comes before what it follows, on {day}", stage.stage, stage.on);
                found.push(breach(STAGE_ORDER, *stage, "on", message));
            }
        }
    }
}

/// Labels within another record that it does not have.
fn labels(records: &Records, found: &mut Vec<Breach>) {
    for payment in records.payments.values() {
        let (Some(award), Some(instalment)) = (&payment.award, &payment.instalment) else { continue };
        let Some(award) = records.incentive_awards.get(award.as_str()) else { continue };
        let mut known = records.incentive_instalments.values();
        if !known.any(|one| one.scheme == award.scheme && one.instalment == *instalment) {
            let message = format!("Scheme `{}` has no instalment `{instalment}`", award.scheme);
            found.push(breach(UNKNOWN_WITHIN, payment, "instalment", message));
        }
    }
    for milestone in records.milestones.values() {
        let cohort = records.enrolments.get(milestone.enrolment.as_str()).map(|enrolment| &enrolment.cohort);
        let Some(cohort) = cohort.and_then(|cohort| records.cohorts.get(cohort.as_str())) else { continue };
        let mut known = records.programme_stages.values();
        if !known.any(|one| one.programme == cohort.programme && one.stage == milestone.stage) {
            let message = format!("Programme `{}` has no stage `{}`", cohort.programme, milestone.stage);
            found.push(breach(UNKNOWN_WITHIN, milestone, "stage", message));
        }
    }
}

/// Two channels with one address: one of them was probably copied from the other.
fn channels(records: &Records, found: &mut Vec<Breach>) {
    let mut addresses: BTreeMap<&str, Vec<&crate::records::Channel>> = BTreeMap::new();
    for channel in records.channels.values() {
        if let Some(address) = &channel.address {
            addresses.entry(address.as_str()).or_default().push(channel);
        }
    }
    for (address, mut sharing) in addresses {
        sharing.sort_by(|a, b| a.channel.cmp(&b.channel));
        for channel in sharing.iter().skip(1) {
            let message = format!("Channel `{}` has the address {address}, too", sharing[0].channel);
            found.push(breach(SHARED_ADDRESS, *channel, "address", message));
        }
    }
}
