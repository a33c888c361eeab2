#![expect(missing_docs, clippy::print_stdout, reason = "scratch")]
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let doc = papers::read::read(&path, &bytes).unwrap();
        let evidence = papers::claims::evidence::Evidence {
            releases: papers::benchmarks::releases().iter().collect(),
            own: None,
        };
        let report =
            papers::claims::check(&doc, &papers::claims::Settings { evidence, ..Default::default() });
        println!(
            "##### {path} {:?} {:?} {:?}",
            report.document.authority, report.document.published, report.summary
        );
        for c in &report.claims {
            let line = doc.text[..c.mark.start].matches('\n').count() + 1;
            println!(
                "{line:4} {:12} {:11} {:24} {:?} {:?} p={:?} stated={:?} computed={:?}\n       {}",
                c.verdict.text(),
                c.kind.text(),
                c.measure.unwrap_or("-"),
                c.authority.as_deref().unwrap_or("-"),
                &doc.text[c.mark.clone()],
                c.period,
                c.stated,
                c.computed,
                c.because
            );
        }
    }
}
