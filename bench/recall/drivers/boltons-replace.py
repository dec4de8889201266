"""Hundreds of words are replaced by others in a text."""
from boltons.strutils import multi_replace

words = {f"word{number}x": f"other{number}" for number in range(400)}
text = "word0xword1xword2x" * 40_000
changed = multi_replace(text, words)
print(len(changed), changed[-40:])
