//! One-time codes: six digits that change every 30 seconds (RFC 6238), made by a device from a secret that it shares with
//! the store, and recovery codes for when the device is lost.
//!
//! Codes belong to passwords: whoever comes by single sign-on is not asked for one, and no program with a token is.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use ledger::{Digest, random_bytes, random_hex};
use totp_rs::{Builder, Totp};

use crate::error::OfficeError;
use crate::office::{Council, Office};
use crate::reception::{Means, Problems, Reception, Visitor, written};
use crate::secret::Secret;

/// The length of a secret in bytes: that of a SHA-1, which RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// How many recovery codes an account gets.
const RECOVERY_CODES: usize = 10;
/// The length of a recovery code in bytes of randomness. Nobody can guess 80 bits, so that a plain digest is enough.
const RECOVERY_BYTES: usize = 10;
/// How long a secret that was offered stays on offer.
const OFFER: SignedDuration = SignedDuration::from_hours(1);

/// A secret on offer, to be put into a device.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// The secret as devices take it when it is typed: base 32, in groups of four.
    pub text: String,
    /// The address (`otpauth://`) that a QR code holds.
    pub address: String,
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offer")
    }
}

/// Codes that have been turned on.
#[derive(Clone, PartialEq, Eq)]
pub struct TurnedOn {
    /// The secret of the session that goes on; every other has ended.
    pub session: Secret,
    /// The recovery codes, to be shown once.
    pub recovery: Vec<String>,
}

impl fmt::Debug for TurnedOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TurnedOn")
    }
}

/// What makes an account's codes: SHA-1, six digits, every 30 seconds, and one step early or late for clocks that differ.
fn maker(secret: &[u8], name: &str) -> Result<Totp, OfficeError> {
    let maker =
        Builder::new().with_secret(secret).with_account_name(name).with_issuer(Some("Mainstay")).build();
    // A secret of that length and a name without a colon is always taken.
    maker.map_err(|problem| OfficeError::Refused(format!("no codes can be made: {problem}")))
}

/// The step of a code that a secret makes about now.
fn step(secret: &[u8], code: &str, now: Timestamp) -> Result<Option<i64>, OfficeError> {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let step = maker(secret, "")?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// A code as it is compared: letters and digits alone.
fn bare(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Text in groups, so that it can be copied by hand.
fn grouped(text: &str, size: usize, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(size).map(|group| group.iter().collect()).collect();
    groups.join(between)
}

/// New recovery codes, and what is kept of them.
fn recovery_codes() -> Result<(Vec<String>, Vec<Digest>), OfficeError> {
    let drawn = (0..RECOVERY_CODES).map(|_| random_hex(RECOVERY_BYTES)).collect::<Result<Vec<_>, _>>()?;
    let kept = drawn.iter().map(|code| Digest::of(code.as_bytes())).collect();
    Ok((drawn.iter().map(|code| grouped(code, 5, "-")).collect(), kept))
}

impl Reception {
    /// The secret that a visitor may put into a device; `None` when they use codes already. It stays the same for an hour,
    /// so that looking again shows what the device has.
    pub async fn offer_codes(&self, visitor: &Visitor, now: Timestamp) -> Result<Option<Offer>, OfficeError> {
        let drawn = random_bytes(SECRET_BYTES)?;
        let (at, stale) = (written(now), written(now - OFFER));
        let kept = self.store.offer_codes(&visitor.account, &drawn, &at, &stale).await?;
        if kept.confirmed {
            return Ok(None);
        }
        // A colon would part the name in two.
        let maker = maker(&kept.secret, &visitor.name.replace(':', " "))?;
        let address = maker
            .to_url()
            .map_err(|problem| OfficeError::Refused(format!("the secret has no address: {problem}")))?;
        let text = grouped(&maker.secret().to_base32(), 4, " ");
        Ok(Some(Offer { text, address }))
    }

    /// Turns codes on, by the first one that the device shows. Every other session of the visitor ends.
    pub async fn turn_codes_on(
        &self,
        visitor: &Visitor,
        code: &str,
        now: Timestamp,
    ) -> Result<Result<TurnedOn, Problems>, OfficeError> {
        let wrong = |why: &str| Ok(Err(vec![("code", why.to_owned())]));
        let offered = self.store.codes(&visitor.account).await?;
        let Some(offered) = offered.filter(|offered| !offered.confirmed) else {
            return wrong("Your codes are turned on already");
        };
        let Some(step) = step(&offered.secret, &bare(code), now)? else {
            return wrong(
                "That is not the code that your device shows for this secret: check its clock and try again",
            );
        };
        let (recovery, kept) = recovery_codes()?;
        if !self.store.confirm_codes(&visitor.account, &offered.secret, step, &kept).await? {
            return wrong("The secret has been replaced meanwhile: scan it again");
        }
        self.end_sessions(&visitor.account).await?;
        let means = visitor.means.unwrap_or(Means::Password);
        let session = self.begin_session(&visitor.account, means, now).await?;
        Ok(Ok(TurnedOn { session, recovery }))
    }

    /// Whether a code is one of an account's: of its device and not used before, or a recovery code. It is used up.
    pub(crate) async fn use_code(
        &self,
        account: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<bool, OfficeError> {
        let code = bare(code);
        if code.len() == RECOVERY_BYTES * 2 {
            return Ok(self.store.use_recovery(account, Digest::of(code.as_bytes())).await?);
        }
        let kept = self.store.codes(account).await?;
        let Some(kept) = kept.filter(|kept| kept.confirmed) else { return Ok(false) };
        match step(&kept.secret, &code, now)? {
            Some(step) => Ok(self.store.use_step(account, step).await?),
            None => Ok(false),
        }
    }

    /// How many recovery codes a visitor has left.
    pub async fn recovery_left(&self, visitor: &Visitor) -> Result<i64, OfficeError> {
        Ok(self.store.count_recovery(&visitor.account).await?)
    }

    /// Other recovery codes in place of a visitor's, who must show a code.
    pub async fn renew_recovery(
        &self,
        visitor: &Visitor,
        code: &str,
        now: Timestamp,
    ) -> Result<Result<Vec<String>, Problems>, OfficeError> {
        if let Err(problems) = self.shows_code(visitor, code, now).await? {
            return Ok(Err(problems));
        }
        let (recovery, kept) = recovery_codes()?;
        self.store.renew_recovery(&visitor.account, &kept).await?;
        Ok(Ok(recovery))
    }

    /// Turns a visitor's codes off, who must show one.
    pub async fn turn_codes_off(
        &self,
        visitor: &Visitor,
        code: &str,
        now: Timestamp,
    ) -> Result<Result<(), Problems>, OfficeError> {
        if let Err(problems) = self.shows_code(visitor, code, now).await? {
            return Ok(Err(problems));
        }
        self.store.end_codes(&visitor.account).await?;
        Ok(Ok(()))
    }
}

impl Office {
    /// Ends the codes of an account whose owner has lost device and recovery codes, and forgets its wrong attempts. Its
    /// sessions end: whoever has the password signs in by it alone.
    pub async fn reset_codes(&self, council: &Council, id: &str) -> Result<(), OfficeError> {
        let account = self.account(council, id).await?;
        let reception = Reception::sharing(self);
        self.store.end_codes(id).await?;
        reception.end_sessions(id).await?;
        reception.forgive(&account.name, id).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, Appendix B.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // The standard prints eight digits; six are the last of them.
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(step(SECRET, code, at(second)).ok().flatten(), Some(second / 30), "{code}");
        }
    }

    #[test]
    fn a_clock_may_differ_by_one_step_and_no_more() {
        let code = "279037";
        let found = |second| step(SECRET, code, at(second)).ok().flatten();
        let made = 2_000_000_000 / 30;
        for late in [-30, 0, 30] {
            assert_eq!(found(2_000_000_000 + late), Some(made));
        }
        for late in [-60, 60] {
            assert_eq!(found(2_000_000_000 + late), None);
        }
        for odd in ["", "27903", "2790370", "abcdef", "２７９０３７"] {
            assert_eq!(step(SECRET, odd, at(2_000_000_000)).ok().flatten(), None, "{odd}");
        }
    }

    #[test]
    fn recovery_codes_are_many_long_and_read_back_however_they_are_typed() {
        let (codes, kept) = recovery_codes().expect("the system gives random numbers");
        assert_eq!((codes.len(), kept.len()), (10, 10));
        for (code, kept) in codes.iter().zip(&kept) {
            assert_eq!(code.len(), 23, "{code}");
            assert_eq!(Digest::of(bare(&format!(" {} ", code.to_uppercase())).as_bytes()), *kept);
        }
        let mut distinct = codes.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), codes.len());
    }
}
