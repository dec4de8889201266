"""Large frames of data arrive in small pieces."""
from h2.frame_buffer import FrameBuffer
from hyperframe.frame import DataFrame

frame = DataFrame(1)
frame.data = bytes(number % 251 for number in range(2_800_000))
wire = frame.serialize()
buffer = FrameBuffer()
buffer.max_frame_size = 2**24 - 1
seen = []
for start in range(0, len(wire), 1024):
    buffer.add_data(wire[start : start + 1024])
    for got in buffer:
        seen.append(len(got.data))
print(seen)
