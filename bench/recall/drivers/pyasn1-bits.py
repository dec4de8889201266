"""Long bit strings are decoded."""
from pyasn1.codec.ber import decoder

for size in (2000, 2400):
    content = bytes([3]) + bytes(number * 7 % 256 for number in range(size))
    substrate = bytes([0x03, 0x82]) + len(content).to_bytes(2, "big") + content
    value, rest = decoder.decode(substrate)
    print(len(value), sum(value), tuple(value[:8]), rest)
