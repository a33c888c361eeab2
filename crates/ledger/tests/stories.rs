//! One suite of stories, told on both engines.

use std::collections::BTreeMap;

use ledger::{Append, AppendError, Blob, Engine, Erase, KnownAt, RestoreError, Store, StoreError, sql};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, AssertSqlSafe, Column as _, Executor, Row, Statement as _};
use testkit::stores::Place;
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};
use workforce::records::LAYOUTS;

fn note(by: &str, day: u32) -> Note {
    Note {
        at: format!("2013-04-{day:02}T09:00:00Z"),
        by: by.to_owned(),
        reason: "because".to_owned(),
        source: "a file".to_owned(),
    }
}

fn entry(kind: &str, key: &str, body: &str) -> Entry {
    Entry { record: RecordId::new(kind, key), content: Content::Body(body.to_owned()) }
}

fn post(key: &str, fte: &str) -> Entry {
    let body = format!(r#"{{"post":"{key}","from":"2013-04-01","role":"SW","team":"T","fte":"{fte}"}}"#);
    entry("post", &format!("{key}@2013-04-01"), &body)
}

fn append(expected: u64, by: &str, day: u32, entries: Vec<Entry>) -> Append {
    Append { expected_head: ChangeNumber(expected), note: note(by, day), entries, blobs: Vec::new() }
}

async fn store(place: &Place) -> Store {
    let store = place.open().await;
    store.add_council("884", "Herefordshire").await.expect("a council can be added");
    store
}

async fn land(store: &Store, append: Append) -> u64 {
    store.append("884", append).await.expect("the change lands").0
}

/// The state at a change, as `kind:key body`.
async fn state(store: &Store, at: u64) -> Vec<String> {
    let stated = store.state("884", ChangeNumber(at)).await.expect("the state can be read");
    let mut lines: Vec<_> = stated
        .into_iter()
        .map(|stated| {
            let content = match stated.entry.content {
                Content::Body(body) => body,
                other => format!("{other:?}"),
            };
            format!("{} {content}", stated.entry.record)
        })
        .collect();
    lines.sort();
    lines
}

async fn sound(store: &Store) {
    let report = store.verify(None).await.expect("the store answers");
    assert!(report.is_sound(), "{:?}", report.faults);
}

async fn raw(place: &Place) -> AnyPool {
    sqlx::any::install_default_drivers();
    let url = match place.engine {
        Engine::Sqlite => format!("sqlite:{}", place.address),
        Engine::Postgres => place.address.clone(),
    };
    AnyPoolOptions::new().max_connections(1).connect(&url).await.expect("the store answers")
}

#[tokio::test]
async fn what_was_known_then_can_be_asked_for_later() {
    for place in Place::both().await {
        let store = store(&place).await;
        assert_eq!(land(&store, append(0, "ann", 1, vec![post("A", "1"), post("B", "1")])).await, 1);
        assert_eq!(land(&store, append(1, "bob", 3, vec![post("A", "0.5")])).await, 2);
        let withdrawn = Entry { record: post("B", "1").record, content: Content::Withdrawn };
        assert_eq!(land(&store, append(2, "cat", 5, vec![withdrawn])).await, 3);
        let fte = |lines: Vec<String>| -> Vec<String> {
            lines.iter().map(|line| line.rsplit("fte").next().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(fte(state(&store, 1).await), ["\":\"1\"}", "\":\"1\"}"]);
        assert_eq!(fte(state(&store, 2).await), ["\":\"0.5\"}", "\":\"1\"}"]);
        assert_eq!(state(&store, 3).await[1], "post:B@2013-04-01 Withdrawn");
        assert_eq!(state(&store, 0).await, Vec::<String>::new());
        let resolve =
            async |known: KnownAt| store.resolve_known_at("884", &known).await.map(|number| number.0);
        assert_eq!(resolve(KnownAt::Head).await, Ok(3));
        assert_eq!(resolve(KnownAt::Instant("2013-04-03T09:00:00Z".into())).await, Ok(2));
        assert_eq!(resolve(KnownAt::Instant("2013-04-03T09:59:00+01:00".into())).await, Ok(1));
        assert_eq!(resolve(KnownAt::Instant("1999-01-01T00:00:00Z".into())).await, Ok(0));
        let beyond = StoreError::BeyondHead { council: "884".into(), head: 3, asked: 9 };
        assert_eq!(resolve(KnownAt::Number(ChangeNumber(9))).await, Err(beyond));
        let told = store.history("884", &RecordId::new("post", "A")).await.expect("history can be read");
        let told: Vec<_> = told.iter().map(|told| (told.number.0, told.note.by.as_str())).collect();
        assert_eq!(told, [(1, "ann"), (2, "bob")]);
        let logged = store.log("884").await.expect("the log can be read");
        assert_eq!(logged.iter().map(|logged| logged.entries).collect::<Vec<_>>(), [2, 1, 1]);
        sound(&store).await;
    }
}

#[tokio::test]
async fn writers_of_different_records_both_land_and_of_the_same_the_later_is_refused() {
    for place in Place::both().await {
        let store = store(&place).await;
        land(&store, append(0, "ann", 1, vec![post("A", "1"), post("B", "1")])).await;
        assert_eq!(land(&store, append(1, "bob", 2, vec![post("A", "0.5")])).await, 2);
        assert_eq!(land(&store, append(1, "cat", 3, vec![post("B", "0.5")])).await, 3);
        let refused = store.append("884", append(1, "dan", 4, vec![post("A", "0.8"), post("C", "1")])).await;
        let Err(AppendError::Conflict(touched)) = &refused else { panic!("{refused:?}") };
        assert_eq!((touched.len(), touched[0].by.as_str(), touched[0].number.0), (1, "bob", 2));
        let text = refused.expect_err("it is refused").to_string();
        for part in ["post:A@2013-04-01", "bob", "2013-04-02T09:00:00Z"] {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(state(&store, 3).await.len(), 2, "nothing of the refused change is there");
        let ahead = store.append("884", append(9, "eve", 5, vec![post("D", "1")])).await;
        assert!(matches!(ahead, Err(AppendError::Ahead { .. })), "{ahead:?}");
    }
}

#[tokio::test]
async fn a_change_that_cannot_be_right_is_refused_with_everything_wrong() {
    for place in Place::both().await {
        let store = store(&place).await;
        let bad = vec![
            post("A", "1"),
            post("A", "1"),
            entry("post", "B", "[1]"),
            entry("post", "C", "{\"a\":\"\\u0000\"}"),
        ];
        let refused = store.append("884", append(0, "", 1, bad)).await;
        let Err(AppendError::Refused(refusals)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusals.len(), 4, "{refusals:?}");
        let empty = store.append("884", append(0, "ann", 1, Vec::new())).await;
        assert!(matches!(empty, Err(AppendError::Refused(_))), "{empty:?}");
        let nowhere = store.append("000", append(0, "ann", 1, vec![post("A", "1")])).await;
        assert!(matches!(nowhere, Err(AppendError::Store(StoreError::NoCouncil(_)))), "{nowhere:?}");
        assert_eq!(store.head("884").await, Ok(ChangeNumber(0)));
    }
}

const MARKER: &str = "Unmistakable-Testwater";

async fn with_a_person(store: &Store) {
    let identity = entry("identity", "W1", &format!(r#"{{"worker":"W1","family_name":"{MARKER}"}}"#));
    let worker = entry("worker", "W1", r#"{"worker":"W1","registration":"SW-MARKED"}"#);
    let blob = Blob {
        name: "staff.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        bytes: format!("worker,family_name\nW1,{MARKER}\n").into_bytes(),
    };
    let first = Append { blobs: vec![blob], ..append(0, "ann", 1, vec![identity, worker, post("A", "1")]) };
    land(store, first).await;
    land(store, append(1, "bob", 2, vec![post("B", "1")])).await;
}

async fn erase(store: &Store) {
    let erase = Erase {
        note: note("dpo", 9),
        records: vec![RecordId::new("identity", "W1")],
        replacements: vec![entry("worker", "W1", r#"{"worker":"W1"}"#)],
    };
    let erasure = store.erase("884", erase).await.expect("the person is there");
    assert_eq!((erasure.number.0, erasure.entries, erasure.blobs, erasure.unscrubbed), (3, 2, 1, None));
}

#[tokio::test]
async fn an_erased_person_is_gone_and_the_counts_and_the_chain_stand() {
    for place in Place::both().await {
        let store = store(&place).await;
        with_a_person(&store).await;
        erase(&store).await;
        sound(&store).await;
        assert_eq!(state(&store, 3).await.len(), 4);
        assert_eq!(state(&store, 1).await[0], "identity:W1 Erased");
        let worker = state(&store, 3).await;
        assert!(worker.contains(&r#"worker:W1 {"worker":"W1"}"#.to_owned()), "{worker:?}");
        let brought = store.blobs("884", ChangeNumber(1)).await.expect("links can be read");
        let kept = store.blob("884", brought[0].digest).await.expect("the file's row is there");
        assert_eq!(kept, Some(ledger::Kept::Erased));
        if place.engine == Engine::Sqlite {
            for file in std::fs::read_dir(place.folder()).expect("the folder is there") {
                let path = file.expect("the folder can be read").path();
                let bytes = std::fs::read(&path).expect("the file can be read");
                for gone in [MARKER, "SW-MARKED"] {
                    let found = bytes.windows(gone.len()).any(|window| window == gone.as_bytes());
                    assert!(!found, "{gone} is still in {}", path.display());
                }
            }
        }
    }
}

#[tokio::test]
async fn a_body_cannot_be_blanked_without_an_erasure_in_the_chain() {
    for place in Place::both().await {
        let store = store(&place).await;
        with_a_person(&store).await;
        let raw = raw(&place).await;
        let blank = "UPDATE entries SET body = NULL, salt = NULL, erased = 1 WHERE kind = 'post'";
        raw.execute(blank).await.expect("the row is there");
        raw.close().await;
        assert!(!store.verify(None).await.expect("the store answers").is_sound());
    }
}

/// Another value for a column, whatever it holds: the first byte or the number moved by one.
fn flipped(kind: sql::Kind, name: &str, engine: Engine) -> String {
    match (kind, engine) {
        (sql::Kind::Int, _) if name == "erased" => format!("1 - {name}"),
        (sql::Kind::Int, _) => format!("{name} + 1000"),
        (sql::Kind::Text, _) if name == "tag" => {
            format!("CASE {name} WHEN 'body' THEN 'withdrawn' ELSE 'body' END")
        }
        (sql::Kind::Text, _) => {
            format!("CASE WHEN {name} IS NULL THEN 'x' ELSE 'x' || SUBSTR({name}, 2) END")
        }
        (sql::Kind::Bytes, Engine::Sqlite) => {
            // Digests and salts are random: one in 256 begins with the first of these bytes already.
            format!(
                "CASE WHEN {name} IS NULL THEN X'00' WHEN SUBSTR({name}, 1, 1) = X'F7' THEN CAST(X'F6' || SUBSTR({name}, 2) \
                 AS BLOB) ELSE CAST(X'F7' || SUBSTR({name}, 2) AS BLOB) END"
            )
        }
        (sql::Kind::Bytes, Engine::Postgres) => {
            format!(
                "CASE WHEN {name} IS NULL THEN '\\x00'::bytea ELSE SET_BYTE({name}, 0, (GET_BYTE({name}, 0) + 1) % 256) END"
            )
        }
    }
}

#[tokio::test]
async fn a_flipped_byte_in_any_column_of_history_is_found() {
    for place in Place::both().await {
        let first = store(&place).await;
        with_a_person(&first).await;
        erase(&first).await;
        let backup = place.file("before.db");
        first.backup(&backup).await.expect("a backup can be made");
        first.close().await;
        for table in sql::TABLES {
            for (column, kind) in table.columns {
                // Each flip has a store of its own, so that one cannot hide another.
                let other = match place.engine {
                    Engine::Sqlite => Place::sqlite(),
                    Engine::Postgres => Place::postgres().await.expect("the server is there"),
                };
                let store = other.open().await;
                store.restore(&backup).await.expect("a sound backup can be restored");
                let raw = raw(&other).await;
                let off = match place.engine {
                    Engine::Sqlite => "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON",
                    Engine::Postgres => "SET session_replication_role = replica",
                };
                raw.execute(off).await.expect("constraints can be set aside");
                let value = flipped(*kind, column, place.engine);
                let order = table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                let row = match place.engine {
                    Engine::Sqlite => {
                        format!("rowid = (SELECT rowid FROM {} ORDER BY {order} LIMIT 1)", table.name)
                    }
                    Engine::Postgres => {
                        format!("ctid = (SELECT ctid FROM {} ORDER BY {order} LIMIT 1)", table.name)
                    }
                };
                let text = format!("UPDATE {} SET {column} = {value} WHERE {row}", table.name);
                let done = raw.execute(AssertSqlSafe(text)).await.expect("constraints are set aside");
                assert_eq!(done.rows_affected(), 1);
                raw.close().await;
                let report = store.verify(None).await.expect("the store answers");
                assert!(!report.is_sound(), "{:?}: {}.{column}", place.engine, table.name);
            }
        }
    }
}

#[tokio::test]
async fn a_backup_of_either_engine_restores_into_either() {
    for place in Place::both().await {
        let from = store(&place).await;
        with_a_person(&from).await;
        let file = place.file("copy.db");
        from.backup(&file).await.expect("a backup can be made");
        assert!(from.backup(&file).await.is_err(), "a backup is never written over another file");
        for target in Place::both().await {
            let to = target.open().await;
            to.restore(&file).await.expect("a sound backup can be restored");
            sound(&to).await;
            assert_eq!(state(&to, 2).await, state(&from, 2).await);
            let again = to.restore(&file).await;
            assert!(matches!(again, Err(RestoreError::NotEmpty)), "{again:?}");
            assert_eq!(land(&to, append(2, "cat", 3, vec![post("C", "1")])).await, 3);
        }
        let raw =
            AnyPoolOptions::new().connect(&format!("sqlite:{}", file.display())).await.expect("it is a file");
        raw.execute("UPDATE changes SET reason = 'another' WHERE number = 1")
            .await
            .expect("the row is there");
        raw.close().await;
        let target = Place::sqlite();
        let to = target.open().await;
        let damaged = to.restore(&file).await;
        assert!(matches!(damaged, Err(RestoreError::Damaged(_))), "{damaged:?}");
        assert_eq!(to.councils().await.map(|councils| councils.len()), Ok(0));
    }
}

#[tokio::test]
async fn flat_views_show_the_current_records_alike_on_both_engines() {
    let mut shown = BTreeMap::new();
    for place in Place::both().await {
        let store = store(&place).await;
        let unit = entry(
            "unit",
            "T@2013-04-01",
            r#"{"unit":"T","from":"2013-04-01","name":"=North","kind":"team","successors":["U","V"]}"#,
        );
        let role = entry(
            "role",
            "SW@2013-04-01",
            r#"{"role":"SW","from":"2013-04-01","title":"T","qualified":true,"rank":3}"#,
        );
        let decision = entry(
            "decision",
            "D",
            r#"{"decision":"D","on":"2013-01-01","title":"T","status":"approved","amount":"1100000.50"}"#,
        );
        land(&store, append(0, "ann", 1, vec![post("A", "1"), post("B", "1"), unit, role, decision])).await;
        let withdrawn = Entry { record: post("B", "1").record, content: Content::Withdrawn };
        land(&store, append(1, "ann", 2, vec![post("A", "0.8"), withdrawn])).await;
        assert!(store.publish_views(LAYOUTS).await.expect("views can be made") > 0);
        assert_eq!(store.publish_views(LAYOUTS).await, Ok(0), "made once");
        let raw = raw(&place).await;
        let mut lines = Vec::new();
        for query in [
            "SELECT post || ' ' || CAST(change_number AS TEXT) || ' ' || CAST(fte * 10 AS INTEGER) FROM current_posts",
            "SELECT name || ' ' || successors FROM current_units",
            "SELECT qualified || ' ' || CAST(rank + 1 AS TEXT) FROM current_roles",
            "SELECT CAST(CAST(amount * 100 AS BIGINT) AS TEXT) FROM current_decisions",
        ] {
            let rows = raw.fetch_all(query).await.expect("the view is there");
            lines.extend(rows.iter().map(|row| row.get::<String, _>(0)));
        }
        assert_eq!(lines, ["A 2 8", "=North U;V", "yes 4", "110000050"], "{:?}", place.engine);
        let personal = raw.fetch_all("SELECT 1 FROM current_identities").await;
        assert!(personal.is_err(), "there is no view of identities");
        raw.close().await;
        shown.insert(format!("{:?}", place.engine), lines);
    }
    assert!(shown.values().all(|lines| Some(lines) == shown.values().next()));
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines_with_the_columns_it_says() {
    for place in Place::both().await {
        drop(store(&place).await);
        let raw = raw(&place).await;
        for statement in sql::STATEMENTS {
            let prepared = raw.prepare(statement.text.into_sql()).await;
            let prepared = prepared.unwrap_or_else(|error| panic!("{}: {error}", statement.name));
            let named: Vec<_> = prepared.columns().iter().map(|column| column.name().to_owned()).collect();
            let said: Vec<_> = statement.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(named, said, "{:?}: {}", place.engine, statement.name);
        }
        raw.close().await;
    }
}

/// A text of the list as sqlx takes it.
trait IntoSql {
    fn into_sql(self) -> sqlx::SqlStr;
}

impl IntoSql for &'static str {
    fn into_sql(self) -> sqlx::SqlStr {
        sqlx::SqlSafeStr::into_sql_str(self)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_at_once_lose_nothing() {
    for place in Place::both().await {
        let store = store(&place).await;
        let writers = (0..8).map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for at in 0..12 {
                    let key = format!("{writer}-{at}");
                    let head = store.head("884").await.expect("the store answers").0;
                    let by = format!("writer {writer}");
                    store
                        .append("884", append(head, &by, 1, vec![post(&key, "1")]))
                        .await
                        .expect("nobody else writes it");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("the writer is done");
        }
        assert_eq!(store.head("884").await, Ok(ChangeNumber(96)));
        assert_eq!(state(&store, 96).await.len(), 96);
        sound(&store).await;
    }
}

#[tokio::test]
async fn the_state_is_what_the_changes_fold_to() {
    let place = Place::sqlite();
    let store = store(&place).await;
    let mut expected: BTreeMap<RecordId, Content> = BTreeMap::new();
    let mut expected_at = vec![expected.clone()];
    for change in 0u64..40 {
        // A fixed mixture of new, changed and withdrawn records.
        let entries = (0..=change % 3).map(|part| {
            let record = post(&format!("{}", (change * 7 + part * 3) % 11), &format!("0.{}", part + 1));
            if (change + part) % 5 == 4 { Entry { content: Content::Withdrawn, ..record } } else { record }
        });
        let mut entries: Vec<Entry> = entries.collect();
        entries.dedup_by(|a, b| a.record == b.record);
        for entry in &entries {
            expected.insert(entry.record.clone(), entry.content.clone());
        }
        expected_at.push(expected.clone());
        land(&store, append(change, "ann", 1, entries)).await;
    }
    for (at, expected) in expected_at.into_iter().enumerate() {
        let stated = store.state("884", ChangeNumber(at as u64)).await.expect("the state can be read");
        let stated: BTreeMap<_, _> = stated.into_iter().map(|s| (s.entry.record, s.entry.content)).collect();
        assert_eq!(stated, expected, "at change {at}");
    }
}

#[tokio::test]
async fn a_large_change_lands_whole() {
    for place in Place::both().await {
        let store = store(&place).await;
        let entries = (0..20_000).map(|at| post(&format!("{at}"), "1")).collect();
        land(&store, append(0, "ann", 1, entries)).await;
        assert_eq!(state(&store, 1).await.len(), 20_000);
        sound(&store).await;
    }
}

#[tokio::test]
async fn what_is_not_a_store_is_refused_and_no_password_is_shown() {
    let place = Place::sqlite();
    let missing = Store::open(&place.address).await;
    assert!(matches!(missing, Err(StoreError::NotFound(_))), "{missing:?}");
    let text = place.file("notes.txt");
    std::fs::write(&text, "not a database, but long enough to look at: ".repeat(40))
        .expect("the folder takes files");
    let other = Store::open(&text.display().to_string()).await;
    assert!(matches!(other, Err(StoreError::NotAStore { .. })), "{other:?}");
    let store = store(&place).await;
    let raw = raw(&place).await;
    raw.execute("INSERT INTO mainstay_store (version, name) VALUES (99, 'later')")
        .await
        .expect("the table is there");
    raw.close().await;
    store.close().await;
    let newer = Store::open(&place.address).await;
    assert!(matches!(newer, Err(StoreError::Newer { found: 99, .. })), "{newer:?}");
    let secret = Store::open("postgres://someone:hunter2@127.0.0.1:1/nowhere").await;
    let text = format!("{secret:?} {}", secret.as_ref().expect_err("nothing listens there"));
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    let mut seen = Vec::new();
    for place in Place::both().await {
        drop(store(&place).await);
        let raw = raw(&place).await;
        let query = match place.engine {
            Engine::Sqlite => {
                "SELECT m.name || '.' || p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p \
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
            }
            Engine::Postgres => {
                "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns \
                WHERE table_schema = CURRENT_SCHEMA()"
            }
        };
        let rows = raw.fetch_all(query).await.expect("the engine tells its tables");
        let mut columns: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        columns.sort();
        raw.close().await;
        seen.push(columns);
    }
    assert!(seen[0].len() > 30);
    assert!(seen.iter().all(|columns| *columns == seen[0]), "{seen:#?}");
}
