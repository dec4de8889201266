"""Tasks that wait in many ways beside one that runs, and another event loop in a thread of its own."""

import asyncio
import threading
import time


class Custom:
    def __init__(self, future):
        self.future = future

    def __await__(self):
        return (yield from self.future)


async def take(queue):
    await queue.get()  # take


async def ticks(event):
    await event.wait()  # ticks
    yield 1


async def iterate(event):
    async for _ in ticks(event):  # iterate
        pass


async def custom(future):
    await Custom(future)


async def limited(event):
    await asyncio.wait_for(event.wait(), 600)


async def grouped():
    await asyncio.gather(asyncio.create_task(asyncio.sleep(600), name="nap"), take(asyncio.Queue()))


async def not_begun():
    pass


async def burn():
    await asyncio.sleep(0.1)
    fresh = asyncio.create_task(not_begun(), name="fresh")
    print("ready", flush=True)
    time.sleep(600)  # burn
    await fresh


async def main():
    event = asyncio.Event()
    future = asyncio.get_running_loop().create_future()
    named = {
        "the group": grouped(),
        "iterating": iterate(event),
        "custom": custom(future),
        "limited": limited(event),
        'a "busy" one\n': burn(),
    }
    await asyncio.wait([asyncio.create_task(coroutine, name=name) for name, coroutine in named.items()])  # main


def other():
    asyncio.run(asyncio.sleep(600))


threading.Thread(target=other, name="other loop", daemon=True).start()
time.sleep(0.1)
asyncio.run(main())
