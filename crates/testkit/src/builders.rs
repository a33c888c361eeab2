//! Records with every optional field blank, so that a test or a generator says only what it is about.
//!
//! Fields are public: build, then set what matters. Nothing here checks that a record makes sense.

use workforce::Date;
use workforce::cell::{Flag, Key, List, Text};
use workforce::quantity::Fte;
use workforce::records::{
    Absence, AbsenceKind, Baseline, Basis, Caseload, Decision, DecisionEffect, DecisionStatus, EffectKind,
    Equality, Funding, Identity, Occupancy, Post, Role, Spell, Transfer, Unit, UnitKind, Worker, WorkerKey,
};

/// An amount of FTE from hundredths: `fte(60)` is 0.60.
pub const fn fte(hundredths: i64) -> Fte {
    Fte::from_millionths(hundredths * 10_000)
}

/// A team, or a service where `kind` says so.
pub fn unit(unit: &str, name: &str, kind: UnitKind, from: Date) -> Unit {
    Unit {
        unit: Key::new(unit),
        from,
        to: None,
        name: name.into(),
        kind,
        parent: None,
        side: None,
        successors: List::default(),
        note: None,
    }
}

/// A role that a registered social worker holds, outside the census until said otherwise.
pub fn role(role: &str, title: &str, from: Date) -> Role {
    Role {
        role: Key::new(role),
        from,
        to: None,
        title: title.into(),
        grade: None,
        qualified: true,
        census: Flag(false),
        census_role: None,
        agency_job_type: None,
        rank: None,
        note: None,
    }
}

/// A post on the base budget.
pub fn post(post: &str, role: &str, team: &str, fte: Fte, from: Date) -> Post {
    Post {
        post: Key::new(post),
        from,
        to: None,
        role: Key::new(role),
        team: Key::new(team),
        fte,
        funding: Some(Funding::Base),
        funding_to: None,
        hard_to_recruit: Flag(false),
        hosted_for: None,
        decision: None,
        baselines: List::default(),
        note: None,
    }
}

/// A baseline of the whole council.
pub fn baseline(baseline: &str, name: &str, from: Date, to: Option<Date>) -> Baseline {
    Baseline {
        baseline: Key::new(baseline),
        name: name.into(),
        from,
        to,
        service: None,
        roles: List::default(),
        not_collected: List::default(),
        note: None,
    }
}

/// An approved decision.
pub fn decision(decision: &str, title: &str, on: Date) -> Decision {
    Decision {
        decision: Key::new(decision),
        on,
        body: None,
        title: title.into(),
        status: DecisionStatus::Approved,
        sought: None,
        reference: None,
        amount: None,
        purse: None,
        note: None,
    }
}

/// An effect of a decision, of no stated quantity.
pub fn effect(decision: &str, effect: &str, kind: EffectKind) -> DecisionEffect {
    DecisionEffect {
        decision: Key::new(decision),
        effect: effect.into(),
        kind,
        role: None,
        team: None,
        fte: None,
        note: None,
    }
}

/// A post's move from one team to another.
pub fn transfer(transfer: &str, post: &Post, on: Date, from_team: &str, to_team: &str) -> Transfer {
    Transfer {
        transfer: transfer.into(),
        post: post.post.clone(),
        on,
        from_team: Some(Key::new(from_team)),
        to_team: Some(Key::new(to_team)),
        from_role: None,
        to_role: None,
        fte_out: post.fte,
        fte_in: post.fte,
        decision: None,
        note: None,
    }
}

/// A worker about whom nothing else is known.
pub fn worker(worker: &str) -> Worker {
    Worker { worker: Key::new(worker), registration: None, registered_from: None, note: None }
}

/// A worker's identity; the names are invented by the caller.
pub fn identity(worker: &WorkerKey, given: &str, family: &str) -> Identity {
    Identity {
        worker: worker.clone(),
        given_name: Some(given.into()),
        family_name: Some(family.into()),
        birth_date: None,
        email: None,
    }
}

/// A worker's equality record with nothing in it.
pub fn equality(worker: &WorkerKey) -> Equality {
    Equality {
        worker: worker.clone(),
        sex: None,
        ethnicity: None,
        disability: None,
        purpose: None,
        keep_until: None,
    }
}

/// A spell that has not ended.
pub fn spell(spell: &str, worker: &str, started: Date) -> Spell {
    Spell {
        spell: Key::new(spell),
        worker: Key::new(worker),
        started,
        origin: None,
        left: None,
        reason: None,
        destination: None,
        notice_given: None,
        note: None,
    }
}

/// A substantive holder of a post.
pub fn occupancy(occupancy: &str, worker: &str, post: &str, fte: Fte, from: Date) -> Occupancy {
    Occupancy { post: Some(Key::new(post)), ..loose(occupancy, worker, fte, from, Basis::Substantive) }
}

/// An occupancy without a post; set its team and role.
pub fn loose(occupancy: &str, worker: &str, fte: Fte, from: Date, basis: Basis) -> Occupancy {
    Occupancy {
        occupancy: Key::new(occupancy),
        worker: Key::new(worker),
        post: None,
        team: None,
        role: None,
        fte,
        from,
        to: None,
        expected_end: None,
        basis,
        cover: None,
        supplier: None,
        note: None,
    }
}

/// An absence that has not ended.
pub fn absence(absence: impl Into<Text>, worker: &str, kind: AbsenceKind, from: Date) -> Absence {
    Absence {
        absence: absence.into(),
        worker: Key::new(worker),
        kind,
        from,
        to: None,
        expected_return: None,
        days_lost: None,
        work_pattern: None,
    }
}

/// A caseload with no type counted.
pub fn caseload(worker: &str, on: Date) -> Caseload {
    Caseload {
        worker: Key::new(worker),
        on,
        assessment: None,
        child_in_need: None,
        child_protection: None,
        looked_after: None,
        care_leaver: None,
        carers: None,
        adults: None,
        other: None,
        untyped: None,
    }
}
