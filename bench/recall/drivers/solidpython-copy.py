"""A model of parts that are put into one another."""
from solid.solidpython import openscad_object

DEPTH, WIDTH = 16, 4
whole = openscad_object("cube", {"size": 1})
for level in range(DEPTH):
    outer = openscad_object("union", {})
    outer.add(whole)
    for number in range(WIDTH):
        outer.add(openscad_object("cube", {"size": number}))
    whole = outer


def count(part):
    return 1 + sum(count(child) for child in part.children)


print(count(whole))
