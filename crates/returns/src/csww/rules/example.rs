//! Examples of returns, written as what differs from a sound one: the tests of the rules and the pages' examples.

use std::fmt::Write;

use crate::csww::document;
use crate::csww::element::{Block, Element};
use crate::csww::year::CensusYear;

/// A change to a record: the element's name and its new text; without text the element is left out.
pub type Edit = (Element, Option<&'static str>);

/// A sound record to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Employed, in post since before the year.
    InPost,
    /// Employed, started before the year and left in it.
    Leaver,
    /// Employed, started in the year.
    Starter,
    /// An agency worker in post.
    Agency,
}

impl Base {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::InPost => "a worker in post",
            Self::Leaver => "a leaver",
            Self::Starter => "a starter",
            Self::Agency => "an agency worker",
        }
    }
}

/// A return that differs from a sound one in the way that a rule is about.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// One worker's record.
    Worker(Base, &'static [Edit]),
    /// Several workers' records.
    Workers(&'static [(Base, &'static [Edit])]),
    /// The same record so many times, each with a registration number of its own.
    Many(usize, Base, &'static [Edit]),
    /// The same, with other totals.
    Crowd(usize, Base, &'static [Edit]),
    /// So many employed workers and so many agency workers.
    Mixed(usize, usize),
    /// The totals, with these workers.
    Totals(&'static [Edit], &'static [(Base, &'static [Edit])]),
    /// The header.
    Header(&'static [Edit]),
    /// The sound return with a text put in the place of another.
    Text(&'static str, &'static str),
    /// The whole file.
    File(&'static [u8]),
    /// Last year's workers, and this year's.
    Years(&'static [(Base, &'static [Edit])], &'static [(Base, &'static [Edit])]),
}

impl Example {
    /// The return as a file, for a census year.
    pub fn file(&self, year: CensusYear) -> Vec<u8> {
        let sound: &[(Base, &[Edit])] = &[(Base::InPost, &[])];
        match self {
            Self::Worker(base, edits) => file(year, &[], &[], &[(*base, edits)]),
            Self::Workers(workers) | Self::Years(_, workers) => file(year, &[], &[], workers),
            Self::Many(number, base, edits) => file(year, &[], &[], &vec![(*base, *edits); *number]),
            Self::Crowd(number, base, totals) => {
                file(year, &[], totals, &vec![(*base, &[] as &[Edit]); *number])
            }
            Self::Mixed(employed, agency) => {
                let mut workers = vec![(Base::InPost, &[] as &[Edit]); *employed];
                workers.resize(employed + agency, (Base::Agency, &[]));
                file(year, &[], &[], &workers)
            }
            Self::Totals(edits, workers) => file(year, &[], edits, workers),
            Self::Header(edits) => file(year, edits, &[], sound),
            Self::Text(from, to) => {
                let text = String::from_utf8(file(year, &[], &[], sound)).unwrap_or_default();
                text.replacen(from, to, 1).into_bytes()
            }
            Self::File(bytes) => bytes.to_vec(),
        }
    }

    /// Last year's return, for rules that compare.
    pub fn previous(&self, year: CensusYear) -> Option<Vec<u8>> {
        match self {
            Self::Years(before, _) => Some(file(year.before(), &[], &[], before)),
            _ => None,
        }
    }
}

fn file(year: CensusYear, header: &[Edit], totals: &[Edit], workers: &[(Base, &[Edit])]) -> Vec<u8> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n  <Header>\n    <CollectionDetails>\n",
    );
    let values = edited(sound_header(year), header);
    let (details, source): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|(element, _)| *element < Element::SourceLevel);
    items(&mut text, "      ", &details);
    text.push_str("    </CollectionDetails>\n    <Source>\n");
    items(&mut text, "      ", &source);
    let block = document::totals(year).name();
    let _ = writeln!(text, "    </Source>\n  </Header>\n  <{block}>");
    items(&mut text, "    ", &edited(sound_totals(year, workers), totals));
    let _ = writeln!(text, "  </{block}>");
    for (at, (base, edits)) in workers.iter().enumerate() {
        text.push_str("  <CSWWWorker>\n");
        items(&mut text, "    ", &edited(sound_worker(*base, year, at), edits));
        text.push_str("  </CSWWWorker>\n");
    }
    text.push_str("</Message>\n");
    text.into_bytes()
}

fn items(text: &mut String, indent: &str, items: &[(Element, String)]) {
    for (element, value) in items {
        let name = element.name();
        let _ = match value.as_str() {
            "" => writeln!(text, "{indent}<{name}></{name}>"),
            value => writeln!(text, "{indent}<{name}>{value}</{name}>"),
        };
    }
}

/// The edits applied, in the order of the elements; an element in two edits is there twice.
fn edited(mut items: Vec<(Element, String)>, edits: &[Edit]) -> Vec<(Element, String)> {
    items.retain(|(element, _)| !edits.iter().any(|(edited, _)| edited == element));
    items.extend(edits.iter().filter_map(|(element, text)| Some((*element, (*text)?.to_owned()))));
    items.sort_by_key(|(element, _)| *element);
    items
}

fn sound_header(year: CensusYear) -> Vec<(Element, String)> {
    let next = year.end().to_string();
    [
        (Element::Collection, "CSWW".to_owned()),
        (Element::Year, year.to_string()),
        (Element::ReferenceDate, next),
        (Element::SourceLevel, "L".to_owned()),
        (Element::Lea, "301".to_owned()),
        (Element::SoftwareCode, "Mainstay".to_owned()),
        (Element::DateTime, format!("{year}-10-14T09:30:00")),
    ]
    .into()
}

fn sound_totals(year: CensusYear, workers: &[(Base, &[Edit])]) -> Vec<(Element, String)> {
    let agency = workers.iter().filter(|(base, _)| *base == Base::Agency).count();
    let values = Element::of(Block::Totals)
        .iter()
        .copied()
        .filter(|element| element.spec().years.contains(year))
        .filter_map(|element| {
            let value = match element {
                Element::NumberOfVacancies => format!("{}.00", workers.len().div_ceil(6).max(agency)),
                Element::NoAgencyFte => format!("{agency}.00"),
                Element::NoAgencyHeadcount => agency.to_string(),
                Element::PerformanceReward => return None,
                Element::OtherAllowances => "None".to_owned(),
                _ => "0".to_owned(),
            };
            Some((element, value))
        });
    values.collect()
}

/// A sound record: `at` gives it a number of its own.
fn sound_worker(base: Base, year: CensusYear, at: usize) -> Vec<(Element, String)> {
    let before = year.number() - 1;
    let mut items = vec![
        (Element::AgencyWorker, if base == Base::Agency { "1" } else { "0" }.to_owned()),
        (Element::SweNo, format!("SW{}", 10_000 + at)),
        (Element::Fte, if base == Base::Leaver { "0.000000" } else { "1.000000" }.to_owned()),
    ];
    let mut add = |element: Element, value: String| {
        if element.spec().years.contains(year) {
            items.push((element, value));
        }
    };
    if base != Base::Leaver {
        add(Element::Cases30, format!("{}", 14 + at % 5));
    }
    if base == Base::Agency {
        add(Element::ContractWeeks, "26".to_owned());
        return items;
    }
    let day = at % 28 + 1;
    let month = at / 28 % 12 + 1;
    add(Element::PersonBirthDate, format!("{}-{month:02}-{day:02}", 1970 + at / 336 % 25));
    add(Element::GenderCurrent, "2".to_owned());
    add(Element::Sex, "F".to_owned());
    add(Element::Ethnicity, "WBRI".to_owned());
    add(Element::QualInst, "University of Middleshire".to_owned());
    add(Element::QualLevel, "2".to_owned());
    add(Element::StepUpGrad, "0".to_owned());
    add(Element::OrgRole, "5".to_owned());
    let started =
        if base == Base::Starter { format!("{before}-11-01") } else { format!("{}-11-01", before - 3) };
    add(Element::RoleStartDate, started);
    add(Element::StartOrigin, "2".to_owned());
    if base == Base::Leaver {
        add(Element::RoleEndDate, format!("{year}-05-16"));
        add(Element::LeaverDestination, "1".to_owned());
        add(Element::ReasonLeave, "1".to_owned());
    }
    add(Element::Fte30, if base == Base::Starter { "0.000000" } else { "1.000000" }.to_owned());
    add(Element::WorkingDaysLost, "4.5".to_owned());
    add(Element::FrontlineGrad, "0".to_owned());
    add(Element::BaseSalary, format!("{}.00", 40_000 + at % 7 * 500));
    items
}
