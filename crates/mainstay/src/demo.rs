//! The demonstration: the papers' tables computed from rows, with what the papers got wrong named.

use app::examples::{self, Example, Loaded};
use app::office::{CompareAsk, Council, Office};
use app::table::Table;
use app::workforce::Date;
use app::workforce::cell::Value;
use app::workforce::position::{Ask, By, Formula, show};
use app::workforce::quantity::{Fte, NoNumber, Quantity};

use crate::console::Console;
use crate::draw;
use crate::failure::{Failure, Outcome};

type Done = Result<Outcome, Failure>;

/// Lists the examples.
pub(crate) fn list(console: &mut Console) -> Done {
    let examples = examples::list();
    let mut table = Table::new("Examples", &["Name", "Code", "Council", "What it is"]);
    let row = |example: &Example| {
        vec![example.id.clone(), example.council.clone(), example.name.clone(), example.about.clone()]
    };
    table.rows = examples.iter().map(row).collect();
    let data: Vec<_> = examples
        .iter()
        .map(|e| serde_json::json!({ "name": e.id, "council": e.council, "title": e.name, "about": e.about, "try": e.try_next }))
        .collect();
    console.answer(&serde_json::json!({ "examples": data }), &[table])?;
    Ok(Outcome::Done)
}

/// Loads one example.
pub(crate) async fn load(office: &Office, name: &str, console: &mut Console) -> Done {
    let example = examples::find(name)?;
    let loaded = office.load_example(&example).await?;
    let mut table = Table::new(loaded_text(&example, &loaded), &[]);
    table.notes = example.try_next.iter().map(|command| format!("Try: mainstay {command}")).collect();
    let changes = match loaded {
        Loaded::Now { changes, .. } => changes,
        Loaded::Before => 0,
    };
    let data = serde_json::json!({ "example": name, "council": example.council, "changes": changes });
    console.answer(&data, &[table])?;
    Ok(Outcome::Done)
}

fn loaded_text(example: &Example, loaded: &Loaded) -> String {
    let Example { id, name, council, .. } = example;
    match loaded {
        Loaded::Now { changes, records } => {
            let changes = if *changes == 1 { "1 change".to_owned() } else { format!("{changes} changes") };
            format!("Loaded {id}: {name} ({council}), {changes}, {records} records")
        }
        Loaded::Before => format!("Already there: {id}: {name} ({council})"),
    }
}

/// Loads every example and shows the positions.
pub(crate) async fn run(office: &Office, store: &str) -> Done {
    let shown = if store.contains("://") { "the database server" } else { store };
    Console::print(&format!(
        "Mainstay demonstration, in {shown}. Rows are synthetic; totals are as the papers print.\n\n"
    ))?;
    for example in examples::list() {
        Console::progress(&format!("Loading {} …", example.id));
        let loaded = office.load_example(&example).await?;
        Console::print(&format!("{}\n", loaded_text(&example, &loaded)))?;
    }
    herefordshire(office).await?;
    manchester(office).await?;
    what_next(store)?;
    Ok(Outcome::Done)
}

fn heading(text: &str) -> Result<(), Failure> {
    Console::print(&format!("\n{text}\n{}\n\n", "=".repeat(text.chars().count())))
}

fn draw_all(tables: &[Table]) -> Result<(), Failure> {
    for table in tables {
        Console::print(&format!("{}\n", draw::terminal(table)))?;
    }
    Ok(())
}

fn day(text: &str) -> Date {
    Value::parse(text).expect("the demonstration's own dates are dates")
}

fn on(as_at: &str, baseline: Option<&str>, service: Option<&str>, by: By) -> Ask {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ask { as_at: day(as_at), baseline: owned(baseline), service: owned(service), team: None, by }
}

/// Herefordshire 2013: two budgets, one workforce, and a column that mixes two formulas.
async fn herefordshire(office: &Office) -> Result<(), Failure> {
    heading("Herefordshire, March 2013: two budgets, the same people")?;
    let council = office.council(Some("884")).await?;
    let march = |baseline| on("2013-03-31", Some(baseline), None, By::Role);
    for baseline in ["2012-13", "2013-14"] {
        let position = office.position(&council, &march(baseline), None, Formula::F1).await?;
        draw_all(&[position.table()])?;
        let id = format!("herefordshire-2013-{}", &baseline[2..]);
        let check = office.check_published(Some("884"), &id).await?;
        draw_all(&check.tables())?;
    }
    let asked = CompareAsk {
        from: march("2012-13"),
        to: march("2013-14"),
        from_known_at: None,
        to_known_at: None,
        formula: Formula::F1,
    };
    draw_all(&[office.compare(&council, &asked).await?.table()])?;
    draw_all(&[office.decisions(&council, "2012-13", "2013-14").await?.table()])?;
    transfer(office, &council).await
}

/// The MASH transfer: posts move, totals stand.
async fn transfer(office: &Office, council: &Council) -> Result<(), Failure> {
    let mut table = Table::new(
        "The MASH transfer of July 2013: ten posts move, the total stands",
        &["Team", "#30 June", "#1 July"],
    );
    let mut sides = Vec::new();
    for as_at in ["2013-06-30", "2013-07-01"] {
        sides.push(
            office.position(council, &on(as_at, None, None, By::Team), None, Formula::F1).await?.position,
        );
    }
    let funded = |at: usize, key: &str| {
        sides[at].row(key).map_or_else(|| "0.00".to_owned(), |row| show(row.line.funded()))
    };
    table.rows = sides[1]
        .rows
        .iter()
        .map(|row| vec![row.name.clone(), funded(0, &row.key), funded(1, &row.key)])
        .filter(|cells| cells[1] != cells[2])
        .collect();
    let total = |at: usize| show(sides[at].total.line.funded());
    table.total = Some(vec!["Council".to_owned(), total(0), total(1)]);
    draw_all(&[table])
}

/// Manchester 2009: both appendices, from rows.
async fn manchester(office: &Office) -> Result<(), Failure> {
    heading("Manchester, 1 September and 7 December 2009: assignments of social workers")?;
    let council = office.council(Some("352")).await?;
    for (service, title, id) in [
        ("CHILD", "Children's services", "manchester-2009-children"),
        ("ADULT", "Adults' services", "manchester-2009-adults"),
    ] {
        let mut sides = Vec::new();
        for as_at in ["2009-09-01", "2009-12-07"] {
            let asked = on(as_at, None, Some(service), By::Cover);
            sides.push(office.position(&council, &asked, None, Formula::F1).await?.position);
        }
        draw_all(&[appendix(title, &sides)])?;
        draw_all(&office.check_published(Some("352"), id).await?.tables())?;
    }
    Ok(())
}

/// One appendix: the rows of both dates, the variance, and the posts behind them.
fn appendix(title: &str, sides: &[app::workforce::position::Position]) -> Table {
    let mut table =
        Table::new(format!("{title}, from rows"), &["", "#1 September", "#7 December", "#Variance"]);
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for row in sides.iter().flat_map(|side| &side.rows) {
        if !keys.iter().any(|(key, _)| *key == row.key) {
            keys.push((&row.key, &row.name));
        }
    }
    // Holders first, then cover, then what nobody covers, whichever date has which rows.
    let place = |key: &str| {
        ["substantive", "vacancy", "uncovered"].iter().position(|first| *first == key).unwrap_or(3)
    };
    keys.sort_by_key(|(key, _)| place(key));
    let cell = |at: usize, key: &str| -> Quantity {
        match sides[at].row(key) {
            None => Ok(Fte::ZERO),
            Some(row) if row.not_collected.iter().any(|gap| gap.code() == key) => Err(NoNumber::NotAvailable),
            Some(row) => row.line.assignments(),
        }
    };
    let line = |name: &str, first: Quantity, second: Quantity| {
        let variance: Quantity = (|| Ok::<Fte, NoNumber>(second? - first?))();
        vec![name.to_owned(), show(first), show(second), show(variance)]
    };
    table.rows = keys.iter().map(|(key, name)| line(name, cell(0, key), cell(1, key))).collect();
    let sum = |at: usize| -> Quantity { Ok(keys.iter().filter_map(|(key, _)| cell(at, key).ok()).sum()) };
    table.total = Some(line("Total collected", sum(0), sum(1)));
    let posts: Vec<_> = sides.iter().map(|side| show(side.total.line.funded())).collect();
    table.notes = vec![format!(
        "Established posts: {} and {}. The total adds posts that nobody fills to people, and counts an absent holder and \
         the cover, so it is neither posts nor people.",
        posts[0], posts[1]
    )];
    table
}

fn what_next(store: &str) -> Result<(), Failure> {
    heading("What to try next")?;
    // A store elsewhere than the default must be named again; a database URL may hold a password and is not repeated.
    let named = match store {
        "mainstay.db" => String::new(),
        store if store.contains("://") => " --store URL".to_owned(),
        store => format!(" --store {store}"),
    };
    for example in examples::list() {
        for command in &example.try_next {
            Console::print(&format!("  mainstay{named} {command}\n"))?;
        }
    }
    Console::print(&format!("  mainstay{named} layout --out templates\n  mainstay{named} verify\n"))
}
