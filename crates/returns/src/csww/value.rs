//! How the values of a return are read: numbers exactly, dates as civil dates.

use jiff::civil::Date;

/// A number as a return writes it: exact to millionths, with the places that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The value in millionths; what lies beyond the sixth place is cut off. Very large values stop at ten million
    /// million millionths, which is outside every item's limits.
    pub millionths: i64,
    /// How many decimal places carry something: trailing zeros are not counted.
    pub places: u32,
}

const MILLION: i64 = 1_000_000;
const LARGEST: i64 = 10_000_000 * MILLION;

impl Number {
    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self { millionths: number * MILLION, places: 0 }
    }

    /// Reads a number as XML Schema writes a decimal: `12`, `0.5`, `.5`, `+1`, `-2.25`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (negative, digits) = match bytes.first()? {
            b'-' => (true, &bytes[1..]),
            b'+' => (false, &bytes[1..]),
            _ => (false, bytes),
        };
        let mut value = 0i64;
        let mut point = None;
        let mut places = 0;
        let mut seen = false;
        for (at, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    seen = true;
                    let digit = i64::from(byte - b'0');
                    match point {
                        None => value = (value * 10 + digit * MILLION).min(LARGEST),
                        Some(point) => {
                            let place = at - point;
                            if place <= 6 {
                                value += digit * 10i64.pow(6 - u32::try_from(place).unwrap_or(6));
                            }
                            if digit > 0 {
                                places = u32::try_from(place).unwrap_or(u32::MAX);
                            }
                        }
                    }
                }
                b'.' if point.is_none() => point = Some(at),
                _ => return None,
            }
        }
        let millionths = if negative { -value } else { value };
        seen.then_some(Self { millionths, places })
    }

    /// Whether the value is a whole number.
    pub fn is_whole(self) -> bool {
        self.places == 0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.millionths == 0 && self.places == 0
    }
}

/// A text without the white space that XML knows around it.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// Reads `yyyy-mm-dd`; a day that the calendar does not have is none.
pub fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let digits = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0i16, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
        })
    };
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether the text is `yyyy-mm-ddThh:mm:ss`, with or without a fraction and an offset; the date.
pub fn moment(text: &str) -> Option<Date> {
    let (day, time) = text.split_once('T')?;
    let time = time.trim_end_matches('Z');
    let time = time.split_once(['+', '-']).map_or(time, |(time, _)| time);
    let time = time.split_once('.').map_or(time, |(time, _)| time);
    let parts: Vec<&str> = time.split(':').collect();
    let two = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let limits = [24, 60, 60];
    let within = |(part, limit): (&&str, u32)| part.parse::<u32>().is_ok_and(|number| number < limit);
    (parts.len() == 3 && parts.iter().all(two) && parts.iter().zip(limits).all(within)).then_some(())?;
    date(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn numbers_are_exact() {
        let read = |text| Number::parse(text).map(|n| (n.millionths, n.places));
        assert_eq!(read("0.810811"), Some((810_811, 6)));
        assert_eq!(read("1.000000"), Some((1_000_000, 0)));
        assert_eq!(read("-2.25"), Some((-2_250_000, 2)));
        assert_eq!(read(".5"), Some((500_000, 1)));
        assert_eq!(read("0.33333333"), Some((333_333, 8)));
        assert_eq!(read("0.0000001"), Some((0, 7)));
        assert_eq!(read("99999999999999999999"), Some((LARGEST, 0)));
        for text in ["", ".", "-", "1e3", "1,5", "٣", "1.2.3", "NaN", " 1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date("2024-02-29"), Some(day(2024, 2, 29)));
        for text in ["2023-02-29", "2023-2-01", "01/02/2023", "2023-02-01Z", "", "2023-13-01", "+023-01-01"] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(moment("2025-10-14T09:30:00"), Some(day(2025, 10, 14)));
        assert_eq!(moment("2025-10-14T09:30:00.5+01:00"), Some(day(2025, 10, 14)));
        assert_eq!(moment("2025-10-14T09:61:00"), None);
        assert_eq!(moment("2025-10-14"), None);
    }
}
