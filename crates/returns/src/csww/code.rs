//! The census's code sets. Official for 2025; schemas agree for 2021 to 2024. Ethnicity is schema throughout.

/// A list of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeSet {
    /// 1 yes, 0 no.
    YesNo,
    /// From 2024.
    Sex,
    /// To 2023.
    Gender,
    /// CS080.
    Ethnicity,
    /// Level of the social work qualification.
    QualLevel,
    /// CS090.
    OrgRole,
    /// CS091.
    StartOrigin,
    /// CS092; its numbers are not those of CS091.
    LeaverDestination,
    /// CS097.
    ReasonLeave,
    /// CS098.
    ReasonAbsence,
    /// To 2024.
    CfkssStatus,
    /// The council's incentives, from 2025.
    Incentive,
}

/// A code and what it means.
type Codes = &'static [(&'static str, &'static str)];

impl CodeSet {
    /// Every set.
    pub const ALL: [Self; 12] = [
        Self::YesNo,
        Self::Sex,
        Self::Gender,
        Self::Ethnicity,
        Self::QualLevel,
        Self::OrgRole,
        Self::StartOrigin,
        Self::LeaverDestination,
        Self::ReasonLeave,
        Self::ReasonAbsence,
        Self::CfkssStatus,
        Self::Incentive,
    ];

    /// The codes with their meanings, in the order of the list.
    pub fn codes(self) -> Codes {
        match self {
            Self::YesNo => &[("0", "no"), ("1", "yes")],
            Self::Sex => &[("F", "female"), ("M", "male")],
            Self::Gender => &[("0", "not known"), ("1", "male"), ("2", "female"), ("9", "not specified")],
            Self::Ethnicity => ETHNICITY,
            Self::QualLevel => &[("1", "undergraduate"), ("2", "postgraduate"), ("3", "other")],
            Self::OrgRole => &[
                ("1", "senior manager"),
                ("2", "middle manager"),
                ("3", "first line manager"),
                ("4", "senior practitioner"),
                ("5", "case holder"),
                ("6", "qualified without cases"),
            ],
            Self::StartOrigin => START_ORIGIN,
            Self::LeaverDestination => LEAVER_DESTINATION,
            Self::ReasonLeave => REASON_LEAVE,
            Self::ReasonAbsence => &[
                ("MAT", "maternity or paternity"),
                ("OTH", "other paid authorised absence"),
                ("PUB", "paid absence for public duties"),
                ("SIC", "sick"),
                ("TRN", "training"),
                ("UNA", "unauthorised"),
                ("UNP", "unpaid authorised"),
            ],
            Self::CfkssStatus => &[
                ("1", "assessed and supported year in employment"),
                ("2", "frontline practitioner"),
                ("3", "practice supervisor"),
                ("4", "practice leader"),
            ],
            Self::Incentive => &[
                ("0", "no"),
                ("1", "yes, all social workers employed by the council are eligible"),
                ("2", "yes, some social workers employed by the council are eligible"),
            ],
        }
    }

    /// The place of a code in the list, letter case kept.
    pub fn position(self, code: &str) -> Option<u8> {
        self.codes().iter().position(|(known, _)| *known == code).and_then(|at| u8::try_from(at).ok())
    }

    /// The codes in a line, such as `1, 2 or 3`.
    pub fn listed(self) -> String {
        let codes: Vec<&str> = self.codes().iter().map(|(code, _)| *code).collect();
        match codes.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => codes.join(", "),
        }
    }
}

/// What a number means in a list of the record's that the census numbers from 1, in the list's order.
pub(super) fn numbered<T: Copy>(all: &[T], code: Option<&str>) -> Option<T> {
    let number: usize = code?.parse().ok()?;
    all.get(number.checked_sub(1)?).copied()
}

const ETHNICITY: Codes = &[
    ("WBRI", "White British"),
    ("WIRI", "White Irish"),
    ("WOTH", "any other White background"),
    ("MWBC", "White and Black Caribbean"),
    ("MWBA", "White and Black African"),
    ("MWAS", "White and Asian"),
    ("MOTH", "any other Mixed background"),
    ("AIND", "Indian"),
    ("APKN", "Pakistani"),
    ("ABAN", "Bangladeshi"),
    ("AOTH", "any other Asian background"),
    ("CHNE", "Chinese"),
    ("BCRB", "Black Caribbean"),
    ("BAFR", "Black African"),
    ("BOTH", "any other Black background"),
    ("OOTH", "any other ethnic group"),
    ("REFU", "declared not stated, or refused"),
    ("NOBT", "information not yet obtained"),
];

const START_ORIGIN: Codes = &[
    ("1", "newly qualified social worker"),
    ("2", "social worker in a different local authority in England"),
    ("3", "social worker outside England"),
    ("4", "agency or consultancy social work in England"),
    ("5", "other social work role in England, not local authority"),
    ("6", "other social care role in England, local authority or not"),
    ("7", "not social care, any role outside England, no employment or career break"),
    ("8", "other"),
    ("9", "not known"),
    ("10", "not yet collected"),
];

const LEAVER_DESTINATION: Codes = &[
    ("1", "social worker in a different local authority in England"),
    ("2", "social worker outside England"),
    ("3", "agency or consultancy social work in England"),
    ("4", "other social work role in England, not local authority"),
    ("5", "other social care role in England, local authority or not"),
    ("6", "not social care, no employment, redundancy, career break or left England"),
    ("7", "other"),
    ("8", "not known"),
    ("9", "not yet collected"),
];

const REASON_LEAVE: Codes = &[
    ("1", "resignation"),
    ("2", "voluntary redundancy"),
    ("3", "compulsory redundancy"),
    ("4", "dismissed"),
    ("5", "retired"),
    ("6", "deceased"),
    ("7", "moved to a role within the council that is not child and family social work"),
    ("8", "other"),
    ("9", "not known"),
    ("10", "not yet collected"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_and_listed() {
        assert_eq!(CodeSet::Ethnicity.position("NOBT"), Some(17));
        assert_eq!(CodeSet::Sex.position("f"), None);
        assert_eq!(CodeSet::QualLevel.listed(), "1, 2 or 3");
        assert!(CodeSet::ALL.iter().all(|set| set.codes().len() < 250));
    }
}
