//! What the council means to do: business cases and scenarios of a forecast, each as its file has it. They are kept with the
//! record so that they have its history, and nothing that is counted reads them.

use crate::cell::Text;
use crate::record::record;

record! {
    /// A proposal with its strands, money, options and expected benefits, as its file (TOML) has it.
    BusinessCase: "business_case" in "business-cases", personal false {
        /// Its short name, as in the file.
        key case: Text,
        /// Its title.
        col title: Text,
        /// The file.
        col text: Text,
    }
}

record! {
    /// Interventions to set beside the baseline of a forecast, as their file (TOML) has them.
    Scenario: "scenario" in "scenarios", personal false {
        /// Its short name.
        key scenario: Text,
        /// Its name, as in the file.
        col title: Text,
        /// The file.
        col text: Text,
    }
}
