"""A template with a long block of code is compiled."""
from bottle import StplParser

source = "<%\n" + "".join("value%d = call(%d, 'text') # a comment\n" % (n, n) for n in range(12_000)) + "%>\nHello {{name}}\n"
code = StplParser(source).translate()
print(len(code), code.count("\n"), code[-80:])
