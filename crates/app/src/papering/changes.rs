//! What became known of a published paper's figures after it was published.

use papers::built::Passport;
use papers::compose;
use papers::words;
use serde::Serialize;

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::papering::resolve::Ask;
use crate::policy::Action;
use crate::table::Table;

/// The changes between two published papers, as `mainstay paper changes --format json` prints them.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesAnswer {
    /// The paper that is looked back from, `id@version`.
    pub paper: String,
    /// The paper whose figures are looked at.
    pub since: String,
    /// The change up to which its figures are known again.
    pub known_at: u64,
    /// Its figures that the record knows otherwise now.
    pub restated: Vec<Restated>,
    /// Its figures whose definition is another in the later paper, by id.
    pub redefined: Vec<String>,
    /// Its figures that were withheld, which are not compared, by id.
    pub withheld: Vec<String>,
    /// What the later version says that it puts right.
    pub correction: Option<String>,
}

/// A figure that was restated.
#[derive(Debug, Clone, Serialize)]
pub struct Restated {
    /// Its id in the paper; of tables and charts with the row.
    pub figure: String,
    pub title: String,
    pub period: String,
    pub unit: String,
    /// As it was printed.
    pub printed: Option<String>,
    pub printed_known_at: u64,
    /// As the record knows it at `known_at`.
    pub now: Option<String>,
    /// The second less the first.
    pub change: Option<String>,
}

impl Restated {
    fn new(then: &Passport, again: &Passport) -> Self {
        let number = |figure: &Passport| figure.value.as_deref().and_then(words::millionths);
        let change = number(again).zip(number(then)).map(|(again, then)| words::signed(again - then));
        Self {
            figure: then.id.clone(),
            title: then.title.clone(),
            period: then.period.clone(),
            unit: then.unit.clone(),
            printed: then.value.clone(),
            printed_known_at: then.known_at,
            now: again.value.clone(),
            change,
        }
    }
}

impl ChangesAnswer {
    /// As a table.
    pub fn table(&self) -> Table {
        let title = format!("Figures of {} restated by change {}", self.since, self.known_at);
        let mut table =
            Table::new(title, &["Figure", "What", "When", "#Printed", "#Restated", "#Change", "Unit"]);
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "no number".to_owned());
        table.rows = self
            .restated
            .iter()
            .map(|one| {
                vec![
                    one.figure.clone(),
                    one.title.clone(),
                    one.period.clone(),
                    shown(&one.printed),
                    shown(&one.now),
                    one.change.clone().unwrap_or_default(),
                    one.unit.clone(),
                ]
            })
            .collect();
        if self.restated.is_empty() {
            table.notes.push("No figure of it is known otherwise.".to_owned());
        }
        if !self.redefined.is_empty() {
            table
                .notes
                .push(format!("Of another definition in the later paper: {}.", self.redefined.join(", ")));
        }
        if !self.withheld.is_empty() {
            table
                .notes
                .push(format!("Withheld when published, so not compared: {}.", self.withheld.join(", ")));
        }
        if let Some(correction) = &self.correction {
            table.notes.push(format!("{} says that it puts right: {correction}", self.paper));
        }
        table
    }
}

impl Office {
    /// What became known of the figures of a published paper between it and another, or, where both are the same, up to now.
    /// For use inside the council: it shows figures that went through no disclosure control.
    pub async fn paper_changes(
        &self,
        council: &Council,
        id: &str,
        since: &str,
    ) -> Result<ChangesAnswer, OfficeError> {
        self.may(Action::ReadFigures)?;
        let (later, earlier) =
            (self.found_paper(council, id).await?, self.found_paper(council, since).await?);
        let same = later.paper == earlier.paper;
        let (frozen, source) = (self.frozen(&earlier).await?, self.source(&earlier).await?);
        let known_at = (!same).then_some(later.paper.known_at);
        // The paper before it has no part in its own figures.
        let source = papers::paper::Paper { previous: None, ..source };
        let mut unused = self.publications(council).await?;
        let ask = Ask { release: false, at: "", known_at };
        let answers = self.answers(council, &source, &ask, &mut unused).await?;
        let again = compose::build(&source, &answers);
        let mut restated = Vec::new();
        let mut withheld = Vec::new();
        for then in &frozen.figures {
            let now = again.figures.iter().find(|now| now.id == then.id);
            if then.none == Some(papers::built::NoNumber::Suppressed) {
                withheld.push(then.id.clone());
            } else if let Some(now) = now.filter(|now| (&now.value, now.none) != (&then.value, then.none)) {
                restated.push(Restated::new(then, now));
            }
        }
        let later_figures = self.frozen(&later).await?.figures;
        let redefined = |then: &&Passport| {
            later_figures.iter().any(|now| {
                now.id == then.id && (now.measure != then.measure || now.definition != then.definition)
            })
        };
        let named = |paper: &super::PublishedPaper| format!("{}@{}", paper.id, paper.version);
        Ok(ChangesAnswer {
            paper: named(&later.paper),
            since: named(&earlier.paper),
            known_at: again.known_at,
            restated,
            redefined: frozen.figures.iter().filter(redefined).map(|then| then.id.clone()).collect(),
            withheld,
            correction: later.paper.correction.filter(|_| !same),
        })
    }
}
