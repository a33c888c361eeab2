//! What the registers say: parameters of policy, agency rules and cost, incentives due, cohorts, improvement, workload,
//! funnels, renewals, and why people leave.
//!
//! Pure: no input or output, no clock, no async. It reads records and gives answers as data; it changes nothing, and
//! decides nothing about who may see what.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`parameter`] | the parameters of policy as shipped, and as a council has set its own |
//! | [`agency`] | the statutory rules for agency workers, what agency work costs, what ends soon, the quarterly figures |

pub mod agency;
pub mod days;
pub mod parameter;
