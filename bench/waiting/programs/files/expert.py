"""Sums of large files, each worked out by a command."""

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor


def digest(path):
    return subprocess.check_output(["sha256sum", path], text=True).split()[0]


def digests(paths):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(digest, paths))


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{number}.bin") for number in range(24)]
        for number, path in enumerate(paths):
            with open(path, "wb") as file:
                file.write(bytes([number]) * 16_000_000)
        print(digests(paths))


if __name__ == "__main__":
    main()
