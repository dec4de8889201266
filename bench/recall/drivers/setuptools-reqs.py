"""The requirements of many distributions, most of which want the same."""
from setuptools import _reqs

lines = [
    "requests[security] >= 2.8.1, == 2.8.* ; python_version < '2.7'",
    "numpy>=1.17.3,<2",
    "importlib-metadata; python_version < '3.8'",
    "pytest>=6,!=6.1.1",
    "typing-extensions>=3.7.4.2,<5; python_version < '3.9'",
    "more-itertools>=4",
]
count = 0
names = set()
for number in range(4200):
    for requirement in _reqs.parse([*lines, f"package-{number % 30}>={number % 9}.0"]):
        count += 1
        names.add(requirement.name)
print(count, len(names), sorted(names)[:3])
