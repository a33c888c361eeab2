//! One statistical method on data that somebody gives, with no store: the way to check Mainstay against R, lifelines or a
//! national method.
//!
//! The input is a JSON object with `method` and the method's keys beside it, or with the method's name for its only key.
//! What is wrong with it is told in one sentence that names the key.

mod control;
mod groups;
mod input;
mod node;
mod small;
mod staying;

use crate::error::OfficeError;
use crate::office::may;
use crate::policy::{Action, Actor};

use input::{Asked, Input};

/// What a method gives back, as JSON.
type Result = std::result::Result<String, Asked>;

/// A method by its name.
struct Method {
    name: &'static str,
    run: fn(&Input) -> Result,
}

/// Every method.
const METHODS: &[Method] = &[
    Method { name: "kaplan_meier", run: staying::kaplan_meier },
    Method { name: "log_rank", run: groups::log_rank },
    Method { name: "aalen_johansen", run: staying::aalen_johansen },
    Method { name: "tenure_bands", run: staying::tenure_bands },
    Method { name: "cox", run: groups::cox },
    Method { name: "wilson", run: small::wilson },
    Method { name: "poisson_interval", run: small::poisson_interval },
    Method { name: "funnel_proportion", run: control::funnel_proportion },
    Method { name: "funnel_rate", run: control::funnel_rate },
    Method { name: "xmr", run: control::xmr },
    Method { name: "theil_sen", run: small::theil_sen },
    Method { name: "mann_kendall", run: small::mann_kendall },
    Method { name: "crps", run: small::crps },
    Method { name: "npv", run: small::npv },
];

/// The names of the methods, in order.
pub fn methods() -> Vec<&'static str> {
    METHODS.iter().map(|method| method.name).collect()
}

/// Runs the method that the data name, and gives its result as JSON text. `name` is what people know the data by.
pub fn calculate(actor: &Actor, name: &str, bytes: &[u8]) -> std::result::Result<String, OfficeError> {
    may(actor, Action::ReadFigures)?;
    let refused = |problem: &dyn std::fmt::Display| OfficeError::Refused(format!("{name}: {problem}"));
    let node =
        serde_json::from_slice(bytes).map_err(|problem| refused(&format!("is not JSON: {problem}")))?;
    let input = Input::new(node, &methods()).map_err(|asked| refused(&asked))?;
    let method = METHODS.iter().find(|method| method.name == input.method());
    let method = method.expect("the input names one of the methods");
    let answer = (method.run)(&input).map_err(|asked| refused(&asked))?;
    input.all_used().map_err(|asked| refused(&asked))?;
    Ok(answer + "\n")
}

/// Writes a result.
fn answer(result: &impl serde::Serialize) -> Result {
    serde_json::to_string_pretty(result).map_err(|problem| Asked(format!("cannot be written: {problem}")))
}
