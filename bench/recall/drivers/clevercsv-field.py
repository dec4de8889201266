"""A file with cells that are as long as the limit allows."""
from ccsv.dialect import SimpleDialect
from ccsv.parser import Parser

cell = '"' + "some words, " * 8_500 + '"'
parser = Parser(SimpleDialect(delimiter=",", quotechar='"', escapechar=""))
for fields in parser.parse([f"{cell},1\r\n", f"2,{cell}\r\n"]):
    print(len(fields), [len(field) for field in fields])
