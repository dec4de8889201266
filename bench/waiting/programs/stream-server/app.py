"""A server whose handler stops the loop, and its clients."""

import asyncio
import sys
import time

CLIENT = """
import socket, sys
from concurrent.futures import ThreadPoolExecutor

def ask(number):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
        file = connection.makefile("rwb")
        for turn in range(20):
            file.write(b"question %d %d\\n" % (number, turn))
            file.flush()
            answer = file.readline()
    return answer

with ThreadPoolExecutor(8) as pool:
    print(*pool.map(ask, range(8)))
"""


async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        time.sleep(0.02)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    clients = await asyncio.create_subprocess_exec(sys.executable, "-c", CLIENT, str(port))
    await clients.wait()
    server.close()


asyncio.run(main())
