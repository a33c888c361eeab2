//! Who may do what: the one policy that every use case passes through, whether a command, a page or the API asked.
//!
//! The person at the command line holds the store itself and is its operator. The roles of the web application join this
//! list with it; no use case may be written that does not ask [`allows`] first.

use std::fmt;

/// What someone is in the council, as far as rights go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs the program on the machine that holds the store.
    Operator,
    /// Reads positions and published tables; sees no named person and changes nothing.
    Reader,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[Self::Operator, Self::Reader];
}

/// What someone wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read positions, comparisons, projections, decisions and published tables.
    ReadFigures,
    /// Read the log of changes: who, when, why.
    ReadLog,
    /// Read a record as it stands or stood.
    ReadRecord,
    /// Read identity or equality data.
    ReadPersonal,
    /// Read files against the record without changing it.
    TryImport,
    /// Add to the record.
    Import,
    /// Check the files of statutory returns.
    CheckReturns,
    /// Build statutory returns from the record, which shows who workers are and what is missing of them.
    BuildReturns,
    /// Release figures, which is remembered.
    Release,
    /// Erase a person.
    Erase,
    /// Check the chain of changes.
    Verify,
    /// Copy a store out.
    Backup,
    /// Fill an empty store from a copy.
    Restore,
}

impl Action {
    /// Every action.
    pub const ALL: &'static [Self] = &[
        Self::ReadFigures,
        Self::ReadLog,
        Self::ReadRecord,
        Self::ReadPersonal,
        Self::TryImport,
        Self::Import,
        Self::CheckReturns,
        Self::BuildReturns,
        Self::Release,
        Self::Erase,
        Self::Verify,
        Self::Backup,
        Self::Restore,
    ];
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReadFigures => "read figures",
            Self::ReadLog => "read the log",
            Self::ReadRecord => "read records",
            Self::ReadPersonal => "read identity and equality data",
            Self::TryImport => "try an import",
            Self::Import => "import",
            Self::CheckReturns => "check statutory returns",
            Self::BuildReturns => "build statutory returns",
            Self::Release => "release figures",
            Self::Erase => "erase a person",
            Self::Verify => "verify the store",
            Self::Backup => "back up the store",
            Self::Restore => "restore a store",
        })
    }
}

/// Someone who acts, by name and role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name that changes are signed with.
    pub name: String,
    /// The role.
    pub role: Role,
}

/// Whether a role may do something. Everything else is refused.
pub fn allows(role: Role, action: Action) -> bool {
    match role {
        Role::Operator => true,
        Role::Reader => matches!(action, Action::ReadFigures),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_figures_and_nothing_else() {
        let may: Vec<_> = Action::ALL.iter().filter(|action| allows(Role::Reader, **action)).collect();
        assert_eq!(may, [&Action::ReadFigures]);
    }
}
