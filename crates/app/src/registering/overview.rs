//! The registers together: which there are for whoever asks, what is due of each, and what each may be asked for.

use workforce::Date;
use workforce::cell::codes;

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::policy::Action;

codes! {
    /// A register.
    Register {
        /// Vacancies, campaigns, adverts, applications and rounds of interviews.
        Recruitment = "recruitment",
        /// Agency engagements, their rules and their cost.
        Agency = "agency",
        /// Programmes, cohorts and reviews.
        EarlyCareers = "early-careers",
        /// Supervision and courses.
        Supervision = "supervision",
        /// Registration with Social Work England.
        Renewals = "renewals",
        /// Leave to remain.
        RightToWork = "right-to-work",
        /// Cases against limits and capacity.
        Workload = "workload",
        /// Interviews with leavers, and surveys.
        Exits = "exits",
        /// Schemes, awards and what is due of them.
        Incentives = "incentives",
        /// Strategy, recommendations, actions, risks.
        Improvement = "improvement",
    }
}

/// What recruitment and workload may be asked about: each a key with its name.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Campaigns, the newest first.
    pub campaigns: Vec<(String, String)>,
    /// Channels, by name.
    pub channels: Vec<(String, String)>,
    /// Roles, by title.
    pub roles: Vec<(String, String)>,
    /// Weightings, the newest first.
    pub weightings: Vec<(String, String)>,
}

/// An answer, or nothing where the asker may not have it.
fn if_allowed<T>(answer: Result<T, OfficeError>) -> Result<Option<T>, OfficeError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(OfficeError::Forbidden(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

impl Office {
    /// The registers that the asker may see something of, each with what is due of it on a day, in a sentence.
    pub async fn due_now(&self, council: &Council, on: Date) -> Result<Vec<(Register, String)>, OfficeError> {
        let mut all = Vec::new();
        for register in Register::ALL {
            if let Some(due) = if_allowed(self.due_of(council, *register, on).await)? {
                all.push((*register, due));
            }
        }
        Ok(all)
    }

    async fn due_of(&self, council: &Council, register: Register, on: Date) -> Result<String, OfficeError> {
        Ok(match register {
            Register::Recruitment => self.vacancies(council, on).await?.due,
            Register::Agency => {
                let ends = self.agency_due(council, on).await?.due;
                let rules = if_allowed(self.agency_check(council, super::Looked::AsAt(on)).await)?;
                let rules = rules.map(|check| check.due()).unwrap_or_default();
                [ends, rules].into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join(" ")
            }
            Register::EarlyCareers => self.cohorts(council, on).await?.due,
            Register::Supervision => self.supervision(council, on).await?.due,
            Register::Renewals => self.renewals(council, on, None).await?.due,
            Register::RightToWork => self.leave_to_remain(council, on).await?.due,
            Register::Workload => {
                self.workload(council, on, ::registers::workload::LoadBy::Team, None).await?.due
            }
            Register::Exits => {
                self.may(Action::ReadFigures)?;
                String::new()
            }
            Register::Incentives => {
                self.may(Action::ReadFigures)?;
                let due = if_allowed(self.incentives_due(council, on).await)?;
                due.map(|told| told.due).unwrap_or_default()
            }
            Register::Improvement => self.actions(council, on, false).await?.due,
        })
    }

    /// What recruitment and workload may be asked about.
    pub async fn choices(&self, council: &Council, on: Date) -> Result<Choices, OfficeError> {
        self.confined(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        let records = known.workforce.records();
        let mut campaigns: Vec<_> = records.campaigns.values().collect();
        campaigns.sort_by(|a, b| (b.from, &a.campaign).cmp(&(a.from, &b.campaign)));
        let campaigns =
            campaigns.into_iter().map(|one| (one.campaign.to_string(), one.name.to_string())).collect();
        let channels = records.channels.values();
        let mut channels: Vec<(String, String)> =
            channels.map(|one| (one.channel.to_string(), one.name.to_string())).collect();
        channels.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        let numbers = 0..u32::try_from(known.workforce.role_count()).unwrap_or(0);
        let title = |role: u32| {
            let words = known.workforce.title_of_role(role, on);
            (known.workforce.role_key(role).to_owned(), words.to_owned())
        };
        let mut roles: Vec<(String, String)> = numbers.map(title).collect();
        roles.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        let mut weightings: Vec<_> = records.weightings.values().collect();
        weightings.sort_by(|a, b| (b.from, &a.weighting).cmp(&(a.from, &b.weighting)));
        let weightings =
            weightings.into_iter().map(|one| (one.weighting.to_string(), one.name.to_string())).collect();
        Ok(Choices { campaigns, channels, roles, weightings })
    }
}
