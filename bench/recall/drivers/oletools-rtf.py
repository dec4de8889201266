"""Tens of thousands of control words are parsed."""
from oletools.rtfobj import RtfObjParser

rows = b"".join(b"\\pard\\fs24\\b0\\i0\\f%d\\cf1" % (number % 10) for number in range(8_000))
parser = RtfObjParser(b"{\\rtf1\\ansi " + rows + b"}")
parser.parse()
print(parser.index, len(parser.objects), parser.group_level)
