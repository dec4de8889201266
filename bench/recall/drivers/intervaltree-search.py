"""A tree of many intervals is asked for what overlaps with a short one."""
from intervaltree import Interval, IntervalTree

tree = IntervalTree(Interval(start * 3, start * 3 + 5, start) for start in range(6_000))
found = 0
for number in range(900):
    found += len(tree.search(number * 30, number * 30 + 12))
print(found, len(tree))
