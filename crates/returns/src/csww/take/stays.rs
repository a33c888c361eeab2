//! Where workers of a past return worked and with what FTE, as occupancies.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use jiff::ToSpan;
use workforce::cell::Key;
use workforce::period::{Date, Period};
use workforce::quantity::Fte;
use workforce::records::{Basis, Occupancy, Records};

use super::people::Case;
use super::{AGENCY_ROLE, Taker, UNIT};
use crate::csww::element::Element as E;

/// What the record knew of occupancies before the return came.
pub(super) struct Stays {
    /// By worker: those of earlier returns.
    returned: BTreeMap<CompactString, Vec<Occupancy>>,
    /// Workers who have an occupancy of another source, with its dates.
    others: BTreeMap<CompactString, Vec<Period>>,
    /// Those of earlier returns that a record of this one has carried on.
    carried: BTreeSet<CompactString>,
}

impl Stays {
    pub(super) fn new(records: &Records) -> Self {
        let mut stays = Self { returned: BTreeMap::new(), others: BTreeMap::new(), carried: BTreeSet::new() };
        let mut all: Vec<&Occupancy> = records.occupancies.values().collect();
        all.sort_by(|a, b| (a.from, &a.occupancy).cmp(&(b.from, &b.occupancy)));
        for one in all.into_iter().filter(|one| one.basis != Basis::Agency) {
            let worker: CompactString = one.worker.as_str().into();
            if one.occupancy.as_str().starts_with("csww-") {
                stays.returned.entry(worker).or_default().push(one.clone());
            } else {
                stays.others.entry(worker).or_default().push(Period::new(one.from, one.to));
            }
        }
        stays
    }
}

/// One piece of a worker's time in a role.
struct Piece {
    from: Date,
    to: Option<Date>,
    fte: Fte,
    note: Option<&'static str>,
}

impl Taker {
    /// The occupancy of an employed worker.
    pub(super) fn stay(&mut self, case: &Case<'_>) {
        let Some(started) = case.started else { return };
        let Some(role) = case.text(E::OrgRole).map(|code| format!("csww-{code}")) else {
            self.leave(Some(case.at), Some(E::OrgRole), None, "without a role there is no occupancy");
            return;
        };
        let here = Period::new(started, case.ended);
        let others = self.stays.others.get(case.worker.as_str());
        if others.is_some_and(|others| others.iter().any(|other| other.overlaps(here))) {
            let why = "the record has where the worker works from another source, which stays";
            self.leave(Some(case.at), Some(E::Fte), case.text(E::Fte), why);
            return;
        }
        let fte = |item| case.text(item).and_then(|text| Fte::parse(text).ok()).unwrap_or_default();
        let (now, before) = (fte(E::Fte), fte(E::Fte30));
        let year_start = self.year.start();
        let in_year = started >= year_start;
        let now = match (case.ended, in_year) {
            (None, _) => now,
            (Some(_), false) => before,
            (Some(_), true) => Fte::ZERO,
        };
        if let Some(earlier) = self.carried(case, &role, started).filter(|_| !in_year) {
            if earlier.fte == now && earlier.role.as_ref().is_some_and(|known| known.as_str() == role) {
                self.put(earlier);
                return;
            }
            let from = if earlier.from < year_start { year_start } else { earlier.from };
            if earlier.from < year_start {
                self.put(Occupancy { to: Some(year_start), ..earlier });
            }
            self.piece(case, &role, &Piece { from, to: None, fte: now, note: None });
            return;
        }
        let unknown = Some("FTE is not known: the worker came and went within the census year");
        let note = if in_year && case.ended.is_some() { unknown } else { None };
        if in_year || before == now {
            self.piece(case, &role, &Piece { from: started, to: None, fte: now, note });
            return;
        }
        // No FTE in the September before: nothing is known of where the worker was.
        if !before.is_zero() {
            self.piece(case, &role, &Piece { from: started, to: Some(year_start), fte: before, note: None });
        }
        self.piece(case, &role, &Piece { from: year_start, to: None, fte: now, note: None });
    }

    /// The occupancy of an earlier return that the record carries on: of the same role, or else any.
    fn carried(&mut self, case: &Case<'_>, role: &str, started: Date) -> Option<Occupancy> {
        let known = self.stays.returned.get(case.worker.as_str())?;
        let open = |one: &&Occupancy| {
            one.from >= started && one.to.is_none() && !self.stays.carried.contains(one.occupancy.as_str())
        };
        let same = |one: &&Occupancy| one.role.as_ref().is_some_and(|known| known.as_str() == role);
        let found = known.iter().filter(open).find(same).or_else(|| known.iter().find(open))?.clone();
        self.stays.carried.insert(found.occupancy.as_str().into());
        Some(found)
    }

    fn piece(&mut self, case: &Case<'_>, role: &str, piece: &Piece) {
        let key = case.key_of(piece.from, role);
        let mut stay = occupancy(&key, case, role, piece.fte, (piece.from, piece.to));
        stay.note = piece.note.map(Into::into);
        self.put(stay);
    }

    /// An agency worker on the day.
    pub(super) fn engagement(&mut self, case: &Case<'_>) {
        let day = self.year.end();
        let Some(fte) = case.text(E::Fte).and_then(|text| Fte::parse(text).ok()) else { return };
        let known = self.after.occupancies.values().any(|one| {
            let period = Period::new(one.from, one.to);
            one.worker.as_str() == case.worker
                && one.basis == Basis::Agency
                && !one.occupancy.as_str().starts_with("csww-")
                && period.holds(day)
        });
        if known {
            let why = "the record has the agency worker from another source, which stays";
            self.leave(Some(case.at), Some(E::Fte), case.text(E::Fte), why);
            return;
        }
        let role =
            case.text(E::OrgRole).map_or_else(|| AGENCY_ROLE.to_owned(), |code| format!("csww-{code}"));
        let mut stay = occupancy(&case.key_of(day, "agency"), case, &role, fte, (day, day.tomorrow().ok()));
        stay.basis = Basis::Agency;
        stay.note = Some("Known of 30 September only, from the census return".into());
        if let Some(text) = case.text(E::ContractWeeks) {
            let weeks = text.parse::<u32>().ok();
            stay.expected_end = weeks.map(|weeks| day.saturating_add((i64::from(weeks) * 7).days()));
            if weeks.is_none() {
                let why = "contracts are kept to the day: a part of a week is not taken in";
                self.leave(Some(case.at), Some(E::ContractWeeks), Some(text), why);
            }
        }
        self.put(stay);
    }
}

fn occupancy(
    key: &str,
    case: &Case<'_>,
    role: &str,
    fte: Fte,
    (from, to): (Date, Option<Date>),
) -> Occupancy {
    Occupancy {
        occupancy: Key::new(key),
        worker: case.key(),
        post: None,
        team: Some(Key::new(UNIT)),
        role: Some(Key::new(role)),
        fte,
        from,
        to,
        expected_end: None,
        basis: Basis::Substantive,
        cover: None,
        supplier: None,
        note: None,
    }
}
