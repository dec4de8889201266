"""What the clients of the server programs see: as the program is, and as an expert would have written it.

    python bench/waiting/latencies.py [runs [folder]]

With a folder the files in it by the programs' names (`fastapi.py`) are measured too: what `hasten fix` made of them. The Python is one of
an environment with fastapi, uvicorn and aiohttp.
"""

import pathlib
import subprocess
import sys

PROGRAMS = pathlib.Path(__file__).parent / "programs"
# The clients of the programs, with a watch beside: the end of each is replaced.
TELLS = '''
    seen.sort()
    print("%.0f %.0f" % (1000 * seen[len(seen) // 2], 1000 * seen[int(len(seen) * 0.99)]), file=sys.stderr)
"""'''
TIMES = '''
import time
seen = []

def timed(ask):
    def watch(number):
        begun = time.perf_counter()
        answer = ask(number)
        seen.append(time.perf_counter() - begun)
        return answer
    return watch
'''


def watched(text):
    begin, end = text.index('CLIENT = """'), text.index('"""', text.index('CLIENT = """') + 12)
    client = text[begin:end]
    if "readline()" in client:
        client = client.replace("            file.write(", "            begun = time.perf_counter()\n            file.write(")
        client = client.replace("answer = file.readline()", "answer = file.readline()\n            seen.append(time.perf_counter() - begun)")
    else:
        client = client.replace("pool.map(ask,", "pool.map(timed(ask),")
    client = client.replace("\ndef ask(", TIMES + "\ndef ask(", 1)
    return text[:begin] + client.rstrip() + TELLS + text[end + 3 :]


def measured(file):
    ran = subprocess.run([sys.executable, "-c", watched(file.read_text())], capture_output=True, text=True, check=True)
    return [int(word) for word in ran.stderr.split()[-2:]]


def main():
    runs = int(sys.argv[1] if len(sys.argv) > 1 else 3)
    fixed = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    print("| program | version | median | p99 |\n|---|---|---|---|")
    for name in ("stream-server", "aiohttp-server", "fastapi"):
        files = {"as it was": PROGRAMS / name / "app.py", "expert": PROGRAMS / name / "expert.py"}
        if fixed is not None:
            files["fixed"] = fixed / (name + ".py")
        seen = {version: [] for version in files}
        for _ in range(runs):
            for version, file in files.items():
                seen[version].append(measured(file))
        for version, rows in seen.items():
            median, worst = ([min(column), max(column)] for column in zip(*rows))
            print(f"| {name} | {version} | {median[0]} to {median[1]} ms | {worst[0]} to {worst[1]} ms |", flush=True)


if __name__ == "__main__":
    main()
