//! The office: the use cases that commands, pages and the API share. Each asks the policy first, then the store, then the
//! `workforce` crate, and gives an answer.

use std::sync::Arc;

use ledger::{KnownAt, Store};
use workforce::change::{ChangeNumber, RecordId};
use workforce::compare::compare;
use workforce::position::{Ask, Formula};
use workforce::records::Records;
use workforce::{Date, Workforce, decided, project, published};

use crate::answers::compared::ComparedAnswer;
use crate::answers::decided::DecidedAnswer;
use crate::answers::history::{HistoryAnswer, LogAnswer, RecordAnswer};
use crate::answers::position::PositionAnswer;
use crate::answers::projected::ProjectedAnswer;
use crate::answers::published::{CheckAnswer, ListedTable, PublishedList};
use crate::cache::Cache;
use crate::error::OfficeError;
use crate::policy::{Action, Actor, Reach, reach};
use crate::sight::{Sight, narrowed};

/// A council in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Council {
    /// Its DfE code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A store opened by someone. Clones use the same connections.
#[derive(Debug, Clone)]
pub struct Office {
    pub(crate) store: Store,
    pub(crate) actor: Actor,
    pub(crate) cache: Cache,
}

/// The record of a council as it was known at a change.
#[derive(Debug)]
pub struct Known {
    /// The change.
    pub number: ChangeNumber,
    /// The record.
    pub workforce: Workforce,
}

/// The two sides of a comparison and how each was known.
#[derive(Debug, Clone)]
pub struct CompareAsk {
    /// The first position.
    pub from: Ask,
    /// The second position.
    pub to: Ask,
    /// When the first was known; the head when not said.
    pub from_known_at: Option<String>,
    /// When the second was known; the head when not said.
    pub to_known_at: Option<String>,
    /// The formula of over/under.
    pub formula: Formula,
}

/// Refuses what an actor may not do for the whole council.
pub(crate) fn may(actor: &Actor, action: Action) -> Result<(), OfficeError> {
    if reach(actor.role, action) == Reach::Council { Ok(()) } else { Err(OfficeError::Forbidden(action)) }
}

impl Office {
    /// Opens a store that exists.
    pub async fn open(store: &str, actor: Actor) -> Result<Self, OfficeError> {
        Ok(Self { store: Store::open(store).await?, actor, cache: Cache::default() })
    }

    /// Opens a store, making it when there is none.
    pub async fn open_or_create(store: &str, actor: Actor) -> Result<Self, OfficeError> {
        Ok(Self { store: Store::open_or_create(store).await?, actor, cache: Cache::default() })
    }

    /// Closes the store: the file of a SQLite store then holds everything by itself.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Refuses what the policy does not allow for the whole council. A use case that knows how to keep to someone's own
    /// teams asks [`Office::may_for`] or [`Office::confined`] instead.
    pub(crate) fn may(&self, action: Action) -> Result<(), OfficeError> {
        may(&self.actor, action)
    }

    /// Whether the actor may do something for the whole council.
    pub fn reaches_council(&self, action: Action) -> bool {
        self.may(action).is_ok()
    }

    /// Whether the policy confines an action to the actor's own teams; refuses what it does not allow at all.
    pub(crate) fn confined(&self, action: Action) -> Result<bool, OfficeError> {
        match reach(self.actor.role, action) {
            Reach::Nothing => Err(OfficeError::Forbidden(action)),
            Reach::OwnTeams => Ok(true),
            Reach::Council => Ok(false),
        }
    }

    /// The service and team that an action may be put for: as asked, or narrowed to the actor's own.
    pub(crate) fn may_for(
        &self,
        action: Action,
        known: &Known,
        (service, team): (Option<&str>, Option<&str>),
        day: Date,
    ) -> Result<(Option<String>, Option<String>), OfficeError> {
        if self.confined(action)? {
            narrowed(&known.workforce, &self.actor, service, team, day)
        } else {
            Ok((service.map(str::to_owned), team.map(str::to_owned)))
        }
    }

    /// A question about a position, narrowed to what the actor may see.
    fn narrowed_ask(&self, known: &Known, ask: &Ask) -> Result<Ask, OfficeError> {
        let asked = (ask.service.as_deref(), ask.team.as_deref());
        let (service, team) = self.may_for(Action::ReadFigures, known, asked, ask.as_at)?;
        Ok(Ask { service, team, ..ask.clone() })
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The councils in the store.
    pub async fn councils(&self) -> Result<Vec<Council>, OfficeError> {
        let councils = self.store.councils().await?;
        let councils = councils.into_iter().filter(|council| council.code != crate::benchmarking::LEDGER);
        Ok(councils.map(|council| Council { code: council.code, name: council.name }).collect())
    }

    /// The council asked for by code or name, or the only one.
    pub async fn council(&self, asked: Option<&str>) -> Result<Council, OfficeError> {
        let councils = self.councils().await?;
        let known = || {
            let list: Vec<_> =
                councils.iter().map(|council| format!("{} {}", council.code, council.name)).collect();
            list.join(", ")
        };
        match (asked, councils.as_slice()) {
            (_, []) => Err(OfficeError::Usage(
                "the store holds no council yet: import files, or load an example with `mainstay example load`".to_owned(),
            )),
            (None, [only]) => Ok(only.clone()),
            (None, _) => Err(OfficeError::Usage(format!(
                "the store holds several councils: say which with --council ({})",
                known()
            ))),
            (Some(asked), _) => councils
                .iter()
                .find(|council| council.code == asked || council.name.eq_ignore_ascii_case(asked))
                .cloned()
                .ok_or_else(|| {
                    OfficeError::Usage(format!("the store holds no council `{asked}`; it holds {}", known()))
                }),
        }
    }

    /// The change number that a person means by a number, an instant or nothing (the head).
    pub(crate) async fn number(
        &self,
        council: &Council,
        known_at: Option<&str>,
    ) -> Result<ChangeNumber, OfficeError> {
        let known_at = match known_at {
            None => KnownAt::Head,
            Some(text) => match text.parse() {
                Ok(number) => KnownAt::Number(ChangeNumber(number)),
                Err(_) => KnownAt::Instant(instant(text)?),
            },
        };
        Ok(self.store.resolve_known_at(&council.code, &known_at).await?)
    }

    /// The records of a council as known at a change.
    pub(crate) async fn records(
        &self,
        council: &Council,
        number: ChangeNumber,
    ) -> Result<Records, OfficeError> {
        let mut records = Records::default();
        for stated in self.store.state(&council.code, number).await? {
            records.apply(stated.number, &stated.entry)?;
        }
        Ok(records)
    }

    /// The record of a council as known at a number, an instant or the head.
    pub(crate) async fn known(
        &self,
        council: &Council,
        known_at: Option<&str>,
    ) -> Result<Arc<Known>, OfficeError> {
        let head = self.store.head(&council.code).await?;
        let number = match known_at {
            None => head,
            Some(_) => self.number(council, known_at).await?,
        };
        if let Some(known) = self.cache.find(&council.code, head, number) {
            return Ok(known);
        }
        let workforce = Workforce::new(self.records(council, number).await?);
        let known = Arc::new(Known { number, workforce });
        self.cache.keep(&council.code, head, &known);
        Ok(known)
    }

    /// The establishment position.
    pub async fn position(
        &self,
        council: &Council,
        ask: &Ask,
        known_at: Option<&str>,
        formula: Formula,
    ) -> Result<PositionAnswer, OfficeError> {
        self.confined(Action::ReadFigures)?;
        let known = self.known(council, known_at).await?;
        let ask = self.narrowed_ask(&known, ask)?;
        Ok(PositionAnswer::new(known.workforce.position(&ask)?, known.number.0, formula))
    }

    /// Two positions compared.
    pub async fn compare(&self, council: &Council, ask: &CompareAsk) -> Result<ComparedAnswer, OfficeError> {
        self.confined(Action::ReadFigures)?;
        let now = self.known(council, ask.to_known_at.as_deref()).await?;
        let then = self.known(council, ask.from_known_at.as_deref()).await?;
        let (from, to) = (self.narrowed_ask(&then, &ask.from)?, self.narrowed_ask(&now, &ask.to)?);
        let compared = compare(&then.workforce, &now.workforce, &from, &to, ask.formula)?;
        Ok(ComparedAnswer::new(compared, then.number.0, now.number.0))
    }

    /// Decisions against two budgets.
    pub async fn decisions(
        &self,
        council: &Council,
        from: &str,
        to: &str,
    ) -> Result<DecidedAnswer, OfficeError> {
        self.may(Action::ReadFigures)?;
        let known = self.known(council, None).await?;
        Ok(DecidedAnswer::new(from, to, decided::explain(&known.workforce, from, to)?))
    }

    /// The position projected ahead.
    pub async fn project(
        &self,
        council: &Council,
        ask: &Ask,
        months: u32,
        known_at: Option<&str>,
    ) -> Result<ProjectedAnswer, OfficeError> {
        self.confined(Action::ReadFigures)?;
        let known = self.known(council, known_at).await?;
        let ask = &self.narrowed_ask(&known, ask)?;
        let projected = project::project(&known.workforce, ask, months)?;
        Ok(ProjectedAnswer::new(projected, ask.by, known.number.0, Formula::F1))
    }

    /// The councils that a question about published tables is about: one that was named, or all.
    async fn councils_asked(&self, council: Option<&str>) -> Result<Vec<Council>, OfficeError> {
        match council {
            Some(_) => Ok(vec![self.council(council).await?]),
            None => self.councils().await,
        }
    }

    /// The published tables of one council or of all.
    pub async fn published(&self, council: Option<&str>) -> Result<PublishedList, OfficeError> {
        self.may(Action::ReadReleased)?;
        let mut list = PublishedList::default();
        for council in self.councils_asked(council).await? {
            let number = self.number(&council, None).await?;
            let records = self.records(&council, number).await?;
            let tables =
                records.published_tables.values().map(|table| ListedTable::new(&council.code, table));
            list.tables.extend(tables);
        }
        list.tables.sort_by(|a, b| (&a.council, &a.id).cmp(&(&b.council, &b.id)));
        Ok(list)
    }

    /// The check of a published table, in whichever council holds it.
    pub async fn check_published(&self, council: Option<&str>, id: &str) -> Result<CheckAnswer, OfficeError> {
        self.may(Action::ReadFigures)?;
        let mut known = Vec::new();
        for council in self.councils_asked(council).await? {
            let held = self.known(&council, None).await?;
            let workforce = &held.workforce;
            if workforce.records().published_tables.contains_key(id) {
                return Ok(CheckAnswer::new(published::check(workforce, id)?));
            }
            known.extend(workforce.records().published_tables.keys().map(ToString::to_string));
        }
        known.sort();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Err(OfficeError::Usage(format!("there is no published table `{id}`; the store holds: {known}")))
    }

    /// The changes of a council.
    pub async fn log(&self, council: &Council) -> Result<LogAnswer, OfficeError> {
        self.may(Action::ReadLog)?;
        let logged = self.store.log(&council.code).await?;
        Ok(LogAnswer::new(council, logged))
    }

    /// What each change did to a record, or to every dated row of a thing named by the first part of the key.
    pub async fn history(&self, council: &Council, record: &str) -> Result<HistoryAnswer, OfficeError> {
        let id = self.record_id(council, record).await?;
        let history = self.store.history(&council.code, &id).await?;
        if history.is_empty() {
            return Err(OfficeError::Usage(format!("no change of council {} touched `{id}`", council.code)));
        }
        Ok(HistoryAnswer::new(&id, history))
    }

    /// A record as it was known, or every dated row of a thing named by the first part of the key.
    pub async fn show(
        &self,
        council: &Council,
        record: &str,
        known_at: Option<&str>,
    ) -> Result<RecordAnswer, OfficeError> {
        let id = self.record_id(council, record).await?;
        let number = self.number(council, known_at).await?;
        let history = self.store.history(&council.code, &id).await?;
        RecordAnswer::new(&id, number, history).ok_or_else(|| {
            OfficeError::Usage(format!("council {} has no record `{id}` at change {number}", council.code))
        })
    }

    /// Reads a record id, and asks the policy whether it may be read: by its kind, and, for someone confined to their own
    /// teams, by where every one of its rows is.
    async fn record_id(&self, council: &Council, text: &str) -> Result<RecordId, OfficeError> {
        let id = RecordId::parse(text).ok_or_else(|| {
            OfficeError::Usage(format!("`{text}` is not a record id such as post:SW-001 or worker:W001"))
        })?;
        let layout = workforce::records::layout(&id.kind).ok_or_else(|| {
            let kinds: Vec<_> = workforce::records::LAYOUTS.iter().map(|layout| layout.kind).collect();
            OfficeError::Usage(format!(
                "there is no record kind `{}`; there are: {}",
                id.kind,
                kinds.join(", ")
            ))
        })?;
        let mut confined = false;
        for action in to_read(layout.kind) {
            confined |= self.confined(*action)?;
        }
        let id = RecordId::new(layout.kind, id.key);
        if confined {
            let known = self.known(council, None).await?;
            let sight = Sight::new(&known.workforce, &self.actor);
            let records = known.workforce.records();
            let begins = format!("{}@", id.key);
            let rows: Vec<_> = records
                .of_kind(layout.kind)
                .into_iter()
                .filter(|record| {
                    let key = record.id().key;
                    key == id.key || key.starts_with(&begins)
                })
                .collect();
            if rows.is_empty() || !rows.iter().all(|record| sight.record(record)) {
                return Err(OfficeError::NotYours(id.to_string()));
            }
        }
        Ok(id)
    }
}

/// What must be allowed for a record of a kind to be read.
pub fn to_read(kind: &str) -> &'static [Action] {
    match kind {
        "identity" => &[Action::ReadIdentity],
        "equality" | "applicant_equality" => &[Action::ReadEquality],
        "absence" => &[Action::ReadRecord, Action::ReadAbsence],
        "salary" | "payment" | "incentive_award" | "incentive_repayment" | "engagement_rate" => {
            &[Action::ReadRecord, Action::ReadPay]
        }
        "right_to_work" | "exit_interview" | "stay_interview" => {
            &[Action::ReadRecord, Action::ReadRestricted]
        }
        _ => &[Action::ReadRecord],
    }
}

/// An instant as the ledger writes it: RFC 3339 in UTC with whole seconds. A plain date means its last second.
pub fn instant(text: &str) -> Result<String, OfficeError> {
    let shown = |at: jiff::Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(shown(at));
    }
    text.parse::<Date>().map(|day| format!("{day}T23:59:59Z")).map_err(|_| {
        OfficeError::Usage(format!(
            "`{text}` is neither a change number, a date (2013-04-02) nor an instant (2013-04-02T09:00:00Z)"
        ))
    })
}
