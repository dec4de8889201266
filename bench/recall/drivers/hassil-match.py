"""Sentences are matched against the beginnings of very many templates."""
from hassil.util import match_first, match_start

prefixes = [f"turn on the light in room {number} (the {'big' if number % 2 else 'small'} one)" for number in range(700)]
found = 0
for turn in range(12):
    text = f"Turn on the light in room {turn * 9} (the big one) please"
    for prefix in prefixes:
        found += match_start(text, prefix) is not None
        found += match_first(text, prefix, 0, True) >= 0
print(found)
