//! What the rules look at: one engagement on its day, or the whole council over some days.

use workforce::Date;
use workforce::Workforce;
use workforce::period::Period;
use workforce::records::{AgencyJobType, Derogation, Engagement, EngagementRate, Occupancy, Records, Worker};

use crate::agency::rules::{Duty, Rule};
use crate::parameter::Parameters;

/// The council over the days that are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The record.
    pub workforce: &'a Workforce,
    /// The parameters.
    pub parameters: &'a Parameters<'a>,
    /// The first day looked at.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl<'a> Whole<'a> {
    /// The records.
    pub fn records(&self) -> &'a Records {
        self.workforce.records()
    }

    /// How binding a rule is on a day; none when it is not in force.
    pub fn duty(&self, rule: &Rule, day: Date) -> Option<Duty> {
        Duty::parse(self.parameters.on(&rule.duty(), day)?.text())
    }

    /// The day from which assignments made before the rules must keep them, where it is known on a day.
    pub fn transition_ends(&self, day: Date) -> Option<Date> {
        self.parameters.date("agency.transition-ends", day)
    }
}

/// One engagement, on the last of the days looked at on which it holds.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The council.
    pub whole: Whole<'a>,
    /// The engagement.
    pub engagement: &'a Engagement,
    /// Its occupancy.
    pub occupancy: &'a Occupancy,
    /// The worker.
    pub worker: Option<&'a Worker>,
    /// The core job type: its own, or the role's on the day.
    pub job: Option<AgencyJobType>,
    /// The day.
    pub day: Date,
}

impl<'a> Case<'a> {
    /// The engagement as a case, when it holds on a day that is looked at.
    pub fn new(whole: Whole<'a>, engagement: &'a Engagement) -> Option<Self> {
        let records = whole.records();
        let occupancy = records.occupancies.get(engagement.occupancy.as_str())?;
        let stay = Period::new(occupancy.from, occupancy.to);
        let looked = Period::new(whole.from, whole.to.tomorrow().ok());
        if !stay.overlaps(looked) {
            return None;
        }
        let day = stay.clamp(whole.to);
        let worker = records.workers.get(occupancy.worker.as_str());
        let job = engagement.job_type.or_else(|| role_type(whole.workforce, occupancy, day));
        Some(Self { whole, engagement, occupancy, worker, job, day })
    }

    /// The day on which it was offered.
    pub fn offered(&self) -> Date {
        self.engagement.offered_on.unwrap_or(self.occupancy.from)
    }

    /// The day by whose parameters the offer is judged: the day of the offer where the rule was in force; the end of the
    /// transition for an earlier offer that still runs then; none when the rule is not asked.
    pub fn judged(&self, rule: &Rule) -> Option<Date> {
        if self.whole.duty(rule, self.offered()).is_some() {
            return Some(self.offered());
        }
        let ends = self.whole.transition_ends(self.day)?;
        (ends <= self.day && self.whole.duty(rule, ends).is_some()).then_some(ends)
    }

    /// Whether a contract from before the rules still excuses the council.
    pub fn is_excused(&self) -> bool {
        let over = self.whole.transition_ends(self.day).is_some_and(|ends| ends <= self.day);
        self.engagement.bound_before.0 && !over
    }

    /// What is paid on the day.
    pub fn rate(&self) -> Option<&'a EngagementRate> {
        let rates = self.whole.records().engagement_rates.values();
        let own = rates.filter(|rate| rate.engagement == self.engagement.engagement && rate.from <= self.day);
        own.max_by_key(|rate| rate.from)
    }

    /// The derogations from a rule that name this engagement, the latest first.
    pub fn derogations(&self, rule: &str) -> Vec<&'a Derogation> {
        let all = self.whole.records().derogations.values();
        let key = &self.engagement.engagement;
        let mut own: Vec<&Derogation> = all
            .filter(|one| {
                one.rule.eq_ignore_ascii_case(rule) && one.engagement.as_ref().is_none_or(|of| of == key)
            })
            .filter(|one| Period::new(one.from, one.to).holds(self.day))
            .collect();
        own.sort_by(|a, b| (b.from, &b.derogation).cmp(&(a.from, &a.derogation)));
        own
    }
}

/// The core job type of an occupancy's role on a day.
pub(crate) fn role_type(workforce: &Workforce, occupancy: &Occupancy, day: Date) -> Option<AgencyJobType> {
    let work = workforce.works().find(|work| work.occupancy() == &occupancy.occupancy)?;
    let role = workforce.role_key(work.on(day).role?);
    type_of_role(workforce.records(), role, day)
}

/// The core job type of a role on a day.
pub(crate) fn type_of_role(records: &Records, role: &str, day: Date) -> Option<AgencyJobType> {
    let rows = records.roles.values().filter(|row| row.role.as_str() == role && row.from <= day);
    rows.max_by_key(|row| row.from).and_then(|row| row.agency_job_type)
}
