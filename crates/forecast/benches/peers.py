"""What others take for the tasks of speed.rs: `peers.py TASK FOLDER`. Prints JSON; the time is the task's alone."""

import json
import math
import resource
import sys
import time

import numpy as np

POSTS, MONTHS, TRIALS, FILL = 300, 60, 10_000, 0.2
LEAVING = [0.25, 0.22, 0.16, 0.11, 0.07]
EDGES = [12, 24, 60, 120]


def monthly(tenure):
    return 1 - np.exp(-np.array(LEAVING)[np.searchsorted(EDGES, tenure)] / 12)


def numpy_simulation():
    """All trials at once, month by month."""
    chance = np.random.default_rng(1)
    table = monthly(np.arange(1, POSTS + MONTHS + 2)).astype(np.float32)
    tenure = np.tile(np.arange(POSTS, dtype=np.int16), (TRIALS, 1))
    filled = np.ones((TRIALS, POSTS), dtype=bool)
    in_post = np.empty((MONTHS + 1, TRIALS), dtype=np.int16)
    in_post[0] = POSTS
    for month in range(1, MONTHS + 1):
        tenure += 1
        leave = filled & (chance.random((TRIALS, POSTS), dtype=np.float32) < table[tenure - 1])
        filled &= ~leave
        fill = ~filled & (chance.random((TRIALS, POSTS), dtype=np.float32) < FILL)
        filled |= fill
        tenure[fill] = 0
        in_post[month] = filled.sum(axis=1)
    return float(in_post[MONTHS].mean())


def simpy_simulation(trials):
    """One process for each post, as the library is meant to be used."""
    import random

    import simpy

    table = [float(p) for p in monthly(np.arange(1, POSTS + MONTHS + 2))]
    chance = random.Random(1)
    total = 0

    def post(env, tenure, state, at):
        while True:
            yield env.timeout(1)
            tenure += 1
            if state[at] and chance.random() < table[tenure - 1]:
                state[at] = False
            if not state[at] and chance.random() < FILL:
                state[at] = True
                tenure = 0

    for _ in range(trials):
        env = simpy.Environment()
        state = [True] * POSTS
        for at in range(POSTS):
            env.process(post(env, at, state, at))
        env.run(until=MONTHS + 0.5)
        total += sum(state)
    return total / trials


def lifelines_curve(folder):
    from lifelines import KaplanMeierFitter

    entry, exit, event = (np.fromfile(f"{folder}/{name}") for name in ("entry", "exit", "event"))

    def run():
        fit = KaplanMeierFitter().fit(exit, event, entry=entry)
        return float(fit.survival_function_.iloc[-1, 0])

    return run


def main():
    task, folder = sys.argv[1], sys.argv[2]
    scale = 1
    if task == "numpy":
        run = numpy_simulation
    elif task == "simpy":
        scale = 100
        run = lambda: simpy_simulation(TRIALS // scale)  # noqa: E731
    elif task == "lifelines":
        run = lifelines_curve(folder)
    else:
        sys.exit(f"there is no task {task}")
    before, clock = time.process_time(), time.perf_counter()
    answer = run()
    seconds, wall = time.process_time() - before, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = None if math.isnan(answer) else answer
    print(json.dumps({"cpu": seconds * scale, "wall": wall * scale, "peak_kib": peak, "answer": answer}))


main()
