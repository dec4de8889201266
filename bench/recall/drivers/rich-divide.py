"""A long text of many styled lines is divided at its lines."""
from rich.text import Text

LINES = 3300
line = "a line of some words\n"
text = Text(line * LINES)
for number in range(LINES):
    text.stylize("bold", number * len(line) + 2, number * len(line) + 6)
parts = text.divide([number * len(line) for number in range(1, LINES)])
print(len(parts), sum(span.start + span.end for part in parts for span in part.spans))
