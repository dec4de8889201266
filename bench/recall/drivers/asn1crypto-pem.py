"""A PEM file of a megabyte is read."""
import base64

from asn1crypto import pem

der = bytes(number * 7 % 256 for number in range(750_000))
text = base64.b64encode(der)
lines = [text[start : start + 64] for start in range(0, len(text), 64)]
armored = b"-----BEGIN CRL-----\n" + b"\n".join(lines) + b"\n-----END CRL-----\n"
kind, headers, got = pem.unarmor(armored)
print(kind, headers, len(got), got == der)
