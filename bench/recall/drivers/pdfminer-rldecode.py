"""A run-length encoded bitmap of 200 KB, as a PDF's page image holds it."""
import hashlib
import random

from pdfminer.runlength import rldecode

generator = random.Random(5)
encoded = bytearray()
while len(encoded) < 300_000:
    if generator.random() < 0.6:
        length = generator.randrange(20, 128)
        encoded.append(length - 1)
        encoded.extend(generator.randrange(256) for _ in range(length))
    else:
        encoded.append(257 - generator.randrange(2, 40))
        encoded.append(generator.randrange(256))
encoded.append(128)
decoded = rldecode(bytes(encoded))
print(len(decoded), hashlib.sha256(decoded).hexdigest())
