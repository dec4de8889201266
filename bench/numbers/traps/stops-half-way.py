"""A row too few: the loop writes what it can before it stops."""
import numpy as np


def halved(source, target):
    for y in range(source.shape[0]):
        for x in range(source.shape[1]):
            target[y, x] = source[y, x] * 0.5


source, target = np.random.RandomState(7).random_sample((1500, 1000)), np.zeros((1499, 1000))
try:
    halved(source, target)
except IndexError as error:
    print(error)
print(repr(target.sum()), repr(target[-1, -1]))
