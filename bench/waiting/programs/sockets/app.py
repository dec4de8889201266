"""Asks a server over plain sockets, one question after the other."""

import socket
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


def ask(port, name):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"GET /{name} HTTP/1.0\r\n\r\n".encode())
        answer = b""
        while True:
            part = connection.recv(4096)
            if not part:
                break
            answer = answer + part
    return answer.splitlines()[0].decode()


def ask_all(port, names):
    return [ask(port, name) for name in names]


def main():
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        print(ask_all(port, [f"name-{number}" for number in range(50)]))
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
