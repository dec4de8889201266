"""A picture in colours made grey."""
import numpy as np


def to_grey(picture):
    height, width = picture.shape[0], picture.shape[1]
    grey = np.zeros((height, width), dtype=np.uint8)
    for y in range(height):
        for x in range(width):
            red, green, blue = int(picture[y, x, 0]), int(picture[y, x, 1]), int(picture[y, x, 2])
            grey[y, x] = (299 * red + 587 * green + 114 * blue) // 1000
    return grey


random = np.random.RandomState(7)
grey = to_grey(random.randint(0, 256, (1000, 1500, 3)).astype(np.uint8))
print(grey.sum(), grey[::200, ::300].tolist())
