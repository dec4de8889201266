"""Counts the words of pages, fetched one after the other."""

import subprocess
import sys
from urllib.request import urlopen

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


def fetch(url):
    with urlopen(url, timeout=30) as page:
        return page.read().decode()


def load(urls):
    return [fetch(url) for url in urls]


def main():
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        pages = load([f"http://127.0.0.1:{port}/{number}" for number in range(60)])
        print(len(pages), sum(len(page.split()) for page in pages))
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
