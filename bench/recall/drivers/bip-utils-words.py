"""Numbers of the words of many mnemonics."""
from bip_utils.bip39 import MnemonicFileReader as Words

words = Words()
names = [words.GetWordAtIdx(number) for number in range(2048)]
total = 0
for turn in range(90_000):
    total += words.GetWordIdx(names[turn * 31 % 2048])
print(total, names[0], names[-1])
