//! Comparing two positions: how much of a change is posts, how much is people, and how much only became known later.
//!
//! The figure compared is over/under establishment by a named formula. Write `X(posts, people, known)` for it. Then
//!
//! * *restated* is `X(from, from, now) − X(from, from, then)`: the first position as it is known now, less as it was;
//! * *posts effect* is `X(to, from, now) − X(from, from, now)`: the new budget with the old people in it;
//! * *people effect* is `X(to, to, now) − X(to, from, now)`: what the people have done since.
//!
//! The three add up to the total exactly, in every row and in the total.

use std::collections::BTreeMap;

use crate::position::{Ask, AskError, Formula, Position, Row};
use crate::quantity::{Fte, Quantity};
use crate::workforce::Workforce;

/// One row of a comparison. A part is a no-number where either position's is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The key of the service, team or role; `total` for the total.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Over/under in the first position, as it was known then.
    pub from: Quantity,
    /// Over/under in the second position.
    pub to: Quantity,
    /// What changed because posts did.
    pub posts_effect: Quantity,
    /// What changed because people did.
    pub people_effect: Quantity,
    /// What changed because the first position became known better.
    pub restated: Quantity,
    /// Second less first.
    pub total: Quantity,
}

/// Two positions compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The first position, as it was known then.
    pub from: Position,
    /// The second position.
    pub to: Position,
    /// The formula of over/under.
    pub formula: Formula,
    /// The rows of either position.
    pub rows: Vec<Effect>,
    /// The total.
    pub total: Effect,
}

fn minus(a: Quantity, b: Quantity) -> Quantity {
    Ok(a? - b?)
}

/// Compares the position that `from` asks of the record as it was known `then` with the one that `to` asks of it `now`.
/// The rows are those of `to.by`.
pub fn compare(
    then: &Workforce,
    now: &Workforce,
    from: &Ask,
    to: &Ask,
    formula: Formula,
) -> Result<Comparison, AskError> {
    let from_side = now.posts_side(from)?;
    let to_side = now.posts_side(to)?;
    let as_known_then = then.survey(&then.posts_side(from)?, from.as_at, to.by);
    let as_known_now = now.survey(&from_side, from.as_at, to.by);
    let new_posts = now.survey(&to_side, from.as_at, to.by);
    let new_both = now.survey(&to_side, to.as_at, to.by);
    let effect = |key: &str, name: &str, pick: &dyn Fn(&Position) -> Quantity| {
        let (a, b, c, d) = (pick(&as_known_then), pick(&as_known_now), pick(&new_posts), pick(&new_both));
        Effect {
            key: key.to_owned(),
            name: name.to_owned(),
            from: a,
            to: d,
            posts_effect: minus(c, b),
            people_effect: minus(d, c),
            restated: minus(b, a),
            total: minus(d, a),
        }
    };
    let mut keys: BTreeMap<&str, (usize, &Row)> = BTreeMap::new();
    for position in [&new_both, &new_posts, &as_known_now, &as_known_then] {
        for (place, row) in position.rows.iter().enumerate() {
            keys.entry(&row.key).or_insert((place, row));
        }
    }
    let mut ordered: Vec<_> = keys.into_values().collect();
    ordered.sort_by_key(|(place, row)| (*place, row.key.clone()));
    let cell = |position: &Position, key: &str| {
        position.row(key).map_or(Ok(Fte::ZERO), |row| row.line.over_under(formula))
    };
    let rows = ordered.iter().map(|(_, row)| effect(&row.key, &row.name, &|p| cell(p, &row.key))).collect();
    let total = effect("total", "Total", &|position| position.total.line.over_under(formula));
    Ok(Comparison { from: as_known_then, to: new_both, formula, rows, total })
}
