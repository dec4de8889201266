"""A connection of many channels, of which one is closed and another opened again and again."""
import sys
import types

# The word `async` is a name in it, which Python no longer allows.
sys.modules["pika.adapters.libev_connection"] = types.ModuleType("pika.adapters.libev_connection")
sys.modules["pika.adapters.libev_connection"].LibevConnection = None

from pika.connection import Connection  # noqa: E402

connection = Connection.__new__(Connection)
connection.params = types.SimpleNamespace(channel_max=65535)
connection._channels = {}
for _ in range(2500):
    connection._channels[connection._next_channel_number()] = object()
total = 0
for turn in range(9000):
    del connection._channels[2 + turn % 12]
    number = connection._next_channel_number()
    connection._channels[number] = object()
    total += number
print(len(connection._channels), connection._next_channel_number(), total)
