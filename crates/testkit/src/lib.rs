//! Builders and strategies for tests.

pub mod any_record;
