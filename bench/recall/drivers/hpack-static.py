"""The headers of many requests are looked for in the table."""
from hpack.table import HeaderTable

table = HeaderTable()
headers = [(b":method", b"GET"), (b"via", b"proxy"), (b"user-agent", b"test"), (b"vary", b"accept"), (b"x-new", b"1")]
total = 0
for number in range(180_000):
    for name, value in headers:
        found = table.search(name, value)
        total += found[0] if found else 0
print(total)
