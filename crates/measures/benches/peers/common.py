"""What both peers of the figures bench share: the question, timing, and the comparison with Mainstay's figures."""

import csv
import json
import pathlib
import statistics
import sys
import time

RUNS = 5
TABLES = ["work", "unit", "spell", "person", "sickness", "cases", "post"]

# The codes of the tables, in the order of Mainstay's record types.
ACTING_UP, SECONDMENT_IN, SUPERNUMERARY, AGENCY = 2, 3, 5, 6
HOLDS = [0, 1]  # substantive and fixed term
VACANCY, ADDITIONAL_WORKLOAD, SKILL_MIX = 0, 5, 6
NEWLY_QUALIFIED, FROM_AUTHORITY, FROM_OUTSIDE, FROM_AGENCY, FROM_OTHER = 0, 1, 2, 3, 4
ORIGIN_NOT_KNOWN = [-1, 8, 9]
MANAGERS, FIRST_LINE = 2, 2  # census roles up to 2 are managers, 2 is the first line
# The group of each ethnicity, by its code; the last two are refused and not obtained.
ETHNIC_GROUPS = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 5, 5]
TENURES = [2, 5, 10, 20, 30]
AGES = [20, 30, 40, 50, 60]


class Question:
    """The measures with their formulas, and the spans."""

    def __init__(self, folder):
        with open(folder / "question.json", encoding="utf-8") as file:
            question = json.load(file)
        self.measures = question["measures"]
        self.first = [span[0] for span in question["spans"]]
        self.last = [span[1] for span in question["spans"]]
        self.last_date = [span[2] for span in question["spans"]]
        self.months = [span[3] for span in question["spans"]]
        self.later = [span[4] for span in question["spans"]]
        self.counted = question["counted"]
        self.units = question["units"]
        self.known_on = question["known_on"]
        self.case_limit = question["case_limit"]

    def is_recorded(self, part, span):
        """Whether the record holds what a part counts: cases where some were counted, cohorts once their time has come."""
        if part in ("Cases", "CaseHolders", "CaseHoldingPeople", "OverLimit", "CasesBeyondLimit"):
            return any(self.last[span] - 31 <= day <= self.last[span] for day in self.counted)
        if part.startswith("StillHereAfter"):
            return self.later[span][int(part[15:17]) // 12 - 1] <= self.known_on
        return True

    def rows(self):
        """What has to be counted: parts, each with what it is grouped by or None."""
        rows = []
        for measure in self.measures:
            for terms, by in [(measure["numerator"], measure["groups"]), (measure["denominator"], None)]:
                for part, _ in terms:
                    if (part, by) not in rows:
                        rows.append((part, by))
        return rows


def median(action):
    """The median time of an action and of the processors on it, in nanoseconds, and its last result."""
    times, processor = [], []
    for _ in range(RUNS):
        start, on_processor = time.perf_counter_ns(), time.process_time_ns()
        result = action()
        times.append(time.perf_counter_ns() - start)
        processor.append(time.process_time_ns() - on_processor)
    return statistics.median(times), statistics.median(processor), result


def compare(folder, peer, figures):
    """Checks every figure. `figures` maps (measure, span, unit, slot) to numerator, denominator and value."""
    seen = 0
    with open(folder / "cells.csv", newline="", encoding="utf-8") as file:
        for row in list(csv.reader(file))[1:]:
            place = tuple(int(cell) for cell in row[:4])
            ours = tuple(int(cell) if cell else None for cell in row[4:])
            theirs = figures(*place)
            if ours != theirs:
                sys.exit(f"{peer} gives {theirs} for {place} in {folder.name}, Mainstay {ours}")
            seen += 1
    return seen


def main(peer, version, load, answer, reader):
    """Loads the tables of each question, times the answer, and checks it."""
    folder = pathlib.Path(sys.argv[1])
    told = {"version": version}
    for name in ["council", "england"]:
        question = Question(folder / name)
        tables = load(folder / name)
        told[name], told[f"{name}_processor"], result = median(lambda: answer(question, tables))
        told[f"{name}_cells"] = compare(folder / name, peer, reader(question, result))
    print(json.dumps(told))
