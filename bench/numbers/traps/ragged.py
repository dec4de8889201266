"""Rows of different lengths."""
import numpy as np


def doubled(rows):
    out = np.zeros((len(rows), 900))
    for y in range(len(rows)):
        for x in range(len(rows[y])):
            out[y, x] = rows[y][x] * 2
    return out


random = np.random.RandomState(3)
rows = [random.random_sample(500 + y % 400) for y in range(2500)]
made = doubled(rows)
print(repr(made.sum()), repr(made[1, 500]))
