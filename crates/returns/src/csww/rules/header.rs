//! The header.

use crate::csww::authority;
use crate::csww::element::Element;
use crate::csww::value;
use crate::csww::year::Years;

use super::example::{Base, Example};

use super::{Check, Confidence, ERROR, JUDGED_ERROR, QUERY, Rule};

macro_rules! head {
    ($($item:ident = $value:tt),*) => {
        Example::Header(&[$((Element::$item, one!(@ $value))),*])
    };
}

const ALL: Years = Years::ALL;

/// A header as every example has it.
const SOUND: Example = Example::Worker(Base::InPost, &[]);

/// The rules of this subject.
pub(super) static RULES: &[Rule] = &[
    rule!(ERROR, "CW-H01", ALL, [Collection],
        "The collection is CSWW",
        "`Collection` is not `CSWW`.",
        "The file is of another collection",
        "Check that this is the census's file; give CSWW.",
        Check::Header(|header, _, hits| {
            if header.text(Element::Collection) != Some("CSWW") {
                hits.at(Element::Collection);
            }
        }),
        pass [SOUND], fail [head!(Collection = "CIN"), head!(Collection = _), head!(Collection = "CSWWW")]),
    rule!(ERROR, "CW-H02", ALL, [Year],
        "The year is the census year",
        "`Year` is missing, is not four digits, or is not the census year being checked.",
        "The year is not that of the census being checked",
        "Give the year in which the census year ends, such as 2025 for 2024 to 2025.",
        Check::Header(|header, year, hits| {
            if header.text(Element::Year) != Some(year.to_string().as_str()) {
                hits.because(Element::Year, format!("checked as {year}"));
            }
        }),
        pass [SOUND], fail [head!(Year = "2023"), head!(Year = "25"), head!(Year = _)]),
    rule!(JUDGED_ERROR, "CW-H03", ALL, [ReferenceDate],
        "The reference date is 30 September of the year",
        "`ReferenceDate` is missing or is not 30 September of the census year.",
        "The reference date is not 30 September of the census year",
        "Give 30 September of the census year as yyyy-mm-dd.",
        Check::Header(|header, year, hits| {
            if header.text(Element::ReferenceDate).and_then(value::date) != Some(year.end()) {
                hits.at(Element::ReferenceDate);
            }
        }),
        pass [SOUND], fail [head!(ReferenceDate = "2025-03-31"), head!(ReferenceDate = _), head!(ReferenceDate = "30/09/2025")]),
    rule!(ERROR, "CW-H04", ALL, [SourceLevel],
        "The source is the local authority",
        "`SourceLevel` is not `L`.",
        "The level of the source is not L",
        "Give L.",
        Check::Header(|header, _, hits| {
            if header.text(Element::SourceLevel) != Some("L") {
                hits.at(Element::SourceLevel);
            }
        }),
        pass [SOUND], fail [head!(SourceLevel = "S"), head!(SourceLevel = _)]),
    rule!(JUDGED_ERROR, "CW-H05", ALL, [Lea],
        "The authority is one of the year",
        "`LEA` is missing, is not three digits, or is no English authority of the year.",
        "The authority's number is not one of the year",
        "Give the council's three-digit number.",
        Check::Header(|header, year, hits| {
            if !header.text(Element::Lea).is_some_and(|code| authority::exists(code, year)) {
                hits.at(Element::Lea);
            }
        }),
        pass [SOUND, head!(Lea = "318")], fail [head!(Lea = "909"), head!(Lea = "31"), head!(Lea = _), head!(Lea = "000")]),
    rule!(QUERY, "CW-H06", ALL, [Lea],
        "Joint returns come under the first council's number",
        "`LEA` is 318 or 941, whose workers are returned under 314 and 940.",
        "The council returns jointly under another number",
        "Return Richmond upon Thames under 314 and West Northamptonshire under 940.",
        Check::Header(|header, _, hits| {
            if matches!(header.text(Element::Lea), Some("318" | "941")) {
                hits.at(Element::Lea);
            }
        }),
        pass [SOUND], fail [head!(Lea = "318"), head!(Lea = "941")]),
    rule!(QUERY.content = Confidence::Official, "CW-H07", ALL, [SoftwareCode],
        "The software is named",
        "`SoftwareCode` is missing.",
        "The software is not named",
        "Name the software that made the file.",
        Check::Header(|header, _, hits| {
            if header.text(Element::SoftwareCode).is_none() {
                hits.at(Element::SoftwareCode);
            }
        }),
        pass [SOUND], fail [head!(SoftwareCode = _), head!(SoftwareCode = "")]),
    rule!(QUERY, "CW-H08", ALL, [DateTime],
        "The file was made after the census date",
        "`DateTime` is missing, is not `yyyy-mm-ddThh:mm:ss`, or is before 30 September of the census year.",
        "The date and time of the file are missing, wrong or before the census",
        "Give when the file was made, such as 2025-10-14T09:30:00.",
        Check::Header(|header, year, hits| {
            if header.text(Element::DateTime).and_then(value::moment).is_none_or(|day| day < year.end()) {
                hits.at(Element::DateTime);
            }
        }),
        pass [SOUND, head!(DateTime = "2025-09-30T00:00:00")],
        fail [head!(DateTime = _), head!(DateTime = "2025-10-14"), head!(DateTime = "2025-09-29T23:59:59")]),
];
