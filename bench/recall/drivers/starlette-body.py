"""The body of a request comes in very many small pieces."""
import asyncio

from starlette.requests import Request

PIECES = 6_500


class Sender:
    def __init__(self):
        self.left = PIECES

    async def __call__(self):
        self.left -= 1
        return {"type": "http.request", "body": b"x" * 300, "more_body": self.left > 0}


async def read():
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": []}, Sender())
    return await request.body()


print(len(asyncio.run(read())))
