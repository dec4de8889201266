"""A table of many rows, indexed by their object identifiers."""
from pysnmp.smi.indices import OrderedDict

rows = OrderedDict()
for number in range(6_500):
    rows[(1, 3, 6, 1, 2, 1, 2, 2, 1, number % 22, number)] = f"value {number}"
print(len(rows), rows.keys()[0], rows.nextKey((1, 3, 6, 1, 2, 1, 2, 2, 1, 7)))
