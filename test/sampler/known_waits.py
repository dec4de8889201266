"""Waits whose lengths it knows, in one function; prints what part of that function's time each kind took."""

import hashlib
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time

SPENT = {}


def timed(kind, call):
    begun = time.perf_counter()
    call()
    SPENT[kind] = SPENT.get(kind, 0) + time.perf_counter() - begun


def compute():
    end = time.thread_time() + 0.03
    while time.thread_time() < end:
        sum(range(500))


def native():
    hashlib.sha256(DATA).digest()


def sleep():
    time.sleep(0.03)


def fetch():
    MINE.sendall(b"?")
    MINE.recv(1)


def take():
    ITEMS.get()


def acquire():
    with LOCK:
        pass


def start():
    subprocess.run([sys.executable, "-S", "-E", "-c", "import time; time.sleep(0.1)"])


def work():
    for _ in range(8):
        timed("computing", compute)
        timed("native", native)
        timed("sleep", sleep)
        timed("socket", fetch)
        FEED.put("item")
        timed("queue", take)
        FEED.put("lock")
        LOCKED.wait()
        LOCKED.clear()
        timed("lock", acquire)
    timed("subprocess", start)


def feed():
    while True:
        wanted = FEED.get()
        if wanted == "item":
            time.sleep(0.03)
            ITEMS.put(1)
        else:
            with LOCK:
                LOCKED.set()
                time.sleep(0.04)


# A server of one client, in a process that does nothing else.
ours, theirs = socket.socketpair()
if os.fork() == 0:
    ours.close()
    while theirs.recv(1):
        time.sleep(0.04)
        theirs.sendall(b"!")
    os._exit(0)
theirs.close()

MINE, DATA, LOCK = ours, bytes(30_000_000), threading.Lock()
ITEMS, FEED, LOCKED = queue.Queue(), queue.Queue(), threading.Event()
threading.Thread(target=feed, daemon=True).start()
work()
whole = sum(SPENT.values())
print(json.dumps({kind: spent / whole for kind, spent in SPENT.items()}))
