//! Figures against what was published, and against themselves on random records.

use std::collections::BTreeSet;

use jiff::civil::date;
use measures::books::Line;
use measures::breakdown::Breakdown;
use measures::compare::Unlike;
use measures::exact::Amount;
use measures::figure::{Figure, Question, Side};
use measures::ground::{Agreed, Ground};
use measures::measure::{Count, Unit};
use measures::registry;
use measures::span::{Span, Step};
use proptest::prelude::*;
use testkit::any_record::any_records;
use testkit::builders;
use testkit::wexcombe::{Plan, generate};
use workforce::cell::Flag;
use workforce::quantity::NoNumber;
use workforce::records::{Basis, CensusRole, Record, Records, Role, ServiceSide, UnitKey, UnitKind};
use workforce::{Date, Workforce};

fn example(name: &str) -> Workforce {
    let changes = testkit::examples::named(name).expect("the example is there").changes();
    Workforce::new(Records::fold(&changes).expect("the example folds"))
}

fn ground(workforce: &Workforce) -> Ground<'_> {
    Ground::new(workforce, date(2030, 1, 1), Agreed::default())
}

fn question(span: Span) -> Question<'static> {
    Question { span, unit: None, baseline: None, by: None }
}

/// The one figure of a measure.
fn figure(ground: &Ground<'_>, id: &str, question: &Question<'_>) -> Figure {
    let measure = registry::find(id).expect("the measure exists");
    let mut figures = ground.figures(measure, question).expect("the question names what there is");
    assert_eq!(figures.len(), 1, "{id}");
    figures.remove(0)
}

/// A figure as `value (numerator / denominator)`.
fn shown(ground: &Ground<'_>, id: &str, question: &Question<'_>) -> String {
    let figure = figure(ground, id, question);
    let value = figure.value.map_or_else(|none| none.words().to_owned(), |value| value.to_string());
    let part = |part: Option<Amount>| part.map_or_else(|| "none".to_owned(), |part| part.to_string());
    match figure.denominator {
        None => format!("{value} ({})", part(figure.numerator)),
        whole => format!("{value} ({} / {})", part(figure.numerator), part(whole)),
    }
}

/// Northumberland's rates of 2022 as the DfE published them and its paper quotes them, from rows.
#[test]
fn northumberland_2022_as_published() {
    let workforce = example("northumberland-2022");
    let ground = ground(&workforce);
    let year = question(Span::year_ending(date(2022, 9, 30)));
    let published = [
        ("inpost_fte", "181.1 (181.1)"),
        ("inpost_headcount", "188 (188)"),
        ("starters_fte", "21.0 (21)"),
        ("starters_headcount", "21 (21)"),
        ("leavers_fte", "28.8 (28.8)"),
        ("leavers_headcount", "31 (31)"),
        ("turnover_rate_fte", "15.9 (28.8 / 181.1)"),
        ("turnover_rate_headcount", "16.5 (31 / 188)"),
        ("agency_fte", "12.0 (12)"),
        ("agency_rate_fte", "6.2 (12 / 193.1)"),
        ("vacancy_fte", "15.9 (15.9)"),
        ("vacancy_rate_fte", "8.1 (15.9 / 197)"),
        ("case_holders_fte", "111.4 (111.4)"),
        ("cases", "1901 (1901)"),
        ("caseload_fte", "17.1 (1901 / 111.4)"),
        ("working_days_lost_fte", "873.7 (873.7)"),
        ("absence_rate_fte", "1.9 (873.7 / 45818.3)"),
    ];
    for (id, value) in published {
        assert_eq!(shown(&ground, id, &year), value, "{id}");
    }
    // The paper prints 1,302 days beside 1.9%: on the census definition they would be 2.8%.
    let absence = figure(&ground, "absence_rate_fte", &year);
    let printed = absence.with_numerator(Amount::whole(1302));
    assert_eq!(printed.value.map(|value| value.to_string()), Ok("2.8".to_owned()));
    assert!(
        printed.cautions.iter().any(|caution| caution.contains("as given")) && printed.evidence.is_empty()
    );
}

/// Manchester's three agency rates of 7 December 2009, each under its own name.
#[test]
fn manchesters_three_agency_rates() {
    let workforce = example("manchester-2009");
    let ground = ground(&workforce);
    let day = date(2009, 12, 7);
    let unit = workforce.unit_named("CHILD", day).expect("the service is there");
    let children = Question { unit: Some(unit), ..question(Span::day(day)) };
    assert_eq!(shown(&ground, "agency_share_of_assignments", &children), "8.1 (16 / 198)");
    assert_eq!(shown(&ground, "agency_rate_fte", &children), "8.2 (16 / 195)");
    assert_eq!(shown(&ground, "agency_share_within_establishment", &children), "6.7 (13 / 195)");
}

#[test]
fn the_books_of_northumberland_close() {
    let workforce = example("northumberland-2022");
    let ground = ground(&workforce);
    let books = ground.books(Span::year_ending(date(2022, 9, 30)), None, Count::Fte);
    let line = |line| books.total(line).to_string();
    assert_eq!((books.opening.to_string(), books.closing.to_string()), ("189.9".into(), "181.1".into()));
    assert_eq!(
        (line(Line::Joined), line(Line::Left), line(Line::MovedOut)),
        ("21".into(), "28.8".into(), "1".into())
    );
    assert_eq!(books.residual(), Amount::ZERO);
}

#[test]
fn what_is_not_recorded_is_not_zero() {
    let workforce = example("herefordshire-2013");
    let hereford = ground(&workforce);
    let year = question(Span::year_ending(date(2013, 3, 31)));
    for id in ["working_days_lost_fte", "absence_rate_fte", "cases", "caseload_fte"] {
        assert_eq!(figure(&hereford, id, &year).value, Err(NoNumber::NotAvailable), "{id}");
    }
    let empty = Workforce::new(Records::default());
    let nothing = ground(&empty);
    assert_eq!(figure(&nothing, "turnover_rate_fte", &year).value, Err(NoNumber::NotApplicable));
}

#[test]
fn figures_are_alike_or_it_is_said_in_what_they_are_not() {
    let workforce = example("northumberland-2022");
    let ground = ground(&workforce);
    let year = |to: i16| question(Span::year_ending(date(to, 9, 30)));
    let now = figure(&ground, "turnover_rate_fte", &year(2022));
    let then = figure(&ground, "turnover_rate_fte", &year(2021));
    assert_eq!(now.unlike(&then), []);
    let heads = figure(&ground, "turnover_rate_headcount", &year(2022));
    assert_eq!(now.unlike(&heads), [Unlike::Definition]);
    let people = figure(&ground, "inpost_headcount", &year(2022));
    assert_eq!(now.unlike(&people), [Unlike::Definition, Unlike::Unit, Unlike::Period]);
    assert_eq!(now.change_from(&people), Err(NoNumber::NotApplicable));
    let month = |month| {
        let from = date(2022, month, 1);
        question(Span::new(from, from.last_of_month()).expect("in order"))
    };
    let september = figure(&ground, "turnover_rate_fte", &month(9));
    assert_eq!(now.unlike(&september), [Unlike::Period]);
    assert_eq!(september.unlike(&figure(&ground, "turnover_rate_fte", &month(2))), [], "months are alike");
    // Stocks are of a day, however they are asked for.
    let day = figure(&ground, "inpost_headcount", &question(Span::day(date(2022, 9, 30))));
    assert_eq!(people.unlike(&day), []);
    let unit = |name: &str| workforce.unit_named(name, date(2022, 9, 30)).expect("the unit is there");
    let of =
        |name: &str| figure(&ground, "turnover_rate_fte", &Question { unit: Some(unit(name)), ..year(2022) });
    assert_eq!(of("ACAD").unlike(&of("ASSESS-N")), [], "teams are alike");
    assert_eq!(now.unlike(&of("ACAD")), [Unlike::Population]);
    let by = Question { by: Some(Breakdown::Team), ..year(2022) };
    let teams = ground.figures(now.measure, &by).expect("a plain question");
    assert_eq!(teams[0].unlike(&teams[1]), [Unlike::Group]);
}

#[test]
fn a_change_is_exact_and_rounded_once() {
    let workforce = example("northumberland-2022");
    let ground = ground(&workforce);
    let year = question(Span::year_ending(date(2022, 9, 30)));
    let change = |one: &Figure, other: &Figure| one.change_from(other).map(|change| change.to_string());
    let now = figure(&ground, "turnover_rate_fte", &year);
    let heads = figure(&ground, "turnover_rate_headcount", &year);
    assert_eq!(change(&now, &heads), Ok("-0.6".to_owned()));
    assert_eq!(change(&now, &now), Ok("0.0".to_owned()));
    // 27.622 of 181.1 is 15.2523… and prints as 15.3, 0.6 below 15.9; it is 0.6504… below 15.9028….
    let printed = now.with_numerator(Amount(27_622_000));
    assert_eq!(printed.value.map(|value| value.to_string()), Ok("15.3".to_owned()));
    assert_eq!(change(&printed, &now), Ok("-0.7".to_owned()));
    // 28.85 prints as 15.9 too, and a change is still a change.
    assert_eq!(now.with_numerator(Amount(28_850_000)).change_from(&now), Err(NoNumber::RoundsToZero));
    let nothing = figure(&ground, "absence_rate_fte", &question(Span::year_ending(date(1999, 9, 30))));
    assert_eq!(now.change_from(&nothing), Err(NoNumber::NotApplicable));
}

fn small_council() -> Workforce {
    let plan = Plan { children_posts: 60, adult_posts: 20, years: 3, ..Plan::wexcombe() };
    Workforce::new(generate(&plan).into_iter().flat_map(|step| step.records).collect())
}

/// Everything that must hold of any figure of any measure.
fn holds(ground: &Ground<'_>, question: &Question<'_>) {
    for measure in registry::all() {
        // Random records may hold two baselines for the same posts, which a person must choose between.
        let Ok(figures) = ground.figures(measure, question) else { continue };
        for figure in figures {
            let sum = |side: Side| -> Amount {
                figure.evidence.iter().filter(|one| one.side == side).map(|one| one.amount).sum()
            };
            if let Some(numerator) = figure.numerator {
                assert_eq!(sum(Side::Numerator), numerator, "{}", measure.id);
                assert_eq!(sum(Side::Denominator), figure.denominator.unwrap_or_default(), "{}", measure.id);
                assert_eq!(measure.is_rate(), figure.denominator.is_some(), "{}", measure.id);
            }
            for one in &figure.evidence {
                let record = ground.workforce().records().get(&one.record);
                assert!(record.is_some(), "{}: {}", measure.id, one.record);
            }
        }
    }
}

#[test]
fn groups_add_up_to_the_whole() {
    let workforce = small_council();
    let ground = ground(&workforce);
    let span = Span::year_ending(date(2019, 9, 30));
    let ids = [
        "inpost_fte",
        "leavers_fte",
        "starters_fte",
        "agency_fte",
        "cases",
        "vacancy_fte",
        "leavers_headcount",
    ];
    for by in Breakdown::ALL {
        for id in ids {
            let measure = registry::find(id).expect("the measure exists");
            let asked = Question { by: Some(*by), ..question(span) };
            let groups = ground.figures(measure, &asked).expect("a plain question");
            let sum: Amount = groups.iter().filter_map(|figure| figure.numerator).sum();
            assert_eq!(Some(sum), figure(&ground, id, &question(span)).numerator, "{id} by {by}");
        }
    }
    holds(&ground, &question(span));
}

/// As exact fractions: the groups over the whole, whatever the scope, and also where some work in two teams or roles.
fn shares_sum_to_one(ground: &Ground<'_>, asked: &Question<'_>) {
    for measure in registry::all().filter(|measure| measure.groups.is_some()) {
        let figures = ground.figures(measure, asked).expect("a plain question");
        let wholes: BTreeSet<_> = figures.iter().map(|figure| figure.denominator).collect();
        let sum: Amount = figures.iter().filter_map(|figure| figure.numerator).sum();
        assert!(wholes.len() <= 1, "{}", measure.id);
        assert_eq!(wholes.first().copied().flatten().unwrap_or_default(), sum, "{}", measure.id);
    }
}

#[test]
fn the_shares_of_a_council_and_its_teams_sum_to_one() {
    let workforce = small_council();
    let ground = ground(&workforce);
    let day = Span::day(date(2019, 9, 30));
    shares_sum_to_one(&ground, &question(day));
    for unit in 0..u32::try_from(workforce.unit_count()).expect("few units") {
        shares_sum_to_one(&ground, &Question { unit: Some(unit), ..question(day) });
    }
    // Another breakdown is not taken: these shares have their own.
    let by = Question { by: Some(Breakdown::Team), ..question(day) };
    let mix = registry::find("role_mix_headcount").expect("the measure exists");
    let keys = |asked: &Question<'_>| -> Vec<_> {
        ground.figures(mix, asked).expect("a plain question").into_iter().map(|one| one.group).collect()
    };
    assert_eq!(keys(&by), keys(&question(day)));
}

/// The senior post is kept, as the DfE does: two posts do not make two people, nor a share above the whole.
#[test]
fn somebody_with_two_posts_counts_in_the_senior_role() {
    let role = |name: &str, census_role, rank| Role {
        census: Flag(true),
        census_role: Some(census_role),
        rank: Some(rank),
        ..builders::role(name, name, date(2020, 1, 1))
    };
    let mut records: Vec<Record> = vec![
        builders::unit("T", "Team", UnitKind::Team, date(2020, 1, 1)).into(),
        role("TM", CensusRole::FirstLineManager, 1).into(),
        role("SW", CensusRole::CaseHolder, 2).into(),
    ];
    for (post, of) in [("P1", "SW"), ("P2", "TM"), ("P3", "SW")] {
        records.push(builders::post(post, of, "T", builders::fte(100), date(2020, 1, 1)).into());
    }
    for worker in ["A", "B"] {
        records.push(builders::worker(worker).into());
        records.push(builders::spell(worker, worker, date(2020, 1, 1)).into());
    }
    for (name, worker, post, share) in [("1", "A", "P1", 40), ("2", "A", "P2", 60), ("3", "B", "P3", 100)] {
        let from = date(2020, 1, 1);
        records.push(builders::occupancy(name, worker, post, builders::fte(share), from).into());
    }
    let workforce = Workforce::new(records.into_iter().collect());
    let ground = ground(&workforce);
    let day = question(Span::day(date(2020, 9, 30)));
    let by_role = Question { by: Some(Breakdown::CensusRole), ..day };
    let values = |id: &str, asked: &Question<'_>| -> Vec<String> {
        let measure = registry::find(id).expect("the measure exists");
        let figures = ground.figures(measure, asked).expect("a plain question");
        figures
            .iter()
            .map(|one| one.value.map_or_else(|none| none.words().into(), |v| v.to_string()))
            .collect()
    };
    assert_eq!(values("role_mix_headcount", &day), ["50.0", "50.0"]);
    assert_eq!(values("role_mix_fte", &day), ["30.0", "70.0"]);
    assert_eq!(values("inpost_headcount", &by_role), ["1", "1"]);
    shares_sum_to_one(&ground, &day);
}

/// A team asked for by itself has the leavers that the breakdown gives it: moves lose and invent nobody.
#[test]
fn a_team_alone_is_the_team_of_the_breakdown() {
    let workforce = small_council();
    let ground = ground(&workforce);
    let span = Span::year_ending(date(2019, 9, 30));
    let measure = registry::find("leavers_headcount").expect("the measure exists");
    let asked = Question { by: Some(Breakdown::Team), ..question(span) };
    let teams = ground.figures(measure, &asked).expect("a plain question");
    assert!(!teams.is_empty());
    for team in teams {
        let key = team.group.expect("a group").key;
        let unit = workforce.unit_named(&key, span.to).expect("the team is there");
        let alone = Question { unit: Some(unit), ..question(span) };
        assert_eq!(figure(&ground, "leavers_headcount", &alone).numerator, team.numerator, "{key}");
    }
}

#[test]
fn monthly_leavers_add_up_to_the_year() {
    let workforce = small_council();
    let ground = ground(&workforce);
    let year = Span::year_ending(date(2019, 9, 30));
    let months = year.cut(Step::Month).into_iter();
    let sum: Amount =
        months.filter_map(|span| figure(&ground, "leavers_headcount", &question(span)).numerator).sum();
    assert_eq!(Some(sum), figure(&ground, "leavers_headcount", &question(year)).numerator);
}

/// In post counted another way: straight from the rows.
#[test]
fn in_post_agrees_with_a_plain_count_of_rows() {
    let workforce = small_council();
    let ground = ground(&workforce);
    let records = workforce.records();
    for month in 1..=12 {
        let day = date(2019, month, 1);
        let mut plain = Amount::ZERO;
        for occupancy in records.occupancies.values() {
            let spell = records.spells.values().find(|spell| {
                let began = spell.worker == occupancy.worker && spell.started <= occupancy.from;
                began && spell.left.is_none_or(|left| left > occupancy.from)
            });
            let end = [occupancy.to, spell.and_then(|spell| spell.left)].into_iter().flatten().min();
            let mut rows: Vec<_> =
                records.posts.values().filter(|row| Some(&row.post) == occupancy.post.as_ref()).collect();
            rows.sort_by_key(|row| row.from);
            let row = rows.iter().rfind(|row| row.from <= day).or(rows.first());
            let role = row.map(|row| row.role.clone()).or_else(|| occupancy.role.clone());
            let census = |role| records.roles.values().any(|row| row.role == role && row.census.0);
            let team = row.map(|row| row.team.clone()).or_else(|| occupancy.team.clone());
            let adults = |key: &UnitKey| {
                let of = |row: &workforce::records::Unit| {
                    row.unit == *key && row.side == Some(ServiceSide::Adults)
                };
                records.units.values().any(of)
            };
            let unit = team.and_then(|team| records.units.values().find(|row| row.unit == team));
            let serves_adults = unit.is_some_and(|unit| unit.parent.as_ref().is_some_and(adults));
            let present = occupancy.from <= day && end.is_none_or(|end| day < end);
            let employed = !matches!(occupancy.basis, Basis::Agency | Basis::ActingUp | Basis::SecondmentIn);
            if present && employed && role.is_some_and(census) && !serves_adults {
                plain.0 += i128::from(occupancy.fte.millionths());
            }
        }
        let counted = figure(&ground, "inpost_fte", &question(Span::day(day))).numerator;
        assert_eq!(counted, Some(plain), "{day}");
    }
}

#[test]
fn units_and_scales_fit_each_other() {
    for measure in registry::all() {
        assert_eq!(measure.unit == Unit::Percent, measure.scale >= 100, "{}", measure.id);
        assert!(measure.is_rate() || measure.scale == 1, "{}", measure.id);
    }
}

fn any_span() -> impl Strategy<Value = Span> {
    (1960i16..2050, 1i8..=12, 0i64..800).prop_map(|(year, month, days)| {
        let from: Date = date(year, month, 1);
        let to = from.checked_add(jiff::Span::new().days(days)).expect("within the calendar");
        Span::new(from, to).expect("in order")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn evidence_sums_exactly_whatever_the_record(records in any_records(40), span in any_span()) {
        let workforce = Workforce::new(records);
        holds(&ground(&workforce), &question(span));
        shares_sum_to_one(&ground(&workforce), &question(span));
    }

    #[test]
    fn the_books_close_whatever_the_record(records in any_records(60), span in any_span()) {
        let workforce = Workforce::new(records);
        let ground = ground(&workforce);
        for count in [Count::Fte, Count::Headcount] {
            prop_assert_eq!(ground.books(span, None, count).residual(), Amount::ZERO);
        }
        let books = ground.books(span, None, Count::Fte);
        let opening = figure(&ground, "inpost_fte", &question(Span::day(span.opening())));
        let closing = figure(&ground, "inpost_fte", &question(Span::day(span.to)));
        // Before the record begins there is no number, and nobody to carry forward.
        prop_assert_eq!(books.opening, opening.numerator.unwrap_or_default());
        prop_assert_eq!(books.closing, closing.numerator.unwrap_or_default());
    }
}

#[test]
fn the_books_of_a_council_and_its_teams_close() {
    let workforce = small_council();
    let ground = ground(&workforce);
    for (from, to) in
        [((2018, 1, 15), (2018, 3, 2)), ((2017, 11, 1), (2020, 6, 30)), ((2019, 4, 1), (2019, 4, 1))]
    {
        let day = |(year, month, day): (i16, i8, i8)| date(year, month, day);
        let span = Span::new(day(from), day(to)).expect("in order");
        for unit in 0..u32::try_from(workforce.unit_count()).expect("few units") {
            for count in [Count::Fte, Count::Headcount] {
                assert_eq!(ground.books(span, Some(unit), count).residual(), Amount::ZERO);
            }
        }
    }
}

/// Before its first day the record knows nothing: that is no zero.
#[test]
fn before_the_record_begins_there_is_no_number() {
    let workforce = small_council();
    let ground = Ground::new(&workforce, date(2022, 1, 1), Agreed::default());
    let asked =
        |year| Question { span: Span::year_ending(date(year, 9, 30)), unit: None, baseline: None, by: None };
    for id in ["inpost_fte", "leavers_fte", "turnover_rate_fte", "agency_headcount", "vacancy_fte"] {
        let measure = registry::find(id).expect("the measure exists");
        let before = ground.figures(measure, &asked(1950)).expect("a plain question").remove(0);
        assert_eq!(before.value, Err(NoNumber::NotAvailable), "{id}");
        assert!(before.numerator.is_none() && before.evidence.is_empty(), "{id}");
        let since = ground.figures(measure, &asked(2019)).expect("a plain question").remove(0);
        assert!(since.value.is_ok(), "{id}: {since:?}");
    }
}
