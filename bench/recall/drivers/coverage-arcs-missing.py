"""What was not executed of a large generated module."""
from coverage.results import Analysis

LINES = range(1, 7000)
possible = {(line, line + 1) for line in LINES} | {(line, line + 5) for line in LINES if line % 3 == 0}
executed = {(line, line + 1) for line in LINES if line % 11}
analysis = Analysis(
    precision=0,
    filename="generated.py",
    has_arcs=True,
    statements=set(LINES),
    excluded=set(range(100, 140)),
    executed={line for line in LINES if line % 11},
    arc_possibilities_set=possible,
    arcs_executed_set=executed,
    exit_counts={line: 2 if line % 3 == 0 else 1 for line in LINES},
    no_branch=set(),
)
print(analysis.numbers.n_missing, analysis.numbers.n_missing_branches, len(analysis.arcs_missing()))
