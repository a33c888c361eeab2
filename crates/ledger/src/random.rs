//! Ids and secrets that nobody can guess.

use std::fmt::Write as _;

use crate::error::StoreError;

/// So many bytes of the operating system's randomness.
pub fn random_bytes(bytes: usize) -> Result<Vec<u8>, StoreError> {
    let mut drawn = vec![0; bytes];
    getrandom::fill(&mut drawn)
        .map_err(|error| StoreError::Unavailable(format!("the system gives no random numbers ({error})")))?;
    Ok(drawn)
}

/// So many bytes of the operating system's randomness, as hexadecimal digits.
pub fn random_hex(bytes: usize) -> Result<String, StoreError> {
    let drawn = random_bytes(bytes)?;
    let mut text = String::with_capacity(bytes * 2);
    for byte in drawn {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
    }
    Ok(text)
}
