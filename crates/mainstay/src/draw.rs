//! Drawing a table for a terminal, and writing it as CSV.

use app::table::{Column, Table};
use unicode_width::UnicodeWidthStr;

/// The widest that a column of words may be before its cells are wrapped.
const WIDEST: usize = 44;
/// The widest that a note may be before it is wrapped.
const NOTE: usize = 100;

/// Breaks text into lines of at most `width` columns, at spaces where it can.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Makes control characters visible, so that nothing in the data can steer the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A row's cells as lines.
fn row_lines(row: &[String], columns: &[Column]) -> Vec<Vec<String>> {
    let cell = |(cell, column): (&String, &Column)| {
        let cell = plain(cell);
        if column.figures { vec![cell] } else { wrap(&cell, WIDEST) }
    };
    row.iter().zip(columns).map(cell).collect()
}

/// Draws a table with its title, headings, total and notes.
pub(crate) fn terminal(table: &Table) -> String {
    let headings: Vec<String> = table.columns.iter().map(|column| column.heading.clone()).collect();
    let body: Vec<_> = table.rows.iter().map(|row| row_lines(row, &table.columns)).collect();
    let total = table.total.as_ref().map(|row| row_lines(row, &table.columns));
    let heading = row_lines(&headings, &table.columns);
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|at| {
            let rows = body.iter().chain(&total).chain([&heading]);
            rows.flat_map(|row| &row[at]).map(|line| line.width()).max().unwrap_or_default()
        })
        .collect();
    let line = |row: &[Vec<String>]| draw_row(row, &table.columns, &widths);
    let rule: String = widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  ") + "\n";
    let mut text = format!("{}\n\n{}{rule}", plain(&table.title), line(&heading));
    for row in &body {
        text.push_str(&line(row));
    }
    if let Some(total) = &total {
        text.push_str(&rule);
        text.push_str(&line(total));
    }
    for note in &table.notes {
        text.push('\n');
        text.push_str(&wrap(&plain(note), NOTE).join("\n"));
    }
    if !table.notes.is_empty() {
        text.push('\n');
    }
    text
}

fn draw_row(row: &[Vec<String>], columns: &[Column], widths: &[usize]) -> String {
    let height = row.iter().map(Vec::len).max().unwrap_or_default();
    let mut text = String::new();
    for at in 0..height {
        let cells = row.iter().zip(columns).zip(widths).map(|((cell, column), width)| {
            let cell = cell.get(at).map_or("", String::as_str);
            let gap = " ".repeat(width - cell.width());
            if column.figures { format!("{gap}{cell}") } else { format!("{cell}{gap}") }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Writes a table as CSV: headings, rows and total, safe to open in a spreadsheet.
pub(crate) fn csv(table: &Table) -> String {
    let headings: Vec<String> = table.columns.iter().map(|column| column.heading.clone()).collect();
    let rows = [&headings].into_iter().chain(&table.rows).chain(&table.total);
    let line =
        |row: &Vec<String>| row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",") + "\r\n";
    rows.map(line).collect()
}

fn csv_cell(cell: &str) -> String {
    let cell = app::intake::template::neutralise(cell);
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("Title", &["Role", "#FTE"]);
        table.rows = vec![
            vec!["Social worker".to_owned(), "54.66".to_owned()],
            vec!["=1+1".to_owned(), "-9.61".to_owned()],
        ];
        table.total = Some(vec!["Total".to_owned(), "45.05".to_owned()]);
        table.notes = vec!["A note.".to_owned()];
        table
    }

    #[test]
    fn figures_line_up_on_the_right() {
        insta::assert_snapshot!(terminal(&table()), @r"
        Title

        Role             FTE
        -------------  -----
        Social worker  54.66
        =1+1           -9.61
        -------------  -----
        Total          45.05

        A note.
        ");
    }

    #[test]
    fn csv_is_safe_to_open_and_leaves_negative_figures_alone() {
        assert_eq!(csv(&table()), "Role,FTE\r\nSocial worker,54.66\r\n'=1+1,-9.61\r\nTotal,45.05\r\n");
    }

    #[test]
    fn nothing_in_the_data_can_steer_the_terminal() {
        let mut table = table();
        table.rows[0][0] = "a\u{1b}[2Jb".to_owned();
        assert!(!terminal(&table).contains('\u{1b}'));
    }
}
