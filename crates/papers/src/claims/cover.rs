//! Tables of who fills the posts on two dates (permanent, agency by reason, vacant), and the sentences that lean on them.
//!
//! A row of cover for sickness, maternity or secondment is there because the post has a holder, so a total that adds it to
//! the holders counts the post twice.

use super::bind::Read;
use super::figures::Tied;
use super::number::Number;
use super::quantity::Unit;
use super::table::{Grid, Row};
use super::token::Sentence;
use super::{Case, Claim, Kind, Verdict};

/// A table of cover with its two dates.
struct Cover<'a> {
    grid: &'a Grid,
    from: usize,
    to: usize,
}

impl<'a> Cover<'a> {
    fn of(grid: &'a Grid) -> Option<Self> {
        let names_a_year = |column: &usize| {
            let heading = &grid.headings[*column];
            heading.split_whitespace().any(|word| word.len() == 4 && word.parse::<u16>().is_ok())
        };
        let dates: Vec<usize> = grid.columns().into_iter().filter(names_a_year).collect();
        let [from, to] = dates.as_slice() else { return None };
        let cover = Self { grid, from: *from, to: *to };
        (cover.agency_rows().next().is_some() && cover.permanent().is_some()).then_some(cover)
    }

    fn row(&self, word: &str) -> Option<&'a Row> {
        self.grid.parts().find(|row| row.label.to_lowercase().contains(word))
    }

    fn permanent(&self) -> Option<&'a Row> {
        self.row("permanent")
    }

    fn agency_rows(&self) -> impl Iterator<Item = &'a Row> {
        self.grid.parts().filter(|row| row.label.to_lowercase().contains("agency"))
    }

    fn agency(&self, column: usize) -> Option<Number> {
        self.agency_rows()
            .map(|row| row.number(column))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .reduce(Number::plus)
    }

    fn total(&self, column: usize) -> Option<Number> {
        self.grid.total().and_then(|row| row.number(column)).or_else(|| self.grid.sum(column))
    }

    fn share(&self, column: usize) -> Option<Number> {
        self.agency(column)?.percent_of(self.total(column)?)
    }

    /// "32.4% to 8.1%", with the counts.
    fn path(&self) -> Option<String> {
        Some(format!(
            "{} to {} ({}% to {}% of {} and {})",
            self.agency(self.from)?,
            self.agency(self.to)?,
            self.share(self.from)?.rounded(1),
            self.share(self.to)?.rounded(1),
            self.total(self.from)?,
            self.total(self.to)?
        ))
    }

    /// What the caption calls the service: its words in small letters.
    fn service(&self) -> String {
        let caption = self.grid.caption.to_lowercase().replace('’', "'");
        ["children's services", "adult services", "adults services", "adults' services"]
            .into_iter()
            .find(|name| caption.contains(name))
            .map_or_else(|| self.grid.name(), str::to_owned)
    }
}

pub(crate) fn check(case: &Case, grids: &[Grid], tied: &mut Tied, claims: &mut Vec<Claim>) {
    let tables: Vec<Cover> = grids.iter().filter_map(Cover::of).collect();
    for table in &tables {
        posts(case, table, claims);
    }
    for pair in tables.windows(2) {
        differing_rows(case, &pair[0], &pair[1], claims);
    }
    if tables.is_empty() {
        return;
    }
    for (place, sentence) in case.sentences.iter().enumerate() {
        each(case, sentence, &tables, claims);
        tied.extend(share(case, sentence, &tables, claims).map(|number| (place, number)));
        target(case, sentence, &tables, claims);
    }
}

/// Established posts, where the total adds holders and those who cover for them.
fn posts(case: &Case, table: &Cover, claims: &mut Vec<Claim>) {
    let covers = |row: &&Row| {
        let label = row.label.to_lowercase();
        ["sickness", "maternity", "secondment"].iter().any(|word| label.contains(word))
    };
    let absent: Vec<&Row> = table.grid.parts().filter(covers).collect();
    let (Some(permanent), Some(recruiting), Some(vacant), Some(total)) =
        (table.permanent(), table.row("recruiting"), table.row("vacant"), table.grid.total())
    else {
        return;
    };
    if absent.is_empty() {
        return;
    }
    let at = |column: usize| {
        let parts = [permanent.number(column)?, recruiting.number(column)?, vacant.number(column)?];
        let sum = parts.into_iter().reduce(Number::plus)?;
        Some((sum, format!("{} + {} + {}", parts[0], parts[1], parts[2])))
    };
    let (Some((from, from_text)), Some((to, to_text)), Some(Some(cell))) =
        (at(table.from), at(table.to), total.cells.get(table.to))
    else {
        return;
    };
    let (Some(printed_from), Some(printed_to)) = (total.number(table.from), total.number(table.to)) else {
        return;
    };
    let mut claim = case.claim(cell.span.clone(), cell.span.clone(), Kind::Document);
    claim.stated = format!("{printed_from} to {printed_to}");
    claim.computed = Some(format!("{from} to {to}"));
    claim.verdict = Verdict::Imprecise;
    let names: Vec<&str> = absent.iter().map(|row| row.label.as_str()).collect();
    let agency = |column: usize| table.agency(column).map_or_else(String::new, |sum| sum.to_string());
    claim.because = format!(
        "The total adds posts and people: {} are there because a post has a holder. Posts, filled, covered while recruiting or vacant, \
         are {from_text} = {from} and {to_text} = {to}: {}, where the total says {}. Agency workers are {} and {}.",
        names.join(", "),
        to.minus(from).signed(),
        printed_to.minus(printed_from).signed(),
        agency(table.from),
        agency(table.to)
    );
    claims.push(claim);
}

/// Rows that one table has and the other has not: not collected is not zero.
fn differing_rows(case: &Case, one: &Cover, two: &Cover, claims: &mut Vec<Claim>) {
    let key = |row: &Row| row.label.to_lowercase().split('(').next().unwrap_or_default().trim().to_owned();
    let missing = |from: &Cover, to: &Cover| {
        let rows = from.grid.parts().filter(|row| !to.grid.parts().any(|other| key(other) == key(row)));
        rows.map(|row| row.label.clone()).collect::<Vec<_>>()
    };
    let (not_in_two, not_in_one) = (missing(one, two), missing(two, one));
    let shared = one.grid.parts().count() - not_in_two.len();
    if shared < 2 || (not_in_two.is_empty() && not_in_one.is_empty()) {
        return;
    }
    let mut claim = case.claim(two.grid.span.clone(), two.grid.span.clone(), Kind::Document);
    claim.stated = String::new();
    claim.verdict = Verdict::Undefined;
    let say = |rows: &[String], table: &Cover| {
        if rows.is_empty() {
            String::new()
        } else {
            format!(" The table of {} has no row for {}.", table.service(), rows.join(", "))
        }
    };
    claim.because = format!(
        "The two tables have different rows, so they cannot be added up row by row: what was not collected is not zero.{}{}",
        say(&not_in_two, two),
        say(&not_in_one, one)
    );
    claims.push(claim);
}

const DOWN: &[&str] = &["reducing", "reduced", "reduce", "fewer", "fallen", "fell", "decreased", "less"];

/// "Each service has made progress in reducing agency": each table is asked.
fn each(case: &Case, sentence: &Sentence, tables: &[Cover], claims: &mut Vec<Claim>) {
    let Some(at) = ["each service", "both services", "all services", "every service"]
        .iter()
        .find_map(|phrase| sentence.find(phrase))
    else {
        return;
    };
    let down = sentence.tokens[at..].iter().any(|token| token.one_of(DOWN));
    if !down || !sentence.has("agency") || tables.len() < 2 {
        return;
    }
    let mut failing = Vec::new();
    let mut told = Vec::new();
    for table in tables {
        let (Some(from), Some(to), Some(path)) =
            (table.agency(table.from), table.agency(table.to), table.path())
        else {
            return;
        };
        told.push(format!("{}: {path}", table.service()));
        if to.millionths() >= from.millionths() {
            let recruiting = table
                .row("recruiting")
                .and_then(|row| Some((row.number(table.from)?, row.number(table.to)?)));
            let more = recruiting.filter(|(from, to)| to.millionths() > from.millionths());
            let more = more.map_or(String::new(), |(from, to)| {
                format!(", and in vacant posts it went from {from} to {to}")
            });
            failing.push(format!("in {} agency did not fall{more}", table.service()));
        }
    }
    let sum = |column: &dyn Fn(&Cover) -> Option<Number>| {
        tables
            .iter()
            .map(column)
            .collect::<Option<Vec<_>>>()
            .and_then(|all| all.into_iter().reduce(Number::plus))
    };
    let together = sum(&|table| table.agency(table.from)).zip(sum(&|table| table.agency(table.to)));
    let together = together.map_or(String::new(), |(from, to)| format!(" Together: {from} to {to}."));
    let mut claim = case.in_sentence(sentence, sentence.span.clone(), Kind::Universal);
    claim.stated =
        sentence.tokens[at..].iter().take(2).map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
    claim.computed = Some(told.join("; "));
    claim.verdict = if failing.is_empty() { Verdict::Confirmed } else { Verdict::Contradicted };
    let why = if failing.is_empty() {
        "Agency fell in each".to_owned()
    } else {
        format!("Not each: {}", failing.join("; "))
    };
    claim.because = format!("{why}. {}.{together}", told.join("; "));
    "the paper's own tables".clone_into(&mut claim.source);
    claims.push(claim);
}

/// Whether a sentence speaks of a table's service.
fn speaks_of(sentence: &Sentence, table: &Cover) -> bool {
    let service = table.service();
    let word = service.split(['\'', ' ']).next().unwrap_or_default();
    !word.is_empty() && sentence.tokens.iter().any(|token| token.lower.starts_with(word))
}

/// "Only 8% covered by agency staff": the rates that the table can give; gives the number that was answered for.
fn share(case: &Case, sentence: &Sentence, tables: &[Cover], claims: &mut Vec<Claim>) -> Option<usize> {
    if !sentence.has_any(&["agency staff", "agency workers", "agency"]) {
        return None;
    }
    let read = Read::new(case, sentence);
    let [quantity] = read.quantities.iter().filter(|one| one.unit == Unit::Percent).collect::<Vec<_>>()[..]
    else {
        return None;
    };
    let of: Vec<&Cover> = tables.iter().filter(|table| speaks_of(sentence, table)).collect();
    let [table] = of[..] else { return None };
    let (Some(agency), Some(total), Some(rate)) =
        (table.agency(table.to), table.total(table.to), table.share(table.to))
    else {
        return None;
    };
    let census = table.permanent().and_then(|row| agency.percent_of(agency.plus(row.number(table.to)?)));
    let extra = table.row("additional").and_then(|row| row.number(table.to));
    let without = extra.and_then(|extra| agency.minus(extra).percent_of(total.minus(extra)));
    let mut claim = case.in_sentence(sentence, quantity.span.clone(), Kind::Figure);
    claim.stated.clone_from(&quantity.stated);
    claim.computed = Some(rate.rounded(2).to_string());
    claim.period = Some(table.grid.headings[table.to].clone());
    claim.verdict =
        if super::figures::holds(quantity, rate) { Verdict::Confirmed } else { Verdict::Contradicted };
    let others = [
        census.map(|rate| {
            format!(" On DfE's definition, agency over agency and permanent, it is {}%.", rate.rounded(2))
        }),
        without.map(|rate| format!(" Without those above establishment it is {}%.", rate.rounded(1))),
    ];
    claim.because = format!(
        "{agency} agency of {total} in the total is {}%.{}",
        rate.rounded(2),
        others.into_iter().flatten().collect::<String>()
    );
    "the paper's own tables".clone_into(&mut claim.source);
    claims.push(claim);
    Some(quantity.first)
}

/// "Intended to reduce to zero by January": what the newest column has.
fn target(case: &Case, sentence: &Sentence, tables: &[Cover], claims: &mut Vec<Claim>) {
    let Some(at) = sentence.find("zero by") else { return };
    if !sentence.has("agency")
        || !sentence.has_any(&["above permanent establishment", "above establishment", "additional agency"])
    {
        return;
    }
    let rows: Vec<String> = tables
        .iter()
        .filter_map(|table| {
            Some(format!("{} {}", table.service(), table.row("additional")?.number(table.to)?))
        })
        .collect();
    let Some(date) =
        tables.first().map(|table| table.grid.headings[table.to].clone()).filter(|_| !rows.is_empty())
    else {
        return;
    };
    let span = sentence.tokens[at].span.start..sentence.span.end;
    let mut claim = case.in_sentence(sentence, span, Kind::Figure);
    "0".clone_into(&mut claim.stated);
    claim.verdict = Verdict::Unsupported;
    claim.because = format!(
        "A target that the tables cannot bear out: their newest date is {date}, and on it there are {}.",
        rows.join(", ")
    );
    "the paper's own tables".clone_into(&mut claim.source);
    claims.push(claim);
}
