"""A packet of very many parts is read."""
import io
import struct

from pymysql import connections

SIZE = connections.MAX_PACKET_LEN = 8_191
PARTS = 1_200
part = bytes(SIZE)
wire = io.BytesIO()
for number in range(PARTS):
    wire.write(struct.pack("<HBB", SIZE, 0, number % 256) + part)
wire.write(struct.pack("<HBB", 100, 0, PARTS % 256) + part[:100])
wire.seek(0)


class Socket:
    def settimeout(self, seconds):
        pass


connection = connections.Connection(defer_connect=True)
connection._sock = Socket()
connection._rfile = wire
connection._next_seq_id = 0
print(len(connection._read_packet()._data))
