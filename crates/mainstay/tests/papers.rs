//! `mainstay paper`: begun, built, published; the record corrected; the same bytes again, and what was restated.

mod common;

use common::{ask, file, json, places};
use serde_json::json;
use testkit::stores::Place;

/// A paper of the invented council.
fn published(place: &Place) -> serde_json::Value {
    ask(place, "example load wexcombe").coded(0);
    ask(place, "paper new scrutiny-update --as-at 2022-09-30 --meeting 2023-02-02 --out paper.toml").coded(0);
    json(place, "paper publish paper.toml")
}

#[test]
fn a_published_paper_is_the_same_for_ever_and_what_was_restated_is_listed() {
    let place = Place::sqlite();
    let answer = published(&place);
    assert_eq!((&answer["version"], &answer["as_at"]), (&json!(1), &json!("2022-09-30")));
    let id = answer["id"].as_str().unwrap().to_owned();
    let formats = ["html", "pdf", "docx", "xlsx", "ods", "csv"];
    let give = |format: &str, out: &str| {
        ask(&place, &format!("--format {format} paper reproduce {id} --out {out}")).coded(0);
        std::fs::read(place.file(out)).expect("the file is there")
    };
    let first: Vec<Vec<u8>> = formats.iter().map(|format| give(format, &format!("first.{format}"))).collect();
    let none = json(&place, &format!("paper changes {id} --since {id}"));
    assert_eq!(none["restated"], json!([]), "nothing is known otherwise yet");
    // A leaver of March 2022 turns out to have left a year later.
    file(
        &place,
        "late/spells.csv",
        "spell,worker,started,origin,left,reason,destination,notice_given\n\
         S00011,W00011,2005-06-20,other-authority,2023-03-27,retired,not-social-care,2022-02-01\n",
    );
    ask(&place, "import late").coded(0);
    for (format, bytes) in formats.iter().zip(&first) {
        assert!(give(format, &format!("again.{format}")) == *bytes, "{format}");
    }
    let changes = json(&place, &format!("paper changes {id} --since {id}"));
    let restated: Vec<&str> =
        changes["restated"].as_array().unwrap().iter().filter_map(|one| one["figure"].as_str()).collect();
    assert!(restated.contains(&"leavers") && restated.contains(&"turnover"), "{changes}");
    assert!(!restated.contains(&"turnover-before"), "{changes}");
    // Publishing again is a correction, which must say what it puts right.
    let refused = ask(&place, "paper publish paper.toml").coded(2);
    assert!(refused.err.contains("correction"), "{refused:?}");
    let paper = std::fs::read_to_string(place.file("paper.toml")).expect("the paper is there");
    let corrected = format!("correction = \"One leaver had left a year later.\"\n{paper}");
    file(&place, "corrected.toml", &corrected);
    let second = json(&place, "paper publish corrected.toml");
    assert_eq!(second["version"], json!(2), "{second}");
    // What was corrected is released as restated, and the first version stays as it was.
    let leavers = |version: u32| -> String {
        let out = format!("v{version}.csv");
        ask(&place, &format!("--format csv paper reproduce {id}@{version} --out {out}")).coded(0);
        let text = std::fs::read_to_string(place.file(&out)).expect("the file is there");
        text.lines().find(|line| line.contains("(leavers)")).unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    let (then, now) = (leavers(1), leavers(2));
    assert!(then != now && !now.contains("[c]") && !then.contains("[c]"), "{then} and {now}");
    ask(&place, &format!("--format pdf paper reproduce {id}@1 --out v1.pdf")).coded(0);
    assert!(std::fs::read(place.file("v1.pdf")).expect("the file is there") == first[1]);
    ask(&place, "verify").coded(0);
}

#[test]
fn a_paper_is_built_in_every_format_and_mistakes_are_all_said() {
    for place in places() {
        ask(&place, "example load northumberland-2022").coded(0);
        for template in json(&place, "paper templates")["templates"].as_array().unwrap() {
            let name = template["name"].as_str().unwrap();
            let new = format!("paper new {name} --as-at 2022-09-30 --meeting 2023-02-02 --out {name}.toml");
            ask(&place, &new).coded(0);
        }
        for format in ["html", "pdf", "docx", "xlsx", "ods", "csv"] {
            ask(&place, &format!("--format {format} paper build scrutiny-update.toml --out out.{format}"))
                .coded(0);
        }
        let page = std::fs::read_to_string(place.file("out.html")).expect("the page is there");
        assert!(page.contains("Not for publication"), "it was not released");
        assert!(page.contains("Turnover was 15.9% both times"), "{page}");
        file(&place, "bad.toml", "id = \"x\"\nsize = 3\n");
        let refused = ask(&place, "paper build bad.toml --out bad.html").coded(3);
        assert!(refused.err.contains("line 2") && refused.err.contains("needs `title`"), "{refused:?}");
    }
}

/// The paper of an example council, built as CSV; each line without its first cell's quotation marks.
fn built(place: &Place, example: &str) -> String {
    let council = ask(place, &format!("--format json example load {example}")).coded(0).json();
    let code = council["council"].as_str().expect("the council's code").to_owned();
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(example)
        .join("paper.toml");
    let file = file.display();
    for format in ["html", "pdf", "docx", "xlsx", "ods", "csv"] {
        ask(
            place,
            &format!("--format {format} --council {code} paper build '{file}' --out {example}.{format}"),
        )
        .coded(0);
    }
    std::fs::read_to_string(place.file(&format!("{example}.csv"))).expect("the file is there")
}

/// The tables of the five papers, built again from the example councils with the arithmetic put right.
#[test]
fn the_papers_of_the_examples_are_built_again_with_their_arithmetic_put_right() {
    let place = Place::sqlite();
    let has = |text: &str, lines: &[&str]| {
        for line in lines {
            assert!(text.lines().any(|one| one.trim_start_matches('\u{feff}') == *line), "{line}: {text}");
        }
    };
    // 8.15 and 8.18: one formula in every row. The report printed -3.00, -14.20, -13.20 in the first.
    let herefordshire = built(&place, "herefordshire-2013");
    has(
        &herefordshire,
        &[
            "Service Manager,6.00,4.00,2.00,2.00,0.00,0.00",
            "Assistant Team Manager,9.00,4.00,6.00,5.00,0.00,-1.00",
            "Advanced Practitioner,8.00,4.00,0.00,4.00,4.00,4.00",
            "Social Worker,56.05,54.66,14.00,1.39,0.39,-12.61",
            "Total,79.05,66.66,22.00,12.39,4.39,-9.61",
        ],
    );
    assert!(
        herefordshire.contains("Total,87.19,66.66,22.00,") && herefordshire.contains(",-1.47"),
        "{herefordshire}"
    );
    let northumberland = built(&place, "northumberland-2022");
    has(&northumberland, &["\"In post, FTE\",189.9,181.1", "\"Agency workers, people\",21,12"]);
    assert!(northumberland.contains("873.7"), "{northumberland}");
    // Appendix 1: permanent staff 120 and 179, those covering vacancies 43 and 3, posts vacant 18 and 3; appendix 2's total.
    let manchester = built(&place, "manchester-2009");
    has(
        &manchester,
        &[
            "Holders of posts,120,179,+59,0.00,0.00,0.00",
            "\"Cover for a vacant post, while recruiting\",43,3,-40,0.00,0.00,0.00",
            "Vacant and nobody covering,0,0,0,18.00,3.00,-15.00",
            "Total,186,195,+9,18.00,3.00,-15.00",
            "Total,197,210,+13,[x],[x],[x]",
        ],
    );
    // The areas month by month.
    let cheshire = built(&place, "cheshire-east-2017");
    assert!(
        cheshire.lines().any(|line| line.starts_with("Team,4 April 2017,4 May 2017,4 June 2017,")),
        "{cheshire}"
    );
    built(&place, "devon-2021");
}

/// What registers say stands in papers; what counts people does not leave the council by that way, and nothing names a worker.
#[test]
fn a_paper_shows_what_the_registers_say() {
    let place = Place::sqlite();
    ask(&place, "example load wexcombe").coded(0);
    let head = "id = \"r\"\ntitle = \"Registers\"\ncommittee = \"Board\"\nas_at = 2025-09-30\nmeeting = \"2025-10-20\"\n";
    let part = |register: &str, more: &str| {
        format!("\n[[register]]\nid = \"{register}\"\nregister = \"{register}\"\n{more}")
    };
    let from = "from = 2024-10-01\n";
    let all = [
        ("funnel", from),
        ("vacancies", ""),
        ("agency-cost", from),
        ("incentives", ""),
        ("cohorts", ""),
        ("actions", ""),
        ("overdue", ""),
        ("board", ""),
        ("workload", ""),
        ("exits", from),
        ("parameters", ""),
    ];
    let parts: String = all.iter().map(|(name, more)| part(name, more)).collect();
    let places: Vec<String> = all.iter().map(|(name, _)| format!("{{register {name}}}\n")).collect();
    let places = places.concat();
    let section =
        |places: &str| format!("\n[[section]]\nheading = \"Registers\"\ntext = \"\"\"\n{places}\"\"\"\n");
    file(&place, "all.toml", &format!("{head}{parts}{}", section(&places)));
    ask(&place, "--format html paper build all.toml --out all.html").coded(0);
    let page = std::fs::read_to_string(place.file("all.html")).expect("the page is there");
    assert!(page.matches("<table>").count() >= 8, "{page}");
    assert!(!page.contains("W000"), "no paper names a worker");
    let refused = ask(&place, "--format html paper build all.toml --out b.html --release").coded(2);
    assert!(
        refused.err.contains("register `funnel`: ") && refused.err.contains("disclosure control"),
        "{refused:?}"
    );
    // The board's pack holds figures of its priorities, which are of people.
    file(&place, "board.toml", &format!("{head}{}{}", part("board", ""), section("{register board}\n")));
    let refused = ask(&place, "--format html paper build board.toml --out b.html --release").coded(2);
    assert!(refused.err.contains("disclosure control"), "{refused:?}");
    file(
        &place,
        "actions.toml",
        &format!("{head}{}{}", part("actions", ""), section("{register actions}\n")),
    );
    ask(&place, "--format html paper build actions.toml --out b.html --release").coded(0);
    file(
        &place,
        "none.toml",
        &format!("{head}{}{}", part("board", "table = 99\n"), section("{register board}\n")),
    );
    let refused = ask(&place, "paper build none.toml --out c.html").coded(2);
    assert!(refused.err.contains("there is no table 99"), "{refused:?}");
    let wrong = format!("{head}{}{}", part("exits", "colour = 1\n"), section("{register exit}\n"));
    file(&place, "wrong.toml", &wrong);
    let refused = ask(&place, "paper build wrong.toml --out c.html").coded(3);
    for why in ["has no key `colour`", "give `from`", "there is no [[register]] with the id `exit`"] {
        assert!(refused.err.contains(why), "{why}: {refused:?}");
    }
}

/// A forecast stands in a paper with how good such forecasts have been; what leaves the council tells nothing of what stands now.
#[test]
fn a_paper_shows_what_may_come() {
    let place = Place::sqlite();
    ask(&place, "example load wexcombe").coded(0);
    let head = "id = \"f\"\ntitle = \"Forecast\"\ncommittee = \"Cabinet\"\nas_at = 2025-03-31\nmeeting = \"2025-05-20\"\n";
    let part = |id: &str, more: &str| format!("\n[[forecast]]\nid = \"{id}\"\nshow = \"{id}\"\n{more}");
    let all = [
        ("path", "measure = \"in_post_fte\"\nmonths = 12\ntrials = 500\n"),
        ("scores", ""),
        ("own-scores", ""),
        ("assumptions", ""),
        ("turns", "months = 6\ntrials = 100\n"),
    ];
    let paper = |which: &[(&str, &str)]| {
        let parts: String = which.iter().map(|(id, more)| part(id, more)).collect();
        let places: Vec<String> = which.iter().map(|(id, _)| format!("{{forecast {id}}}\n")).collect();
        let places = places.concat();
        format!("{head}{parts}\n[[section]]\nheading = \"Forecast\"\ntext = \"\"\"\n{places}\"\"\"\n")
    };
    file(&place, "all.toml", &paper(&all));
    ask(&place, "--format csv paper build all.toml --out all.csv").coded(0);
    let all_of_it = std::fs::read_to_string(place.file("all.csv")).expect("the tables are there");
    let run = ask(&place, "--format json forecast run --months 12 --trials 500 --seed 1 --as-at 2025-03-31")
        .coded(0);
    let run: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let middle = run["paths"][0]["months"][12]["median"].as_f64().expect("a middle");
    assert_eq!(run["paths"][0]["measure"], "in_post_fte");
    let has = |text: &str, parts: &[&str]| {
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    };
    has(
        &all_of_it,
        &[
            &format!("As it is,12,{middle:.1},"),
            "Forecasts of the published series of every council, release ",
            "\"Forecasts of this council's own past, 12 months ahead, scored in FTE\"",
            "Assumptions of a simulation from 2025-03-31",
            "What it turns on: FTE in post in month 6",
        ],
    );
    file(&place, "path.toml", &paper(&all[..1]));
    ask(&place, "--format html paper build path.toml --out path.html").coded(0);
    let page = std::fs::read_to_string(place.file("path.html")).expect("the page is there");
    let told = page.find("own past, 12 months ahead: ").expect("how good such forecasts have been");
    assert!(told < page.find("<svg").expect("a chart"), "it is said first");
    ask(&place, "--format html paper build path.toml --out again.html").coded(0);
    assert_eq!(page, std::fs::read_to_string(place.file("again.html")).expect("the same again"));
    // What leaves: whole numbers, and no month before the third.
    ask(&place, "--format csv paper build path.toml --out out.csv --release").coded(0);
    let out = std::fs::read_to_string(place.file("out.csv")).expect("the tables are there");
    has(&out, &[&format!("As it is,12,{middle:.0},")]);
    assert!(!out.contains("As it is,0,") && out.contains("As it is,3,"), "{out}");
    for own in &all[2..] {
        file(&place, "own.toml", &paper(&[*own]));
        let refused = ask(&place, "paper build own.toml --out own.html --release").coded(2);
        assert!(refused.err.contains("disclosure control"), "{refused:?}");
    }
    let wrong = [
        ("path", "measure = \"in_post\"\n", 2, "`measure` is one of in_post_fte, vacant_fte"),
        ("path", "months = 6\n", 3, "a path is of one `measure`"),
        ("scores", "months = 0\n", 3, "`months` is 1 to 120"),
        ("scores", "scenarios = [\"a\"]\n", 3, "only a path has `scenarios`"),
        ("path", "measure = \"in_post_fte\"\nscenarios = [\"a\"]\n", 2, "nothing is kept by the name `a`"),
    ];
    for (id, more, code, why) in wrong {
        file(&place, "wrong.toml", &paper(&[(id, more)]));
        let refused = ask(&place, "paper build wrong.toml --out c.html").coded(code);
        assert!(refused.err.contains(why), "{why}: {refused:?}");
    }
}
