//! A strand of a business case as an action of improvement: who answers for it, by when, and what is expected of it. It is a
//! record like any other from then on, followed with the other actions, and undone like any change.

use forecast::case::file::{Benefit, Case, Strand};
use forecast::case::read;
use ledger::Append;
use workforce::Date;
use workforce::cell::Value;
use workforce::change::{ChangeNumber, Content, Entry, Note};
use workforce::records::{Action as ActionRecord, ActionKey, ActionStatus, Record};

use crate::changing::Changed;
use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::planning::Plan;
use crate::policy::Action;

/// What a strand becomes, as far as the case does not say so itself.
#[derive(Debug, Clone, Default)]
pub struct StrandAsk {
    /// Who answers for it, by role; as in the case without.
    pub owner: Option<String>,
    /// By when; as in the case without.
    pub due: Option<Date>,
    /// Which of the case's benefits is expected of it; the case's where it names one only.
    pub measure: Option<String>,
    /// Why it is kept.
    pub reason: Option<String>,
    /// The instant, as the ledger writes it.
    pub at: String,
}

fn refused(why: String) -> OfficeError {
    OfficeError::Refused(why)
}

/// The key of a strand's action.
pub fn action_key(case: &str, strand: &str) -> String {
    format!("{case}-{strand}")
}

/// The benefit that is expected of a strand.
fn benefit<'a>(case: &'a Case, wanted: Option<&str>) -> Result<Option<&'a Benefit>, OfficeError> {
    let Some(wanted) = wanted else {
        return Ok(if let [one] = case.benefits.as_slice() { Some(one) } else { None });
    };
    let found = case.benefits.iter().find(|own| own.measure == wanted);
    found.map(Some).ok_or_else(|| {
        let known: Vec<&str> = case.benefits.iter().map(|own| own.measure.as_str()).collect();
        refused(format!("the case expects nothing of `{wanted}`; its benefits are {}", known.join(", ")))
    })
}

/// The action of a strand, or everything that is missing for one.
fn action(case: &Case, strand: &Strand, ask: &StrandAsk) -> Result<ActionRecord, OfficeError> {
    let owner = ask.owner.as_ref().or(strand.owner.as_ref()).filter(|owner| !owner.trim().is_empty());
    let due = ask.due.or(strand.due);
    let mut missing = Vec::new();
    if owner.is_none() {
        missing.push(format!(
            "strand `{}` names nobody who answers for it: give the owner, by role",
            strand.key
        ));
    }
    if due.is_none() {
        missing.push(format!("strand `{}` has no day by which it is due: give one", strand.key));
    }
    let (Some(owner), Some(due)) = (owner, due) else { return Err(refused(missing.join("\n"))) };
    let key = action_key(&case.id, &strand.key);
    let key = ActionKey::parse(&key)
        .map_err(|problem| refused(format!("`{key}` {problem}: name the strand otherwise")))?;
    let benefit = benefit(case, ask.measure.as_deref())?;
    // Years end on 30 September; the last that the case says anything of is when all of it is expected.
    let expected = benefit.and_then(|own| {
        let years = own.expected.iter().filter_map(|(year, value)| Some((year.parse::<i16>().ok()?, *value)));
        years.max_by_key(|own| own.0)
    });
    Ok(ActionRecord {
        action: key,
        title: strand.title.as_str().into(),
        owner: owner.as_str().into(),
        recommendations: workforce::cell::List(Vec::new()),
        priorities: workforce::cell::List(Vec::new()),
        agreed_on: Some(case.decided),
        due: Some(due),
        status: ActionStatus::Planned,
        ended_on: None,
        expected_measure: benefit.map(|own| own.measure.as_str().into()),
        expected_figure: expected.map(|(_, value)| value.to_string().into()),
        expected_by: expected.and_then(|(year, _)| Date::new(year, 9, 30).ok()),
        decision: None,
        note: Some(format!("Strand {} of the business case {}", strand.key, case.id).into()),
    })
}

impl Office {
    /// Keeps a strand of a kept case as an action. One that is there already, whatever has become of it, is left as it is.
    pub async fn strand_to_action(
        &self,
        council: &Council,
        id: &str,
        strand: &str,
        ask: &StrandAsk,
    ) -> Result<Changed, OfficeError> {
        self.may(Action::EditRecord)?;
        let (kept, seen) = self.plan(council, Plan::Case, id).await?;
        let case = read(&kept.text).map_err(|problem| refused(format!("{id}: {problem}")))?;
        let found = case.strands.iter().find(|own| own.key == strand);
        let found = found.ok_or_else(|| {
            let known: Vec<&str> = case.strands.iter().map(|own| own.key.as_str()).collect();
            OfficeError::Usage(format!("case `{id}` has no strand `{strand}`; it has {}", known.join(", ")))
        })?;
        let record: Record = action(&case, found, ask)?.into();
        let known = self.known(council, None).await?;
        match known.workforce.records().get(&record.id()) {
            Some(own) if own == record => return Ok(Changed::Nothing),
            Some(_) => {
                return Err(refused(format!(
                    "{} is there already, and says something else: change it as a record",
                    record.id()
                )));
            }
            None => {}
        }
        let reason = ask.reason.clone().unwrap_or_else(|| format!("Strand {strand} of {id} as an action"));
        let note =
            Note { at: ask.at.clone(), by: self.actor.name.clone(), reason, source: format!("case {id}") };
        let entry = Entry { record: record.id(), content: Content::Body(record.body()) };
        let expected_head = ChangeNumber(seen);
        self.landed(council, Append { expected_head, note, entries: vec![entry], blobs: Vec::new() }).await
    }
}
