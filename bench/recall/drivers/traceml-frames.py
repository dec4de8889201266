"""A burst of small messages that came in one piece."""
import struct
import sys
import types

sys.modules["torch"] = types.ModuleType("torch")
sys.modules["torch.distributed"] = types.ModuleType("torch.distributed")
sys.modules["torch"].distributed = sys.modules["torch.distributed"]

from traceml.transport.tcp_transport import TCPServer

server = TCPServer.__new__(TCPServer)
buffer = bytearray()
for number in range(22_000):
    payload = f"step {number}: loss {number % 97}, {'x' * (number % 40)}".encode()
    buffer += struct.pack("!I", len(payload)) + payload
buffer += struct.pack("!I", 100) + b"half"
frames, rest, expected = server._drain_frames(buffer, None)
print(len(frames), sum(map(len, frames)), bytes(frames[-1]), bytes(rest), expected)
