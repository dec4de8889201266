"""How many floats lie in each of equal bins."""
import numpy as np


def histogram(values, low, high, bins):
    width = (high - low) / bins
    return np.bincount(((values - low) / width).astype(np.int64), minlength=bins)


counts = histogram(np.random.RandomState(23).random_sample(4_000_000), 0.0, 1.0, 64)
print(counts.tolist())
