"""A large dictionary on one logical line is checked."""
import pep8

lines = ["TABLE = {\n"]
lines += [f"    {row}: {row + 1}, {row}.5: {row + 2},\n" for row in range(3_800)]
lines += ["}\n"]
style = pep8.StyleGuide(quiet=2, select=["E7"])
checker = pep8.Checker("table.py", lines=lines, options=style.options)
print(checker.check_all())
