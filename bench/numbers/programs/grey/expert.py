"""A picture in colours made grey."""
import numpy as np


def to_grey(picture):
    wide = picture.astype(np.int32)
    return ((299 * wide[:, :, 0] + 587 * wide[:, :, 1] + 114 * wide[:, :, 2]) // 1000).astype(np.uint8)


random = np.random.RandomState(7)
grey = to_grey(random.randint(0, 256, (1000, 1500, 3)).astype(np.uint8))
print(grey.sum(), grey[::200, ::300].tolist())
