"""A product of matrices, as the definition has it."""
import numpy as np


def product(a, b):
    out = np.zeros((a.shape[0], b.shape[1]))
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            out[i, j] = total
    return out


random = np.random.RandomState(17)
made = product(random.random_sample((180, 180)), random.random_sample((180, 180)))
print(np.round(made[:3, :3], 9).tolist(), round(float(made.sum()), 6))
