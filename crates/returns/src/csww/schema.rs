//! XML Schemas of the census, made from the tables of elements and codes so that they cannot drift from them.
//!
//! They are Mainstay's own. XML Schema 1.0 cannot say that an item is needed for some records only, so every item that
//! not all records need may be left out; the rules say the rest.

use std::fmt::Write;

use super::code::CodeSet;
use super::document;
use super::element::{Block, Element, Format};
use super::year::CensusYear;

/// The schema of a census year's return. Years after the newest are described as the newest.
pub fn xsd(year: CensusYear) -> String {
    let mut out = Schema { text: String::new(), year };
    out.head();
    out.structure();
    out.types();
    out.text.push_str("</xs:schema>\n");
    out.text
}

struct Schema {
    text: String,
    year: CensusYear,
}

impl Schema {
    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = indent * 2);
    }

    fn head(&mut self) {
        let year = self.year;
        self.line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.line(
            0,
            &format!(
                "<!-- Children's social work workforce census, year ending 30 September {year}. Made by Mainstay from its \
                 tables of elements and codes; not a schema of the Department for Education. -->"
            ),
        );
        self.line(
            0,
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"unqualified\">",
        );
    }

    fn structure(&mut self) {
        let totals = document::totals(self.year).name();
        self.open(1, "Message");
        self.line(4, "<xs:element name=\"Header\" type=\"Header\"/>");
        self.line(4, &format!("<xs:element name=\"{totals}\" type=\"Totals\"/>"));
        self.line(4, "<xs:element name=\"CSWWWorker\" type=\"Worker\" maxOccurs=\"unbounded\"/>");
        self.close(1);

        self.line(1, "<xs:complexType name=\"Header\">");
        self.line(2, "<xs:sequence>");
        for (group, from, to) in document::HEADER_GROUPS {
            self.open(3, group);
            for item in Element::of(Block::Header).iter().copied().filter(|item| (from..=to).contains(item)) {
                self.item(6, item);
            }
            self.close(3);
        }
        self.line(2, "</xs:sequence>");
        self.line(1, "</xs:complexType>");

        for (name, block) in [("Totals", Block::Totals), ("Worker", Block::Worker)] {
            self.line(1, &format!("<xs:complexType name=\"{name}\">"));
            self.line(2, "<xs:sequence>");
            for item in self.items(block) {
                self.item(3, item);
            }
            self.line(2, "</xs:sequence>");
            self.line(1, "</xs:complexType>");
        }
    }

    fn open(&mut self, indent: usize, name: &str) {
        self.line(indent, &format!("<xs:element name=\"{name}\">"));
        self.line(indent + 1, "<xs:complexType>");
        self.line(indent + 2, "<xs:sequence>");
    }

    fn close(&mut self, indent: usize) {
        self.line(indent + 2, "</xs:sequence>");
        self.line(indent + 1, "</xs:complexType>");
        self.line(indent, "</xs:element>");
    }

    /// The items of a block in the year; of two spellings the safer.
    fn items(&self, block: Block) -> Vec<Element> {
        let collected = |item: &Element| item.spec().years.contains(self.year);
        Element::of(block)
            .iter()
            .copied()
            .filter(collected)
            .filter(|item| *item != Element::PerformanceReward)
            .collect()
    }

    fn item(&mut self, indent: usize, item: Element) {
        let name = item.name();
        let kind = match item {
            Element::Collection => "xs:string\" fixed=\"CSWW".to_owned(),
            Element::Year => format!("xs:gYear\" fixed=\"{}", self.year),
            Element::ReferenceDate => format!("xs:date\" fixed=\"{}", self.year.end()),
            Element::SourceLevel => "xs:string\" fixed=\"L".to_owned(),
            _ => type_of(item.spec().format),
        };
        let least = if is_required(item) { "" } else { " minOccurs=\"0\"" };
        let most = if item.may_repeat() { " maxOccurs=\"unbounded\"" } else { "" };
        let line = format!("<xs:element name=\"{name}\" type=\"{kind}\"{least}{most}>");
        self.line(indent, &line);
        self.line(indent + 1, "<xs:annotation>");
        let number = item.spec().cbds.map(|number| format!(" ({number})")).unwrap_or_default();
        let label = item.spec().label;
        self.line(indent + 2, &format!("<xs:documentation>{label}{number}</xs:documentation>"));
        self.line(indent + 1, "</xs:annotation>");
        self.line(indent, "</xs:element>");
    }

    fn types(&mut self) {
        let mut formats: Vec<Format> = Vec::new();
        for block in [Block::Header, Block::Totals, Block::Worker] {
            for item in self.items(block) {
                let format = item.spec().format;
                if !formats.contains(&format) {
                    formats.push(format);
                }
            }
        }
        for format in formats {
            self.simple(format);
        }
    }

    fn simple(&mut self, format: Format) {
        let (base, limits): (&str, Vec<String>) = match format {
            // A fixed value of the header says more.
            Format::Group | Format::Year | Format::Date => return,
            Format::Text => ("xs:string", vec!["<xs:pattern value=\"[\\s\\S]*\\S[\\s\\S]*\"/>".to_owned()]),
            Format::Moment => ("xs:dateTime", Vec::new()),
            Format::Authority => ("xs:string", vec!["<xs:pattern value=\"[0-9]{3}\"/>".to_owned()]),
            Format::Registration => {
                ("xs:string", vec!["<xs:pattern value=\"[A-Za-z]{2}[0-9]{1,10}\"/>".to_owned()])
            }
            Format::Code(set) => {
                let value = |(code, label): &(&str, &str)| {
                    format!(
                        "<xs:enumeration value=\"{code}\"><xs:annotation><xs:documentation>{label}</xs:documentation>\
                         </xs:annotation></xs:enumeration>"
                    )
                };
                ("xs:string", set.codes().iter().map(value).collect())
            }
            Format::Whole { digits } => (
                "xs:nonNegativeInteger",
                vec![format!("<xs:maxInclusive value=\"{}\"/>", "9".repeat(usize::from(digits)))],
            ),
            Format::Decimal { whole, places } => {
                // The only number of one digit is a share of full time.
                let most = match whole {
                    1 => "1".to_owned(),
                    whole => {
                        format!("{}.{}", "9".repeat(usize::from(whole)), "9".repeat(usize::from(places)))
                    }
                };
                (
                    "xs:decimal",
                    vec![
                        "<xs:minInclusive value=\"0\"/>".to_owned(),
                        format!("<xs:maxInclusive value=\"{most}\"/>"),
                        format!("<xs:fractionDigits value=\"{places}\"/>"),
                    ],
                )
            }
        };
        self.line(1, &format!("<xs:simpleType name=\"{}\">", type_of(format)));
        self.line(2, &format!("<xs:restriction base=\"{base}\">"));
        for limit in limits {
            self.line(3, &limit);
        }
        self.line(2, "</xs:restriction>");
        self.line(1, "</xs:simpleType>");
    }
}

/// Whether every record has the item.
fn is_required(item: Element) -> bool {
    match item.spec().block {
        Block::Structure | Block::Totals => true,
        Block::Header => !matches!(item, Element::Release | Element::SerialNo),
        Block::Worker => matches!(item, Element::AgencyWorker | Element::SweNo | Element::Fte),
    }
}

fn type_of(format: Format) -> String {
    match format {
        Format::Group => String::new(),
        Format::Text => "Text".to_owned(),
        Format::Year => "xs:gYear".to_owned(),
        Format::Date => "xs:date".to_owned(),
        Format::Moment => "Moment".to_owned(),
        Format::Authority => "Authority".to_owned(),
        Format::Registration => "Registration".to_owned(),
        Format::Code(set) => name_of(set).to_owned(),
        Format::Whole { digits } => format!("Whole{digits}"),
        Format::Decimal { whole, places } => format!("Decimal{whole}.{places}"),
    }
}

fn name_of(set: CodeSet) -> &'static str {
    match set {
        CodeSet::YesNo => "YesNo",
        CodeSet::Sex => "SexCode",
        CodeSet::Gender => "GenderCode",
        CodeSet::Ethnicity => "EthnicityCode",
        CodeSet::QualLevel => "QualLevelCode",
        CodeSet::OrgRole => "OrgRoleCode",
        CodeSet::StartOrigin => "StartOriginCode",
        CodeSet::LeaverDestination => "LeaverDestinationCode",
        CodeSet::ReasonLeave => "ReasonLeaveCode",
        CodeSet::ReasonAbsence => "ReasonAbsenceCode",
        CodeSet::CfkssStatus => "CFKSSstatusCode",
        CodeSet::Incentive => "IncentiveCode",
    }
}
