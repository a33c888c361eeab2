//! Numbers that stand together and must agree: shares of counts, changes of counts, parts of a whole, sentences and tables.
//!
//! Nothing outside the paper is asked. Numbers that are answered for here are tied, so that they are not told twice.

use super::bind::{Bound, Read, pairs};
use super::direction::{Multiple, directions};
use super::figures::{Tied, holds};
use super::number::Number;
use super::quantity::{Hedge, Quantity, Unit};
use super::table::Grid;
use super::token::Sentence;
use super::{Case, Claim, Kind, Verdict};

pub(crate) fn check(case: &Case, grids: &[Grid], bound: &[Bound], claims: &mut Vec<Claim>) -> Tied {
    let mut tied = Vec::new();
    for (place, sentence) in case.sentences.iter().enumerate() {
        let read = Read::new(case, sentence);
        let mut look = Look { case, place, sentence, read: &read, claims, tied: &mut tied };
        look.share_of_counts();
        look.out_of();
        look.before_after(bound);
        look.transfer();
        look.all_remain();
        look.bare_part();
        look.in_table(grids, bound);
        look.recruiting_need();
        look.money();
    }
    tied
}

struct Look<'a> {
    case: &'a Case<'a>,
    place: usize,
    sentence: &'a Sentence,
    read: &'a Read,
    claims: &'a mut Vec<Claim>,
    tied: &'a mut Tied,
}

impl Look<'_> {
    fn claim(&self, mark: crate::document::Span, kind: Kind) -> Claim {
        self.case.in_sentence(self.sentence, mark, kind)
    }

    fn tie(&mut self, quantity: &Quantity) {
        self.tied.push((self.place, quantity.first));
    }

    fn word(&self, at: usize) -> &str {
        self.sentence.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    /// "12 of 48 (25%)", "12 out of 48 posts, or 25%", "of 48 posts, 12 (25%)".
    fn share_of_counts(&mut self) {
        let read = self.read;
        for three in read.quantities.windows(3) {
            let [one, two, rate] = three else { continue };
            let counts =
                one.unit == two.unit && !matches!(one.unit, Unit::Percent | Unit::Points | Unit::Pounds);
            let between: Vec<&str> = (one.last + 1..two.first).map(|at| self.word(at)).collect();
            let of = between.last() == Some(&"of")
                || between.ends_with(&["of", "the"])
                || between.ends_with(&["of", "our"]);
            let led = one.first > 0 && self.word(one.first - 1) == "of" && between.contains(&",");
            let (part, whole) = if of { (one, two) } else { (two, one) };
            let near = between.len() <= 5 && rate.first - two.last <= 8;
            // "Last value 7.0, of 7 forecasts; 80% ranges": what marks part is no share.
            let parted = (of && between.contains(&","))
                || (one.last + 1..rate.first).any(|at| matches!(self.word(at), ";" | ":"));
            if !counts || parted || !(of || led) || !near || rate.unit != Unit::Percent {
                continue;
            }
            let Some(actual) = part.value.percent_of(whole.value) else { continue };
            let mut claim = self.claim(rate.span.clone(), Kind::Figure);
            claim.stated.clone_from(&rate.stated);
            claim.computed = Some(actual.rounded(rate.value.places().max(1)).to_string());
            claim.verdict = if holds(rate, actual) {
                Verdict::Confirmed
            } else if actual.cut(rate.value.places()).is(rate.value) {
                Verdict::Imprecise
            } else {
                Verdict::Contradicted
            };
            claim.because = format!("{} of {} is {}%.", part.stated, whole.stated, actual.rounded(2));
            self.claims.push(claim);
            self.tie(rate);
        }
    }

    /// "Out of 27 roles, 24 were filled internally".
    fn out_of(&mut self) {
        let read = self.read;
        let Some(at) = self.sentence.find("out of") else { return };
        let Some(place) = read.quantities.iter().position(|one| one.first == at + 2) else { return };
        let [whole, part] = [place, place + 1].map(|place| read.quantities.get(place));
        let (Some(whole), Some(part)) = (whole, part) else { return };
        if read.quantities.len() > place + 2 || part.unit != Unit::Bare || part.first - whole.last > 8 {
            return;
        }
        let Some(share) = part.value.percent_of(whole.value) else { return };
        let mut claim = self.claim(whole.span.start..part.span.end, Kind::Figure);
        claim.stated = format!("{} of {}", part.stated, whole.stated);
        claim.computed = Some(format!("{}%", share.rounded(1)));
        if part.value.millionths() > whole.value.millionths() {
            claim.verdict = Verdict::Contradicted;
            claim.because = format!("{} is more than the {} it is out of.", part.stated, whole.stated);
        } else {
            claim.verdict = Verdict::Unsupported;
            "none".clone_into(&mut claim.source);
            claim.because = format!("{} of {} is {}%.", part.stated, whole.stated, share.rounded(1));
            if self.sentence.has_any(&["internal appointments", "internally", "promoted"]) {
                let net = whole.value.minus(part.value);
                claim.because.push_str(&format!(
                    " Filled from within, they leave up to {} posts empty elsewhere: the service as a whole gained {net}.",
                    part.stated
                ));
            }
        }
        self.claims.push(claim);
        self.tie(whole);
        self.tie(part);
    }

    /// "Higher numbers (from 780 to 806)": the direction, and a percentage in the same sentence.
    fn before_after(&mut self, bound: &[Bound]) {
        let read = self.read;
        for (one, two) in pairs(self.sentence, read) {
            let (low, high) = (&read.quantities[one], &read.quantities[two]);
            let start =
                self.sentence.tokens[..low.first].iter().rposition(|token| token.is_mark(')')).unwrap_or(0);
            let mut ways = directions(&self.sentence.tokens[start..low.first]);
            if ways.is_empty() {
                ways = directions(&self.sentence.tokens[..low.first]);
            }
            ways.dedup();
            let multiple = Multiple::of(&self.sentence.tokens[start..low.first]);
            let way = match (&ways[..], multiple) {
                ([way], _) => *way,
                ([], Some(multiple)) => multiple.way,
                _ => continue,
            };
            let difference = high.value.minus(low.value);
            let right = difference.millionths().signum() == i64::from(way);
            let times = multiple.is_none_or(|multiple| multiple.holds(low.value, high.value));
            let rate = Number::new(difference.millionths(), 6).percent_of(low.value);
            let mut claim = self.claim(low.span.start..high.span.end, Kind::Comparison);
            claim.stated = format!("{} to {}", low.stated, high.stated);
            let percent = matches!(low.unit, Unit::Percent);
            let unit = if percent { " percentage points" } else { "" };
            let in_rate = rate.map_or(String::new(), |rate| format!("{}%", rate.rounded(1).signed()));
            claim.computed = Some(if percent { difference.signed() } else { in_rate.clone() });
            claim.verdict = if right && times { Verdict::Confirmed } else { Verdict::Contradicted };
            let word = if way > 0 { "a rise" } else { "a fall" };
            claim.because = format!(
                "{} to {} is {}{unit} ({in_rate}){}.",
                low.stated,
                high.stated,
                difference.signed(),
                match (right, times) {
                    (true, true) => format!(", {word} as the words say"),
                    (true, false) => format!(", {word} but not by as many times as the words say"),
                    (false, _) => format!(", and the words say {word}"),
                }
            );
            self.claims.push(claim);
            if !bound.iter().any(|bound| bound.sentence == self.place && !bound.measures.is_empty()) {
                self.tie(low);
                self.tie(high);
            }
            self.stated_change(two, rate);
        }
    }

    /// "from 780 to 806 (3.3%)".
    fn stated_change(&mut self, high: usize, rate: Option<Number>) {
        let read = self.read;
        let (Some(quantity), Some(rate)) = (read.quantities.get(high + 1), rate) else { return };
        let end = &read.quantities[high];
        let bracket =
            (end.last + 1..quantity.first).any(|at| self.word(at) == "(") && quantity.first - end.last <= 5;
        if quantity.unit != Unit::Percent || !bracket || end.unit == Unit::Percent {
            return;
        }
        let size = Number::new(rate.millionths().abs(), 6);
        let mut claim = self.claim(quantity.span.clone(), Kind::Figure);
        claim.stated.clone_from(&quantity.stated);
        claim.computed = Some(size.rounded(quantity.value.places().max(1)).to_string());
        claim.verdict = if holds(quantity, size) { Verdict::Confirmed } else { Verdict::Contradicted };
        claim.because = format!("The change is {}%.", rate.rounded(2).signed());
        self.claims.push(claim);
        self.tie(quantity);
    }

    /// "2 Team Leaders, 4 Social Workers and a Coordinator will transfer": how many leave and arrive.
    fn transfer(&mut self) {
        let Some(end) = ["will transfer", "transferred to", "transfer to", "will move to"]
            .iter()
            .find_map(|phrase| self.sentence.find(phrase))
        else {
            return;
        };
        let read = self.read;
        let parts: Vec<&Quantity> = read
            .quantities
            .iter()
            .filter(|one| {
                one.last < end
                    && one.unit == Unit::Bare
                    && self.sentence.tokens.get(one.last + 1).is_some_and(|next| next.capital)
            })
            .collect();
        if parts.len() < 2 {
            return;
        }
        let last = parts[parts.len() - 1].last;
        let single = (last + 1..end)
            .any(|at| self.word(at) == "and" && matches!(self.word(at + 1), "a" | "an" | "one"));
        let mut sum = parts.iter().map(|one| one.value).fold(Number::whole(0), Number::plus);
        let mut shown: Vec<String> = parts.iter().map(|one| one.stated.clone()).collect();
        if single {
            sum = sum.plus(Number::whole(1));
            shown.push("1".to_owned());
        }
        let start = parts[0].span.start;
        let mut claim = self.claim(start..self.sentence.tokens[end].span.end, Kind::Figure);
        claim.stated = shown.join(" + ");
        claim.computed = Some(sum.to_string());
        claim.verdict = Verdict::Undefined;
        claim.because = format!(
            "{} = {sum} posts leave one team and {sum} arrive in another: the total of the service does not change. The paper states no total to test.",
            shown.join(" + ")
        );
        self.claims.push(claim);
        for one in parts {
            self.tie(one);
        }
    }

    /// "16 passed and all remain": of those who passed; how many started is not said.
    fn all_remain(&mut self) {
        let remain = ["all remain", "all remained", "all are still", "all of whom remain", "all stayed"]
            .iter()
            .find_map(|phrase| self.sentence.find(phrase));
        let (Some(at), true) = (remain, self.sentence.has_any(&["passed", "completed", "qualified"])) else {
            return;
        };
        let read = self.read;
        let Some(quantity) = read.quantities.iter().rfind(|one| one.last < at && one.unit == Unit::Bare)
        else {
            return;
        };
        let mut claim = self.claim(quantity.span.start..self.sentence.span.end, Kind::Universal);
        claim.stated = format!("all of {}", quantity.stated);
        claim.verdict = Verdict::Undefined;
        claim.because = format!(
            "It is 100% of the {} who passed. A retention rate is over all who started, and how many started, deferred, failed or \
             left is not given.",
            quantity.stated
        );
        self.claims.push(claim);
        self.tie(quantity);
    }

    /// "29.5 fte family support workers ... (13)": a part without a unit.
    fn bare_part(&mut self) {
        let read = self.read;
        let Some(whole) = read.quantities.iter().find(|one| one.unit == Unit::Fte) else { return };
        let part = read.quantities.iter().find(|one| {
            let bracketed =
                one.first > 0 && self.word(one.first - 1) == "(" && self.word(one.last + 1) == ")";
            bracketed && one.unit == Unit::Bare && one.first > whole.last
        });
        let Some(part) = part else { return };
        let rest = whole.value.minus(part.value);
        let mut claim = self.claim(part.span.clone(), Kind::Figure);
        claim.stated.clone_from(&part.stated);
        claim.verdict = Verdict::Undefined;
        claim.because = format!(
            "It has no unit, beside {} FTE. If it is FTE, {rest} FTE are left; if it is people, nothing follows.",
            whole.stated
        );
        self.claims.push(claim);
        self.tie(part);
    }

    /// Numbers of the sentence that a table of the paper holds under the same names. It only confirms.
    fn in_table(&mut self, grids: &[Grid], bound: &[Bound]) {
        let read = self.read;
        for quantity in &read.quantities {
            let held = bound.iter().any(|one| {
                one.sentence == self.place
                    && one.quantity.first == quantity.first
                    && !one.measures.is_empty()
                    && one.when.year().is_some_and(|year| year >= 2017)
            });
            if held
                || quantity.in_words
                || quantity.unit != Unit::Bare
                || quantity.value.digits() < 2
                || self.tied.contains(&(self.place, quantity.first))
            {
                continue;
            }
            let mut found = Vec::new();
            for grid in grids {
                for row in &grid.rows {
                    for column in grid.columns() {
                        let Some(Some(cell)) = row.cells.get(column) else { continue };
                        let named = self.names(&row.label) || (row.is_total() && self.names(&grid.caption));
                        let dated = self.names(&grid.headings[column]) || self.before(&grid.headings[column]);
                        if cell.number.is(quantity.value) && named && dated {
                            found.push(format!("{}, {}, {}", grid.name(), row.label, grid.headings[column]));
                        }
                    }
                }
            }
            let [only] = found.as_slice() else { continue };
            let mut claim = self.claim(quantity.span.clone(), Kind::Figure);
            claim.stated.clone_from(&quantity.stated);
            claim.computed = Some(quantity.stated.clone());
            claim.verdict = Verdict::Confirmed;
            claim.because = format!("It is in the paper's own table: {only}.");
            "the paper's own tables".clone_into(&mut claim.source);
            self.claims.push(claim);
            self.tie(quantity);
        }
    }

    /// Whether the sentence before, of the same block, holds a word of a heading.
    fn before(&self, heading: &str) -> bool {
        let before = self.place.checked_sub(1).map(|place| &self.case.sentences[place]);
        before
            .filter(|before| before.block == self.sentence.block)
            .is_some_and(|before| names(before, heading))
    }

    /// Whether the sentence holds a word of a name, small words and numbers left out.
    fn names(&self, name: &str) -> bool {
        names(self.sentence, name)
    }

    /// "Recruit approximately 100 social workers and six team managers" beside new posts: two ledgers.
    fn recruiting_need(&mut self) {
        let Some(at) = self.sentence.find("need to recruit") else { return };
        let read = self.read;
        let parts: Vec<&Quantity> =
            read.quantities.iter().filter(|one| one.first > at && one.unit == Unit::Bare).collect();
        let [one, two] = parts[..] else { return };
        let sum = one.value.plus(two.value);
        let mut claim = self.claim(one.span.start..two.span.end, Kind::Figure);
        claim.stated = format!("{} and {}", one.stated, two.stated);
        let about = if [one, two].iter().any(|part| part.hedge == Hedge::About) { "about " } else { "" };
        claim.computed = Some(format!("{about}{sum}"));
        claim.verdict = Verdict::Unsupported;
        "none".clone_into(&mut claim.source);
        claim.because = format!(
            "{about}{sum} people to recruit into posts; {}",
            self.new_posts().map_or_else(
                || "no figure of the record was given to hold it against.".to_owned(),
                |posts| format!("the {posts} additional FTE elsewhere in the paper are new posts, another thing: the two must not be added up or compared.")
            )
        );
        self.claims.push(claim);
        self.tie(one);
        self.tie(two);
    }

    /// The new posts that any sentence of the paper counts.
    fn new_posts(&self) -> Option<String> {
        self.case.sentences.iter().find_map(|sentence| {
            let at = sentence.find("additional fte")?;
            Some(sentence.tokens.get(at.checked_sub(1)?)?.number()?.to_string())
        })
    }

    /// Money that is approved, and money that is only to be considered.
    fn money(&mut self) {
        let read = self.read;
        let considered = self.sentence.find("consideration of");
        let Some(considered) = considered else { return };
        for quantity in read.quantities.iter().filter(|one| one.unit == Unit::Pounds) {
            let later = quantity.first > considered;
            let mut claim = self.claim(quantity.span.clone(), Kind::Figure);
            claim.verdict = Verdict::Unsupported;
            "none".clone_into(&mut claim.source);
            claim.because = if later {
                "It is to be considered, not approved; it must not be counted with what was approved."
                    .to_owned()
            } else {
                "It was approved; no record of spending was given to hold it against.".to_owned()
            };
            self.claims.push(claim);
            self.tie(quantity);
        }
    }
}

/// Words of names that say little.
const COMMON: &[&str] =
    &["social", "workers", "worker", "children", "services", "service", "adults", "adult", "posts"];

/// Whether a sentence holds a word of a name, small words and numbers left out.
fn names(sentence: &Sentence, name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 4);
    let years = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() == 4 && word.parse::<u16>().is_ok());
    let has = |word: &str| sentence.tokens.iter().any(|token| token.is(word));
    words.filter(|word| !COMMON.contains(word)).any(has) || years.clone().any(has)
}
