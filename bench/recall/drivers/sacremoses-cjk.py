"""The characters of a long text, each asked whether it is Chinese, Japanese or Korean."""
from sacremoses.util import is_cjk

TEXT = "The quick brown fox \u6f22\u5b57 jumps over \ud55c\uae00 the lazy dog. " * 30_000
print(sum(is_cjk(character) for character in TEXT))
