"""A file of records: a JSON array a line, appended now and then, so that a killed process has told most of it."""

import os
import time

from _hasten_json import dumps

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)


class Records:
    """The file is opened for each flush alone: a descriptor kept open would shift the program's own numbers, and a
    program that closes all descriptors and opens a file would get our lines in it."""

    def __init__(self, folder, kind):
        self.path = os.path.join(folder, "%d-%d.%s" % (os.getpid(), time.time_ns(), kind))
        self.lines = []
        self.is_lost = False
        # Bound here, so that a program that patches `os` (fakes of the file system) does not change them.
        self.calls = (os.open, os.write, os.close, _FLAGS)

    def add(self, row):
        self.lines.append(dumps(row))

    def flush(self):
        """Appends what was added. A full disk or a folder that is gone loses records, never the program."""
        lines, self.lines = self.lines, []
        if self.is_lost or not lines:
            return
        lines.append("")
        data = "\n".join(lines).encode("ascii")
        opened, write, close, flags = self.calls
        try:
            handle = opened(self.path, flags, 0o600)
            try:
                while data:
                    data = data[write(handle, data):]
            finally:
                close(handle)
        except OSError:
            self.is_lost = True
