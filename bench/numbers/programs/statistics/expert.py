"""Means, spreads, correlation and extremes of two rows of floats."""
import math

import numpy as np


def describe(x, y):
    count = len(x)
    sum_x, sum_y = x.sum(), y.sum()
    spread_x = np.dot(x, x) - sum_x * sum_x / count
    spread_y = np.dot(y, y) - sum_y * sum_y / count
    correlation = (np.dot(x, y) - sum_x * sum_y / count) / math.sqrt(spread_x * spread_y)
    return sum_x / count, sum_y / count, correlation, x.min(), x.max()


random = np.random.RandomState(19)
x = random.random_sample(1_500_000)
y = x + random.random_sample(1_500_000)
print([round(float(each), 9) for each in describe(x, y)])
