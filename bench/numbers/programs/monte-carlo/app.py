"""Monte Carlo: how many of random points lie in a circle."""
import numpy as np


def count_within(x, y):
    inside = 0
    for i in range(len(x)):
        if x[i] * x[i] + y[i] * y[i] <= 1.0:
            inside += 1
    return inside


random = np.random.RandomState(3)
COUNT = 1_500_000
for _ in range(3):
    print(4 * count_within(random.random_sample(COUNT), random.random_sample(COUNT)) / COUNT)
