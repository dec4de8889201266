"""A long spline sampled at many places."""
from ezdxf.math import BSpline

points = [(n, (n * 7) % 23, 0) for n in range(220)]
spline = BSpline(points, order=4)
samples = list(spline.approximate(4500))
print(len(samples), round(sum(point.x for point in samples), 3), round(sum(point.y for point in samples), 3))
