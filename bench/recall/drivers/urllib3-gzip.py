"""A body of many gzip members, one after the other."""
import gzip
import zlib

from urllib3.response import GzipDecoder

member = gzip.compress(b"a line that is often the same\n" * 1000, mtime=0)
decoder = GzipDecoder()
data = decoder.decompress(member * 420)
print(len(data), zlib.crc32(data))
