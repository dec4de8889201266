"""A large file written to a channel that takes a few kilobytes at a time."""
import hashlib

from paramiko.file import BufferedFile


class SlowChannelFile(BufferedFile):
    def __init__(self):
        super().__init__()
        self._set_mode("wb", 0)
        self.digest = hashlib.sha256()
        self.calls = 0

    def _write(self, data):
        self.calls += 1
        self.digest.update(data[:4096])
        return min(4096, len(data))


target = SlowChannelFile()
target.write(b"0123456789abcdef" * 1_100_000)
print(target.calls, target.tell(), target.digest.hexdigest()[:12])
