"""A persistent map that is full, and whose values are set again and again."""
from pyrsistent import pmap

COUNT = 1_529
full = pmap({}, 8)
for number in range(COUNT):
    full = full.set(number, 0)
total = 0
for turn in range(2_000):
    total += full.set(turn, turn)[turn]
print(total, len(full))
