//! Awkward files: what is said, where, and that the rest is still checked.
//!
//! Each file holds three workers, of whom the second left without a destination: that finding shows that checking went on.

use super::Limits;
use crate::csww::check::{Checked, Settings, check};
use crate::csww::element::Element;
use crate::csww::rules::example::{Base, Example};
use crate::csww::year::CensusYear;

fn sound() -> String {
    let example = Example::Workers(&[
        (Base::InPost, &[]),
        (Base::Leaver, &[(Element::LeaverDestination, None)]),
        (Base::Agency, &[]),
    ]);
    String::from_utf8(example.file(CensusYear::NEWEST)).expect("examples are UTF-8")
}

fn checked(bytes: &[u8]) -> Checked {
    let settings = Settings { year: Some(CensusYear::NEWEST), ..Settings::default() };
    check(|| Ok(bytes), &settings).expect("memory can be read")
}

/// Line and column of the first such text.
fn place(text: &str, of: &str) -> (u32, u32) {
    let before = &text[..text.find(of).expect("the text is there")];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    (u32::try_from(line).expect("short"), u32::try_from(column).expect("short"))
}

/// Rule, worker and place of each finding of the reader, without that of the second worker, which must be there.
fn said(checked: &Checked) -> Vec<(&'static str, Option<u32>, (u32, u32))> {
    assert!(
        checked.findings.iter().any(|one| one.rule.id == "CW-W63"),
        "checking did not go on: {checked:?}"
    );
    broken(checked)
}

/// The same where reading broke off before the second worker.
fn broken(checked: &Checked) -> Vec<(&'static str, Option<u32>, (u32, u32))> {
    let of_reader = checked.findings.iter().filter(|one| one.rule.id.starts_with("CW-F"));
    of_reader.map(|one| (one.rule.id, one.worker, (one.line, one.column))).collect()
}

#[test]
fn files_that_are_no_return_at_all() {
    for bytes in [
        &b""[..],
        b"LEA,SWENo\n301,SW1\n",
        b"\x1f\x8b\x08\x00\x00\x00",
        b"PK\x03\x04zip",
        b"<Return><Message/></Return>",
        b"<html>",
    ] {
        let checked = checked(bytes);
        assert_eq!(broken(&checked), [("CW-F01", None, (1, 1))], "{bytes:?}");
        assert!(checked.unreadable && checked.entries.is_empty());
    }
}

#[test]
fn the_file_of_another_census_is_read_and_its_header_kept() {
    let text = sound().replace("<Collection>CSWW<", "<Collection>CIN<");
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), []);
    assert_eq!(checked.header.text(Element::Collection), Some("CIN"));
    let of_header: Vec<_> = checked.findings.iter().filter(|one| one.rule.id == "CW-H01").collect();
    assert!(of_header.iter().all(|one| (one.line, one.column) == place(&text, "<Collection>")));
}

#[test]
fn a_file_cut_off_inside_an_element() {
    let text = sound();
    let cut = text.rfind("</ContractWeeks>").expect("the agency worker has it");
    let text = &text[..cut];
    let checked = checked(text.as_bytes());
    let end = (text.matches('\n').count() + 1, text.rsplit('\n').next().map_or(0, str::len) + 1);
    let end = (u32::try_from(end.0).expect("short"), u32::try_from(end.1).expect("short"));
    assert_eq!(said(&checked), [("CW-F01", None, end)]);
    assert_eq!(checked.entries.len(), 2, "the record that was cut off is not checked");
    assert!(checked.unreadable);
}

#[test]
fn control_characters() {
    let text = sound().replacen(">SW10000<", ">SW10\u{1}00<", 1);
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), [("CW-F01", None, place(&text, "\u{1}"))]);
}

#[test]
fn a_reference_to_no_character_and_to_an_unknown_entity() {
    for reference in ["&#0;", "&#xFFFF;", "&company;"] {
        let text = sound().replacen(">SW10000<", &format!(">SW100{reference}00<"), 1);
        let checked = checked(text.as_bytes());
        assert_eq!(said(&checked), [("CW-F13", Some(1), place(&text, reference))]);
        assert_eq!(checked.entries[0].swe, "SW10000", "what cannot be read is left out");
    }
}

#[test]
fn document_types_are_never_followed() {
    let bomb = "<!DOCTYPE Message [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let outside = "<!DOCTYPE Message SYSTEM \"file:///etc/hostname\">";
    let entity = "<!DOCTYPE Message [<!ENTITY x SYSTEM \"http://localhost/x\">]>";
    for doctype in [bomb, outside, entity] {
        let text = sound().replacen("<Message>", &format!("{doctype}\n<Message>"), 1);
        let checked = checked(text.as_bytes());
        assert_eq!(broken(&checked), [("CW-F13", None, place(&text, "<!DOCTYPE"))]);
        assert!(checked.unreadable);
    }
}

#[test]
fn nesting_without_end() {
    let deep = "<a>".repeat(100_000);
    let text = sound().replacen("<ContractWeeks>", &format!("{deep}<ContractWeeks>"), 1);
    let checked = checked(text.as_bytes());
    let said = said(&checked);
    let (line, column) = place(&text, "<a>");
    // Root and record are two; the thirty-third level is one too many.
    let levels = u32::try_from(Limits::default().depth - 2).expect("a small limit");
    assert!(said.contains(&("CW-F14", None, (line, column + 3 * levels))), "{said:?}");
    assert_eq!(checked.entries.len(), 2);
}

#[test]
fn a_value_of_a_megabyte() {
    let long = "9".repeat(1 << 20);
    let text = sound().replacen(">SW10000<", &format!(">{long}<"), 1);
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), [("CW-F14", Some(1), place(&text, "<SWENo>"))]);
    let longest = checked.findings.iter().filter_map(|one| one.value.as_deref()).map(str::len).max();
    assert!(longest.is_none_or(|longest| longest < 1000), "findings show the beginning only");
}

#[test]
fn lower_case_tags() {
    let text = sound().replace("SWENo>", "sweno>").replace("CSWWWorker>", "cswwworker>");
    let found = said(&checked(text.as_bytes()));
    assert_eq!(found.len(), 6, "each record and each number: {found:?}");
    assert!(found.iter().all(|(rule, _, _)| *rule == "CW-F04"));
    assert!(found.contains(&("CW-F04", Some(1), place(&text, "<sweno>"))));
}

#[test]
fn elements_out_of_order() {
    let text = sound();
    let number = "    <SWENo>SW10000</SWENo>\n";
    let text = text.replacen(number, "", 1).replacen("    <Cases30>", &format!("{number}    <Cases30>"), 1);
    let mut late = text.clone();
    let from = late.find("  <LALevel>").expect("the totals are there");
    let to = late.find("</LALevel>\n").expect("the totals are there") + "</LALevel>\n".len();
    let totals: String = late.drain(from..to).collect();
    let late = late.replace("</Message>", &format!("{totals}</Message>"));
    let mut found = said(&checked(late.as_bytes()));
    found.retain(|(rule, _, _)| *rule == "CW-F07");
    let one = place(&late, "<SWENo>SW10000");
    let worker = place(&late, "<LALevel>");
    // The number stands after the items that must follow it.
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&("CW-F07", None, worker)));
    assert!(found.iter().any(|(_, number, place)| *number == Some(1) && *place <= (one.0 + 1, one.1)));
}

#[test]
fn two_headers_and_no_workers() {
    let text = sound().replacen("<LALevel>", "<Header></Header>\n  <LALevel>", 1);
    let second = place(&text, "<Header></Header>");
    let found = said(&checked(text.as_bytes()));
    assert!(found.contains(&("CW-F17", None, second)), "{found:?}");
    let text = sound();
    let from = text.find("  <CSWWWorker>").expect("there are workers");
    let none = format!("{}</Message>", &text[..from]);
    assert_eq!(broken(&checked(none.as_bytes())), [("CW-F03", None, (1, 1))]);
}

#[test]
fn padded_values() {
    let text = sound().replacen(">SW10000<", ">\n\t SW10000 <", 1);
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), [("CW-F10", Some(1), place(&text, "<SWENo>"))]);
    assert_eq!(checked.entries[0].swe, "SW10000");
}

#[test]
fn comments_and_instructions_anywhere_are_passed_over() {
    let comment = "<!-- <CSWWWorker><SWENo>XY1</SWENo></CSWWWorker> --><?x <CSWWWorker> ?>";
    let text = sound()
        .replace("  <CSWWWorker>\n", &format!("{comment}\n  <CSWWWorker>\n{comment}\n"))
        .replace("<SWENo>SW", &format!("{comment}<SWENo>S{comment}W"))
        .replace("</Message>\n", &format!("{comment}</Message>\n{comment}\n"));
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), []);
    assert_eq!(checked.entries.len(), 3);
    assert_eq!(checked.entries[0].swe, "SW10000");
}

#[test]
fn values_in_cdata() {
    let text = sound().replace(">SW10000<", "><![CDATA[SW]]>10<![CDATA[000]]><");
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), []);
    assert_eq!(checked.entries[0].swe, "SW10000");
}

#[test]
fn other_encodings() {
    let text = sound().replace("Mainstay", "Zoë");
    let wide = text.replace("UTF-8", "UTF-16");
    let bytes: Vec<u8> =
        "\u{feff}".encode_utf16().chain(wide.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let read = checked(&bytes);
    assert_eq!(said(&read), [("CW-F12", None, (1, 1))]);
    assert_eq!(read.header.text(Element::SoftwareCode), Some("Zoë"));

    let latin = |name: &str| -> Vec<u8> {
        let text = text.replace("UTF-8", name);
        text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect()
    };
    let read = checked(&latin("ISO-8859-1"));
    assert_eq!(said(&read), [("CW-F12", None, (1, 1))]);
    assert_eq!(read.header.text(Element::SoftwareCode), Some("Zoë"));

    // Said to be UTF-8, and Latin-1.
    let read = checked(&latin("UTF-8"));
    assert_eq!(said(&read), [("CW-F11", None, place(&text, "ë"))]);
    assert_eq!(read.header.text(Element::SoftwareCode), Some("Zoë"));
}

#[test]
fn namespaces_are_told_once_and_passed_over() {
    let text =
        sound().replace("<Message>", "<m:Message xmlns:m=\"urn:m\">").replace("</Message>", "</m:Message>");
    let text = text.replace("<CSWWWorker>", "<m:CSWWWorker>").replace("</CSWWWorker>", "</m:CSWWWorker>");
    let checked = checked(text.as_bytes());
    assert_eq!(said(&checked), [("CW-F15", None, place(&text, "<m:Message"))]);
    assert_eq!(checked.entries.len(), 3);
}
