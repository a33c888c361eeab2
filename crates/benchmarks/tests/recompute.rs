//! Every published rate of every bundled release, from its parts: how many agree, and why the rest do not.

use std::collections::BTreeMap;

use benchmarks::recompute::{Basis, Why, recompute};
use benchmarks::table::Level;
use benchmarks::{Measure, Recomputed, current, releases};
use workforce::quantity::NoNumber;

#[test]
fn explore() {
    for release in releases() {
        let all = recompute(release, None);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for one in &all {
            let key = format!("{:?} {:?} {:?} {:?}", one.level, one.agrees, one.basis, one.why);
            *counts.entry(key).or_default() += 1;
            if !one.agrees && one.why.is_none() || one.basis != Basis::AsPrinted {
                println!("{} {} {} {} {} {:?} {} {:?}", release.label(), one.area, one.year, one.measure, one.published, one.recomputed.map(|r| r.rounded(3).to_string()), one.agrees, one.basis);
            }
        }
        println!("{} {} {counts:#?}", release.label(), all.len());
        for m in Measure::ALL.iter().filter(|m| m.parts().is_some()) {
            let of: Vec<_> = all.iter().filter(|o| o.measure == *m && o.level == Level::Authority).collect();
            let both: Vec<_> = of.iter().filter_map(|o| Some((o.published.number()?, o.recomputed?.rounded(1)))).collect();
            println!("{m} {} {} {} agree {}", both.len(), both.iter().filter(|(a,b)| a.millionths()==b.millionths()).count(), both.iter().filter(|(a,b)| (a.millionths()-b.millionths()).abs() <= 100_000).count(), of.iter().filter(|o| o.agrees).count());
        }
    }
    for s in benchmarks::screen(releases()) { if !matches!(s, benchmarks::Screened::Restated{..}) { println!("{s:?}"); } }
    let mut c: BTreeMap<String, usize> = BTreeMap::new();
    for s in benchmarks::screen(releases()) { if let benchmarks::Screened::Restated{old_release, new_release, measure, ..} = s { *c.entry(format!("{old_release} {new_release}")).or_default()+=1; *c.entry(format!("{old_release} {new_release} {measure}")).or_default()+=1; } }
    println!("{c:#?}");
}
