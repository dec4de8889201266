"""A large tree with very many files of requirements."""
import tempfile
from pathlib import Path

from socketsecurity.core import Core

with tempfile.TemporaryDirectory() as folder:
    for number in range(14_000):
        Path(folder, f"requirements-{number}.txt").touch()
    files = Core.find_files(folder)
print(len(files), sorted(Path(file).name for file in files)[:2])
