"""A long outline walked at even steps, as a plotter does."""
from svg.path import Line, Path

corners = [complex(n % 97, n % 61 + n / 50) for n in range(2500)]
outline = Path(*[Line(start, end) for start, end in zip(corners, corners[1:])])
STEPS = 14_000
total = sum(outline.point(step / STEPS) for step in range(STEPS + 1))
print(round(total.real, 3), round(total.imag, 3))
