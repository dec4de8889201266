"""Comments of a message merged from another translation of it."""
from translate.storage.pypo import pounit

unit = pounit("Open")
other = pounit("Open")
unit.typecomments = ["#, c-format\n"]
unit.automaticcomments = [f"#. note {number} of the first\n" for number in range(5200)]
other.automaticcomments = [f"#. note {number} of the second\n" for number in range(9000)]
unit.sourcecomments = [f"#: file{number}.c:{number}\n" for number in range(10_000)]
other.sourcecomments = [f"#: file{number}.c:{number}\n" for number in range(1000, 10_000)]
unit.merge(other, comments=True, authoritative=False)
print(len(unit.automaticcomments), len(unit.sourcecomments), unit.sourcecomments[-1])
