"""What a command prints is gathered, piece by piece."""
import sys
import zlib

from cmd2.utils import StdSim

gathered = StdSim(sys.stdout)
for number in range(20_000):
    gathered.write("a line of the output, number %d\n" % number)
text = gathered.getvalue()
print(len(text), zlib.crc32(text.encode()))
