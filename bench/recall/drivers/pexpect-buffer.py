"""Much output comes before the text that is waited for."""
import re

from pexpect.expect import Expecter, searcher_re
from pexpect.spawnbase import SpawnBase

spawn = SpawnBase(searchwindowsize=100)
expecter = Expecter(spawn, searcher_re([re.compile(b"prompt> ")]))
piece = b"output of a program that says much, a line of it\n" * 8
count = 0
for _ in range(5_000):
    assert expecter.new_data(piece) is None
    count += 1
print(expecter.new_data(b"prompt> rest"), count)
