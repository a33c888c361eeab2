//! Releases of one council, one after another, attacked together.
//!
//! The attacker here has a model of his own: he reads printed values, and knows what everybody knows of days, periods, teams
//! and categories. He shares no name of a count with the releases, so that a tie which these forget shows.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::civil::date;
use measures::breakdown::Breakdown;
use measures::disclosure::attack::{Split, attack, attack_attributes, attack_on};
use measures::disclosure::{Memory, Policy, Sum};
use measures::figure::{Figure, Question};
use measures::ground::{Agreed, Ground};
use measures::registry;
use measures::release::ReleaseError;
use measures::span::{Span, Step};
use testkit::builders;
use testkit::wexcombe::{Plan, generate};
use workforce::cell::{Flag, Key};
use workforce::quantity::NoNumber;
use workforce::records::{
    CensusRole, Equality, Ethnicity, Occupancy, Origin, Record, Role, Spell, UnitKind, WorkerKey,
};
use workforce::{Date, Workforce};

const LONG_AGO: Date = date(2015, 1, 5);
const OPENING: Date = date(2021, 9, 30);
const CLOSING: Date = date(2022, 9, 30);

/// A worker of an invented council.
#[derive(Clone)]
struct Someone {
    team: &'static str,
    started: Date,
    left: Option<Date>,
    ethnicity: Ethnicity,
    origin: Origin,
}

fn someone(team: &'static str) -> Someone {
    let (ethnicity, origin) = (Ethnicity::WhiteBritish, Origin::NewlyQualified);
    Someone { team, started: LONG_AGO, left: None, ethnicity, origin }
}

/// So many of one kind.
fn many(count: usize, one: Someone) -> impl Iterator<Item = Someone> {
    std::iter::repeat_n(one, count)
}

fn records(people: impl IntoIterator<Item = Someone>) -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    for team in ["A", "B", "C", "D"] {
        all.push(builders::unit(team, team, UnitKind::Team, LONG_AGO).into());
    }
    for (role, census, rank) in [("SW", true, 1), ("ADM", false, 2)] {
        let census_role = census.then_some(CensusRole::CaseHolder);
        let role = builders::role(role, role, LONG_AGO);
        all.push(Role { census: Flag(census), census_role, rank: Some(rank), ..role }.into());
    }
    for (at, one) in people.into_iter().enumerate() {
        let name = format!("W{at}");
        let worker = WorkerKey::new(&name);
        all.push(builders::worker(&name).into());
        all.push(Equality { ethnicity: Some(one.ethnicity), ..builders::equality(&worker) }.into());
        all.push(builders::post(&name, "SW", one.team, builders::fte(100), LONG_AGO).into());
        let origin = Some(one.origin);
        let spell = builders::spell(&name, &name, one.started);
        all.push(Spell { left: one.left, origin, ..spell }.into());
        all.push(builders::occupancy(&name, &name, &name, builders::fte(100), one.started).into());
    }
    all
}

/// A council that releases what it is asked for, and what was printed.
struct Publisher<'a> {
    ground: &'a Ground<'a>,
    policy: Policy,
    memory: Memory,
    /// Whether it remembers what it released before.
    remembers: bool,
    refused: usize,
}

impl<'a> Publisher<'a> {
    fn new(ground: &'a Ground<'a>) -> Self {
        Self { ground, policy: Policy::default(), memory: Memory::new(), remembers: true, refused: 0 }
    }

    /// What is printed, by group; nothing where it is refused.
    fn ask(&mut self, id: &str, span: Span, unit: Option<u32>, by: Option<Breakdown>) -> Vec<Figure> {
        let measure = registry::find(id).expect("the measure exists");
        let question = Question { span, unit, baseline: None, by };
        let memory = if self.remembers { self.memory.clone() } else { Memory::new() };
        match self.ground.release("999", measure, &question, &self.policy, &memory) {
            Ok(release) => {
                self.memory = release.memory;
                release.figures.iter().map(|figure| figure.figure().clone()).collect()
            }
            Err(ReleaseError::Disclosure(_)) => {
                self.refused += 1;
                Vec::new()
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// A count of the whole council, if it is printed.
    fn count(&mut self, id: &str, span: Span) -> Option<u32> {
        self.ask(id, span, None, None).first().and_then(printed)
    }
}

fn printed(figure: &Figure) -> Option<u32> {
    figure.value.ok().map(|value| value.to_string().parse().expect("people"))
}

/// What everybody knows of headcounts of a council at days and over periods, and what was printed of them.
#[derive(Default)]
struct Attacker {
    knows: Memory,
    hidden: Vec<Sum>,
    days: BTreeMap<Date, Sum>,
    starters: BTreeMap<Span, Sum>,
    leavers: BTreeMap<Span, Sum>,
}

impl Attacker {
    fn hears(&mut self, what: &str, span: Span, count: Option<u32>) {
        let sum = Sum::of(format!("{what} {} {}", span.from, span.to));
        match count {
            Some(count) => self.knows.known(&sum, count),
            None => self.hidden.push(sum.clone()),
        }
        match what {
            "inpost" => self.days.insert(span.to, sum),
            "starters" => self.starters.insert(span, sum),
            _ => self.leavers.insert(span, sum),
        };
    }

    /// Counts that are known exactly though they were not printed, and are small.
    fn recovers(&mut self) -> Vec<Sum> {
        for flows in [&self.starters, &self.leavers] {
            for whole in flows.keys() {
                // Periods are made up of the longest others that tile them from the left.
                for first in flows.keys().filter(|part| part.from == whole.from && *part != whole) {
                    let mut parts = vec![flows[first].clone()];
                    let mut end = first.to;
                    while let Some((next, sum)) = flows
                        .iter()
                        .filter(|(next, _)| next.opening() == end && next.to <= whole.to)
                        .max_by_key(|(next, _)| next.to)
                    {
                        parts.push(sum.clone());
                        end = next.to;
                    }
                    if end == whole.to {
                        self.knows.tie(&flows[whole], &parts.iter().collect());
                    }
                }
            }
        }
        for (span, leavers) in &self.leavers {
            if let (Some(before), Some(starters), Some(after)) =
                (self.days.get(&span.opening()), self.starters.get(span), self.days.get(&span.to))
            {
                self.knows.tie_flows(before, starters, leavers, after);
            }
        }
        let found = attack_on(&self.knows, &[], &self.hidden).expect("what is printed is true");
        found.into_iter().filter(|one| (1..5).contains(&one.low)).map(|one| one.sum).collect()
    }
}

/// Every order of so many things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..count).map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, count - 1);
                longer
            })
        })
        .collect()
}

/// 30 in post, 8 come, 3 go: 35. Whoever is told three of the four can work out the fourth.
fn thirty_and_three_leavers() -> Vec<Record> {
    let came = Someone { started: date(2022, 2, 1), ..someone("B") };
    let went = Someone { left: Some(date(2022, 5, 1)), ..someone("A") };
    records(many(14, someone("A")).chain(many(13, someone("B"))).chain(many(8, came)).chain(many(3, went)))
}

type Asks = Vec<(&'static str, &'static str, Span)>;

fn stocks_and_flows() -> Asks {
    let year = Span::year_ending(CLOSING);
    vec![
        ("inpost", "inpost_headcount", Span::day(OPENING)),
        ("starters", "starters_headcount", year),
        ("inpost", "inpost_headcount", Span::day(CLOSING)),
        ("leavers", "leavers_headcount", year),
    ]
}

/// What an attacker recovers of these asks in an order, and how many of them were printed.
fn attacked(publisher: &mut Publisher<'_>, asks: &Asks, order: &[usize]) -> (Vec<Sum>, usize) {
    let mut attacker = Attacker::default();
    let mut shown = 0;
    for at in order {
        let (what, id, span) = asks[*at];
        let count = publisher.count(id, span);
        shown += usize::from(count.is_some());
        attacker.hears(what, span, count);
    }
    (attacker.recovers(), shown)
}

#[test]
fn stocks_of_two_days_and_starters_do_not_tell_the_leavers() {
    let workforce = Workforce::new(thirty_and_three_leavers().into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let asks = stocks_and_flows();
    for order in orders(asks.len()) {
        let mut publisher = Publisher::new(&ground);
        let (found, shown) = attacked(&mut publisher, &asks, &order);
        assert_eq!((found, shown), (Vec::new(), 2), "{order:?}");
        assert_eq!(attack(&publisher.memory, &[]).expect("no contradiction"), vec![], "{order:?}");
        // A council that forgets prints all but the leavers, and so the leavers.
        let mut publisher = Publisher { remembers: false, ..Publisher::new(&ground) };
        let (found, shown) = attacked(&mut publisher, &asks, &order);
        assert_eq!((found.len(), shown), (1, 3), "{order:?}");
    }
}

/// Somebody leaves the census population for an office post: a reader who knows that is kept from the leavers too.
#[test]
fn a_change_of_role_does_not_undo_the_tie() {
    let mut all = thirty_and_three_leavers();
    all.push(builders::post("OFFICE", "ADM", "A", builders::fte(100), LONG_AGO).into());
    for record in &mut all {
        if let Record::Occupancy(one) = record
            && one.occupancy.as_str() == "W0"
        {
            one.to = Some(date(2022, 3, 1));
        }
    }
    let office = builders::occupancy("W0-2", "W0", "OFFICE", builders::fte(100), date(2022, 3, 1));
    all.push(Occupancy { post: Some(Key::new("OFFICE")), ..office }.into());
    let workforce = Workforce::new(all.into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    for order in orders(4) {
        let mut publisher = Publisher::new(&ground);
        let asks = stocks_and_flows();
        let shown = order.iter().filter_map(|at| publisher.count(asks[*at].1, asks[*at].2)).count();
        assert_eq!(shown, 2, "{order:?}");
    }
}

/// Nobody's small quarter follows from the year and the others, nor from stocks at the ends of quarters.
#[test]
fn periods_that_tile_a_longer_one_do_not_tell_each_other() {
    let quarters = Span::year_ending(CLOSING).cut(Step::Quarter);
    let mut people: Vec<Someone> = many(60, someone("A")).collect();
    for (quarter, (came, went)) in quarters.iter().zip([(6, 7), (7, 6), (6, 6), (8, 3)]) {
        people.extend(many(came, Someone { started: quarter.from, ..someone("B") }));
        people.extend(many(went, Someone { left: Some(quarter.to), ..someone("A") }));
    }
    let workforce = Workforce::new(records(people).into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let year = Span::year_ending(CLOSING);
    let mut by_periods: Asks = quarters.iter().map(|span| ("leavers", "leavers_headcount", *span)).collect();
    by_periods.push(("leavers", "leavers_headcount", year));
    // The year's flows are not asked for at all: they join from the quarters.
    let mut joined: Asks = vec![
        ("inpost", "inpost_headcount", Span::day(OPENING)),
        ("inpost", "inpost_headcount", Span::day(CLOSING)),
    ];
    for span in &quarters {
        joined.push(("starters", "starters_headcount", *span));
        joined.push(("leavers", "leavers_headcount", *span));
    }
    for asks in [&by_periods, &joined] {
        for turn in 0..asks.len() {
            let order: Vec<usize> = (0..asks.len()).map(|at| (at + turn) % asks.len()).collect();
            let backwards: Vec<usize> = order.iter().rev().copied().collect();
            for order in [order, backwards] {
                let mut publisher = Publisher::new(&ground);
                let (found, shown) = attacked(&mut publisher, asks, &order);
                assert_eq!(found, vec![], "{order:?}");
                assert_eq!(shown, asks.len() - 2, "one for its own sake and one for its: {order:?}");
                assert_eq!(attack(&publisher.memory, &[]).expect("no contradiction"), vec![], "{order:?}");
            }
        }
    }
    let mut forgets = Publisher { remembers: false, ..Publisher::new(&ground) };
    let all: Vec<usize> = (0..by_periods.len()).collect();
    assert_eq!(attacked(&mut forgets, &by_periods, &all).0.len(), 1);
}

#[test]
fn no_small_count_is_shown_and_none_can_be_recovered() {
    let plan = Plan { children_posts: 160, adult_posts: 0, years: 2, ..Plan::wexcombe() };
    let workforce = Workforce::new(generate(&plan).into_iter().flat_map(|step| step.records).collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let policy = Policy::default();
    let mut memory = Memory::new();
    let (mut shown, mut withheld, mut refused) = (0, 0, 0);
    for year in [2018, 2019] {
        for id in [
            "leavers_headcount",
            "leavers_fte",
            "turnover_rate_headcount",
            "inpost_headcount",
            "agency_headcount",
        ] {
            let measure = registry::find(id).expect("the measure exists");
            for by in [None, Some(Breakdown::Team), Some(Breakdown::Reason), Some(Breakdown::CensusRole)] {
                let span = Span::year_ending(date(year, 9, 30));
                let question = Question { span, unit: None, baseline: None, by };
                let inside = ground.figures(measure, &question).expect("a plain question");
                let release = match ground.release("999", measure, &question, &policy, &memory) {
                    Ok(release) => release,
                    // Refusing is the right answer where an earlier release leaves no safe one.
                    Err(ReleaseError::Disclosure(_)) => {
                        refused += 1;
                        continue;
                    }
                    Err(error) => panic!("{error}"),
                };
                memory = release.memory;
                assert_eq!(release.figures.len(), inside.len());
                for (inside, outside) in inside.iter().zip(&release.figures) {
                    let outside = outside.figure();
                    assert!(outside.evidence.is_empty());
                    if outside.value == Err(NoNumber::Suppressed) {
                        withheld += 1;
                        assert_eq!((outside.numerator, outside.denominator), (None, None));
                    } else {
                        shown += 1;
                        assert!(!policy.is_small(inside.people.numerator), "{id} by {by:?}");
                        assert_eq!(outside.value, inside.value);
                    }
                }
            }
        }
        // Larger counts that were withheld to protect small ones may come out; small ones may not.
        let recovered = attack(&memory, &[]).expect("the statements fit each other");
        let small: Vec<_> = recovered.iter().filter(|one| one.low < 5 && one.high != Some(0)).collect();
        assert!(small.is_empty(), "{small:#?}");
    }
    println!("{shown} shown, {withheld} withheld, {refused} releases refused");
    assert!(shown > 20 && withheld > 10, "the council is neither all large nor all small");
}

/// Months, quarters and years of a generated council, with stocks at their ends, against the attacker's own arithmetic.
#[test]
fn two_years_of_months_and_stocks_do_not_tell_small_counts() {
    let plan = Plan { children_posts: 160, adult_posts: 0, years: 3, ..Plan::wexcombe() };
    let workforce = Workforce::new(generate(&plan).into_iter().flat_map(|step| step.records).collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let years = [2018, 2019].map(|year| Span::year_ending(date(year, 9, 30)));
    let mut asks: Asks = Vec::new();
    for year in years {
        for step in [Step::Quarter, Step::Census] {
            for span in year.cut(step) {
                asks.push(("inpost", "inpost_headcount", Span::day(span.to)));
                asks.push(("starters", "starters_headcount", span));
                asks.push(("leavers", "leavers_headcount", span));
            }
        }
    }
    for reversed in [false, true] {
        let mut order: Vec<usize> = (0..asks.len()).collect();
        if reversed {
            order.reverse();
        }
        let mut publisher = Publisher::new(&ground);
        let (found, shown) = attacked(&mut publisher, &asks, &order);
        assert_eq!(found, vec![]);
        println!("{shown} of {} printed, {} refused", asks.len(), publisher.refused);
        assert!(shown * 2 > asks.len() && publisher.refused == 0);
        let mut forgets = Publisher { remembers: false, ..Publisher::new(&ground) };
        let (found, shown) = attacked(&mut forgets, &asks, &order);
        println!("without memory {shown} printed, {} small counts told by them", found.len());
        assert!(!found.is_empty(), "an attack that cannot succeed shows nothing");
    }
}

/// The attacker's model of a day: so many of each team in each category, and what was printed of sums of them.
struct Census {
    knows: Memory,
}

const TEAMS: [&str; 4] = ["A", "B", "C", "D"];
const GROUPS: [&str; 5] = ["white", "mixed", "asian", "black", "other"];

fn cell(team: &str, group: &str) -> Sum {
    Sum::of(format!("{team} {group}"))
}

impl Census {
    /// Reads a printed breakdown of some teams by ethnicity.
    fn reads(&mut self, teams: &[&str], figures: &[Figure]) {
        for figure in figures {
            let group = figure.group.as_ref().expect("a category");
            let cells: Vec<Sum> = teams.iter().map(|team| cell(team, &group.key)).collect();
            if let Some(count) = printed(figure) {
                self.knows.known(&cells.iter().collect(), count);
            }
        }
    }

    fn shared(&self) -> Vec<Sum> {
        let split = |team: &&str| {
            let categories: Vec<Sum> = GROUPS.iter().map(|group| cell(team, group)).collect();
            Split { group: categories.iter().collect(), categories }
        };
        let groups: Vec<Split> = TEAMS.iter().map(split).collect();
        attack_attributes(&self.knows, &[], &groups).expect("what is printed is true")
    }
}

/// Teams of 14 and 21 of several categories, of 6 who are all White, and of 12 who are.
fn four_teams() -> Workforce {
    let of = |team, count, ethnicity| many(count, Someone { ethnicity, ..someone(team) });
    let people = of("A", 8, Ethnicity::WhiteBritish)
        .chain(of("A", 6, Ethnicity::Indian))
        .chain(of("B", 9, Ethnicity::WhiteBritish))
        .chain(of("B", 5, Ethnicity::BlackAfrican))
        .chain(of("B", 7, Ethnicity::Indian))
        .chain(of("C", 6, Ethnicity::WhiteBritish))
        .chain(of("D", 12, Ethnicity::WhiteIrish));
    Workforce::new(records(people).into_iter().collect())
}

/// What an attacker is told of shared attributes by the teams and the council, asked in an order, and what was printed.
fn attributes(
    publisher: &mut Publisher<'_>,
    workforce: &Workforce,
    order: &[usize],
) -> (Vec<Sum>, Vec<usize>) {
    let mut census = Census { knows: Memory::new() };
    let day = Span::day(OPENING);
    let mut shown = vec![0; order.len()];
    for at in order {
        let figures = match at {
            // How many there are in each team is asked for first or last or between.
            5 => {
                let teams = publisher.ask("inpost_headcount", day, None, Some(Breakdown::Team));
                for (team, figure) in TEAMS.iter().zip(&teams) {
                    let cells: Vec<Sum> = GROUPS.iter().map(|group| cell(team, group)).collect();
                    if let Some(count) = printed(figure) {
                        census.knows.known(&cells.iter().collect(), count);
                    }
                }
                teams
            }
            4 => {
                let all = publisher.ask("inpost_headcount", day, None, Some(Breakdown::Ethnicity));
                census.reads(&TEAMS, &all);
                all
            }
            team => {
                let unit = workforce.unit_named(TEAMS[*team], OPENING).expect("the team is there");
                let one = publisher.ask("inpost_headcount", day, Some(unit), Some(Breakdown::Ethnicity));
                census.reads(&[TEAMS[*team]], &one);
                one
            }
        };
        shown[*at] = figures.iter().filter_map(printed).count();
    }
    (census.shared(), shown)
}

#[test]
fn nobodys_attribute_follows_from_those_of_the_team() {
    let workforce = four_teams();
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    for turn in 0..6 {
        let order: Vec<usize> = (0..6).map(|at| (at + turn) % 6).collect();
        for order in [order.clone(), order.iter().rev().copied().collect::<Vec<_>>()] {
            let mut publisher = Publisher::new(&ground);
            let (found, shown) = attributes(&mut publisher, &workforce, &order);
            assert_eq!(found, vec![], "{order:?}");
            assert_eq!(shown[2..4], [0, 0], "a team of 6, and one that is all alike: {order:?}");
            assert!(shown[0] + shown[1] + shown[4] > 0, "{order:?}: {shown:?}");
            assert_eq!(attack(&publisher.memory, &[]).expect("no contradiction"), vec![], "{order:?}");
        }
    }
}

/// Out of force, the rule keeps nothing: the tables of the teams tell, and so does the council less the others.
#[test]
fn without_the_rule_attributes_are_told() {
    let workforce = four_teams();
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let policy = Policy::default().with_smallest_group(0);
    for order in [vec![2, 3, 0, 1, 4, 5], vec![4, 0, 1, 2, 3, 5]] {
        let mut publisher = Publisher { policy, ..Publisher::new(&ground) };
        let (found, _) = attributes(&mut publisher, &workforce, &order);
        assert_eq!(found, [cell("C", "white"), cell("D", "white")], "{order:?}");
    }
    // By difference alone: neither team was asked.
    let mut publisher = Publisher { policy, ..Publisher::new(&ground) };
    let mut census = Census { knows: Memory::new() };
    let day = Span::day(OPENING);
    for (unit, teams) in [(None, &TEAMS[..]), (Some("A"), &["A"]), (Some("B"), &["B"])] {
        let unit = unit.map(|unit| workforce.unit_named(unit, OPENING).expect("the team is there"));
        census.reads(teams, &publisher.ask("inpost_headcount", day, unit, Some(Breakdown::Ethnicity)));
    }
    census.knows.known(&GROUPS.map(|group| cell("C", group)).iter().collect(), 6);
    census.knows.known(&GROUPS.map(|group| cell("D", group)).iter().collect(), 12);
    assert_eq!(census.shared(), [cell("C", "white"), cell("D", "white")]);
}

/// The total is told, every category is listed and none has a value, however few there are.
#[test]
fn a_small_group_has_its_total_only() {
    let workforce = four_teams();
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let unit = workforce.unit_named("C", OPENING).ok();
    let mut publisher = Publisher::new(&ground);
    for id in ["inpost_headcount", "inpost_fte", "ethnicity_mix_headcount"] {
        let figures = publisher.ask(id, Span::day(OPENING), unit, Some(Breakdown::Ethnicity));
        let keys: Vec<_> =
            figures.iter().map(|figure| figure.group.as_ref().expect("a group").key.as_str()).collect();
        assert_eq!(keys, GROUPS, "{id}");
        assert!(figures.iter().all(|figure| figure.value == Err(NoNumber::Suppressed)), "{id}");
        assert!(figures.iter().all(|figure| figure.cautions.len() == 1), "{id}");
    }
    let total = publisher.ask("inpost_headcount", Span::day(OPENING), unit, None);
    assert_eq!(total.first().and_then(printed), Some(6));
}

/// A day is the same day, whether it was asked for by itself or as the end of a year.
/// What is printed of each team in post on the closing day, and of the council.
fn teams(publisher: &mut Publisher<'_>) -> BTreeMap<String, Option<u32>> {
    let day = Span::day(CLOSING);
    let mut all: BTreeMap<String, Option<u32>> = BTreeMap::new();
    all.insert("all".to_owned(), publisher.count("inpost_headcount", day));
    for figure in publisher.ask("inpost_headcount", day, None, Some(Breakdown::Team)) {
        let key = figure.group.as_ref().map(|group| group.key.clone()).unwrap_or_default();
        all.insert(key, printed(&figure));
    }
    all
}

/// So many people in each team.
fn of_teams(counts: [usize; 4]) -> Workforce {
    let teams = ["A", "B", "C", "D"].into_iter().zip(counts);
    let people = teams.flat_map(|(team, count)| many(count, someone(team)));
    Workforce::new(records(people).into_iter().collect())
}

#[test]
fn a_corrected_figure_is_released_again_and_what_was_withheld_stays_so() {
    // The states of the record one after the other: team A is corrected, then D, which is small, then back again.
    let states =
        [[14, 11, 7, 3], [15, 11, 7, 3], [15, 11, 7, 4], [14, 11, 7, 3], [14, 11, 7, 0], [14, 11, 8, 9]];
    let mut memory = Memory::new();
    let mut attacker = Memory::new();
    let mut hidden = Vec::new();
    for (at, counts) in states.iter().enumerate() {
        let workforce = of_teams(*counts);
        let ground = Ground::new(&workforce, date(2023, 1, 1), Agreed::default());
        let mut publisher = Publisher { memory, ..Publisher::new(&ground) };
        let told = teams(&mut publisher);
        assert_eq!(publisher.refused, 0, "state {at} is released");
        let whole: usize = counts.iter().sum();
        // Where nobody is left in the withheld team, the whole may be withheld besides.
        let is_told = told["all"] == u32::try_from(whole).ok();
        assert!(is_told || (counts[3] == 0 && told["all"].is_none()), "state {at}: {told:?}");
        assert_eq!(told["A"], u32::try_from(counts[0]).ok(), "state {at}");
        // A reader who takes every count that did not change for the same, and knows which those are.
        let mut parts = Vec::new();
        for (team, count) in ["A", "B", "C", "D"].into_iter().zip(counts) {
            let sum = Sum::of(format!("{team} {count}"));
            match told.get(team).copied().flatten() {
                Some(count) => attacker.known(&sum, count),
                None => hidden.push(sum.clone()),
            }
            parts.push(sum);
        }
        let total = Sum::of(format!("all {at}"));
        match told["all"] {
            Some(count) => attacker.known(&total, count),
            None => hidden.push(total.clone()),
        }
        attacker.tie(&total, &parts.iter().collect());
        memory = publisher.memory;
    }
    assert!(hidden.contains(&Sum::of("D 3")) && hidden.contains(&Sum::of("D 4")), "{hidden:?}");
    let found = attack_on(&attacker, &[], &hidden).expect("what is printed is true");
    assert!(found.iter().all(|one| !(1..5).contains(&one.low)), "{found:?}");
}

#[test]
fn a_restated_figure_says_so() {
    let day = Span::day(CLOSING);
    let before = of_teams([14, 11, 7, 9]);
    let ground = Ground::new(&before, date(2023, 1, 1), Agreed::default());
    let mut first = Publisher::new(&ground);
    let of_team = |publisher: &mut Publisher<'_>, team: &str| {
        let all = publisher.ask("inpost_headcount", day, None, Some(Breakdown::Team));
        all.into_iter().find(|one| one.group.as_ref().is_some_and(|group| group.key == team)).expect("a team")
    };
    assert!(of_team(&mut first, "A").cautions.is_empty());
    let after = of_teams([15, 11, 7, 9]);
    let ground = Ground::new(&after, date(2023, 2, 1), Agreed::default());
    let mut second = Publisher { memory: first.memory, ..Publisher::new(&ground) };
    let restated = of_team(&mut second, "A");
    assert_eq!(printed(&restated), Some(15));
    assert!(restated.cautions.iter().any(|caution| caution.starts_with("restated")), "{restated:?}");
    let same = of_team(&mut second, "B");
    assert!(printed(&same) == Some(11) && same.cautions.is_empty(), "{same:?}");
    // As it was kept: a memory of before goes on being read.
    let kept = serde_json::to_string(&second.memory).expect("JSON");
    assert_eq!(serde_json::from_str::<Memory>(&kept).expect("JSON"), second.memory);
}

#[test]
fn a_late_leaver_restates_flows_and_stocks_together() {
    let year = Span::year_ending(CLOSING);
    let state = |late: usize| {
        let came = Someone { started: date(2022, 2, 1), ..someone("B") };
        let went = Someone { left: Some(date(2022, 5, 1)), ..someone("A") };
        let stay = many(40 - late, someone("A")).chain(many(13, someone("B")));
        let people = stay.chain(many(8, came)).chain(many(7 + late, went));
        Workforce::new(records(people).into_iter().collect())
    };
    let mut memory = Memory::new();
    for late in 0..3 {
        let workforce = state(late);
        let ground = Ground::new(&workforce, date(2023, 1, 1), Agreed::default());
        let mut publisher = Publisher { memory, ..Publisher::new(&ground) };
        for (id, span) in [
            ("inpost_headcount", Span::day(OPENING)),
            ("inpost_headcount", Span::day(CLOSING)),
            ("leavers_headcount", year),
            ("starters_headcount", year),
        ] {
            publisher.count(id, span);
            publisher.ask(id, span, None, Some(Breakdown::Team));
        }
        assert_eq!(publisher.refused, 0, "{late} late leavers");
        assert_eq!(publisher.count("leavers_headcount", year), u32::try_from(7 + late).ok());
        assert_eq!(publisher.count("inpost_headcount", Span::day(CLOSING)), u32::try_from(61 - late).ok());
        memory = publisher.memory;
    }
}

#[test]
fn a_stock_is_of_a_day_however_it_is_asked_for() {
    let workforce = Workforce::new(thirty_and_three_leavers().into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let mut publisher = Publisher::new(&ground);
    assert_eq!(publisher.count("inpost_headcount", Span::day(CLOSING)), Some(35));
    let memory = publisher.memory.clone();
    assert_eq!(publisher.count("inpost_headcount", Span::year_ending(CLOSING)), Some(35));
    assert_eq!(publisher.memory, memory, "nothing new is said");
}

/// That nobody left may not be told where it would tell how many came; no list of groups tells it either.
#[test]
fn an_empty_breakdown_is_a_total() {
    let came = Someone { started: date(2022, 2, 1), ..someone("B") };
    let workforce =
        Workforce::new(records(many(20, someone("A")).chain(many(3, came))).into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let mut publisher = Publisher::new(&ground);
    let year = Span::year_ending(CLOSING);
    assert_eq!(publisher.count("inpost_headcount", Span::day(OPENING)), Some(20));
    assert_eq!(publisher.count("inpost_headcount", Span::day(CLOSING)), Some(23));
    for by in [Breakdown::Team, Breakdown::Reason] {
        let leavers = publisher.ask("leavers_headcount", year, None, Some(by));
        assert_eq!(
            leavers.iter().map(|one| one.value).collect::<Vec<_>>(),
            [Err(NoNumber::Suppressed)],
            "{by}"
        );
    }
    assert_eq!(attack(&publisher.memory, &[]).expect("no contradiction"), vec![]);
}

/// A year of months and then the year, by team, reason and age: the statements of all hang together, and still each release
/// is quick and few are refused.
#[test]
fn a_year_of_monthly_releases_is_quick_and_seldom_refused() {
    let plan = Plan { children_posts: 160, adult_posts: 0, years: 2, ..Plan::wexcombe() };
    let workforce = Workforce::new(generate(&plan).into_iter().flat_map(|step| step.records).collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let mut publisher = Publisher::new(&ground);
    let started = Instant::now();
    let year = Span::year_ending(date(2018, 9, 30));
    let asks = [
        ("inpost_headcount", Some(Breakdown::Team)),
        ("leavers_headcount", None),
        ("leavers_headcount", Some(Breakdown::Team)),
        ("leavers_headcount", Some(Breakdown::Reason)),
        ("starters_headcount", None),
        ("ethnicity_mix_headcount", None),
        ("turnover_rate_headcount", Some(Breakdown::Age)),
    ];
    let spans: Vec<Span> = year.cut(Step::Month).into_iter().chain([year]).collect();
    for span in &spans {
        for (id, by) in asks {
            publisher.ask(id, *span, None, by);
        }
    }
    let took = started.elapsed();
    println!("{} releases, {} refused, {took:?}", spans.len() * asks.len(), publisher.refused);
    assert!(publisher.refused * 20 <= spans.len() * asks.len(), "{} refused", publisher.refused);
    assert!(took < Duration::from_mins(1), "{took:?}");
    let recovered = attack(&publisher.memory, &[]).expect("no contradiction");
    let small: Vec<_> = recovered.iter().filter(|one| one.low < 5 && one.high != Some(0)).collect();
    assert!(small.is_empty(), "{small:#?}");
}

/// Why teams are not tied by moves that nobody told: with such moves a team's leavers can be any number, whatever is known of
/// its stocks and starters; only the council's sum is known. Were it known that nobody moved, each team's would be.
#[test]
fn unknown_moves_leave_a_teams_leavers_open() {
    let name = |what: &str, team: usize| Sum::of(format!("{what} {team}"));
    let sum =
        |what: &str| -> Sum { (0..3).map(|team| name(what, team)).collect::<Vec<_>>().iter().collect() };
    let council = |memory: &mut Memory| {
        for (team, (before, came, after)) in [(12, 2, 13), (20, 6, 21), (9, 0, 8)].into_iter().enumerate() {
            memory.known(&name("before", team), before);
            memory.known(&name("came", team), came);
            memory.known(&name("after", team), after);
        }
        memory.tie_flows(&sum("before"), &sum("came"), &sum("left"), &sum("after"));
    };
    let mut untied = Memory::new();
    council(&mut untied);
    let mut tied = untied.clone();
    for team in 0..3 {
        let came = name("came", team).plus(&name("moved in", team));
        let left = name("left", team).plus(&name("moved out", team));
        tied.tie_flows(&name("before", team), &came, &left, &name("after", team));
    }
    tied.tie(&sum("moved in"), &sum("moved out"));
    let targets: Vec<Sum> = (0..3).map(|team| name("left", team)).chain([sum("left")]).collect();
    let found = |memory: &Memory| -> Vec<(Sum, i64)> {
        let found = attack_on(memory, &[], &targets).expect("no contradiction");
        found.into_iter().map(|one| (one.sum, one.low)).collect()
    };
    assert_eq!(found(&tied), found(&untied));
    assert_eq!(found(&tied), [(sum("left"), 7)]);
    tied.known(&sum("moved in"), 0);
    assert_eq!(found(&tied).len(), 4);
}

/// Of 20, 7 and 3 starters by origin the 3 are withheld, and the 7 for their sake; their share is not to tell them.
#[test]
fn a_share_of_origins_stands_in_the_table_of_origins() {
    let came = Someone { started: date(2022, 2, 1), ..someone("B") };
    let of = |count, origin| many(count, Someone { origin, ..came.clone() });
    let starters = of(20, Origin::NewlyQualified).chain(of(7, Origin::OtherAuthority));
    let people = many(20, someone("A")).chain(starters).chain(of(3, Origin::Agency));
    let workforce = Workforce::new(records(people).into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let year = Span::year_ending(CLOSING);
    let asks = [
        ("starters_headcount", None),
        ("starters_headcount", Some(Breakdown::Origin)),
        ("starters_other_authority_share", None),
    ];
    let tells = |publisher: &mut Publisher<'_>, order: &[usize]| {
        let mut seen: Vec<String> = Vec::new();
        for at in order {
            for figure in publisher.ask(asks[*at].0, year, None, asks[*at].1) {
                let parts = [figure.numerator, figure.denominator];
                seen.extend(parts.into_iter().flatten().map(|part| part.to_string()));
            }
        }
        ["20", "7", "30"].iter().all(|count| seen.iter().any(|seen| seen == count))
    };
    for order in orders(asks.len()) {
        assert!(!tells(&mut Publisher::new(&ground), &order), "{order:?}");
        assert!(tells(&mut Publisher { remembers: false, ..Publisher::new(&ground) }, &order), "{order:?}");
    }
}

/// Somebody who works in two teams counts in both and once in the council, and none of the three contradicts another.
#[test]
fn somebody_in_two_teams_is_one_of_the_council() {
    let mut all = records(many(14, someone("A")).chain(many(13, someone("B"))));
    all.push(builders::post("SECOND", "SW", "B", builders::fte(40), LONG_AGO).into());
    all.push(builders::occupancy("W0-2", "W0", "SECOND", builders::fte(40), LONG_AGO).into());
    let workforce = Workforce::new(all.into_iter().collect());
    let ground = Ground::new(&workforce, date(2030, 1, 1), Agreed::default());
    let day = Span::day(OPENING);
    let team = |name: &str| Some(workforce.unit_named(name, OPENING).expect("the team is there"));
    let asks = [
        (None, None),
        (None, Some(Breakdown::Team)),
        (team("A"), None),
        (team("B"), None),
        (None, Some(Breakdown::CensusRole)),
        (team("B"), Some(Breakdown::CensusRole)),
    ];
    // Whoever sees 14, 14 and 27 knows that one is in both: of the three, one is withheld.
    for order in orders(4) {
        let mut publisher = Publisher::new(&ground);
        for at in order {
            let (unit, by) = asks[at];
            for figure in publisher.ask("inpost_headcount", day, unit, by) {
                assert!(printed(&figure).is_none_or(|count| [14, 27].contains(&count)), "{at}");
            }
        }
        assert_eq!(publisher.refused, 0);
        assert_eq!(attack(&publisher.memory, &[]).expect("no contradiction"), vec![]);
    }
    let mut publisher = Publisher::new(&ground);
    for (unit, by) in asks {
        publisher.ask("inpost_headcount", day, unit, by);
    }
    assert_eq!(publisher.refused, 0);
}

/// A leaver who becomes known late changes a stock that is out already: the next year's figures are not refused for it.
#[test]
fn a_late_leaver_does_not_stop_the_next_year() {
    let came = |day: Date| Someone { started: day, ..someone("B") };
    let went = |day: Date| Someone { left: Some(day), ..someone("A") };
    let next = Span::year_ending(date(2023, 9, 30));
    let people = || {
        many(40, someone("A"))
            .chain(many(12, went(date(2022, 5, 1))))
            .chain(many(9, came(date(2022, 2, 1))))
            .chain(many(8, went(date(2023, 3, 1))))
            .chain(many(7, came(date(2022, 12, 1))))
    };
    let before = Workforce::new(records(people()).into_iter().collect());
    let late = records(people().enumerate().map(|(at, mut one)| {
        if at == 0 {
            one.left = Some(date(2022, 9, 1));
        }
        one
    }));
    let after = Workforce::new(late.into_iter().collect());
    let then = Ground::new(&before, date(2030, 1, 1), Agreed::default());
    let mut publisher = Publisher::new(&then);
    let (found, shown) = attacked(&mut publisher, &stocks_and_flows(), &[0, 1, 2, 3]);
    assert_eq!((found, shown), (vec![], 4));
    let now = Ground::new(&after, date(2030, 1, 1), Agreed::default());
    let mut publisher = Publisher { memory: publisher.memory, ..Publisher::new(&now) };
    for (id, span, count) in [
        ("starters_headcount", next, 7),
        ("leavers_headcount", next, 8),
        ("inpost_headcount", Span::day(next.to), 55),
    ] {
        assert_eq!(publisher.count(id, span), Some(count), "{id}");
    }
    // The stock itself is out with another number, and is restated.
    assert_eq!((publisher.count("inpost_headcount", Span::day(CLOSING)), publisher.refused), (Some(56), 0));
}
