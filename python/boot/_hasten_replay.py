"""What a forked child does: makes one call and writes down everything that came out of it."""

import hashlib
import json
import os
import re
import sys
import time
import types

try:
    import resource
except ImportError:  # Windows, where nothing is forked
    resource = None

import _hasten_callbacks
import _hasten_canon
import _hasten_isolate
import _hasten_reach

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: Audit events of effects that would outlive the child (docs.python.org/3/library/audit_events.html).
_EFFECTS = (
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "os.chown",
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "os.killpg", "os.putenv",
    "subprocess.Popen", "socket.connect", "socket.bind", "socket.sendto", "sqlite3.connect", "shutil.move", "shutil.rmtree",
    "signal.pthread_kill", "ftplib.connect", "smtplib.connect", "urllib.Request", "pty.spawn", "webbrowser.open",
)
#: Text kept of one part for the reader; beyond it only the digest is compared.
MOST_TEXT = 200000
#: The same where floats may lie a little apart, which a digest does not tell.
MOST_WHOLE = 16 << 20
most_text = MOST_TEXT
#: Items taken from a generator at most.
MOST_ITEMS = 10000
#: Memory that a replayed call may take beyond what the program had, in MB.
MOST_MEMORY = 2048


def limit_memory():
    """Lets this process grow by so much and no more; True where the system holds it to that (Linux)."""
    try:
        megabytes = int(os.environ.get("HASTEN_REPLAY_MB", MOST_MEMORY))
        with open("/proc/self/statm") as sizes:
            now = int(sizes.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = now + (megabytes << 20)
        if hard != resource.RLIM_INFINITY and hard < limit:
            return False  # the user's own limit is the narrower one
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        return True
    except (OSError, ValueError, AttributeError):
        return False


def perform(versions, which, args, kwargs, path, most_items=MOST_ITEMS):
    """Calls one of the versions, writes the dump to `path`, and gives the exit status."""
    function = versions[which]
    is_limited = limit_memory()
    sinks = _hasten_isolate.isolate(path)
    sys.dont_write_bytecode = True
    # A warning is shown once for its text and line: the old version's lines have been there in calls before.
    function.__globals__.pop("__warningregistry__", None)
    guard = Guard(path)
    sys.addaudithook(guard.look)
    result, error = None, None
    items = None
    callbacks = _hasten_callbacks.Callbacks(args, kwargs)
    guard.is_on = True
    started = time.perf_counter()
    try:
        callbacks.start()
        result = function(*args, **kwargs)
        if is_iterator(result):
            items, result = consume(result, args, most_items, callbacks), type(result)
    except BaseException as raised:
        error = raised
    callbacks.stop()
    took = time.perf_counter() - started
    if is_limited and isinstance(error, MemoryError):
        # Our limit, not the program's: nothing can be compared beyond it.
        guard.stop("it takes more memory than a replay may")
    rests = []
    for index, value in enumerate(args):
        if is_iterator(value):
            # How far the call has come in it shows in what is left.
            rests.append(("argument %s" % name_of(function.__code__, index), rest_of(value, most_items)))
    guard.is_on = False
    for value in list(args) + list(kwargs.values()) + [sys.stdout, sys.stderr]:
        flush(value)
    parts = list(parts_of(versions, which, args, kwargs, (result, error, items)))
    with open(path + ".took", "w") as clock:
        clock.write(repr(took))
    write_dump(path, function, parts + rests + callbacks.part(), sinks)
    return 0


def is_iterator(value):
    """Generators and the built-in types' own iterators: taking their items runs to their end, which a file's does not."""
    kind = type(value)
    return isinstance(value, types.GeneratorType) or (
        hasattr(kind, "__next__") and kind.__module__ in ("builtins", "itertools")
    )


def rest_of(iterator, most_items):
    """The items left, or the exception that taking them raises."""
    items = []
    try:
        for item in iterator:
            items.append(item)
            if len(items) >= most_items:
                break
    except Exception as error:
        items.append(error)
    return items


def flush(value):
    """Text that waits in a file's buffer would be lost when the child ends."""
    if type(value).__module__ == "_io" and hasattr(value, "flush"):
        try:
            value.flush()
        except (ValueError, OSError):
            pass


def consume(generator, args, most_items, callbacks):
    """The items one by one, each with the arguments as they were then: laziness shows in what changed when."""
    items = []
    for item in generator:
        callbacks.yielded()
        dump = _hasten_canon.Dump({})
        dump.add(item)
        if len(items) < 50:
            dump.add(args)
        items.append(dump.text())
        if len(items) >= most_items:
            break
    return items


def parts_of(versions, which, args, kwargs, outcome):
    """(what, value) of everything that is compared, in the order of the report."""
    result, error, items = outcome
    function = versions[which]
    if items is not None:
        yield "yielded items", items
    if error is None:
        yield "return value", result
    else:
        chain = (type(error.__cause__), type(error.__context__))
        yield "exception", (type(error), error.args, str(error), chain)
    code = function.__code__
    for index, value in enumerate(args):
        yield "argument %s" % name_of(code, index), value
    for name in kwargs:
        yield "argument %s" % name, kwargs[name]
    for name, cell in zip(code.co_freevars, function.__closure__ or ()):
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if not callable(value):
            yield "variable %s" % name, value
    for name, value in _hasten_reach.reachable(function, versions):
        yield "global %s" % name, value
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not getattr(sys, "__%s__" % name):
            yield "sys.%s" % name, stream


def name_of(code, index):
    return code.co_varnames[index] if index < code.co_argcount else "*%d" % index


def write_dump(path, function, parts, sinks):
    seen = {}
    written = []
    clean = Cleaner(function)
    for what, value in parts:
        dump = _hasten_canon.Dump(seen)
        dump.add(value)
        written.append(describe(what, clean(dump.text()), sorted(dump.opaque), dump.is_cut))
    for what, file in [("printed text", path + ".out")] + [("bytes written to descriptor %d" % n, f) for n, f in sinks]:
        with open(file, "rb") as output:
            written.append(describe(what, clean(output.read().decode("latin-1")), [], False))
    with open(path + ".new", "w") as record:
        json.dump(written, record)
    os.rename(path + ".new", path)


class Cleaner:
    """Takes out of a text what differs only because two versions stand in one file, and where objects lie in memory."""

    def __init__(self, function):
        self.name = function.__name__
        file = re.escape(function.__code__.co_filename)
        self.lines = re.compile('(%s(?:", line |:))[0-9]+' % file)

    def __call__(self, text):
        text = text.replace("_hasten_new_version", self.name)
        if " at 0x" in text:
            text = re.sub(" at 0x[0-9a-fA-F]{6,16}", " at 0x", text)
        return self.lines.sub(r"\1", text)


def describe(what, text, opaque, is_cut):
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    is_whole = not is_cut and len(text) <= most_text
    return {"what": what, "digest": digest, "text": text[:most_text], "opaque": opaque, "cut": is_cut, "whole": is_whole}


class Guard:
    """Ends the child before an effect that would outlive it."""

    def __init__(self, path):
        self.path = path
        self.is_on = False

    def look(self, event, arguments):
        if not self.is_on:
            return
        if event == "open":
            name, mode, flags = (tuple(arguments) + (None, 0))[:3]
            is_writing = (flags or 0) & _WRITES or (isinstance(mode, str) and set(mode) & set("wax+"))
            if not is_writing or name == os.devnull:
                return
            self.stop("it opens a file for writing (%s)" % (name,))
        elif event in _EFFECTS:
            self.stop("it does something outside the process (%s)" % event)

    def stop(self, why):
        self.is_on = False
        with open(self.path + ".why", "w") as reason:
            reason.write(why)
        os._exit(71)
