//! The workforce census and the record: building a return, what is missing for one, and taking in past ones.

use std::collections::HashSet;

use ledger::{Append, Blob};
use returns::csww::build::{self, Built, Plan, readiness};
use returns::csww::document::Return;
use returns::csww::finding::{Finding, Level};
use returns::csww::read::Limits;
use returns::csww::take::{Taken, take};
use returns::csww::write;
use workforce::Date;
use workforce::change::{Content, Entry, Note, RecordId};
use workforce::check::{Breach, check};
use workforce::records::Records;

use crate::answers::census::{BuiltAnswer, ReadinessAnswer, TakenAnswer};
use crate::error::OfficeError;
use crate::importing::Signature;
use crate::office::{Council, Known, Office};
use crate::policy::Action;
use crate::returning::{ReturnFile, census_year, readable};

/// A return to be built.
#[derive(Debug, Clone)]
pub struct BuildAsk {
    /// The census year.
    pub year: i16,
    /// The council's three-digit number, as the DfE knows it.
    pub authority: String,
    /// When it is made, `yyyy-mm-ddThh:mm:ss`.
    pub made: String,
    /// As known at a change number, date or instant.
    pub known_at: Option<String>,
}

/// A past return to be taken in.
pub struct TakeAsk {
    /// The return.
    pub file: ReturnFile,
    /// Says what would change, and changes nothing.
    pub dry_run: bool,
    /// Today.
    pub today: Date,
}

impl Office {
    /// The council that a return is of: the one that was asked for, that of the return's number, or the only one.
    pub async fn council_of_return(
        &self,
        asked: Option<&str>,
        authority: &str,
    ) -> Result<Council, OfficeError> {
        let councils = self.councils().await?;
        match asked {
            None if councils.iter().any(|council| council.code == authority) => {
                self.council(Some(authority)).await
            }
            asked => self.council(asked).await,
        }
    }

    /// The same for a return that is to be taken in: an empty store gets the council of the return's number.
    pub async fn council_to_take(
        &self,
        asked: Option<&str>,
        file: &ReturnFile,
    ) -> Result<Council, OfficeError> {
        self.may(Action::Import)?;
        let checked = readable(file)?;
        let authority = checked.authority().unwrap_or("000").to_owned();
        let councils = self.councils().await?;
        if asked.is_none() && councils.is_empty() {
            let name =
                benchmarks::areas::find(&authority).map_or(authority.as_str(), |area| area.name.as_str());
            return self.add_council(&authority, name).await;
        }
        if asked.is_none() && !councils.iter().any(|council| council.code == authority) {
            return Err(OfficeError::Usage(format!(
                "{} is of authority {authority}, which the store does not hold: say with --council whose record it \
                 belongs to",
                file.name
            )));
        }
        self.council(asked.or(Some(&authority))).await
    }

    /// Builds the census return of a year. Gives the file with its name, and the answer with what it was made from.
    pub async fn build_return(
        &self,
        council: &Council,
        ask: &BuildAsk,
    ) -> Result<(BuiltAnswer, Vec<u8>, String), OfficeError> {
        self.may(Action::BuildReturns)?;
        for action in [Action::ReadIdentity, Action::ReadEquality, Action::ReadPay] {
            self.may(action)?;
        }
        let known = self.known(council, ask.known_at.as_deref()).await?;
        let built = built(&known, ask)?;
        let mut bytes = Vec::new();
        let failed = |problem: std::io::Error| OfficeError::Refused(problem.to_string());
        write::write(&built.content, built.year, &mut bytes).map_err(failed)?;
        let todo = readiness::todo(&built).map_err(failed)?;
        let name = write::file_name(&built.content, built.year);
        let answer = BuiltAnswer::new(&built, &ask.authority, known.number.0, &todo);
        Ok((answer, bytes, name))
    }

    /// What the record lacks for the census return of a year, as it would be built today.
    pub async fn readiness(
        &self,
        council: &Council,
        year: i16,
        made: String,
        known_at: Option<String>,
    ) -> Result<ReadinessAnswer, OfficeError> {
        self.may(Action::BuildReturns)?;
        for action in [Action::ReadIdentity, Action::ReadEquality, Action::ReadPay] {
            self.may(action)?;
        }
        let known = self.known(council, known_at.as_deref()).await?;
        let ask = BuildAsk { year, authority: council.code.clone(), made, known_at };
        let built = built(&known, &ask)?;
        let todo = readiness::todo(&built).map_err(|problem| OfficeError::Refused(problem.to_string()))?;
        Ok(ReadinessAnswer::new(&known.workforce, &built, known.number.0, todo))
    }

    /// Takes a past return into the record as one change. One with errors is refused, and so is one that would bring in
    /// what cannot be.
    pub async fn take_return(
        &self,
        council: &Council,
        ask: &TakeAsk,
        signature: Signature,
    ) -> Result<TakenAnswer, OfficeError> {
        self.may(Action::Import)?;
        let file = &ask.file;
        let checked = readable(file)?;
        let errors: Vec<Finding> =
            checked.findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
        let head = self.number(council, None).await?;
        let existing = self.records(council, head).await?;
        if !errors.is_empty() {
            return Ok(TakenAnswer::refused(&file.name, checked.year.number(), errors, Vec::new()));
        }
        let read = (file.open)().and_then(|reader| Return::read(reader, &Limits::default()));
        let content = read.map_err(|problem| file.refused(&problem))?.content;
        let source = format!("Census return {}, {}", checked.year, file.name);
        let taken = take(&existing, &content, checked.year, &source);
        let breaches = brought_in(&existing, &taken.records, ask.today);
        if !breaches.is_empty() {
            return Ok(TakenAnswer::refused(&file.name, checked.year.number(), Vec::new(), breaches));
        }
        let entries = entries(&existing, &taken);
        let mut answer = TakenAnswer::new(&file.name, checked.year.number(), &existing, &taken, &entries);
        if ask.dry_run || entries.is_empty() {
            return Ok(answer);
        }
        let mut bytes = Vec::new();
        (file.open)()
            .and_then(|mut reader| std::io::Read::read_to_end(&mut reader, &mut bytes))
            .map_err(|problem| file.refused(&problem))?;
        let note = Note {
            at: signature.at,
            by: self.actor.name.clone(),
            reason: signature.reason.unwrap_or_else(|| format!("Census return of {} taken in", checked.year)),
            source: file.name.clone(),
        };
        let blob = Blob { name: file.name.clone(), media_type: "application/xml".to_owned(), bytes };
        let append = Append { expected_head: head, note, entries, blobs: vec![blob] };
        let number = self.store.append(&council.code, append).await?;
        self.store.publish_views(workforce::records::LAYOUTS).await?;
        answer.change = Some(number.0);
        Ok(answer)
    }
}

fn built(known: &Known, ask: &BuildAsk) -> Result<Built, OfficeError> {
    let year = census_year(ask.year)?;
    let plan = Plan { year, authority: &ask.authority, made: &ask.made };
    Ok(build::build(&known.workforce, &plan)?)
}

/// What differs, by record id.
fn entries(existing: &Records, taken: &Taken) -> Vec<Entry> {
    let changed = |id: &&RecordId| existing.get(id) != taken.records.get(id);
    let entry = |id: &RecordId| {
        let record = taken.records.get(id)?;
        Some(Entry { record: id.clone(), content: Content::Body(record.body()) })
    };
    taken.touched.iter().filter(changed).filter_map(entry).collect()
}

/// Breaches that are errors and were not there before.
fn brought_in(existing: &Records, after: &Records, today: Date) -> Vec<Breach> {
    let same = |breach: &Breach| (breach.rule.code, breach.record.clone(), breach.message.clone());
    let before: HashSet<_> = check(existing, today).iter().map(same).collect();
    let mut found = check(after, today);
    found.retain(|breach| {
        breach.rule.level == workforce::check::Level::Error && !before.contains(&same(breach))
    });
    found
}
