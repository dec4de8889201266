"""A table is shown page by page."""
from prettytable import PrettyTable

table = PrettyTable(["name", "size", "kind", "owner", "tags"])
for number in range(3000):
    table.add_row(["file%d" % number, number, "text", "nobody", ["a", "b", number]])
pages = [table.get_string(start=start, end=start + 60) for start in range(0, 3000, 60)]
print(len(pages), sum(map(len, pages)), hash(pages[7]) == hash(pages[7]), pages[7][-200:])
