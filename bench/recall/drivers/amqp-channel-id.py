"""A connection on which thousands of channels are opened."""
from amqp.connection import Connection

connection = Connection(channel_max=2000)
numbers = [connection._get_free_channel_id() for _ in range(650)]
print(len(numbers), numbers[-1], sum(numbers))
