"""A table of many columns, each of which is read by its name in each row."""
from texttable import TextTable

names = [f"column {number}" for number in range(130)]
table = TextTable()
table.header = names
for number in range(130):
    table.Append([f"{number}.{column}" for column in range(len(names))])
total = 0
for row in list(table) * 12:
    for name in names:
        total += len(row[name])
print(total, table.size)
