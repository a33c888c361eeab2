//! What each measure means and how it is computed, with its evidence; closing the books; disclosure control.

pub mod disclosure;
