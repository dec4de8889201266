"""Reads answers of a service through requests, one after the other, and keeps them by name."""

import subprocess
import sys

from concurrent.futures import ThreadPoolExecutor

import requests

SERVER = """
import http.server, sys, time

class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.03)
        text = ("page %s " % self.path).encode() * 40
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass

http.server.ThreadingHTTPServer.request_queue_size = 64
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
print(server.server_port, flush=True)
server.serve_forever()
"""


def collect(port, names):
    def size(name):
        return len(requests.get(f"http://127.0.0.1:{port}/{name}", timeout=30).text)

    with ThreadPoolExecutor(10) as pool:
        return dict(zip(names, pool.map(size, names)))


def main():
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        found = collect(port, ["name-" + str(number) for number in range(50)])
        print(found)
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
