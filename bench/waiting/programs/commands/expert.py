"""Asks a command again and again, each of which takes a while."""

import subprocess
from concurrent.futures import ThreadPoolExecutor


def wait(seconds):
    done = subprocess.run(["sleep", seconds], capture_output=True, text=True, check=True)
    return seconds, done.returncode


def check(times):
    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(wait, times))


if __name__ == "__main__":
    print(check([f"0.0{3 + number % 3}" for number in range(40)]))
