//! Adding a position up, post by post and worker by worker.

use crate::period::Date;
use crate::position::side::Place;
use crate::position::{By, Headcount, Line, Position, PostCount, PostsSide, Row};
use crate::quantity::Fte;
use crate::records::{Basis, CoverReason, NotCollected};
use crate::workforce::{PostLine, Stay, Workforce};

/// Counts the posts of one side with the people of a day.
pub(super) fn survey(workforce: &Workforce, side: &PostsSide, people_on: Date, by: By) -> Position {
    let mut tally = Tally::new(workforce, side, people_on, by);
    for post in &workforce.posts {
        let place = side.place(post, people_on);
        if let Some(place) = place.filter(|place| workforce.in_scope(place, side)) {
            tally.post(&place, post);
        }
    }
    for stay in workforce.loose.iter().filter(|stay| stay.period.holds(people_on)) {
        if let Some(place) = workforce.place_loose(stay, side, people_on) {
            tally.loose(&place, stay);
        }
    }
    tally.finish()
}

/// The columns that people are counted in, as bits of a set.
#[derive(Clone, Copy)]
struct Columns(u8);

impl Columns {
    const SUBSTANTIVE: u8 = 1;
    const COVERED: u8 = 2;
    const ABSENT_COVER: u8 = 4;
    const ABOVE: u8 = 8;
    const AGENCY: u8 = 16;
    const AWAY: u8 = 32;
    const WORKING: u8 = 64;

    /// Counts one person in each of the columns.
    fn count(self, headcount: &mut Headcount) {
        let one = |bit: u8| u32::from(self.0 & bit != 0);
        headcount.substantive += one(Self::SUBSTANTIVE);
        headcount.covered += one(Self::COVERED);
        headcount.absent_cover += one(Self::ABSENT_COVER);
        headcount.above_establishment += one(Self::ABOVE);
        headcount.agency += one(Self::AGENCY);
        headcount.away += one(Self::AWAY);
        headcount.working += one(Self::WORKING);
    }
}

/// Who has been counted where, so that nobody counts twice in a column of a row or of the total. Nearly everybody is in
/// one row only: the first row of each worker has a place of its own, and further ones a short list.
struct People {
    first: Vec<Option<(u32, Columns)>>,
    further: Vec<(u32, u32, Columns)>,
}

impl People {
    fn new(workers: usize) -> Self {
        Self { first: vec![None; workers], further: Vec::new() }
    }

    /// Notes a worker in columns of a row.
    fn note(&mut self, row: u32, worker: u32, columns: Columns) {
        match &mut self.first[worker as usize] {
            empty @ None => *empty = Some((row, columns)),
            Some((known, all)) if *known == row => all.0 |= columns.0,
            Some(_) => {
                let known = self.further.iter_mut().find(|(r, w, _)| (*r, *w) == (row, worker));
                match known {
                    Some((_, _, all)) => all.0 |= columns.0,
                    None => self.further.push((row, worker, columns)),
                }
            }
        }
    }

    /// Headcounts per row, and of the total.
    fn headcounts(&self, rows: usize) -> (Vec<Headcount>, Headcount) {
        let (mut counts, mut total) = (vec![Headcount::default(); rows], Headcount::default());
        let mut everywhere = self.first.clone();
        for &(row, worker, columns) in &self.further {
            columns.count(&mut counts[row as usize]);
            if let Some((_, all)) = &mut everywhere[worker as usize] {
                all.0 |= columns.0;
            }
        }
        for (row, columns) in self.first.iter().flatten() {
            columns.count(&mut counts[*row as usize]);
        }
        for (_, columns) in everywhere.iter().flatten() {
            columns.count(&mut total);
        }
        (counts, total)
    }
}

/// A position being added up.
struct Tally<'a> {
    workforce: &'a Workforce,
    side: &'a PostsSide,
    people_on: Date,
    by: By,
    rows: Vec<(GroupKey, Line, PostCount)>,
    total: Line,
    total_posts: PostCount,
    people: People,
    not_collected: Vec<(usize, NotCollected)>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GroupKey {
    Unit(u32),
    Role(u32),
    Basis(Basis),
    Reason(CoverReason),
    Holders,
    Supernumerary,
    NoReason,
    Uncovered,
    Nowhere,
}

impl<'a> Tally<'a> {
    fn new(workforce: &'a Workforce, side: &'a PostsSide, people_on: Date, by: By) -> Self {
        Self {
            workforce,
            side,
            people_on,
            by,
            rows: Vec::new(),
            total: Line::default(),
            total_posts: PostCount::default(),
            people: People::new(workforce.worker_count()),
            not_collected: Vec::new(),
        }
    }

    fn row(&mut self, key: GroupKey) -> usize {
        if let Some(at) = self.rows.iter().position(|(known, ..)| *known == key) {
            return at;
        }
        self.rows.push((key, Line::default(), PostCount::default()));
        self.rows.len() - 1
    }

    /// The row of a post, where rows are of posts.
    fn post_row(&self, place: &Place) -> Option<GroupKey> {
        match self.by {
            By::Role => Some(place.role.map_or(GroupKey::Nowhere, GroupKey::Role)),
            By::Team => Some(place.team.map_or(GroupKey::Nowhere, GroupKey::Unit)),
            By::Service => {
                let service = place.team.and_then(|team| self.workforce.service_of(team, place.day));
                Some(service.map_or(GroupKey::Nowhere, GroupKey::Unit))
            }
            By::Basis | By::Cover => None,
        }
    }

    /// The row of a worker, where rows are of people.
    fn stay_row(&self, stay: &Stay) -> GroupKey {
        if self.by == By::Basis {
            return GroupKey::Basis(stay.basis);
        }
        match (stay.basis, stay.cover) {
            (Basis::Substantive | Basis::FixedTerm, _) => GroupKey::Holders,
            (Basis::Supernumerary, _) => GroupKey::Supernumerary,
            (_, Some(reason)) => GroupKey::Reason(reason),
            (_, None) => GroupKey::NoReason,
        }
    }

    fn add(&mut self, key: GroupKey, line: Line) -> usize {
        let row = self.row(key);
        self.rows[row].1.add(line);
        self.total.add(line);
        row
    }

    fn gaps(&self, place: &Place) -> &'a [NotCollected] {
        place.view.map_or(&[], |view| &self.side.views[view].not_collected)
    }

    /// Adds a post with everyone who is in it on the day.
    fn post(&mut self, place: &Place, post: &PostLine) {
        let day = self.people_on;
        let gaps = self.gaps(place);
        let present = || post.stays.iter().filter(move |stay| stay.period.holds(day));
        if place.funded.is_zero() && present().next().is_none() {
            return;
        }
        let group = self.post_row(place);
        // Where rows are of people, only the row of uncovered posts lacks anything.
        let vacant_not_collected = group.is_some() && gaps.contains(&NotCollected::Vacant);
        let gap = Line { vacant_not_collected, ..Line::default() };
        let held: Fte = present().filter(|stay| stay.basis.holds()).map(|stay| stay.fte).sum();
        let mut room = place.funded;
        for stay in present().filter(|stay| stay.basis.holds()) {
            let within = stay.fte.min(room);
            room -= within;
            let line = Line {
                funded: within,
                substantive: stay.fte,
                held_above: stay.fte - within,
                above_establishment: stay.fte - within,
                ..gap
            };
            self.stay(group, stay, line);
        }
        let vacant = room;
        let mut holders_left = held;
        for stay in present().filter(|stay| !stay.basis.holds()) {
            let line = cover_line(stay, &mut room, &mut holders_left);
            self.stay(group, stay, Line { vacant_not_collected, ..line });
        }
        if !room.is_zero() {
            let line = Line { funded: room, vacant: room, uncovered: room, ..gap };
            self.add(group.unwrap_or(GroupKey::Uncovered), line);
        }
        self.count_post(group, place.funded, vacant, room);
        self.mark_gaps(group, gaps);
    }

    fn count_post(&mut self, group: Option<GroupKey>, funded: Fte, vacant: Fte, uncovered: Fte) {
        let count = |posts: &mut PostCount| {
            posts.funded += u32::from(!funded.is_zero());
            posts.vacant += u32::from(!vacant.is_zero());
            posts.uncovered += u32::from(!uncovered.is_zero());
        };
        count(&mut self.total_posts);
        if let Some(group) = group {
            let row = self.row(group);
            count(&mut self.rows[row].2);
        } else if !uncovered.is_zero() {
            let row = self.row(GroupKey::Uncovered);
            self.rows[row].2.uncovered += 1;
        }
    }

    /// Notes on the rows what the list behind a post does not record.
    fn mark_gaps(&mut self, group: Option<GroupKey>, gaps: &[NotCollected]) {
        for &gap in gaps {
            let row = match (group, self.by, gap) {
                (Some(group), ..) => self.row(group),
                (None, _, NotCollected::Vacant) => {
                    let gap = Line { vacant_not_collected: true, ..Line::default() };
                    self.add(GroupKey::Uncovered, gap)
                }
                (None, By::Cover, gap) => {
                    self.row(reason_of(gap).map_or(GroupKey::NoReason, GroupKey::Reason))
                }
                (None, ..) => continue,
            };
            if !self.not_collected.contains(&(row, gap)) {
                self.not_collected.push((row, gap));
            }
        }
    }

    /// Adds a worker without a post.
    fn loose(&mut self, place: &Place, stay: &Stay) {
        let group = self.post_row(place);
        let holds = stay.basis.holds();
        let line = Line {
            substantive: if holds { stay.fte } else { Fte::ZERO },
            held_above: if holds { stay.fte } else { Fte::ZERO },
            above_establishment: stay.fte,
            ..Line::default()
        };
        self.stay(group, stay, line);
    }

    /// Adds one worker's part and counts the worker in its columns.
    fn stay(&mut self, group: Option<GroupKey>, stay: &Stay, mut line: Line) {
        let own_post_lacks = stay.basis.holds() && self.workforce.is_acting(stay.worker, self.people_on);
        let away = self.is_absent(stay) || own_post_lacks;
        let agency = stay.basis == Basis::Agency;
        line.away = if away { stay.fte } else { Fte::ZERO };
        line.agency = if agency { stay.fte } else { Fte::ZERO };
        let row = self.add(group.unwrap_or_else(|| self.stay_row(stay)), line);
        let columns = [
            (!line.substantive.is_zero(), Columns::SUBSTANTIVE),
            (!line.covered.is_zero(), Columns::COVERED),
            (!line.absent_cover.is_zero(), Columns::ABSENT_COVER),
            (!line.above_establishment.is_zero(), Columns::ABOVE),
            (agency, Columns::AGENCY),
            (away, Columns::AWAY),
            (!away, Columns::WORKING),
        ];
        let counted = columns.iter().filter(|(counted, _)| *counted).fold(0, |all, (_, bit)| all | bit);
        let row = u32::try_from(row).expect("rows are fewer than units and roles");
        self.people.note(row, stay.worker, Columns(counted));
    }

    fn is_absent(&self, stay: &Stay) -> bool {
        stay.basis != Basis::Agency && self.workforce.is_away(stay.worker, self.people_on)
    }

    fn finish(self) -> Position {
        let (headcounts, total_headcount) = self.people.headcounts(self.rows.len());
        let mut rows: Vec<(u64, Row)> = Vec::with_capacity(self.rows.len());
        for (at, (key, line, posts)) in self.rows.iter().enumerate() {
            let (order, key, name) = self.describe(*key);
            let gaps = self.not_collected.iter().filter(|(row, _)| *row == at);
            let not_collected: Vec<_> = gaps.map(|(_, gap)| *gap).collect();
            let row = Row { key, name, line: *line, headcount: headcounts[at], posts: *posts, not_collected };
            rows.push((order, row));
        }
        rows.sort_by(|(order_a, a), (order_b, b)| (order_a, &a.key).cmp(&(order_b, &b.key)));
        let mut not_collected: Vec<_> = self.not_collected.iter().map(|(_, gap)| *gap).collect();
        not_collected.sort_unstable();
        not_collected.dedup();
        let total = Row {
            key: "total".to_owned(),
            name: "Total".to_owned(),
            line: self.total,
            headcount: total_headcount,
            posts: self.total_posts,
            not_collected,
        };
        let baselines = self.side.views.iter().filter_map(|view| view.baseline);
        Position {
            as_at: self.people_on,
            baselines: baselines.map(|at| self.workforce.baseline_index.key(at).to_string()).collect(),
            by: self.by,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            total,
        }
    }

    /// A row's place in the order, key and name.
    fn describe(&self, key: GroupKey) -> (u64, String, String) {
        let workforce = self.workforce;
        let coded = |order: u64, key: &str, name: &str| {
            (order, key.to_owned(), name.trim_end_matches('.').to_owned())
        };
        match key {
            GroupKey::Unit(unit) => {
                coded(0, workforce.unit_index.key(unit), workforce.unit_name(unit, self.people_on))
            }
            GroupKey::Role(role) => {
                let rank = workforce.roles[role as usize]
                    .near(self.people_on)
                    .map_or(u32::MAX, |terms| terms.facts.rank);
                coded(rank.into(), workforce.role_index.key(role), workforce.role_title(role, self.people_on))
            }
            GroupKey::Basis(basis) => coded(basis as u64, basis.code(), basis.meaning()),
            GroupKey::Holders => coded(0, "substantive", "Holders of posts"),
            GroupKey::Reason(reason) => coded(2 + reason as u64, reason.code(), reason.meaning()),
            GroupKey::Supernumerary => coded(20, "supernumerary", "Supernumerary"),
            GroupKey::NoReason => coded(21, "no-reason", "Cover with no reason given"),
            GroupKey::Uncovered => coded(22, "uncovered", "Vacant and nobody covering"),
            GroupKey::Nowhere => coded(u64::MAX, "none", "Not stated"),
        }
    }
}

/// What one worker who holds no post covers, taking from what is left to cover.
fn cover_line(stay: &Stay, room: &mut Fte, holders_left: &mut Fte) -> Line {
    let mut line = Line::default();
    let mut rest = stay.fte;
    match stay.cover {
        _ if stay.basis == Basis::Supernumerary => {}
        Some(CoverReason::AdditionalWorkload | CoverReason::SkillMix) => {}
        Some(reason) if reason.is_for_absent_holder() => {
            line.absent_cover = rest.min(*holders_left);
            *holders_left -= line.absent_cover;
            rest -= line.absent_cover;
        }
        // Cover for a vacancy, or with no reason given (which `check` reports): it fills what is vacant.
        Some(_) | None => {
            line.covered = rest.min(*room);
            line.funded = line.covered;
            line.vacant = line.covered;
            *room -= line.covered;
            rest -= line.covered;
        }
    }
    line.above_establishment = rest;
    line
}

fn reason_of(gap: NotCollected) -> Option<CoverReason> {
    CoverReason::ALL.iter().copied().find(|reason| reason.code() == gap.code())
}
