"""Many small frames have arrived for a stream, and are read."""
from hyper.http20.frame import DataFrame
from hyper.http20.stream import STATE_OPEN, Stream

COUNT = 130_000
sent = []
stream = Stream(1, sent.append, None, None, None)
stream.state = STATE_OPEN
for number in range(COUNT):
    frame = DataFrame(1)
    frame.data = b"data"
    if number == COUNT - 1:
        frame.flags = {"END_STREAM"}
    stream.receive_frame(frame)
data = stream._read()
print(len(data), len(sent))
