"""A template of one very long line, with many expressions."""
from mako.lexer import Lexer

COUNT = 900
TEXT = "".join(f"value {number}: ${{value{number}}}, " for number in range(COUNT))
template = Lexer(TEXT).parse()
print(len(template.nodes), template.nodes[-1].pos)
