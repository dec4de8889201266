"""One table of tens of thousands of numbers, with no space after any comma."""
import pycodestyle

lines = ["TABLE = [\n"]
lines += [f"    {row},{row + 1},{row + 2},{row + 3},{row + 4},{row + 5},\n" for row in range(450)]
lines += ["]\n"]
style = pycodestyle.StyleGuide(quiet=2)
checker = pycodestyle.Checker("table.py", lines=lines, options=style.options)
print(checker.check_all(), sorted(style.options.report.counters))
