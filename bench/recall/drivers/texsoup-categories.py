"""The characters of a long table of numbers in LaTeX, each told its category."""
from TexSoup.category import categorize

TEXT = "\n".join(f"{number}.{number * 7919 % 100_000} + {number * 31}.5; {number}/7 = {number}" for number in range(2_000))
total = 0
for token in categorize(TEXT):
    total += int(token.category)
print(total)
