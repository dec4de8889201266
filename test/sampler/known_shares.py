"""Three functions with processor time in the ratio 5 : 3 : 2, in turns of exactly 10 ms; prints the shares that it took."""

import sys
import time

clock = time.thread_time
spent = {"half": 0.0, "third": 0.0, "rest": 0.0}


def half(seconds):
    end = clock() + seconds
    while clock() < end:
        pass


def third(seconds):
    end = clock() + seconds
    while clock() < end:
        pass


def rest(seconds):
    end = clock() + seconds
    while clock() < end:
        pass


begun = clock()
while clock() - begun < float(sys.argv[1]):
    for function, seconds in ((half, 0.005), (third, 0.003), (rest, 0.002)):
        before = clock()
        function(seconds)
        spent[function.__name__] += clock() - before
whole = sum(spent.values())
print(*(spent[name] / whole for name in ("half", "third", "rest")))
