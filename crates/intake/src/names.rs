//! Comparing names as people write them, and finding the one that was meant.
//!
//! Headings, sheet names and codes are the same when they differ only in case, spaces, underscores and hyphens. Nothing
//! here decides what to do about a name that is not known.

/// A name without what people vary: lower case, with no spaces, underscores or hyphens.
pub fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{2010}'..='\u{2015}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two names are the same but for case, spaces, underscores and hyphens. Names of nothing else, such as `-`, are
/// compared as they stand.
pub fn alike(a: &str, b: &str) -> bool {
    let (plain_a, plain_b) = (plain(a), plain(b));
    if plain_a.is_empty() || plain_b.is_empty() { a.trim() == b.trim() } else { plain_a == plain_b }
}

/// The least likeness, from 0 to 1, at which a name is worth suggesting.
const LIKE_ENOUGH: f64 = 0.6;
/// The shortest name that is looked for inside another: shorter ones are found everywhere.
const LONG_ENOUGH: usize = 4;

/// The known name that is nearest to one that is not known, if any is near.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = plain(name);
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = likeness(&name, &plain(candidate));
        if likeness >= LIKE_ENOUGH && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How like two plain names are. One that holds the other ("job posts", "posts") counts as near.
fn likeness(a: &str, b: &str) -> f64 {
    let near = strsim::normalized_damerau_levenshtein(a, b);
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.chars().count() >= LONG_ENOUGH && long.contains(short) { near.max(0.75) } else { near }
}

/// A glob on names: `*` stands for any characters and `?` for one; case does not matter.
pub fn glob(pattern: &str, name: &str) -> bool {
    let letters = |text: &str| text.trim().to_lowercase().chars().collect::<Vec<_>>();
    let (pattern, name) = (letters(pattern), letters(name));
    let (mut p, mut n) = (0, 0);
    // Where the last star was, and how much of the name it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&c) if c == '?' || c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

/// Names in a sentence: `a`, `b` and `c`; after twelve of them, how many more.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = names.into_iter().collect();
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let text = match quoted.as_slice() {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [first @ .., last] if names.len() <= MOST => format!("{} and {last}", first.join(", ")),
        all => all.join(", "),
    };
    if names.len() > MOST { format!("{text} and {} more", names.len() - MOST) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_alike_but_for_case_and_joints() {
        assert!(alike("Hard to Recruit", "hard_to_recruit"));
        assert!(alike("FUNDING-TO", "funding to"));
        assert!(!alike("from", "to"));
        assert!(alike("-", " - "));
        assert!(!alike("-", ""));
    }

    #[test]
    fn the_nearest_name_is_suggested_and_far_ones_are_not() {
        let layouts = ["units", "roles", "posts", "workers", "occupancies"];
        assert_eq!(nearest("Job posts", layouts), Some("posts"));
        assert_eq!(nearest("occupancy", layouts), Some("occupancies"));
        assert_eq!(nearest("Workesr", layouts), Some("workers"));
        assert_eq!(nearest("Invoices 2024", layouts), None);
    }

    #[test]
    fn globs_match_whole_names() {
        assert!(glob("HR extract*.csv", "hr EXTRACT 2024-09.csv"));
        assert!(glob("*", ""));
        assert!(glob("a*b*c", "aXbYbZc"));
        assert!(glob("cost centre?", "Cost centre1"));
        assert!(!glob("HR extract*.csv", "HR extract.csv.xlsx"));
        assert!(!glob("a?", "a"));
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert!(listed((0..20).map(|_| "x")).ends_with("`x` and 8 more"));
    }

    proptest! {
        #[test]
        fn a_glob_of_the_name_itself_with_stars_put_in_matches(name in "[a-z ]{0,12}", at in 0usize..12) {
            let at = at.min(name.len());
            let name = name.trim();
            let at = at.min(name.len());
            let starred = format!("{}*{}", &name[..at], &name[at..]);
            prop_assert!(glob(&starred, name));
        }
    }
}
