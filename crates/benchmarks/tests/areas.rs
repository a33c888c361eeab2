//! Authorities: finding them, the row that holds their figures, and their neighbours.

use benchmarks::areas::{Model, Status, authorities, find, find_in, neighbours, row_of};
use benchmarks::{current, releases};

#[test]
fn authorities_are_found_by_code_ons_code_and_name() {
    for text in ["810", "E06000010", "Kingston upon Hull, City of", "kingston upon hull"] {
        assert_eq!(find(text).unwrap().code, "810", "{text}");
    }
    assert_eq!(find("St Helens").unwrap().name, "St. Helens");
    assert_eq!(find("E08000016").unwrap().name, "Barnsley", "an ONS code it used to have");
    assert_eq!(find("Brighton & Hove").unwrap().code, "846");
    assert_eq!(find("Wexcombe"), None);
    assert_eq!(find("Dorset").unwrap().code, "838", "the one that exists");
    assert_eq!(find_in("Dorset", 2017).unwrap().code, "835", "the one that existed");
}

#[test]
fn there_are_153_and_five_abolished() {
    let former: Vec<_> =
        authorities().iter().filter(|a| a.status == Status::Former).map(|a| &*a.name).collect();
    assert_eq!(former, ["Dorset", "Poole", "Bournemouth", "Cumbria", "Northamptonshire"]);
    assert_eq!(authorities().len() - former.len(), 153);
}

#[test]
fn joint_returns_share_a_row() {
    for (codes, row) in [(["314", "318"], "314 / 318"), (["940", "941"], "940 / 941")] {
        for code in codes {
            assert!(find(code).unwrap().is_joint());
            assert_eq!(row_of(find(code).unwrap(), 2023), Ok(row));
        }
    }
    assert_eq!(authorities().iter().filter(|authority| authority.is_joint()).count(), 4);
}

#[test]
fn every_row_is_some_authoritys_and_every_authority_has_its_rows() {
    for release in releases() {
        for row in release.rows().iter().filter(|row| row.level == benchmarks::table::Level::Authority) {
            let code = row.code().split('/').next().unwrap();
            assert!(find_in(code, row.year).is_some(), "{}", row.name());
        }
        for year in release.years() {
            let there = authorities().iter().filter_map(|authority| row_of(authority, year).ok());
            let rows: std::collections::BTreeSet<_> = there
                .map(|code| release.row_coded(code, year).unwrap_or_else(|| panic!("{code} {year}")).code())
                .collect();
            assert_eq!(rows.len(), release.authority_rows(year).count(), "{} {year}", release.label());
        }
    }
    assert_eq!(current().authority_rows(2023).count(), 151);
}

#[test]
fn neighbours_are_ten_closest_first_where_the_model_has_any() {
    let closest = |model| neighbours("929", model)[0].name.clone();
    assert_eq!(closest(Model::Y2021), "East Riding of Yorkshire");
    assert_eq!(closest(Model::Y2025), "Norfolk");
    for authority in authorities() {
        for model in [Model::Y2021, Model::Y2025] {
            let of = neighbours(&authority.code, model);
            let known = !authority.neighbours(model).is_empty();
            assert_eq!(of.len(), if known { 10 } else { 0 }, "{} {model:?}", authority.name);
            assert!(of.iter().all(|other| other.code != authority.code));
            // The 2021 model lacks the two councils of 2023; the 2025 model lacks the abolished.
            let lacking = match model {
                Model::Y2021 => ["942", "943"].contains(&&*authority.code),
                Model::Y2025 => authority.status == Status::Former,
            };
            assert_eq!(known, !lacking, "{}", authority.name);
        }
    }
}
