//! Which posts a question is about: baselines named or in force, the day on which each is looked at, and the scope.

use crate::period::{Date, Period};
use crate::position::{Ask, AskError};
use crate::quantity::{Fte, NoNumber, Quantity};
use crate::records::NotCollected;
use crate::workforce::{PostLine, Stay, Workforce};

/// One way of looking at posts: a baseline's, or simply the posts true on the day.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) baseline: Option<u32>,
    day: Date,
    /// For each unit, whether it lies in the baseline's service on the day; none when the baseline is for all.
    service: Option<Vec<bool>>,
    roles: Vec<u32>,
    pub(crate) not_collected: Vec<NotCollected>,
}

/// The posts side of a question, resolved: which baselines, on which days.
#[derive(Debug, Clone)]
pub(crate) struct PostsSide {
    pub(crate) views: Vec<View>,
    /// Where no baseline was named, posts outside every view are taken as true on this day.
    otherwise: Option<Date>,
    unit: Vec<u32>,
}

/// Where a post or a loose worker belongs.
pub(crate) struct Place {
    pub(crate) role: Option<u32>,
    pub(crate) team: Option<u32>,
    pub(crate) funded: Fte,
    pub(crate) view: Option<usize>,
    pub(crate) day: Date,
}

impl View {
    /// Whether the baseline budgets for this role in this unit.
    fn covers(&self, role: Option<u32>, team: Option<u32>) -> bool {
        let role_in = self.roles.is_empty() || role.is_some_and(|role| self.roles.contains(&role));
        let lies_in = |units: &Vec<bool>| team.is_some_and(|team| units[team as usize]);
        role_in && self.service.as_ref().is_none_or(lies_in)
    }
}

impl PostsSide {
    /// A post's vacancy, if the list behind the post records vacancies.
    pub(crate) fn collected(&self, place: &Place, vacant: Fte) -> Quantity {
        let gaps = place.view.map_or(&[][..], |view| &self.views[view].not_collected);
        if gaps.contains(&NotCollected::Vacant) { Err(NoNumber::NotAvailable) } else { Ok(vacant) }
    }

    /// Where a post counts, and with how much funding; `None` when the question is not about it.
    pub(crate) fn place(&self, post: &PostLine, people_on: Date) -> Option<Place> {
        for (number, view) in self.views.iter().enumerate() {
            let Some(terms) = post.terms.on(view.day) else {
                continue;
            };
            if view.covers(Some(terms.role), Some(terms.team)) {
                let member = terms.baselines.is_empty()
                    || view.baseline.is_some_and(|baseline| terms.baselines.contains(&baseline));
                let funded = if member { terms.funded_on(view.day) } else { Fte::ZERO };
                let (role, team) = (Some(terms.role), Some(terms.team));
                return Some(Place { role, team, funded, view: Some(number), day: view.day });
            }
        }
        // Not a funded post of any baseline asked for: whoever sits in it still counts where the post is or last was.
        let terms = post.terms.near(people_on)?;
        let (role, team) = (Some(terms.role), Some(terms.team));
        let view = self.views.iter().position(|view| view.covers(role, team));
        if view.is_some() {
            return Some(Place { role, team, funded: Fte::ZERO, view, day: people_on });
        }
        let day = self.otherwise?;
        let terms_then = post.terms.on(day);
        let funded = terms_then
            .filter(|terms| terms.baselines.is_empty())
            .map_or(Fte::ZERO, |terms| terms.funded_on(day));
        Some(Place { role, team, funded, view: None, day })
    }
}

impl Workforce {
    /// Resolves the names in a question.
    pub(crate) fn posts_side(&self, ask: &Ask) -> Result<PostsSide, AskError> {
        let unit = [&ask.service, &ask.team]
            .into_iter()
            .flatten()
            .map(|name| self.find_unit(name, ask.as_at))
            .collect::<Result<_, _>>()?;
        let views = match &ask.baseline {
            Some(name) => vec![self.view(self.find_baseline(name)?, ask.as_at)],
            None => self.views_in_force(ask.as_at)?,
        };
        let otherwise = ask.baseline.is_none().then_some(ask.as_at);
        Ok(PostsSide { views, otherwise, unit })
    }

    fn view(&self, baseline: u32, as_at: Date) -> View {
        let record = &self.baselines[baseline as usize];
        let day = Period::new(record.from, record.to).clamp(as_at);
        let service = record.service.as_ref().and_then(|unit| self.unit_index.find(unit.as_str()));
        let units = 0..u32::try_from(self.units.len()).expect("units were numbered as u32");
        View {
            baseline: Some(baseline),
            day,
            service: service.map(|service| units.map(|unit| self.lies_in(unit, service, day)).collect()),
            roles: record.roles.iter().filter_map(|role| self.role_index.find(role.as_str())).collect(),
            not_collected: record.not_collected.to_vec(),
        }
    }

    /// The baselines in force on a day. Two for the same service and roles would fund the same posts twice.
    fn views_in_force(&self, day: Date) -> Result<Vec<View>, AskError> {
        let in_force = |number: &usize| {
            let record = &self.baselines[*number];
            Period::new(record.from, record.to).holds(day)
        };
        let numbers: Vec<usize> = (0..self.baselines.len()).filter(in_force).collect();
        let scope = |number: usize| (&self.baselines[number].service, &self.baselines[number].roles);
        for (at, &a) in numbers.iter().enumerate() {
            if let Some(&b) = numbers[at + 1..].iter().find(|&&b| scope(a) == scope(b)) {
                let names = format!("{}, {}", self.baselines[a].baseline, self.baselines[b].baseline);
                return Err(AskError::ManyBaselines { day, names });
            }
        }
        let number = |number: usize| u32::try_from(number).expect("baselines were numbered as u32");
        Ok(numbers.into_iter().map(|at| self.view(number(at), day)).collect())
    }

    /// The first day of a baseline, by key or name.
    pub(crate) fn baseline_start(&self, name: &str) -> Result<Date, AskError> {
        self.find_baseline(name).map(|at| self.baselines[at as usize].from)
    }

    fn find_baseline(&self, name: &str) -> Result<u32, AskError> {
        let found = self.baselines.iter().position(|baseline| {
            baseline.baseline.as_str() == name || baseline.name.eq_ignore_ascii_case(name)
        });
        let known = || {
            let keys: Vec<_> = self.baselines.iter().map(|baseline| baseline.baseline.as_str()).collect();
            if keys.is_empty() { "none".to_owned() } else { keys.join(", ") }
        };
        found
            .and_then(|at| u32::try_from(at).ok())
            .ok_or_else(|| AskError::NoBaseline { name: name.to_owned(), known: known() })
    }

    pub(crate) fn find_unit(&self, name: &str, day: Date) -> Result<u32, AskError> {
        let numbers = 0..u32::try_from(self.units.len()).expect("units were numbered as u32");
        let named = |&unit: &u32| self.unit_name(unit, day).eq_ignore_ascii_case(name);
        let known = || {
            let mut keys: Vec<&str> = self.unit_index_keys().collect();
            keys.sort_unstable();
            keys.join(", ")
        };
        self.unit_index
            .find(name)
            .or_else(|| numbers.clone().find(named))
            .ok_or_else(|| AskError::NoUnit { name: name.to_owned(), known: known() })
    }

    fn unit_index_keys(&self) -> impl Iterator<Item = &str> {
        (0..self.units.len()).filter_map(|unit| Some(self.unit_index.key(u32::try_from(unit).ok()?).as_str()))
    }

    pub(crate) fn place_loose(&self, stay: &Stay, side: &PostsSide, people_on: Date) -> Option<Place> {
        let (role, team) = (stay.role, stay.team);
        let view = side.views.iter().position(|view| view.covers(role, team));
        let day = if view.is_some() { Some(people_on) } else { side.otherwise };
        let place = Place { role, team, funded: Fte::ZERO, view, day: day? };
        self.in_scope(&place, side).then_some(place)
    }

    pub(crate) fn in_scope(&self, place: &Place, side: &PostsSide) -> bool {
        let below = |unit: &u32| place.team.is_some_and(|team| self.lies_in(team, *unit, place.day));
        side.unit.iter().all(below)
    }
}
