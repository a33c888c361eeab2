/// Checks bytes as a return of every year, and writes and checks again what was read of it.
pub(crate) fn csww(bytes: &[u8]) {
    use returns::csww::check::{Settings, check, compare};
    use returns::csww::document::Return;
    use returns::csww::read::Limits;

    let limits = Limits { text: 1000, findings: 100, ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let mut checked = check(|| Ok(bytes), &settings).expect("memory can be read");
    assert!(checked.findings.len() <= limits.findings + 1);
    for finding in &checked.findings {
        assert!(finding.line > 0 && finding.column > 0, "{finding:?}");
        assert!(
            finding.worker.is_none_or(|worker| worker as usize <= checked.entries.len() + 1),
            "{finding:?}"
        );
    }
    let before = check(|| Ok(bytes), &settings).expect("memory can be read");
    assert_eq!(before.entries, checked.entries, "the same file is read in the same way");
    compare(&mut checked, &before, &settings);
    let document = Return::read(bytes, &limits).expect("memory can be read");
    drop(document);
}
