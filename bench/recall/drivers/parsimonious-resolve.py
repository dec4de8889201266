"""A grammar of many rules, each of which refers to the next two."""
from parsimonious.grammar import Grammar

COUNT = 25
rules = [f'rule{number} = (rule{number + 1} "a") / (rule{number + 2} "b")' for number in range(COUNT)]
rules += [f'rule{COUNT} = "c"', f'rule{COUNT + 1} = "d"']
grammar = Grammar("\n".join(rules))
print(len(grammar), sorted(grammar)[:3])
