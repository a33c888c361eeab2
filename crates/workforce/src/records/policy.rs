//! Parameters of policy: what a rule or a guide sets from a day on, with its source and how sure it is.

use crate::cell::{Text, codes};
use crate::period::Date;
use crate::record::record;

codes! {
    /// How sure a statement of policy is.
    Mark {
        /// Read in the publisher's own text: a department, a regulator, a council on its own practice.
        Official = "official",
        /// Read in the press, from a professional body, or from a firm.
        Secondary = "secondary",
        /// Worked out from figures that are official or secondary.
        Computed = "computed",
        /// Not verified in any source: confirm it before relying on it.
        Unverified = "unverified",
    }
}

record! {
    /// A value that a rule or a guide sets, from a day on. A council's own row wins over the value that Mainstay ships on
    /// every day on which it holds.
    Parameter: "parameter" in "parameters", personal false {
        /// Which parameter, such as `agency.notice-weeks`; `mainstay parameters` lists them.
        key parameter: Text,
        /// Where it holds: `England`, a region such as `North West`, or `council`; the nearest wins.
        key scope: Text,
        /// First day on which this value holds.
        key from: Date,
        /// First day on which it no longer does; blank until a later row takes over.
        col to: Option<Date>,
        /// The value: a number, an amount of pounds, `yes` or `no`, or words.
        col value: Text,
        /// Where it is from.
        col source: Option<Text>,
        /// How sure it is; blank means unverified.
        col mark: Option<Mark>,
        /// Anything a reader should know.
        col note: Option<Text>,
    }
}
