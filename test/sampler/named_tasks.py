"""Two named tasks and one that nobody named take turns for so many seconds; short named ones come and go."""

import asyncio
import sys
import time


def work():
    for _ in range(3000):
        pass


async def left(end):
    while time.monotonic() < end:
        work()
        await asyncio.sleep(0)


async def right(end):
    while time.monotonic() < end:
        work()
        await asyncio.sleep(0)


async def plain(end):
    count = 0
    while time.monotonic() < end:
        work()
        count += 1
        short = asyncio.ensure_future(passing())
        short.set_name("passing %d" % (count % 3))
        await short


async def passing():
    work()


async def main():
    end = time.monotonic() + float(sys.argv[1])
    named = [asyncio.create_task(left(end), name="left"), asyncio.create_task(right(end), name="right")]
    await asyncio.create_task(plain(end))
    for task in named:
        await task


asyncio.run(main())
