"""A large piece of text is taken apart into lines."""
import zlib

from httpx._decoders import LineDecoder

decoder = LineDecoder()
text = "".join("line %d of the answer\n" % number for number in range(42_000))
lines = decoder.decode(text) + decoder.flush()
joined = "\n".join(line.rstrip("\n") for line in lines)
print(len(lines), zlib.crc32(joined.encode()))
