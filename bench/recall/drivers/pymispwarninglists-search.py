"""Names of hosts are looked for in a long list of known ones."""
from pymispwarninglists.api import WarningList

names = [f"host{number}.example.com" for number in range(9_000)]
listed = WarningList(
    {
        "name": "Known hosts",
        "description": "Hosts that are no sign of anything",
        "version": 1,
        "type": "string",
        "list": names,
    }
)
found = 0
for number in range(9_000):
    found += f"host{number * 2}.example.com" in listed
print(found, listed.name)
