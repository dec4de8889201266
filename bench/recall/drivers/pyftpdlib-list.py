"""A folder with many files is listed."""
import os
import tempfile

from pyftpdlib.filesystems import AbstractedFS


class Channel:
    use_gmt_times = True
    unicode_errors = "replace"


folder = tempfile.mkdtemp()
names = ["file%d" % number for number in range(40)]
for name in names:
    with open(os.path.join(folder, name), "w") as file:
        file.write(name)
    os.utime(os.path.join(folder, name), (1_000_000_000, 1_000_000_000))
files = AbstractedFS(folder, Channel())
size = 0
for _ in range(500):
    size += sum(map(len, files.format_list(folder, names)))
for name in names:
    os.remove(os.path.join(folder, name))
os.rmdir(folder)
print(size)
