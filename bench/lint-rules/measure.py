"""Measures what lint rules about run time gain: the code that each names, against the code that it asks for.

    python3.12 bench/lint-rules/measure.py            a table of every pair
    python3.12 bench/lint-rules/measure.py PERF FURB  those whose rule begins so

Both sides of a pair are timed in turns within one process, and the least time of each counts. A ratio above 1 is a gain.
"""

import sys
import timeit

from pairs import PAIRS

ROUNDS = 80
# Seconds that one timing takes: short, so that some are not interrupted.
SLICE = 0.001


def main(prefixes):
    version = "%d.%d" % sys.version_info[:2]
    print("| rule | before | after | %s |" % version)
    print("|---|---|---|---|")
    for pair in PAIRS:
        if prefixes and not pair.rule.startswith(tuple(prefixes)):
            continue
        if sys.version_info < pair.since:
            continue
        print("| %s | `%s` | `%s` | %s |" % (pair.rule, shown(pair.before), shown(pair.after), ratio(pair)))


def ratio(pair):
    before = timeit.Timer(pair.before, pair.setup)
    after = timeit.Timer(pair.after, pair.setup)
    numbers = [runs_in_a_slice(timer) for timer in (before, after)]
    least = [float("inf")] * 2
    for _ in range(ROUNDS):
        for side, timer in enumerate((before, after)):
            least[side] = min(least[side], timer.timeit(numbers[side]) / numbers[side])
    return "%.2f× (%s → %s)" % (least[0] / least[1], duration(least[0]), duration(least[1]))


def runs_in_a_slice(timer):
    number, taken = 1, timer.timeit(1)
    while taken < SLICE / 2:
        number *= 2
        taken = timer.timeit(number)
    return max(1, int(number * SLICE / taken))


def duration(seconds):
    return "%.3g µs" % (seconds * 1e6) if seconds < 1e-3 else "%.3g ms" % (seconds * 1e3)


def shown(code):
    return "; ".join(line.strip() for line in code.strip().splitlines()).replace("|", "\\|")


main(sys.argv[1:])
