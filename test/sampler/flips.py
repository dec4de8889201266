"""Flips between call paths that share frames, between generators, and through calls that C code makes."""

import sys
import time


def leaf_a(n):
    return n + 1


def leaf_b(n):
    return n - 1


def common(function, n):
    return function(n)


def path_a(n):
    return common(leaf_a, n)


def path_b(n):
    first = n
    return common(leaf_b, first)


def generate_a(k):
    for i in range(k):
        yield leaf_a(i)


def generate_b(k):
    for i in range(k):
        yield leaf_b(i)


def use_a():
    for _ in generate_a(3):
        pass


def use_b():
    for _ in generate_b(3):
        pass


def key_a(x):
    return -x


def key_b(x):
    return x


def sort_a():
    return sorted((3, 1, 2), key=key_a)


def sort_b():
    return sorted((3, 1, 2), key=key_b)


class Thing:
    def __init__(self, n):
        self.n = n

    @property
    def size(self):
        return self.n


def make():
    return Thing(3).size


def main(seconds):
    end = time.time() + seconds
    while time.time() < end:
        for n in range(100):
            path_a(n)
            path_b(n)
            use_a()
            use_b()
            sort_a()
            sort_b()
            make()


main(float(sys.argv[1]))
