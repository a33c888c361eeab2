//! The claim checker: which of a paper's figures and claims hold.
//!
//! Rules, not guesses: the same paper gives the same answer, and every verdict says what it was held against and how it was
//! reckoned. Where a claim cannot be bound to one measure, area and year, there is no verdict on it but *unsupported* or
//! *undefined*: a wrong verdict is worse than none.
//!
//! | module | what is in it |
//! | --- | --- |
//! | `token`, `quantity`, `period`, `area`, `topic` | what a sentence mentions |
//! | `bind` | which measure, area and year a number is of |
//! | [`correction`] | what a person has said that a number is of |
//! | [`evidence`] | what claims are held against |
//! | `figures` | the verdict on a number |
//! | `direction` | which way the words say that something went |
//! | `movement` | rises, falls, highest, lowest, above and below |
//! | `parts` | numbers that stand in one sentence and must agree |
//! | `table`, `establishment`, `cover` | sums, variances, derived columns, two tables beside each other |
//! | `paper` | attachments, lost charts, cut-off text, stale dates, small counts |
//! | [`marked`] | the paper as HTML with each claim marked in its place |

mod area;
mod bind;
pub mod correction;
mod cover;
mod direction;
mod establishment;
pub mod evidence;
mod figures;
pub mod marked;
mod movement;
pub mod number;
mod paper;
mod parts;
mod period;
mod quantity;
mod several;
mod table;
mod token;
mod topic;

use serde::Serialize;
use workforce::Date;

use crate::document::{Document, Format, Matter, Span};

use correction::Correction;
use evidence::{Evidence, Place};
use token::Sentence;

/// What kind of claim it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number in a sentence.
    Figure,
    /// A cell of a table.
    TableCell,
    /// That something rose, fell, or is above or below something else.
    Comparison,
    /// That something is the highest or lowest.
    Superlative,
    /// That something holds of each, all or only.
    Universal,
    /// Something about the paper itself.
    Document,
}

/// Whether a claim holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Confirmed,
    /// It does not.
    Contradicted,
    /// It holds by another rounding, year or definition, which is named; or the wording does not carry it.
    Imprecise,
    /// There is nothing to hold it against.
    Unsupported,
    /// There is no number, period or population to test.
    Undefined,
}

impl Kind {
    /// As answers print it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::TableCell => "table_cell",
            Self::Comparison => "comparison",
            Self::Superlative => "superlative",
            Self::Universal => "universal",
            Self::Document => "document",
        }
    }
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] =
        [Self::Confirmed, Self::Contradicted, Self::Imprecise, Self::Unsupported, Self::Undefined];

    /// As answers print it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Contradicted => "contradicted",
            Self::Imprecise => "imprecise",
            Self::Unsupported => "unsupported",
            Self::Undefined => "undefined",
        }
    }
}

/// A claim and its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The sentence, or the cell.
    pub text: String,
    /// Where it starts: a byte of the document's text.
    pub start: usize,
    /// Where it ends: the first byte after it.
    pub end: usize,
    /// What kind of claim it is.
    pub kind: Kind,
    /// The id of the measure that it was bound to.
    pub measure: Option<&'static str>,
    /// The code of the area that it was bound to; `england` for England.
    pub authority: Option<String>,
    /// The year or period that it was bound to.
    pub period: Option<String>,
    /// What the paper says.
    pub stated: String,
    /// What it should be, where that can be told.
    pub computed: Option<String>,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Why: the binding and the reckoning.
    pub because: String,
    /// What it was held against.
    pub source: String,
    /// Of a cell that was held against a figure, its row and column: `Sheffield | Turnover 2023`.
    #[serde(skip)]
    pub cell: Option<String>,
    /// Whether a person said what it is of.
    #[serde(skip)]
    pub by_hand: bool,
    /// The words to mark, within the sentence.
    #[serde(skip)]
    pub mark: Span,
}

impl Claim {
    /// Whether a person can say what it is of: a number, a comparison or a record in prose, or a cell that was held against a figure.
    /// Sums and differences are held against the table itself.
    pub fn can_be_corrected(&self) -> bool {
        matches!(self.kind, Kind::Figure | Kind::Comparison | Kind::Superlative) || self.cell.is_some()
    }

    /// What a correction names it by beside what it states: its sentence, or the row and column of a cell.
    pub fn named(&self) -> &str {
        self.cell.as_deref().unwrap_or(&self.text)
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// The name that people know it by.
    pub name: String,
    /// What kind of file it was.
    pub format: Format,
    /// The length of its text in bytes.
    pub bytes: usize,
    /// The code of the authority that it is by: given, or found in it.
    pub authority: Option<String>,
    /// That authority's name.
    pub authority_name: Option<String>,
    /// When it was published: given, or found in it.
    pub published: Option<String>,
    /// How many sentences and tables it has.
    pub sentences: usize,
    /// How many tables it has.
    pub tables: usize,
}

/// How many claims have each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the verdicts' names")]
pub struct Summary {
    pub claims: usize,
    pub confirmed: usize,
    pub contradicted: usize,
    pub imprecise: usize,
    pub unsupported: usize,
    pub undefined: usize,
}

/// The answer on a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was read.
    pub document: About,
    /// Its claims, in order of place.
    pub claims: Vec<Claim>,
    /// How many have each verdict.
    pub summary: Summary,
    /// The corrections that no claim answered to, in words.
    #[serde(skip)]
    pub unused: Vec<String>,
}

/// How a paper is to be read.
#[derive(Debug, Clone, Default)]
pub struct Settings<'a> {
    /// The code of the authority that it is by, and its name where it is none of `DfE`'s; found in the paper when not given.
    pub authority: Option<(String, String)>,
    /// When it was published; found in the paper when not given.
    pub published: Option<Date>,
    /// What its claims are held against.
    pub evidence: Evidence<'a>,
    /// What people have said that claims are of.
    pub corrections: Vec<Correction>,
}

/// A paper, ready to be asked about.
struct Case<'a> {
    document: &'a Document,
    sentences: Vec<Sentence>,
    home: Option<Place>,
    published: Option<Date>,
    /// Whether the day of publishing is known, or only its month.
    to_the_day: bool,
    evidence: &'a Evidence<'a>,
    corrections: &'a [Correction],
}

/// Checks a paper.
pub fn check(document: &Document, settings: &Settings) -> Report {
    let sentences = token::sentences(document);
    let given = settings.authority.as_ref().map(|(code, name)| {
        Place::authority(code).unwrap_or_else(|| Place { key: code.clone(), name: name.clone() })
    });
    let home = given.or_else(|| Place::authority(&area::authority_of(&sentences)?));
    let found = period::published(document);
    let case = Case {
        document,
        home,
        published: settings.published.or(found.map(|(day, _)| day)),
        to_the_day: settings.published.is_some() || found.is_some_and(|(_, to_the_day)| to_the_day),
        evidence: &settings.evidence,
        corrections: &settings.corrections,
        sentences,
    };
    let tables = table::all(document);
    let mut claims = Vec::new();
    let mut bound = bind::all(&case);
    correction::apply(&case, &mut bound);
    let mut tied = parts::check(&case, &tables, &bound, &mut claims);
    cover::check(&case, &tables, &mut tied, &mut claims);
    several::check(&case, &bound, &mut tied, &mut claims);
    figures::check(&case, &bound, &tied, &mut claims);
    movement::check(&case, &bound, &mut claims);
    table::check(&case, &tables, &mut claims);
    establishment::check(&case, &tables, &mut claims);
    paper::check(&case, &tables, &mut claims);
    correction::say(&case, &mut claims);
    claims.sort_by(|a, b| {
        (a.mark.start, a.mark.end, a.kind, &a.because).cmp(&(b.mark.start, b.mark.end, b.kind, &b.because))
    });
    claims.dedup();
    let summary = summary(&claims);
    let name = case.home.as_ref().map(|home| home.name.clone());
    let about = About {
        name: document.name.clone(),
        format: document.format,
        bytes: document.text.len(),
        authority: case.home.as_ref().map(Place::code),
        authority_name: name,
        published: case.published.map(|day| {
            if case.to_the_day { day.to_string() } else { format!("{:04}-{:02}", day.year(), day.month()) }
        }),
        sentences: case.sentences.len(),
        tables: document.blocks.iter().filter(|block| matches!(block.matter, Matter::Table(_))).count(),
    };
    let unused = correction::unused(&settings.corrections, &claims);
    Report { document: about, claims, summary, unused }
}

fn summary(claims: &[Claim]) -> Summary {
    let count = |verdict: Verdict| claims.iter().filter(|claim| claim.verdict == verdict).count();
    Summary {
        claims: claims.len(),
        confirmed: count(Verdict::Confirmed),
        contradicted: count(Verdict::Contradicted),
        imprecise: count(Verdict::Imprecise),
        unsupported: count(Verdict::Unsupported),
        undefined: count(Verdict::Undefined),
    }
}

impl Case<'_> {
    /// A claim about a sentence that is bound to nothing yet.
    fn in_sentence(&self, sentence: &Sentence, mark: Span, kind: Kind) -> Claim {
        self.claim(sentence.span.clone(), mark, kind)
    }

    /// A claim about a piece of the text.
    fn claim(&self, span: Span, mark: Span, kind: Kind) -> Claim {
        Claim {
            text: self.document.at(&span).to_owned(),
            start: span.start,
            end: span.end,
            kind,
            measure: None,
            authority: None,
            period: None,
            stated: self.document.at(&mark).to_owned(),
            computed: None,
            verdict: Verdict::Undefined,
            because: String::new(),
            source: "the paper itself".to_owned(),
            cell: None,
            by_hand: false,
            mark,
        }
    }
}

/// Whether a sentence says "from A to B", which is answered for by its own numbers.
fn parts_pair(sentence: &Sentence, read: &bind::Read) -> bool {
    bind::pair(sentence, read).is_some()
}
