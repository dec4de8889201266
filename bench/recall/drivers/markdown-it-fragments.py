"""A paragraph with very many unmatched delimiters."""
import hashlib

from markdown_it import MarkdownIt

text = "a_ *b " * 10_000
html = MarkdownIt().render(text)
print(len(html), hashlib.sha256(html.encode()).hexdigest())
