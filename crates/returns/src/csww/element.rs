//! Every element of the census: its name, where it belongs, what it means and in which years it is collected.
//!
//! Names, CBDS numbers and formats are those of DfE's specification for 2024 to 2025; `GenderCurrent`, `QualInst`,
//! `CFKSSstatus` and `LALevelVacancies` are those of public schemas for 2021 to 2024.

use serde::{Serialize, Serializer};

use super::code::CodeSet;
use super::year::Years;

/// The block that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Block {
    /// The elements that hold others.
    Structure,
    /// The header's items.
    Header,
    /// The totals of the council.
    Totals,
    /// A worker's items.
    Worker,
}

/// How an item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Holds other elements.
    Group,
    /// Free text.
    Text,
    /// Four digits.
    Year,
    /// `yyyy-mm-dd`.
    Date,
    /// `yyyy-mm-ddThh:mm:ss`.
    Moment,
    /// Three digits.
    Authority,
    /// Two letters and one to ten digits.
    Registration,
    /// A code of a set.
    Code(CodeSet),
    /// A whole number of so many digits.
    Whole {
        /// The most digits.
        digits: u8,
    },
    /// A number, zero or more.
    Decimal {
        /// The most digits before the point.
        whole: u8,
        /// The most digits after it.
        places: u8,
    },
}

/// What is known of an element.
#[derive(Debug)]
pub struct Spec {
    /// The name in the file.
    pub name: &'static str,
    /// The block that it belongs to.
    pub block: Block,
    /// Its number in DfE's common basic data set.
    pub cbds: Option<&'static str>,
    /// What it means, in a line. `FTE30` is at the September before and `Cases30` at this one: the label says the date.
    pub label: &'static str,
    /// How it is written.
    pub format: Format,
    /// The census years that collect it under this name.
    pub years: Years,
}

/// An element, in the order in which the specification writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the table of specifications documents each")]
pub enum Element {
    Message,
    Header,
    CollectionDetails,
    Source,
    LaLevel,
    LaLevelVacancies,
    Workers,
    Worker,
    Collection,
    Year,
    ReferenceDate,
    SourceLevel,
    Lea,
    SoftwareCode,
    Release,
    SerialNo,
    DateTime,
    NumberOfVacancies,
    NoAgencyFte,
    NoAgencyHeadcount,
    RecruitmentBonus,
    RetentionBonus,
    PerformanceAward,
    CarAllowance,
    RelocationPackage,
    RegionalWeighting,
    CostSwe,
    CostDbs,
    PerformanceReward,
    OtherAllowances,
    AgencyWorker,
    SweNo,
    Fte,
    PersonBirthDate,
    GenderCurrent,
    Sex,
    Ethnicity,
    QualInst,
    QualLevel,
    StepUpGrad,
    OrgRole,
    RoleStartDate,
    StartOrigin,
    RoleEndDate,
    LeaverDestination,
    ReasonLeave,
    Fte30,
    Cases30,
    WorkingDaysLost,
    ContractWeeks,
    FrontlineGrad,
    AbsAt30Sept,
    ReasonAbsence,
    CfkssStatus,
    BaseSalary,
    RrPayments,
    OtherPayments,
}

use Block::{Header, Structure, Totals, Worker};
use Format::{Authority, Code, Date, Decimal, Group, Moment, Registration, Text, Whole, Year};

const ALL: Years = Years::ALL;

const fn from(year: i16) -> Years {
    Years::from(year)
}

const fn to(year: i16) -> Years {
    Years::to(year)
}

const fn spec(
    name: &'static str,
    block: Block,
    cbds: Option<&'static str>,
    label: &'static str,
    format: Format,
    years: Years,
) -> Spec {
    Spec { name, block, cbds, label, format, years }
}

/// One specification for each element, in the order of [`Element`].
static SPECS: [Spec; Element::COUNT] = [
    spec("Message", Structure, None, "the return", Group, ALL),
    spec("Header", Structure, None, "header", Group, ALL),
    spec("CollectionDetails", Structure, None, "details of the collection", Group, ALL),
    spec("Source", Structure, None, "where the return comes from", Group, ALL),
    spec("LALevel", Structure, None, "totals of the council", Group, from(2025)),
    spec("LALevelVacancies", Structure, None, "totals of the council", Group, to(2024)),
    spec("CSWWWorkers", Structure, None, "wrapper around the workers", Group, ALL),
    spec("CSWWWorker", Structure, None, "one worker's record", Group, ALL),
    spec("Collection", Header, Some("N00600"), "collection", Text, ALL),
    spec("Year", Header, Some("N00602"), "census year", Year, ALL),
    spec("ReferenceDate", Header, Some("N00603"), "reference date", Date, ALL),
    spec("SourceLevel", Header, Some("N00604"), "level of the source", Text, ALL),
    spec("LEA", Header, Some("N00216"), "local authority number", Authority, ALL),
    spec("SoftwareCode", Header, Some("N00605"), "software that made the file", Text, ALL),
    spec("Release", Header, None, "release of the software", Text, ALL),
    spec("SerialNo", Header, None, "serial number of the file", Text, ALL),
    spec("DateTime", Header, Some("N00609"), "when the file was made", Moment, ALL),
    spec(
        "NumberOfVacancies",
        Totals,
        Some("N00592"),
        "vacancies on 30 September, FTE, including those covered by agency workers",
        Decimal { whole: 4, places: 2 },
        ALL,
    ),
    spec(
        "NoAgencyFTE",
        Totals,
        Some("N00580"),
        "FTE of vacancies covered by agency workers",
        Decimal { whole: 4, places: 2 },
        ALL,
    ),
    spec(
        "NoAgencyHeadcount",
        Totals,
        Some("N00581"),
        "headcount of agency workers covering vacancies",
        Whole { digits: 4 },
        ALL,
    ),
    spec(
        "RecruitmentBonus",
        Totals,
        Some("N00804"),
        "pays an incentive to join",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "RetentionBonus",
        Totals,
        Some("N00805"),
        "pays an incentive to stay",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "PerformanceAward",
        Totals,
        Some("N00806"),
        "rewards performance",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "CarAllowance",
        Totals,
        Some("N00807"),
        "pays for the use of a car without claims for single trips",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "RelocationPackage",
        Totals,
        Some("N00808"),
        "pays relocation costs",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "RegionalWeighting",
        Totals,
        Some("N00809"),
        "pays for location outside base salary",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "CostSWE",
        Totals,
        Some("N00810"),
        "pays Social Work England registration",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "CostDBS",
        Totals,
        Some("N00811"),
        "pays Disclosure and Barring Service checks",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "PerformanceReward",
        Totals,
        Some("N00806"),
        "rewards performance (the specification's other spelling)",
        Code(CodeSet::Incentive),
        from(2025),
    ),
    spec(
        "OtherAllowances",
        Totals,
        Some("N00812"),
        "any other payment or allowance, and whether for all or some",
        Text,
        from(2025),
    ),
    spec("AgencyWorker", Worker, Some("N00599"), "agency worker or not", Code(CodeSet::YesNo), ALL),
    spec("SWENo", Worker, Some("N00582"), "Social Work England number", Registration, ALL),
    spec(
        "FTE",
        Worker,
        Some("N00549"),
        "FTE at 30 September of the census year; 0 for leavers",
        Decimal { whole: 1, places: 6 },
        ALL,
    ),
    spec("PersonBirthDate", Worker, Some("N00066"), "date of birth", Date, ALL),
    spec("GenderCurrent", Worker, None, "gender", Code(CodeSet::Gender), to(2023)),
    spec(
        "Sex",
        Worker,
        Some("N00783"),
        "sex, as on the birth or gender recognition certificate",
        Code(CodeSet::Sex),
        from(2024),
    ),
    spec("Ethnicity", Worker, Some("N00575"), "ethnic origin", Code(CodeSet::Ethnicity), ALL),
    spec("QualInst", Worker, Some("N00583"), "institution of the social work qualification", Text, to(2024)),
    spec(
        "QualLevel",
        Worker,
        Some("N00584"),
        "level of the social work qualification",
        Code(CodeSet::QualLevel),
        ALL,
    ),
    spec("StepUpGrad", Worker, Some("N00585"), "Step Up to Social Work graduate", Code(CodeSet::YesNo), ALL),
    spec("OrgRole", Worker, Some("N00586"), "role in the organisation", Code(CodeSet::OrgRole), ALL),
    spec(
        "RoleStartDate",
        Worker,
        Some("N00550"),
        "date of joining a child and family social worker post of the council",
        Date,
        ALL,
    ),
    spec("StartOrigin", Worker, Some("N00587"), "situation before starting", Code(CodeSet::StartOrigin), ALL),
    spec("RoleEndDate", Worker, Some("N00551"), "date of leaving a post of the council", Date, ALL),
    spec(
        "LeaverDestination",
        Worker,
        Some("N00588"),
        "where the leaver went",
        Code(CodeSet::LeaverDestination),
        ALL,
    ),
    spec("ReasonLeave", Worker, Some("N00595"), "why the worker left", Code(CodeSet::ReasonLeave), ALL),
    spec(
        "FTE30",
        Worker,
        Some("N00589"),
        "FTE at 30 September of the year before; 0 for those who started in the year",
        Decimal { whole: 1, places: 6 },
        ALL,
    ),
    spec(
        "Cases30",
        Worker,
        Some("N00590"),
        "cases held at 30 September of the census year",
        Whole { digits: 4 },
        ALL,
    ),
    spec(
        "WorkingDaysLost",
        Worker,
        Some("N00556"),
        "working days lost to sickness in the census year",
        Decimal { whole: 3, places: 2 },
        ALL,
    ),
    spec(
        "ContractWeeks",
        Worker,
        Some("N00591"),
        "length of an agency worker's contract, in weeks",
        Decimal { whole: 3, places: 1 },
        ALL,
    ),
    spec("FrontlineGrad", Worker, Some("N00596"), "Frontline graduate", Code(CodeSet::YesNo), ALL),
    spec("Absat30Sept", Worker, Some("N00597"), "absent on 30 September", Code(CodeSet::YesNo), ALL),
    spec(
        "ReasonAbsence",
        Worker,
        Some("N00598"),
        "reason for the absence",
        Code(CodeSet::ReasonAbsence),
        ALL,
    ),
    spec(
        "CFKSSstatus",
        Worker,
        Some("N00644"),
        "knowledge and skills status",
        Code(CodeSet::CfkssStatus),
        to(2024),
    ),
    spec(
        "BaseSalary",
        Worker,
        Some("N00813"),
        "annual base salary, pounds",
        Decimal { whole: 6, places: 2 },
        from(2025),
    ),
    spec(
        "RRPayments",
        Worker,
        Some("N00814"),
        "recruitment and retention payments in the year, pounds",
        Decimal { whole: 6, places: 2 },
        from(2025),
    ),
    spec(
        "OtherPayments",
        Worker,
        Some("N00815"),
        "other payments in the year outside base salary, pounds",
        Decimal { whole: 6, places: 2 },
        from(2025),
    ),
];

/// Each element, in order.
static ELEMENTS: [Element; Element::COUNT] = [
    Element::Message,
    Element::Header,
    Element::CollectionDetails,
    Element::Source,
    Element::LaLevel,
    Element::LaLevelVacancies,
    Element::Workers,
    Element::Worker,
    Element::Collection,
    Element::Year,
    Element::ReferenceDate,
    Element::SourceLevel,
    Element::Lea,
    Element::SoftwareCode,
    Element::Release,
    Element::SerialNo,
    Element::DateTime,
    Element::NumberOfVacancies,
    Element::NoAgencyFte,
    Element::NoAgencyHeadcount,
    Element::RecruitmentBonus,
    Element::RetentionBonus,
    Element::PerformanceAward,
    Element::CarAllowance,
    Element::RelocationPackage,
    Element::RegionalWeighting,
    Element::CostSwe,
    Element::CostDbs,
    Element::PerformanceReward,
    Element::OtherAllowances,
    Element::AgencyWorker,
    Element::SweNo,
    Element::Fte,
    Element::PersonBirthDate,
    Element::GenderCurrent,
    Element::Sex,
    Element::Ethnicity,
    Element::QualInst,
    Element::QualLevel,
    Element::StepUpGrad,
    Element::OrgRole,
    Element::RoleStartDate,
    Element::StartOrigin,
    Element::RoleEndDate,
    Element::LeaverDestination,
    Element::ReasonLeave,
    Element::Fte30,
    Element::Cases30,
    Element::WorkingDaysLost,
    Element::ContractWeeks,
    Element::FrontlineGrad,
    Element::AbsAt30Sept,
    Element::ReasonAbsence,
    Element::CfkssStatus,
    Element::BaseSalary,
    Element::RrPayments,
    Element::OtherPayments,
];

impl Element {
    /// How many there are.
    pub const COUNT: usize = 57;
    /// How many items a worker's record may have.
    pub const WORKER_ITEMS: usize = 27;

    /// Every element, in order.
    pub fn all() -> &'static [Self] {
        &ELEMENTS
    }

    /// The items of a block, in the order in which they are written.
    pub fn of(block: Block) -> &'static [Self] {
        let (first, after) = match block {
            Block::Structure => (Self::Message, Some(Self::Collection)),
            Block::Header => (Self::Collection, Some(Self::NumberOfVacancies)),
            Block::Totals => (Self::NumberOfVacancies, Some(Self::AgencyWorker)),
            Block::Worker => (Self::AgencyWorker, None),
        };
        &ELEMENTS[first as usize..after.map_or(Self::COUNT, |after| after as usize)]
    }

    /// What is known of it.
    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// The name in the file.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The element of exactly this name.
    pub fn named(name: &str) -> Option<Self> {
        match name.as_bytes() {
            b"Message" => Some(Self::Message),
            b"Header" => Some(Self::Header),
            b"CollectionDetails" => Some(Self::CollectionDetails),
            b"Source" => Some(Self::Source),
            b"LALevel" => Some(Self::LaLevel),
            b"LALevelVacancies" => Some(Self::LaLevelVacancies),
            b"CSWWWorkers" => Some(Self::Workers),
            b"CSWWWorker" => Some(Self::Worker),
            b"Collection" => Some(Self::Collection),
            b"Year" => Some(Self::Year),
            b"ReferenceDate" => Some(Self::ReferenceDate),
            b"SourceLevel" => Some(Self::SourceLevel),
            b"LEA" => Some(Self::Lea),
            b"SoftwareCode" => Some(Self::SoftwareCode),
            b"Release" => Some(Self::Release),
            b"SerialNo" => Some(Self::SerialNo),
            b"DateTime" => Some(Self::DateTime),
            b"NumberOfVacancies" => Some(Self::NumberOfVacancies),
            b"NoAgencyFTE" => Some(Self::NoAgencyFte),
            b"NoAgencyHeadcount" => Some(Self::NoAgencyHeadcount),
            b"RecruitmentBonus" => Some(Self::RecruitmentBonus),
            b"RetentionBonus" => Some(Self::RetentionBonus),
            b"PerformanceAward" => Some(Self::PerformanceAward),
            b"CarAllowance" => Some(Self::CarAllowance),
            b"RelocationPackage" => Some(Self::RelocationPackage),
            b"RegionalWeighting" => Some(Self::RegionalWeighting),
            b"CostSWE" => Some(Self::CostSwe),
            b"CostDBS" => Some(Self::CostDbs),
            b"PerformanceReward" => Some(Self::PerformanceReward),
            b"OtherAllowances" => Some(Self::OtherAllowances),
            b"AgencyWorker" => Some(Self::AgencyWorker),
            b"SWENo" => Some(Self::SweNo),
            b"FTE" => Some(Self::Fte),
            b"PersonBirthDate" => Some(Self::PersonBirthDate),
            b"GenderCurrent" => Some(Self::GenderCurrent),
            b"Sex" => Some(Self::Sex),
            b"Ethnicity" => Some(Self::Ethnicity),
            b"QualInst" => Some(Self::QualInst),
            b"QualLevel" => Some(Self::QualLevel),
            b"StepUpGrad" => Some(Self::StepUpGrad),
            b"OrgRole" => Some(Self::OrgRole),
            b"RoleStartDate" => Some(Self::RoleStartDate),
            b"StartOrigin" => Some(Self::StartOrigin),
            b"RoleEndDate" => Some(Self::RoleEndDate),
            b"LeaverDestination" => Some(Self::LeaverDestination),
            b"ReasonLeave" => Some(Self::ReasonLeave),
            b"FTE30" => Some(Self::Fte30),
            b"Cases30" => Some(Self::Cases30),
            b"WorkingDaysLost" => Some(Self::WorkingDaysLost),
            b"ContractWeeks" => Some(Self::ContractWeeks),
            b"FrontlineGrad" => Some(Self::FrontlineGrad),
            b"Absat30Sept" => Some(Self::AbsAt30Sept),
            b"ReasonAbsence" => Some(Self::ReasonAbsence),
            b"CFKSSstatus" => Some(Self::CfkssStatus),
            b"BaseSalary" => Some(Self::BaseSalary),
            b"RRPayments" => Some(Self::RrPayments),
            b"OtherPayments" => Some(Self::OtherPayments),
            _ => None,
        }
    }

    /// The element of this name, letter case aside.
    pub fn named_loosely(name: &str) -> Option<Self> {
        ELEMENTS.iter().copied().find(|element| element.name().eq_ignore_ascii_case(name))
    }

    /// Whether the specification lets the element appear more than once in one record in a year (0..n), though only one
    /// value means anything.
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::ContractWeeks
                | Self::AbsAt30Sept
                | Self::ReasonAbsence
                | Self::QualInst
                | Self::CfkssStatus
        )
    }
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_found_by_its_name_and_stands_in_its_place() {
        for (at, element) in Element::all().iter().enumerate() {
            assert_eq!(*element as usize, at);
            assert_eq!(Element::named(element.name()), Some(*element));
            assert_eq!(Element::named_loosely(&element.name().to_lowercase()), Some(*element));
        }
        assert_eq!(Element::of(Block::Worker).len(), Element::WORKER_ITEMS);
        for block in [Block::Structure, Block::Header, Block::Totals, Block::Worker] {
            let of_block = |element: &&Element| element.spec().block == block;
            assert!(Element::all().iter().filter(of_block).eq(Element::of(block)), "{block:?}");
        }
    }

    #[test]
    fn the_items_of_each_year_are_as_many_as_the_specification_has() {
        let year = |number| crate::csww::year::CensusYear::new(number).expect("a census year");
        let count = |block, number| {
            let once = |element: &Element| *element != Element::PerformanceReward;
            Element::of(block)
                .iter()
                .copied()
                .filter(once)
                .filter(|item| item.spec().years.contains(year(number)))
                .count()
        };
        assert_eq!([2021, 2023, 2024, 2025].map(|number| count(Block::Worker, number)), [23, 23, 23, 24]);
        assert_eq!([2021, 2024, 2025].map(|number| count(Block::Totals, number)), [3, 3, 12]);
    }
}
