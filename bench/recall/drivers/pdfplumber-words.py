"""A page whose letters stand so close that all are one word."""
from pdfplumber.utils import DEFAULT_WORD_EXTRACTION_SETTINGS, WordExtractor

COUNT = 5_000
chars = [
    {"text": "abcdef"[number % 6], "x0": number, "x1": number + 1, "top": 10, "bottom": 20, "upright": True}
    for number in range(COUNT)
]
words = list(WordExtractor(**DEFAULT_WORD_EXTRACTION_SETTINGS).iter_chars_to_words(chars))
print(len(words), [len(word) for word in words])
