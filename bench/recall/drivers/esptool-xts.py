"""A firmware image that is encrypted for the flash of a chip."""
import hashlib
import io

import espsecure

key = io.BytesIO(bytes(range(32)))
key.name = "key.bin"
image = io.BytesIO(b"firmware" * 200_000)
target = io.BytesIO()
espsecure._flash_encryption_operation_aes_xts(target, image, 0x10000, key, False)
print(len(target.getvalue()), hashlib.sha256(target.getvalue()).hexdigest()[:16])
