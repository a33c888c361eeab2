//! What is drawn once for each trial: rates, shocks of years, how many newly qualified come, how demand grows.

use statistics::chance::Chance;

use super::Belief;
use super::effects::{Mechanism, outside, ratio, tells_routes};
use super::load::Holding;
use super::rates::{Demand, NewlyQualified, Rates, hazard};
use super::run::Plan;
use super::trial::setting::{Cell, Joining, Setting, Steady};
use super::trial::timing::surely_stays;
use super::variant::Variant;

/// What is drawn once for each trial, for every variant alike.
pub(crate) struct Drawn {
    roles: Vec<Steady>,
    conversion: Vec<f64>,
    fill: Vec<f64>,
    years: Vec<f64>,
    engagement_end: f64,
    /// Newly qualified workers: the month, and how many.
    come: Vec<(u16, u32)>,
    /// A normal number for the growth of demand, and one for each month of it.
    growth: f64,
    months: Vec<f64>,
}

impl Drawn {
    pub(crate) fn new(rates: &Rates, plan: &Plan, has_demand: bool, chance: &mut Chance) -> Self {
        let mut draw = |belief: Belief| {
            // Drawn whether it is used or not, so that what comes after does not depend on it.
            let drawn = belief.draw(chance);
            if plan.parameters { drawn } else { belief.mean() }
        };
        let (mut roles, mut fill, mut conversion) = (Vec::new(), Vec::new(), Vec::new());
        for role in &rates.roles {
            let leaving = role.leaving.map(|belief| draw(belief) / 12.0);
            fill.push(hazard(draw(role.fill)));
            conversion.push(hazard(draw(role.conversion)));
            roles.push(Steady {
                leaving,
                approval: role.approval,
                cover: draw(role.cover),
                cover_delay: role.cover_delay,
                internal: draw(role.internal),
                feeder: role.feeder,
                away: draw(role.absence) / 12.0,
                back: 1.0 / role.absence_months.max(1.0),
                away_cover: draw(role.absence_cover),
            });
        }
        let engagement_end = hazard(draw(rates.engagement_end));
        let mut years = Vec::new();
        for _ in 0..=plan.months.div_ceil(12) {
            let council = rates.year_shape.map_or(1.0, |shape| chance.gamma(shape) / shape);
            let nation = (rates.nation * chance.normal() - rates.nation * rates.nation / 2.0).exp();
            years.push(if plan.years { council * nation } else { 1.0 });
        }
        let come = come(&rates.newly_qualified, plan, chance);
        // Last, so that nothing else depends on whether there is demand.
        let growth = chance.normal();
        let months = (0..if has_demand { plan.months } else { 0 }).map(|_| chance.normal()).collect();
        Self { roles, conversion, fill, years, engagement_end, come, growth, months }
    }

    /// The setting of a variant; `sizes` are its effects' sizes.
    pub(crate) fn setting(
        &self,
        variant: &Variant,
        rates: &Rates,
        sizes: &[f64],
        months: u16,
        setting: &mut Setting,
    ) {
        setting.cells.resize_with(variant.cells.len(), Cell::default);
        for (at, cell) in setting.cells.iter_mut().enumerate() {
            let role = usize::from(variant.cells[at].0);
            cell.steady = self.roles[role];
            let reached = variant.reached(at, sizes);
            let ratio = |mechanism, month| ratio(&reached, mechanism, month);
            let year = |month: u16| self.years[usize::from((month - 1) / 12)];
            cell.outside.clear();
            if tells_routes(&reached) {
                let from_outside = 1.0 - cell.steady.internal;
                let shares = rates.roles[role].routes.map(|share| share * from_outside);
                cell.outside.extend((0..=months).map(|month| outside(&reached, shares, month)));
            }
            let routes = &cell.outside;
            let open = |month: u16| {
                let by_routes = routes.get(usize::from(month)).copied().unwrap_or(1.0);
                self.fill[role] * ratio(Mechanism::Fill, month) * by_routes
            };
            cell.weight.fill(months, |month| year(month) * ratio(Mechanism::Leaving, month));
            cell.stays = surely_stays(&cell.steady.leaving, &cell.weight);
            let [plain, covered] = &mut cell.fill;
            plain.fill(months, open);
            if self.conversion[role] == 0.0 {
                covered.copy(plain);
            } else {
                covered.fill(months, |month| {
                    open(month) + self.conversion[role] * ratio(Mechanism::Conversion, month)
                });
            }
        }
        setting.engagement_end = self.engagement_end;
        let newly = &rates.newly_qualified;
        (setting.carried, setting.protected) = (newly.carried_thousandths(), newly.months);
        self.cohorts(variant, newly, sizes, setting);
    }

    fn cohorts(&self, variant: &Variant, newly: &NewlyQualified, sizes: &[f64], setting: &mut Setting) {
        setting.cohorts.clear();
        if !self.come.is_empty() {
            let cells = variant.cells_of(&newly.roles);
            setting.cohorts.extend(self.come.iter().map(|(month, people)| Joining {
                month: *month,
                people: *people,
                cells: cells.clone(),
                newly_qualified: true,
            }));
        }
        for (at, effect) in variant.effects.iter().enumerate() {
            let newly_qualified = effect.mechanism == Mechanism::NewlyQualified;
            if newly_qualified || effect.mechanism == Mechanism::Joiners {
                let here = variant.cells.iter().zip(0_u16..).filter(|((_, reached), _)| reached[at]);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some people")]
                let people = sizes[at].round().clamp(0.0, 10_000.0) as u32;
                let cells = here.map(|(_, cell)| cell).collect();
                setting.cohorts.push(Joining { month: effect.from, people, cells, newly_qualified });
            }
        }
    }

    /// The cases of all together at the end of each month from 0. Growth tails off from month to month; what years add beyond it
    /// adds up.
    pub(crate) fn cases(&self, demand: &Demand, plan: &Plan) -> Vec<f64> {
        let growth = match demand.growth {
            Belief::Normal { mean, spread } if plan.parameters => mean + spread * self.growth,
            other => other.mean(),
        };
        let noise = if plan.years { demand.noise / 12.0_f64.sqrt() } else { 0.0 };
        let (monthly, mut left, mut level) = (demand.damping.max(0.0).powf(1.0 / 12.0), 1.0, 0.0_f64);
        let mut cases = vec![demand.cases];
        for drawn in &self.months {
            level += growth / 12.0 * left + noise * drawn;
            left *= monthly;
            cases.push(demand.cases * level.exp());
        }
        cases
    }
}

/// What each cell of a variant adds to loads.
pub(crate) fn holding(variant: &Variant, rates: &Rates, sizes: &[f64], months: u16) -> Vec<Holding> {
    let cells = variant.cells.iter().enumerate();
    cells
        .map(|(at, (role, _))| {
            let holds = rates.roles.get(usize::from(*role)).map_or(0.0, |role| role.holds);
            Holding::new(holds, &variant.reached(at, sizes), months)
        })
        .collect()
}

/// How many newly qualified workers come, and when.
fn come(newly: &NewlyQualified, plan: &Plan, chance: &mut Chance) -> Vec<(u16, u32)> {
    if !newly.come() {
        return Vec::new();
    }
    let drawn = newly.yearly.draw(chance);
    let yearly = if plan.parameters { drawn } else { newly.yearly.mean() };
    let mut come: Vec<(u16, u32)> = (1..=plan.months)
        .filter(|month| newly.share(*month) > 0.0)
        .map(|month| (month, chance.poisson(yearly * newly.share(month))))
        .collect();
    come.extend(newly.known.iter().copied().filter(|(month, _)| (1..=plan.months).contains(month)));
    come.sort_unstable();
    come
}
