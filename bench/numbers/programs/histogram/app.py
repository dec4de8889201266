"""How many floats lie in each of equal bins."""
import numpy as np


def histogram(values, low, high, bins):
    counts = np.zeros(bins, dtype=np.int64)
    width = (high - low) / bins
    for i in range(len(values)):
        counts[int((values[i] - low) / width)] += 1
    return counts


counts = histogram(np.random.RandomState(23).random_sample(4_000_000), 0.0, 1.0, 64)
print(counts.tolist())
