"""Starts one command, waits for it and reports what it took.

Run as `python -I -S measure.py` by `src/collect/launch/`, with a socket as descriptor 3:

- First comes the order: the payload's length in decimal, a line feed, then fields that each end in a NUL:
  mode ("interactive" or "batch"), run id, soft limit of open files or "", file for a copy of stdin or "",
  limit of that copy in bytes, executable, number of arguments, the arguments, the environment's NAME=value.
- Later may come lines that hold a signal number: pass it on to the command.
- The answer is two lines of JSON: {"pid": ..} and {"wall": .., "status": ..}, or {"errno": ..} when it did not start.
- The end of the stream is the lifeline: whoever ordered the run is gone. In batch mode the run dies with it.

The command's order, environment and descriptors never touch this process, so that the child gets exactly what
it would get from a shell. `posix` and `_signal` are what `os` and `signal` are made of; importing those
would double the start-up.
"""
import _signal
import _thread
import posix
import resource  # wait4 would import it while the clock runs
import time

CHANNEL = 3
# Held while what belongs to the run is being killed.
ending = _thread.allocate_lock()
#: Signals that reach a whole process group: the child decides what they mean, this process outlives it.
GROUP_SIGNALS = (_signal.SIGINT, _signal.SIGQUIT, _signal.SIGTERM, _signal.SIGHUP, _signal.SIGUSR1, _signal.SIGUSR2)
#: How long to wait for this process's own copy of a signal before it is passed on, in seconds.
OWN_COPY_WAIT = 0.1

received = set()


def note_signal(number, _frame):
    """Remembers a signal that was sent to the whole group."""
    received.add(number)


class Order:
    """What to start, as it came through the channel."""

    def __init__(self, fields):
        self.batch = fields[0] == b"batch"
        self.run_id = fields[1]
        self.open_files = fields[2]
        self.stdin_copy = fields[3]
        self.stdin_limit = int(fields[4])
        self.executable = fields[5]
        end = 7 + int(fields[6])
        self.argv = fields[7:end]
        self.env = dict(field.split(b"=", 1) for field in fields[end:])


class Recording:
    """A copy of stdin: how much of it was kept and whether that is all that the command may have read."""

    def __init__(self, limit):
        self.left = limit
        self.bytes = 0
        self.complete = True

    def keep(self, target, data):
        """Appends to the copy as far as the limit and the disk allow; the command's own input never suffers."""
        kept = data[: self.left]
        try:
            write_all(target, kept)
        except OSError:
            kept = b""
        self.left -= len(kept)
        self.bytes += len(kept)
        if len(kept) < len(data):
            self.complete = False


def write_all(target, data):
    """Writes every byte, however often the kernel takes only a part."""
    while data:
        data = data[posix.write(target, data):]


def receive_order():
    """Reads the length, then the payload."""
    length = b""
    while not length.endswith(b"\n"):
        byte = posix.read(CHANNEL, 1)
        if not byte:
            posix._exit(0)
        length += byte
    payload = b""
    while len(payload) < int(length):
        part = posix.read(CHANNEL, int(length) - len(payload))
        if not part:
            posix._exit(0)
        payload += part
    return Order(payload.split(b"\0")[:-1])


def answer(text):
    """Sends a line; nobody listens any more when the other end has died, and that is no failure of the run."""
    try:
        write_all(CHANNEL, text.encode("ascii") + b"\n")
    except OSError:
        pass


def kill_quietly(send, target, number):
    """Sends a signal to something that may be gone already."""
    try:
        send(target, number)
    except OSError:
        pass


def members(run_id):
    """The processes whose environment carries this run's id (Linux; elsewhere there is nothing to read)."""
    mark = b"HASTEN_RUN=" + run_id
    found = []
    try:
        names = posix.listdir("/proc")
    except OSError:
        return found
    for name in names:
        if not name.isdigit():
            continue
        try:
            source = posix.open("/proc/" + name + "/environ", posix.O_RDONLY | posix.O_CLOEXEC)
        except OSError:
            continue
        try:
            environment = b""
            part = posix.read(source, 65536)
            while part:
                environment += part
                part = posix.read(source, 65536)
            if mark in environment.split(b"\0"):
                found.append(int(name))
        except OSError:
            pass
        posix.close(source)
    return found


def end_run(pid, run_id):
    """Kills everything that belongs to the run, again until a look finds nothing (a process may be forking)."""
    kill_quietly(posix.killpg, pid, _signal.SIGKILL)
    for _ in range(20):
        found = members(run_id)
        if not found:
            return
        for one in found:
            kill_quietly(posix.kill, one, _signal.SIGKILL)
        time.sleep(0.02)


def pass_on(order, pid, number):
    """Sends a signal to the command, unless the command got its own copy together with this process.

    Ctrl-C, a hang-up and `kill -- -GROUP` reach the whole group. A program that means "finish" by the first
    and "drop everything" by the second SIGTERM must not see one as two.
    """
    if order.batch:
        kill_quietly(posix.killpg, pid, number)
        return
    deadline = time.monotonic() + OWN_COPY_WAIT
    while time.monotonic() < deadline and number not in received:
        time.sleep(0.005)
    if number in received:
        received.discard(number)
    else:
        kill_quietly(posix.kill, pid, number)


def watch_channel(order, pid):
    """Passes signals on until the other end is gone."""
    # A handler runs in the main thread only, which a signal must therefore interrupt.
    _signal.pthread_sigmask(_signal.SIG_BLOCK, GROUP_SIGNALS)
    buffer = b""
    while True:
        try:
            part = posix.read(CHANNEL, 4096)
        except OSError:
            part = b""
        if not part:
            break
        buffer += part
        while b"\n" in buffer:
            line, buffer = buffer.split(b"\n", 1)
            pass_on(order, pid, int(line))
    if order.batch:
        # The command ends by this, and the main thread with it: it must not take this one along half-way.
        with ending:
            end_run(pid, order.run_id)


def pump(sink, copy, recording):
    """Feeds the command's stdin from ours and keeps what passes."""
    _signal.pthread_sigmask(_signal.SIG_BLOCK, GROUP_SIGNALS)
    try:
        data = posix.read(0, 65536)
        while data:
            recording.keep(copy, data)
            write_all(sink, data)
            data = posix.read(0, 65536)
    except OSError:
        pass  # The command has closed its stdin.
    posix.close(sink)


def copy_file(copy, recording):
    """Copies what is left of a regular file without moving the position that the command will read from."""
    offset = posix.lseek(0, 0, 1)
    data = posix.pread(0, 1 << 20, offset)
    while data and recording.complete:
        recording.keep(copy, data)
        offset += len(data)
        data = posix.pread(0, 1 << 20, offset)


def open_recording(order, recording):
    """Arranges the copy of stdin; returns the pipe to feed and the pipe's reading end for the command, if any."""
    copy = posix.open(order.stdin_copy, posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC | posix.O_CLOEXEC, 0o600)
    kind = posix.fstat(0).st_mode & 0o170000
    if kind == 0o100000:
        copy_file(copy, recording)
        return None
    if kind == 0o020000:
        # A terminal must stay one; other devices (/dev/null) need no copy.
        recording.complete = not posix.isatty(0)
        return None
    source, sink = posix.pipe()
    return source, sink, copy


def restore_open_files(limit):
    """Node raises the limit of open files to the maximum; the command gets what its user had set."""
    try:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(limit), hard))
    except (OSError, ValueError):
        pass


def spawn(order, actions):
    """Starts the command with every signal at its default, in a session of its own in batch mode."""
    # CPython ignores SIGPIPE and SIGXFSZ, and an ignored signal would stay ignored in the child.
    defaults = _signal.valid_signals() - {_signal.SIGKILL, _signal.SIGSTOP}
    extra = {"setsigmask": (), "setsigdef": defaults}
    if order.batch:
        extra["setsid"] = True
    try:
        return posix.posix_spawn(order.executable, order.argv, order.env, file_actions=actions, **extra)
    except NotImplementedError:  # A C library without POSIX_SPAWN_SETSID.
        del extra["setsid"]
        return posix.posix_spawn(order.executable, order.argv, order.env, file_actions=actions, setpgroup=0, **extra)


def spawn_as_shells_do(order, actions):
    """A file without a `#!` line is a shell script, as for execvp and every shell."""
    try:
        return spawn(order, actions)
    except OSError as error:
        if error.errno != 8:  # ENOEXEC
            raise
        order.argv = [b"/bin/sh", order.executable] + order.argv[1:]
        order.executable = b"/bin/sh"
        return spawn(order, actions)


def wait_for(pid):
    """Status and resource usage of the command and of the children that it waited for."""
    _, status, usage = posix.wait4(pid, 0)
    return status, usage


def main():
    """Receives the order, runs it, reports."""
    posix.set_inheritable(CHANNEL, False)
    for number in GROUP_SIGNALS:
        _signal.signal(number, note_signal)
    order = receive_order()
    recording = Recording(order.stdin_limit)
    fed = open_recording(order, recording) if order.stdin_copy else None
    actions = [(posix.POSIX_SPAWN_DUP2, fed[0], 0)] if fed else []
    if order.open_files:
        restore_open_files(order.open_files)
    started = time.monotonic()
    try:
        pid = spawn_as_shells_do(order, actions)
    except OSError as error:
        answer('{"errno": %d}' % error.errno)
        return
    answer('{"pid": %d}' % pid)
    _thread.start_new_thread(watch_channel, (order, pid))
    if fed:
        posix.close(fed[0])
        _thread.start_new_thread(pump, (fed[1], fed[2], recording))
    status, usage = wait_for(pid)
    wall = time.monotonic() - started
    answer(
        '{"wall": %r, "status": %d, "cpu_user": %r, "cpu_system": %r, "max_rss": %d, "stdin": %d, "stdin_complete": %s}'
        % (wall, status, usage.ru_utime, usage.ru_stime, usage.ru_maxrss, recording.bytes,
           "true" if recording.complete else "false")
    )


main()
ending.acquire()
# Threads may still wait for input that never comes: nothing of them matters once the command has ended.
posix._exit(0)
