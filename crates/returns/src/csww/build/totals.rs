//! The totals of the council: vacancies, what agency workers cover of them, and what is paid beyond salaries.

use measures::ground::Ground;
use measures::part::{Contribution, Part};
use measures::span::Span;
use workforce::change::RecordId;
use workforce::facts::Source;
use workforce::position::AskError;
use workforce::record::Kind as _;
use workforce::records::{Eligible, Incentive, IncentiveOffer};

use super::{Sheet, fixed};
use crate::csww::element::Element as E;
use crate::csww::year::CensusYear;

/// The item of an incentive.
pub(in crate::csww) fn incentive_item(incentive: Incentive) -> E {
    match incentive {
        Incentive::RecruitmentBonus => E::RecruitmentBonus,
        Incentive::RetentionBonus => E::RetentionBonus,
        Incentive::PerformanceAward => E::PerformanceAward,
        Incentive::CarAllowance => E::CarAllowance,
        Incentive::RelocationPackage => E::RelocationPackage,
        Incentive::RegionalWeighting => E::RegionalWeighting,
        Incentive::RegistrationFee => E::CostSwe,
        Incentive::DisclosureCheck => E::CostDbs,
        Incentive::OtherAllowances => E::OtherAllowances,
    }
}

pub(super) fn fill(ground: &Ground<'_>, year: CensusYear, sheet: &mut Sheet) -> Result<(), AskError> {
    let day = Span::day(year.end());
    if let Some(vacant) = ground.contributions(Part::Vacancies, day)? {
        sheet.put(E::NumberOfVacancies, Some(sum(&vacant)), records(&vacant));
    }
    if let Some(cover) = ground.contributions(Part::AgencyCover, day)? {
        sheet.put(E::NoAgencyFte, Some(sum(&cover)), records(&cover));
        let people = people(ground, &cover).map(|people| people.to_string());
        sheet.put(E::NoAgencyHeadcount, people, records(&cover));
    }
    for incentive in Incentive::ALL {
        let offers = ground.workforce().records().incentive_offers.values();
        let offers = offers.filter(|offer| offer.incentive == *incentive && offer.from <= year.end());
        let Some(offer) = offers.max_by_key(|offer| offer.from) else { continue };
        let id = vec![RecordId::new("incentive_offer", offer.key())];
        sheet.put(incentive_item(*incentive), value(offer), id);
    }
    Ok(())
}

fn value(offer: &IncentiveOffer) -> Option<&str> {
    if offer.incentive == Incentive::OtherAllowances {
        // The item is mandatory: an offer without words says that there are none.
        return Some(offer.detail.as_deref().unwrap_or("None"));
    }
    offer.eligible.map(code)
}

/// Eligibility in the census's code.
fn code(eligible: Eligible) -> &'static str {
    match eligible {
        Eligible::None => "0",
        Eligible::All => "1",
        Eligible::Some => "2",
    }
}

/// Eligibility of a code.
pub(in crate::csww) fn eligible(text: &str) -> Option<Eligible> {
    Eligible::ALL.iter().copied().find(|eligible| code(*eligible) == text)
}

fn sum(all: &[Contribution<'_>]) -> String {
    fixed(all.iter().map(|one| one.amount.0).sum(), 2)
}

/// The DfE counts each agency record as a person; a past return's total says for itself how many there were.
fn people(ground: &Ground<'_>, all: &[Contribution<'_>]) -> Option<usize> {
    match all {
        [Contribution { source: Source::Returned { on }, .. }] => {
            let total = ground.workforce().records().census_totals.get(on.to_string().as_str())?;
            total.agency_cover_people.and_then(|people| usize::try_from(people).ok())
        }
        all => Some(all.len()),
    }
}

fn records(all: &[Contribution<'_>]) -> Vec<RecordId> {
    all.iter().map(|one| one.source.record()).collect()
}
