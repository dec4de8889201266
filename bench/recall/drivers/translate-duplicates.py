"""A catalogue in which every message is there twice."""
from translate.storage.pypo import pofile

text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
for turn in range(2):
    text += "".join(f'#: file{turn}.c:{number}\nmsgid "message {number}"\nmsgstr ""\n\n' for number in range(2400))
store = pofile()
store.parse(text.encode())
store.removeduplicates("msgctxt")
print(len(store.units), store.units[-1].msgctxt)
