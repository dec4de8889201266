"""A body that comes in many small chunks."""
import io

from dulwich.web import ChunkReader

body = b"".join(b"10\r\n%016d\r\n" % number for number in range(12_000)) + b"0\r\n\r\n"
read = ChunkReader(io.BytesIO(body)).read(10_000_000)
print(len(read), read[-16:])
