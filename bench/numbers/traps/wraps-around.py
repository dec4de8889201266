"""Products of whole numbers that wrap around at 64 bits, in each row by itself."""
import numpy as np


def mix(numbers, factor):
    out = np.zeros_like(numbers)
    for y in range(numbers.shape[0]):
        for x in range(numbers.shape[1]):
            out[y, x] = numbers[y, x] * factor + numbers[y, x] * numbers[y, x]
    return out


numbers = np.random.RandomState(1).randint(0, 2**62, (700, 900))
with np.errstate(over="ignore"):
    made = mix(numbers, 6364136223846793005)
print(made[:2, :3].tolist())
