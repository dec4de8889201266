"""A header with a great many parameters."""
from tornado.httputil import _parse_header

line = "form-data; " + "; ".join(f'name{number}="a value; of {number}"' for number in range(30_000))
kind, values = _parse_header(line)
print(kind, len(values), values["name77"])
