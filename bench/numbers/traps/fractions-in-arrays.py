"""Arrays of fractions: each element brings its own arithmetic."""
from fractions import Fraction

import numpy as np


def scaled(values, factor):
    out = np.empty(values.shape, dtype=object)
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            out[y, x] = values[y, x] * factor
    return out


values = np.array([[Fraction(y + 1, x + 2) for x in range(300)] for y in range(300)], dtype=object)
print(scaled(values, Fraction(2, 3))[7, 9], sum(scaled(values, Fraction(1, 7))[5, :20].tolist()))
