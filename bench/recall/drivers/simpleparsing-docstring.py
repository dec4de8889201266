"""The help of a dataclass of many fields is asked for again and again."""
from dataclasses import dataclass

from simple_parsing.docstring import get_attribute_docstring


@dataclass
class Options:
    """The options of a program."""

    # how many turns
    turns: int = 1
    width: int = 80  # of a line
    height: int = 25
    """The number of lines."""
    # where to write
    output: str = "out"
    verbose: bool = False


names = list(Options.__dataclass_fields__)
length = 0
for turn in range(220):
    for name in names:
        text = get_attribute_docstring(Options, name)
        length += len(text.comment_above) + len(text.comment_inline) + len(text.docstring_below)
print(length)
