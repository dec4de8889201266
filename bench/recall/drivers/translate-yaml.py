"""A file of many messages, read."""
from translate.storage.yaml import YAMLFile

text = "".join(f"message_{number}: Text number {number}\n" for number in range(5000))
store = YAMLFile()
store.parse(text.encode())
print(len(store.units), store.units[-1].target)
