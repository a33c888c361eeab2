//! The registers: agency rules and cost, incentives, cohorts, improvement, workload, funnels, renewals, leaving.
//!
//! What names a worker is for those who may read records, and where it tells pay, for those who may read pay; what is
//! counted is for those who may read figures. Someone confined to their own teams gets their own.

mod board;
mod naming;
mod overview;

use ::registers::agency::{self, CostBy};
use ::registers::days::Quarter;
use ::registers::parameter::Parameters;
use ::registers::recruitment::{FunnelAsk, FunnelBy};
use ::registers::renewals::{Columns, Register};
use ::registers::workload::LoadBy;
use ::registers::{
    development, improvement, incentives, leaving, programmes, recruitment, renewals, workload,
};
use workforce::Date;
use workforce::facts::PostOnDay;
use workforce::period::Period;
use workforce::position::Ask;

use crate::answers::registers as answers;
use crate::answers::registers::Told;
use crate::answers::registers::agency::AgencyCheckAnswer;
use crate::error::OfficeError;
use crate::office::{Council, Known, Office};
use crate::policy::Action;
use crate::sight::Sight;

pub use overview::{Choices, Register as RegisterName};

/// The days that an agency check looks at.
#[derive(Debug, Clone, Copy)]
pub enum Looked {
    /// One day.
    AsAt(Date),
    /// A quarter.
    Quarter(Quarter),
}

/// Reads a quarter such as `2025-Q1`.
pub fn quarter(text: &str) -> Result<Quarter, OfficeError> {
    Quarter::parse(text)
        .ok_or_else(|| OfficeError::Usage(format!("`{text}` is not a quarter such as 2025-Q1")))
}

/// The days from one to another, both included.
fn days(from: Date, to: Date) -> Result<Period, OfficeError> {
    if from > to {
        return Err(OfficeError::Usage("the first day is after the last: set --from and --to".to_owned()));
    }
    Ok(Period::new(from, to.tomorrow().ok()))
}

/// The region of a council: as it says itself by the parameter `council.region`, or as the DfE lists it.
fn region(council: &Council, known: &Known, on: Date) -> Option<String> {
    let own = Parameters::new(known.workforce.records(), None);
    let said = own.on("council.region", on).map(|value| value.text().to_owned());
    said.or_else(|| benchmarks::areas::find(&council.code).map(|area| area.region.clone()))
}

/// The rules' pages, by file name.
pub fn agency_rule_pages() -> Vec<(String, Vec<u8>)> {
    let pages = agency::rules::all()
        .map(|rule| (agency::page::file_name(rule), agency::page::page(rule).into_bytes()));
    std::iter::once(("README.md".to_owned(), agency::page::index().into_bytes())).chain(pages).collect()
}

impl Office {
    /// The parameters of policy as they hold on a day, or every dated row.
    pub async fn parameters(&self, council: &Council, on: Option<Date>) -> Result<Told, OfficeError> {
        self.confined(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, on.unwrap_or(self.actor.on));
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        Ok(answers::parameters(&parameters, on, known.number.0))
    }

    /// Every rule asked of every agency engagement.
    pub async fn agency_check(
        &self,
        council: &Council,
        looked: Looked,
    ) -> Result<AgencyCheckAnswer, OfficeError> {
        self.may(Action::ReadRecord)?;
        self.may(Action::ReadPay)?;
        let known = self.known(council, None).await?;
        let (from, to) = match looked {
            Looked::AsAt(day) => (day, day),
            Looked::Quarter(quarter) => (quarter.first(), quarter.last()),
        };
        let region = region(council, &known, to);
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let check = agency::check(&known.workforce, &parameters, from, to);
        Ok(AgencyCheckAnswer::new(check, region, known.number.0))
    }

    /// What agency work cost over some days, both included.
    pub async fn agency_cost(
        &self,
        council: &Council,
        (from, to): (Date, Date),
        by: CostBy,
    ) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        days(from, to)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, to);
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let cost = agency::cost(&known.workforce, &parameters, (from, to), by);
        Ok(answers::agency::cost(&cost, (from, to), known.number.0))
    }

    /// Which engagements end soon, and which might become permanent.
    pub async fn agency_due(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, on);
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let mut due = agency::due(&known.workforce, &parameters, on);
        if confined {
            let sight = Sight::new(&known.workforce, &self.actor);
            due.retain(|one| sight.occupancy(&one.occupancy));
        }
        Ok(answers::agency::due(&due, on, known.number.0))
    }

    /// A quarter's agency figures, with what is missing.
    pub async fn agency_quarter(&self, council: &Council, quarter: Quarter) -> Result<Told, OfficeError> {
        self.may(Action::ReadRecord)?;
        self.may(Action::ReadPay)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, quarter.last());
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let figures = agency::quarter_return(&known.workforce, &parameters, quarter);
        Ok(answers::agency::quarter(&figures, known.number.0))
    }

    /// What is due to be paid and paid back of incentives.
    pub async fn incentives_due(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        self.may(Action::ReadRecord)?;
        self.may(Action::ReadPay)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        Ok(answers::incentives::due(&incentives::due(records, on), on, known.number.0))
    }

    /// What incentive schemes cost, who took them up, and who stayed after.
    pub async fn incentives_cost(
        &self,
        council: &Council,
        on: Date,
        months: u32,
    ) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let costs = incentives::scheme_costs(records, on);
        let schemes = costs.iter().filter_map(|cost| records.incentive_schemes.get(cost.scheme.as_str()));
        let taken: Vec<_> =
            schemes.map(|scheme| incentives::take_up(&known.workforce, scheme, on, months)).collect();
        Ok(answers::incentives::cost(&costs, &taken, on, known.number.0))
    }

    /// Every cohort of early careers.
    pub async fn cohorts(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        Ok(answers::programmes::list(&programmes::cohorts(&known.workforce, on), on, known.number.0))
    }

    /// One cohort, with its milestones.
    pub async fn cohort(&self, council: &Council, id: &str, on: Date) -> Result<Told, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let cohort = records.cohorts.get(id).ok_or_else(|| {
            OfficeError::Usage(format!("there is no cohort `{id}`; `mainstay cohort list` lists them"))
        })?;
        let sight = confined.then(|| Sight::new(&known.workforce, &self.actor));
        let sees = |worker: Option<&str>| {
            sight.as_ref().is_none_or(|sight| worker.is_some_and(|key| sight.worker(key)))
        };
        let (mut lines, mut enrolments) = (Vec::new(), Vec::new());
        for enrolment in programmes::enrolments(records, cohort) {
            if enrolment.started <= on && sees(enrolment.worker.as_ref().map(workforce::cell::Key::as_str)) {
                lines.extend(programmes::milestones(records, cohort, enrolment, on));
                enrolments.push(programmes::enrolment_line(&known.workforce, cohort, enrolment, on));
            }
        }
        let whole = (!confined).then(|| programmes::cohort_line(&known.workforce, cohort, on));
        Ok(answers::programmes::one(id, whole.as_ref(), &enrolments, &lines, on, known.number.0))
    }

    /// Actions, and what is overdue; recommendations and risks beside them unless only what is overdue is asked for.
    pub async fn actions(&self, council: &Council, on: Date, overdue: bool) -> Result<Told, OfficeError> {
        self.may(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let actions = improvement::actions(records, on, overdue);
        let mut recommendations = improvement::recommendations(records, on);
        recommendations.retain(|one| one.overdue || !overdue);
        let risks = if overdue { Vec::new() } else { improvement::risks(records, on) };
        Ok(answers::improvement::actions(&actions, &recommendations, &risks, on, known.number.0))
    }

    /// Workload by team, role or worker.
    pub async fn workload(
        &self,
        council: &Council,
        on: Date,
        by: LoadBy,
        version: Option<&str>,
    ) -> Result<Told, OfficeError> {
        let mut confined = self.confined(Action::ReadFigures)?;
        if by == LoadBy::Worker {
            confined |= self.confined(Action::ReadRecord)?;
        }
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let weighting = workload::weighting(records, version, on);
        if let (Some(version), None) = (version, weighting) {
            return Err(OfficeError::Usage(format!("there is no weighting `{version}` in the record")));
        }
        let mut loads = workload::loads(&known.workforce, on, weighting);
        if confined {
            let sight = Sight::new(&known.workforce, &self.actor);
            loads.retain(|load| load.team.as_ref().is_some_and(|(team, _)| sight.unit(team, on)));
        }
        let mut groups = workload::groups(&loads, by);
        workload::with_vacancies(&known.workforce, &loads, &mut groups, by, on);
        let name = weighting.map(|one| format!("{} ({})", one.name, one.weighting));
        Ok(answers::workload::groups(&groups, by, name, on, known.number.0))
    }

    /// The recruitment funnel of adverts that opened on some days, both included, as known today.
    pub async fn funnel(
        &self,
        council: &Council,
        ask: &FunnelAsk,
        (from, to): (Date, Date),
        by: FunnelBy,
    ) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        let opened = days(from, to)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let has = |key: &Option<String>, holds: &dyn Fn(&str) -> bool, what: &str| match key {
            Some(key) if !holds(key) => {
                Err(OfficeError::Usage(format!("there is no {what} `{key}` in the record")))
            }
            _ => Ok(()),
        };
        has(&ask.campaign, &|key| records.campaigns.contains_key(key), "campaign")?;
        has(&ask.channel, &|key| records.channels.contains_key(key), "channel")?;
        has(&ask.role, &|key| records.roles.values().any(|row| row.role.as_str() == key), "role")?;
        let funnels = recruitment::funnels(&known.workforce, ask, opened, self.actor.on, by);
        let trend = recruitment::per_advert(records, ask.role.as_deref(), to);
        // Enquiries are about no role: where one is asked for, nothing can be said of them.
        let enquiries = match ask.role {
            None => recruitment::enquiries(records, ask, opened, self.actor.on),
            Some(_) => Vec::new(),
        };
        Ok(answers::recruitment::funnel(&funnels, &trend, &enquiries, ((from, to), by), known.number.0))
    }

    /// Open vacancies with their age, chains of vacancies, and the rounds of interviews that they ask for.
    pub async fn vacancies(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        /// How many months ahead rounds are planned.
        const AHEAD: u32 = 6;
        self.may(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let ages = recruitment::vacancy_ages(records, on);
        let chains = recruitment::chains(records, on);
        let region = region(council, &known, on);
        let parameters = Parameters::new(records, region.as_deref());
        let a_round = parameters.number("recruitment.vacancies-a-round", on).unwrap_or(4);
        let a_round = usize::try_from(a_round).unwrap_or(usize::MAX);
        let rounds = recruitment::rounds_needed(records, on, a_round);
        let calendar = recruitment::calendar(&known.workforce, &parameters, on, AHEAD);
        // Where it is not said which of several budgets holds, nothing is said of places.
        let posts = known.workforce.posts_on(&Ask::on(on)).unwrap_or_default();
        let place = |post: &PostOnDay<'_>| {
            let team = post.place.team.map(|team| known.workforce.name_of_unit(team, on).to_owned());
            let role = post.place.role.map(|role| known.workforce.title_of_role(role, on).to_owned());
            (post.post.to_string(), (team.unwrap_or_default(), role.unwrap_or_default()))
        };
        let places = posts.iter().map(place).collect();
        let ages = (ages.as_slice(), &places);
        Ok(answers::recruitment::vacancies(ages, &chains, &rounds, &calendar, on, known.number.0))
    }

    /// Registration renewals, set against a downloaded register where there is one.
    pub async fn renewals(
        &self,
        council: &Council,
        on: Date,
        register: Option<(&[u8], &Columns)>,
    ) -> Result<Told, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, on);
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let mut lines = renewals::renewals(&known.workforce, &parameters, on);
        let sight = confined.then(|| Sight::new(&known.workforce, &self.actor));
        lines.retain(|line| sight.as_ref().is_none_or(|sight| sight.worker(&line.worker)));
        let window = renewals::window(&parameters, on).map(|window| window.closes);
        let read = register.map(|(bytes, columns)| Register::read(bytes, columns));
        let mut differences = read.as_ref().map(|read| renewals::reconcile(&known.workforce, &lines, read));
        if let (Some(sight), Some(found)) = (&sight, &mut differences) {
            found.retain(|one| sight.worker(&one.worker));
        }
        let problems = read.map(|read| read.problems).unwrap_or_default();
        Ok(answers::renewals::renewals(&lines, differences.as_deref(), &problems, window, on, known.number.0))
    }

    /// Rights to work that end, for those who may read them.
    pub async fn leave_to_remain(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        self.may(Action::ReadRestricted)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, on);
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let lines = renewals::leave(&known.workforce, &parameters, on);
        Ok(answers::renewals::leave(&lines, on, known.number.0))
    }

    /// Supervision due and held, and how far courses have reached.
    pub async fn supervision(&self, council: &Council, on: Date) -> Result<Told, OfficeError> {
        let confined = self.confined(Action::ReadRecord)?;
        let known = self.known(council, None).await?;
        let region = region(council, &known, on);
        let parameters = Parameters::new(known.workforce.records(), region.as_deref());
        let mut lines = development::supervision(&known.workforce, &parameters, on);
        if confined {
            let sight = Sight::new(&known.workforce, &self.actor);
            lines.retain(|line| sight.worker(&line.worker));
        }
        let courses = if confined { Vec::new() } else { development::coverage(&known.workforce, on) };
        Ok(answers::renewals::supervision(&lines, &courses, on, known.number.0))
    }

    /// What leavers of some days said, both days included, and surveys, above the threshold.
    pub async fn exits(&self, council: &Council, (from, to): (Date, Date)) -> Result<Told, OfficeError> {
        self.may(Action::ReadFigures)?;
        let period = days(from, to)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let parameters = Parameters::new(records, None);
        let least = parameters.number("results.least-answers", to).unwrap_or(10);
        let exits = leaving::exits(&known.workforce, period, least.into());
        let surveys: Vec<_> = leaving::surveys(records, to)
            .into_iter()
            .map(|survey| (survey.clone(), leaving::survey_results(records, survey, least)))
            .collect();
        Ok(answers::leaving::exits(&exits, &surveys, least, (from, to), known.number.0))
    }
}
