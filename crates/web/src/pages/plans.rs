//! Business cases and scenarios: written, checked, kept with their history, costed, and set beside what then happened.

use app::cases::{CaseFile, check_case, report_case};
use app::changing::Changed;
use app::planning::Plan;
use app::policy::Action;
use app::reception::written;
use app::strands::{StrandAsk, action_key};
use app::table::Table;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use crate::components::Button;
use crate::failure::{Failure, sentence};
use crate::form::{Filled, date_input, input, select};
use crate::grid::Grid;
use crate::page::{Page, html};
use crate::pages::records::{outcome, record_link};
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
        "Fewer leave (supplement, retention payment)",
        "[[intervention]]\ntitle = \"Retention payment\"\nworks_on = \"leaving\" # a ratio: 0.9 is a tenth less\nroles = [] # all\nteams = [] # all\neffect = 0.9\nlow = 0.8\nhigh = 1.0\nevidence = \"C\" # A (best) to E (local judgement)\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\nramp_months = 6\n",
    ),
    (
        "fill",
        "Vacancies fill faster (campaign, overseas)",
        "[[intervention]]\ntitle = \"Campaign\"\nworks_on = \"fill\" # a ratio: 1.2 is a fifth faster\n# route = \"abroad\" # or authority, elsewhere; all without\neffect = 1.2\nlow = 1.0\nhigh = 1.5\nevidence = \"D\"\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\n",
    ),
    (
        "conversion",
        "Agency workers take the posts that they cover",
        "[[intervention]]\ntitle = \"Agency conversion\"\nworks_on = \"conversion\" # a ratio\neffect = 2\nlow = 1.2\nhigh = 3\nevidence = \"D\"\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\n",
    ),
    (
        "joiners",
        "A cohort joins (newly qualified, overseas)",
        "[[intervention]]\ntitle = \"Newly qualified cohort\"\nworks_on = \"newly-qualified\" # people, in the first month; \"joiners\" for others\neffect = 12\nlow = 10\nhigh = 14\nevidence = \"C\"\nsource = \"Where the number is from\"\nfrom = \"2026-09-01\"\n",
    ),
    (
        "scheme",
        "An incentive scheme of the record, with its days, roles, teams and cost",
        "[[intervention]]\ntitle = \"Retention scheme\"\nworks_on = \"leaving\"\neffect = 0.9\nlow = 0.8\nhigh = 1.0\nevidence = \"C\"\nsource = \"Where the effect is from\"\nfrom = \"scheme:KEY\" # or campaign:KEY\n",
    ),
    (
        "support",
        "Business support takes work off case holders",
        "[[intervention]]\ntitle = \"Business support\"\nworks_on = \"business-support\" # a ratio: 1.05 is one case in twenty more with the same work\neffect = 1.05\nlow = 1.0\nhigh = 1.1\nevidence = \"E\"\nsource = \"Where the effect is from\"\nfrom = \"2026-04-01\"\n",
    ),
    (
        "cap",
        "A caseload cap",
        "[[intervention]]\ntitle = \"Caseload cap\"\nworks_on = \"caseload-cap\" # cases for a full-time worker; the rest wait\neffect = 16\nevidence = \"A\"\nsource = \"The decision that makes it\"\nfrom = \"2026-04-01\"\n",
    ),
    (
        "demand",
        "Another demand",
        "[demand]\ncases = 1_200 # the record's without\ngrowth = 0.03 # a year\nlow = 0.0\nhigh = 0.06\nsource = \"Where it is from\"\n",
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
    strands(&visit, &mut page, &file, &Filled::default());
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

/// The form that makes a strand an action, for those who may change the record.
fn strands(visit: &Visit, page: &mut Page, (id, text): &CaseFile, asked: &Filled) {
    let Ok(case) = app::forecast::case::read(text) else { return };
    if case.strands.is_empty() || !visit.may(Action::EditRecord) {
        return;
    }
    let strands: Vec<(String, String)> =
        case.strands.iter().map(|own| (own.key.clone(), format!("{}: {}", own.key, own.title))).collect();
    let benefits: Vec<(String, String)> = std::iter::once((String::new(), "Not stated".to_owned()))
        .chain(case.benefits.iter().map(|own| (own.measure.clone(), own.measure.clone())))
        .collect();
    let fields = [
        html(&select("strand", "Strand to follow as an action", &strands, asked.get("strand"))),
        html(&input("owner", "Who answers for it, by role (as in the case without)", asked.get("owner"))),
        html(&date_input("due", "Due by (as in the case without)", asked.get("due"))),
        html(&select("measure", "What is expected of it", &benefits, asked.get("measure"))),
        html(&Button {
            text: "Make it an action".to_owned(),
            classes: "govuk-button--secondary".to_owned(),
            ..Button::default()
        }),
    ];
    page.raw(&format!(
        "<form class=\"mainstay-noprint\" action=\"/cases/{id}/action\" method=\"post\" novalidate>{}</form>",
        fields.concat()
    ));
}

/// Makes a strand an action of improvement.
pub(crate) async fn act(visit: Visit, Path(id): Path<String>, asked: Filled) -> Result<Response, Failure> {
    let Ok((kept, _)) = visit.office().plan(visit.council(), Plan::Case, &id).await else {
        return Err(Failure::NotFound);
    };
    let mut page = Page::new(&kept.title)
        .caption("Business case")
        .under(&[("Forecast", "/forecast"), (CASES.many, CASES.path)]);
    let file: CaseFile = (kept.id.clone(), kept.text);
    let due = match asked.date("due") {
        Ok(due) => due,
        Err(problem) => {
            page.error("due", problem);
            strands(&visit, &mut page, &file, &asked);
            return Ok(visit.show(page));
        }
    };
    let strand = asked.get("strand");
    let ask = StrandAsk {
        owner: asked.some("owner"),
        due,
        measure: asked.some("measure"),
        reason: None,
        at: written(visit.now()),
    };
    let changed = visit.office().strand_to_action(visit.council(), &id, strand, &ask).await;
    if let Err(app::error::OfficeError::Refused(why) | app::error::OfficeError::Usage(why)) = &changed {
        for line in why.lines() {
            page.error("strand", sentence(line));
        }
        strands(&visit, &mut page, &file, &asked);
        return Ok(visit.show(page));
    }
    match changed? {
        Changed::Done(_) | Changed::Nothing => {
            let record = format!("action:{}", action_key(&id, strand));
            Ok(Redirect::to(&record_link(&record)).into_response())
        }
        other => {
            outcome(&mut page, &other, &[]);
            strands(&visit, &mut page, &file, &asked);
            Ok(visit.show(page))
        }
    }
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
