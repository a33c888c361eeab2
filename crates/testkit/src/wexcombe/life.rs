//! What happens in the generated council, month by month.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use workforce::Date;
use workforce::cell::Key;
use workforce::quantity::{Days, Fte};
use workforce::records::{
    Absence, AbsenceKind, Basis, CoverReason, Decision, DecisionEffect, Destination, Disability, EffectKind,
    Equality, Ethnicity, Identity, LeavingReason, Occupancy, Origin, Post, Sex, Spell, Worker,
};

use crate::builders;
use crate::wexcombe::Plan;
use crate::wexcombe::chance::{Chance, after_weekdays, monday, plus, weekdays, years_on};
use crate::wexcombe::journal::Journal;
use crate::wexcombe::{pay, place};

const GIVEN: &[&str] =
    &["Ashby", "Brock", "Corra", "Delphin", "Emberly", "Fenn", "Garrow", "Hollis", "Isolt", "Juniper"];
const FAMILY: &[&str] =
    &["Testwater", "Sampleford", "Mockham", "Dummywell", "Fictonby", "Notreal", "Madeup", "Invent"];

/// Someone in a post, and since when.
#[derive(Debug, Clone)]
struct Holder {
    worker: String,
    spell: Spell,
    stay: Occupancy,
    /// Away until then, and nothing else befalls the holder meanwhile.
    away_to: Date,
}

/// A post and who is in it.
#[derive(Debug)]
struct Seat {
    post: Post,
    holder: Option<Holder>,
    /// Someone who stands in for a vacancy.
    cover: Option<Occupancy>,
    /// Since when it has been vacant.
    vacant_from: Date,
    /// A start is agreed for then.
    filled_from: Option<Date>,
}

/// The council being lived.
pub(super) struct Life<'a> {
    plan: &'a Plan,
    chance: Chance,
    journal: &'a mut Journal,
    seats: Vec<Seat>,
    numbers: BTreeMap<&'static str, usize>,
    /// Dates of birth, by worker.
    born: BTreeMap<String, Date>,
    /// Registration numbers that are taken.
    registered: BTreeSet<i64>,
}

impl<'a> Life<'a> {
    pub(super) fn new(plan: &'a Plan, journal: &'a mut Journal) -> Self {
        let chance = Chance::new(plan.seed, 0);
        let (seats, numbers) = (Vec::new(), BTreeMap::new());
        Self { plan, chance, journal, seats, numbers, born: BTreeMap::new(), registered: BTreeSet::new() }
    }

    /// A fresh key.
    fn next(&mut self, letter: &'static str) -> String {
        let number = self.numbers.entry(letter).or_default();
        *number += 1;
        format!("{letter}{number:05}")
    }

    /// Lives from the first day until one after the last.
    pub(super) fn run(mut self, until: Date) {
        self.begin();
        let mut day = self.plan.from;
        while day < until {
            let next = day.saturating_add(1.month());
            self.month(day, next, until);
            day = next;
        }
    }

    fn begin(&mut self) {
        let day = self.plan.from;
        if self.plan.personal {
            pay::offers(self.journal, day);
        }
        let units = place::units(self.plan);
        let restructure = years_on(day, 3);
        if self.plan.personal {
            for unit in place::restructured(&units, restructure) {
                self.journal.write(plus(restructure, -30), unit);
            }
        }
        for unit in units {
            self.journal.write(day, unit);
        }
        for role in place::roles(self.plan) {
            self.journal.write(day, role);
        }
        for (from, key, name) in place::budgets(self.plan) {
            let budget = builders::baseline(&key, &name, from, Some(years_on(from, 1)));
            self.journal.write(if from <= day { day } else { plus(from, -20) }, budget);
        }
        for post in place::posts(self.plan, &mut self.chance) {
            self.journal.write(day, post.clone());
            let mut seat =
                Seat { post, holder: None, cover: None, vacant_from: plus(day, -90), filled_from: None };
            if self.chance.hit(8_600) {
                let started = monday(plus(day, -self.chance.between(60, 5_000)));
                let started = if started >= day { plus(day, -30) } else { started };
                let from = started.max(seat.post.from);
                let origin = self.origin(&seat.post);
                seat.holder = Some(self.hire(&seat.post, started, from, day, origin));
            }
            self.seats.push(seat);
        }
    }

    fn origin(&mut self, post: &Post) -> Origin {
        let origin = self.chance.weighted(&[
            (Origin::NewlyQualified, 38),
            (Origin::OtherAuthority, 30),
            (Origin::Agency, 14),
            (Origin::SocialCare, 6),
            (Origin::OutsideEngland, 4),
            (Origin::OtherSocialWork, 4),
            (Origin::NotKnown, 4),
        ]);
        // Nobody begins as a senior.
        let begins = origin == Origin::NewlyQualified && post.role.as_str() != "SW";
        if begins { Origin::OtherAuthority } else { origin }
    }

    /// Employs someone new in a post; the record knows it from a day.
    fn hire(&mut self, post: &Post, started: Date, from: Date, known: Date, origin: Origin) -> Holder {
        let worker = self.worker(known, started);
        self.employ(worker, post, (started, from, known), origin)
    }

    fn employ(&mut self, worker: String, post: &Post, days: (Date, Date, Date), origin: Origin) -> Holder {
        let (started, from, known) = days;
        let spell = Spell { origin: Some(origin), ..builders::spell(&self.next("S"), &worker, started) };
        let stay = builders::occupancy(&self.next("O"), &worker, post.post.as_str(), post.fte, from);
        self.journal.write(known, spell.clone());
        self.journal.write(known, stay.clone());
        if self.plan.personal {
            pay::employed(self.journal, self.plan, &worker, post, (started, known));
        }
        Holder { worker, spell, stay, away_to: started }
    }

    /// Someone new to the record.
    fn worker(&mut self, known: Date, started: Date) -> String {
        let worker = self.next("W");
        let mut number = self.chance.between(10_000, 99_999);
        while !self.registered.insert(number) {
            number += 1;
        }
        self.journal.write(
            known,
            Worker { registration: Some(format!("SW{number}").into()), ..builders::worker(&worker) },
        );
        if self.plan.personal {
            self.personal(&worker, known, started);
        }
        worker
    }

    fn personal(&mut self, worker: &str, known: Date, started: Date) {
        let key = Key::new(worker);
        let (given, family) = (self.chance.pick(GIVEN), self.chance.pick(FAMILY));
        let born = plus(started, -self.chance.between(23 * 365, 52 * 365));
        self.born.insert(worker.to_owned(), born);
        self.journal
            .write(known, Identity { birth_date: Some(born), ..builders::identity(&key, given, family) });
        let ethnicity = self.chance.weighted(&[
            (Ethnicity::WhiteBritish, 68),
            (Ethnicity::BlackAfrican, 9),
            (Ethnicity::WhiteOther, 5),
            (Ethnicity::BlackCaribbean, 4),
            (Ethnicity::Indian, 3),
            (Ethnicity::Pakistani, 3),
            (Ethnicity::MixedOther, 3),
            (Ethnicity::NotObtained, 5),
        ]);
        let sex = self.chance.weighted(&[(Sex::Female, 85), (Sex::Male, 15)]);
        let disability =
            self.chance.weighted(&[(Disability::No, 80), (Disability::Yes, 7), (Disability::NotStated, 13)]);
        self.journal.write(
            known,
            Equality {
                sex: Some(sex),
                ethnicity: Some(ethnicity),
                disability: Some(disability),
                purpose: Some("Statutory census and equality monitoring".into()),
                keep_until: Some(years_on(known, 12)),
                ..builders::equality(&key)
            },
        );
    }

    /// Everything that happens from one day up to the same day of the next month.
    fn month(&mut self, day: Date, next: Date, until: Date) {
        if day.month() == 4 {
            self.budget(day);
        }
        if self.plan.personal {
            let holders = self.seats.iter().filter_map(|seat| Some((&seat.post, seat.holder.as_ref()?)));
            let here = holders.filter(|(_, holder)| holder.stay.from <= day);
            let here = here.map(|(post, holder)| (post, holder.worker.as_str(), holder.spell.started));
            pay::month(self.journal, self.plan, day, here);
        }
        if self.plan.personal && day == years_on(self.plan.from, 3) {
            self.restructure(day);
        }
        for at in 0..self.seats.len() {
            let mut seat = std::mem::replace(&mut self.seats[at], Self::nobody());
            if let Some(day) = seat.filled_from.filter(|&start| start <= day) {
                seat.vacant_from = day;
                seat.filled_from = None;
            }
            if seat.holder.is_some() {
                self.befall(&mut seat, day, next);
            } else if seat.filled_from.is_none() {
                self.recruit(&mut seat, day);
            }
            self.seats[at] = seat;
        }
        self.promote(day);
        let months = (i32::from(day.year()) * 12 + i32::from(day.month())) % self.plan.caseload_months;
        let counted = plus(next, -1);
        if months == 9 % self.plan.caseload_months && counted < until {
            self.count_cases(counted);
        }
    }

    /// What stands in for a seat while it is being worked on.
    fn nobody() -> Seat {
        let day = Date::MIN;
        let post = builders::post("-", "SW", "-", Fte::ZERO, day);
        Seat { post, holder: None, cover: None, vacant_from: day, filled_from: None }
    }

    /// A new budget; every second year it brings three posts for two years by a decision.
    fn budget(&mut self, day: Date) {
        if day.year() % 2 == 0 {
            return;
        }
        let key = format!("budget-{}", day.year());
        let known = plus(day, -20);
        self.journal.write(
            known,
            Decision {
                body: Some("Council".into()),
                ..builders::decision(&key, "Three social workers for two years", plus(day, -40))
            },
        );
        self.journal.write(
            known,
            DecisionEffect {
                role: Some(Key::new("SW")),
                fte: Some(builders::fte(300)),
                ..builders::effect(&key, "a", EffectKind::Create)
            },
        );
        for team in ["CPN", "CPS", "CPE"] {
            let number = self.numbers.entry("X").or_default();
            *number += 1;
            let post = place::extra_post(*number, team, day, &key);
            self.journal.write(known, post.clone());
            self.seats.push(Seat { post, holder: None, cover: None, vacant_from: day, filled_from: None });
        }
    }

    /// Moves the posts of the two assessment teams to their successors.
    fn restructure(&mut self, day: Date) {
        let known = plus(day, -30);
        let moving: Vec<usize> = (0..self.seats.len())
            .filter(|&at| ["ASN", "ASS"].contains(&self.seats[at].post.team.as_str()))
            .collect();
        for (place, at) in moving.into_iter().enumerate() {
            let post = self.seats[at].post.clone();
            let to = if place % 3 == 0 { "FRD" } else { "ASM" };
            let from = post.team.to_string();
            self.journal.write(known, builders::transfer("assessment-2020", &post, day, &from, to));
            self.seats[at].post.team = Key::new(to);
        }
    }

    /// What may happen to a holder in a month: leaving, sickness, leave to have a child.
    fn befall(&mut self, seat: &mut Seat, day: Date, next: Date) {
        let Some(holder) = seat.holder.as_mut() else { return };
        if holder.away_to > day || holder.stay.from > day {
            return;
        }
        let years = weekdays(holder.spell.started, day) / 260;
        let yearly = match years {
            0..=1 => 1_900,
            2..=4 => 1_500,
            _ => 1_050,
        };
        let funding_ends = seat.post.funding_to.is_some_and(|end| end <= plus(next, 60));
        if self.chance.hit(yearly / 12) || (funding_ends && seat.post.funding_to.is_some_and(|end| end > day))
        {
            self.leave(seat, next);
        } else if self.chance.hit(900) {
            let lost = self.chance.around(1, 12);
            self.sick(seat, day, lost);
        } else if self.chance.hit(35) {
            let lost = self.chance.between(30, 120);
            self.sick(seat, day, lost);
        } else if self.chance.hit(34) {
            self.maternity(seat, day);
        }
    }

    fn leave(&mut self, seat: &mut Seat, next: Date) {
        let Some(mut holder) = seat.holder.take() else { return };
        let left = plus(next, self.chance.between(28, 75));
        let left = seat.post.funding_to.filter(|&end| end > next && end < left).unwrap_or(left);
        let (reason, destination) = self.chance.weighted(&[
            ((LeavingReason::Resignation, Destination::OtherAuthority), 36),
            ((LeavingReason::Resignation, Destination::Agency), 20),
            ((LeavingReason::Resignation, Destination::NotSocialCare), 12),
            ((LeavingReason::Resignation, Destination::SocialCare), 8),
            ((LeavingReason::Resignation, Destination::NotKnown), 8),
            ((LeavingReason::Retired, Destination::NotSocialCare), 10),
            ((LeavingReason::MovedWithin, Destination::Other), 4),
            ((LeavingReason::Other, Destination::NotKnown), 2),
        ]);
        let old = self.born.get(&holder.worker).is_none_or(|born| years_on(*born, 57) <= left);
        let reason =
            if reason == LeavingReason::Retired && !old { LeavingReason::Resignation } else { reason };
        // One in sixteen is heard of late, so that a position of the day is restated.
        let known = if self.chance.hit(625) { plus(left, self.chance.between(30, 150)) } else { next };
        holder.spell.left = Some(left);
        holder.spell.reason = Some(reason);
        holder.spell.destination = Some(destination);
        holder.spell.notice_given = Some(next);
        holder.stay.to = Some(left);
        self.journal.write(known, holder.spell);
        self.journal.write(known, holder.stay);
        seat.vacant_from = left;
    }

    /// A sickness of some weekdays; a long one is covered now and then.
    fn sick(&mut self, seat: &mut Seat, day: Date, lost: i64) {
        let from = after_weekdays(plus(day, self.chance.between(0, 20)), 0);
        let back = after_weekdays(from, lost);
        if let Some(holder) = seat.holder.as_mut() {
            holder.away_to = back;
        }
        let absence = self.absence(seat, AbsenceKind::Sickness, from, back);
        let expected_return = (lost > 25).then_some(back);
        let absence = Absence { expected_return, ..absence };
        if expected_return.is_some() {
            self.journal.write(from, Absence { to: None, ..absence.clone() });
        }
        self.journal
            .write(back, Absence { days_lost: Some(Days::from_millionths(lost * 1_000_000)), ..absence });
        if lost > 40 && self.chance.hit(4_000) {
            self.stand_in(seat, plus(from, 28), back, CoverReason::LongTermSickness);
        }
    }

    fn maternity(&mut self, seat: &mut Seat, day: Date) {
        let from = monday(plus(day, self.chance.between(60, 90)));
        let back = monday(plus(from, self.chance.between(180, 364)));
        if let Some(holder) = seat.holder.as_mut() {
            holder.away_to = back;
        }
        let absence = self.absence(seat, AbsenceKind::Maternity, from, back);
        let absence = Absence { expected_return: Some(back), ..absence };
        self.journal.write(day, Absence { to: None, ..absence.clone() });
        self.journal.write(back, absence);
        if self.chance.hit(6_000) {
            self.stand_in(seat, from, back, CoverReason::Maternity);
        }
    }

    fn absence(&mut self, seat: &Seat, kind: AbsenceKind, from: Date, back: Date) -> Absence {
        let worker = seat.holder.as_ref().map_or("", |holder| holder.worker.as_str());
        let pattern = if seat.post.fte == Fte::ONE { "MTWTF--" } else { "MTW----" };
        Absence {
            to: Some(back),
            work_pattern: Some(pattern.into()),
            ..builders::absence(self.next("A"), worker, kind, from)
        }
    }

    /// An agency worker in the place of an absent holder.
    fn stand_in(&mut self, seat: &Seat, from: Date, back: Date, reason: CoverReason) {
        if from >= back {
            return;
        }
        let stay = self.agency(&seat.post, from, reason, from);
        self.journal.write(from, Occupancy { expected_end: Some(back), ..stay.clone() });
        self.journal.write(back, Occupancy { expected_end: Some(back), to: Some(back), ..stay });
    }

    fn agency(&mut self, post: &Post, from: Date, reason: CoverReason, known: Date) -> Occupancy {
        let worker = self.worker(known, known);
        let supplier = self.chance.pick(&["Testwater Agency", "Sampleford Care Staff", "Mockham Locums"]);
        Occupancy {
            basis: Basis::Agency,
            cover: Some(reason),
            supplier: Some(supplier.into()),
            ..builders::occupancy(&self.next("O"), &worker, post.post.as_str(), post.fte, from)
        }
    }

    /// What may happen to a vacant post in a month: agency cover, or a start agreed.
    fn recruit(&mut self, seat: &mut Seat, day: Date) {
        let funded_to = seat.post.funding_to.unwrap_or(Date::MAX);
        if seat.vacant_from > day || funded_to <= plus(day, 120) {
            if let Some(cover) = seat.cover.take_if(|_| funded_to <= plus(day, 120)) {
                let to = cover.from.max(plus(day, 14));
                self.journal.write(day, Occupancy { to: Some(to), ..cover });
            }
            return;
        }
        let cohort = day.month() == 9 && matches!(seat.post.role.as_str(), "SW");
        if self.chance.hit(if cohort { 5_500 } else { 1_100 }) {
            self.fill(seat, day, cohort);
        } else if seat.cover.is_none() && self.chance.hit(2_600) {
            let from = monday(plus(day, 7));
            let stay = self.agency(&seat.post, from, CoverReason::Vacancy, day);
            let stay = Occupancy { expected_end: Some(plus(from, 182)), ..stay };
            self.journal.write(day, stay.clone());
            seat.cover = Some(stay);
        }
    }

    /// Agrees a start: someone new, or the agency worker who covers.
    fn fill(&mut self, seat: &mut Seat, day: Date, cohort: bool) {
        let start = monday(plus(day, self.chance.between(14, 56)));
        let cover = seat.cover.take().filter(|cover| cover.from < start);
        let converts = cover.is_some() && self.chance.hit(1_800);
        let holder = if let (true, Some(cover)) = (converts, &cover) {
            self.employ(cover.worker.to_string(), &seat.post, (start, start, day), Origin::Agency)
        } else {
            let post = seat.post.clone();
            let origin = if cohort { Origin::NewlyQualified } else { self.origin(&post) };
            self.hire(&post, start, start, day, origin)
        };
        if let Some(cover) = cover {
            self.journal.write(day, Occupancy { to: Some(start), ..cover });
        }
        seat.holder = Some(holder);
        seat.filled_from = Some(start);
    }

    /// Now and then a holder moves up into a vacant senior post, or acts up into a vacant manager's.
    fn promote(&mut self, day: Date) {
        for at in 0..self.seats.len() {
            let seat = &self.seats[at];
            let open = seat.holder.is_none() && seat.cover.is_none() && seat.vacant_from <= day;
            let senior = matches!(seat.post.role.as_str(), "TM" | "AP" | "SSW");
            if !open || !senior || !self.chance.hit(1_500) {
                continue;
            }
            let below = if seat.post.role.as_str() == "TM" { "SSW" } else { "SW" };
            let team = seat.post.team.clone();
            let candidate = self.seats.iter().position(|other| {
                other.post.team == team
                    && other.post.role.as_str() == below
                    && other.post.fte == seat.post.fte
                    && other.holder.as_ref().is_some_and(|h| h.away_to <= day && plus(h.stay.from, 365) < day)
            });
            let Some(from_seat) = candidate else { continue };
            let acts = self.seats[at].post.role.as_str() == "TM" && self.chance.hit(6_000);
            if acts { self.act_up(at, from_seat, day) } else { self.move_up(at, from_seat, day) }
        }
    }

    fn move_up(&mut self, to: usize, from: usize, day: Date) {
        let start = monday(plus(day, 28));
        let Some(mut holder) = self.seats[from].holder.take() else { return };
        let ended = Occupancy { to: Some(start), ..holder.stay.clone() };
        self.journal.write(day, ended);
        self.seats[from].vacant_from = start;
        let post = self.seats[to].post.clone();
        holder.stay =
            builders::occupancy(&self.next("O"), &holder.worker, post.post.as_str(), post.fte, start);
        self.journal.write(day, holder.stay.clone());
        if self.plan.personal {
            pay::rise(self.journal, &post, &holder.worker, holder.spell.started, (start, day));
        }
        self.seats[to].holder = Some(holder);
        self.seats[to].filled_from = Some(start);
    }

    /// A senior worker acts up for six months; an agency worker stands in below for some of them.
    fn act_up(&mut self, to: usize, from: usize, day: Date) {
        let start = monday(plus(day, 7));
        let back = monday(plus(start, 182));
        let Some(worker) = self.seats[from].holder.as_mut().map(|holder| {
            holder.away_to = back;
            holder.worker.clone()
        }) else {
            return;
        };
        let post = self.seats[to].post.clone();
        let stay = Occupancy {
            basis: Basis::ActingUp,
            cover: Some(CoverReason::Vacancy),
            expected_end: Some(back),
            ..builders::occupancy(&self.next("O"), &worker, post.post.as_str(), post.fte, start)
        };
        self.journal.write(day, stay.clone());
        self.journal.write(back, Occupancy { to: Some(back), ..stay });
        // Nobody is sought while someone acts up.
        self.seats[to].vacant_from = back;
        if self.chance.hit(5_000) {
            let seat = std::mem::replace(&mut self.seats[from], Self::nobody());
            self.stand_in(&seat, start, back, CoverReason::ActingUp);
            self.seats[from] = seat;
        }
    }

    /// Counts the cases that everyone below team manager holds on a day.
    fn count_cases(&mut self, day: Date) {
        for at in 0..self.seats.len() {
            let seat = &self.seats[at];
            let (role, adult) = (seat.post.role.as_str(), seat.post.post.as_str().starts_with('A'));
            let most = match role {
                "SW" => 22,
                "SSW" => 18,
                "AP" => 8,
                _ => continue,
            };
            let holder = seat
                .holder
                .as_ref()
                .filter(|h| h.away_to <= day && h.stay.from <= day)
                .map(|h| h.worker.clone());
            let cover =
                seat.cover.as_ref().filter(|cover| cover.from <= day).map(|cover| cover.worker.to_string());
            let fte = seat.post.fte.millionths();
            for worker in holder.into_iter().chain(cover) {
                let cases = self.chance.around(most / 2, most + 6) * fte / 1_000_000;
                let cases = u32::try_from(cases).unwrap_or_default();
                let third = cases / 3;
                let mut count = builders::caseload(&worker, day);
                if adult {
                    count.adults = Some(cases);
                } else {
                    count.child_in_need = Some(cases - 2 * third);
                    count.child_protection = Some(third);
                    count.looked_after = Some(third);
                }
                self.journal.write(day, count);
            }
        }
    }
}
