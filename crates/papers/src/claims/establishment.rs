//! Establishment tables: which formula each row of an over and under column follows, what "vacant" means in each row, and
//! what changed between two budgets that the paper's own decisions explain.
//!
//! F1 is establishment less permanent less agency: the room left after everybody who works. F2 takes vacancies off as well,
//! which counts a vacant post as though somebody were in it.

use super::number::Number;
use super::table::{Cell, Grid, Row, cell_claim};
use super::{Case, Claim, Kind, Verdict};

/// Whether a heading is that of an over and under column.
pub(crate) fn is_over_under(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    heading.contains("over") && heading.contains("under")
}

/// The columns of an establishment table.
struct Columns {
    establishment: usize,
    permanent: usize,
    agency: usize,
    vacant: Option<usize>,
    over_under: Option<usize>,
}

impl Columns {
    fn of(grid: &Grid) -> Option<Self> {
        let find = |fits: &dyn Fn(&str) -> bool| {
            grid.headings.iter().position(|heading| fits(&heading.to_lowercase()))
        };
        Some(Self {
            establishment: find(&|heading| {
                (heading.contains("establishment")
                    || heading.contains("funded")
                    || heading.contains("budgeted"))
                    && !is_over_under(heading)
            })?,
            permanent: find(&|heading| heading.contains("permanent") || heading.contains("substantive"))?,
            agency: find(&|heading| heading.contains("agency"))?,
            vacant: find(&|heading| heading.contains("vacan")),
            over_under: find(&is_over_under),
        })
    }

    fn f1(&self, row: &Row) -> Option<Number> {
        Some(
            row.number(self.establishment)?
                .minus(row.number(self.permanent)?)
                .minus(row.number(self.agency)?),
        )
    }

    fn f2(&self, row: &Row) -> Option<Number> {
        Some(self.f1(row)?.minus(row.number(self.vacant?)?))
    }
}

const F1: &str = "F1, establishment less permanent less agency";
const F2: &str =
    "F2, establishment less permanent less agency less vacant, which counts a vacant post as a body";

pub(crate) fn check(case: &Case, grids: &[Grid], claims: &mut Vec<Claim>) {
    let tables: Vec<(&Grid, Columns)> =
        grids.iter().filter_map(|grid| Some((grid, Columns::of(grid)?))).collect();
    for (grid, columns) in &tables {
        over_under(case, grid, columns, claims);
        vacant(case, grid, columns, claims);
    }
    for pair in tables.windows(2) {
        movement(case, &pair[0], &pair[1], claims);
        decisions(case, &pair[0], &pair[1], claims);
    }
}

fn over_under(case: &Case, grid: &Grid, columns: &Columns, claims: &mut Vec<Claim>) {
    let Some(column) = columns.over_under else { return };
    let follows = |row: &Row, value: Option<Number>| {
        row.number(column).zip(value).is_some_and(|(printed, value)| value.prints_as(printed))
    };
    let only_f1: Vec<&Row> =
        grid.parts().filter(|row| follows(row, columns.f1(row)) && !follows(row, columns.f2(row))).collect();
    let only_f2: Vec<&Row> =
        grid.parts().filter(|row| follows(row, columns.f2(row)) && !follows(row, columns.f1(row))).collect();
    let names = |rows: &[&Row]| rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>().join(", ");
    let mixed = !only_f1.is_empty() && !only_f2.is_empty();
    let f2_leads = only_f2.len() > only_f1.len();
    for row in &grid.rows {
        let Some(Some(cell)) = row.cells.get(column) else { continue };
        let (f1, f2) = (columns.f1(row), columns.f2(row));
        let mut claim = cell_claim(case, cell);
        if row.is_total() {
            total(grid, columns, column, cell, mixed, &mut claim);
            if mixed {
                claim.because.push_str(&format!(
                    " F1 alone: {}. F2 alone: {}.",
                    names(&only_f1),
                    names(&only_f2)
                ));
            }
            claims.push(claim);
            continue;
        }
        let (by_f1, by_f2) = (follows(row, f1), follows(row, f2));
        let odd = mixed && if f2_leads { by_f1 && !by_f2 } else { by_f2 && !by_f1 };
        (claim.verdict, claim.because) = match (by_f1, by_f2) {
            (false, false) => (
                Verdict::Contradicted,
                format!("{} follows neither formula: F1 gives {}, F2 {}.", row.label, text(f1), text(f2)),
            ),
            _ if odd => {
                let (mine, theirs, rest) = if f2_leads { (F1, F2, &only_f2) } else { (F2, F1, &only_f1) };
                let other = if f2_leads { f2 } else { f1 };
                (
                    Verdict::Imprecise,
                    format!(
                        "Two formulas in one column: {} follows {mine}; {} follow {theirs}, by which this row is {}.",
                        row.label,
                        names(rest),
                        text(other)
                    ),
                )
            }
            (true, true) => (Verdict::Confirmed, format!("{} follows both formulas.", row.label)),
            (true, false) => (Verdict::Confirmed, format!("{} follows {F1}.", row.label)),
            (false, true) => {
                (Verdict::Confirmed, format!("{} follows {F2}. By F1 it is {}.", row.label, text(f1)))
            }
        };
        let meant = if odd { f2_leads } else { by_f2 && !by_f1 };
        claim.computed = if meant { f2 } else { f1 }.map(|value| value.to_string());
        claims.push(claim);
    }
}

fn text(number: Option<Number>) -> String {
    number.map_or_else(|| "nothing".to_owned(), |number| number.to_string())
}

fn total(grid: &Grid, columns: &Columns, column: usize, cell: &Cell, mixed: bool, claim: &mut Claim) {
    let sum = |formula: &dyn Fn(&Row) -> Option<Number>| {
        grid.parts()
            .map(formula)
            .collect::<Option<Vec<_>>>()
            .and_then(|all| all.into_iter().reduce(Number::plus))
    };
    let (f1, f2) = (sum(&|row| columns.f1(row)), sum(&|row| columns.f2(row)));
    let printed = cell.number;
    let is = |value: Option<Number>| value.is_some_and(|value| value.prints_as(printed));
    claim.computed = Some(text(f1));
    (claim.verdict, claim.because) = if is(f1) {
        (Verdict::Confirmed, format!("The total follows {F1}: {}.", text(f1)))
    } else if is(f2) {
        (Verdict::Confirmed, format!("The total follows {F2}: {}. By F1 it is {}.", text(f2), text(f1)))
    } else {
        let adds = grid.sum(column).is_some_and(|sum| sum.is(printed));
        let why = if adds && mixed {
            "The rows add up to it, but they mix two formulas"
        } else {
            "It follows neither formula"
        };
        (Verdict::Contradicted, format!("{why}: F1 gives {}, F2 {}.", text(f1), text(f2)))
    };
}

/// Vacant is establishment less permanent; uncovered, that less agency. Which of the two each row means.
fn vacant(case: &Case, grid: &Grid, columns: &Columns, claims: &mut Vec<Claim>) {
    let Some(column) = columns.vacant else { return };
    let floor =
        |number: Number| if number.millionths() < 0 { Number::new(0, number.places()) } else { number };
    for row in grid.parts() {
        let (Some(Some(cell)), Some(establishment), Some(permanent), Some(free)) = (
            row.cells.get(column),
            row.number(columns.establishment),
            row.number(columns.permanent),
            columns.f1(row),
        ) else {
            continue;
        };
        let vacant = floor(establishment.minus(permanent));
        let uncovered = floor(free);
        let mut claim = cell_claim(case, cell);
        claim.computed = Some(vacant.to_string());
        let parts = format!("{establishment} posts less {permanent} permanent");
        (claim.verdict, claim.because) = if vacant.prints_as(cell.number) {
            (Verdict::Confirmed, format!("{}: vacant is {parts}: {vacant}.", row.label))
        } else if uncovered.prints_as(cell.number) {
            (
                Verdict::Imprecise,
                format!(
                    "{}: vacant is {parts}: {vacant}. {} is what is vacant and has nobody covering it, another definition.",
                    row.label, cell.number
                ),
            )
        } else {
            let off = cell.number.minus(vacant).signed();
            (
                Verdict::Contradicted,
                format!(
                    "{}: vacant is {parts}: {vacant}, and {uncovered} with nobody covering; {} is printed ({off}).",
                    row.label, cell.number
                ),
            )
        };
        claims.push(claim);
    }
}

/// Two tables of the same people under two budgets: what a reader who subtracts would see, and what moved.
fn movement(case: &Case, from: &(&Grid, Columns), to: &(&Grid, Columns), claims: &mut Vec<Claim>) {
    let (Some(before), Some(after)) = (from.0.total(), to.0.total()) else { return };
    let (Some(printed_from), Some(Some(cell))) = (
        from.1.over_under.and_then(|column| before.number(column)),
        to.1.over_under.and_then(|column| after.cells.get(column)),
    ) else {
        return;
    };
    let change = |column_from: usize, column_to: usize| {
        Some(after.number(column_to)?.minus(before.number(column_from)?))
    };
    let (Some(posts), Some(permanent), Some(agency), Some(like), Some(like_to)) = (
        change(from.1.establishment, to.1.establishment),
        change(from.1.permanent, to.1.permanent),
        change(from.1.agency, to.1.agency),
        from.1.f1(before),
        to.1.f1(after),
    ) else {
        return;
    };
    let seen = cell.number.minus(printed_from);
    let real = like_to.minus(like);
    let people = permanent.plus(agency);
    let mut claim = case.claim(to.0.span.clone(), cell.span.clone(), Kind::Document);
    claim.text = format!("{} to {}", printed_from, cell.number);
    claim.start = cell.span.start;
    claim.end = cell.span.end;
    case.document.at(&cell.span).clone_into(&mut claim.text);
    claim.stated = seen.signed();
    claim.computed = Some(real.signed());
    claim.verdict = if seen.is(real) { Verdict::Confirmed } else { Verdict::Imprecise };
    claim.because = format!(
        "A reader who subtracts the two tables sees {} ({printed_from} to {}). Like for like, by F1, it is {} ({like} to {like_to}): \
         posts {}, people {} (permanent {}, agency {}).",
        seen.signed(),
        cell.number,
        real.signed(),
        posts.signed(),
        Number::new(people.millionths(), 2).signed(),
        permanent.signed(),
        agency.signed()
    );
    claims.push(claim);
}

/// A role without plural, case, apostrophes.
fn role(label: &str) -> String {
    let words = label.to_lowercase().replace(['\'', '’'], "");
    words.split_whitespace().map(|word| word.strip_suffix('s').unwrap_or(word)).collect::<Vec<_>>().join(" ")
}

/// Whether a row's label means a role that a sentence names, by its words or its first letters (`AP's`).
fn means(label: &str, named: &str) -> bool {
    let (label, named) = (role(label), role(named));
    let letters: String = named.split(' ').filter_map(|word| word.chars().next()).collect();
    label == named || (label.len() > 1 && label == letters)
}

/// A change of posts that the paper says was decided.
struct Decision {
    role: String,
    becomes: Option<String>,
    by: Option<Number>,
    created: bool,
}

/// Decisions such as "the post of X be revised as Y and increased by 2 fte".
fn decided(case: &Case) -> Vec<Decision> {
    let mut found = Vec::new();
    for sentence in &case.sentences {
        let Some(at) = sentence.find("post of") else { continue };
        let rest = &sentence.tokens[at + 2..];
        let name: Vec<&str> =
            rest.iter().take_while(|token| token.capital).map(|token| token.lower.as_str()).collect();
        if name.is_empty() {
            continue;
        }
        let becomes = sentence.find("revised as").map(|at| {
            let after = &sentence.tokens[at + 2..];
            after
                .iter()
                .take_while(|token| token.capital)
                .map(|token| token.lower.clone())
                .collect::<Vec<_>>()
                .join(" ")
        });
        let fewer = sentence.has("reduced");
        let changed = fewer || sentence.has("increased");
        let number =
            sentence.find("by").and_then(|by| sentence.tokens.get(by + 1)?.number()).filter(|_| changed);
        let by = number.map(|number| if fewer { number.negated() } else { number });
        found.push(Decision { role: name.join(" "), becomes, by, created: sentence.has("established") });
    }
    found
}

/// What changed between two budgets, role by role, beside what was decided.
fn decisions(case: &Case, from: &(&Grid, Columns), to: &(&Grid, Columns), claims: &mut Vec<Claim>) {
    let decided = decided(case);
    if decided.is_empty() {
        return;
    }
    let posts = |grid: &Grid, column: usize, fits: &dyn Fn(&str) -> bool| {
        let rows = grid.parts().filter(|row| fits(&row.label));
        rows.filter_map(|row| row.number(column)).reduce(Number::plus)
    };
    let mut labels: Vec<&Row> = to.0.parts().collect();
    labels.extend(
        from.0.parts().filter(|row| !to.0.parts().any(|other| role(&other.label) == role(&row.label))),
    );
    for row in labels {
        let decision = decided.iter().find(|one| {
            means(&row.label, &one.role) || one.becomes.as_ref().is_some_and(|name| means(&row.label, name))
        });
        // A role that was renamed is counted with what it became, once, under its new name.
        if decision.is_some_and(|one| one.becomes.is_some() && means(&row.label, &one.role)) {
            continue;
        }
        let fits = |label: &str| match decision {
            Some(one) => {
                means(label, &one.role) || one.becomes.as_ref().is_some_and(|name| means(label, name))
            }
            None => role(label) == role(&row.label),
        };
        let before = posts(from.0, from.1.establishment, &fits);
        let after = posts(to.0, to.1.establishment, &fits);
        let zero = Number::whole(0);
        let change = after.unwrap_or(zero).minus(before.unwrap_or(zero));
        let cell = row.cells.get(to.1.establishment).and_then(Option::as_ref);
        let Some(cell) = cell.filter(|_| change.millionths() != 0) else { continue };
        claims.push(decision_claim(case, row, cell, decision, change));
    }
}

fn decision_claim(case: &Case, row: &Row, cell: &Cell, decision: Option<&Decision>, change: Number) -> Claim {
    let mut claim = cell_claim(case, cell);
    claim.kind = Kind::Document;
    claim.stated = change.signed();
    let with = decision
        .filter(|one| one.becomes.is_some())
        .map_or(String::new(), |one| format!(" with {}", one.role));
    let moved = format!(
        "{}{with}: the budgeted posts change by {} between the two tables",
        row.label,
        change.signed()
    );
    (claim.verdict, claim.because) = match decision {
        Some(Decision { by: Some(by), .. }) if by.is(change) => {
            claim.computed = Some(by.signed());
            (Verdict::Confirmed, format!("{moved}, as was decided."))
        }
        Some(Decision { by: Some(by), .. }) => {
            claim.computed = Some(by.signed());
            let rest = change.minus(*by).signed();
            (Verdict::Contradicted, format!("{moved}; {} was decided: {rest} is not explained.", by.signed()))
        }
        Some(Decision { created: true, .. }) => {
            (Verdict::Undefined, format!("{moved}; the role was created, and how many posts was not stated."))
        }
        Some(_) | None => (Verdict::Unsupported, format!("{moved}, and the paper names no decision for it.")),
    };
    claim
}
