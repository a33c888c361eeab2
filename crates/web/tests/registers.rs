//! The registers' pages: what each shows, where its rows lead, and who sees which of them.

mod common;

use common::House;
use testkit::stores::Place;

async fn house() -> House {
    let house = House::furnished(Place::sqlite()).await;
    house.registers().await;
    house
}

/// Every register with a page, and something that must stand on it for whoever may see all of it.
const PAGES: &[(&str, &[&str])] = &[
    (
        "/registers?on=2024-10-01",
        &[
            "Recruitment",
            "2 vacancies are open, the oldest for 214 days; 1 not advertised.",
            "Overdue: 1 action, 1 recommendation.",
        ],
    ),
    ("/registers/parameters?on=2024-10-01", &["recruitment.vacancies-a-round", "unverified"]),
    (
        "/registers/recruitment?from=2023-10-01&to=2024-09-30",
        &["href=\"/record?id=campaign%3AAUT\"", "svg", "£1,500.00", "Applications for each advert"],
    ),
    (
        "/registers/vacancies?on=2024-10-01",
        &[
            "href=\"/record?id=vacancy%3AV1\"",
            "Rounds of interviews, month by month",
            "2024-10-15",
            ">Looked after<",
        ],
    ),
    (
        "/agency?on=2024-09-30",
        &["covers a vacancy: could be asked to stay", "href=\"/record?id=occupancy%3AO2\""],
    ),
    ("/agency/rules?on=2024-11-15", &["href=\"/record?id=engagement%3AE2\"", "AR-02"]),
    ("/agency/cost?from=2024-09-01&to=2024-09-30&by=month", &["2024-09", "svg"]),
    ("/agency/return?quarter=2024-Q3", &["O2", "registration number"]),
    (
        "/registers/early-careers?on=2024-10-01",
        &["Spring 2024", "href=\"/registers/early-careers/C24\"", "2 of 2"],
    ),
    (
        "/registers/early-careers/C24?on=2024-10-01",
        &["Middle review", "OVERDUE", "href=\"/people/W1\"", "2025-01-08"],
    ),
    (
        "/registers/supervision?on=2024-10-01",
        &["Supervision by role on 2024-10-01", "href=\"/people/W3\"", "1 of 3"],
    ),
    (
        "/registers/renewals?on=2024-11-10",
        &["at risk", "href=\"/people/W1\"", "pieces of CPD, reflection with a peer, fee"],
    ),
    ("/registers/right-to-work?on=2024-10-01", &[">Cy Invented (W3)</a>", "soon", "2026-12-01"]),
    ("/registers/workload?on=2024-10-01&by=team", &["href=\"/teams/LAC\"", "Per FTE if filled", "svg"]),
    (
        "/registers/exits?from=2023-10-01&to=2024-09-30",
        &[
            "Reasons are told from 10 interviews on",
            "Themes by year, beside turnover",
            "not told",
            "Staff survey",
        ],
    ),
    (
        "/registers/incentives?on=2024-10-01",
        &[
            "href=\"/record?id=incentive_award%3AAW1\"",
            "To be paid: £1,500.00.",
            "did not come because of it",
        ],
    ),
    (
        "/registers/improvement?on=2024-10-01",
        &["href=\"/record?id=action%3AACT1\"", "Recruit &#60;em&#62;now", "OVERDUE", "Too few workers"],
    ),
    (
        "/registers/improvement/pack?on=2024-10-01",
        &[
            "Vacancy rate, FTE: ",
            "A new law",
            "2024-06-01",
            "Improvement board",
            "To recruit sooner",
            "Hours of work",
        ],
    ),
];

#[tokio::test]
async fn each_register_shows_what_is_due_and_leads_to_its_records() {
    let house = house().await;
    let mut lead = house.signed_in("workforce-lead").await;
    for (path, texts) in PAGES {
        let mut seen = lead.get(path).await.coded(200).without("<em>now");
        for text in *texts {
            seen = seen.with(text);
        }
        let csv = lead.get(&format!("{path}&csv=1")).await.coded(200);
        assert_eq!(csv.headers.get("content-type").expect("a type"), "text/csv; charset=utf-8", "{path}");
        // Every record that the page leads to can be opened by whoever saw the link.
        for href in seen.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if href.starts_with("/record?") || href.starts_with("/people/") || href.starts_with("/teams/") {
                lead.get(href).await.coded(200);
            }
        }
    }
    for (path, why) in [
        ("/registers/recruitment?from=2024-10-01&to=2024-09-30", "first day is after the last"),
        ("/registers/recruitment?campaign=NONE", "There is no campaign `NONE`"),
        ("/registers/early-careers/NONE", "There is no cohort `NONE`"),
        ("/registers/workload?weighting=1999", "There is no weighting `1999`"),
        ("/agency/rules?quarter=2024", "is not a quarter"),
        ("/agency/return?quarter=soon", "is not a quarter"),
        ("/registers/vacancies?on=someday", "is not a date"),
    ] {
        lead.get(path).await.coded(422).with(why);
    }
}

#[tokio::test]
async fn a_team_manager_sees_the_rows_of_their_own_team_and_no_other_by_page_or_table() {
    let house = house().await;
    let mut manager = house.signed_in("team-manager").await;
    let index =
        manager.get("/registers?on=2024-10-01").await.coded(200).with("Supervision of 2 workers is overdue");
    index.with("/registers/workload").without("Recruitment").without("/registers/incentives");
    for path in [
        "/registers/supervision?on=2024-10-01",
        "/registers/workload?on=2024-10-01&by=worker",
        "/registers/renewals?on=2024-11-10",
        "/registers/early-careers/C24?on=2024-10-01",
    ] {
        let own = manager.get(path).await.coded(200).with("W1");
        let tables = own.body.matches("csv=").count();
        assert!(tables > 0, "{path}");
        own.without("W3").without("W5").without("/record?");
        for number in 1..=tables {
            manager.get(&format!("{path}&csv={number}")).await.coded(200).without("W3").without("W5");
        }
    }
    manager.get("/agency?on=2024-09-30").await.coded(200).with("could be asked to stay").with("W2");
    let teams = manager.get("/registers/workload?on=2024-10-01").await.coded(200).with("Duty &amp;");
    teams.without("Looked after").without(">22<");
    for (path, _) in PAGES {
        let closed = [
            "recruitment",
            "vacancies",
            "rules",
            "cost",
            "return",
            "right-to-work",
            "exits",
            "incentives",
            "improvement",
        ];
        if closed.iter().any(|word| path.contains(word)) {
            for path in [(*path).to_owned(), format!("{path}&csv=1")] {
                manager.get(&path).await.coded(403).without("W3").without("V1");
            }
        }
    }
    for path in ["supervision", "renewals", "workload?by=worker", "cohorts/C24", "agency/due"] {
        let join = if path.contains('?') { '&' } else { '?' };
        let asked = format!("/api/v1/registers/{path}{join}as_at=2024-10-01");
        manager.get(&asked).await.coded(200).without("W3").without("W5");
        manager.get(&format!("{asked}&format=csv")).await.coded(200).without("W3").without("W5");
    }
}

#[tokio::test]
async fn pay_and_leave_to_remain_are_for_those_who_may_read_them() {
    let house = house().await;
    for (name, pay, leave) in [
        ("hr", 200, 200),
        ("census-analyst", 200, 403),
        ("head-of-service", 403, 403),
        ("administrator", 403, 403),
    ] {
        let mut guest = house.signed_in(name).await;
        guest.get("/agency/return?quarter=2024-Q3").await.coded(pay);
        guest.get("/registers/right-to-work?on=2024-10-01").await.coded(leave);
        let incentives = guest.get("/registers/incentives?on=2024-10-01").await.coded(200).with("Take-up");
        assert_eq!(incentives.body.contains("AW1"), pay == 200, "{name} and awards");
        let index = guest.get("/registers?on=2024-10-01").await.coded(200);
        assert_eq!(
            index.body.contains("The right to work of 1 worker ends"),
            leave == 200,
            "{name} and leave"
        );
    }
    // The forms are for those who may change records, of kinds that they may read.
    let mut head = house.signed_in("head-of-service").await;
    head.get("/registers/improvement").await.coded(200).without("Add to this register");
    let mut boss = house.signed_in("administrator").await;
    let forms = boss.get("/registers/exits").await.coded(200).with("/records/survey/edit");
    forms.without("/records/exit_interview/edit");
    let mut hr = house.signed_in("hr").await;
    hr.get("/registers/exits").await.coded(200).with("/records/exit_interview/edit");
    hr.get("/registers/right-to-work?on=2024-10-01").await.coded(200);
    let mut boss = house.signed_in("administrator").await;
    boss.get("/administration/views?worker=W3").await.coded(200).with("leave to remain");
    house.signed_in("reader").await.get("/registers").await.coded(403);
}
