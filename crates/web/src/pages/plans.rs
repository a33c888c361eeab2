//! Business cases and scenarios: written, checked, kept with their history, costed, and set beside what then happened.

use app::cases::{CaseFile, check_case, report_case};
use app::planning::Plan;
use app::policy::Action;
use app::table::Table;
use axum::extract::Path;
use axum::response::Response;

use crate::components::Button;
use crate::failure::{Failure, sentence};
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::Page;
use crate::pages::writing::{Part, Sort, around, begun, opened, sent};
use crate::visit::Visit;

const CASE_PARTS: &[Part] = &[
    (
        "strand",
        "A strand",
        "[[strand]]\nkey = \"a\"\ntitle = \"What is done\"\npay = false\nowner = \"The post that answers for it\"\ndue = \"2026-09-30\"\n",
    ),
    (
        "post",
        "New posts of the last strand",
        "[[strand.post]]\nrole = \"Social worker\"\nfte = 1\nfrom = \"2026-04-01\"\nfunding = \"base-budget\" # reserves, base-budget, grant or not-stated\napproval = \"to-be-considered\" # or approved\n",
    ),
    (
        "cost",
        "A cost of the last strand",
        "[[strand.cost]]\ntitle = \"What it is for\"\npounds = 10_000\nyear = \"2026-27\"\ncomes = \"every-year\" # or once\nfunding = \"base-budget\"\napproval = \"to-be-considered\"\n",
    ),
    (
        "money",
        "Money of the whole",
        "[[money]]\ntitle = \"What it is for\"\npounds = 100_000\nyear = \"2026-27\"\ncomes = \"once\" # or every-year\nfunding = \"reserves\"\napproval = \"approved\"\n",
    ),
    (
        "recruitment",
        "Vacancies to be recruited to",
        "[[recruitment]]\ntitle = \"Permanent social workers\"\npeople = 10\n",
    ),
    (
        "pay",
        "Pay of a role in a year",
        "[[pay]]\nrole = \"Social worker\"\nyear = \"2026-27\"\nsalary = 42_000\non_costs = 0.3 # a share of salary\nsource = \"Where the pay is published\"\n",
    ),
    (
        "premium",
        "What an agency worker costs more",
        "[agency_premium]\npounds = 20_000\nevidence = \"C\" # A (best) to E\nsource = \"Where it is from\"\n",
    ),
    (
        "leaver",
        "A line of what a leaver costs",
        "[[leaver_cost]]\ntitle = \"Advertising and selection\"\npounds = 3_000\nsource = \"Where it is from\"\n",
    ),
    (
        "option",
        "An option",
        "[[option]]\nname = \"As proposed\"\ntakes = [\"approved\", \"to-be-considered\"]\n\n[option.agency_replaced]\n2026-27 = 5\n",
    ),
    (
        "benefit",
        "An expected benefit as a path",
        "[[benefit]]\nmeasure = \"agency_fte\"\n\n[benefit.expected]\n2027 = 20\n",
    ),
];

const SCENARIO_PARTS: &[Part] = &[
    (
        "leaving",
        "Fewer leave (supplement, retention payment, caseload cap, business support)",
        "[[intervention]]\ntitle = \"Retention payment\"\nworks_on = \"leaving\" # a ratio: 0.9 is a tenth less\nroles = [] # all\nteams = [] # all\neffect = 0.9\nlow = 0.8\nhigh = 1.0\nevidence = \"C\" # A (best) to E (local judgement)\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\nramp_months = 6\n",
    ),
    (
        "fill",
        "Vacancies fill faster (campaign, overseas)",
        "[[intervention]]\ntitle = \"Campaign\"\nworks_on = \"fill\" # a ratio: 1.2 is a fifth faster\neffect = 1.2\nlow = 1.0\nhigh = 1.5\nevidence = \"D\"\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\n",
    ),
    (
        "conversion",
        "Agency workers take the posts that they cover",
        "[[intervention]]\ntitle = \"Agency conversion\"\nworks_on = \"conversion\" # a ratio\neffect = 2\nlow = 1.2\nhigh = 3\nevidence = \"D\"\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\n",
    ),
    (
        "joiners",
        "A cohort joins (newly qualified, overseas)",
        "[[intervention]]\ntitle = \"Newly qualified cohort\"\nworks_on = \"joiners\" # people, in the first month\neffect = 12\nlow = 10\nhigh = 14\nevidence = \"C\"\nsource = \"Where the number is from\"\nfrom = \"2026-09-01\"\n",
    ),
    (
        "posts",
        "More posts",
        "[[intervention]]\ntitle = \"More posts\"\nworks_on = \"posts\"\nroles = [\"SW\"]\nteams = []\neffect = 4\nevidence = \"A\"\nsource = \"The decision that makes them\"\nfrom = \"2026-04-01\"\n",
    ),
];

static CASES: Sort = Sort {
    plan: Plan::Case,
    under: ("Forecast", "/forecast"),
    path: "/cases",
    one: "business case",
    many: "Business cases",
    begun: "id = \"ID\"\ntitle = \"What is proposed\"\ncouncil = \"COUNCIL\"\ndecided = \"2026-01-01\"\nsource = \"The paper and its item\"\n\
            price_year = \"2026-27\"\nuntil = \"2028-29\"\nmust_be_true = []\n\n[[option]]\nname = \"Do nothing\"\nnothing = true\n",
    parts: CASE_PARTS,
    check: |visit, text| {
        let answer = check_case(visit.office().actor(), &("The text".to_owned(), text.to_owned()));
        answer.map(|answer| Some(Grid::new(answer.table()))).map_err(|problem| vec![problem.to_string()])
    },
};

static SCENARIOS: Sort = Sort {
    plan: Plan::Scenario,
    under: ("Forecast", "/forecast"),
    path: "/scenarios",
    one: "scenario",
    many: "Scenarios",
    begun: "name = \"What it is called\"\n",
    parts: SCENARIO_PARTS,
    check: |_, _| Ok(None),
};

/// The business cases that are kept.
pub(crate) async fn cases(visit: Visit) -> Result<Response, Failure> {
    let (kept, _) = visit.office().plans(visit.council(), Plan::Case).await?;
    let mut page = Page::new(CASES.many).under(&[("Forecast", "/forecast")]);
    let mut table = Table::new("Business cases", &["Name", "Title"]);
    table.rows = kept.iter().map(|kept| vec![kept.id.clone(), kept.title.clone()]).collect();
    page.table(&Grid::new(table).linked(0, |at, _| Some(format!("/cases/{}", kept[at].id))));
    if visit.may(Action::EditRecord) {
        page.put(&Button {
            text: "Write a business case".to_owned(),
            href: "/cases/new".to_owned(),
            ..Button::default()
        });
    }
    Ok(visit.show(page))
}

/// A business case: checked, costed, and beside what then happened.
pub(crate) async fn case(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let Ok((kept, _)) = visit.office().plan(visit.council(), Plan::Case, &id).await else {
        return Err(Failure::NotFound);
    };
    let mut page = Page::new(&kept.title)
        .caption("Business case")
        .under(&[("Forecast", "/forecast"), (CASES.many, CASES.path)]);
    around(&visit, &mut page, &CASES, &kept);
    let office = visit.office();
    let file: CaseFile = (kept.id.clone(), kept.text);
    match report_case(office.actor(), &file) {
        Err(problem) => page.error("", sentence(&problem.to_string())),
        Ok(report) => {
            for table in report.tables() {
                page.table(&Grid::new(table));
            }
        }
    }
    page.heading("After the decision");
    page.prose(
        "What the DfE published of the council and what its record says, from the year of the decision on, beside what was expected. It came after; \
         whether it came because of it, no figure here can say.",
    );
    let shelf = office.releases().await?;
    match office.track_case(visit.council(), &shelf, &file).await {
        Ok(answer) => page.table(&Grid::new(answer.table())),
        Err(problem) => page.prose(&sentence(&problem.to_string())),
    }
    Ok(visit.show(page))
}

/// A scenario as it is kept.
pub(crate) async fn scenario(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let Ok((kept, _)) = visit.office().plan(visit.council(), Plan::Scenario, &id).await else {
        return Err(Failure::NotFound);
    };
    let mut page = Page::new(&kept.title).caption("Scenario").under(&[("Forecast", "/forecast")]);
    around(&visit, &mut page, &SCENARIOS, &kept);
    page.raw(&format!(
        "<pre class=\"mainstay-text\" tabindex=\"0\">{}</pre>",
        crate::page::escape(&kept.text)
    ));
    page.put(&Button {
        text: "Run a forecast with it".to_owned(),
        href: crate::page::address("/forecast", &[("scenario", &kept.id)]),
        ..Button::default()
    });
    Ok(visit.show(page))
}

/// A new business case.
pub(crate) async fn new_case(visit: Visit) -> Result<Response, Failure> {
    let text = CASES.begun.replace("COUNCIL", &visit.council().code);
    begun(visit, &CASES, &text, &Filled::default()).await
}

/// Keeps a new business case.
pub(crate) async fn add_case(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    sent(visit, &CASES, None, asked).await
}

/// The form of a business case.
pub(crate) async fn edit_case(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    opened(visit, &CASES, &id).await
}

/// Keeps a changed business case.
pub(crate) async fn save_case(
    visit: Visit,
    Path(id): Path<String>,
    asked: Filled,
) -> Result<Response, Failure> {
    sent(visit, &CASES, Some(&id), asked).await
}

/// A new scenario.
pub(crate) async fn new_scenario(visit: Visit) -> Result<Response, Failure> {
    begun(visit, &SCENARIOS, SCENARIOS.begun, &Filled::default()).await
}

/// Keeps a new scenario.
pub(crate) async fn add_scenario(visit: Visit, asked: Filled) -> Result<Response, Failure> {
    sent(visit, &SCENARIOS, None, asked).await
}

/// The form of a scenario.
pub(crate) async fn edit_scenario(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    opened(visit, &SCENARIOS, &id).await
}

/// Keeps a changed scenario.
pub(crate) async fn save_scenario(
    visit: Visit,
    Path(id): Path<String>,
    asked: Filled,
) -> Result<Response, Failure> {
    sent(visit, &SCENARIOS, Some(&id), asked).await
}
