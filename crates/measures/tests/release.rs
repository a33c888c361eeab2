//! Releases of one council, one after another, attacked together.

use jiff::civil::date;
use measures::breakdown::Breakdown;
use measures::disclosure::attack::attack;
use measures::disclosure::{Memory, Policy};
use measures::figure::Question;
use measures::ground::{Agreed, Ground};
use measures::registry;
use measures::release::ReleaseError;
use measures::span::Span;
use testkit::wexcombe::{Plan, generate};
use workforce::Workforce;
use workforce::quantity::NoNumber;

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
