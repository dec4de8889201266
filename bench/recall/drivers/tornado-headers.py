"""One header that comes on thousands of lines."""
from tornado.httputil import HTTPHeaders

headers = HTTPHeaders()
for number in range(12_000):
    headers.add("X-Part", f"value of the part number {number} and something more of it")
print(len(headers["X-Part"]), len(headers.get_list("X-Part")))
