//! How often the checker is right on claims labelled by hand: precision, recall, and what it says where there is nothing to say.

use papers::claims::evidence::Evidence;
use papers::claims::{Claim, Kind, Settings, Verdict, check};
use papers::read::read;

/// A label: a stated number or a kind of claim, and the verdict it should have.
struct Label {
    what: String,
    verdict: Verdict,
}

/// How a file of labels came out.
#[derive(Debug, Default)]
struct Score {
    labels: usize,
    right: usize,
    /// Labels that hold or do not (confirmed, contradicted, imprecise), and how many were found so.
    decisive: usize,
    decisive_right: usize,
    /// Verdicts that decide which the checker gave, and how many are as labelled.
    given: usize,
    given_right: usize,
    misses: Vec<String>,
}

impl Score {
    fn line(&self) -> String {
        let percent = |part: usize, whole: usize| (1000 * part / whole.max(1) + 5) / 10;
        format!(
            "{} labels, {} right ({}%); of verdicts that decide, precision {}/{} ({}%), recall {}/{} ({}%)",
            self.labels,
            self.right,
            percent(self.right, self.labels),
            self.given_right,
            self.given,
            percent(self.given_right, self.given),
            self.decisive_right,
            self.decisive,
            percent(self.decisive_right, self.decisive)
        )
    }
}

fn decides(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Confirmed | Verdict::Contradicted | Verdict::Imprecise)
}

fn labels(text: &str) -> Vec<Label> {
    let one = |label: &str| {
        let (what, verdict) = label.trim().rsplit_once(' ')?;
        let verdict = Verdict::ALL.into_iter().find(|one| one.text() == verdict);
        Some(Label { what: what.to_owned(), verdict: verdict.unwrap_or_else(|| panic!("{label}")) })
    };
    if text.trim() == "none" {
        Vec::new()
    } else {
        text.split(';').map(|label| one(label).expect("the test's own data")).collect()
    }
}

/// Hedges that a label may have taken into its number: "nearly one in five" and "one in five" are the same claim.
const HEDGES: &[&str] = &[
    "nearly ",
    "almost ",
    "about ",
    "around ",
    "over ",
    "just ",
    "under ",
    "more than ",
    "fewer than ",
    "less than ",
    "a little ",
];

fn without_hedges(stated: &str) -> String {
    let mut words = stated.to_lowercase();
    while let Some(hedge) = HEDGES.iter().find(|hedge| words.starts_with(**hedge)) {
        words = words[hedge.len()..].to_owned();
    }
    words
}

/// Whether a label is of a claim. Whether "rose in every year" is a comparison or a universal is a matter of taste.
fn is_of(claim: &Claim, label: &Label) -> bool {
    match label.what.as_str() {
        "comparison" | "universal" => matches!(claim.kind, Kind::Comparison | Kind::Universal),
        "superlative" => claim.kind == Kind::Superlative,
        stated => claim.kind == Kind::Figure && without_hedges(&claim.stated) == without_hedges(stated),
    }
}

fn score(file: &str) -> Score {
    let path = format!("{}/tests/labelled/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the test's own data");
    let mut score = Score::default();
    let mut about: (Option<String>, Option<workforce::Date>) = (None, None);
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("== ") {
            let (authority, published) = head.split_once(' ').expect("the test's own data");
            about = (Some(authority.to_owned()).filter(|code| code != "-"), published.parse().ok());
            continue;
        }
        let (prose, after) = line.split_once(" || ").expect("the test's own data");
        // Each line is a paper of its own: nothing is carried from one to the next.
        let document = read("line.txt", prose.as_bytes()).expect("the test's own data");
        let evidence = Evidence { releases: papers::benchmarks::releases().iter().collect(), own: None };
        let authority = about.0.clone().map(|code| (code, String::new()));
        let report =
            check(&document, &Settings { authority, published: about.1, evidence, corrections: Vec::new() });
        let labels = labels(after);
        let claims: Vec<&Claim> = report.claims.iter().filter(|claim| claim.kind != Kind::Document).collect();
        for label in &labels {
            let found = claims.iter().find(|claim| is_of(claim, label));
            let right = found.is_some_and(|claim| claim.verdict == label.verdict);
            score.labels += 1;
            score.right += usize::from(right);
            score.decisive += usize::from(decides(label.verdict));
            score.decisive_right += usize::from(decides(label.verdict) && right);
            if !right {
                let said = found.map_or("nothing".to_owned(), |claim| {
                    format!("{}: {}", claim.verdict.text(), claim.because)
                });
                score.misses.push(format!(
                    "{prose}\n   {} should be {}, is {said}",
                    label.what,
                    label.verdict.text()
                ));
            }
        }
        for claim in claims.iter().filter(|claim| decides(claim.verdict)) {
            let label = labels.iter().find(|label| is_of(claim, label));
            score.given += 1;
            score.given_right += usize::from(label.is_some_and(|label| label.verdict == claim.verdict));
            if label.is_none() {
                score.misses.push(format!(
                    "{prose}\n   not labelled: {} {} {}",
                    claim.kind.text(),
                    claim.stated,
                    claim.because
                ));
            }
        }
    }
    score
}

#[test]
fn claims_labelled_by_hand_are_judged_as_labelled() {
    let files = [
        "build.txt",
        "kept.txt",
        "late.txt",
        "last.txt",
        "blind.txt",
        "more.txt",
        "blind2.txt",
        "stranger.txt",
        "stranger2.txt",
        "sealed.txt",
    ];
    let scores = files.map(score);
    let lines: Vec<String> =
        files.iter().zip(&scores).map(|(file, score)| format!("{file}: {}", score.line())).collect();
    // A file stays blind only as long as nobody reads what it misses.
    let shown = std::env::var("MAINSTAY_MISSES_OF").unwrap_or_default();
    let asked = files.iter().zip(&scores).filter(|(file, _)| shown.split(',').any(|one| one == **file));
    for miss in asked.flat_map(|(_, score)| &score.misses) {
        eprintln!("{miss}");
    }
    assert!(scores.iter().map(|score| score.labels).sum::<usize>() >= 150, "{lines:?}");
    insta::assert_snapshot!(lines.join("\n"), @r"
    build.txt: 92 labels, 91 right (99%); of verdicts that decide, precision 81/81 (100%), recall 81/81 (100%)
    kept.txt: 98 labels, 97 right (99%); of verdicts that decide, precision 87/87 (100%), recall 87/87 (100%)
    late.txt: 68 labels, 65 right (96%); of verdicts that decide, precision 62/63 (98%), recall 61/64 (95%)
    last.txt: 56 labels, 55 right (98%); of verdicts that decide, precision 49/49 (100%), recall 49/50 (98%)
    blind.txt: 80 labels, 77 right (96%); of verdicts that decide, precision 76/76 (100%), recall 75/77 (97%)
    more.txt: 84 labels, 79 right (94%); of verdicts that decide, precision 75/75 (100%), recall 75/79 (95%)
    blind2.txt: 182 labels, 180 right (99%); of verdicts that decide, precision 175/176 (99%), recall 173/174 (99%)
    stranger.txt: 241 labels, 214 right (89%); of verdicts that decide, precision 189/191 (99%), recall 197/221 (89%)
    stranger2.txt: 242 labels, 193 right (80%); of verdicts that decide, precision 176/177 (99%), recall 178/223 (80%)
    sealed.txt: 241 labels, 147 right (61%); of verdicts that decide, precision 131/145 (90%), recall 132/219 (60%)
    ");
}
