"""A long text of many words, parsed."""
from arpeggio import EOF, OneOrMore, ParserPython
from arpeggio import RegExMatch as match


def word():
    return match(r"\w+")


def text():
    return OneOrMore(word), EOF


COUNT = 60_000
tree = ParserPython(text).parse(" ".join(f"word{number}" for number in range(COUNT)))
print(len(tree), tree[-2])
