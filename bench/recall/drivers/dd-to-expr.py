"""The parity of many variables, written as an expression of a decision diagram whose nodes are shared."""
from dd.bdd import BDD

COUNT = 21
bdd = BDD()
bdd.declare(*[f"x{number}" for number in range(COUNT)])
node = bdd.false
for number in range(COUNT):
    node = bdd.apply("xor", node, bdd.var(f"x{number}"))
text = bdd.to_expr(node)
print(len(text), hash(text[:40]) is not None, text[:30])
