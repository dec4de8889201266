"""Conway's game of life on a torus."""
import numpy as np


def step(grid):
    height, width = grid.shape
    after = np.zeros_like(grid)
    for y in range(height):
        for x in range(width):
            alive = 0
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    if dy != 0 or dx != 0:
                        alive += grid[(y + dy) % height, (x + dx) % width]
            if grid[y, x] == 1 and alive in (2, 3):
                after[y, x] = 1
            elif grid[y, x] == 0 and alive == 3:
                after[y, x] = 1
    return after


grid = np.random.RandomState(13).randint(0, 2, (250, 250))
for _ in range(12):
    grid = step(grid)
print(grid.sum(), grid[:3, :40].tolist())
