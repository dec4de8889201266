"""One large message arrives in small pieces."""
from paho.mqtt.client import Client

SIZE = 5_000_000
topic = b"\x00\x01a"
length, left = [], SIZE + len(topic)
while True:
    byte, left = left % 128, left // 128
    length.append(byte | 128 if left else byte)
    if not left:
        break
wire = b"\x30" + bytes(length) + topic + bytes(range(250)) * (SIZE // 250)


class Wire:
    def __init__(self):
        self.at = 0

    def recv(self, size):
        piece = wire[self.at : self.at + min(size, 1400)]
        self.at += len(piece)
        return piece

    def close(self):
        pass


client = Client()
seen = []
client.on_message = lambda client, data, message: seen.append((len(message.payload), sum(message.payload[::1000])))
client._sock = Wire()
while not seen:
    client._packet_read()
print(seen)
