"""Words of texts that occur in one of them alone."""
from more_itertools import unique_to_each

texts = []
for text in range(3):
    texts.append([f"common{number}" for number in range(9000)] + [f"text{text}word{number}" for number in range(3500)])
    texts[-1].sort(key=lambda word: word[::-1])
unique = unique_to_each(*texts)
print([len(words) for words in unique], unique[1][:3], unique[2][-1])
