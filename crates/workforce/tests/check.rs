//! Every consistency rule, with records that break it and records that do not.

mod common;

use common::records;
use jiff::civil::date;
use workforce::check::{Level, RULES, check};

const SOUND: &str = "
    unit unit=S from=2010-01-01 name=Children kind=service
    unit unit=T from=2010-01-01 name=North kind=team parent=S
    unit unit=U from=2010-01-01 name=South kind=team parent=S
    role role=SW from=2010-01-01 title=Social_worker qualified=yes
    post post=A from=2020-01-01 role=SW team=T fte=1 funding=base
    worker worker=W1
    worker worker=W2
    spell spell=S1 worker=W1 started=2020-01-01
    occupancy occupancy=1 worker=W1 post=A fte=0.6 from=2020-01-01 basis=substantive
    occupancy occupancy=2 worker=W2 post=A fte=0.4 from=2020-02-01 basis=agency cover=vacancy
";

/// The breaches that some more lines bring in: `code record column: message`.
fn breaches(more: &str) -> Vec<String> {
    let found = check(&records(&format!("{SOUND}{more}")), date(2021, 1, 1));
    let line = |breach: &workforce::check::Breach| {
        format!("{} {} {}: {}", breach.rule.code, breach.record, breach.column.unwrap_or("-"), breach.message)
    };
    found.iter().map(line).collect()
}

#[test]
fn sound_records_have_no_breach() {
    assert_eq!(breaches(""), Vec::<String>::new());
}

/// Lines that break a rule, and how it says so.
const CASES: &[(&str, &str)] = &[
        (
            "post post=B from=2020-01-01 role=XX team=T fte=1 funding=base baselines=b1;b2",
            "orphan-key post:B@2020-01-01 baselines: There is no baseline `b1`",
        ),
        (
            "absence absence=X worker=W1 kind=sickness from=2020-05-02 to=2020-05-01",
            "end-before-start absence:X to: `to` is 2020-05-01, before `from` on 2020-05-02",
        ),
        (
            "occupancy occupancy=3 worker=W2 post=A fte=1.2 from=2020-03-01 basis=agency cover=skill-mix",
            "fte-out-of-range occupancy:3 fte: 1.20 is not from 0 to 1",
        ),
        (
            "occupancy occupancy=3 worker=W2 post=A fte=0 from=2020-03-01 basis=agency cover=skill-mix",
            "fte-zero occupancy:3 fte: Occupancy `3` has no FTE",
        ),
        (
            "salary worker=W1 from=2020-01-01 annual=-1",
            "salary-negative salary:W1@2020-01-01 annual: -1.00 is negative",
        ),
        (
            "post post=B from=2020-01-01 role=SW team=T fte=-1 funding=base",
            "post-fte-negative post:B@2020-01-01 fte: -1.00 is negative",
        ),
        (
            "occupancy occupancy=3 worker=W1 post=A fte=0.5 from=2020-03-01 basis=cover cover=vacancy",
            "worker-fte-over-one occupancy:3 fte: Worker `W1` has 1.10 FTE in all on 2020-03-01",
        ),
        (
            "occupancy occupancy=3 worker=W2 post=A fte=0.1 from=2019-12-01 basis=agency cover=vacancy",
            "outside-post-dates occupancy:3 from: The post runs from 2020-01-01 to no end",
        ),
        (
            "occupancy occupancy=3 worker=W2 team=T role=SW fte=0.1 from=2020-12-01 basis=substantive",
            "outside-spell-dates occupancy:3 from: Worker `W2` has no spell of employment",
        ),
        (
            "spell spell=S2 worker=W2 started=2020-01-01
             occupancy occupancy=3 worker=W2 post=A fte=0.5 from=2020-03-01 basis=fixed-term",
            "over-held-post occupancy:3 fte: Post `A` is 1.00 FTE and its holders have 1.10 on 2020-03-01",
        ),
        (
            "post post=B from=2020-01-01 role=SW team=T fte=1",
            "post-without-funding post:B@2020-01-01 funding: Post `B` has no funding line",
        ),
        (
            "occupancy occupancy=3 worker=W2 post=A fte=0.1 from=2020-03-01 basis=agency",
            "cover-without-reason occupancy:3 cover: Basis `agency` does not say what it stands in for",
        ),
        (
            "occupancy occupancy=3 worker=W2 role=SW fte=0.1 from=2020-03-01 basis=agency cover=skill-mix",
            "no-place occupancy:3 post: Occupancy `3` names no post and not both a team and a role",
        ),
        (
            "transfer transfer=M post=A on=2020-06-01 from_team=T to_team=U fte_out=1 fte_in=0.5",
            "transfer-not-conserved transfer:M@A fte_in: 1.00 FTE leaves and 0.50 arrives",
        ),
        (
            "transfer transfer=M post=A on=2020-06-01 from_team=U to_team=T fte_out=1 fte_in=1",
            "transfer-not-conserved transfer:M@A from_team: Post `A` is in `T`, not in `U`",
        ),
        (
            "post post=B from=2021-02-01 role=SW team=T fte=1 funding=base",
            "future-dated post:B@2021-02-01 from: `from` is 2021-02-01, after 2021-01-01",
        ),
        (
            "spell spell=S2 worker=W1 started=2020-06-01",
            "overlapping-spells spell:S2 started: Spell `S1` of the same worker still runs then",
        ),
        (
            "unit unit=S from=2020-01-01 name=Children kind=service parent=T",
            "unit-loop unit:S@2020-01-01 parent: Unit `S` is below itself",
        ),
        (
            "risk risk=R title=Capacity owner=Director from=2020-01-01
             risk_rating risk=R on=2020-01-01 likelihood=6 impact=5",
            "number-out-of-range risk_rating:R@2020-01-01 likelihood: `likelihood` is not from 1 to 5",
        ),
        (
            "engagement engagement=E occupancy=1",
            "not-agency engagement:E occupancy: Occupancy `1` is not on the basis `agency`",
        ),
        ("agency_return quarter=2025-3", "quarter-form agency_return:2025-3 quarter: `2025-3` is not a quarter such as 2025-Q1"),
        (
            "channel channel=C name=Board
             advert advert=A channel=C role=SW opened=2020-03-01
             application application=1 advert=A received=2020-03-05
             application_stage application=1 stage=offered on=2020-03-10
             application_stage application=1 stage=interviewed on=2020-03-11",
            "stage-order application_stage:1@offered on: `offered` on 2020-03-10 comes before what it follows, on 2020-03-11",
        ),
        (
            "incentive_scheme scheme=H name=Hello kind=golden-hello from=2020-01-01
             incentive_award award=A scheme=H spell=S1 awarded_on=2020-01-01
             payment payment=P worker=W1 kind=recruitment-retention paid_on=2020-02-01 amount=1 award=A instalment=2",
            "unknown-within payment:P instalment: Scheme `H` has no instalment `2`",
        ),
        (
            "programme programme=ASYE from=2020-01-01 name=ASYE kind=asye months=12
             cohort cohort=C programme=ASYE name=Autumn starts=2020-09-01
             enrolment enrolment=N cohort=C worker=W1 started=2020-09-01 outcome=passed",
            "outcome-without-date enrolment:N outcome_on: Enrolment `N` ended on no stated day",
        ),
        (
            "channel channel=A name=One address=jobs.example
             channel channel=B name=Other address=jobs.example",
            "shared-address channel:B address: Channel `A` has the address jobs.example, too",
        ),
        (
            "spell spell=S9 worker=W2 started=2015-01-01 left=2016-01-01 reason=retired
             exit_interview spell=S9 main_reason=workload-cases",
            "census-reason-differs exit_interview:S9 main_reason: `workload-cases` goes with the census reason \
             `resignation`; the spell says `retired`",
        ),
];

#[test]
fn each_rule_finds_what_breaks_it() {
    for (more, expected) in CASES {
        let found = breaches(more);
        assert!(found.iter().any(|line| line == *expected), "{expected}\nnot in {found:#?}");
    }
    let tested: std::collections::BTreeSet<_> =
        CASES.iter().filter_map(|(_, expected)| expected.split(' ').next()).collect();
    let all: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(tested, all, "every rule has a case here");
}

#[test]
fn acting_up_and_ends_by_the_spell_are_no_breach() {
    let more = "
        post post=M from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=3 worker=W1 post=M fte=0.6 from=2020-03-01 to=2020-06-01 basis=acting-up cover=vacancy
        worker worker=W3
        spell spell=S3 worker=W3 started=2020-01-01 left=2020-09-30
        post post=B from=2020-01-01 role=SW team=T fte=1 funding=base
        occupancy occupancy=4 worker=W3 post=B fte=1 from=2020-01-01 basis=substantive
    ";
    assert_eq!(breaches(more), Vec::<String>::new());
}

#[test]
fn two_moves_of_one_post_are_followed_in_order() {
    let more = "
        transfer transfer=M1 post=A on=2020-06-01 from_team=T to_team=U fte_out=1 fte_in=1
        transfer transfer=M2 post=A on=2020-09-01 from_team=U to_team=T fte_out=1 fte_in=1
    ";
    assert_eq!(breaches(more), Vec::<String>::new());
}

#[test]
fn rules_have_distinct_codes_and_say_how_to_put_things_right() {
    let codes: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), RULES.len());
    assert!(RULES.iter().all(|rule| rule.fix.ends_with('.') && rule.explanation.ends_with('.')));
    assert!(RULES.iter().any(|rule| rule.level == Level::Error));
}
