"""A package that is downloaded in small pieces."""
import hashlib

from conans.client.rest.uploader_downloader import Downloader

SIZE = 3_600_000


class Response:
    ok = True
    headers = {"content-length": str(SIZE)}

    def iter_content(self, chunk_size):
        piece = bytes(range(256)) * (chunk_size // 256)
        for start in range(0, SIZE, chunk_size):
            yield piece[: SIZE - start]


class Requester:
    def get(self, url, stream, verify):
        return Response()


content = Downloader(Requester(), None, True).download("http://localhost/package.tgz")
print(len(content), hashlib.sha256(content).hexdigest()[:16])
