"""Cuts a forked child off from what it shares with the program: open files, their positions, pipes, sockets.

A fork shares open files: a line read in the child would be missing in the program, a line written would stand there twice.
"""

import os
import stat

try:
    import fcntl
except ImportError:  # Windows, where nothing is forked
    fcntl = None

# A file open for reading and writing is copied for the child up to this size.
MOST_COPIED = 64 << 20


def isolate(path):
    """Gives descriptors 1 and 2 to `<path>.out`, every other one a stand-in of its own; (number, file) of the written ones."""
    taken = set()
    output = _reserve(os.open(path + ".out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600), taken)
    nothing = _reserve(os.open(os.devnull, os.O_RDWR), taken)
    sinks = []
    for number in _descriptors():
        if number in taken or number in (1, 2):
            continue
        try:
            _stand_in(number, "%s.fd%d" % (path, number), nothing, sinks)
        except OSError:
            continue  # closed meanwhile, as the descriptor that listed them
    os.dup2(output, 1)
    os.dup2(output, 2)
    return sinks


def _reserve(number, taken):
    taken.add(number)
    return number


def _descriptors():
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return sorted(int(name) for name in os.listdir(folder))
        except OSError:
            continue
    return range(0, 256)


def _stand_in(number, path, nothing, sinks):
    mode = os.fstat(number).st_mode
    if stat.S_ISREG(mode):
        access = fcntl.fcntl(number, fcntl.F_GETFL)
        place = os.lseek(number, 0, os.SEEK_CUR)
        if access & os.O_ACCMODE == os.O_RDONLY:
            other = os.open("/proc/self/fd/%d" % number, os.O_RDONLY)
        else:
            other = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | access & os.O_APPEND, 0o600)
            if access & os.O_ACCMODE == os.O_RDWR:
                _copy(number, other)
            sinks.append((number, path))
        os.lseek(other, place, os.SEEK_SET)
        os.dup2(other, number)
        os.close(other)
    elif stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode) or (stat.S_ISCHR(mode) and os.isatty(number)):
        os.dup2(nothing, number)


def _copy(source, target):
    if os.fstat(source).st_size > MOST_COPIED:
        return
    place = 0
    while True:
        data = os.pread(source, 1 << 20, place)
        if not data:
            return
        place += os.pwrite(target, data, place)
