"""Asks a server over asyncio's streams, one question after the other."""

import asyncio
import subprocess
import sys

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


async def ask(port, name):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /{name} HTTP/1.0\r\n\r\n".encode())
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer.splitlines()[-1].decode()


async def ask_all(port, names):
    found = []
    for name in names:
        answer = await ask(port, name)
        found.append(answer)
    return found


def main():
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        answers = asyncio.run(ask_all(port, [f"name-{number}" for number in range(50)]))
        print(len(answers), answers[7])
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
