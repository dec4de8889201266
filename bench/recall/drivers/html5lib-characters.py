"""A walk over a text that comes as very many tokens."""
from html5lib.treewalkers import concatenateCharacterTokens

tokens = [{"type": "StartTag", "name": "p", "data": {}}]
for number in range(75_000):
    kind = "SpaceCharacters" if number % 2 else "Characters"
    tokens.append({"type": kind, "data": " " if number % 2 else f"word{number}"})
tokens.append({"type": "EndTag", "name": "p", "data": {}})
for token in concatenateCharacterTokens(tokens):
    print(token["type"], len(token["data"]))
