//! What belongs to papers rather than to the workforce: drafts, and what people said that claims in papers are of. They are
//! kept with the record so that they have its history, and nothing that is counted reads them.

use crate::cell::Text;
use crate::record::record;

record! {
    /// A paper as it is being written, as its file (TOML) has it. What was published is kept elsewhere and never changes.
    PaperDraft: "paper_draft" in "paper-drafts", personal false {
        /// Its id, as in the file.
        key paper: Text,
        /// Its title.
        col title: Text,
        /// The file.
        col text: Text,
    }
}

record! {
    /// What a claim in a paper is of, where the claim checker took it for something else.
    ClaimCorrection: "claim_correction" in "claim-corrections", personal false {
        /// A short name for it.
        key correction: Text,
        /// The sentence, as the checker reports it.
        col sentence: Text,
        /// What it states, as the checker reports it.
        col stated: Text,
        /// The id of the measure that it is of, or `none` where it is of none that is known.
        col measure: Option<Text>,
        /// The DfE code or name of the authority, a region's name, or `england`.
        col authority: Option<Text>,
        /// The year ending 30 September.
        col year: Option<u32>,
        /// Why it is of that.
        col reason: Text,
    }
}
