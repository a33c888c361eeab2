//! Arbitrary records of every kind, as proptest strategies.
//!
//! They are made from the layouts, so a new kind or column is covered without a line here. A record is sound by itself
//! (every cell reads); records among each other are not: references lead nowhere and dates contradict. Tests that need
//! a consistent council build one instead.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use workforce::Date;
use workforce::layout::{Code, Column, Layout, Shape};
use workforce::records::{LAYOUTS, Record, Records};

/// Up to `most` records of any kinds; fewer where two have the same key.
pub fn any_records(most: usize) -> impl Strategy<Value = Records> {
    vec(any_record(), 0..=most).prop_map(Records::from_iter)
}

/// A record of any kind.
pub fn any_record() -> impl Strategy<Value = Record> {
    select(LAYOUTS).prop_flat_map(|layout| record_of(&layout))
}

/// A record of one kind.
///
/// # Panics
/// When the layout is not one of [`LAYOUTS`], or a row of texts made for its shapes is refused: the layout lies then.
pub fn record_of(layout: &Layout) -> BoxedStrategy<Record> {
    let kind = layout.kind;
    row_of(layout)
        .prop_map(move |row| {
            let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
            let read = Record::from_row(kind, &cells).expect("the layout is of a known kind");
            read.unwrap_or_else(|problems| panic!("a {kind} is refused: {problems:?} in {row:?}"))
        })
        .boxed()
}

/// A row of canonical texts that fits a layout.
pub fn row_of(layout: &Layout) -> BoxedStrategy<Vec<Option<String>>> {
    layout.columns.iter().map(cell_of).collect::<Vec<_>>().boxed()
}

/// A cell that fits a column.
fn cell_of(column: &Column) -> BoxedStrategy<Option<String>> {
    let text = text_of(column.shape);
    if column.required { text.prop_map(Some).boxed() } else { weighted(0.6, text).boxed() }
}

/// A canonical text of a shape.
fn text_of(shape: Shape) -> BoxedStrategy<String> {
    match shape {
        Shape::Key | Shape::Reference(_) => any_key().boxed(),
        Shape::References(_) => vec(any_key(), 1..4).prop_map(|keys| keys.join(";")).boxed(),
        Shape::Text => any_text().boxed(),
        Shape::Date => any_date().prop_map(|date| date.to_string()).boxed(),
        Shape::Fte | Shape::Decimal => any_decimal(6).boxed(),
        Shape::Money => any_decimal(2).boxed(),
        Shape::Count => {
            prop_oneof![0u32..50, 0u32..=1_000_000_000].prop_map(|count| count.to_string()).boxed()
        }
        Shape::YesNo => select(&["yes", "no"][..]).prop_map(str::to_owned).boxed(),
        Shape::Code(codes) => any_code(codes).prop_map(str::to_owned).boxed(),
        Shape::Codes(codes) => vec(any_code(codes), 1..4).prop_map(|codes| codes.join(";")).boxed(),
    }
}

fn any_code(codes: &'static [Code]) -> impl Strategy<Value = &'static str> {
    select(codes).prop_map(|code| code.code)
}

/// A key as councils have them, or any sound key at all.
pub fn any_key() -> impl Strategy<Value = String> {
    let odd = text_from("[ -:<-~£éŵ–@=+'\"-]{1,20}")
        .prop_filter("a key", |key| !key.is_empty() && !key.contains("  "));
    prop_oneof![3 => "[A-Z]{1,3}-?[0-9]{1,5}", 1 => odd]
}

/// Free text: plain words, or what spreadsheets and formats trip over.
pub fn any_text() -> impl Strategy<Value = String> {
    let odd = text_from("[ -~\n£éŵ–’😀;,\"'=+@-]{1,40}").prop_filter("not blank", |text| !text.is_empty());
    prop_oneof![2 => "[A-Z][a-z]{1,8}( [a-z]{1,8}){0,4}", 1 => odd]
}

/// Text with no space around it: a cell is trimmed as it is read.
fn text_from(pattern: &'static str) -> impl Strategy<Value = String> {
    pattern.prop_map(|text| text.trim().to_owned())
}

/// A date that a record may hold.
pub fn any_date() -> impl Strategy<Value = Date> {
    (1950i16..2060, 1i8..=12, 1i8..=31)
        .prop_map(|(year, month, day)| Date::new(year, month, day.min(28)).expect("every month has 28 days"))
}

/// A plain decimal, often a share of one.
fn any_decimal(places: usize) -> impl Strategy<Value = String> {
    let number = prop_oneof![0i64..=1_000_000, -999_999_999_999_999i64..=999_999_999_999_999];
    number.prop_map(move |millionths| {
        let scale = 10i64.pow(6 - u32::try_from(places).expect("at most six places"));
        let sign = if millionths < 0 { "-" } else { "" };
        let value = millionths.unsigned_abs() / scale.unsigned_abs();
        let unit = 1_000_000 / scale.unsigned_abs();
        format!("{sign}{}.{:0places$}", value / unit, value % unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #[test]
        fn a_record_survives_its_row_and_its_body(record in any_record()) {
            let kind = record.id().kind;
            prop_assert_eq!(Record::from_body(&kind, &record.body()), Ok(record.clone()));
            let row = record.to_row();
            let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
            prop_assert_eq!(Record::from_row(&kind, &cells), Some(Ok(record)));
        }
    }
}
