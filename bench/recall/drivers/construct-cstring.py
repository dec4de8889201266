"""Long strings that end with a zero are read."""
from construct import CString, Struct

record = Struct("record", CString("name"), CString("text"))
data = b"name\x00" + bytes(65 + number % 26 for number in range(180_000)) + b"\x00"
parsed = record.parse(data)
print(parsed.name, len(parsed.text), parsed.text[-5:])
