//! Who may do what: the one policy that every use case passes through, whether a command, a page or the API asked.
//!
//! A role reaches an action for the whole council, for its own teams and what is below them, or not at all. The person at
//! the command line holds the store itself and is its operator. `docs/rights.md` is this table, printed by a test.

use std::fmt;

use workforce::Date;

use crate::table::Table;

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $( $(#[doc = $case_doc:literal])+ $case:ident = $code:literal, $words:literal; )+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $( $(#[doc = $case_doc])+ $case, )+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            /// As stored and as written in files.
            pub fn code(self) -> &'static str {
                match self { $(Self::$case => $code,)+ }
            }

            /// For people.
            pub fn words(self) -> &'static str {
                match self { $(Self::$case => $words,)+ }
            }

            /// The one with a code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.words())
            }
        }
    };
}

words! {
    /// What someone is in the council, as far as rights go.
    Role {
        /// Runs the program on the machine that holds the store.
        Operator = "operator", "Operator";
        /// Opens and closes accounts and keeps the record going; sees no equality data and no reasons of absence.
        Administrator = "administrator", "Administrator";
        /// Answers for the record and what is said from it.
        WorkforceLead = "workforce-lead", "Workforce lead";
        /// Keeps the record of people.
        Hr = "hr", "HR";
        /// Builds and checks the statutory returns.
        CensusAnalyst = "census-analyst", "Census analyst";
        /// Answers for a service: sees posts, people and figures, and changes nothing.
        HeadOfService = "head-of-service", "Head of service";
        /// Sees the posts and people of their own teams and what is below them.
        TeamManager = "team-manager", "Team manager";
        /// Reads released figures and published tables; sees no named person.
        Reader = "reader", "Reader of released figures";
    }
}

words! {
    /// What an action is done to.
    Resource {
        /// Positions, measures and books, as used inside the council.
        Figures = "figures", "Figures";
        /// Figures that may leave the council, and what is published of every council.
        Released = "released", "Released and published figures";
        /// Records of posts, people at work and the rest, without who they are.
        Records = "records", "Records";
        /// Who a worker is.
        Identity = "identity", "Names and other identity data";
        /// Equality data.
        Equality = "equality", "Equality data";
        /// Why someone is away.
        Absence = "absence", "Reasons of absence";
        /// Salaries and payments of workers.
        Pay = "pay", "Pay";
        /// What few may see: leave to remain, what leavers and stayers said.
        Restricted = "restricted", "Leave to remain and interviews";
        /// The log of changes.
        Changes = "changes", "Changes";
        /// Files coming in.
        Imports = "imports", "Imports";
        /// Statutory returns.
        Returns = "returns", "Statutory returns";
        /// Who may come in.
        Accounts = "accounts", "Accounts";
        /// Who looked at whose data.
        Viewings = "viewings", "Log of views of people's data";
        /// The store as a whole.
        Store = "store", "The store";
    }
}

words! {
    /// What someone wants to do.
    Action {
        /// Read positions, comparisons, projections, decisions and measures.
        ReadFigures = "read-figures", "read figures";
        /// Run forecasts, ask how long people stay, and read business cases and scenarios.
        Forecast = "forecast", "run forecasts and read plans";
        /// Read published tables, released figures and the published figures of every council.
        ReadReleased = "read-released", "read released and published figures";
        /// Release figures, which is remembered.
        Release = "release", "release figures";
        /// Read a record as it stands or stood.
        ReadRecord = "read-record", "read records";
        /// Change a record by a form.
        EditRecord = "edit-record", "change records";
        /// Read who a worker is.
        ReadIdentity = "read-identity", "read names and other identity data";
        /// Read equality data, and figures cut by it.
        ReadEquality = "read-equality", "read equality data";
        /// Read why someone is away.
        ReadAbsence = "read-absence", "read reasons of absence";
        /// Read what a worker is paid.
        ReadPay = "read-pay", "read pay";
        /// Read until when workers may work here, and what leavers and stayers said.
        ReadRestricted = "read-restricted", "read leave to remain and interviews";
        /// Read the log of changes: who, when, why.
        ReadLog = "read-log", "read the log of changes";
        /// Undo a change by a new one.
        UndoChange = "undo-change", "undo changes";
        /// Read files against the record without changing it.
        TryImport = "try-import", "try an import";
        /// Add files to the record, and keep mappings.
        Import = "import", "import";
        /// Check the files of statutory returns.
        CheckReturns = "check-returns", "check statutory returns";
        /// Build statutory returns from the record, which shows who workers are and what is missing of them.
        BuildReturns = "build-returns", "build statutory returns";
        /// Read, make, change and close accounts.
        KeepAccounts = "keep-accounts", "keep accounts";
        /// Search the log of views.
        ReadViewings = "read-viewings", "read the log of views";
        /// Erase a person.
        Erase = "erase", "erase a person";
        /// Check the chain of changes.
        Verify = "verify", "verify the store";
        /// Copy a store out.
        Backup = "backup", "back up the store";
        /// Fill an empty store from a copy.
        Restore = "restore", "restore a store";
    }
}

impl Action {
    /// What it is done to.
    pub fn resource(self) -> Resource {
        match self {
            Self::ReadFigures | Self::Forecast | Self::Release => Resource::Figures,
            Self::ReadReleased => Resource::Released,
            Self::ReadRecord | Self::EditRecord => Resource::Records,
            Self::ReadIdentity => Resource::Identity,
            Self::ReadEquality => Resource::Equality,
            Self::ReadAbsence => Resource::Absence,
            Self::ReadPay => Resource::Pay,
            Self::ReadRestricted => Resource::Restricted,
            Self::ReadLog | Self::UndoChange => Resource::Changes,
            Self::TryImport | Self::Import => Resource::Imports,
            Self::CheckReturns | Self::BuildReturns => Resource::Returns,
            Self::KeepAccounts => Resource::Accounts,
            Self::ReadViewings => Resource::Viewings,
            Self::Erase | Self::Verify | Self::Backup | Self::Restore => Resource::Store,
        }
    }
}

/// How far a role reaches with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Not at all.
    Nothing,
    /// Own teams and what is below them.
    OwnTeams,
    /// The whole council.
    Council,
}

impl Reach {
    /// As the table prints it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "-",
            Self::OwnTeams => "own teams",
            Self::Council => "council",
        }
    }
}

/// Someone who acts, by name, role and teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name that changes are signed with.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Keys of the units that the role is confined to, where it is confined to any.
    pub teams: Vec<String>,
    /// The day on which they act: what is below a unit is judged by the tree of that day.
    pub on: Date,
}

impl Actor {
    /// Whoever runs the program on the machine that holds the store.
    pub fn operator(name: impl Into<String>, on: Date) -> Self {
        Self { name: name.into(), role: Role::Operator, teams: Vec::new(), on }
    }
}

/// How far a role reaches with an action. Everything that is not said here is refused.
pub fn reach(role: Role, action: Action) -> Reach {
    use Action as A;
    let council = |may: bool| if may { Reach::Council } else { Reach::Nothing };
    match role {
        Role::Operator => Reach::Council,
        Role::Administrator => council(!matches!(
            action,
            A::ReadEquality
                | A::ReadAbsence
                | A::ReadPay
                | A::ReadRestricted
                | A::Release
                | A::CheckReturns
                | A::BuildReturns
                | A::Restore
        )),
        Role::WorkforceLead => {
            council(!matches!(action, A::KeepAccounts | A::Erase | A::Verify | A::Backup | A::Restore))
        }
        Role::Hr => council(!matches!(
            action,
            A::Release | A::KeepAccounts | A::ReadViewings | A::Erase | A::Verify | A::Backup | A::Restore
        )),
        Role::CensusAnalyst => council(matches!(
            action,
            A::ReadFigures
                | A::Forecast
                | A::ReadReleased
                | A::ReadRecord
                | A::ReadIdentity
                | A::ReadEquality
                | A::ReadAbsence
                | A::ReadPay
                | A::ReadLog
                | A::TryImport
                | A::CheckReturns
                | A::BuildReturns
        )),
        Role::HeadOfService => council(matches!(
            action,
            A::ReadFigures
                | A::Forecast
                | A::ReadReleased
                | A::Release
                | A::ReadRecord
                | A::ReadIdentity
                | A::ReadLog
        )),
        Role::TeamManager => match action {
            A::ReadFigures | A::ReadRecord | A::ReadIdentity | A::ReadAbsence => Reach::OwnTeams,
            A::ReadReleased => Reach::Council,
            _ => Reach::Nothing,
        },
        Role::Reader => council(action == A::ReadReleased),
    }
}

/// Whether a role may do something at all.
pub fn allows(role: Role, action: Action) -> bool {
    reach(role, action) != Reach::Nothing
}

/// The whole table: each action, what it is done to, and how far each role reaches.
pub fn table() -> Table {
    let mut headings = vec!["Resource", "Action"];
    headings.extend(Role::ALL.iter().map(|role| role.words()));
    let mut table = Table::new("Who may do what", &headings);
    let mut actions = Action::ALL.to_vec();
    actions.sort_by_key(|action| (action.resource(), *action));
    table.rows = actions
        .iter()
        .map(|action| {
            let mut row = vec![action.resource().words().to_owned(), action.words().to_owned()];
            row.extend(Role::ALL.iter().map(|role| reach(*role, *action).words().to_owned()));
            row
        })
        .collect();
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(role: Role) -> Vec<Action> {
        Action::ALL.iter().copied().filter(|action| allows(role, *action)).collect()
    }

    #[test]
    fn a_reader_sees_released_figures_and_nothing_else() {
        assert_eq!(may(Role::Reader), [Action::ReadReleased]);
    }

    #[test]
    fn equality_data_and_reasons_of_absence_are_for_named_roles() {
        let who =
            |action| -> Vec<_> { Role::ALL.iter().copied().filter(|role| allows(*role, action)).collect() };
        assert_eq!(
            who(Action::ReadEquality),
            [Role::Operator, Role::WorkforceLead, Role::Hr, Role::CensusAnalyst]
        );
        assert_eq!(who(Action::ReadRestricted), [Role::Operator, Role::WorkforceLead, Role::Hr]);
        assert!(!who(Action::ReadAbsence).contains(&Role::Administrator));
        assert_eq!(reach(Role::TeamManager, Action::ReadAbsence), Reach::OwnTeams);
    }

    #[test]
    fn a_team_manager_reaches_no_personal_data_beyond_their_teams() {
        for action in may(Role::TeamManager).into_iter().filter(|action| *action != Action::ReadReleased) {
            assert_eq!(reach(Role::TeamManager, action), Reach::OwnTeams, "{action}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
    }
}
