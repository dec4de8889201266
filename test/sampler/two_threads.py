"""Two threads that compute and share the GIL, one that sleeps."""

import sys
import threading
import time


def compute():
    end = time.time() + float(sys.argv[1])
    n = 0
    while time.time() < end:
        n += 1


def sleep():
    time.sleep(float(sys.argv[1]))


threads = [
    threading.Thread(target=target, name=name)
    for name, target in (("first", compute), ("second", compute), ("sleeper", sleep))
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
