"""Completions of a command grammar with a long list of words."""
from prompt_toolkit.completion import CompleteEvent, WordCompleter
from prompt_toolkit.contrib.regular_languages.compiler import compile
from prompt_toolkit.contrib.regular_languages.completion import GrammarCompleter
from prompt_toolkit.document import Document

grammar = compile(r"(?P<verb>[a-z]+)\s+(?P<object>[a-z0-9-]*)")
words = WordCompleter([f"item-{number}" for number in range(2600)])
completer = GrammarCompleter(grammar, {"object": words})
completions = list(completer.get_completions(Document("open item"), CompleteEvent()))
print(len(completions), completions[0].text, completions[-1].text)
