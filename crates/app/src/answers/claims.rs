//! What was found in a paper, as an answer.

use papers::claims::{Report, Verdict, marked};
use papers::document::Document;

use crate::table::Table;

/// A paper with its claims, as `mainstay claims check --format json` prints them.
#[derive(Debug, Clone)]
pub struct ClaimsAnswer {
    pub(crate) document: Document,
    pub(crate) report: Report,
}

impl ClaimsAnswer {
    /// As data.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// As a page with each claim marked in its place.
    pub fn html(&self) -> String {
        marked::page(&self.document, &self.report)
    }

    /// The paper's text as HTML, with each claim marked: `in-1` refers to `claim-1`, and its class is the verdict.
    pub fn marked(&self) -> String {
        marked::text(&self.document, &self.report.claims)
    }

    /// Whether the paper says something that does not hold.
    pub fn is_contradicted(&self) -> bool {
        self.report.summary.contradicted > 0
    }

    /// For people: the claims, those that do not hold first.
    pub fn tables(&self) -> Vec<Table> {
        let about = &self.report.document;
        let whose = match (&about.authority_name, &about.published) {
            (Some(name), Some(day)) => format!(", {name}, {day}"),
            (Some(name), None) => format!(", {name}"),
            (None, Some(day)) => format!(", {day}"),
            (None, None) => String::new(),
        };
        let mut table = Table::new(
            format!("Claims of {}{whose}", about.name),
            &["No.", "Verdict", "Claim", "Stated", "Computed", "Why", "Source"],
        );
        let order = [
            Verdict::Contradicted,
            Verdict::Imprecise,
            Verdict::Undefined,
            Verdict::Unsupported,
            Verdict::Confirmed,
        ];
        for verdict in order {
            let numbered = self.report.claims.iter().enumerate();
            for (at, claim) in numbered.filter(|(_, claim)| claim.verdict == verdict) {
                table.rows.push(vec![
                    (at + 1).to_string(),
                    verdict.text().to_owned(),
                    short(&claim.text),
                    claim.stated.clone(),
                    claim.computed.clone().unwrap_or_default(),
                    claim.because.clone(),
                    claim.source.clone(),
                ]);
            }
        }
        let sum = self.report.summary;
        table.notes.push(format!(
            "{} claims: {} confirmed, {} contradicted, {} imprecise, {} unsupported, {} undefined.",
            sum.claims, sum.confirmed, sum.contradicted, sum.imprecise, sum.unsupported, sum.undefined
        ));
        vec![table]
    }
}

/// The first words of a sentence; the whole of it is in the JSON and the page.
fn short(text: &str) -> String {
    const WORDS: usize = 14;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= WORDS { words.join(" ") } else { format!("{} …", words[..WORDS].join(" ")) }
}
