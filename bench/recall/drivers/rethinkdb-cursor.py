"""A large batch of rows that a cursor hands out one by one."""
import types

from rethinkdb.net import DefaultCursor, pResponse

parent = types.SimpleNamespace()
connection = types.SimpleNamespace(_parent=parent, _cursor_cache={}, is_open=lambda: True)
cursor = DefaultCursor(connection, types.SimpleNamespace(token=1))
rows = [{"id": number} for number in range(140_000)]
cursor._extend(types.SimpleNamespace(type=pResponse.SUCCESS_SEQUENCE, data=rows, token=1))
total = 0
for row in cursor:
    total += row["id"]
print(total, len(cursor.items))
