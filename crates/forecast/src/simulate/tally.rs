//! Counts over trials. Everything is whole numbers, so that the sums are the same in whatever order trials come.

/// What is counted at the end of each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Measure {
    /// FTE in post.
    InPost,
    /// FTE funded and not held.
    Vacant,
    /// FTE of agency workers.
    Agency,
    /// FTE of holders away for long.
    Absent,
    /// People who have left the council since the start.
    Left,
    /// People who have joined it since the start.
    Joined,
    /// FTE of case holders at work, agency workers among them, a newly qualified worker by what they carry.
    Holding,
    /// Cases for each of these FTE.
    Caseload,
    /// The share of them above the agreed limit, in per cent.
    Above,
    /// Cases that nobody holds because of a cap.
    Waiting,
}

/// How many measures there are.
pub const MEASURES: usize = 10;
/// How many of them are counted in every trial; the others where there is demand.
pub const COUNTED: usize = 6;

impl Measure {
    /// Every measure.
    pub const ALL: [Self; MEASURES] = [
        Self::InPost,
        Self::Vacant,
        Self::Agency,
        Self::Absent,
        Self::Left,
        Self::Joined,
        Self::Holding,
        Self::Caseload,
        Self::Above,
        Self::Waiting,
    ];

    /// Whether it is only reckoned where there is demand.
    pub fn needs_demand(self) -> bool {
        self as usize >= COUNTED
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::InPost => "in_post_fte",
            Self::Vacant => "vacant_fte",
            Self::Agency => "agency_fte",
            Self::Absent => "absent_fte",
            Self::Left => "left",
            Self::Joined => "joined",
            Self::Holding => "case_holders_fte",
            Self::Caseload => "caseload",
            Self::Above => "above_limit",
            Self::Waiting => "cases_waiting",
        }
    }

    /// The name for people of a code; nothing where it is none.
    pub fn title_of(code: &str) -> &'static str {
        Self::ALL.into_iter().find(|measure| measure.code() == code).map_or("", Self::title)
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::InPost => "In post, FTE",
            Self::Vacant => "Vacant, FTE",
            Self::Agency => "Agency, FTE",
            Self::Absent => "Away for long, FTE",
            Self::Left => "Left so far, people",
            Self::Joined => "Joined so far, people",
            Self::Holding => "Case holders at work, FTE",
            Self::Caseload => "Caseload, cases for each FTE",
            Self::Above => "Above the agreed limit, % of FTE",
            Self::Waiting => "Above the cap and held by nobody, cases",
        }
    }
}

/// Width of a bin in thousandths: a tenth.
const BIN: i32 = 100;

/// One number over trials: exact sums, and counts by tenths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    trials: u64,
    sum: i128,
    squares: i128,
    /// The bin of the first count.
    first: i32,
    bins: Vec<u32>,
}

impl Counts {
    /// Adds a value in thousandths.
    pub fn add(&mut self, value: i32) {
        self.add_all(&[value]);
    }

    /// Adds values in thousandths.
    pub fn add_all(&mut self, values: &[i32]) {
        if values.is_empty() {
            return;
        }
        let least = values.iter().fold(i32::MAX, |least, own| least.min(*own));
        let most = values.iter().fold(i32::MIN, |most, own| most.max(*own));
        self.make_room(least.div_euclid(BIN), most.div_euclid(BIN));
        self.trials += values.len() as u64;
        if least == most {
            let (value, count) = (i128::from(least), values.len());
            self.sum += value * count as i128;
            self.squares += value * value * count as i128;
            self.bins[place(least, self.first.wrapping_mul(BIN))] += u32::try_from(count).unwrap_or(u32::MAX);
            return;
        }
        let square = |own: &i32| u64::from(own.unsigned_abs()) * u64::from(own.unsigned_abs());
        self.sum += i128::from(values.iter().map(|own| i64::from(*own)).sum::<i64>());
        // Two squares at a time cannot be too large.
        self.squares +=
            values.chunks(2).map(|own| i128::from(own.iter().map(square).sum::<u64>())).sum::<i128>();
        let zero = self.first.wrapping_mul(BIN);
        for value in values {
            self.bins[place(*value, zero)] += 1;
        }
    }

    /// Room for counts from one bin to another.
    fn make_room(&mut self, least: i32, most: i32) {
        if self.bins.is_empty() {
            self.first = least;
        }
        if least < self.first {
            let more = usize::try_from(self.first - least).unwrap_or_default();
            self.bins.splice(0..0, std::iter::repeat_n(0, more));
            self.first = least;
        }
        let length = usize::try_from(most - self.first).unwrap_or_default() + 1;
        if length > self.bins.len() {
            self.bins.resize(length, 0);
        }
    }

    /// How many values there are.
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: &Self) {
        if other.trials == 0 {
            return;
        }
        if self.trials == 0 {
            self.clone_from(other);
            return;
        }
        self.trials += other.trials;
        self.sum += other.sum;
        self.squares += other.squares;
        let first = self.first.min(other.first);
        let end = |own: &Self| own.first + i32::try_from(own.bins.len()).unwrap_or(i32::MAX);
        let length = usize::try_from(end(self).max(end(other)) - first).unwrap_or_default();
        let mut bins = vec![0; length];
        for own in [&*self, other] {
            let offset = usize::try_from(own.first - first).unwrap_or_default();
            bins[offset..].iter_mut().zip(&own.bins).for_each(|(bin, count)| *bin += count);
        }
        (self.first, self.bins) = (first, bins);
    }

    /// The mean.
    #[expect(clippy::cast_precision_loss, reason = "sums of some thousand trials")]
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.trials.max(1) as f64 / 1000.0
    }

    /// The variance over trials.
    #[expect(clippy::cast_precision_loss, reason = "sums of some thousand trials")]
    pub fn variance(&self) -> f64 {
        let n = self.trials.max(2) as f64;
        let spread = (self.squares * i128::from(self.trials.max(1)) - self.sum * self.sum) as f64;
        spread / n / (n - 1.0) / 1e6
    }

    /// The smallest tenth that at least this share of trials do not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "some thousand trials")]
        let wanted = share * self.trials as f64;
        let mut below = 0.0;
        for (bin, count) in (self.first..).zip(&self.bins) {
            below += f64::from(*count);
            if below >= wanted {
                return f64::from(bin) / 10.0;
            }
        }
        f64::from(self.first) / 10.0
    }

    /// The share of trials in which it was above nought.
    #[expect(clippy::cast_precision_loss, reason = "some thousand trials")]
    pub fn above_nought(&self) -> f64 {
        let above =
            (self.first..).zip(&self.bins).filter(|(bin, _)| *bin > 0).map(|(_, count)| u64::from(*count));
        above.sum::<u64>() as f64 / self.trials.max(1) as f64
    }
}

/// The bin of a value, given the least of the first bin, which may lie below all numbers: the difference is right even so.
#[inline]
fn place(value: i32, zero: i32) -> usize {
    (value.wrapping_sub(zero).cast_unsigned() / BIN.unsigned_abs()) as usize
}

/// What is shown of a number over trials.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[expect(missing_docs, reason = "bands of 50, 80, 90 and 95%")]
pub struct Summary {
    pub mean: f64,
    pub median: f64,
    pub lower_50: f64,
    pub upper_50: f64,
    pub lower_80: f64,
    pub upper_80: f64,
    pub lower_90: f64,
    pub upper_90: f64,
    pub lower_95: f64,
    pub upper_95: f64,
}

impl Summary {
    /// Of counts.
    pub fn new(counts: &Counts) -> Self {
        let at = |share| counts.quantile(share);
        Self {
            mean: counts.mean(),
            median: at(0.5),
            lower_50: at(0.25),
            upper_50: at(0.75),
            lower_80: at(0.1),
            upper_80: at(0.9),
            lower_90: at(0.05),
            upper_90: at(0.95),
            lower_95: at(0.025),
            upper_95: at(0.975),
        }
    }
}
