"""A long list of small values is read back."""
import tnetstring

values = [b"value %d" % number for number in range(50_000)]
got = tnetstring.loads(tnetstring.dumps(values))
print(len(got), got == values, bytes(got[-1]))
