"""Writes the flame graph that Tachyon (CPython 3.15's profiling.sampling) would make of the stacks of a kept profile:
    python3.15 bench/tachyon-page.py profile.json out.html
"""
import json
import sys

from profiling.sampling.stack_collector import FlamegraphCollector

with open(sys.argv[1], encoding="utf-8") as file:
    profile = json.load(file)
functions, frames, stacks = profile["functions"], profile["frames"], profile["stacks"]
collector = FlamegraphCollector(1000)


def frame_of(index):
    frame = frames[index]
    function, position = functions[frame["function"]], frame["position"]
    line = position["line"]
    return function["file"], (line, line, 0, 0), function["qualname"], None


known = [frame_of(index) for index in range(len(frames))]
for weight in profile["weights"]:
    path, node = [], weight["stack"]
    while node >= 0:
        path.append(known[stacks[node]["frame"]])
        node = stacks[node]["parent"]
    # A sample a millisecond, as it would have seen them.
    count = max(1, round(weight["wall"] * 1000))
    collector._sample_count += count
    collector.process_frames(path, 1, count)
collector.set_stats(1000, profile["truth"]["samples"] / 1000, 1000, 0.0, 0.0)
if not collector.export(sys.argv[2]):
    sys.exit(1)
