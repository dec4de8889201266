"""A cookie with a long value in quotes."""
from tornado.httputil import parse_cookie

value = '"' + '\\"name\\"' * 7000 + '"'
cookies = parse_cookie("session=" + value)
print(len(cookies["session"]), cookies["session"][-10:])
