"""A consumer of many queues, which gives them up one after the other."""
from kombu import Connection, Consumer, Exchange, Queue

connection = Connection("memory://")
channel = connection.channel()
exchange = Exchange("names")
queues = [Queue(f"queue{number}", exchange, str(number)) for number in range(7000)]
consumer = Consumer(channel, queues, auto_declare=False)
consumer.consume()
for queue in queues:
    consumer.cancel_by_queue(queue.name)
print(len(consumer.queues), len(consumer._active_tags))
