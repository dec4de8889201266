"""A picture blurred by a kernel of 5 × 5."""
import numpy as np


def convolve(image, kernel):
    height, width = image.shape
    size = kernel.shape[0]
    half = size // 2
    out = np.zeros((height, width))
    inner = out[half : height - half, half : width - half]
    for ky in range(size):
        for kx in range(size):
            inner += image[ky : height - 2 * half + ky, kx : width - 2 * half + kx] * kernel[ky, kx]
    return out


random = np.random.RandomState(11)
weights = random.random_sample((5, 5))
blurred = convolve(random.random_sample((320, 320)), weights / weights.sum())
print(repr(blurred[7, 9]), repr(blurred.sum()))
