//! Who took a scheme up, and who of them and of the others stayed: set side by side, with intervals, and no more.
//!
//! What followed an award did not follow *because* of it: those who are eligible differ from those who are not, and times
//! differ from one another. The answers say "after", and their intervals say how little small numbers tell.

use serde::Serialize;
use workforce::period::Period;
use workforce::records::{IncentiveScheme, Spell};
use workforce::{Date, Workforce};

use crate::days::{months_after, months_between};
use crate::share::Share;

/// A scheme's take-up, and who stayed after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TakeUp {
    /// The scheme.
    pub scheme: String,
    /// Eligible on the day, and awarded.
    pub taken: Share,
    /// Of those employed a number of months before the day: still here on it, by eligibility then.
    pub stayed: Vec<Share>,
    /// Of those who were eligible at the same time before the scheme began, over as many months.
    pub before: Option<Share>,
    /// The months over which staying is looked at.
    pub months: u32,
}

/// Whether a spell of employment meets a scheme's terms on a day: its post, team, role and service.
fn is_eligible(workforce: &Workforce, scheme: &IncentiveScheme, spell: &Spell, day: Date) -> bool {
    let Some(worker) = workforce.worker_number(spell.worker.as_str()) else { return false };
    if months_between(spell.started, day) < scheme.service_months.unwrap_or(0) {
        return false;
    }
    workforce.works_of(worker).filter(|work| work.holds(day) && work.basis().holds()).any(|work| {
        let place = work.on(day);
        let role = place.role.map(|role| workforce.role_key(role));
        let in_role = scheme.roles.is_empty() || scheme.roles.iter().any(|key| Some(key.as_str()) == role);
        let in_team = scheme.teams.is_empty()
            || place.team.is_some_and(|team| {
                workforce
                    .above(team, day)
                    .take(16)
                    .any(|unit| scheme.teams.iter().any(|key| key.as_str() == workforce.unit_key(unit)))
            });
        let in_post = scheme.posts.is_empty()
            || work.post().is_some_and(|post| scheme.posts.iter().any(|key| key == post));
        in_role && in_team && in_post
    })
}

/// Of the spells that hold on a day: how many still hold some months later, among those who are eligible or are not.
fn staying(
    workforce: &Workforce,
    scheme: &IncentiveScheme,
    day: Date,
    months: u32,
    eligible: bool,
) -> (u64, u64) {
    let after = months_after(day, months);
    let (mut part, mut whole) = (0, 0);
    for spell in workforce.records().spells.values() {
        let period = Period::new(spell.started, spell.left);
        if period.holds(day) && is_eligible(workforce, scheme, spell, day) == eligible {
            whole += 1;
            part += u64::from(period.holds(after));
        }
    }
    (part, whole)
}

/// Take-up of a scheme on a day, and who stayed over the months before it.
pub fn take_up(workforce: &Workforce, scheme: &IncentiveScheme, on: Date, months: u32) -> TakeUp {
    let records = workforce.records();
    let employed = records.spells.values().filter(|spell| Period::new(spell.started, spell.left).holds(on));
    let (mut eligible, mut taken) = (0, 0);
    for spell in employed.filter(|spell| is_eligible(workforce, scheme, spell, on)) {
        eligible += 1;
        let own = records.incentive_awards.values().any(|award| {
            award.scheme == scheme.scheme && award.spell == spell.spell && award.awarded_on <= on
        });
        taken += u64::from(own);
    }
    let earlier = |day: Date| day.saturating_sub(jiff::Span::new().months(i64::from(months)));
    let since = earlier(on);
    let share = |group, (part, whole)| Share::new(group, part, whole);
    let stayed = vec![
        share("eligible", staying(workforce, scheme, since, months, true)),
        share("not eligible", staying(workforce, scheme, since, months, false)),
    ];
    let before =
        share("eligible, before the scheme", staying(workforce, scheme, earlier(scheme.from), months, true));
    let before = Some(before).filter(|share| share.whole > 0);
    TakeUp {
        scheme: scheme.scheme.to_string(),
        taken: Share::new("eligible", taken, eligible),
        stayed,
        before,
        months,
    }
}
