"""Relaxation in place: each element is worked out of results of the same sweep."""
import numpy as np


def relax(grid):
    for y in range(1, grid.shape[0] - 1):
        for x in range(1, grid.shape[1] - 1):
            grid[y, x] = 0.25 * (grid[y - 1, x] + grid[y + 1, x] + grid[y, x - 1] + grid[y, x + 1])


grid = np.random.RandomState(5).random_sample((400, 500))
for _ in range(6):
    relax(grid)
print(repr(grid.sum()), repr(grid[7, 9]))
