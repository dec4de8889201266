"""Makes short tasks of three kinds without end. The name of each begins with the name of its coroutine."""

import asyncio
import random


async def step_a(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def kind_a(count):
    await step_a(count)
    await step_a(count)


async def step_b(_count):
    try:
        await asyncio.wait_for(asyncio.Queue().get(), 0.001)
    except asyncio.TimeoutError:
        pass


async def kind_b(count):
    await step_b(count)
    await asyncio.sleep(0)
    await step_b(count)


async def step_c(_count):
    await asyncio.gather(*[asyncio.create_task(kind_a(1), name="kind_a %d" % number) for number in range(4)])


async def kind_c(count):
    await step_c(count)


async def main():
    live = set()
    made = 0
    while True:
        while len(live) < 60:
            kind = random.choice((kind_a, kind_b, kind_c))
            made += 1
            task = asyncio.ensure_future(kind(random.randrange(1, 5)))
            task.set_name("%s %d" % (kind.__name__, made))
            live.add(task)
            task.add_done_callback(live.discard)
            if made == 200:
                print("ready", flush=True)
        await asyncio.sleep(0)


asyncio.run(main())
