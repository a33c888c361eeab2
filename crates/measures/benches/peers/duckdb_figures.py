"""The figures of the bench in DuckDB: `duckdb_figures.py FOLDER`. Prints medians in nanoseconds as JSON.

Everything is SQL on flat tables. Lists are made once and only where a part of the question needs them; the parts of a list are
summed in one pass over it; measures are one join of sums and formulas.
"""

import common
import duckdb
import numpy as np

# Codes are those of the tables: basis 0 and 1 hold a post, 2 is acting up, 3 on loan, 5 supernumerary, 6 agency; cover 0 is
# for a vacancy, 5 and 6 beyond the establishment; origin 0 is newly qualified; census roles up to 2 are managers.
LISTS = {
    # Who is at work on each opening (moment 0) and closing (moment 1) day, with the spell of that day.
    "present": """
        WITH days AS (
            SELECT span, 0 AS moment, first - 1 AS day, last, last_date FROM spans WHERE {openings}
            UNION ALL SELECT span, 1, last, last, last_date FROM spans
        ), jobs AS (
            SELECT d.*, w.* FROM days d JOIN work w ON w.start <= d.day AND d.day < w.finish
        ), holding AS (
            SELECT DISTINCT span, moment, worker FROM jobs WHERE basis IN (0, 1)
        )
        SELECT j.*, s.start AS spell_start, s.finish AS spell_finish, s.origin, s.start_date, s.year1,
            j.basis NOT IN (3, 6) AND (j.basis <> 2 OR h.worker IS NULL) AS employed
        FROM jobs j
        LEFT JOIN holding h USING (span, moment, worker)
        LEFT JOIN spell s ON s.worker = j.worker AND s.start <= j.day AND j.day < s.finish""",
    # The census population by unit.
    "here": """
        SELECT p.*, u.unit FROM present p JOIN unit u USING (team)
        WHERE p.scope = 1 AND (p.employed OR p.basis = 6)""",
    # Each employed person once in each unit. Whoever is chosen by role is chosen before.
    "people": """
        SELECT span, moment, unit, worker, arg_min(census_role, seniority) AS census_role, bool_or(census_role <= 2) AS managing,
            bool_or(census_role > 2 AND coalesce(origin = 0 AND day < year1, false)) AS is_new,
            bool_or(census_role > 2 AND NOT coalesce(origin = 0 AND day < year1, false)) AS is_experienced,
            bool_or(coalesce(spell_finish > last, false)) AS stays,
            any_value(last_date) AS last_date, any_value(start_date) AS start_date
        FROM here WHERE employed GROUP BY span, moment, unit, worker""",
    # Spells that began and ended in a span, each with where the worker first or last worked in scope.
    "flows": """
        WITH events AS (
            SELECT n.span, 'in' AS way, s.* FROM spell s JOIN spans n ON s.start >= n.first AND s.start <= n.last
            UNION ALL
            SELECT n.span, 'out', s.* FROM spell s JOIN spans n ON s.finish >= n.first AND s.finish <= n.last
        ), days AS (
            SELECT e.span, e.way, e.worker, e.start, e.finish, any_value(e.origin) AS origin, any_value(e.year1) AS year1,
                any_value(e.year2) AS year2, any_value(e.year3) AS year3,
                CASE WHEN e.way = 'in' THEN min(greatest(w.begun, e.start)) ELSE max(least(w.finish, e.finish)) - 1 END AS day
            FROM events e JOIN work w ON w.worker = e.worker AND w.start < e.finish AND e.start < w.finish
            GROUP BY e.span, e.way, e.worker, e.start, e.finish
        ), jobs AS (
            SELECT d.*, w.team, w.census_role, w.seniority, w.work, w.scope, w.basis,
                bool_or(w.basis IN (0, 1)) OVER (PARTITION BY d.way, d.worker, d.start) AS holds
            FROM days d JOIN work w ON w.worker = d.worker AND w.start <= d.day AND d.day < w.finish
        ), placed AS (
            SELECT * FROM jobs WHERE scope = 1 AND basis NOT IN (3, 6) AND (basis <> 2 OR NOT holds)
            QUALIFY row_number() OVER (PARTITION BY way, worker, start ORDER BY seniority, work) = 1
        ), firsts AS (
            SELECT worker, min(finish) AS finish FROM spell GROUP BY worker
        )
        SELECT p.*, f.finish < p.start AS was_here FROM placed p JOIN firsts f USING (worker)""",
    "begins": "SELECT f.*, u.unit FROM flows f JOIN unit u USING (team) WHERE way = 'in'",
    "begins_fte": """
        SELECT h.span, h.unit, h.fte FROM flows f
        JOIN spans n ON n.span = f.span AND f.finish > n.last
        JOIN here h ON h.span = f.span AND h.moment = 1 AND h.employed AND h.worker = f.worker WHERE f.way = 'in'""",
    "ends": "SELECT f.*, u.unit FROM flows f JOIN unit u USING (team) WHERE way = 'out'",
    "ends_fte": """
        SELECT f.span, u.unit, p.fte FROM flows f
        JOIN spans n ON n.span = f.span AND f.start < n.first
        JOIN present p ON p.span = f.span AND p.moment = 0 AND p.employed AND p.scope = 1 AND p.worker = f.worker
        JOIN unit u ON u.team = f.team WHERE f.way = 'out'""",
    # Occupancies in scope that began in a span, with what else the worker was employed as that day and the day before.
    "begun": """
        WITH events AS (
            SELECT n.span, w.* FROM work w JOIN spans n ON w.begun >= n.first AND w.begun <= n.last
            WHERE w.start = w.begun AND w.scope = 1
        ), around AS (
            SELECT e.work AS event, o.before, w.work, w.team, w.scope, w.basis, w.census_role, w.rank, w.seniority,
                bool_or(w.basis IN (0, 1)) OVER (PARTITION BY e.work, o.before) AS holds
            FROM events e CROSS JOIN (VALUES (0), (1)) AS o (before)
            JOIN work w ON w.worker = e.worker AND w.start <= e.begun - o.before AND e.begun - o.before < w.finish
        ), jobs AS (
            SELECT * FROM around WHERE basis NOT IN (3, 6) AND (basis <> 2 OR NOT holds)
        ), was AS (
            SELECT event, team AS was_team, rank AS was_rank FROM jobs WHERE before = 1 AND scope = 1
            QUALIFY row_number() OVER (PARTITION BY event ORDER BY seniority, work) = 1
        ), managed AS (
            SELECT event, bool_or(census_role <= 2) AS managed FROM jobs WHERE before = 1 GROUP BY event
        )
        SELECT e.*, was.was_team, was.was_rank, managed.managed, EXISTS (
            SELECT 1 FROM jobs j WHERE j.event = e.work AND j.before = 0 AND j.team = was.was_team AND j.work <> e.work
        ) AS stays
        FROM events e
        JOIN jobs own ON own.event = e.work AND own.work = e.work AND own.before = 0
        LEFT JOIN was ON was.event = e.work
        LEFT JOIN managed ON managed.event = e.work""",
    "steps": "SELECT b.*, u.unit FROM begun b JOIN unit u USING (team)",
    "moves": """
        SELECT b.span, u.unit,
            coalesce(s.origin = 0 AND s.year1 <= b.begun AND b.begun < s.year2, false) AS in_second_year
        FROM begun b JOIN unit u ON u.team = b.was_team
        LEFT JOIN spell s ON s.worker = b.worker AND s.start <= b.begun AND b.begun < s.finish
        WHERE b.was_team <> b.team AND NOT b.stays""",
    # Cases counted last, at most 31 days before the closing, with the occupancies that they are held in.
    "counted": """
        SELECT n.span, max(c.day) AS day FROM spans n
        JOIN (SELECT DISTINCT day FROM cases) c ON c.day >= n.last - 31 AND c.day <= n.last GROUP BY n.span""",
    "holders": """
        WITH jobs AS (
            SELECT p.span, p.team, p.fte, c.cases,
                row_number() OVER (PARTITION BY p.span, p.worker ORDER BY p.seniority, p.work) AS place
            FROM counted d JOIN cases c ON c.day = d.day
            JOIN present p ON p.span = d.span AND p.moment = 1 AND p.worker = c.worker
            WHERE p.scope = 1 AND (p.employed OR p.basis = 6) AND p.fte > 0
        )
        SELECT j.*, u.unit, s.case_limit FROM jobs j JOIN unit u USING (team), settings s""",
    # Sickness by span, with where the worker was on its first day there.
    "away": """
        WITH sick AS (
            SELECT row_number() OVER () AS event, n.span, s.*, greatest(s.start, n.first) AS begins,
                least(s.finish, n.last + 1) AS ends
            FROM sickness s JOIN spans n ON s.start <= n.last AND n.first < s.finish
        ), jobs AS (
            SELECT s.*, w.team, w.seniority, w.work, w.scope, w.basis,
                bool_or(w.basis IN (0, 1)) OVER (PARTITION BY s.event) AS holds
            FROM sick s JOIN work w ON w.worker = s.worker AND w.start <= s.begins AND s.begins < w.finish
            WHERE s.begins < s.ends
        ), placed AS (
            SELECT * FROM jobs WHERE scope = 1 AND basis NOT IN (3, 6) AND (basis <> 2 OR NOT holds)
            QUALIFY row_number() OVER (PARTITION BY event ORDER BY seniority, work) = 1
        ), days AS (
            SELECT *, ends - begins AS within, CASE WHEN finish < 10000000 THEN finish ELSE ends END - start AS whole FROM placed
        )
        SELECT d.span, u.unit, d.within, CASE
            WHEN days_lost < 0 THEN 1000000 * len(list_filter(range(begins, ends), lambda day: (weekdays >> ((day + 3) % 7)::INTEGER) & 1 = 1))
            WHEN within = whole THEN days_lost
            ELSE (within::BIGINT * days_lost * 2 + whole) // (whole * 2) END AS days
        FROM days d JOIN unit u USING (team)""",
    # Posts on each closing day with what their holders leave of the funding, and what of that nobody covers.
    "posts": """
        WITH fill AS (
            SELECT span, post, coalesce(sum(fte) FILTER (basis IN (0, 1)), 0) AS held,
                coalesce(sum(fte) FILTER (basis NOT IN (0, 1, 5) AND cover IN (-1, 0)), 0) AS covering
            FROM present WHERE moment = 1 AND post >= 0 GROUP BY span, post
        ), gaps AS (
            SELECT n.span, p.team, p.scope, p.fte, greatest(p.fte - coalesce(f.held, 0), 0) AS vacant,
                coalesce(f.covering, 0) AS covering
            FROM post p JOIN spans n ON p.start <= n.last AND n.last < p.finish
            LEFT JOIN fill f ON f.span = n.span AND f.post = p.post
        )
        SELECT g.span, u.unit, g.scope, g.fte, g.vacant, g.vacant - least(g.vacant, g.covering) AS uncovered
        FROM gaps g JOIN unit u USING (team)""",
    "assigned": """
        SELECT span, unit, basis, cover, fte, 0 AS uncovered FROM present JOIN unit USING (team) WHERE moment = 1
        UNION ALL SELECT span, unit, 0, -1, 0, uncovered FROM posts""",
    "known": """
        SELECT p.span, p.unit FROM people p JOIN person USING (worker) JOIN ethnic_groups e USING (ethnicity)
        WHERE p.moment = 1 AND e.slot < 5""",
    "known_fte": """
        SELECT h.span, h.unit, h.fte FROM here h JOIN person USING (worker) JOIN ethnic_groups e USING (ethnicity)
        WHERE h.moment = 1 AND h.employed AND e.slot < 5""",
}

# What each list is made of.
NEEDS = {
    "here": ["present"],
    "people": ["here"],
    "begins": ["flows"],
    "begins_fte": ["flows", "here"],
    "ends": ["flows"],
    "ends_fte": ["flows", "present"],
    "steps": ["begun"],
    "moves": ["begun"],
    "holders": ["counted", "present"],
    "posts": ["present"],
    "assigned": ["present", "posts"],
    "known": ["people"],
    "known_fte": ["here"],
}


def of_starters(origins, heads="1000000 * count(*)"):
    return ("begins", f"{heads} FILTER ({origins})")


# Each part: its list and what is summed of it.
PARTS = {
    "InPost(Closing, All, Fte)": ("here", "sum(fte) FILTER (moment = 1 AND employed)"),
    "InPost(Opening, All, Fte)": ("here", "sum(fte) FILTER (moment = 0 AND employed)"),
    "InPost(Closing, Practitioners, Fte)": ("here", "sum(fte) FILTER (moment = 1 AND employed AND census_role > 2)"),
    "InPost(Closing, FirstLine, Fte)": ("here", "sum(fte) FILTER (moment = 1 AND employed AND census_role = 2)"),
    "Agency(Fte)": ("here", "sum(fte) FILTER (moment = 1 AND basis = 6)"),
    "Agency(Headcount)": ("here", "1000000 * count(*) FILTER (moment = 1 AND basis = 6)"),
    "AgencyManagers": ("here", "sum(fte) FILTER (moment = 1 AND basis = 6 AND census_role <= 2)"),
    "AgencyCover": ("here", "sum(fte) FILTER (moment = 1 AND basis = 6 AND cover IN (-1, 0))"),
    "InPost(Closing, All, Headcount)": ("people", "1000000 * count(*) FILTER (moment = 1)"),
    "InPost(Opening, All, Headcount)": ("people", "1000000 * count(*) FILTER (moment = 0)"),
    "InPost(Closing, Managers, Headcount)": ("people", "1000000 * count(*) FILTER (moment = 1 AND managing)"),
    "StillHere": ("people", "1000000 * count(*) FILTER (moment = 0 AND stays)"),
    "InFirstYear": ("people", "1000000 * count(*) FILTER (moment = 1 AND is_new)"),
    "Experienced": ("people", "1000000 * count(*) FILTER (moment = 1 AND is_experienced)"),
    "EthnicityKnown(Headcount)": ("known", "1000000 * count(*)"),
    "EthnicityKnown(Fte)": ("known_fte", "sum(fte)"),
    "Starters(Anywhere, Headcount)": ("begins", "1000000 * count(*)"),
    "Starters(Known, Headcount)": of_starters("origin NOT IN (-1, 8, 9)"),
    "Starters(NewlyQualified, Headcount)": of_starters("origin = 0"),
    "Starters(OtherAuthority, Headcount)": of_starters("origin = 1"),
    "Starters(Agency, Headcount)": of_starters("origin = 3"),
    "Starters(Experienced, Headcount)": of_starters("origin IN (1, 2, 3, 4)"),
    "Starters(Here, Headcount)": of_starters("was_here"),
    "StillHereAfter(12)": of_starters("finish > year1"),
    "StillHereAfter(24)": of_starters("finish > year2"),
    "StillHereAfter(36)": of_starters("finish > year3"),
    "Starters(Anywhere, Fte)": ("begins_fte", "sum(fte)"),
    "Leavers(All, Headcount)": ("ends", "1000000 * count(*)"),
    "Leavers(Managers, Headcount)": ("ends", "1000000 * count(*) FILTER (census_role <= 2)"),
    "Leavers(All, Fte)": ("ends_fte", "sum(fte)"),
    "Moves": ("moves", "1000000 * count(*)"),
    "MovesAfterFirstYear": ("moves", "1000000 * count(*) FILTER (in_second_year)"),
    "Promotions": ("steps", "1000000 * count(*) FILTER (was_rank > rank)"),
    "ManagerAppointments": ("steps", "1000000 * count(*) FILTER (census_role <= 2 AND NOT coalesce(managed, false))"),
    "InternalManagerAppointments": ("steps", "1000000 * count(*) FILTER (census_role <= 2 AND NOT managed)"),
    "Cases": ("holders", "1000000 * sum(cases) FILTER (place = 1)"),
    "CaseHolders": ("holders", "sum(fte) FILTER (cases > 0)"),
    "CaseHoldingPeople": ("holders", "1000000 * count(*) FILTER (place = 1 AND cases > 0)"),
    "OverLimit": ("holders", "1000000 * count(*) FILTER (place = 1 AND cases > case_limit)"),
    "CasesBeyondLimit": ("holders", "1000000 * sum(cases - case_limit) FILTER (place = 1 AND cases > case_limit)"),
    "DaysLost": ("away", "sum(days)"),
    "CalendarDaysSick": ("away", "1000000 * sum(within)"),
    "Vacancies": ("posts", "sum(vacant) FILTER (scope = 1)"),
    "Funded": ("posts", "sum(fte) FILTER (scope = 1)"),
    "Assignments": ("assigned", "sum(fte + uncovered)"),
    "AgencyAssigned": ("assigned", "sum(fte) FILTER (basis = 6)"),
    "BeyondEstablishment": ("assigned", "sum(fte) FILTER (basis = 5 OR cover IN (5, 6))"),
    "AgencyBeyondEstablishment": ("assigned", "sum(fte) FILTER (basis = 6 AND cover IN (5, 6))"),
}
OPENINGS = ["StillHere", "Leavers(All, Fte)"]


def band(years, bounds, unknown):
    cases = " ".join(f"WHEN {years} < {bound} THEN {at}" for at, bound in enumerate(bounds))
    return f"CASE WHEN {unknown} THEN {len(bounds) + 1} {cases} ELSE {len(bounds)} END"


SLOTS = {
    "CensusRole": "census_role",
    "Age": band("(last_date - born) // 10000", common.AGES, "born < 0"),
    "Tenure": band("(last_date - start_date) // 10000", common.TENURES, "start_date IS NULL"),
    "Ethnicity": "slot",
}


def grouped(part, by):
    """The sums of a part of those in post by group."""
    fte = part.endswith("Fte)")
    rows = "here WHERE employed AND moment = 1" if fte else "people WHERE moment = 1"
    known = "WHERE slot < 5" if part.startswith("EthnicityKnown") else ""
    joined = "JOIN person USING (worker) JOIN ethnic_groups USING (ethnicity)" if by in ("Age", "Ethnicity") else ""
    amount = "sum(fte)" if fte else "1000000 * count(*)"
    return f"""SELECT span, unit, {SLOTS[by]} AS slot, {amount} AS amount
        FROM (SELECT * FROM {rows}) {joined} {known} GROUP BY ALL"""


def statements(question):
    """The statements of a question, in order."""
    rows = question.rows()
    used = [part for part, by in rows if by is None]
    families = {}
    for part in used:
        family, amount = PARTS[part]
        families.setdefault(family, {})[part] = amount
    needed = list(families)
    if any(by for _, by in rows):
        needed += ["here", "people"]
    made = []

    def make(name):
        for other in NEEDS.get(name, []):
            make(other)
        if name not in made:
            made.append(name)

    for name in needed:
        make(name)
    if any(part.startswith(("Cases", "CaseHold", "OverLimit")) for part in used):
        make("counted")
    openings = any(part in OPENINGS or "Opening" in part for part in used)
    texts = []
    for name in made:
        text = LISTS[name].format(openings="true" if openings else "false")
        texts.append(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}")
    sums = []
    for family, parts in families.items():
        columns = ", ".join(f"coalesce({amount}, 0)::BIGINT AS c{at}" for at, amount in enumerate(parts.values()))
        texts.append(f"CREATE OR REPLACE TEMP TABLE {family}_sums AS SELECT span, unit, {columns} FROM {family} GROUP BY span, unit")
        for at, part in enumerate(parts):
            row = rows.index((part, None))
            sums.append(f"SELECT {row} AS row, span, unit, 0 AS slot, c{at} AS amount FROM {family}_sums")
    for row, (part, by) in enumerate(rows):
        if by is not None:
            sums.append(f"SELECT {row}, span, unit, slot, amount FROM ({grouped(part, by)})")
    texts.append("CREATE OR REPLACE TEMP TABLE sums AS " + " UNION ALL ".join(sums))
    return texts


# Sums and formulas to figures: dense, so that what nobody counts in is 0. Halves are rounded away from zero.
FIGURES = """
    WITH sides AS (
        SELECT measure, span, unit, slot,
            coalesce(sum(amount * factor) FILTER (side = 0), 0)::BIGINT AS numerator,
            coalesce(sum(amount * factor) FILTER (side = 1), 0)::BIGINT AS denominator
        FROM sums JOIN terms USING (row, span) GROUP BY ALL
    ), places AS (
        SELECT m.*, n.span, n.months, u.unit, s.slot FROM measures m, spans n, (SELECT DISTINCT unit FROM unit) u,
            range(0, m.slots) AS s (slot)
    ), wholes AS (
        SELECT measure, span, unit, denominator FROM sides WHERE slot = 0
    ), parts AS (
        SELECT p.*, coalesce(s.numerator, 0) AS numerator, coalesce(w.denominator, 0) AS denominator
        FROM places p
        LEFT JOIN sides s USING (measure, span, unit, slot)
        LEFT JOIN wholes w USING (measure, span, unit)
    ), fractions AS (
        SELECT *, numerator * scale * CASE WHEN annualised THEN 12 ELSE 1 END AS part,
            CASE WHEN is_rate THEN denominator ELSE 1000000 END * CASE WHEN annualised THEN months ELSE 1 END AS whole
        FROM parts
    )
    SELECT measure, span, unit, slot, numerator, denominator, whole <> 0 AS has_value,
        coalesce(sign(part) * sign(whole) * ((abs(part) * factor10 * 2 + abs(whole)) // nullif(abs(whole) * 2, 0)), 0)::BIGINT AS value
    FROM fractions ORDER BY measure, span, unit, slot
"""


def load(folder):
    base = duckdb.connect()
    for name in common.TABLES:
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}.csv')")
    base.execute("CREATE TABLE ethnic_groups (ethnicity BIGINT, slot BIGINT)")
    base.executemany("INSERT INTO ethnic_groups VALUES (?, ?)", [*enumerate(common.ETHNIC_GROUPS), (-1, 5)])
    question = common.Question(folder)
    base.execute("CREATE TABLE settings AS SELECT ? AS case_limit", [question.case_limit])
    base.execute("CREATE TABLE spans (span BIGINT, first BIGINT, last BIGINT, last_date BIGINT, months BIGINT)")
    spans = zip(range(len(question.first)), question.first, question.last, question.last_date, question.months)
    base.executemany("INSERT INTO spans VALUES (?, ?, ?, ?, ?)", list(spans))
    rows = question.rows()
    base.execute(
        "CREATE TABLE measures (measure BIGINT, scale BIGINT, factor10 BIGINT, annualised BOOLEAN, is_rate BOOLEAN, slots BIGINT)"
    )
    base.execute("CREATE TABLE terms (measure BIGINT, side BIGINT, row BIGINT, span BIGINT, factor BIGINT)")
    for at, measure in enumerate(question.measures):
        slots = measure["slots"] + 1 if measure["groups"] else 1
        row = [at, measure["scale"], 10 ** measure["places"], measure["annualised"], bool(measure["denominator"]), slots]
        base.execute("INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?)", row)
        for side, (terms, by) in enumerate([(measure["numerator"], measure["groups"]), (measure["denominator"], None)]):
            for part, factors in terms:
                place = rows.index((part, by))
                terms_of = [(at, side, place, span, factor) for span, factor in enumerate(factors)]
                base.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", terms_of)
    return base


def answer(question, base):
    for statement in statements(question):
        base.execute(statement)
    return base.execute(FIGURES).fetchnumpy()


def reader(question, result):
    firsts = np.searchsorted(result["measure"], np.arange(len(question.measures)))
    units = question.units

    def read(measure, span, unit, slot):
        of = question.measures[measure]
        parts = [part for part, _ in of["numerator"] + of["denominator"]]
        if not all(question.is_recorded(part, span) for part in parts):
            return (None, None, None)
        slots = of["slots"] + 1 if of["groups"] else 1
        at = firsts[measure] + (span * units + unit) * slots + slot
        whole = int(result["denominator"][at]) if of["denominator"] else None
        value = int(result["value"][at]) if result["has_value"][at] else None
        return (int(result["numerator"][at]), whole, value)

    return read


if __name__ == "__main__":
    common.main("duckdb", duckdb.__version__, load, answer, reader)
