//! Flat, read-only views of the current records, for people who live in SQL or Power BI.
//!
//! For each layout without personal data there is a view `current_<name>` (hyphens as underscores), with `council`,
//! `change_number` and one column per column of the layout. It shows the last entry of each record; withdrawn and erased
//! records are left out.
//!
//! | shape | column |
//! | --- | --- |
//! | FTE, decimal, money (in pounds) | `DOUBLE PRECISION`; for exact sums, use the program |
//! | count | `BIGINT` |
//! | yes or no | `TEXT`, `yes` or `no` |
//! | several codes or references | `TEXT`, joined by `;` |
//! | everything else | `TEXT` |
//!
//! A blank is `NULL`. The two engines differ only in how a field is taken out of a JSON body. The program itself never
//! reads these views.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Executor, Row};
use workforce::layout::{Column, Layout, Shape};

use crate::address::Engine;
use crate::error::StoreError;
use crate::open::Store;
use crate::sql;

impl Store {
    /// Makes the views agree with the layouts: makes what is missing, makes anew what has moved on, drops what is gone.
    /// Gives the number of views made or dropped; 0 when they agreed already.
    pub async fn publish_views(&self, layouts: &[Layout]) -> Result<usize, StoreError> {
        let wanted = definitions(self.engine(), layouts);
        let mut connection = self.connection().await?;
        let there = sqlx::query(sql::VIEWS).fetch_all(&mut *connection).await?;
        let there = there.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
        let there = there.collect::<Result<BTreeMap<String, String>, sqlx::Error>>()?;
        drop(connection);
        if there == wanted {
            return Ok(0);
        }
        let mut writing = self.write().await?;
        let tx = &mut *writing.tx;
        // Locks out another program that publishes at the same time.
        sqlx::query(sql::FORGET_VIEW).bind("").execute(&mut *tx).await?;
        tx.execute(sqlx::raw_sql(self.engine().pick(sql::LOCK_TABLES))).await?;
        let stale = there.iter().filter(|(name, definition)| wanted.get(*name) != Some(definition));
        let mut moved = 0;
        for (name, _) in stale {
            let text = AssertSqlSafe(format!("DROP VIEW IF EXISTS {}", quoted(name)));
            tx.execute(sqlx::raw_sql(text)).await?;
            sqlx::query(sql::FORGET_VIEW).bind(name).execute(&mut *tx).await?;
            moved += 1;
        }
        for (name, definition) in
            wanted.iter().filter(|(name, definition)| there.get(*name) != Some(definition))
        {
            // Layouts are part of the program; names are quoted all the same.
            tx.execute(sqlx::raw_sql(AssertSqlSafe(definition.clone()))).await?;
            sqlx::query(sql::ADD_VIEW).bind(name).bind(definition).execute(&mut *tx).await?;
            moved += 1;
        }
        writing.commit().await?;
        Ok(moved)
    }
}

/// The views' names and definitions.
fn definitions(engine: Engine, layouts: &[Layout]) -> BTreeMap<String, String> {
    let public = layouts.iter().filter(|layout| !layout.personal);
    public.map(|layout| (view_name(layout), definition(engine, layout))).collect()
}

/// The name of a layout's view.
pub fn view_name(layout: &Layout) -> String {
    format!("current_{}", layout.name.replace('-', "_"))
}

fn definition(engine: Engine, layout: &Layout) -> String {
    let mut text = format!(
        "CREATE VIEW {} AS SELECT e.council AS council, e.number AS change_number",
        quoted(&view_name(layout))
    );
    for column in layout.columns {
        let taken = match engine {
            Engine::Sqlite => taken_by_sqlite(column),
            Engine::Postgres => taken_by_postgres(column),
        };
        write!(text, ", {taken} AS {}", quoted(column.name)).expect("writing to a String cannot fail");
    }
    text.push_str(" FROM entries e");
    if engine == Engine::Postgres {
        let fields = layout
            .columns
            .iter()
            .map(|column| format!("{} {}", quoted(column.name), field_type(column.shape)));
        let fields = fields.collect::<Vec<_>>().join(", ");
        write!(text, " CROSS JOIN LATERAL json_to_record(CAST(e.body AS json)) AS field({fields})")
            .expect("writing to a String cannot fail");
    }
    let kind = layout.kind.replace('\'', "''");
    write!(
        text,
        " WHERE e.kind = '{kind}' AND e.tag IN ('body', 'redacted') AND e.erased = 0 AND NOT EXISTS (\
         SELECT 1 FROM entries later WHERE later.kind = e.kind AND later.council = e.council \
         AND later.key = e.key AND later.number > e.number)"
    )
    .expect("writing to a String cannot fail");
    text
}

fn taken_by_sqlite(column: &Column) -> String {
    let field = format!("json_extract(e.body, '$.\"{}\"')", column.name.replace('\'', "''"));
    match column.shape {
        Shape::Fte | Shape::Decimal | Shape::Money => format!("CAST({field} AS DOUBLE PRECISION)"),
        Shape::Count => format!("CAST({field} AS BIGINT)"),
        Shape::YesNo => format!("CASE {field} WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END"),
        Shape::References(_) | Shape::Codes(_) => {
            let path = column.name.replace('\'', "''");
            format!("(SELECT group_concat(value, ';') FROM json_each(e.body, '$.\"{path}\"'))")
        }
        Shape::Key | Shape::Reference(_) | Shape::Text | Shape::Date | Shape::Code(_) => {
            format!("CAST({field} AS TEXT)")
        }
    }
}

fn taken_by_postgres(column: &Column) -> String {
    let field = format!("field.{}", quoted(column.name));
    match column.shape {
        Shape::YesNo => format!("CASE {field} WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' END"),
        Shape::References(_) | Shape::Codes(_) => format!("NULLIF(array_to_string({field}, ';'), '')"),
        _ => field,
    }
}

/// What PostgreSQL reads a JSON field as.
fn field_type(shape: Shape) -> &'static str {
    match shape {
        Shape::Fte | Shape::Decimal | Shape::Money => "DOUBLE PRECISION",
        Shape::Count => "BIGINT",
        Shape::YesNo => "BOOLEAN",
        Shape::References(_) | Shape::Codes(_) => "TEXT[]",
        Shape::Key | Shape::Reference(_) | Shape::Text | Shape::Date | Shape::Code(_) => "TEXT",
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
