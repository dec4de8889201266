"""A sum of squares whose last bits are printed."""
import numpy as np


def squares(values):
    total = 0.0
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            total += values[y, x] ** 2
    return total


print(repr(float(squares(np.random.RandomState(2).random_sample((900, 1000))))))
