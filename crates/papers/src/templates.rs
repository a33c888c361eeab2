//! Papers to begin from: headings in the order that councils use, in wording of our own, with the measures that such papers
//! are about. A council changes the file as it likes; nothing else knows a template.
//!
//! The shapes follow papers of Northumberland (2023), Cheshire East (2017), Herefordshire (2013), Manchester (2010) and
//! Devon (2021).

use jiff::Span;
use workforce::Date;

/// A paper to begin from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    text: &'static str,
}

macro_rules! templates {
    ($($name:literal: $about:literal),+ $(,)?) => {
        /// Every template.
        pub const ALL: &[Template] = &[$(
            Template { name: $name, about: $about, text: include_str!(concat!("../templates/", $name, ".toml")) },
        )+];
    };
}

templates! {
    "scrutiny-update": "Recruitment and retention for an overview and scrutiny committee",
    "corporate-parenting-update": "Area by area for a corporate parenting committee",
    "improvement-board": "Establishment against budget for an improvement board",
    "sub-group-note": "Establishment on two dates for a sub-group, with appendices",
    "business-case": "A business case for cabinet, costed from a case file",
    "directors-summary": "One page for a director",
    "team-page": "One team, for use inside the council",
    "foi-reply": "A reply to a request for information, by the asker's definition",
}

/// The template with a name.
pub fn find(name: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.name == name)
}

impl Template {
    /// A paper's file, begun from it. `before` dates are one and five years before the figures' date.
    pub fn begin(&self, as_at: Date, meeting: Date) -> String {
        let back = |years: i16| as_at.checked_sub(Span::new().years(years)).unwrap_or(Date::MIN);
        [
            ("@ID@", format!("{}-{meeting}", self.name)),
            ("@AS-AT@", as_at.to_string()),
            ("@MEETING@", meeting.to_string()),
            ("@YEAR-BEFORE@", back(1).to_string()),
            ("@FIVE-YEARS-BEFORE@", back(5).to_string()),
        ]
        .iter()
        .fold(self.text.to_owned(), |text, (place, with)| text.replace(place, with))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_template_begins_a_paper_that_reads() {
        for template in ALL {
            let text = template.begin(date(2022, 9, 30), date(2023, 2, 2));
            let text = text.replace("@CASE@", "");
            assert!(!text.contains('@'), "{}: a place was left open", template.name);
            let read = crate::paper::read(&text);
            assert!(read.is_ok(), "{}: {read:?}", template.name);
        }
    }
}
