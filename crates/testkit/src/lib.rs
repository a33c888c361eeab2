//! Builders, strategies, example councils and synthetic councils, for tests and benches only.
//!
//! Nothing here is part of the program, and nothing reads a clock: the same seed gives the same council.

pub mod any_record;
pub mod builders;
pub mod england;
pub mod examples;
pub mod stores;
pub mod wexcombe;
