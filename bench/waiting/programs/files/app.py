"""Sums of large files, each worked out by a command."""

import os
import subprocess
import tempfile


def digest(path):
    return subprocess.check_output(["sha256sum", path], text=True).split()[0]


def digests(paths):
    return [digest(path) for path in paths]


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{number}.bin") for number in range(24)]
        for number, path in enumerate(paths):
            with open(path, "wb") as file:
                file.write(bytes([number]) * 16_000_000)
        print(digests(paths))


if __name__ == "__main__":
    main()
