//! Enquiries by channel: how many, answered in time or late, still to be answered, and how many came to apply.

use serde::Serialize;
use std::collections::BTreeMap;
use workforce::Date;
use workforce::period::Period;
use workforce::records::{Enquiry, Records};

use super::FunnelAsk;

/// The enquiries that came by one channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EnquiryLine {
    /// The channel's key; blank where it is not recorded.
    pub channel: String,
    /// Its name.
    pub name: String,
    /// Enquiries.
    pub enquiries: u64,
    /// Answered by the day on which they were to be, or with no such day.
    pub in_time: u64,
    /// Answered after it.
    pub late: u64,
    /// Not answered, and that day is over.
    pub overdue: u64,
    /// Came to apply.
    pub applied: u64,
}

impl EnquiryLine {
    fn add(&mut self, one: &Enquiry, known: Date) {
        let answered = one.followed_up.filter(|day| *day <= known);
        self.enquiries += 1;
        match (answered, one.follow_up_due) {
            (Some(day), Some(due)) if day > due => self.late += 1,
            (Some(_), _) => self.in_time += 1,
            (None, Some(due)) if due < known => self.overdue += 1,
            (None, _) => {}
        }
        self.applied += u64::from(one.application.is_some());
    }
}

/// The enquiries of some days of a campaign or channel, by the channels' names. Enquiries are about no role.
pub fn enquiries(records: &Records, ask: &FunnelAsk, came: Period, known: Date) -> Vec<EnquiryLine> {
    let is = |asked: &Option<String>, key: &str| asked.as_deref().is_none_or(|asked| asked == key);
    let mut lines: BTreeMap<(String, String), EnquiryLine> = BTreeMap::new();
    for one in records.enquiries.values().filter(|one| came.holds(one.on) && one.on <= known) {
        let channel = one.channel.as_ref().map_or("", |channel| channel.as_str());
        let campaign = one.campaign.as_ref().map_or("", |campaign| campaign.as_str());
        if !is(&ask.channel, channel) || !is(&ask.campaign, campaign) {
            continue;
        }
        let name = records.channels.get(channel).map_or("not recorded", |channel| channel.name.as_str());
        let key = (name.to_owned(), channel.to_owned());
        let line = lines.entry(key).or_insert_with(|| EnquiryLine {
            channel: channel.to_owned(),
            name: name.to_owned(),
            ..EnquiryLine::default()
        });
        line.add(one, known);
    }
    lines.into_values().collect()
}
