"""An aiohttp server whose handler stops the loop, and its clients."""

import asyncio
import sys
import time

from aiohttp import web

CLIENT = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

def ask(number):
    for _ in range(100):
        try:
            return urlopen(sys.argv[1] + str(number), timeout=30).read()
        except OSError:
            time.sleep(0.05)

ask(0)
with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(ask, range(240)))), flush=True)
"""


async def item(request):
    number = int(request.match_info["number"])
    time.sleep(0.02)
    return web.json_response({"number": number, "square": number * number})


async def main():
    app = web.Application()
    app.add_routes([web.get("/items/{number}", item)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    clients = await asyncio.create_subprocess_exec(sys.executable, "-c", CLIENT, f"http://127.0.0.1:{port}/items/")
    await clients.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
