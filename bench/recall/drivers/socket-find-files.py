"""A large tree with very many files of requirements."""
import os
import tempfile
from pathlib import Path

from socketsecurity.core import Core

# In memory where there is such a folder: making the files would take as long as finding them.
memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
with tempfile.TemporaryDirectory(dir=memory) as folder:
    for number in range(14_000):
        Path(folder, f"requirements-{number}.txt").touch()
    files = Core.find_files(folder)
print(len(files), sorted(Path(file).name for file in files)[:2])
