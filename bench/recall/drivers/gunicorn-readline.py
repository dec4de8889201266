"""The body of a request is read line by line."""
import io

from gunicorn.http.body import Body

body = Body(io.BytesIO(b"a short line of the body\n" * 26_000))
lines = size = 0
while True:
    line = body.readline()
    if not line:
        break
    lines += 1
    size += len(line)
print(lines, size)
