"""What is written is a view of what is read."""
import numpy as np


def shift(source, target):
    for y in range(target.shape[0]):
        for x in range(target.shape[1]):
            target[y, x] = source[y, x] * 0.5 + target[y, x]
    return target


grid = np.random.RandomState(4).random_sample((1000, 900))
print(repr(shift(grid[:-1], grid[1:]).sum()), repr(grid[500, 500]))
