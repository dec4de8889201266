"""How far each point is from each other one."""
import math

import numpy as np


def distances(points, others):
    out = np.zeros((len(points), len(others)))
    for i in range(len(points)):
        for j in range(len(others)):
            total = 0.0
            for k in range(points.shape[1]):
                difference = points[i, k] - others[j, k]
                total += difference * difference
            out[i, j] = math.sqrt(total)
    return out


random = np.random.RandomState(5)
found = distances(random.random_sample((700, 3)), random.random_sample((700, 3)))
print(repr(found[3, 5]), repr(found.max()), repr(found.sum()))
