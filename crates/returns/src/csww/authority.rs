//! The councils that make a return, by year.
//!
//! Three-digit numbers as in DfE's underlying data of the children's social work workforce statistics, 2017 to 2025
//! (Open Government Licence v3.0), with the partners of the two joint returns, 318 and 941.

use super::year::CensusYear;

/// Every council of 2025.
const NOW: &[&str] = &[
    "201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "301", "302",
    "303", "304", "305", "306", "307", "308", "309", "310", "311", "312", "313", "314", "315", "316", "317",
    "318", "319", "320", "330", "331", "332", "333", "334", "335", "336", "340", "341", "342", "343", "344",
    "350", "351", "352", "353", "354", "355", "356", "357", "358", "359", "370", "371", "372", "373", "380",
    "381", "382", "383", "384", "390", "391", "392", "393", "394", "420", "800", "801", "802", "803", "805",
    "806", "807", "808", "810", "811", "812", "813", "815", "816", "821", "822", "823", "825", "826", "830",
    "831", "838", "839", "840", "841", "845", "846", "850", "851", "852", "855", "856", "857", "860", "861",
    "865", "866", "867", "868", "869", "870", "871", "872", "873", "874", "876", "877", "878", "879", "880",
    "881", "882", "883", "884", "885", "886", "887", "888", "889", "890", "891", "892", "893", "894", "895",
    "896", "908", "916", "919", "921", "925", "926", "929", "931", "933", "935", "936", "937", "938", "940",
    "941", "942", "943",
];

/// Councils that made way for others: the number and the last census year.
const GONE: &[(&str, i16)] = &[("835", 2018), ("836", 2018), ("837", 2018), ("909", 2022), ("928", 2020)];

/// Councils that came: the number and the first census year.
const CAME: &[(&str, i16)] =
    &[("838", 2019), ("839", 2019), ("940", 2021), ("941", 2021), ("942", 2023), ("943", 2023)];

/// Whether a council of this number makes a return in a year, by itself or with another.
pub fn exists(code: &str, year: CensusYear) -> bool {
    let year = year.number();
    let gone = |(other, last): &(&str, i16)| *other == code && year <= *last;
    let not_yet = |(other, first): &(&str, i16)| *other == code && year < *first;
    GONE.iter().any(gone) || NOW.contains(&code) && !CAME.iter().any(not_yet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn councils_come_and_go() {
        let exists = |code, year| CensusYear::new(year).is_some_and(|year| exists(code, year));
        assert!(exists("301", 2021) && exists("301", 2025));
        assert!(exists("909", 2022) && !exists("909", 2023));
        assert!(!exists("942", 2022) && exists("942", 2023));
        assert!(!exists("000", 2025) && !exists("", 2025) && !exists("0301", 2025));
        // 151 rows in DfE's file, two of them joint.
        assert_eq!(NOW.len(), 153);
    }
}
