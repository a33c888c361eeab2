//! The file and its elements: found by the reader and by the check of the file as a whole.

use crate::csww::element::Element;

use super::example::{Base, Example};
use super::{Confidence, ERROR, QUERY, Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[&Rule] = &[
    &F01,
    &F02,
    &F03,
    &F04,
    &F05,
    &F05_REPEATABLE,
    &F06,
    &F07,
    &F08,
    &F09,
    &F10,
    &F11,
    &F12,
    &F13,
    &F14,
    &F15,
    &F16,
    &F17,
];

/// A sound return, for rules of the file.
const SOUND: &[Example] = &[Example::Worker(Base::InPost, &[])];

pub(crate) static F01: Rule = Rule {
    id: "CW-F01",
    title: "The file is well-formed XML with the root Message",
    explanation: "The file is not XML, is broken off, breaks the rules of XML somewhere, or has another root than \
                  `Message`. What was readable before the break is still checked.",
    message: "The file is not a well-formed return",
    fix: "Put the XML right at the place given, or export the file again.",
    passes: SOUND,
    fails: &[
        Example::File(b""),
        Example::File(b"LEA,SWENo\n301,SW1\n"),
        Example::File(b"<Return/>"),
        Example::Text("</CSWWWorker>", ""),
        Example::Text("CSWW<", "CS\u{1}WW<"),
    ],
    ..ERROR
};

pub(crate) static F02: Rule = Rule {
    id: "CW-F02",
    items: &[Element::LaLevel, Element::LaLevelVacancies],
    title: "There is one block of totals",
    explanation: "The block of the council's totals (`LALevel`, to 2024 `LALevelVacancies`) is missing or there more than \
                  once.",
    message: "The return needs one block of the council's totals",
    fix: "Send exactly one LALevel block (to 2024 LALevelVacancies).",
    passes: SOUND,
    fails: &[Example::Text("<Message>", "<Message><LALevel></LALevel>")],
    ..ERROR
};

pub(crate) static F03: Rule = Rule {
    id: "CW-F03",
    items: &[Element::Worker],
    title: "There is at least one worker",
    explanation: "The return has no `CSWWWorker`.",
    message: "The return has no workers",
    fix: "Send one CSWWWorker for each worker's record.",
    passes: SOUND,
    fails: &[Example::Workers(&[])],
    ..ERROR
};

pub(crate) static F04: Rule = Rule {
    id: "CW-F04",
    title: "Every element is one of the census's",
    explanation: "An element has a name that the census has in no year. Letter case counts, though an element in the wrong \
                  case is read as the one that it is meant to be.",
    message: "The element is not known",
    fix: "Use the element's name as the specification writes it, or leave the element out.",
    source: "public schemas written to DfE's specification",
    content: Confidence::Schema,
    level_confidence: Confidence::Schema,
    passes: SOUND,
    fails: &[
        Example::Text("<FTE>", "<Salary>1</Salary><FTE>"),
        Example::Text("<SWENo>SW10000</SWENo>", "<sweno>SW10000</sweno>"),
    ],
    ..ERROR
};

pub(crate) static F05: Rule = Rule {
    id: "CW-F05",
    title: "No element is there twice",
    explanation: "An element appears twice in one record or block. The first is taken.",
    message: "The element is there more than once, and the first is taken",
    fix: "Keep one.",
    level_confidence: Confidence::Derived,
    passes: SOUND,
    fails: &[Example::Text("<FTE>", "<SWENo>SW2</SWENo><FTE>")],
    ..ERROR
};

/// The same for the elements that may repeat by the letter of the specification.
pub(crate) static F05_REPEATABLE: Rule = Rule {
    severity: Severity::Query,
    items: &[
        Element::ContractWeeks,
        Element::AbsAt30Sept,
        Element::ReasonAbsence,
        Element::QualInst,
        Element::CfkssStatus,
    ],
    explanation: "An element that the specification lets repeat, though only one value means anything, appears twice in one \
                  record. The first is taken.",
    fails: &[Example::Worker(
        Base::Agency,
        &[(Element::ContractWeeks, Some("26")), (Element::ContractWeeks, Some("27"))],
    )],
    ..F05
};

pub(crate) static F06: Rule = Rule {
    id: "CW-F06",
    title: "An element that is there has a value",
    explanation: "An element is there without a value. Where the item must have one, the rule of that item fires instead.",
    message: "The element is empty",
    fix: "Leave the element out, or give a value.",
    passes: SOUND,
    fails: &[Example::Worker(Base::InPost, &[(Element::AbsAt30Sept, Some(""))])],
    ..QUERY
};

pub(crate) static F07: Rule = Rule {
    id: "CW-F07",
    title: "Elements come in the order of the specification",
    explanation: "An element comes after one that it should precede. Told once for each record.",
    message: "The order differs from that of the specification",
    fix: "Write the elements in the order of the specification.",
    source: "public schemas written to DfE's specification, whose table has the same order",
    content: Confidence::Schema,
    passes: SOUND,
    fails: &[Example::Text("<SWENo>", "<OrgRole>5</OrgRole><SWENo>")],
    ..QUERY
};

pub(crate) static F08: Rule = Rule {
    id: "CW-F08",
    items: &[
        Element::LaLevel,
        Element::LaLevelVacancies,
        Element::GenderCurrent,
        Element::Sex,
        Element::QualInst,
        Element::CfkssStatus,
        Element::BaseSalary,
        Element::RrPayments,
        Element::OtherPayments,
    ],
    title: "Only what the year collects is sent",
    explanation: "A known element in a year that does not collect it, or does not name it so: `QualInst` and \
                  `CFKSSstatus` from 2025, `GenderCurrent` from 2024, `Sex` to 2023, incentives and pay to 2024, \
                  `LALevelVacancies` from 2025, `LALevel` to 2024.",
    message: "The element is not collected, or not so named, in this year",
    fix: "Leave the element out, or use the name of the year.",
    passes: SOUND,
    fails: &[Example::Text(
        "<Cases30>",
        "<GenderCurrent>2</GenderCurrent><QualInst>Leeds</QualInst><Cases30>",
    )],
    ..QUERY
};

pub(crate) static F09: Rule = Rule {
    id: "CW-F09",
    items: &[Element::Workers, Element::PerformanceReward],
    title: "The safer of two printed forms is used",
    explanation: "The specification prints a wrapper `CSWWWorkers` and a spelling `PerformanceReward` in some places and \
                  not in others. Both are read; the other form is the safer.",
    message: "The specification prints two forms, and the other is the safer",
    fix: "Write CSWWWorker directly under Message, and PerformanceAward.",
    passes: SOUND,
    fails: &[Example::Text("<CSWWWorker>", "<CSWWWorkers></CSWWWorkers><CSWWWorker>")],
    ..QUERY
};

pub(crate) static F10: Rule = Rule {
    id: "CW-F10",
    title: "Values have no spaces around them",
    explanation: "A value has spaces, tabs or line breaks around it. It is read without them.",
    message: "The value has spaces around it",
    fix: "Write the value without spaces around it.",
    passes: SOUND,
    fails: &[Example::Worker(Base::InPost, &[(Element::OrgRole, Some(" 5 "))])],
    ..QUERY
};

pub(crate) static F11: Rule = Rule {
    id: "CW-F11",
    title: "The encoding is as declared",
    explanation: "The file's bytes are not in the encoding that its XML declaration names (UTF-8 where it names none).",
    message: "The encoding is not the one declared",
    fix: "Save the file as UTF-8 and declare encoding=\"UTF-8\".",
    passes: SOUND,
    fails: &[
        Example::Text("encoding=\"UTF-8\"", "encoding=\"UTF-16\""),
        Example::File(b"<?xml version=\"1.0\"?><Message>\xE9</Message>"),
    ],
    ..ERROR
};

pub(crate) static F12: Rule = Rule {
    id: "CW-F12",
    title: "The file is in UTF-8",
    explanation: "The file is in UTF-16 or Latin-1, as declared. It is read, and the specification asks for UTF-8.",
    message: "The specification asks for UTF-8",
    fix: "Save the file as UTF-8.",
    content: Confidence::Official,
    passes: SOUND,
    fails: &[Example::Text("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"")],
    ..QUERY
};

pub(crate) static F13: Rule = Rule {
    id: "CW-F13",
    title: "No document type, and no entities but XML's five",
    explanation: "The file declares a document type, uses an entity other than `&amp;`, `&lt;`, `&gt;`, `&apos;` and \
                  `&quot;`, or refers to a character that XML does not allow. Nothing is ever fetched or expanded.",
    message: "The file uses what a return may not",
    fix: "Export the file without a DOCTYPE, and write characters as they are or by number.",
    content: Confidence::Derived,
    level_confidence: Confidence::Derived,
    passes: SOUND,
    fails: &[
        Example::Text("<Message>", "<!DOCTYPE Message SYSTEM \"x.dtd\"><Message>"),
        Example::Text(">Mainstay<", ">&company;<"),
        Example::Text(">Mainstay<", ">&#0;<"),
    ],
    ..ERROR
};

pub(crate) static F14: Rule = Rule {
    id: "CW-F14",
    title: "The file keeps within the limits",
    explanation: "The file, one value, one stretch without workers or the nesting of elements is larger than any return \
                  needs. The limits are settings.",
    message: "The file goes beyond a limit",
    fix: "Look for a fault at the place given.",
    content: Confidence::Derived,
    level_confidence: Confidence::Derived,
    passes: SOUND,
    fails: &[Example::Text(
        "<SWENo>",
        "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><SWENo>",
    )],
    ..ERROR
};

pub(crate) static F15: Rule = Rule {
    id: "CW-F15",
    title: "No namespaces, prefixes or attributes",
    explanation: "An element has a prefix or attributes, such as a namespace. The specification has none; they are read \
                  past. Told once for the file.",
    message: "The specification has no namespaces, prefixes or attributes",
    fix: "Export the file without them.",
    content: Confidence::Official,
    passes: SOUND,
    fails: &[Example::Text("<Message>", "<Message xmlns=\"urn:x\">")],
    ..QUERY
};

pub(crate) static F16: Rule = Rule {
    id: "CW-F16",
    title: "Every element stands where it belongs",
    explanation: "A known element stands in another block or inside an item, or text stands between elements.",
    message: "Something stands where it does not belong",
    fix: "Move the element into its own block, or take the text out.",
    level_confidence: Confidence::Derived,
    passes: SOUND,
    fails: &[
        Example::Text("<SWENo>", "<NumberOfVacancies>1.00</NumberOfVacancies><SWENo>"),
        Example::Text("<SWENo>", "stray<SWENo>"),
    ],
    ..ERROR
};

pub(crate) static F17: Rule = Rule {
    id: "CW-F17",
    items: &[Element::Header],
    title: "There is one header",
    explanation: "The header is missing or there more than once.",
    message: "The return needs one header",
    fix: "Send exactly one Header.",
    level_confidence: Confidence::Derived,
    passes: SOUND,
    fails: &[Example::Text("<Header>", "<Header></Header><Header>")],
    ..ERROR
};
