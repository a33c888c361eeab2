//! The parts of a DOCX that are the same for every paper but for a word or two.

use std::fmt::Write as _;

use super::super::xml::escape;
use crate::built::Built;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
<Override PartName=\"/word/document.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/numbering.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>\
<Override PartName=\"/word/settings.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

pub(super) const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
Target=\"word/document.xml\"/><Relationship Id=\"rId2\" \
Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
Target=\"docProps/core.xml\"/></Relationships>";

/// Title, author, language and date, which is the meeting's.
pub(super) fn core(built: &Built) -> String {
    let (title, council) = (escape(&built.title), escape(&built.council));
    let (language, day) = (escape(&built.language), escape(&built.meeting));
    let date =
        |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:{name}>");
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{council}</dc:creator><dc:language>{language}</dc:language>{}{}</cp:coreProperties>",
        date("created"),
        date("modified")
    )
}

pub(super) fn settings(language: &str) -> String {
    format!("{HEAD}<w:settings {W}><w:themeFontLang w:val=\"{}\"/></w:settings>", escape(language))
}

/// Named styles: id, name, size in half points, whether bold, level in the outline.
const STYLES: &[(&str, &str, u8, bool, Option<u8>)] = &[
    ("Council", "Council", 24, false, None),
    ("Title", "Title", 44, true, None),
    ("Heading1", "heading 1", 34, true, Some(0)),
    ("Heading2", "heading 2", 28, true, Some(1)),
    ("Heading3", "heading 3", 24, true, Some(2)),
    ("ListParagraph", "List Paragraph", 24, false, None),
    ("Caption", "caption", 24, true, None),
    ("Note", "Note", 20, false, None),
];

pub(super) fn styles(language: &str) -> String {
    let language = escape(language);
    let mut out = format!(
        "{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" \
         w:cs=\"Arial\"/><w:sz w:val=\"24\"/><w:lang w:val=\"{language}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:after=\"120\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" \
         w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    );
    for (id, name, size, bold, level) in STYLES {
        let level = level.map(|level| format!("<w:outlineLvl w:val=\"{level}\"/>")).unwrap_or_default();
        let keep = if *bold { "<w:keepNext/>" } else { "" };
        let bold = if *bold { "<w:b/>" } else { "" };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{keep}<w:spacing w:before=\"60\" w:after=\"120\"/>{level}</w:pPr><w:rPr>{bold}\
             <w:sz w:val=\"{size}\"/></w:rPr></w:style>"
        );
    }
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:color=\"767676\"/>");
    let _ = write!(
        out,
        "<w:style w:type=\"table\" w:styleId=\"Figures\"><w:name w:val=\"Figures\"/><w:pPr><w:spacing w:after=\"0\"/>\
         </w:pPr><w:rPr><w:sz w:val=\"20\"/></w:rPr><w:tblPr><w:tblBorders>{}{}{}</w:tblBorders><w:tblCellMar>\
         <w:left w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         </w:styles>",
        line("top"),
        line("bottom"),
        line("insideH")
    );
    out
}

/// Bullets as list 1, and numbered lists from 2 on, each beginning at 1.
pub(super) fn numbering(numbered: usize) -> String {
    let indent = "<w:pPr><w:ind w:left=\"567\" w:hanging=\"283\"/></w:pPr>";
    let mut out = format!("{HEAD}<w:numbering {W}>");
    for (id, format, text) in [(0, "bullet", "\u{2022}"), (1, "decimal", "%1.")] {
        let _ = write!(
            out,
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt \
             w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>{indent}</w:lvl></w:abstractNum>"
        );
    }
    out.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for list in 0..numbered {
        let _ = write!(
            out,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride \
             w:val=\"1\"/></w:lvlOverride></w:num>",
            list + 2
        );
    }
    out.push_str("</w:numbering>");
    out
}

pub(super) fn document_relations(pictures: usize) -> String {
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for name in ["styles", "numbering", "settings"] {
        let _ = write!(out, "<Relationship Id=\"{name}\" Type=\"{RELATION}/{name}\" Target=\"{name}.xml\"/>");
    }
    for at in 1..=pictures {
        let _ = write!(
            out,
            "<Relationship Id=\"chart{at}\" Type=\"{RELATION}/image\" Target=\"media/chart{at}.png\"/>"
        );
    }
    out.push_str("</Relationships>");
    out
}

pub(super) fn document(body: &str) -> String {
    format!(
        "{HEAD}<w:document {W} xmlns:r=\"{RELATION}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{body}<w:sectPr><w:pgSz \
         w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1418\" w:right=\"1418\" w:bottom=\"1418\" w:left=\"1418\" \
         w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

/// A picture in line with the text; the texts are XML already.
pub(super) fn picture(at: usize, (wide, high): (u64, u64), title: &str, description: &str) -> String {
    let named = format!("id=\"{at}\" name=\"Chart {at}\" title=\"{title}\" descr=\"{description}\"");
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" \
         cy=\"{high}\"/><wp:docPr {named}/><a:graphic><a:graphicData \
         uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/>\
         <pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"chart{at}\"/><a:stretch><a:fillRect/></a:stretch>\
         </pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>\
         </w:drawing></w:r>"
    )
}
