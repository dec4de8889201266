"""Long lines of plain text are folded."""
from icalendar.parser import foldline

total = 0
for number in range(400):
    line = foldline("DESCRIPTION:" + "a meeting in room %d, " % number * 250)
    total += len(line)
print(total, repr(line[:90]))
