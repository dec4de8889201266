"""A transformed text whose pieces come as one long nested list."""
from pyparsing.util import _flatten

COUNT = 55_000
pieces = [["word", [str(number), " "]] for number in range(COUNT)]
flat = _flatten(pieces)
print(len(flat), flat[:4], flat[-1])
