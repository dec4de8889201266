"""Monte Carlo: how many of random points lie in a circle."""
import numpy as np


def count_within(x, y):
    return np.count_nonzero(x * x + y * y <= 1.0)


random = np.random.RandomState(3)
COUNT = 1_500_000
for _ in range(3):
    print(4 * count_within(random.random_sample(COUNT), random.random_sample(COUNT)) / COUNT)
