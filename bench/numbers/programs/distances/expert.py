"""How far each point is from each other one."""
import numpy as np


def distances(points, others):
    total = np.zeros((len(points), len(others)))
    for k in range(points.shape[1]):
        difference = points[:, k, None] - others[:, k]
        total += difference * difference
    return np.sqrt(total)


random = np.random.RandomState(5)
found = distances(random.random_sample((700, 3)), random.random_sample((700, 3)))
print(repr(found[3, 5]), repr(found.max()), repr(found.sum()))
