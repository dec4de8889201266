"""Old seeds turned back into numbers."""
import hashlib

from old_mnemonic import mn_decode, mn_encode

seeds = [hashlib.md5(str(number).encode()).hexdigest() for number in range(12_000)]
decoded = [mn_decode(mn_encode(seed)) for seed in seeds]
print(decoded == seeds, decoded[0])
