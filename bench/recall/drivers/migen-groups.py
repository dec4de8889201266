"""The statements of a large design are grouped by what they set."""
from migen.fhdl.structure import Signal
from migen.fhdl.tools import group_by_targets

signals = [Signal(name=f"signal{number}") for number in range(2_800)]
statements = [signal.eq(number) for number, signal in enumerate(signals)]
groups = group_by_targets(statements)
print(len(groups), sum(len(group[1]) for group in groups))
