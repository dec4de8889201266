"""What clients of a server see whose coroutine computes: as it is, in a thread, in a process.

    python bench/waiting/computing_latency.py [seconds [runs]]

Four clients ask for something that takes some 30 ms to work out, again and again; a fifth asks for next to nothing every 10 ms.
"""

import asyncio
import hashlib
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor

CLIENT = """
import socket, statistics, sys, threading, time

port, seconds = int(sys.argv[1]), float(sys.argv[2])
ends = time.perf_counter() + seconds
heavy, light = [], []

def ask(word, seen, pause):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        file = connection.makefile("rwb")
        while time.perf_counter() < ends:
            begun = time.perf_counter()
            file.write(word)
            file.flush()
            file.readline()
            seen.append(time.perf_counter() - begun)
            time.sleep(pause)

threads = [threading.Thread(target=ask, args=(b"heavy\\n", heavy, 0)) for _ in range(4)]
threads.append(threading.Thread(target=ask, args=(b"light\\n", light, 0.01)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
light.sort()
print(len(heavy) / seconds, 1000 * statistics.median(heavy), 1000 * statistics.median(light), 1000 * light[int(len(light) * 0.99)])
"""


def keeps_gil():
    total = 0
    for step in range(330_000):
        total = (total * 31 + step) % 1_000_003
    return total


def lets_go():
    return hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 45_000)[0]


async def as_it_is(work, pool):
    return work()


async def in_thread(work, pool):
    return await asyncio.to_thread(work)


async def in_process(work, pool):
    return await asyncio.get_running_loop().run_in_executor(pool, work)


async def serve_for(seconds, answer, work, pool):
    async def serve(reader, writer):
        while line := await reader.readline():
            number = await answer(work, pool) if line == b"heavy\n" else 0
            writer.write(b"%d\n" % number)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    command = [sys.executable, "-c", CLIENT, str(port), str(seconds)]
    client = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    said, _ = await client.communicate()
    server.close()
    return [float(word) for word in said.split()]


def main():
    seconds, runs = float(sys.argv[1] if len(sys.argv) > 1 else 3), int(sys.argv[2] if len(sys.argv) > 2 else 3)
    print("| work | answered | heavy a second | heavy, median | light, median | light, p99 |\n|---|---|---|---|---|---|")
    with ProcessPoolExecutor(2) as pool:
        # Workers are there before there is a connection that they would keep open.
        list(pool.map(time.sleep, [0.1, 0.1]))
        for work in (keeps_gil, lets_go):
            for answer in (as_it_is, in_thread, in_process):
                seen = [asyncio.run(serve_for(seconds, answer, work, pool)) for _ in range(runs)]
                rate, heavy, light, worst = (statistics.median(column) for column in zip(*seen))
                spread = f"{min(row[3] for row in seen):.0f} to {max(row[3] for row in seen):.0f} ms"
                print(f"| {work.__name__} | {answer.__name__} | {rate:.0f} | {heavy:.0f} ms | {light:.1f} ms | {spread} |", flush=True)


if __name__ == "__main__":
    main()
