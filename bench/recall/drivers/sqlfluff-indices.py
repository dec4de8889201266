"""Where each comma is in the tokens of a very long list of values."""
from sqlfluff.core.parser.helpers import iter_indices

tokens = []
for number in range(26_000):
    tokens += ["(", str(number), ",", " ", "'x'", ")", "," if number % 3 else ";"]
commas = list(iter_indices(tokens, ";"))
print(len(commas), commas[:3], sum(commas))
