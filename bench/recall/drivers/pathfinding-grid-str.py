"""A large grid, drawn with a long path through it."""
from pathfinding.core.grid import Grid

SIZE = 165
grid = Grid(matrix=[[1] * SIZE for _ in range(SIZE)])
path = [(number, number) for number in range(SIZE)] + [(SIZE - 1, number) for number in range(SIZE)]
picture = grid.grid_str(path=path)
print(len(picture), picture.count("x"))
