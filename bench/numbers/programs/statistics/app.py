"""Means, spreads, correlation and extremes of two rows of floats."""
import math

import numpy as np


def describe(x, y):
    count = len(x)
    sum_x = sum_y = sum_xx = sum_yy = sum_xy = 0.0
    least, most = x[0], x[0]
    for i in range(count):
        sum_x += x[i]
        sum_y += y[i]
        sum_xx += x[i] * x[i]
        sum_yy += y[i] * y[i]
        sum_xy += x[i] * y[i]
        if x[i] < least:
            least = x[i]
        if x[i] > most:
            most = x[i]
    spread_x = sum_xx - sum_x * sum_x / count
    spread_y = sum_yy - sum_y * sum_y / count
    correlation = (sum_xy - sum_x * sum_y / count) / math.sqrt(spread_x * spread_y)
    return sum_x / count, sum_y / count, correlation, least, most


random = np.random.RandomState(19)
x = random.random_sample(1_500_000)
y = x + random.random_sample(1_500_000)
print([round(float(each), 9) for each in describe(x, y)])
