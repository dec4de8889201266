"""A long list in a language with a left-recursive rule."""
from lark import Lark

parser = Lark('start: A*\nA: "a"', parser="lalr")
tree = parser.parse("a" * 30_000)
print(len(tree.children), tree.data)
