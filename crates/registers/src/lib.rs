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
//! | [`incentives`] | what is due, what is to be paid back, what a scheme costs, who took it up |
//! | [`programmes`] | milestones, cohorts, and retention from starters and from the programme's end |
//! | [`improvement`] | actions and what is overdue, recommendations with their evidence, risks |
//! | [`workload`] | cases against limits, points against capacity |
//! | [`recruitment`] | funnels, vacancies and their chains, applications for each advert |
//! | [`renewals`], [`development`] | registration before 30 November and the public register; supervision and courses |
//! | [`leaving`] | exit interviews by theme and surveys by question, above a threshold |
//! | [`days`], [`share`] | months, quarters and weekdays; shares with their intervals |

pub mod agency;
pub mod days;
pub mod development;
pub mod improvement;
pub mod incentives;
pub mod leaving;
pub mod parameter;
pub mod programmes;
pub mod recruitment;
pub mod renewals;
pub mod share;
pub mod workload;
