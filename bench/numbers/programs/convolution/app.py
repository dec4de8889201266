"""A picture blurred by a kernel of 5 × 5."""
import numpy as np


def convolve(image, kernel):
    height, width = image.shape
    size = kernel.shape[0]
    half = size // 2
    out = np.zeros((height, width))
    for y in range(half, height - half):
        for x in range(half, width - half):
            total = 0.0
            for ky in range(size):
                for kx in range(size):
                    total += image[y + ky - half, x + kx - half] * kernel[ky, kx]
            out[y, x] = total
    return out


random = np.random.RandomState(11)
weights = random.random_sample((5, 5))
blurred = convolve(random.random_sample((320, 320)), weights / weights.sum())
print(repr(blurred[7, 9]), repr(blurred.sum()))
