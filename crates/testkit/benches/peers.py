"""The peers of `cargo xtask bench`: what a council's analyst has without Mainstay.

Usage: peers.py FOLDER, where the bench has left `council.db` (a Mainstay store), `positions.csv` (Mainstay's monthly
positions by team) and `bodies.jsonl`. Runs `positions.sql` on the store's flat views with SQLite, checks that it gives
the same figures, and prints medians in nanoseconds as JSON. Only Python's standard library.
"""

import csv
import json
import pathlib
import sqlite3
import statistics
import sys
import time

HERE = pathlib.Path(__file__).parent
RUNS = 5


def median(action):
    """The median time of an action in nanoseconds, and its last result."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter_ns()
        result = action()
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times), result


def main(folder):
    with open(folder / "positions.csv", newline="", encoding="utf-8") as file:
        ours = list(csv.reader(file))
    first, months = ours[0][0], len({row[0] for row in ours})
    store = sqlite3.connect(f"file:{folder / 'council.db'}?mode=ro", uri=True)
    sql = (HERE / "positions.sql").read_text(encoding="utf-8")
    given = {"council": "E001", "first": first, "months": months}
    sql_time, rows = median(lambda: store.execute(sql, given).fetchall())
    if len(rows) != len(ours):
        sys.exit(f"SQL gives {len(rows)} rows, Mainstay {len(ours)}")
    for theirs, mine in zip(rows, ours):
        same = list(theirs[:2]) == mine[:2] and all(
            abs(a - float(b)) < 1e-6 for a, b in zip(theirs[2:], mine[2:])
        )
        if not same:
            sys.exit(f"SQL gives {theirs}, Mainstay {mine}")
    bodies = (folder / "bodies.jsonl").read_text(encoding="utf-8").splitlines()
    parse_time, _ = median(lambda: [json.loads(body) for body in bodies])
    answer = {
        "sql_positions": sql_time,
        "python_parse": parse_time,
        "rows": len(rows),
        "sqlite": sqlite3.sqlite_version,
        "python": sys.version.split()[0],
    }
    print(json.dumps(answer))


main(pathlib.Path(sys.argv[1]))
