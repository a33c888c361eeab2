//! Sentences that cannot lie: made from two figures, whose verb is taken from them.
//!
//! What may not be compared is not compared, and the sentence says why. Two figures that print alike are called the same,
//! whatever their exact parts: a reader could not check anything else.

use crate::built::{NoNumber, Passport, why_none};

/// The words for how a figure moved: "fell from 32.4% to 8.1%", to follow its name.
pub fn change(now: &Passport, before: &Passport) -> String {
    let unlike = unlike(now, before);
    if !unlike.is_empty() {
        return format!(
            "cannot be compared with the earlier figure, which is of {}",
            unlike.join(" and of ")
        );
    }
    match (number(now), number(before)) {
        (Ok(one), Ok(other)) => {
            let (to, from) = (now.words(), before.words());
            let moved = match one.cmp(&other) {
                std::cmp::Ordering::Less => format!("fell from {from} to {to}"),
                std::cmp::Ordering::Greater => format!("rose from {from} to {to}"),
                std::cmp::Ordering::Equal => format!("was {to} both times"),
            };
            moved + if is_small(now) || is_small(before) { " (small numbers)" } else { "" }
        }
        (Err(why), Err(_)) => format!("cannot be compared: it is {} now", why_none(why)),
        (Err(why), Ok(_)) => format!("is {} now and was {}", why_none(why), before.words()),
        (Ok(_), Err(why)) => format!("is {}; the earlier figure is {}", now.words(), why_none(why)),
    }
}

/// In what two figures are unlike, so that a change between them would mean nothing by itself.
pub fn unlike(now: &Passport, before: &Passport) -> Vec<&'static str> {
    [
        ("another definition", now.measure != before.measure || now.definition != before.definition),
        ("another unit", now.unit != before.unit),
        ("another population", now.population != before.population),
        ("a period of another length", now.length != before.length),
    ]
    .into_iter()
    .filter_map(|(what, is)| is.then_some(what))
    .collect()
}

/// Whether one person moves a figure by much.
pub fn is_small(figure: &Passport) -> bool {
    figure.cautions.iter().any(|caution| caution.starts_with("small numbers"))
}

/// The printed value in millionths.
fn number(figure: &Passport) -> Result<i128, NoNumber> {
    let text = figure.value.as_deref().ok_or(figure.none.unwrap_or(NoNumber::NotAvailable))?;
    millionths(text).ok_or(NoNumber::NotAvailable)
}

/// A plain decimal in millionths.
pub fn millionths(text: &str) -> Option<i128> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 6 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(1_000_000)?.checked_add(part).map(|units| sign * units)
}

/// A number of millionths with as few places as it needs.
pub fn decimal(millionths: i128) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    let part = format!("{:06}", size % 1_000_000);
    let part = part.trim_end_matches('0');
    format!("{sign}{}{}{part}", size / 1_000_000, if part.is_empty() { "" } else { "." })
}

/// A change with its sign, in millionths: `+1.5`, `-2`, `0`.
pub fn signed(millionths: i128) -> String {
    let plus = if millionths > 0 { "+" } else { "" };
    format!("{plus}{}", decimal(millionths))
}

/// A date for people: `30 September 2022`.
pub fn date(day: workforce::Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(day.month()).unwrap_or(1);
    format!("{} {} {}", day.day(), MONTHS[month.clamp(1, 12) - 1], day.year())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn figure(value: Result<&str, NoNumber>) -> Passport {
        Passport {
            id: "vacancies".into(),
            measure: "vacancy_rate_fte".into(),
            title: "Vacancy rate".into(),
            value: value.ok().map(str::to_owned),
            none: value.err(),
            unit: "percent".into(),
            numerator: None,
            denominator: None,
            population: "all".into(),
            period: "2022-09-30".into(),
            length: "a day".into(),
            definition: "vacant over posts".into(),
            source: "DfE".into(),
            known_at: 1,
            cautions: Vec::new(),
        }
    }

    #[test]
    fn the_verb_is_the_figures_own() {
        let say = |now, before| change(&figure(now), &figure(before));
        assert_eq!(say(Ok("8.1"), Ok("32.4")), "fell from 32.4% to 8.1%");
        assert_eq!(say(Ok("10.0"), Ok("9.9")), "rose from 9.9% to 10.0%");
        assert_eq!(say(Ok("8.1"), Ok("8.1")), "was 8.1% both times");
        let none = NoNumber::Suppressed;
        assert_eq!(say(Err(none), Ok("8.1")), "is suppressed now and was 8.1%");
        assert_eq!(say(Ok("8.1"), Err(none)), "is 8.1%; the earlier figure is suppressed");
        assert_eq!(say(Err(none), Err(none)), "cannot be compared: it is suppressed now");
        let small = Passport { cautions: vec!["small numbers: one".into()], ..figure(Ok("1.0")) };
        assert_eq!(change(&small, &figure(Ok("2.0"))), "fell from 2.0% to 1.0% (small numbers)");
        let other = Passport { definition: "vacant over filled".into(), ..figure(Ok("1.0")) };
        assert!(change(&other, &figure(Ok("2.0"))).starts_with("cannot be compared"));
    }

    proptest! {
        #[test]
        fn a_decimal_comes_back(units in -1_000_000_000_000i128..1_000_000_000_000) {
            prop_assert_eq!(millionths(&decimal(units)), Some(units));
        }

        #[test]
        fn it_never_says_fell_when_it_rose(now in 0u32..1000, before in 0u32..1000) {
            let text = |n: u32| format!("{}.{}", n / 10, n % 10);
            let said = change(&figure(Ok(&text(now))), &figure(Ok(&text(before))));
            prop_assert_eq!(said.starts_with("fell"), now < before);
            prop_assert_eq!(said.starts_with("rose"), now > before);
        }
    }
}
