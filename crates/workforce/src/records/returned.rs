//! What a council told the DfE in years of which it keeps no better record: the totals of a past return.

use crate::cell::Text;
use crate::period::Date;
use crate::quantity::Fte;
use crate::record::record;

record! {
    /// The totals of a past return of the children's social work workforce census, which no rows stand behind. They stand
    /// in where the record holds no posts for the day.
    CensusTotal: "census_total" in "census_totals", personal false {
        /// The census day, 30 September.
        key on: Date,
        /// Vacancies, FTE.
        col vacancies: Option<Fte>,
        /// FTE of the vacancies that agency workers cover.
        col agency_cover: Option<Fte>,
        /// Agency workers who cover vacancies.
        col agency_cover_people: Option<u32>,
        /// Where the totals come from.
        col source: Option<Text>,
    }
}
