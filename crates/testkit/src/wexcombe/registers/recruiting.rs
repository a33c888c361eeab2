//! Recruiting over the last three years: channels, campaigns, adverts with their views, and an application behind every
//! start, among others that came to nothing.

use workforce::Date;
use workforce::records::{Origin, Spell};

use super::Desk;
use crate::wexcombe::chance::{Chance, monday, plus, years_on};

const CHANNELS: &[(&str, &str, &str)] = &[
    ("SITE", "The council's own page", "jobs.wexcombe.example"),
    ("BOARD", "Regional job board", "board.example"),
    ("FAIR", "Fairs and universities", ""),
];

/// Applications' numbers, so that each has a key of its own.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("AP{:05}", self.0)
    }
}

pub(super) fn recruiting(desk: &mut Desk<'_>) {
    let from = years_on(desk.last, -3);
    for (channel, name, address) in CHANNELS {
        let columns = [("channel", *channel), ("name", name), ("address", address), ("eligible", "yes")];
        desk.write(from, "channel", &columns);
    }
    let pool = [("pool", "young-people"), ("from", "2023-01-01"), ("trained", "3"), ("rounds_a_month", "1")];
    desk.write(jiff::civil::date(2023, 1, 1), "panel_members", &pool);
    let staff = [("pool", "staff"), ("from", "2023-01-01"), ("trained", "6"), ("rounds_a_month", "1")];
    desk.write(jiff::civil::date(2023, 1, 1), "panel_members", &staff);
    interviews(desk, from);
    enquiries(desk, from);
    let mut numbers = Numbers(0);
    for year in 0..3 {
        let begins = years_on(from, year);
        let campaign = format!("C{}", begins.year() + 1);
        let name = format!("Campaign {}", begins.year() + 1);
        let columns = [
            ("campaign", campaign.as_str()),
            ("name", &name),
            ("kind", if year == 0 { "rolling" } else { "targeted" }),
            ("from", &begins.to_string()),
            ("to", &years_on(begins, 1).to_string()),
            ("cost", "18000"),
        ];
        desk.write(begins, "campaign", &columns);
        for month in 0..12 {
            let opened = plus(begins, month * 30 + 2);
            month_of_adverts(desk, &campaign, opened, &mut numbers);
        }
    }
    vacancies(desk);
}

/// A round of interviews each month, and two that are planned.
fn interviews(desk: &mut Desk<'_>, from: Date) {
    for number in 0..38_i64 {
        let on = monday(plus(from, number * 30 + 20));
        let held = on <= desk.last;
        let columns = [
            ("round", format!("R{:02}", number + 1)),
            ("on", on.to_string()),
            ("role", "SW".to_owned()),
            ("interviews", (4 + number % 3).to_string()),
            ("panel", "2".to_owned()),
            ("young_people", "1".to_owned()),
            ("held", if held { "yes" } else { "no" }.to_owned()),
        ];
        let columns = columns.each_ref().map(|(name, text)| (*name, text.as_str()));
        desk.write(on.min(desk.last), "interview_round", &columns);
    }
}

/// Three enquiries a month, of which one in twelve was not answered and one in six late.
fn enquiries(desk: &mut Desk<'_>, from: Date) {
    for number in 0..108_i64 {
        let on = plus(from, number * 10 + 3);
        let due = plus(on, 5);
        let answered = match number % 12 {
            5 => String::new(),
            3 | 8 => plus(on, 9).to_string(),
            _ => plus(on, 2).to_string(),
        };
        let motive = ["pay", "moving here", "flexible hours", "the team"];
        let at = |list: usize| usize::try_from(number).unwrap_or_default() % list;
        let columns = [
            ("enquiry", format!("Q{:03}", number + 1)),
            ("on", on.to_string()),
            ("channel", CHANNELS[at(CHANNELS.len())].0.to_owned()),
            ("motive", motive[at(motive.len())].to_owned()),
            ("follow_up_due", due.to_string()),
            ("followed_up", answered),
        ];
        let columns = columns.each_ref().map(|(name, text)| (*name, text.as_str()));
        desk.write(plus(on, 9).min(desk.last), "enquiry", &columns);
    }
}

/// The adverts of a month: one for each role that somebody starts in about three months later.
fn month_of_adverts(desk: &mut Desk<'_>, campaign: &str, opened: Date, numbers: &mut Numbers) {
    let starters: Vec<Spell> = desk
        .spells(plus(opened, 60))
        .into_iter()
        .filter(|spell| spell.started < plus(opened, 90) && spell.started <= plus(desk.last, 40))
        .collect();
    for role in ["SW", "SSW", "AP", "TM", "IRO"] {
        let own: Vec<&Spell> = starters
            .iter()
            .filter(|spell| desk.first_place(spell.worker.as_str()).is_some_and(|(first, _)| first == role))
            .collect();
        if own.is_empty() {
            continue;
        }
        let advert = format!("AD-{role}-{opened}");
        let mut chance = desk.chance(5, &advert);
        let channel = chance.weighted(&[("SITE", 4), ("BOARD", 5), ("FAIR", 1)]);
        let cost = match channel {
            "BOARD" => "950",
            "FAIR" => "1400",
            _ => "0",
        };
        let columns = [
            ("advert", advert.as_str()),
            ("campaign", campaign),
            ("channel", channel),
            ("role", role),
            ("opened", &opened.to_string()),
            ("closed", &plus(opened, 21).to_string()),
            ("cost", cost),
        ];
        desk.write(opened, "advert", &columns);
        if channel != "FAIR" {
            let views = chance.between(60, 400).to_string();
            let on = plus(opened, 21);
            desk.write(
                on,
                "advert_views",
                &[("advert", &advert), ("on", &on.to_string()), ("views", &views)],
            );
        }
        for spell in own {
            taken(desk, &advert, opened, spell, &mut chance, numbers);
        }
        for _ in 0..chance.between(0, 3) {
            turned_down(desk, &advert, opened, &mut chance, numbers);
        }
    }
}

fn stage(desk: &mut Desk<'_>, application: &str, stage: &str, on: Date) {
    let columns = [("application", application), ("stage", stage), ("on", &on.to_string())];
    desk.write(on, "application_stage", &columns);
}

fn taken(
    desk: &mut Desk<'_>,
    advert: &str,
    opened: Date,
    spell: &Spell,
    chance: &mut Chance,
    numbers: &mut Numbers,
) {
    let application = numbers.next();
    let received = plus(opened, chance.between(1, 20));
    let covered = desk
        .records
        .occupancies
        .values()
        .any(|stay| stay.worker == spell.worker && stay.basis == workforce::records::Basis::Agency);
    let status = match spell.origin {
        Some(Origin::Agency) if covered => "agency-here",
        Some(Origin::Agency) => "agency-elsewhere",
        Some(Origin::OtherAuthority) => "other-authority",
        Some(Origin::NewlyQualified) => chance.weighted(&[("newly-qualified", 7), ("placement-student", 3)]),
        Some(Origin::OutsideEngland) => "outside-england",
        _ => "other",
    };
    let received_on = received.to_string();
    let base = [
        ("application", application.as_str()),
        ("advert", advert),
        ("received", &received_on),
        ("status", status),
    ];
    desk.write(received, "application", &base);
    let shortlisted = plus(opened, 22 + chance.between(0, 4));
    let interviewed = plus(shortlisted, chance.between(4, 10));
    stage(desk, &application, "shortlisted", shortlisted);
    stage(desk, &application, "interviewed", interviewed);
    stage(desk, &application, "offered", plus(interviewed, 1));
    stage(desk, &application, "accepted", plus(interviewed, chance.between(2, 6)));
    stage(desk, &application, "checks-done", plus(spell.started, -2));
    stage(desk, &application, "started", spell.started);
    let decided = if chance.hit(1_000) { "yes" } else { "" };
    let linked = [("spell", spell.spell.as_str()), ("incentive_decided", decided)];
    desk.write(spell.started, "application", &[&base[..], &linked].concat());
}

fn turned_down(desk: &mut Desk<'_>, advert: &str, opened: Date, chance: &mut Chance, numbers: &mut Numbers) {
    let application = numbers.next();
    let received = plus(opened, chance.between(1, 20));
    let status = chance.weighted(&[
        ("other-authority", 3),
        ("newly-qualified", 3),
        ("agency-elsewhere", 2),
        ("other", 2),
    ]);
    let columns = [
        ("application", application.as_str()),
        ("advert", advert),
        ("received", &received.to_string()),
        ("status", status),
    ];
    desk.write(received, "application", &columns);
    let shortlisted = plus(opened, 22 + chance.between(0, 4));
    if chance.hit(6_000) {
        stage(desk, &application, "shortlisted", shortlisted);
        let end = chance.weighted(&[("rejected", 6), ("withdrawn", 3)]);
        stage(desk, &application, end, plus(shortlisted, chance.between(3, 12)));
    } else {
        stage(desk, &application, "rejected", plus(shortlisted, 1));
    }
}

/// The posts that nobody holds on the last day are vacancies, one of them opened by a promotion.
fn vacancies(desk: &mut Desk<'_>) {
    let on = plus(desk.last, -1);
    let mut open: Vec<(String, Date)> = Vec::new();
    for post in desk
        .records
        .posts
        .values()
        .filter(|post| post.to.is_none() && post.funding_to.is_none_or(|end| end > on) && post.from <= on)
    {
        let stays = desk
            .records
            .occupancies
            .values()
            .filter(|stay| stay.post.as_ref() == Some(&post.post) && stay.basis.holds());
        let ends: Vec<Option<Date>> = stays
            .filter(|stay| stay.from <= on)
            .map(|stay| {
                let spells = desk.records.spells.values().filter(|spell| spell.worker == stay.worker);
                let spell =
                    spells.filter(|spell| spell.started <= stay.from).max_by_key(|spell| spell.started);
                workforce::period::earlier(stay.to, spell.and_then(|spell| spell.left))
            })
            .collect();
        let last = ends.iter().try_fold(post.from, |latest, end| end.map(|end| latest.max(end)));
        open.extend(last.filter(|last| *last <= on).map(|last| (post.post.to_string(), last)));
    }
    open.sort();
    for (post, since) in open {
        let columns = [
            ("vacancy", format!("V-{post}")),
            ("post", post),
            ("reason", "leaver".to_owned()),
            ("vacant_from", since.to_string()),
            ("approved_on", plus(since, 14).max(plus(on, -400)).to_string()),
        ];
        let columns: Vec<(&str, &str)> =
            columns.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.write(since.max(plus(on, -360)), "vacancy", &columns);
    }
}
