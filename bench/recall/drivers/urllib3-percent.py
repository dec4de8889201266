"""A long path, most of which is percent-encoded."""
from urllib3.util.url import parse_url

path = "".join("%{:02x}x".format(160 + number % 96) for number in range(18_000))
url = parse_url("http://example.com/" + path)
print(len(url.path), url.path[:40], sum(map(ord, url.path)))
