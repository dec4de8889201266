"""The places of very many words in a few long sentences, made words again."""
from pythainlp.tokenize.core import map_indices_to_words

COUNT = 60_000
sentences = ["ab" * COUNT, "cd" * COUNT]
places = [(2 * number, 2 * number + 1) for number in range(2 * COUNT)]
words = map_indices_to_words(places, sentences)
print([len(each) for each in words], words[0][0], words[1][-1])
