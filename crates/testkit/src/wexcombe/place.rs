//! The generated council's teams, roles, posts and budgets.

use workforce::Date;
use workforce::cell::{Flag, Key, List};
use workforce::records::{AgencyJobType, CensusRole, Funding, Post, Role, ServiceSide, Unit, UnitKind};

use crate::builders;
use crate::wexcombe::Plan;
use crate::wexcombe::chance::{Chance, years_on};

/// A service and its teams: key, name.
type Teams = [(&'static str, &'static str)];

const CHILDREN: &Teams = &[
    ("ASN", "Assessment North"),
    ("ASS", "Assessment South"),
    ("CPN", "Child protection North"),
    ("CPS", "Child protection South"),
    ("CPE", "Child protection East"),
    ("CLN", "Children looked after North"),
    ("CLS", "Children looked after South"),
    ("LVC", "Leaving care"),
    ("CWD", "Children with disabilities"),
    ("FST", "Fostering"),
    ("ADO", "Adoption"),
    ("IRO", "Independent reviewing"),
    ("ACA", "Social work academy"),
];

const ADULTS: &Teams = &[
    ("COM", "Community North"),
    ("COS", "Community South"),
    ("COE", "Community East"),
    ("HOS", "Hospital discharge"),
    ("LDT", "Learning disability"),
    ("MHT", "Mental health"),
    ("SAF", "Adult safeguarding"),
    ("REV", "Reviews"),
    ("OTT", "Occupational therapy"),
];

/// A role: key, title, grade, census role, agency job type.
type Ladder = (&'static str, &'static str, &'static str, Option<CensusRole>, Option<AgencyJobType>);

const ROLES: &[Ladder] = &[
    ("HOS", "Head of service", "W14", Some(CensusRole::SeniorManager), None),
    ("TM", "Team manager", "W12", Some(CensusRole::FirstLineManager), Some(AgencyJobType::TeamManager)),
    (
        "AP",
        "Advanced practitioner",
        "W11",
        Some(CensusRole::SeniorPractitioner),
        Some(AgencyJobType::AdvancedPractitioner),
    ),
    (
        "SSW",
        "Senior social worker",
        "W10",
        Some(CensusRole::SeniorPractitioner),
        Some(AgencyJobType::SeniorSocialWorker),
    ),
    (
        "IRO",
        "Independent reviewing officer",
        "W11",
        Some(CensusRole::QualifiedWithoutCases),
        Some(AgencyJobType::ReviewingOfficer),
    ),
    ("SW", "Social worker", "W9", Some(CensusRole::CaseHolder), Some(AgencyJobType::SocialWorker)),
];

/// The units on the first day.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let from = years_on(plan.from, -1);
    let mut units = Vec::new();
    let mut service = |key: &str, name: &str, side, teams: &Teams| {
        units.push(Unit { side: Some(side), ..builders::unit(key, name, UnitKind::Service, from) });
        units.extend(teams.iter().map(|(team, name)| Unit {
            parent: Some(Key::new(key)),
            ..builders::unit(team, name, UnitKind::Team, from)
        }));
    };
    service("CHI", "Children's services", ServiceSide::Children, CHILDREN);
    if plan.adult_posts > 0 {
        service("ADU", "Adults' services", ServiceSide::Adults, ADULTS);
    }
    units
}

/// The roles on the first day.
pub(super) fn roles(plan: &Plan) -> Vec<Role> {
    let from = years_on(plan.from, -1);
    let role = |(rank, ladder): (usize, &Ladder)| {
        let (key, title, grade, census_role, agency_job_type) = *ladder;
        Role {
            grade: Some(grade.into()),
            census: Flag(true),
            census_role,
            agency_job_type,
            rank: u32::try_from(rank + 1).ok(),
            ..builders::role(key, title, from)
        }
    };
    ROLES.iter().enumerate().map(role).collect()
}

/// The posts on the first day: a head to each service, a manager to each team, then the ladder below in proportion.
pub(super) fn posts(plan: &Plan, chance: &mut Chance) -> Vec<Post> {
    let mut posts = Vec::new();
    for (prefix, count, teams) in [("C", plan.children_posts, CHILDREN), ("A", plan.adult_posts, ADULTS)] {
        for at in 0..count {
            let (team, _) = teams[at % teams.len()];
            let role = match (at / teams.len(), team) {
                (0, _) if at == 0 => "HOS",
                (0, _) => "TM",
                (_, "IRO") => "IRO",
                (1, _) => "AP",
                (2..=4, _) => "SSW",
                _ => "SW",
            };
            let hundredths = chance.weighted(&[(100, 86), (80, 6), (60, 5), (50, 3)]);
            let key = format!("{prefix}{:03}", at + 1);
            let from = years_on(plan.from, -1);
            posts.push(Post {
                hard_to_recruit: Flag(team.starts_with("CP") && role == "SW"),
                ..builders::post(&key, role, team, builders::fte(hundredths), from)
            });
        }
    }
    posts
}

/// Posts that a decision adds for two years: key from a number.
pub(super) fn extra_post(number: usize, team: &str, from: Date, decision: &str) -> Post {
    Post {
        funding: Some(Funding::TimeLimited),
        funding_to: Some(years_on(from, 2)),
        decision: Some(Key::new(decision)),
        ..builders::post(&format!("X{number:03}"), "SW", team, builders::fte(100), from)
    }
}

/// The two assessment teams end, and a front door and an assessment service carry on their work.
pub(super) fn restructured(units: &[Unit], on: Date) -> Vec<Unit> {
    let new = ["FRD", "ASM"];
    let ended = units.iter().filter(|unit| ["ASN", "ASS"].contains(&unit.unit.as_str())).map(|unit| Unit {
        to: Some(on),
        successors: List(new.iter().map(|key| Key::new(*key)).collect()),
        ..unit.clone()
    });
    let begun = new.iter().zip(["Front door", "Assessment"]).map(|(key, name)| Unit {
        parent: Some(Key::new("CHI")),
        ..builders::unit(key, name, UnitKind::Team, on)
    });
    ended.chain(begun).collect()
}

/// The Aprils within the history, each with its budget's key and name.
pub(super) fn budgets(plan: &Plan) -> Vec<(Date, String, String)> {
    let first = plan.from.year();
    let budget = |year: i16| {
        let day = jiff::civil::date(year, 4, 1);
        let next = (year + 1) % 100;
        (day, format!("{year}-{next:02}"), format!("{:02}/{next:02}", year % 100))
    };
    (0..=plan.years).map(|years| budget(first + years)).collect()
}
