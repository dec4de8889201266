"""A loop that is free but for three turns of 200 ms; prints how much of its time they took."""

import asyncio
import time


def crunch():
    end = time.perf_counter() + 0.2
    while time.perf_counter() < end:
        sum(range(200))


async def block():
    for _ in range(3):
        await asyncio.sleep(0.2)
        crunch()


async def tick():
    for _ in range(80):
        await asyncio.sleep(0.01)


async def main():
    begun = time.perf_counter()
    await asyncio.gather(block(), tick())
    print(0.6 / (time.perf_counter() - begun))


asyncio.run(main())
