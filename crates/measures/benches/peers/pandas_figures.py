"""The figures of the bench in pandas: `pandas_figures.py FOLDER`. Prints medians in nanoseconds as JSON.

Written as an analyst would who knows pandas: whole columns at a time, intervals expanded to the days that they hold by
searching sorted days, no loop over rows. Every part is a dense array by span, unit and group.
"""

import functools

import common
import numpy as np
import pandas as pd
from common import Question


def load(folder):
    return {name: pd.read_csv(folder / f"{name}.csv") for name in common.TABLES}


def spread(frame, first, last, name):
    """One row for each place in sorted order from `first` up to, not including, `last`."""
    counts = np.maximum(last - first, 0)
    rows = np.repeat(np.arange(len(frame)), counts)
    offsets = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    out = frame.take(rows)
    out[name] = first[rows] + offsets
    return out


def employed(jobs, keys):
    """Occupancies that are employment, among those of the same worker and day: acting up counts in the post held."""
    jobs = jobs[~jobs.basis.isin([common.AGENCY, common.SECONDMENT_IN])]
    acting = jobs.basis == common.ACTING_UP
    if not acting.any():
        return jobs
    holding = jobs.loc[jobs.basis.isin(common.HOLDS), keys].drop_duplicates()
    holding["holding"] = True
    held = jobs.loc[acting, keys].merge(holding, on=keys, how="left").holding.notna().to_numpy()
    dropped = jobs.index[acting][held]
    return jobs.drop(index=dropped)


def most_senior(jobs, keys):
    return jobs.sort_values([*keys, "seniority", "work"]).drop_duplicates(keys)


class Council:
    """The lists that parts are counted from, each made once, when a part first needs it."""

    def __init__(self, question, tables):
        self.question = question
        self.tables = tables
        self.first = np.array(question.first)
        self.last = np.array(question.last)
        self.last_date = np.array(question.last_date)
        self.shape = (len(self.first), question.units)

    def span_of(self, days):
        """The span of each day, or -1."""
        at = np.searchsorted(self.first, days, "right") - 1
        return np.where((at >= 0) & (days <= self.last[np.maximum(at, 0)]), at, -1)

    def by_unit(self, frame):
        """One row for each unit that a row's team lies in."""
        return frame.merge(self.tables["unit"], on="team")

    def add_up(self, frame, amount):
        """A dense array by span and unit of the sums of a column, or of rows, of rows that are by unit already."""
        groups = frame.groupby(["span", "unit"])
        sums = groups[amount].sum() if amount else groups.size() * 1_000_000
        dense = np.zeros(self.shape, dtype=np.int64)
        if len(sums):
            dense[sums.index.get_level_values(0), sums.index.get_level_values(1)] = sums.to_numpy()
        return dense

    def add_up_groups(self, frame, amount, slots):
        groups = frame.groupby(["span", "unit", "slot"])
        sums = groups[amount].sum() if amount else groups.size() * 1_000_000
        dense = np.zeros((*self.shape, slots + 1), dtype=np.int64)
        places = [sums.index.get_level_values(level) for level in range(3)]
        dense[tuple(places)] = sums.to_numpy()
        return dense

    def people(self, frame):
        """By unit, each worker once in each span."""
        return self.by_unit(frame).drop_duplicates(["span", "unit", "worker"])

    # Who is present on the opening and closing days.

    def present(self, days):
        work = self.tables["work"]
        first = np.searchsorted(days, work.start.to_numpy())
        return spread(work, first, np.searchsorted(days, work.finish.to_numpy()), "span").reset_index(drop=True)

    @functools.cached_property
    def closing(self):
        return self.present(self.last)

    @functools.cached_property
    def opening(self):
        return self.present(self.first - 1)

    @functools.cached_property
    def employed_closing(self):
        jobs = employed(self.closing, ["worker", "span"])
        return jobs[jobs.scope == 1]

    @functools.cached_property
    def employed_opening(self):
        jobs = employed(self.opening, ["worker", "span"])
        return jobs[jobs.scope == 1]

    def with_spell(self, jobs, days):
        """With the spell that each worker was in on the day of the span."""
        spell = self.tables["spell"]
        first = np.searchsorted(days, spell.start.to_numpy())
        spells = spread(spell, first, np.searchsorted(days, spell.finish.to_numpy()), "span")
        spells = spells.rename(columns={"start": "spell_start", "finish": "spell_finish"})
        spells = spells.drop_duplicates(["worker", "span"])
        return jobs.merge(spells, on=["worker", "span"], how="left")

    @functools.cached_property
    def closing_by_unit(self):
        return self.by_unit(self.employed_closing)

    @functools.cached_property
    def closing_people(self):
        # The most senior occupancy is kept.
        jobs = self.closing_by_unit.sort_values("seniority", kind="stable")
        return jobs.drop_duplicates(["span", "unit", "worker"])

    @functools.cached_property
    def spells_at_closing(self):
        return self.with_spell(self.employed_closing, self.last)

    @functools.cached_property
    def agency(self):
        jobs = self.closing[(self.closing.basis == common.AGENCY) & (self.closing.scope == 1)]
        return self.by_unit(jobs)

    # Where workers were on days of their own.

    def jobs_on(self, events, column):
        """Every occupancy of each event's worker on the day in a column; `event` is the event's number."""
        jobs = events[["worker", column]].reset_index(names="event").merge(self.tables["work"], on="worker")
        jobs = jobs[(jobs.start <= jobs[column]) & (jobs[column] < jobs.finish)].reset_index(drop=True)
        return employed(jobs, ["event"])

    def place_on(self, events, column):
        """The most senior employed occupancy in scope of each event, by its number."""
        jobs = self.jobs_on(events, column)
        return most_senior(jobs[jobs.scope == 1], ["event"]).set_index("event")

    @functools.cached_property
    def started(self):
        spell = self.tables["spell"]
        spells = spell.assign(span=self.span_of(spell.start.to_numpy()))
        spells = spells[spells.span >= 0].reset_index(drop=True)
        works = spells[["worker", "start", "finish"]].reset_index(names="event")
        works = works.merge(self.tables["work"], on="worker", suffixes=("", "_work"))
        works = works[(works.start_work < works.finish) & (works.start < works.finish_work)]
        begun = np.maximum(works.begun, works.start).groupby(works.event).min()
        spells = spells.loc[begun.index].assign(day=begun)
        place = self.place_on(spells, "day")
        return spells.loc[place.index].assign(team=place.team)

    @functools.cached_property
    def was_here(self):
        spell = self.tables["spell"]
        pairs = self.started.reset_index(names="event").merge(spell, on="worker", suffixes=("", "_other"))
        return self.started.index.isin(pairs.event[pairs.finish_other < pairs.start])

    @functools.cached_property
    def left(self):
        spell = self.tables["spell"]
        spells = spell.assign(span=self.span_of(spell.finish.to_numpy()))
        spells = spells[spells.span >= 0].reset_index(drop=True)
        works = spells[["worker", "start", "finish"]].reset_index(names="event")
        works = works.merge(self.tables["work"], on="worker", suffixes=("", "_work"))
        works = works[(works.start_work < works.finish) & (works.start < works.finish_work)]
        ended = np.minimum(works.finish_work, works.finish).groupby(works.event).max() - 1
        spells = spells.loc[ended.index].assign(day=ended)
        place = self.place_on(spells, "day")
        return spells.loc[place.index].assign(team=place.team, census_role=place.census_role)

    @functools.cached_property
    def changed(self):
        """Occupancies in scope that began in a span while their worker was employed in scope the day before."""
        work = self.tables["work"]
        work = work[work.start == work.begun]
        begun = work.assign(span=self.span_of(work.begun.to_numpy()), day=work.begun, before=work.begun - 1)
        begun = begun[(begun.span >= 0) & (begun.scope == 1)].reset_index(drop=True)
        jobs = self.jobs_on(begun, "day")
        begun = begun[begun.index.isin(jobs.event[jobs.work == begun.work.reindex(jobs.event).to_numpy()])]
        place = self.place_on(begun, "before")
        was = place[["team", "rank"]].add_prefix("was_")
        return begun.join(was, how="inner"), jobs

    @functools.cached_property
    def moved(self):
        changed, jobs = self.changed
        changed = changed[changed.team != changed.was_team]
        others = jobs.merge(changed[["work", "was_team"]], left_on="event", right_index=True, suffixes=("", "_of"))
        there = others.event[(others.team == others.was_team) & (others.work != others.work_of)]
        moved = changed[~changed.index.isin(there)]
        return moved.assign(team=moved.was_team)

    @functools.cached_property
    def appointed(self):
        work = self.tables["work"]
        work = work[(work.start == work.begun) & (work.census_role <= common.MANAGERS) & (work.scope == 1)]
        begun = work.assign(span=self.span_of(work.begun.to_numpy()), day=work.begun, before=work.begun - 1)
        begun = begun[begun.span >= 0].reset_index(drop=True)
        jobs = self.jobs_on(begun, "day")
        begun = begun[begun.index.isin(jobs.event[jobs.work == begun.work.reindex(jobs.event).to_numpy()])]
        was = self.jobs_on(begun, "before")
        managed = begun.index.isin(was.event[was.census_role <= common.MANAGERS])
        begun = begun.assign(internal=begun.index.isin(was.event))
        return begun[~managed]

    @functools.cached_property
    def holders(self):
        """Caseloads counted last, at most 31 days before each closing, with the occupancies of whoever holds them."""
        cases = self.tables["cases"]
        days = np.unique(cases.day)
        at = np.searchsorted(days, self.last, "right") - 1
        counted = np.where((at >= 0) & (days[np.maximum(at, 0)] >= self.last - 31), days[np.maximum(at, 0)], -1)
        spans = pd.DataFrame({"span": np.arange(len(self.last)), "day": counted})
        cases = spans.merge(cases, on="day")
        agency = self.closing[(self.closing.basis == common.AGENCY) & (self.closing.scope == 1)]
        jobs = pd.concat([self.employed_closing, agency])
        jobs = cases.merge(jobs[jobs.fte > 0], on=["worker", "span"])
        return jobs, most_senior(jobs, ["span", "worker"])

    @functools.cached_property
    def away(self):
        """Sickness by span, with the days in it and where the worker was on the first of them."""
        sick = self.tables["sickness"]
        first = np.searchsorted(self.last, sick.start.to_numpy())
        last = np.searchsorted(self.first, sick.finish.to_numpy())
        sick = spread(sick, first, last, "span").reset_index(drop=True)
        span = sick.span.to_numpy()
        sick = sick.assign(
            begin=np.maximum(sick.start, self.first[span]), end=np.minimum(sick.finish, self.last[span] + 1)
        )
        sick = sick[sick.begin < sick.end]
        place = self.place_on(sick, "begin")
        return sick.loc[place.index].assign(team=place.team)

    @functools.cached_property
    def posts(self):
        """Posts on each closing day with funding, what holders leave of it and what of that is covered."""
        post = self.tables["post"]
        first = np.searchsorted(self.last, post.start.to_numpy())
        posts = spread(post, first, np.searchsorted(self.last, post.finish.to_numpy()), "span")
        present = self.closing
        present = present[present.post >= 0]
        holds = present.basis.isin(common.HOLDS)
        covers = ~holds & (present.basis != common.SUPERNUMERARY) & present.cover.isin([-1, common.VACANCY])
        fill = present.assign(held=present.fte.where(holds, 0), covering=present.fte.where(covers, 0))
        fill = fill.groupby(["post", "span"])[["held", "covering"]].sum().reset_index()
        posts = posts.merge(fill, on=["post", "span"], how="left").fillna(0)
        vacant = (posts.fte - posts.held).clip(lower=0).astype(np.int64)
        uncovered = vacant - np.minimum(vacant, posts.covering.astype(np.int64))
        return self.by_unit(posts.assign(vacant=vacant, uncovered=uncovered))

    # Parts, by the names that the formulas give them.

    def part(self, part):
        name, _, rest = part.partition("(")
        of = rest.rstrip(")").split(", ")
        return getattr(self, f"part_{name}")(*of) if rest else getattr(self, f"part_{name}")()

    def part_InPost(self, moment, roles, count):
        if moment == "Closing" and roles == "All":
            if count == "Fte":
                return self.add_up(self.closing_by_unit, "fte")
            return self.add_up(self.closing_people, None)
        jobs = self.employed_closing if moment == "Closing" else self.employed_opening
        if roles == "Managers":
            jobs = jobs[jobs.census_role <= common.MANAGERS]
        elif roles == "FirstLine":
            jobs = jobs[jobs.census_role == common.FIRST_LINE]
        elif roles == "Practitioners":
            jobs = jobs[jobs.census_role > common.MANAGERS]
        return self.add_up(self.by_unit(jobs), "fte") if count == "Fte" else self.add_up(self.people(jobs), None)

    @functools.cached_property
    def ethnic_group(self):
        codes = self.tables["person"].set_index("worker").ethnicity
        return codes.map(lambda code: common.ETHNIC_GROUPS[code])

    def part_EthnicityKnown(self, count):
        jobs = self.closing_by_unit if count == "Fte" else self.closing_people
        known = jobs[jobs.worker.map(self.ethnic_group).to_numpy() < 5]
        return self.add_up(known, "fte" if count == "Fte" else None)

    def part_Starters(self, origin, count):
        spells = self.started
        known = ~spells.origin.isin(common.ORIGIN_NOT_KNOWN)
        experienced = [common.FROM_AUTHORITY, common.FROM_OUTSIDE, common.FROM_AGENCY, common.FROM_OTHER]
        spells = spells[
            {
                "Anywhere": lambda: np.ones(len(spells), dtype=bool),
                "Known": lambda: known,
                "NewlyQualified": lambda: spells.origin == common.NEWLY_QUALIFIED,
                "OtherAuthority": lambda: spells.origin == common.FROM_AUTHORITY,
                "Agency": lambda: spells.origin == common.FROM_AGENCY,
                "Experienced": lambda: spells.origin.isin(experienced),
                "Here": lambda: self.was_here,
            }[origin]()
        ]
        if count == "Headcount":
            return self.add_up(self.by_unit(spells), None)
        spells = spells[spells.finish > self.last[spells.span]]
        jobs = spells[["worker", "span"]].merge(self.employed_closing, on=["worker", "span"])
        return self.add_up(self.by_unit(jobs), "fte")

    def part_Leavers(self, roles, count):
        spells = self.left if roles == "All" else self.left[self.left.census_role <= common.MANAGERS]
        if count == "Headcount":
            return self.add_up(self.by_unit(spells), None)
        spells = spells[spells.start < self.first[spells.span]]
        jobs = self.employed_opening[["worker", "span", "fte"]]
        return self.add_up(self.by_unit(spells[["worker", "span", "team"]].merge(jobs, on=["worker", "span"])), "fte")

    def part_Agency(self, count):
        return self.add_up(self.agency, "fte" if count == "Fte" else None)

    def part_AgencyManagers(self):
        return self.add_up(self.agency[self.agency.census_role <= common.MANAGERS], "fte")

    def part_AgencyCover(self):
        return self.add_up(self.agency[self.agency.cover.isin([-1, common.VACANCY])], "fte")

    def part_Vacancies(self):
        return self.add_up(self.posts[self.posts.scope == 1], "vacant")

    def part_Funded(self):
        return self.add_up(self.posts[self.posts.scope == 1], "fte")

    def part_Cases(self):
        _, first = self.holders
        return self.add_up(self.by_unit(first), "cases") * 1_000_000

    def part_CaseHolders(self):
        jobs, _ = self.holders
        return self.add_up(self.by_unit(jobs[jobs.cases > 0]), "fte")

    def part_CaseHoldingPeople(self):
        _, first = self.holders
        return self.add_up(self.by_unit(first[first.cases > 0]), None)

    def part_OverLimit(self):
        _, first = self.holders
        return self.add_up(self.by_unit(first[first.cases > self.question.case_limit]), None)

    def part_CasesBeyondLimit(self):
        _, first = self.holders
        over = first[first.cases > self.question.case_limit]
        return self.add_up(self.by_unit(over.assign(more=over.cases - self.question.case_limit)), "more") * 1_000_000

    def part_DaysLost(self):
        away = self.away
        within, whole = away.end - away.begin, np.minimum(away.finish, away.end) - away.start
        whole = np.where(away.finish < 10_000_000, away.finish - away.start, whole)
        shared = (within * away.days_lost * 2 + whole) // (whole * 2)
        days = np.where(within == whole, away.days_lost, shared)
        unsaid = (away.days_lost < 0).to_numpy()
        for mask in away.weekdays[unsaid].unique():
            week = [bool(mask >> day & 1) for day in range(7)]
            rows = unsaid & (away.weekdays == mask).to_numpy()
            begin = away.begin[rows].to_numpy().astype("datetime64[D]")
            end = away.end[rows].to_numpy().astype("datetime64[D]")
            days[rows] = np.busday_count(begin, end, weekmask=week) * 1_000_000
        return self.add_up(self.by_unit(away.assign(days=days)), "days")

    def part_CalendarDaysSick(self):
        away = self.away.assign(days=self.away.end - self.away.begin)
        return self.add_up(self.by_unit(away), "days") * 1_000_000

    def part_StillHere(self):
        jobs = self.with_spell(self.employed_opening, self.first - 1)
        return self.add_up(self.people(jobs[jobs.spell_finish > self.last[jobs.span]]), None)

    def part_StillHereAfter(self, months):
        spells = self.started
        return self.add_up(self.by_unit(spells[spells.finish > spells[f"year{int(months) // 12}"]]), None)

    def part_Moves(self):
        return self.add_up(self.by_unit(self.moved), None)

    def part_MovesAfterFirstYear(self):
        moved = self.moved[["worker", "span", "team", "day"]].reset_index(names="event")
        spells = moved.merge(self.tables["spell"], on="worker")
        spells = spells[(spells.start <= spells.day) & (spells.day < spells.finish)]
        second = (spells.year1 <= spells.day) & (spells.day < spells.year2)
        return self.add_up(self.by_unit(spells[second & (spells.origin == common.NEWLY_QUALIFIED)]), None)

    def part_ManagerAppointments(self):
        return self.add_up(self.by_unit(self.appointed), None)

    def part_InternalManagerAppointments(self):
        return self.add_up(self.by_unit(self.appointed[self.appointed.internal]), None)

    def part_Promotions(self):
        changed, _ = self.changed
        return self.add_up(self.by_unit(changed[changed["rank"] < changed.was_rank]), None)

    @functools.cached_property
    def practitioners(self):
        jobs = self.spells_at_closing
        jobs = jobs[jobs.census_role > common.MANAGERS]
        new = (jobs.origin == common.NEWLY_QUALIFIED) & (self.last[jobs.span] < jobs.year1)
        return jobs[new], jobs[~new]

    def part_InFirstYear(self):
        return self.add_up(self.people(self.practitioners[0]), None)

    def part_Experienced(self):
        return self.add_up(self.people(self.practitioners[1]), None)

    @functools.cached_property
    def assigned(self):
        jobs = self.by_unit(self.closing)
        beyond = jobs.cover.isin([common.ADDITIONAL_WORKLOAD, common.SKILL_MIX])
        return jobs, (jobs.basis == common.SUPERNUMERARY) | beyond

    def part_Assignments(self):
        return self.add_up(self.assigned[0], "fte") + self.add_up(self.posts, "uncovered")

    def part_AgencyAssigned(self):
        jobs, _ = self.assigned
        return self.add_up(jobs[jobs.basis == common.AGENCY], "fte")

    def part_BeyondEstablishment(self):
        jobs, beyond = self.assigned
        return self.add_up(jobs[beyond], "fte")

    def part_AgencyBeyondEstablishment(self):
        jobs, beyond = self.assigned
        return self.add_up(jobs[beyond & (jobs.basis == common.AGENCY)], "fte")

    def groups(self, part, by, slots):
        """A part of those in post on the closing day, by group; the last group is not known."""
        fte = part.endswith("Fte)")
        jobs = self.closing_by_unit if fte else self.closing_people
        if part.startswith("EthnicityKnown"):
            jobs = jobs[jobs.worker.map(self.ethnic_group).to_numpy() < 5]
        dates = self.last_date[jobs.span]
        if by == "CensusRole":
            slot = jobs.census_role.to_numpy()
        elif by == "Ethnicity":
            slot = jobs.worker.map(self.ethnic_group).to_numpy()
        elif by == "Age":
            born = jobs.worker.map(self.tables["person"].set_index("worker").born).to_numpy()
            slot = np.where(born < 0, slots, np.searchsorted(common.AGES, (dates - born) // 10_000, "right"))
        else:
            jobs = self.with_spell(jobs, self.last)
            years = (dates - jobs.start_date.to_numpy()) // 10_000
            known = ~np.isnan(years)
            slot = np.full(len(jobs), slots)
            slot[known] = np.searchsorted(common.TENURES, years[known], "right")
        return self.add_up_groups(jobs.assign(slot=slot), "fte" if fte else None, slots)


def worth(measure, numerator, denominator, months):
    """Values in units of the last place, halves away from zero; the mask says where there is one."""
    part = numerator * measure["scale"]
    whole = denominator if denominator is not None else np.full_like(numerator, 1_000_000)
    if measure["annualised"]:
        part, whole = part * 12, whole * months
    part, whole = np.where(whole < 0, -part, part), np.abs(whole)
    twice = np.abs(part) * 10 ** measure["places"] * 2 + whole
    value = np.sign(part) * (twice // np.maximum(whole * 2, 1))
    return value, whole != 0


def answer(question: Question, tables):
    council = Council(question, tables)
    parts = {}
    for part, by in question.rows():
        if by is None:
            parts[part, by] = council.part(part)
        else:
            slots = next(m["slots"] for m in question.measures if m["groups"] == by)
            parts[part, by] = council.groups(part, by, slots)
    figures = []
    for measure in question.measures:
        by = measure["groups"]

        def combined(terms, by):
            total = 0
            for part, factors in terms:
                array = parts[part, by]
                total = total + array * np.array(factors).reshape(-1, *[1] * (array.ndim - 1))
            return total

        numerator = combined(measure["numerator"], by)
        denominator = combined(measure["denominator"], None) if measure["denominator"] else None
        if by is not None:
            denominator = np.broadcast_to(denominator[..., None], numerator.shape)
        months = np.array(question.months).reshape(-1, *[1] * (numerator.ndim - 1))
        value, has_value = worth(measure, numerator, denominator, months)
        figures.append((numerator, denominator, value, has_value, by is not None))
    return figures


def reader(question, figures):
    def read(measure, span, unit, slot):
        of = question.measures[measure]
        if not all(question.is_recorded(part, span) for part, _ in of["numerator"] + of["denominator"]):
            return (None, None, None)
        numerator, denominator, value, has_value, grouped = figures[measure]
        at = (span, unit, slot) if grouped else (span, unit)
        whole = None if denominator is None else int(denominator[at])
        return (int(numerator[at]), whole, int(value[at]) if has_value[at] else None)

    return read


if __name__ == "__main__":
    common.main("pandas", pd.__version__, load, answer, reader)
