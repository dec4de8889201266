"""A product of matrices, as the definition has it."""
import numpy as np


def product(a, b):
    return a @ b


random = np.random.RandomState(17)
made = product(random.random_sample((180, 180)), random.random_sample((180, 180)))
print(np.round(made[:3, :3], 9).tolist(), round(float(made.sum()), 6))
