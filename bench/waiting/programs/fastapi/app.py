"""A FastAPI service whose handler stops the loop, and its clients."""

import subprocess
import sys
import threading
import time

import uvicorn
from fastapi import FastAPI

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

app = FastAPI()


@app.get("/items/{number}")
async def item(number: int):
    time.sleep(0.02)
    return {"number": number, "square": number * number}


def main():
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))

    def drive():
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        subprocess.run([sys.executable, "-c", CLIENT, f"http://127.0.0.1:{port}/items/"])
        server.should_exit = True

    threading.Thread(target=drive).start()
    server.run()


if __name__ == "__main__":
    main()
