//! The synthetic council is sound, plausible and the same every time.

use jiff::civil::date;
use testkit::wexcombe::{Plan, generate};
use workforce::Workforce;
use workforce::check::{Level, check};
use workforce::position::{Ask, By};
use workforce::quantity::Fte;
use workforce::records::{Record, Records};

fn records(plan: &Plan) -> Records {
    generate(plan).into_iter().flat_map(|step| step.records).collect()
}

#[test]
fn the_same_seed_gives_the_same_council() {
    let small = Plan { children_posts: 40, adult_posts: 20, years: 2, ..Plan::wexcombe() };
    assert_eq!(generate(&small), generate(&small));
    assert_ne!(generate(&small), generate(&Plan { seed: 1, ..small.clone() }));
}

#[test]
fn nothing_in_it_contradicts_itself() {
    for plan in [Plan::wexcombe(), Plan { years: 3, ..Plan::of_england(7) }] {
        let breaches = check(&records(&plan), date(2024, 1, 1));
        let errors: Vec<_> = breaches.iter().filter(|breach| breach.rule.level == Level::Error).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn its_size_and_turnover_are_like_a_councils() {
    let workforce = Workforce::new(records(&Plan::wexcombe()));
    let position = |year: i16| {
        let ask = Ask { by: By::Service, ..Ask::on(date(year, 9, 30)) };
        workforce.position(&ask).expect("the question names nothing")
    };
    for year in 2018..=2023 {
        let total = position(year).total;
        let posts = total.posts.funded;
        assert!((380..=480).contains(&posts), "{year}: {posts} posts");
        let (from, to) = (date(year - 1, 10, 1), date(year, 10, 1));
        let left = workforce
            .records()
            .spells
            .values()
            .filter(|spell| spell.left.is_some_and(|left| left > from && left <= to));
        let share = left.count() * 100 / total.headcount.substantive as usize;
        assert!((6..=30).contains(&share), "{year}: {share} leavers per hundred in post");
        assert!(total.line.agency() > Fte::ZERO && total.line.covered() > Fte::ZERO, "{year}");
    }
}

#[test]
fn england_is_as_large_as_england() {
    // Three of the ten years are enough to see the size.
    let in_post: u64 = (1..=3)
        .map(|council| {
            let plan = Plan { years: 3, ..Plan::of_england(council) };
            let workforce = Workforce::new(records(&plan));
            let position = workforce.position(&Ask::on(date(2016, 9, 30))).expect("a plain question");
            u64::from(position.total.headcount.substantive)
        })
        .sum();
    // 38,292 people were in post in England on 30 September 2025 (Department for Education): 255 for each of 150.
    let each = in_post / 3;
    assert!((230..=300).contains(&each), "{each} people in post for each council");
}

#[test]
fn its_people_have_made_up_names() {
    let named = |record: &Record| matches!(record, Record::Identity(_));
    let steps = generate(&Plan::wexcombe());
    assert!(steps.iter().flat_map(|step| &step.records).any(named));
    assert!(!generate(&Plan::of_england(1)).iter().flat_map(|step| &step.records).any(named));
}
