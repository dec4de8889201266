"""A commit with a signature of very many lines."""
from dulwich.objects import _parse_message

lines = b"".join(b" " + b"%064d" % number + b"\n" for number in range(40_000))
data = b"tree " + b"a" * 40 + b"\ngpgsig -----BEGIN-----\n" + lines + b"author A <a@b> 0 +0000\n\nMessage\n"
fields = list(_parse_message([data]))
print([(name, len(value)) for name, value in fields])
